//! The column that grouping by windows of time makes.

use super::Context;
use crate::{UnknownReason, ValueType};
use base::{DialectKind, Ident};
use hir::{Expr, ExprId};

/// The functions of Databricks that make a column of their own name where they are grouped by
/// (<https://docs.databricks.com/en/sql/language-manual/functions/window.html>,
/// <https://docs.databricks.com/en/sql/language-manual/functions/session_window.html>).
const FUNCTIONS: [&str; 2] = ["window", "session_window"];

impl Context<'_> {
    /// `window.start` where the `SELECT` groups by `window(…)`.
    pub(super) fn time_window(&mut self, expr: ExprId, parts: &[Ident]) -> Option<ValueType> {
        if self.dialect != DialectKind::Databricks {
            return None;
        }
        let body = self.body;
        let wanted = parts.first()?;
        let mut keys: Vec<ExprId> = body.selects[self.block?].group_by.keys.to_vec();
        while let Some(key) = keys.pop() {
            match &body.exprs[key] {
                Expr::Tuple(parts) => keys.extend(parts),
                Expr::Call(call)
                    if self.time_window_name(key).is_some()
                        && call.name.iter().all(|it| it.text.eq_ignore_ascii_case(&wanted.text)) =>
                {
                    let value = self.inference.values.get(key).cloned();
                    let construct =
                        || ValueType::unknown(UnknownReason::Construct("a window of time".into()));
                    return Some(self.fields(expr, parts, 1, value.unwrap_or_else(construct)));
                }
                _ => {}
            }
        }
        None
    }

    /// What the column is called that a call makes as a window of time; Spark calls an item without an alias so, too.
    pub(super) fn time_window_name(&self, call: ExprId) -> Option<&'static str> {
        let Expr::Call(call) = &self.body.exprs[call] else { return None };
        let [name] = &call.name[..] else { return None };
        let is_spark = self.dialect == DialectKind::Databricks && call.window.is_none();
        FUNCTIONS.into_iter().find(|it| is_spark && name.text.eq_ignore_ascii_case(it))
    }
}
