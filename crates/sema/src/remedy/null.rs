//! Tests for NULL in the place of comparisons that NULL makes never true.

use super::{Boundary, NewText, Remedy, Writer};
use base::Applicability;
use hir::{Anchor, Clause, Expr, ExprId, QueryId, Relation, RelationId, SelectId, SelectItem};

impl Writer<'_> {
    /// `a = NULL` as `a IS NULL`; `test` is the words of the test.
    pub(crate) fn null_test(&self, comparison: ExprId, value: ExprId, test: &str) -> Remedy {
        let words = if self.is_dsl { test.to_lowercase() } else { test.to_owned() };
        let text = self.operand(value).words(format!(" {words}"));
        Remedy::new(format!("Write `{test}`"), Applicability::MaybeIncorrect)
            .replace(self.place(Anchor::Expr(comparison)), text)
    }

    /// Leaves the element at `index` out of a list, which has others.
    pub(crate) fn without_element(&self, list: &[ExprId], index: usize) -> Option<Remedy> {
        let place = |at: usize| list.get(at).map(|it| self.place(Anchor::Operand(*it)));
        let remedy = Remedy::new("Leave NULL out", Applicability::MaybeIncorrect);
        Some(match index.checked_sub(1) {
            Some(before) => remedy.edit(Boundary::End(place(before)?), Boundary::End(place(index)?), ""),
            None => remedy.edit(Boundary::Start(place(0)?), Boundary::Start(place(1)?), ""),
        })
    }

    /// `a NOT IN (SELECT b …)` as NOT EXISTS; where a name would mean something else in there, without the NULLs.
    /// `owner` is the relation that `value` is a column of.
    pub(crate) fn not_in(
        &self,
        test: ExprId,
        value: ExprId,
        query: QueryId,
        owner: Option<RelationId>,
    ) -> Option<Remedy> {
        let select = self.select_of(query)?;
        let block = &self.body.selects[select];
        let [SelectItem::Expr { expr: column, .. }] = &block.items[..] else { return None };
        let is_plain = block.group_by.keys.is_empty() && !block.group_by.all && block.having.is_none();
        if self.is_dsl || !is_plain || !matches!(self.body.exprs[*column], Expr::Name(_)) {
            return None;
        }
        self.not_exists(test, value, query, select, *column, owner)
            .or_else(|| self.without_nulls(select, *column))
    }

    fn not_exists(
        &self,
        test: ExprId,
        value: ExprId,
        query: QueryId,
        select: SelectId,
        column: ExprId,
        owner: Option<RelationId>,
    ) -> Option<Remedy> {
        let (of, block) = (&self.body.queries[query], &self.body.selects[select]);
        let is_bare = of.ctes.is_empty()
            && of.limits.is_empty()
            && of.order_by.is_empty()
            && matches!(of.body, hir::QueryBody::Select(_))
            && block.qualify.is_none()
            && block.distinct_on.is_empty();
        let Expr::Name(parts) = &self.body.exprs[value] else { return None };
        let owner = self.relation_name(owner?)?;
        if !is_bare || self.names_within(&block.from)?.any(|it| it.text.eq_ignore_ascii_case(&owner.text)) {
            return None;
        }
        let outer = format!("{}.{}", self.written(owner), self.written(parts.last()?));
        let from = self.place(Anchor::Clause(select, Clause::From));
        let mut text = NewText::default().words("NOT EXISTS (SELECT 1 ").copy(from).words(" WHERE ");
        if let Some(filter) = block.filter {
            text = text.append(self.conjunct(filter)).words(" AND ");
        }
        let text = text.copy(self.place(Anchor::Expr(column))).words(format!(" = {outer})"));
        Some(
            Remedy::new("Write `NOT EXISTS`", Applicability::MaybeIncorrect)
                .replace(self.place(Anchor::Expr(test)), text),
        )
    }

    /// The names by which columns of these relations are qualified. Absent where not all of them are known.
    fn names_within(&self, relations: &[RelationId]) -> Option<impl Iterator<Item = &base::Ident>> {
        let mut names = Vec::new();
        let mut stack = relations.to_vec();
        while let Some(relation) = stack.pop() {
            match &self.body.relations[relation] {
                Relation::Join { left, right, .. } => stack.extend([*left, *right]),
                _ => names.push(self.relation_name(relation)?),
            }
        }
        Some(names.into_iter())
    }

    fn without_nulls(&self, select: SelectId, column: ExprId) -> Option<Remedy> {
        let block = &self.body.selects[select];
        let remedy = Remedy::new("Leave NULLs out", Applicability::MaybeIncorrect);
        let test = NewText::default().copy(self.place(Anchor::Expr(column))).words(" IS NOT NULL");
        Some(match block.filter {
            Some(filter) => {
                let both = self.conjunct(filter).words(" AND ").append(test);
                remedy.replace(self.place(Anchor::Operand(filter)), both)
            }
            None => remedy.behind(
                self.place(Anchor::Clause(select, Clause::From)),
                NewText::default().words(" WHERE ").append(test),
            ),
        })
    }
}
