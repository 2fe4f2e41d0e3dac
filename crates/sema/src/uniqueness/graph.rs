//! The joins of a `SELECT`: which rows of its relations determine which others.

use super::facts::{Dependency, Grain, Uniqueness};
use hir::RelationId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::{collections::hash_map::Entry, ops::Range};

/// The relations of a `FROM`, and the conditions that its rows have passed.
#[derive(Clone, Debug, Default)]
pub struct JoinGraph {
    /// The relations that are no joins, from the left. Those whose rows do not come out are left out.
    pub leaves: Vec<Leaf>,
    /// The columns that rows are grouped by.
    pub groups: Vec<GraphColumn>,
    pub(super) equalities: Vec<Equality>,
    /// Columns whose value follows from those of others.
    pub(super) functions: Vec<(Vec<GraphColumn>, GraphColumn)>,
    /// Columns that conditions narrow in ways from which no equality follows: a range between columns of another
    /// relation, `NOT EXISTS`, a flag. They may well leave one row where there were several.
    pub(super) narrowed: FxHashSet<GraphColumn>,
    /// Columns that are equal to a constant.
    pub(super) constant: FxHashSet<GraphColumn>,
}

/// A relation of a `FROM`.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// Which.
    pub relation: RelationId,
    /// What is known of its rows.
    pub facts: Uniqueness,
    /// Whether a join may leave it without a row.
    pub is_optional: bool,
    /// How it follows those on its left.
    pub(super) follows: Follows,
}

/// How a relation follows those on its left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    /// It stands for itself.
    Freely,
    /// It is computed anew for each row of them, and its keys hold among the rows of one.
    Laterally,
    /// There is at most one row of it for each row of them: `ASOF JOIN`.
    Closely,
}

/// A column of a relation in a [`JoinGraph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GraphColumn {
    /// The position of the relation among the leaves.
    pub leaf: usize,
    /// The position of the column in the relation.
    pub column: u32,
}

/// Stands for some column, we do not know which, of a relation whose columns are not all known.
pub(super) const SOME_COLUMN: u32 = u32::MAX;

/// Two columns that are equal in every row, or one that is equal to a constant.
#[derive(Clone, Debug)]
pub(super) struct Equality {
    pub(super) left: GraphColumn,
    /// Absent for a constant.
    pub(super) right: Option<GraphColumn>,
    /// Whether NULL equals NULL in it.
    pub(super) null_safe: bool,
    /// The outer join whose condition it is.
    pub(super) outer: Option<Outer>,
}

/// An outer join, by its sides. Rows of a preserved side come out even where the condition does not hold.
#[derive(Clone, Debug)]
pub(super) struct Outer {
    pub(super) sides: [Range<usize>; 2],
    pub(super) preserved: [bool; 2],
}

/// What is determined by a choice of rows.
#[derive(Clone, Debug, Default)]
pub struct Closure {
    /// Per leaf, whether its row is.
    pub leaves: Vec<bool>,
    /// Further columns whose values are; with whether that value may be NULL.
    pub columns: FxHashMap<GraphColumn, bool>,
}

/// A relation that repeats the rows of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repetition {
    /// Its position among the leaves.
    pub leaf: usize,
    /// What its rows stand for.
    pub grain: Grain,
    /// The columns that it is joined on.
    pub joined_on: Vec<u32>,
}

impl Closure {
    /// Whether a column's value is determined.
    pub fn has(&self, column: GraphColumn) -> bool {
        self.leaves.get(column.leaf).is_some_and(|it| *it) || self.columns.contains_key(&column)
    }

    fn has_value(&self, column: GraphColumn) -> bool {
        self.columns.get(&column) == Some(&false)
    }
}

impl JoinGraph {
    /// What a row of each of the leaves `rows`, and the values of `columns`, determine.
    pub fn closure(
        &self,
        rows: impl IntoIterator<Item = usize>,
        columns: impl IntoIterator<Item = GraphColumn>,
    ) -> Closure {
        let mut closure = Closure { leaves: vec![false; self.leaves.len()], columns: FxHashMap::default() };
        rows.into_iter().for_each(|it| closure.leaves[it] = true);
        closure.columns.extend(columns.into_iter().map(|it| (it, true)));
        self.close(&mut closure);
        closure
    }

