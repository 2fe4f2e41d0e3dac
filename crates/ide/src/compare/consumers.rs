//! Who is hit by a change: the columns that are made of the changed one, and what is declared about them.

use super::{ChangedColumn, ColumnAspect, Comparison, Consumer, Dependent, Facts, ModelStatus};
use base::SmolStr;
use db::RelativePath;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::VecDeque;

/// A column of a model: by the model's path, and in lower case.
type Column = (RelativePath, SmolStr);

/// Who reads whom in one revision. Whoever reads an affected model is affected, so nobody is missing.
struct Readers<'a> {
    facts: &'a Facts,
    by_path: FxHashMap<&'a RelativePath, usize>,
    /// Columns to the columns that are made of them, as positions in the facts and in the model.
    of_column: FxHashMap<Column, Vec<(usize, usize)>>,
    /// Columns to the models whose rows they decide about.
    of_rows: FxHashMap<Column, Vec<usize>>,
    /// Models to the models that read them.
    of_model: FxHashMap<&'a RelativePath, Vec<usize>>,
}

/// Adds the consumers and dependents of every change. Those of what is gone, or is called otherwise, are those of the
/// base: who read it by its name.
pub(super) fn add(comparison: &mut Comparison, base: &Facts, head: &Facts) {
    let (base, head) = (Readers::new(base), Readers::new(head));
    for change in &mut comparison.models {
        let before = change.before.as_ref().map(|it| RelativePath::new(it.path.as_str()));
        let after = change.after.as_ref().map(|it| RelativePath::new(it.path.as_str()));
        for column in &mut change.columns {
            let name =
                |it: &Option<super::ColumnState>| it.as_ref().map(|it| SmolStr::from(it.name.to_lowercase()));
            let was = before.clone().zip(name(&column.before));
            let is = after.clone().zip(name(&column.after));
            let of_base = column.after.is_none() || column.aspects.contains(&ColumnAspect::Renamed);
            let of_base = was.filter(|_| of_base);
            match (of_base, is) {
                (Some(was), _) => base.add_to(column, &was),
                (None, Some(is)) => head.add_to(column, &is),
                (None, None) => {}
            }
            tidy(column);
        }
        change.readers = match (change.status, before, after) {
            (ModelStatus::Removed, Some(before), _) => base.readers(&before),
            (_, _, Some(after)) if change.rows_changed => head.readers(&after),
            _ => Vec::new(),
        };
    }
}

/// Each consumer once, the nearest first; each dependent once.
fn tidy(column: &mut ChangedColumn) {
    column.consumers.sort();
    let mut seen = FxHashSet::default();
    column.consumers.retain(|it| seen.insert((it.model.clone(), it.column.clone())));
    column.dependents.sort();
    column.dependents.dedup();
}

impl<'a> Readers<'a> {
    fn new(facts: &'a Facts) -> Readers<'a> {
        let mut readers = Readers {
            facts,
            by_path: facts.iter().enumerate().map(|(index, it)| (&it.0, index)).collect(),
            of_column: FxHashMap::default(),
            of_rows: FxHashMap::default(),
            of_model: FxHashMap::default(),
        };
        for (index, (_, model)) in facts.iter().enumerate() {
            for (column, sources) in model.sources.iter().enumerate() {
                for (path, source) in sources {
                    let key = (path.clone(), source.to_lowercase().into());
                    readers.of_column.entry(key).or_default().push((index, column));
                }
            }
            for (path, source) in &model.row_sources {
                let readers =
                    readers.of_rows.entry((path.clone(), source.to_lowercase().into())).or_default();
                if !readers.contains(&index) {
                    readers.push(index);
                }
            }
            for read in &model.reads {
                readers.of_model.entry(read).or_default().push(index);
            }
        }
        readers
    }

    /// Adds who consumes a column, breadth first, and what is declared about it and about its consumers.
    fn add_to(&self, changed: &mut ChangedColumn, column: &Column) {
        let mut seen: FxHashSet<Column> = FxHashSet::from_iter([column.clone()]);
        let mut queue = VecDeque::from([(column.clone(), 0)]);
        while let Some((column, depth)) = queue.pop_front() {
            changed.dependents.extend(self.declared(&column));
            let of_rows = self.of_rows.get(&column).into_iter().flatten();
            changed.consumers.extend(of_rows.map(|index| Consumer {
                depth: depth + 1,
                model: self.facts[*index].1.state.name.clone(),
                column: None,
            }));
            for &(index, position) in self.of_column.get(&column).into_iter().flatten() {
                let (path, model) = &self.facts[index];
                let Some(state) = model.state.columns.get(position) else { continue };
                let next = (path.clone(), SmolStr::from(state.name.to_lowercase()));
                if seen.insert(next.clone()) {
                    changed.consumers.push(Consumer {
                        depth: depth + 1,
                        model: model.state.name.clone(),
                        column: Some(state.name.clone()),
                    });
                    queue.push_back((next, depth + 1));
                }
            }
        }
    }

    fn declared(&self, (path, column): &Column) -> impl Iterator<Item = Dependent> + use<'a> {
        let model = self.by_path.get(path).map(|it| &self.facts[*it].1);
        let column = column.clone();
        let about = move |it: &&Dependent| it.column.to_lowercase() == column.as_str();
        model.into_iter().flat_map(|it| &it.declared).filter(about).cloned()
    }

    /// The models that read one, directly or not.
    fn readers(&self, path: &RelativePath) -> Vec<Consumer> {
        let mut seen: FxHashSet<&RelativePath> = FxHashSet::default();
        let mut queue = VecDeque::from([(path, 0)]);
        let mut found = Vec::new();
        while let Some((path, depth)) = queue.pop_front() {
            for &index in self.of_model.get(path).into_iter().flatten() {
                let (path, model) = &self.facts[index];
                if seen.insert(path) {
                    let model = model.state.name.clone();
                    found.push(Consumer { depth: depth + 1, model, column: None });
                    queue.push_back((path, depth + 1));
                }
            }
        }
        found.sort();
        found
    }
}
