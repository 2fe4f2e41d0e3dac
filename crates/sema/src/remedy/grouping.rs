//! Groups: columns that join the keys, conditions that move to where they may stand.

use super::{Boundary, NewText, Remedy, Writer};
use base::{Applicability, DialectKind};
use hir::{Anchor, BinaryOperator, Clause, Expr, ExprId, SelectId};
use syntax::Feature;

/// What a condition needs that it may not have where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Groups: it holds an aggregate.
    Groups,
    /// Windows: it holds a window function.
    Windows,
}

impl Writer<'_> {
    /// Adds a name to the keys of its `SELECT`, or makes it the only one.
    pub(crate) fn group_by(&self, select: SelectId, name: ExprId, written: &str) -> Option<Remedy> {
        let group_by = &self.body.selects[select].group_by;
        if self.is_dsl || group_by.all || group_by.sets {
            return None;
        }
        let remedy = Remedy::new(format!("Add `{written}` to GROUP BY"), Applicability::MaybeIncorrect);
        let copy = self.place(Anchor::Expr(name));
        Some(match group_by.keys.last() {
            Some(last) => {
                remedy.behind(self.place(Anchor::Operand(*last)), NewText::default().words(", ").copy(copy))
            }
            None => {
                let clause = self.last_clause(select, &[Clause::From, Clause::Where])?;
                remedy.behind(clause, NewText::default().words(" GROUP BY ").copy(copy))
            }
        })
    }

    /// Moves the part of a condition of `WHERE` or `HAVING` that holds `fault` to the clause that may have it.
    pub(crate) fn move_condition(
        &self,
        select: SelectId,
        condition: ExprId,
        fault: ExprId,
        needs: Needs,
    ) -> Option<Remedy> {
        let block = &self.body.selects[select];
        let from = match condition {
            it if block.filter == Some(it) => Clause::Where,
            it if block.having == Some(it) => Clause::Having,
            _ => return None,
        };
        let (to, existing) = match needs {
            Needs::Groups if block.group_by.keys.is_empty() && !block.group_by.all => return None,
            Needs::Groups => (Clause::Having, block.having),
            Needs::Windows if !Feature::Qualify.is_in(self.dialect()) || !block.windows.is_empty() => {
                return None;
            }
            Needs::Windows => (Clause::Qualify, block.qualify),
        };
        // Trino's HAVING knows no aliases of the select list, through which the aggregate may be reached.
        let is_alias = matches!(self.body.exprs[fault], Expr::Name(_));
        if self.is_dsl || from == to || is_alias && self.dialect() == DialectKind::Trino {
            return None;
        }
        let (part, parent) = self.part_with(condition, fault)?;
        let word = if to == Clause::Having { "HAVING" } else { "QUALIFY" };
        let remedy = Remedy::new(format!("Move it to {word}"), Applicability::MaybeIncorrect);
        let before = [Clause::From, Clause::Where, Clause::GroupBy, Clause::Having];
        let rest = || before.iter().copied().take_while(|it| *it != from).collect::<Vec<_>>();
        let remedy = match parent {
            Some((left, right)) if right == part => remedy.edit(
                Boundary::End(self.place(Anchor::Operand(left))),
                Boundary::End(self.place(Anchor::Operand(right))),
                "",
            ),
            Some((left, right)) => remedy.edit(
                Boundary::Start(self.place(Anchor::Operand(left))),
                Boundary::Start(self.place(Anchor::Operand(right))),
                "",
            ),
            None => remedy.edit(
                Boundary::End(self.last_clause(select, &rest())?),
                Boundary::End(self.place(Anchor::Clause(select, from))),
                "",
            ),
        };
        let moved = self.conjunct(part);
        Some(match existing {
            Some(existing) => {
                let both = self.conjunct(existing).words(" AND ").append(moved);
                remedy.replace(self.place(Anchor::Operand(existing)), both)
            }
            None => {
                let remains = |it: &Clause| *it != from || parent.is_some();
                let standing: Vec<Clause> = before.into_iter().filter(remains).collect();
                let words = NewText::default().words(format!(" {word} "));
                remedy.behind(self.last_clause(select, &standing)?, words.append(moved))
            }
        })
    }

    /// The last of these clauses that the `SELECT` has.
    fn last_clause(&self, select: SelectId, clauses: &[Clause]) -> Option<crate::Place> {
        let block = &self.body.selects[select];
        let has = |it: &Clause| match it {
            Clause::From => !block.from.is_empty(),
            Clause::Where => block.filter.is_some(),
            Clause::GroupBy => block.group_by.all || !block.group_by.keys.is_empty(),
            Clause::Having => block.having.is_some(),
            Clause::Window => !block.windows.is_empty(),
            Clause::Qualify => block.qualify.is_some(),
        };
        let last = clauses.iter().copied().rfind(has)?;
        Some(self.place(Anchor::Clause(select, last)))
    }

    /// The part of a chain of ANDs that holds `fault`, and the operands of the AND that it is one of.
    fn part_with(&self, condition: ExprId, fault: ExprId) -> Option<(ExprId, Option<(ExprId, ExprId)>)> {
        let (mut part, mut parent) = (condition, None);
        while let Expr::Binary { operator: BinaryOperator::And, left, right } = self.body.exprs[part] {
            let side = if self.holds(right, fault) { right } else { left };
            (part, parent) = (side, Some((left, right)));
        }
        self.holds(part, fault).then_some((part, parent))
    }

    fn holds(&self, expr: ExprId, sought: ExprId) -> bool {
        let mut stack = vec![expr];
        while let Some(expr) = stack.pop() {
            if expr == sought {
                return true;
            }
            self.body.exprs[expr].for_each_operand(|it| stack.push(it));
        }
        false
    }
}
