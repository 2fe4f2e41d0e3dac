//! What cannot stand where it does: several columns for one value, subqueries within lambdas, an order by what a DISTINCT
//! aggregate does not see, a negative number of rows, parts that no moment has (E005, E006, E007).

use super::{Context, Output, Resolution};
use crate::Finding;
use base::{Code, DialectKind, SmolStr};
use dialect::Type;
use hir::{Anchor, Call, Expr, ExprId, QueryId};

impl Context<'_> {
    /// A query that stands for one value has one column. Trino makes a row of several, and Snowflake compares rows
    /// with them.
    pub(super) fn check_width(&mut self, id: ExprId, output: &Output) {
        let count = output.columns.len();
        let makes_rows = matches!(self.dialect, DialectKind::Trino | DialectKind::Snowflake);
        if count < 2 || output.open.is_some() || makes_rows {
            return;
        }
        let message = format!("a query that stands for one value has one column, and this one has {count}");
        let place = self.place(Anchor::Expr(id));
        self.report(Finding::new(Code::E005, place, SmolStr::default(), message));
    }

    /// `x IN (SELECT a, b …)`: a query yields as many columns as the value on the left has
    /// (<https://docs.snowflake.com/en/sql-reference/functions/in>, <https://trino.io/docs/current/functions/comparison.html>,
    /// <https://docs.databricks.com/en/sql/language-manual/functions/in.html>,
    /// <https://cloud.google.com/bigquery/docs/reference/standard-sql/subqueries#in_subquery_concepts>). One column may be a
    /// row itself, and so may a value that is no tuple.
    pub(super) fn check_in_width(&mut self, id: ExprId, value: ExprId, query: QueryId, output: &Output) {
        if output.open.is_some() || self.row_of(query, output).is_some() {
            return;
        }
        let is_one_value = |ty: &Type| {
            use Type::*;
            matches!(ty, Boolean | Integer { .. } | Decimal { .. } | Float32 | Float64 | String { .. } | Date)
        };
        let of_value = |id: ExprId| self.inference.values.get(id).is_some_and(|it| is_one_value(&it.ty));
        let wanted = match &self.body.exprs[value] {
            Expr::Tuple(parts) => parts.len(),
            _ if of_value(value) => 1,
            _ => return,
        };
        let is_right = match &output.columns[..] {
            columns if columns.len() == wanted => true,
            [column] => !is_one_value(&column.value.ty),
            columns => columns.is_empty(),
        };
        if is_right {
            return;
        }
        let columns = match output.columns.len() {
            1 => "one column".to_owned(),
            count => format!("{count} columns"),
        };
        let values = match wanted {
            1 => "one value is".to_owned(),
            count => format!("{count} values are"),
        };
        let message = format!("the query behind IN has {columns}, and {values} compared with it");
        let place = self.place(Anchor::Expr(id));
        self.report(Finding::new(Code::E005, place, "IN", message));
    }

    /// `EXTRACT(part FROM …)`: a part that no warehouse knows.
    pub(super) fn check_part(&mut self, extract: ExprId, part: &SmolStr) {
        let is_word = !part.is_empty() && part.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
        if is_word && !dialect::is_part_anywhere(part) {
            let message = format!("EXTRACT knows no part of a moment called `{part}`");
            let place = self.place(Anchor::Expr(extract));
            self.report(Finding::new(Code::E006, place, part.clone(), message));
        }
    }

    /// The body of a lambda of DuckDB holds no query and no UNNEST
    /// (`src/planner/binder/expression/bind_lambda.cpp`, and the binder of subqueries).
    pub(super) fn check_lambda_body(&mut self, lambda: ExprId) {
        if self.dialect != DialectKind::DuckDb {
            return;
        }
        let mut stack = vec![lambda];
        while let Some(id) = stack.pop() {
            let expr = &self.body.exprs[id];
            let what = match expr {
                Expr::Subquery(_) | Expr::Exists(_) | Expr::InQuery { .. } | Expr::ArrayQuery(_) => {
                    "a subquery"
                }
                Expr::Call(call) if matches!(&call.name[..], [it] if it.text.eq_ignore_ascii_case("unnest")) => {
                    "UNNEST"
                }
                _ => {
                    expr.for_each_operand(|it| stack.push(it));
                    continue;
                }
            };
            let place = self.place(Anchor::Expr(id));
            let message = format!("{what} cannot stand in a lambda");
            self.report(Finding::new(Code::E007, place, SmolStr::default(), message));
        }
    }

    /// A DISTINCT aggregate of DuckDB sees each combination of its arguments once, so a column that is none of them
    /// orders nothing.
    pub(super) fn check_distinct_order(&mut self, call: &Call) {
        if self.dialect != DialectKind::DuckDb || !call.distinct || call.within_group {
            return;
        }
        for key in &call.order_by {
            let column = match (&self.body.exprs[*key], self.inference.resolutions.get(key)) {
                (Expr::Name(name), Some(Resolution::Column(relation, index))) => (name, (*relation, *index)),
                _ => continue,
            };
            // Through an argument that is an expression the column may still be seen.
            let is_seen = |it: &hir::Argument| match (&self.body.exprs[it.value], column.1) {
                (Expr::Name(_), (relation, index)) => match self.inference.resolutions.get(&it.value) {
                    Some(Resolution::Column(of, at)) => *of == relation && *at == index,
                    _ => true,
                },
                (Expr::Literal(_), _) => false,
                _ => true,
            };
            if call.args.iter().any(is_seen) {
                continue;
            }
            let name = column.0.last().map(|it| it.text.clone()).unwrap_or_default();
            let message =
                format!("a DISTINCT aggregate can be ordered by its arguments only, and `{name}` is none");
            let place = self.place(Anchor::Expr(*key));
            self.report(Finding::new(Code::E006, place, name, message));
        }
    }

    /// No engine takes a negative number of rows. GoogleSQL's analyzer lets it through, so what BigQuery says is not known.
    pub(super) fn check_row_count(&mut self, expr: ExprId) {
        if self.dialect == DialectKind::BigQuery {
            return;
        }
        let Some(dialect::Literal::Number(text)) = self.literal_of(expr) else { return };
        let is_negative = text.starts_with('-') && text.bytes().any(|it| (b'1'..=b'9').contains(&it));
        if is_negative {
            let place = self.place(Anchor::Expr(expr));
            let message = format!("the number of rows cannot be negative: {text}");
            self.report(Finding::new(Code::E005, place, SmolStr::default(), message));
        }
    }
}