    fn close(&self, closure: &mut Closure) {
        loop {
            let mut has_changed = false;
            for equality in &self.equalities {
                has_changed |= self.propagate(equality, closure);
            }
            for (from, to) in &self.functions {
                if !closure.columns.contains_key(to) && from.iter().all(|it| closure.has(*it)) {
                    closure.columns.insert(*to, false);
                    has_changed = true;
                }
            }
            for leaf in 0..self.leaves.len() {
                has_changed |= !closure.leaves[leaf] && self.determine(leaf, closure);
            }
            if !has_changed {
                return;
            }
        }
    }

    fn propagate(&self, equality: &Equality, closure: &mut Closure) -> bool {
        let Some(right) = equality.right else { return self.fix(equality, equality.left, closure) };
        let left = equality.left;
        let mut has_changed = false;
        for (from, to) in [(left, right), (right, left)] {
            has_changed |= closure.has(from) && self.fix(equality, to, closure);
        }
        has_changed
    }

    fn fix(&self, equality: &Equality, column: GraphColumn, closure: &mut Closure) -> bool {
        let may_be_null = equality.null_safe;
        let is_known = closure.columns.get(&column).is_some_and(|it| !it || may_be_null);
        if column.column == SOME_COLUMN || is_known || !holds_for(equality, column.leaf, closure) {
            return false;
        }
        closure.columns.insert(column, may_be_null);
        true
    }

    /// Adds what is determined of a leaf, by what is determined already.
    fn determine(&self, leaf: usize, closure: &mut Closure) -> bool {
        let Leaf { facts, follows, .. } = &self.leaves[leaf];
        let follows_determined = closure.leaves[..leaf].iter().all(|it| *it);
        let is_determined = match follows {
            Follows::Closely if follows_determined => true,
            Follows::Laterally if !follows_determined => false,
            _ => facts.keys.iter().any(|key| {
                let is_fixed = |column: &u32| {
                    let column = GraphColumn { leaf, column: *column };
                    closure.has_value(column) || (!key.nulls_repeat && closure.has(column))
                };
                key.columns.iter().all(is_fixed)
            }),
        };
        if is_determined {
            closure.leaves[leaf] = true;
            return true;
        }
        let mut has_changed = false;
        for dependency in &facts.dependencies {
            let at = |column: &u32| GraphColumn { leaf, column: *column };
            if dependency.determinant.iter().all(|it| closure.has(at(it))) {
                for column in dependency.determined.iter().map(at) {
                    if let Entry::Vacant(entry) = closure.columns.entry(column) {
                        entry.insert(true);
                        has_changed = true;
                    }
                }
            }
        }
        has_changed
    }

    /// The relation that repeats the rows which `rows` and `columns` determine, if it is evident that one does: what
    /// its rows stand for is known, it is joined on less than that, and it is no mere lookup that goes the other way.
    pub fn repetition(&self, rows: &[usize], columns: &[GraphColumn]) -> Option<Repetition> {
        let (first, last) = (rows.iter().min()?, rows.iter().max()?);
        let lookup = self.closure(0..*first, []);
        let is_looked_up = rows.iter().all(|it| lookup.leaves[*it]);
        let mut closure = self.closure(rows.iter().copied(), columns.iter().copied());
        loop {
            let joined = self.joined(&closure, columns);
            let is_next = |leaf: &usize| !closure.leaves[*leaf] && joined.iter().any(|it| it.leaf == *leaf);
            let leaf = (0..self.leaves.len()).find(is_next)?;
            // Each row of what stands on the left has at most one partner in what is looked up.
            let is_lookup = match leaf < *first {
                true => is_looked_up,
                false => leaf > *last && self.closure(0..leaf, []).leaves[leaf],
            };
            if !is_lookup && let Some(repetition) = self.evidence(leaf, &closure, &joined) {
                return Some(repetition);
            }
            closure.leaves[leaf] = true;
            self.close(&mut closure);
        }
    }

    /// The columns that are determined by a join: neither constants, nor only because they are among `columns`.
    fn joined(&self, closure: &Closure, columns: &[GraphColumn]) -> FxHashSet<GraphColumn> {
        let is_joined = |it: &&GraphColumn| {
            !self.constant.contains(it) && (!columns.contains(it) || closure.has_value(**it))
        };
        closure.columns.keys().filter(is_joined).copied().collect()
    }

