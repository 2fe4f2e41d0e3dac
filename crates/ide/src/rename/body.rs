//! Edits of statements.

use super::{
    Outcome, dsl,
    edits::Edits,
    new_name::NewName,
    subject::{Subject, merged},
    text::Written,
};
use crate::{
    body_names::FileView,
    symbol::{Identities, Name, Role, Symbol},
};
use base::{DialectKind, TextRange};
use db::{Db, SourceFile};
use hir::{Anchor, Expr, ItemRanges, QueryBody, QueryId, Relation, RelationId, SelectId, SelectItem};
use rustc_hash::{FxHashMap, FxHashSet};
use sema::{Definition, Resolution};

/// A select item without an alias.
pub(super) struct BareItem<'a> {
    pub(super) id: (SelectId, u32),
    pub(super) ranges: &'a ItemRanges,
}

/// Adds the edits of a file's statement.
pub(super) fn edit(
    db: &dyn Db,
    file: SourceFile,
    (subject, new): (&Subject, &NewName),
    identities: &mut Identities<'_>,
    edits: &mut Edits<'_>,
) -> Outcome<()> {
    let view = FileView::new(db, file);
    let names = view.names(db);
    let is_wanted: Vec<bool> =
        names.iter().map(|it| subject.symbols.contains(&identities.of(&it.symbol))).collect();
    if !is_wanted.contains(&true) {
        return Ok(());
    }
    let mut at: FxHashMap<TextRange, Vec<(&Name, bool)>> = FxHashMap::default();
    for (name, is_wanted) in names.iter().zip(is_wanted) {
        at.entry(name.range).or_default().push((name, is_wanted));
    }
    let mut groups: Vec<(TextRange, Vec<(&Name, bool)>)> =
        at.into_iter().filter(|it| it.1.iter().any(|it| it.1)).collect();
    groups.sort_by_key(|it| (it.0.start(), it.0.end()));
    let bare_items = bare_items(&view);
    let by_table = match subject.symbols[..] {
        [Symbol::Model(model)] => Some(ByTable::of(db, &view, model)),
        _ => None,
    };
    for (range, group) in groups {
        let Some(written) = Written::at(db, &view, range) else { continue };
        let part = written.range;
        if !dialect::same_name(&written.ident, &subject.name, view.dialect) {
            continue;
        }
        if by_table.as_ref().is_some_and(|it| it.keeps(range)) {
            continue;
        }
        let has = |role: Role, wanted: bool| group.iter().any(|it| it.0.role == role && it.1 == wanted);
        let reads_other = group.iter().any(|it| it.0.role == Role::Read && !it.1);
        if has(Role::Read, true) && reads_other {
            return Err(merged(&written.ident).at(file, range));
        }
        let Some(item) = bare_items.get(&range) else {
            let text = match written.in_path {
                true => new.in_path().map_err(|it| it.at(file, range))?.to_owned(),
                false => spelled(&view, new)?,
            };
            edits.replace(file, part, text)?;
            continue;
        };
        let at = Place { db, view: &view, item, written };
        match (has(Role::Read, true), has(Role::Definition, true)) {
            (true, true) => edits.replace(file, part, spelled(&view, new)?)?,
            (false, _) => at.call_column(new, edits)?,
            (true, false) => at.keep_column(new, edits)?,
        }
    }
    Ok(())
}

/// The new name in the language of the file.
pub(super) fn spelled(view: &FileView<'_>, new: &NewName) -> Outcome<String> {
    match view.is_rocky {
        true => new.rocky().map(str::to_owned),
        false => Ok(new.sql(view.dialect)),
    }
}

/// A select item without an alias, where it stands.
pub(super) struct Place<'a> {
    pub(super) db: &'a dyn Db,
    pub(super) view: &'a FileView<'a>,
    pub(super) item: &'a BareItem<'a>,
    /// The last part of the name that it is.
    pub(super) written: Written,
}

