//! Two revisions of a model, column by column.

use super::{
    ChangedColumn, ColumnAspect, ColumnState, Comparison, EditKind, Facts, ModelChange, ModelStatus,
    facts::ModelFacts,
    logic::{Word, Words},
    pairs::Pair,
};
use base::SmolStr;
use db::RelativePath;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// What has become of paths and columns, as far as it has been found out: models are compared dependencies first.
#[derive(Default)]
struct Renames {
    /// Path in the base to path in the head.
    paths: FxHashMap<RelativePath, RelativePath>,
    /// Path in the head and column in the base to column in the head, in lower case.
    columns: FxHashMap<(RelativePath, SmolStr), SmolStr>,
}

impl Renames {
    fn path(&self, path: &RelativePath) -> RelativePath {
        self.paths.get(path).unwrap_or(path).clone()
    }

    fn column(&self, path: &RelativePath, column: &SmolStr) -> (RelativePath, SmolStr) {
        let key = (self.path(path), lower(column));
        let renamed = self.columns.get(&key).cloned();
        (key.0, renamed.unwrap_or(key.1))
    }

    /// Whether two definitions are the same, but for what has been renamed.
    fn is_same(&self, before: &Words, after: &Words) -> bool {
        let same = |(before, after): (&Word, &Word)| match (before, after) {
            (Word::Column(path, column), Word::Column(to, renamed)) => {
                self.column(path, column) == (to.clone(), lower(renamed))
            }
            (Word::Model(path), Word::Model(to)) => self.path(path) == *to,
            _ => before == after,
        };
        before.len() == after.len() && before.iter().zip(after).all(same)
    }

    /// Whether two columns are made of the same columns of models, but for what has been renamed, and of any at all.
    fn is_same_lineage(&self, before: &[(RelativePath, SmolStr)], after: &[(RelativePath, SmolStr)]) -> bool {
        let before: BTreeSet<_> = before.iter().map(|(path, column)| self.column(path, column)).collect();
        let after: BTreeSet<_> = after.iter().map(|(path, column)| (path.clone(), lower(column))).collect();
        !after.is_empty() && before == after
    }
}

/// Compares the models of two revisions.
pub(super) fn compare(
    pairs: &[Pair],
    base: &Facts,
    head: &Facts,
    edited: &BTreeSet<RelativePath>,
) -> Comparison {
    let mut renames = Renames::default();
    for pair in pairs {
        if let (Some(before), Some(after)) = (pair.base, pair.head) {
            renames.paths.insert(base[before].0.clone(), head[after].0.clone());
        }
    }
    let mut comparison = Comparison::default();
    for pair in pairs {
        let before = pair.base.map(|it| &base[it]);
        let after = pair.head.map(|it| &head[it]);
        let is_edited = [before, after].into_iter().flatten().any(|it| edited.contains(&it.0));
        let change = compare_model(before.map(|it| &it.1), after.map(|it| &it.1), is_edited, &renames);
        if let Some((path, _)) = after {
            let renamed = change.columns.iter().filter(|it| it.aspects.contains(&ColumnAspect::Renamed));
            for column in renamed {
                let (Some(before), Some(after)) = (&column.before, &column.after) else { continue };
                let key = (path.clone(), lower(&before.name));
                renames.columns.insert(key, lower(&after.name));
            }
        }
        if change.status != ModelStatus::Unchanged || change.edit != EditKind::Nothing {
            comparison.models.push(change);
        }
    }
    comparison.models.sort_by(|a, b| a.name.cmp(&b.name));
    comparison
}

fn compare_model(
    before: Option<&ModelFacts>,
    after: Option<&ModelFacts>,
    is_edited: bool,
    renames: &Renames,
) -> ModelChange {
    let mut change = ModelChange {
        name: after.or(before).map(|it| it.state.name.clone()).unwrap_or_default(),
        status: ModelStatus::Modified,
        edit: EditKind::Query,
        before: before.map(|it| it.state.clone()),
        after: after.map(|it| it.state.clone()),
        columns: Vec::new(),
        rows_changed: false,
        readers: Vec::new(),
        incomplete: [before, after].into_iter().flatten().find_map(|it| it.open.clone()),
    };
    let (before, after) = match (before, after) {
        (Some(before), Some(after)) => (before, after),
        (None, Some(after)) => {
            change.status = ModelStatus::Added;
            change.columns = after.state.columns.iter().map(|it| changed(None, Some(it))).collect();
            return change;
        }
        (before, _) => {
            change.status = ModelStatus::Removed;
            let columns = before.iter().flat_map(|it| &it.state.columns);
            change.columns = columns.map(|it| changed(Some(it), None)).collect();
            return change;
        }
    };
    change.edit = edit_kind(before, after, is_edited);
    change.columns = compare_columns(before, after, change.edit, renames);
    let rows = [before, after].map(|it| it.logic.as_ref().and_then(|it| it.rows.as_ref()));
    if let [Some(before), Some(after)] = rows {
        change.rows_changed = change.edit == EditKind::Query && !renames.is_same(before, after);
    }
    let same_build = build(before) == build(after);
    if change.edit != EditKind::Query && change.columns.is_empty() && !change.rows_changed && same_build {
        change.status = ModelStatus::Unchanged;
    }
    change
}

