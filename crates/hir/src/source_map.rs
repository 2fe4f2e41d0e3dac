//! From the ids of a body to ranges of the text.

use crate::{ExprId, QueryId, RelationId, SelectId};
use base::TextRange;
use la_arena::ArenaMap;
use rustc_hash::FxHashMap;

/// Where the parts of a body stand in the text. Changes with every edit, so only the diagnostics and features of the
/// file itself may read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// Every expression, without surrounding blanks.
    pub exprs: ArenaMap<ExprId, TextRange>,
    /// The parts of names with several parts, of calls the function's name, of lambdas and comprehensions their parameters.
    pub expr_names: FxHashMap<ExprId, Box<[TextRange]>>,
    /// The parentheses around an expression, the outermost where there are several: they are no part of its own range.
    pub parentheses: FxHashMap<ExprId, TextRange>,
    /// Every query.
    pub queries: ArenaMap<QueryId, QueryRanges>,
    /// Every `SELECT` block.
    pub selects: ArenaMap<SelectId, SelectRanges>,
    /// Every relation.
    pub relations: ArenaMap<RelationId, RelationRanges>,
    /// The named window that a call's window is or builds upon.
    pub window_names: FxHashMap<ExprId, TextRange>,
    /// Uses of names that a step of the DSL defined: the body holds the definition instead.
    pub inlined: Vec<InlinedName>,
}

impl SourceMap {
    /// Replaces every range.
    pub(crate) fn map_ranges(&mut self, map: &impl Fn(TextRange) -> TextRange) {
        let each = |ranges: &mut [TextRange]| ranges.iter_mut().for_each(|it| *it = map(*it));
        self.exprs.values_mut().for_each(|it| *it = map(*it));
        self.expr_names.values_mut().for_each(|it| each(it));
        self.parentheses.values_mut().for_each(|it| *it = map(*it));
        self.window_names.values_mut().for_each(|it| *it = map(*it));
        for QueryRanges { full, ctes, with, operator } in self.queries.values_mut() {
            *full = map(*full);
            *operator = map(*operator);
            for CteRanges { full, name, columns } in ctes {
                [full, name].into_iter().for_each(|it| *it = map(*it));
                each(columns);
            }
            with.iter_mut().for_each(|it| it.map_ranges(map));
        }
        for SelectRanges { full, keyword, list, items, clauses, windows, unlisted } in
            self.selects.values_mut()
        {
            [full, keyword, list].into_iter().for_each(|it| *it = map(*it));
            clauses.iter_mut().for_each(|(_, it)| *it = map(*it));
            for WindowRanges { full, name, base } in windows {
                [full, name].into_iter().chain(base).for_each(|it| *it = map(*it));
            }
            unlisted.iter_mut().flatten().for_each(|it| *it = map(*it));
            items.iter_mut().for_each(|it| it.map_ranges(map));
        }
        for relation in self.relations.values_mut() {
            let RelationRanges { full, path, alias, alias_columns, columns, using } = relation;
            *full = map(*full);
            *alias = alias.map(map);
            [path, alias_columns, columns, using].into_iter().for_each(|it| each(it));
        }
        for InlinedName { range, definition, expr: _ } in &mut self.inlined {
            [range, definition].into_iter().for_each(|it| *it = map(*it));
        }
    }
}

impl ItemRanges {
    fn map_ranges(&mut self, map: &impl Fn(TextRange) -> TextRange) {
        self.full = map(self.full);
        self.name = self.name.map(map);
        let Some(star) = &mut self.star else { return };
        let StarRanges { star, qualifier, exclude, replace, rename } = &mut **star;
        *star = map(*star);
        for list in [qualifier, exclude, replace] {
            list.iter_mut().for_each(|it| *it = map(*it));
        }
        rename.iter_mut().for_each(|(old, new)| (*old, *new) = (map(*old), map(*new)));
    }
}

/// A name of the DSL that lowering replaced by its definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InlinedName {
    /// The name as used.
    pub range: TextRange,
    /// The name where it is defined.
    pub definition: TextRange,
    /// What it stands for.
    pub expr: ExprId,
}

