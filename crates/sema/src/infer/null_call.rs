//! When a call is NULL, and a query that stands for a value.

use super::{Context, grouping::Role};
use crate::{Nullability, ValueType};
use dialect::{FunctionKind, NullRule, Type};
use hir::{Call, Expr, ExprId, FrameBound, QueryBody, QueryId, SelectId, SelectItem, Window};

impl Context<'_> {
    /// When a call is NULL, by the catalogue's rule and its arguments.
    pub(super) fn null_of_call(
        &self,
        resolved: &dialect::Call,
        arguments: &[ValueType],
        call: &Call,
    ) -> Nullability {
        let any = || arguments.iter().fold(Nullability::Never, |null, it| null.either(it.null));
        // Without an argument that says what else there is, NULL is what else there is.
        let argument = |place: usize| arguments.get(place).map_or(Nullability::Possible, |it| it.null);
        match resolved.nullability {
            NullRule::NeverNull => Nullability::Never,
            NullRule::NullIfAnyArgument => any(),
            NullRule::AlwaysNullable => Nullability::Possible,
            NullRule::FirstNonNull => {
                let has = |null| arguments.iter().any(|it| it.null == null);
                match (has(Nullability::Never), has(Nullability::Unknown)) {
                    (true, _) => Nullability::Never,
                    (false, true) => Nullability::Unknown,
                    (false, false) => Nullability::Possible,
                }
            }
            // A group has at least one row, and so has a frame with the row itself.
            NullRule::NullIfNoRows if call.filter.is_some() => Nullability::Possible,
            NullRule::NullIfNoRows => match &call.window {
                Some(window) if self.has_own_row(window) == Some(true) => any(),
                Some(_) => any().either(Nullability::Unknown),
                None if self.grouped => any(),
                None => Nullability::Possible,
            },
            NullRule::Chosen => argument(1).either(argument(2)),
            // Databricks has a function of text under the same name.
            NullRule::Decoded if arguments.len() < 3 => any(),
            NullRule::Decoded => {
                let default = if arguments.len().is_multiple_of(2) {
                    argument(arguments.len() - 1)
                } else {
                    Nullability::Possible
                };
                let results = (2..arguments.len()).step_by(2).map(argument);
                results.fold(default, Nullability::either)
            }
            NullRule::OtherRow => argument(0).either(argument(2)),
            NullRule::RowOfFrame => match call.window.as_ref().and_then(|it| self.has_own_row(it)) {
                Some(true) if call.filter.is_none() => argument(0),
                Some(_) => Nullability::Possible,
                None => argument(0).either(Nullability::Unknown),
            },
            NullRule::Quotient => {
                let divisor = call.args.get(1).and_then(|it| self.literal_of(it.value));
                let divisor = dialect::Operand { ty: Type::Unknown, literal: divisor };
                match (divisor.is_other_than_zero(), &resolved.result) {
                    (true, _) => any(),
                    (false, Type::Float32 | Type::Float64) => any().either(Nullability::Unknown),
                    (false, _) => Nullability::Possible,
                }
            }
            NullRule::Unknown => Nullability::Unknown,
        }
    }

    /// Whether the frame of every row has the row itself; not known where the window builds upon one that is not there.
    fn has_own_row(&self, window: &Window) -> Option<bool> {
        let frame = self.with_bases(window)?.into_iter().find_map(|it| it.bounds);
        Some(frame.is_none_or(|frame| {
            use FrameBound::*;
            let begins = matches!(frame.start, UnboundedPreceding | Preceding | CurrentRow);
            let ends = matches!(frame.end, None | Some(CurrentRow | Following | UnboundedFollowing));
            begins && ends && !frame.excludes
        }))
    }

    /// A window and the named ones that it builds upon.
    fn with_bases<'w>(&'w self, window: &'w Window) -> Option<Vec<&'w Window>> {
        let mut found = vec![window];
        // As many steps as there are windows reach the last.
        while let Some(base) = &found.last()?.base {
            let select = &self.body.selects[self.block?];
            let named = select.windows.get(select.window(base, self.dialect)? as usize)?;
            if found.len() > select.windows.len() {
                return None;
            }
            found.push(&named.1);
        }
        Some(found)
    }

    /// Whether a query yields a row whatever the tables hold: aggregates of all rows, or values without FROM.
    pub(super) fn has_a_row(&self, query: QueryId) -> bool {
        let query = &self.body.queries[query];
        match &query.body {
            _ if !query.limits.is_empty() => false,
            QueryBody::Select(select) => self.block_has_a_row(*select),
            QueryBody::Nested(inner) => self.has_a_row(*inner),
            QueryBody::Values(rows) => !rows.is_empty(),
            QueryBody::SetOperation { .. } | QueryBody::Missing => false,
        }
    }

    fn block_has_a_row(&self, id: SelectId) -> bool {
        let select = &self.body.selects[id];
        let is_filtered = select.having.is_some() || select.qualify.is_some();
        if is_filtered || select.group_by.all || !select.group_by.keys.is_empty() {
            return false;
        }
        let mut items = select.items.iter();
        if select.from.is_empty() && select.filter.is_none() {
            return items.all(|it| matches!(it, SelectItem::Expr { expr, .. } if self.is_one_value(*expr)));
        }
        items.any(
            |it| matches!(it, SelectItem::Expr { expr, .. } if self.first_aggregate(id, *expr).is_some()),
        )
    }

    /// Whether an expression makes no rows, as UNNEST does.
    fn is_one_value(&self, root: ExprId) -> bool {
        let mut stack = vec![root];
        while let Some(expr) = stack.pop() {
            let makes_rows = match &self.body.exprs[expr] {
                Expr::Call(_) => {
                    self.role(expr) == Role::Open
                        || self.inference.call_kinds.get(&expr) == Some(&FunctionKind::Table)
                        || self.may_make_rows(expr)
                }
                Expr::Generated { .. } | Expr::Columns(_) | Expr::Opaque { .. } | Expr::Macro(_) => true,
                _ => false,
            };
            if makes_rows {
                return false;
            }
            self.body.exprs[expr].for_each_operand(|it| stack.push(it));
        }
        true
    }

    fn may_make_rows(&self, expr: ExprId) -> bool {
        let Expr::Call(call) = &self.body.exprs[expr] else { return false };
        let name = call.name.last();
        name.is_none_or(|it| super::unnests(&it.text) || super::takes_values(&it.text))
    }
}