    /// The dependency by which values of one relation repeat in it, if it is evident that they do: a join below has
    /// repeated them, and nothing here, `columns` of a group included, leaves one row of those.
    pub fn repeated_values(
        &self,
        values: &[GraphColumn],
        columns: &[GraphColumn],
    ) -> Option<(usize, &Dependency)> {
        let leaf = values.first()?.leaf;
        let Leaf { facts, .. } = self.leaves.get(leaf)?;
        let follows = |it: &&Dependency| {
            it.is_repeated
                && values.iter().all(|value| value.leaf == leaf && it.determined.contains(&value.column))
        };
        let dependency = facts.dependencies.iter().find(follows)?;
        let is_beside = |it: &&GraphColumn| it.leaf == leaf && !dependency.determinant.contains(&it.column);
        if facts.grains.is_empty() || self.narrowed.iter().any(|it| is_beside(&it)) {
            return None;
        }
        let known = dependency.determinant.iter().map(|it| GraphColumn { leaf, column: *it });
        let closure = self.closure([], known.chain(columns.iter().copied()));
        let is_loose = |grain: &Grain| {
            let is_fixed = |it: &u32| closure.has(GraphColumn { leaf, column: *it });
            !(grain.is_filtered || grain.hidden.is_empty() && grain.columns.iter().all(is_fixed))
        };
        facts.grains.iter().all(is_loose).then_some((leaf, dependency))
    }

    /// Whether several rows of a leaf are to be expected for what is determined.
    fn evidence(
        &self,
        leaf: usize,
        closure: &Closure,
        joined: &FxHashSet<GraphColumn>,
    ) -> Option<Repetition> {
        let at = |column: u32| GraphColumn { leaf, column };
        let of_leaf = |it: &&GraphColumn| it.leaf == leaf;
        let joined: FxHashSet<u32> = joined.iter().filter(of_leaf).map(|it| it.column).collect();
        let narrowed: FxHashSet<u32> = self.narrowed.iter().filter(of_leaf).map(|it| it.column).collect();
        let constant: FxHashSet<u32> = self.constant.iter().filter(of_leaf).map(|it| it.column).collect();
        let facts = &self.leaves[leaf].facts;
        let is_loose = |grain: &Grain| {
            let is_covered =
                |it: &u32| closure.has(at(*it)) || narrowed.contains(it) || constant.contains(it);
            if grain.hidden.is_empty() && grain.columns.iter().all(is_covered) {
                return false;
            }
            let beside = |it: &&u32| !grain.columns.contains(it);
            let touches = grain.columns.iter().any(|it| joined.contains(it) || constant.contains(it));
            let others: FxHashSet<u32> = joined.union(&narrowed).filter(beside).copied().collect();
            match touches {
                // Joined on a part of it. A column beside it could stand for the missing part.
                true => others.is_empty(),
                // Joined on something else: two such columns could be a key that nobody has declared.
                false => {
                    let constant: FxHashSet<u32> = constant.iter().filter(beside).copied().collect();
                    others.union(&constant).count() + usize::from(grain.is_filtered) <= 1
                }
            }
        };
        if !facts.grains.iter().all(is_loose) {
            return None;
        }
        let grain = facts.grains.first()?.clone();
        let mut joined_on: Vec<u32> = joined.into_iter().collect();
        joined_on.sort_unstable();
        Some(Repetition { leaf, grain, joined_on })
    }
}

/// Whether an equality holds in every row in which a leaf's columns are looked at: the condition of an outer join says
/// nothing of rows of the preserved side, unless the other side has a row.
fn holds_for(equality: &Equality, leaf: usize, closure: &Closure) -> bool {
    let Some(outer) = &equality.outer else { return true };
    let [left, right] = &outer.sides;
    let has_row = |side: &Range<usize>| closure.leaves[side.clone()].iter().any(|it| *it);
    let is_beside = |side: usize, other: &Range<usize>| {
        outer.sides[side].contains(&leaf) && outer.preserved[side] && !has_row(other)
    };
    // Between columns of both sides, a determined column of the other side is a row of it.
    if equality.right.is_some_and(|it| left.contains(&it.leaf) != left.contains(&equality.left.leaf)) {
        let other = |it: &GraphColumn| it.leaf != leaf && closure.columns.contains_key(it);
        if [Some(equality.left), equality.right].iter().flatten().any(other) {
            return true;
        }
    }
    !is_beside(0, right) && !is_beside(1, left)
}