/// Where the parts of a query stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryRanges {
    /// All of it.
    pub full: TextRange,
    /// Per common table expression.
    pub ctes: Box<[CteRanges]>,
    /// What goes when common table expressions are removed, where there are some.
    pub with: Option<Box<WithRanges>>,
    /// The set operator's words, for a set operation.
    pub operator: TextRange,
}

/// Where the parts of a common table expression stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CteRanges {
    /// All of it.
    pub full: TextRange,
    /// Its name.
    pub name: TextRange,
    /// `name(a, b)`: the column names given there.
    pub columns: Box<[TextRange]>,
}

/// What goes when common table expressions are removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WithRanges {
    /// All of them, with their `WITH` and the blanks behind.
    pub clause: TextRange,
    /// Per common table expression: itself with blanks, so that what stands around it may close up; and the comma behind
    /// it. No comment is among them.
    pub ctes: Box<[(TextRange, Option<TextRange>)]>,
}

impl WithRanges {
    fn map_ranges(&mut self, map: &impl Fn(TextRange) -> TextRange) {
        self.clause = map(self.clause);
        self.ctes.iter_mut().for_each(|(all, comma)| (*all, *comma) = (map(*all), comma.map(map)));
    }
}

/// Where the parts of a `SELECT` block stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SelectRanges {
    /// All of it.
    pub full: TextRange,
    /// The word `SELECT`, or what stands for it.
    pub keyword: TextRange,
    /// The select list; empty at its place where there is none.
    pub list: TextRange,
    /// Per item.
    pub items: Box<[ItemRanges]>,
    /// The clauses behind the list that are written as clauses, which those of pipes and of the DSL are not.
    pub clauses: Box<[(Clause, TextRange)]>,
    /// Per window that `WINDOW` names.
    pub windows: Box<[WindowRanges]>,
    /// Where the body's unlisted expressions are named; absent for those that are no definitions.
    pub unlisted: Box<[Option<TextRange>]>,
}

/// Where the parts of a named window stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowRanges {
    /// All of it: `name AS (…)`.
    pub full: TextRange,
    /// Its name.
    pub name: TextRange,
    /// The name of the window that it builds upon.
    pub base: Option<TextRange>,
}

/// A clause of a `SELECT` block, behind its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clause {
    /// `FROM`.
    From,
    /// `WHERE`.
    Where,
    /// `GROUP BY`.
    GroupBy,
    /// `HAVING`.
    Having,
    /// `WINDOW`.
    Window,
    /// `QUALIFY`.
    Qualify,
}

/// Where the parts of a select item stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemRanges {
    /// All of it, the alias included.
    pub full: TextRange,
    /// What names the output column: the alias, or the last part of a bare name.
    pub name: Option<TextRange>,
    /// Whether `name` is an alias.
    pub aliased: bool,
    /// For a star: the qualifier's parts, then the names in EXCLUDE, REPLACE and RENAME in the body's order.
    pub star: Option<Box<StarRanges>>,
}

/// Where the names of a star's modifiers stand; each list is parallel to the body's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StarRanges {
    /// The `*` itself.
    pub star: TextRange,
    /// The parts of the qualifier.
    pub qualifier: Box<[TextRange]>,
    /// The names in EXCLUDE.
    pub exclude: Box<[TextRange]>,
    /// The names in REPLACE.
    pub replace: Box<[TextRange]>,
    /// The old and the new names in RENAME.
    pub rename: Box<[(TextRange, TextRange)]>,
}

/// Where the parts of a relation stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationRanges {
    /// All of it, the alias included.
    pub full: TextRange,
    /// The parts of a name, from catalog to table.
    pub path: Box<[TextRange]>,
    /// The alias.
    pub alias: Option<TextRange>,
    /// The columns in the alias.
    pub alias_columns: Box<[TextRange]>,
    /// The names that the relation itself gives to columns: of `UNPIVOT` those of its names, then those of its values; the
    /// measures of a pattern; the columns of `JSON_TABLE`; that of `WITH OFFSET AS n`.
    pub columns: Box<[TextRange]>,
    /// The columns in `USING`.
    pub using: Box<[TextRange]>,
}
