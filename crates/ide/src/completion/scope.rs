//! Which relations and columns can be named at a place.

use crate::body_names::FileView;
use base::{DialectKind, Ident, SmolStr, TextRange, TextSize};
use dialect::NamingPlace;
use hir::{Clause, CteId, JoinConstraint, QueryBody, QueryId, Relation, RelationId, SelectId, SelectRanges};
use sema::Output;

/// A `SELECT` around a place, with those of its relations that can be named there, from the left.
pub(super) struct Level {
    pub(super) select: SelectId,
    pub(super) relations: Vec<RelationId>,
}

/// What can be named at a place.
pub(super) struct Scope<'a> {
    pub(super) view: &'a FileView<'a>,
    text: &'a str,
    pub(super) offset: TextSize,
}

impl<'a> Scope<'a> {
    pub(super) fn new(view: &'a FileView<'a>, text: &'a str, offset: TextSize) -> Scope<'a> {
        Scope { view, text, offset }
    }

    /// A part of the text.
    pub(super) fn text(&self, range: TextRange) -> &'a str {
        self.text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default()
    }

    /// Whether only blanks, one at least, lie between an offset and the place.
    pub(super) fn is_right_behind(&self, end: TextSize) -> bool {
        let between = self.text.get(usize::from(end)..usize::from(self.offset));
        between.is_some_and(|it| !it.is_empty() && it.chars().all(char::is_whitespace))
    }

    /// Whether the place lies before an open parenthesis, but for the rest of a word.
    pub(super) fn is_before_parenthesis(&self) -> bool {
        let behind = self.text.get(usize::from(self.offset)..).unwrap_or_default();
        behind.trim_start_matches(|it: char| it.is_alphanumeric() || it == '_').starts_with('(')
    }

    /// Whether what is being typed at the place belongs to what stands at `range`: the place is inside, or only blanks
    /// lie between.
    pub(super) fn is_in(&self, range: TextRange) -> bool {
        let between = || self.text.get(usize::from(range.end())..usize::from(self.offset));
        range.contains_inclusive(self.offset)
            || (range.end() < self.offset && between().is_some_and(|it| it.chars().all(is_blank)))
    }

    /// The `SELECT`s around the place, innermost first.
    pub(super) fn levels(&self) -> Vec<Level> {
        let map = self.view.map;
        let is_behind = |select: SelectId, range: TextRange| {
            let mut queries = self.view.body.queries.iter();
            let query = queries.find(|(_, it)| matches!(it.body, QueryBody::Select(it) if it == select));
            let full = query.and_then(|it| map.queries.get(it.0)).map(|it| it.full);
            // ORDER BY and LIMIT stand behind the select, within its query.
            full.is_some_and(|it| range.end() <= self.offset && self.is_in(it))
        };
        let mut selects: Vec<(TextRange, SelectId)> =
            map.selects.iter().map(|(id, ranges)| (ranges.full, id)).collect();
        selects.retain(|(range, id)| self.is_in(*range) || is_behind(*id, *range));
        selects.sort_by_key(|(range, _)| (range.len(), std::cmp::Reverse(range.start())));
        let mut levels = Vec::new();
        let mut inner: Option<TextRange> = None;
        for (range, select) in selects {
            // One that ended before the inner one began is a neighbour, an arm of the same set operation.
            if inner.is_some_and(|it| !range.contains_range(it)) {
                continue;
            }
            levels.push(Level { select, relations: self.visible(select, inner) });
            inner = Some(range);
        }
        levels
    }

    /// Which part of a `SELECT` the place is in.
    pub(super) fn naming_place(&self, select: SelectId) -> NamingPlace {
        let Some(ranges) = self.view.map.selects.get(select) else { return NamingPlace::List };
        match self.clause(ranges) {
            Some(Clause::From) => NamingPlace::From,
            Some(Clause::Where) => NamingPlace::Where,
            Some(Clause::GroupBy | Clause::Having | Clause::Window | Clause::Qualify) => {
                NamingPlace::Grouping
            }
            None if self.is_in(ranges.list) => NamingPlace::List,
            None => NamingPlace::OrderBy,
        }
    }

    /// Whether the place is in what is read before a `SELECT` has groups.
    pub(super) fn is_before_groups(&self, select: SelectId) -> bool {
        let ranges = self.view.map.selects.get(select);
        matches!(ranges.and_then(|it| self.clause(it)), Some(Clause::Where | Clause::GroupBy))
    }

    fn clause(&self, ranges: &SelectRanges) -> Option<Clause> {
        let around = ranges.clauses.iter().filter(|it| self.is_in(it.1));
        around.max_by_key(|it| it.1.start()).map(|it| it.0)
    }

