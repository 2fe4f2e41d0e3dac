//! Places in a body, independent of where its text stands.

use crate::{Body, Clause, CteId, ExprId, QueryId, RelationId, SelectId, SourceMap};
use base::TextRange;

/// What goes with the common table expressions `gone`, sorted, of the `count` of a query: each with the comma behind it,
/// and of those at the end with the comma before them.
pub fn removal_anchors(query: QueryId, gone: &[CteId], count: usize) -> Vec<Anchor> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let is_gone = |index: u32| gone.contains(&(query, index));
    if (0..count).all(is_gone) {
        return vec![Anchor::RemovableWith(query)];
    }
    let last_kept = (0..count).rev().find(|it| !is_gone(*it)).unwrap_or_default();
    let mut anchors = Vec::new();
    for index in 0..count {
        if is_gone(index) {
            anchors.push(Anchor::RemovableCte(query, index));
        }
        let has_comma = index + 1 < count;
        if has_comma && (is_gone(index) || index == last_kept) {
            anchors.push(Anchor::CteComma(query, index));
        }
    }
    anchors
}

/// A place in a body. Diagnostics carry anchors and become ranges only where they are shown, so an edit that moves text
/// without changing meaning recomputes nothing but the ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// An expression.
    Expr(ExprId),
    /// An expression with the parentheses around it.
    Operand(ExprId),
    /// One part of a dotted name, or one parameter of a lambda or a comprehension.
    NamePart(ExprId, u32),
    /// The function's name in a call.
    FunctionName(ExprId),
    /// A relation, alias included.
    Relation(RelationId),
    /// The name of a relation, all its parts.
    RelationName(RelationId),
    /// The alias of a relation, or its name where it has none.
    RelationAlias(RelationId),
    /// A column in a `USING`.
    UsingColumn(RelationId, u32),
    /// A column in an alias's column list.
    AliasColumn(RelationId, u32),
    /// A name that a relation itself gives to a column, by position: see [`crate::RelationRanges::columns`].
    RelationColumn(RelationId, u32),
    /// A select item, alias included.
    Item(SelectId, u32),
    /// What names the output column of a select item.
    ItemName(SelectId, u32),
    /// The star of a select item, with its qualifier.
    ItemStar(SelectId, u32),
    /// The qualifier of a select item's star.
    StarQualifier(SelectId, u32),
    /// A name in `EXCLUDE`, by position.
    StarExclude(SelectId, u32, u32),
    /// A name in `REPLACE`, by position.
    StarReplace(SelectId, u32, u32),
    /// An old name in `RENAME`, by position.
    StarRename(SelectId, u32, u32),
    /// A new name in `RENAME`, by position.
    StarNewName(SelectId, u32, u32),
    /// The word `SELECT`.
    SelectKeyword(SelectId),
    /// A select list.
    SelectList(SelectId),
    /// A clause of a `SELECT` block, where it is written as one.
    Clause(SelectId, Clause),
    /// The name of a window where it is defined.
    WindowName(SelectId, u32),
    /// A `SELECT` block: from its first word to the end of its last clause.
    Select(SelectId),
    /// A whole query.
    Query(QueryId),
    /// The name of a common table expression.
    CteName(QueryId, u32),
    /// A column in the list behind the name of a common table expression.
    CteColumn(QueryId, u32, u32),
    /// A common table expression, as far as it goes when it is removed; the commas apart.
    RemovableCte(QueryId, u32),
    /// The comma behind a common table expression.
    CteComma(QueryId, u32),
    /// The `WITH` of a query, as far as it goes when it is removed.
    RemovableWith(QueryId),
    /// The first line of the file, or its first token: for what is about the file itself.
    File,
}