/// What of a model's build its readers or its table can tell.
fn build(facts: &ModelFacts) -> impl PartialEq {
    let state = &facts.state;
    (
        state.name.clone(),
        state.target.clone(),
        state.strategy.clone(),
        state.unique_key.clone(),
        state.partition_by.clone(),
        state.format.clone(),
    )
}

fn edit_kind(before: &ModelFacts, after: &ModelFacts, is_edited: bool) -> EditKind {
    if !is_edited {
        EditKind::Nothing
    } else if before.body != after.body {
        EditKind::Query
    } else if before.configuration != after.configuration || before.state.path != after.state.path {
        EditKind::Configuration
    } else if before.text != after.text {
        EditKind::Formatting
    } else {
        EditKind::Nothing
    }
}

fn compare_columns(
    before: &ModelFacts,
    after: &ModelFacts,
    edit: EditKind,
    renames: &Renames,
) -> Vec<ChangedColumn> {
    let (old, new) = (&before.state.columns, &after.state.columns);
    let find =
        |list: &[ColumnState], name: &str| list.iter().position(|it| it.name.eq_ignore_ascii_case(name));
    // A column without a name is at fault, or nobody can refer to it.
    let only_in = |list: &[ColumnState], other: &[ColumnState]| -> Vec<usize> {
        let is_only = |it: &usize| !list[*it].name.is_empty() && find(other, &list[*it].name).is_none();
        (0..list.len()).filter(is_only).collect()
    };
    let (mut gone, added) = (only_in(old, new), only_in(new, old));
    let mut pairs: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    for index in (0..new.len()).filter(|it| !new[*it].name.is_empty()) {
        let partner = match added.contains(&index) {
            false => find(old, &new[index].name),
            true => renamed_from(before, after, index, (&gone, &added), renames),
        };
        if let Some(partner) = partner {
            gone.retain(|it| *it != partner);
        }
        pairs.push((partner, Some(index)));
    }
    pairs.extend(gone.into_iter().map(|it| (Some(it), None)));
    let mut columns = Vec::new();
    for (old_index, new_index) in pairs {
        // Where not all columns are known, one that is not listed may be there all the same.
        let is_certain = match (old_index, new_index) {
            (None, _) => before.open.is_none(),
            (_, None) => after.open.is_none(),
            _ => true,
        };
        let mut column = changed(old_index.map(|it| &old[it]), new_index.map(|it| &new[it]));
        if let (Some(old), Some(new)) = (old_index, new_index) {
            let logic = [logic_of(before, old), logic_of(after, new)];
            if let [Some(before), Some(after)] = logic
                && edit == EditKind::Query
                && !renames.is_same(before, after)
            {
                column.aspects.push(ColumnAspect::Logic);
                column.aspects.sort();
            }
        }
        if is_certain && !column.aspects.is_empty() {
            columns.push(column);
        }
    }
    columns
}

fn logic_of(facts: &ModelFacts, index: usize) -> Option<&Words> {
    facts.logic.as_ref()?.columns.get(index)?.as_ref()
}

/// The column, among those that are gone, whose name the new column at `index` seems to have changed.
fn renamed_from(
    before: &ModelFacts,
    after: &ModelFacts,
    index: usize,
    (gone, added): (&[usize], &[usize]),
    renames: &Renames,
) -> Option<usize> {
    if before.open.is_some() || after.open.is_some() {
        return None;
    }
    let same_definition = |old: usize, new: usize| {
        let both = logic_of(before, old).zip(logic_of(after, new));
        both.is_some_and(|(old, new)| renames.is_same(old, new))
    };
    let mut candidates = gone.iter().copied().filter(|it| same_definition(*it, index));
    let first = candidates.next();
    let others = candidates.next();
    if let Some(first) = first {
        // Two columns of one definition, a constant for example, are told apart by their places only.
        let is_only = others.is_none() && added.iter().filter(|it| same_definition(first, **it)).count() == 1;
        let same_place = gone.iter().copied().find(|it| *it == index && same_definition(*it, index));
        return same_place.or(is_only.then_some(first));
    }
    let (old, new) = (gone.iter().find(|it| **it == index)?, index);
    let same_type = before.state.columns[*old].ty == after.state.columns[new].ty;
    let sources = [before.sources.get(*old), after.sources.get(new)];
    match sources {
        [Some(before), Some(after)] if same_type && renames.is_same_lineage(before, after) => Some(*old),
        _ => None,
    }
}

/// A column with what can be told from its two states.
fn changed(before: Option<&ColumnState>, after: Option<&ColumnState>) -> ChangedColumn {
    let mut aspects = Vec::new();
    match (before, after) {
        (Some(before), Some(after)) => {
            if !before.name.eq_ignore_ascii_case(&after.name) {
                aspects.push(ColumnAspect::Renamed);
            }
            let is_known = before.type_name.is_some() && after.type_name.is_some();
            if is_known && before.ty != after.ty {
                aspects.push(ColumnAspect::Retyped);
            }
            if before.nullable.zip(after.nullable).is_some_and(|(before, after)| before != after) {
                aspects.push(ColumnAspect::Nullability);
            }
        }
        (Some(_), None) => aspects.push(ColumnAspect::Removed),
        (None, _) => aspects.push(ColumnAspect::Added),
    }
    ChangedColumn {
        before: before.cloned(),
        after: after.cloned(),
        aspects,
        consumers: Vec::new(),
        dependents: Vec::new(),
    }
}

fn lower(name: &str) -> SmolStr {
    name.to_lowercase().into()
}
