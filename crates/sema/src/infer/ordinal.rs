//! Positions of output columns in GROUP BY, ORDER BY and DISTINCT ON: `ORDER BY 2`.

use super::{Context, Output};
use crate::Finding;
use base::Code;
use hir::{Anchor, Body, Expr, ExprId, SelectId};

/// The position that a bare whole number in `GROUP BY` or `ORDER BY` means, from 1.
pub(crate) fn ordinal(body: &Body, expr: ExprId) -> Option<usize> {
    match &body.exprs[expr] {
        Expr::Literal(hir::Literal::Number(text)) => text.parse().ok(),
        _ => None,
    }
}

impl Context<'_> {
    /// The position that a bare whole number in `GROUP BY` or `ORDER BY` means, from 1.
    pub(super) fn ordinal(&self, expr: ExprId) -> Option<usize> {
        ordinal(self.body, expr)
    }

    /// Checks the positions of a `SELECT` and of its query's `ORDER BY`.
    pub(super) fn check_ordinals(&mut self, id: SelectId, order_by: &[ExprId], output: &Output) {
        let select = &self.body.selects[id];
        self.check_positions(&select.group_by.keys, output, "GROUP BY");
        self.check_positions(&select.distinct_on, output, "DISTINCT ON");
        self.check_positions(order_by, output, "ORDER BY");
    }

    /// Reports positions that no column of the output has.
    pub(super) fn check_positions(&mut self, keys: &[ExprId], output: &Output, clause: &str) {
        if output.open.is_some() {
            return;
        }
        let count = output.columns.len();
        for key in keys {
            let Some(position) = self.ordinal(*key).filter(|it| *it == 0 || *it > count) else { continue };
            let columns = if count == 1 { "one column".to_owned() } else { format!("{count} columns") };
            let place = self.place(Anchor::Expr(*key));
            let message = format!("{clause} {position} means no column: the query has {columns}");
            self.report(Finding::new(Code::E003, place, base::format_smolstr!("{position}"), message));
        }
    }
}