impl Place<'_> {
    /// The column that the item makes gets the new name; what it reads keeps its own.
    fn call_column(&self, new: &NewName, edits: &mut Edits<'_>) -> Outcome<()> {
        if self.view.is_rocky {
            return dsl::call_column(self, new.rocky()?, edits);
        }
        let end = TextRange::empty(self.item.ranges.full.end());
        edits.replace(self.view.file, end, format!(" AS {}", new.sql(self.view.dialect)))
    }

    /// What the item reads has the new name; the column that it makes keeps its own.
    fn keep_column(&self, new: &NewName, edits: &mut Edits<'_>) -> Outcome<()> {
        if self.view.is_rocky {
            return dsl::keep_column(self, new.rocky()?, edits);
        }
        let file = self.view.file;
        let name = new.sql(self.view.dialect);
        if nameless(self.view).any(|it| self.is_of(it)) {
            return edits.replace(file, self.written.range, name);
        }
        let alias = format!(" AS {}", self.output_name());
        let end = self.item.ranges.full.end();
        if end == self.written.range.end() {
            return edits.replace(file, self.written.range, name + &alias);
        }
        edits.replace(file, self.written.range, name)?;
        edits.replace(file, TextRange::empty(end), alias)
    }

    /// What the item's column is called now, as SQL.
    fn output_name(&self) -> String {
        let (view, written) = (self.view, &self.written.ident);
        let defined = Definition::Item(self.item.id.0, self.item.id.1);
        let mut columns = view.inference.queries.iter().flat_map(|(_, it)| &it.columns);
        let stored = columns.find(|it| it.definition == defined).map(|it| &it.name);
        let stored = stored.filter(|it| !it.is_empty()).unwrap_or(&written.text);
        let folds = matches!(view.dialect, DialectKind::Snowflake | DialectKind::Trino);
        let is_written = match folds {
            true => dialect::fold(written, view.dialect) == *stored,
            false => written.text == *stored,
        };
        let text = super::text::slice(self.db, view.file, self.written.range);
        match text.filter(|_| is_written) {
            Some(text) => text.to_owned(),
            None => dialect::quote(stored, view.dialect).into_owned(),
        }
    }

    fn is_of(&self, query: QueryId) -> bool {
        matches!(self.view.body.queries[query].body, QueryBody::Select(it) if it == self.item.id.0)
    }
}

/// The queries whose columns nobody can name: those of `EXISTS` and `IN`.
pub(super) fn nameless(view: &FileView<'_>) -> impl Iterator<Item = QueryId> {
    view.body.exprs.iter().filter_map(|(_, expr)| match expr {
        Expr::Exists(query) | Expr::InQuery { query, .. } => Some(*query),
        _ => None,
    })
}

/// Select items without an alias, by the name that they are.
fn bare_items<'a>(view: &FileView<'a>) -> FxHashMap<TextRange, BareItem<'a>> {
    let mut found = FxHashMap::default();
    for (select, ranges) in view.map.selects.iter() {
        for (index, ranges) in ranges.items.iter().enumerate().filter(|it| !it.1.aliased) {
            let item = BareItem { id: (select, index as u32), ranges };
            let is_expression =
                matches!(view.body.selects[select].items.get(index), Some(SelectItem::Expr { .. }));
            if let Some(name) = ranges.name.filter(|_| is_expression) {
                found.insert(name, item);
            }
        }
    }
    found
}

/// Names that mean a model's table rather than the model: they stay where the table keeps its name.
struct ByTable {
    keeps_table: bool,
    /// Paths of several parts, and what qualifies columns by them.
    by_table: FxHashSet<TextRange>,
    /// The schemas and catalogs before them.
    outer_parts: FxHashSet<TextRange>,
}

impl ByTable {
    fn of(db: &dyn Db, view: &FileView<'_>, model: SourceFile) -> ByTable {
        let described = sema::model(db, model);
        let own = described.sidecar.as_ref().and_then(|it| it.value.target.table.as_ref());
        let mut names = ByTable {
            keeps_table: own.is_some(),
            by_table: FxHashSet::default(),
            outer_parts: FxHashSet::default(),
        };
        for (relation, ranges) in view.map.relations.iter() {
            if let [first, .., last] = &ranges.path[..] {
                names.by_table.insert(first.cover(*last));
                names.add_parts(view, relation, &ranges.path);
            }
        }
        for (expr, data) in view.body.exprs.iter() {
            let Expr::Name(parts) = data else { continue };
            let resolved = view.inference.resolutions.get(&expr);
            let (relation, qualifiers) = match (resolved, view.inference.qualifiers.get(&expr)) {
                (Some(Resolution::Column(relation, _)), _) => (*relation, view.column_part(expr, parts)),
                (_, Some((relation, count))) => (*relation, *count as usize),
                _ => continue,
            };
            let range = |part: usize| Anchor::NamePart(expr, part as u32).range(view.map);
            let ranges: Vec<TextRange> = (0..qualifiers).filter_map(range).collect();
            names.add_parts(view, relation, &ranges);
        }
        names
    }

    fn add_parts(&mut self, view: &FileView<'_>, relation: RelationId, parts: &[TextRange]) {
        let Some((last, outer)) = parts.split_last() else { return };
        // One pair of quotes may be around all of them.
        self.outer_parts.extend(outer.iter().filter(|it| *it != last));
        let is_by_table =
            matches!(view.relation(relation), Some(Relation::Name { path, .. }) if path.len() > 1);
        if is_by_table {
            self.by_table.insert(*last);
        }
    }

    fn keeps(&self, range: TextRange) -> bool {
        self.outer_parts.contains(&range) || self.keeps_table && self.by_table.contains(&range)
    }
}