    /// The columns of the set operation that the place stands behind, the innermost one.
    pub(super) fn set_operation(&self) -> Option<&'a Output> {
        let map = self.view.map;
        let full = |query: QueryId| map.queries.get(query).map(|it| it.full).unwrap_or_default();
        let queries = self.view.body.queries.iter().filter_map(|(id, query)| match query.body {
            QueryBody::SetOperation { right, .. } => Some((full(id), full(right), id)),
            _ => None,
        });
        let behind = queries.filter(|it| self.is_in(it.0) && it.1.end() <= self.offset);
        // A chain of arms is one operation, whose ORDER BY is that of the outermost; parentheses end others.
        let (_, _, query) = behind.max_by_key(|it| (it.0.start(), it.0.len()))?;
        self.view.inference.queries.get(query).map(|it| &**it)
    }

    /// The relations of a `SELECT` that can be named at the place, which may lie in a query within it at `inner`.
    fn visible(&self, select: SelectId, inner: Option<TextRange>) -> Vec<RelationId> {
        let all = self.view.inference.scopes.get(select).map_or(&[][..], |it| it);
        let is_there = |it: &RelationId| !matches!(self.view.relation(*it), None | Some(Relation::Missing));
        let all: Vec<RelationId> = all.iter().copied().filter(is_there).collect();
        let place = inner.unwrap_or(TextRange::empty(self.offset));
        if let Some(inputs) = self.inputs(&all, place) {
            return inputs;
        }
        let range = |it: RelationId| self.view.map.relations.get(it).map(|it| it.full).unwrap_or_default();
        let is_around = |it: &RelationId| range(*it).contains_range(place) && !range(*it).is_empty();
        let Some(_) = self.view.body.selects[select].from.iter().find(|it| is_around(it)) else {
            return all;
        };
        // Within FROM, only what stands to the left; and a derived table sees not even that, unless it is lateral.
        let derived = all.iter().find(|it| is_around(it)).map(|it| &self.view.body.relations[*it]);
        let is_closed = match derived {
            Some(Relation::Query { lateral, .. }) if inner.is_some() => {
                !lateral && self.view.dialect != DialectKind::DuckDb
            }
            _ => false,
        };
        match is_closed {
            true => Vec::new(),
            false => all.iter().copied().filter(|it| range(*it).end() <= place.start()).collect(),
        }
    }

    /// What a relation that makes columns of its own makes them of, where the place stands in what it says of that:
    /// those of `t` in `t PIVOT (…)`.
    fn inputs(&self, relations: &[RelationId], place: TextRange) -> Option<Vec<RelationId>> {
        let range = |it: RelationId| self.view.map.relations.get(it).map(|it| it.full).unwrap_or_default();
        let mut pending = relations.to_vec();
        while let Some(relation) = pending.pop() {
            let input = match self.view.relation(relation)? {
                Relation::Pivot { pivot, .. } => pivot.input,
                Relation::Unpivot { unpivot, .. } => unpivot.input,
                Relation::Matched { matched, .. } => matched.input,
                _ => continue,
            };
            let full = range(relation);
            let is_around = full.contains_range(place) || place.is_empty() && self.is_in(full);
            if !is_around {
                continue;
            }
            let leaves = self.leaves(input);
            if range(input).end() <= place.start() {
                return Some(leaves);
            }
            pending.extend(leaves);
        }
        None
    }

    /// The relations that a join is of, from the left.
    fn leaves(&self, relation: RelationId) -> Vec<RelationId> {
        let mut leaves = Vec::new();
        let mut pending = vec![relation];
        while let Some(relation) = pending.pop() {
            match &self.view.body.relations[relation] {
                Relation::Join { left, right, .. } => pending.extend([*right, *left]),
                Relation::Missing => {}
                _ => leaves.push(relation),
            }
        }
        leaves
    }

    /// A relation's columns.
    pub(super) fn output(&self, relation: RelationId) -> Option<&'a Output> {
        self.view.inference.relations.get(relation).map(|it| &**it)
    }

    /// Whether joins around the place made one column of all those of this name.
    pub(super) fn is_merged(&self, select: SelectId, name: &SmolStr) -> bool {
        let full = self.view.map.selects.get(select).map(|it| it.full).unwrap_or_default();
        self.view.body.relations.iter().any(|(id, relation)| match relation {
            Relation::Join { natural, constraint, .. } => {
                let within = self.view.map.relations.get(id).is_some_and(|it| full.contains_range(it.full));
                let named = |it: &Ident| self.view.is_called(it, name);
                within
                    && (*natural || matches!(constraint, JoinConstraint::Using(it) if it.iter().any(named)))
            }
            _ => false,
        })
    }

    /// The common table expressions that can be named at the place, nearest first.
    pub(super) fn ctes(&self) -> Vec<(Ident, CteId)> {
        let mut found: Vec<(base::TextSize, Ident, CteId)> = Vec::new();
        for (query, ranges) in self.view.map.queries.iter() {
            if !self.is_in(ranges.full) {
                continue;
            }
            let data = &self.view.body.queries[query];
            for (index, (cte, hir::CteRanges { full, name, .. })) in
                data.ctes.iter().zip(&ranges.ctes).enumerate()
            {
                let is_itself = data.recursive && full.contains(self.offset) && name.end() < self.offset;
                if full.end() <= self.offset && !self.is_unclosed(*full) || is_itself {
                    found.push((ranges.full.len(), cte.name.clone(), (query, index as u32)));
                }
            }
        }
        found.sort_by_key(|it| it.0);
        let mut names: Vec<(Ident, CteId)> = Vec::new();
        for (_, name, cte) in found {
            if !names.iter().any(|it| dialect::same_table(&it.0, &name, self.view.dialect)) {
                names.push((name, cte));
            }
        }
        names
    }

    /// Whether a common table expression lacks its last parenthesis, so that the place may still be within it.
    fn is_unclosed(&self, full: TextRange) -> bool {
        let text = self.text.get(std::ops::Range::<usize>::from(full)).unwrap_or_default();
        text.contains('(') && !text.ends_with(')')
    }
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == ','
}