impl Anchor {
    /// The anchor's range, by the map made with the body. `None` for [`Anchor::File`], for what is not written, and for
    /// ids of another body.
    pub fn range(self, map: &SourceMap) -> Option<TextRange> {
        let item = |select: SelectId, item: u32| map.selects.get(select)?.items.get(item as usize);
        let with = |query: QueryId| map.queries.get(query)?.with.as_deref();
        let star = |select, index| item(select, index)?.star.as_deref();
        match self {
            Anchor::Expr(expr) => map.exprs.get(expr).copied(),
            Anchor::Operand(expr) => {
                map.parentheses.get(&expr).copied().or_else(|| map.exprs.get(expr).copied())
            }
            Anchor::NamePart(expr, part) => match map.expr_names.get(&expr) {
                Some(parts) => parts.get(part as usize).copied(),
                None => map.exprs.get(expr).copied(),
            },
            Anchor::FunctionName(expr) => match map.expr_names.get(&expr) {
                Some(parts) => cover(parts),
                None => map.exprs.get(expr).copied(),
            },
            Anchor::Relation(relation) => map.relations.get(relation).map(|it| it.full),
            Anchor::RelationName(relation) => {
                let ranges = map.relations.get(relation)?;
                cover(&ranges.path).or(Some(ranges.full))
            }
            Anchor::RelationAlias(relation) => {
                let ranges = map.relations.get(relation)?;
                ranges.alias.or_else(|| cover(&ranges.path)).or(Some(ranges.full))
            }
            Anchor::UsingColumn(relation, column) => {
                map.relations.get(relation)?.using.get(column as usize).copied()
            }
            Anchor::AliasColumn(relation, column) => {
                map.relations.get(relation)?.alias_columns.get(column as usize).copied()
            }
            Anchor::RelationColumn(relation, column) => {
                map.relations.get(relation)?.columns.get(column as usize).copied()
            }
            Anchor::Item(select, index) => item(select, index).map(|it| it.full),
            Anchor::ItemName(select, index) => {
                let ranges = item(select, index)?;
                ranges.name.or(Some(ranges.full))
            }
            Anchor::ItemStar(select, index) => {
                let ranges = star(select, index)?;
                Some(cover(&ranges.qualifier).map_or(ranges.star, |it| it.cover(ranges.star)))
            }
            Anchor::StarQualifier(select, index) => cover(&star(select, index)?.qualifier),
            Anchor::StarExclude(select, index, name) => {
                star(select, index)?.exclude.get(name as usize).copied()
            }
            Anchor::StarReplace(select, index, name) => {
                star(select, index)?.replace.get(name as usize).copied()
            }
            Anchor::StarRename(select, index, name) => {
                star(select, index)?.rename.get(name as usize).map(|(old, _)| *old)
            }
            Anchor::StarNewName(select, index, name) => {
                star(select, index)?.rename.get(name as usize).map(|(_, new)| *new)
            }
            Anchor::SelectKeyword(select) => map.selects.get(select).map(|it| it.keyword),
            Anchor::SelectList(select) => map.selects.get(select).map(|it| it.list),
            Anchor::Clause(select, clause) => {
                map.selects.get(select)?.clauses.iter().find(|it| it.0 == clause).map(|it| it.1)
            }
            Anchor::WindowName(select, index) => {
                map.selects.get(select)?.windows.get(index as usize).map(|it| it.name)
            }
            Anchor::Select(select) => map.selects.get(select).map(|it| it.full),
            Anchor::Query(query) => map.queries.get(query).map(|it| it.full),
            Anchor::CteName(query, cte) => map.queries.get(query)?.ctes.get(cte as usize).map(|it| it.name),
            Anchor::CteColumn(query, cte, column) => {
                map.queries.get(query)?.ctes.get(cte as usize)?.columns.get(column as usize).copied()
            }
            Anchor::RemovableCte(query, cte) => Some(with(query)?.ctes.get(cte as usize)?.0),
            Anchor::CteComma(query, cte) => with(query)?.ctes.get(cte as usize)?.1,
            Anchor::RemovableWith(query) => Some(with(query)?.clause),
            Anchor::File => None,
        }
    }

    /// The anchor of an expression's most telling part: the last part of a name, else all of it.
    pub fn of_expr(body: &Body, expr: ExprId) -> Anchor {
        match &body.exprs[expr] {
            crate::Expr::Name(parts) => Anchor::NamePart(expr, parts.len().saturating_sub(1) as u32),
            _ => Anchor::Expr(expr),
        }
    }
}

fn cover(ranges: &[TextRange]) -> Option<TextRange> {
    Some(ranges.first()?.cover(*ranges.last()?))
}
