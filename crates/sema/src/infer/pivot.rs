//! `PIVOT` and `UNPIVOT`: the columns that they make.
//!
//! DuckDB: <https://duckdb.org/docs/stable/sql/statements/pivot>, <https://duckdb.org/docs/stable/sql/statements/unpivot>.
//! Spark: <https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select-pivot.html>, `ResolvePivot.outputName`.
//! BigQuery: <https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#pivot_operator>.
//! Snowflake: <https://docs.snowflake.com/en/sql-reference/constructs/pivot>.

use super::{
    Context, Definition, Derivation, Origin, Output, OutputColumn,
    relation::constructed,
    scope::{Scope, names_column},
};
use crate::{Nullability, OpenReason, UnknownReason, ValueType};
use base::{DialectKind, Ident, SmolStr, format_smolstr};
use dialect::{Operand, Type, UnaryOperator};
use hir::{Anchor, Expr, ExprId, Literal, Pivot, PivotKey, RelationId, Unpivot};
use std::sync::Arc;

/// More columns than any engine allows: a longer product of lists is not written out.
const MOST_COLUMNS: usize = 10_000;

/// The name of a value where it is known.
type ValueName = Option<SmolStr>;

/// What is computed for each value: its name, its value, and what it is made of.
type Cell = (ValueName, ValueType, Arc<[Origin]>, Option<ExprId>);

impl Context<'_> {
    pub(super) fn pivot(&mut self, pivot: &Pivot, scope: &Scope<'_>) -> Output {
        let mut inner = Scope::within(scope.outer);
        self.relation(pivot.input, &mut inner);
        let input = self.every_column(&inner);
        for key in &pivot.keys {
            self.expr(key.key, &inner);
            key.query.iter().for_each(|it| drop(self.query(*it, scope.outer)));
            // The values are no columns: bare words in their place mean what the engine makes of them.
            let values = key.values.iter().flatten();
            values.for_each(|it| self.expr_without_findings(it.0, &inner));
        }
        let outer_grouped = std::mem::replace(&mut self.grouped, false);
        let cells: Vec<Cell> = match pivot.aggregates.is_empty() {
            true => vec![(None, ValueType::not_null(Type::BIGINT), Arc::from([]), None)],
            false => pivot.aggregates.iter().map(|it| self.cell(it, &inner)).collect(),
        };
        self.grouped = outer_grouped;
        let mut output = match &pivot.group_by {
            Some(keys) => self.grouping_columns(keys, &inner),
            None => {
                let exprs = pivot.keys.iter().map(|it| it.key);
                let used = self.names_within(exprs.chain(pivot.aggregates.iter().map(|it| it.0)));
                self.without(input.clone(), &used)
            }
        };
        output.open = input.open;
        let Some(names) = self.cell_names(&pivot.keys) else {
            output.open.get_or_insert(OpenReason::Construct("PIVOT over values that the data decide".into()));
            return output;
        };
        let several = cells.len() > 1;
        for value_name in &names {
            for (alias, value, origins, expr) in &cells {
                output.columns.push(OutputColumn {
                    name: self.cell_name(value_name.as_ref(), alias.as_ref(), several).unwrap_or_default(),
                    value: value.clone(),
                    definition: Definition::Construct,
                    origins: origins.clone(),
                    derivation: Derivation::Pivoted(*expr),
                });
            }
        }
        output
    }

    fn cell(&mut self, (expr, alias): &(ExprId, Option<Ident>), inner: &Scope<'_>) -> Cell {
        let value = self.expr(*expr, inner);
        (alias.as_ref().map(|it| self.output_name(it)), value, self.origins(*expr), Some(*expr))
    }

    fn grouping_columns(&mut self, keys: &[ExprId], inner: &Scope<'_>) -> Output {
        let mut output = Output::default();
        for key in keys {
            let value = self.expr(*key, inner);
            let (name, origins) = (self.implied_name(*key), self.origins(*key));
            let (definition, derivation) = (Definition::Construct, Derivation::Expr(*key));
            output.columns.push(OutputColumn { name, value, definition, origins, derivation });
        }
        output
    }

    /// The names of all combinations of the keys' values, those of the last key changing fastest.
    fn cell_names(&self, keys: &[PivotKey]) -> Option<Vec<ValueName>> {
        let mut names: Vec<ValueName> = Vec::new();
        for (place, key) in keys.iter().enumerate() {
            let values = key.values.as_ref()?;
            let own: Vec<ValueName> =
                values.iter().map(|(value, alias)| self.value_name(*value, alias)).collect();
            if place == 0 {
                names = own;
                continue;
            }
            if names.len().saturating_mul(own.len()) > MOST_COLUMNS {
                return None;
            }
            let joined = |left: &ValueName, right: &ValueName| {
                Some(format_smolstr!("{}_{}", left.as_ref()?, right.as_ref()?))
            };
            names = names.iter().flat_map(|left| own.iter().map(move |right| joined(left, right))).collect();
        }
        Some(names)
    }

    fn cell_name(&self, value: Option<&SmolStr>, alias: Option<&SmolStr>, several: bool) -> ValueName {
        let value = value?;
        match (self.dialect, alias) {
            (DialectKind::DuckDb, Some(alias)) => Some(format_smolstr!("{value}_{alias}")),
            (DialectKind::BigQuery, Some(alias)) => Some(format_smolstr!("{alias}_{value}")),
            (DialectKind::Databricks, Some(alias)) if several => Some(format_smolstr!("{value}_{alias}")),
            // The engine writes the aggregate's text behind the value.
            (_, None) if several => None,
            (DialectKind::Snowflake | DialectKind::Trino, _) if several => None,
            _ => Some(value.clone()),
        }
    }

    /// What a value of an `IN` list is called as a column.
    fn value_name(&self, value: ExprId, alias: &Option<Ident>) -> ValueName {
        if let Some(alias) = alias {
            return Some(self.output_name(alias));
        }
        match self.dialect {
            DialectKind::BigQuery => self.bigquery_value_name(value),
            DialectKind::Snowflake => match &self.body.exprs[value] {
                // The quotes are part of the name.
                Expr::Literal(Literal::String(text)) => Some(format_smolstr!("'{text}'")),
                _ => self.text_of_value(value),
            },
            _ => self.text_of_value(value),
        }
    }

    /// A literal as a cast to text would write it.
    fn text_of_value(&self, value: ExprId) -> ValueName {
        match &self.body.exprs[value] {
            Expr::Literal(Literal::String(text)) => Some(text.clone()),
            Expr::Literal(Literal::Number(text)) => plain_number(text).then(|| text.clone()),
            Expr::Literal(Literal::Boolean(value)) => Some(format_smolstr!("{value}")),
            Expr::Literal(Literal::Null) => Some(match self.dialect {
                DialectKind::Databricks => SmolStr::new_static("null"),
                _ => SmolStr::new_static("NULL"),
            }),
            Expr::Unary { operator: UnaryOperator::Minus, operand } => {
                let text = self.text_of_value(*operand)?;
                matches!(self.body.exprs[*operand], Expr::Literal(Literal::Number(_)))
                    .then(|| format_smolstr!("-{text}"))
            }
            Expr::Tuple(items) => {
                let items: Option<Vec<SmolStr>> = items.iter().map(|it| self.text_of_value(*it)).collect();
                match self.dialect {
                    DialectKind::DuckDb => Some(items?.join("_").into()),
                    DialectKind::Databricks => Some(format_smolstr!("{{{}}}", items?.join(", "))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// BigQuery makes an identifier of a value
    /// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#rules_pivot_column>).
    fn bigquery_value_name(&self, value: ExprId) -> ValueName {
        match &self.body.exprs[value] {
            Expr::Literal(Literal::String(text)) => Some(text.clone()),
            Expr::Literal(Literal::Number(text)) if text.bytes().all(|it| it.is_ascii_digit()) => {
                Some(format_smolstr!("_{text}"))
            }
            Expr::Literal(Literal::Boolean(value)) => {
                Some(SmolStr::new_static(if *value { "TRUE" } else { "FALSE" }))
            }
            Expr::Literal(Literal::Null) => Some(SmolStr::new_static("NULL")),
            _ => None,
        }
    }

    pub(super) fn unpivot(&mut self, id: RelationId, unpivot: &Unpivot, scope: &Scope<'_>) -> Output {
        let mut inner = Scope::within(scope.outer);
        self.relation(unpivot.input, &mut inner);
        let input = self.every_column(&inner);
        let mut used = Vec::new();
        // Per value column, what may become of it.
        let mut parts: Vec<Vec<OutputColumn>> = vec![Vec::new(); unpivot.values.len()];
        let mut complete = input.open.is_none();
        for (item, _) in &unpivot.items {
            let exprs = match &self.body.exprs[*item] {
                Expr::Tuple(exprs) if exprs.len() == unpivot.values.len() => exprs.to_vec(),
                _ => vec![*item],
            };
            for (place, expr) in exprs.into_iter().enumerate() {
                let columns = self.unpivoted(expr, &input, &inner, &mut used);
                complete &= columns.is_some();
                if let (Some(columns), Some(part)) = (columns, parts.get_mut(place)) {
                    part.extend(columns);
                }
            }
        }
        let mut output = self.without(input, &used);
        if !complete {
            output.open.get_or_insert(OpenReason::Construct("UNPIVOT".into()));
        }
        let named = |index| Definition::Named(Anchor::RelationColumn(id, index));
        let names = (0..).zip(&unpivot.names).map(|(index, it)| OutputColumn {
            definition: named(index),
            ..constructed(&self.output_name(it), Type::STRING)
        });
        let names: Vec<OutputColumn> = names.collect();
        let alone = unpivot.values.len() == 1;
        let values = unpivot.values.iter().zip(&parts);
        let values = (names.len() as u32..).zip(values).map(|(index, (name, columns))| {
            let value = self.unpivoted_value(columns, !unpivot.nulls && alone);
            let mut origins: Vec<Origin> = Vec::new();
            for origin in columns.iter().flat_map(|it| it.origins.iter()) {
                if !origins.contains(origin) {
                    origins.push(origin.clone());
                }
            }
            let (name, definition) = (self.output_name(name), named(index));
            let derivation = Derivation::Either(columns.iter().map(|it| it.derivation.clone()).collect());
            OutputColumn { name, value, definition, origins: origins.into(), derivation }
        });
        let values: Vec<OutputColumn> = values.collect();
        // BigQuery's values stand before the names that they come from.
        let (first, second) = match self.dialect {
            DialectKind::BigQuery => (values, names),
            _ => (names, values),
        };
        output.columns.extend(first.into_iter().chain(second));
        output
    }

    /// The columns that an entry of an `UNPIVOT` list means; `None` where not all are known.
    fn unpivoted(
        &mut self,
        expr: ExprId,
        input: &Output,
        inner: &Scope<'_>,
        used: &mut Vec<Ident>,
    ) -> Option<Vec<OutputColumn>> {
        if let Some(star) = self.star_within(expr) {
            let picked = self.columns_of(star, inner);
            used.extend(picked.columns.iter().map(|it| Ident::quoted(it.name.clone())));
            return picked.open.is_none().then(|| self.over_each(expr, picked, inner));
        }
        used.extend(self.names_within(std::iter::once(expr)));
        let value = self.expr(expr, inner);
        let (name, origins) = (self.implied_name(expr), self.origins(expr));
        let known = value.is_known() || input.open.is_none();
        let (definition, derivation) = (Definition::Construct, Derivation::Expr(expr));
        let column = OutputColumn { name, value, definition, origins, derivation };
        known.then(|| vec![column])
    }

    fn unpivoted_value(&self, columns: &[OutputColumn], drops_nulls: bool) -> ValueType {
        let null = match drops_nulls {
            true => Nullability::Never,
            false => columns.iter().fold(Nullability::Never, |null, it| null.either(it.value.null)),
        };
        if let Some(unknown) = columns.iter().find_map(|it| it.value.unknown.clone()) {
            return ValueType { null, ..ValueType::unknown(unknown) };
        }
        let operands: Vec<Operand> = columns.iter().map(|it| Operand::of(it.value.ty.clone())).collect();
        match dialect::unify_all(self.engine, &operands) {
            Some(ty) if ty != Type::Unknown && !columns.is_empty() => ValueType::known(ty, null),
            _ => ValueType { null, ..ValueType::unknown(UnknownReason::Construct("UNPIVOT".into())) },
        }
    }

    /// The names of columns in expressions.
    fn names_within(&self, exprs: impl Iterator<Item = ExprId>) -> Vec<Ident> {
        let mut stack: Vec<ExprId> = exprs.collect();
        let mut names = Vec::new();
        while let Some(expr) = stack.pop() {
            match &self.body.exprs[expr] {
                Expr::Name(parts) => names.extend(parts.last().cloned()),
                other => other.for_each_operand(|it| stack.push(it)),
            }
        }
        names
    }

    fn without(&self, mut output: Output, names: &[Ident]) -> Output {
        let used =
            |column: &OutputColumn| names.iter().any(|it| names_column(self.dialect, it, &column.name));
        output.columns.retain(|it| !used(it));
        output
    }

    fn expr_without_findings(&mut self, expr: ExprId, scope: &Scope<'_>) {
        let findings = self.inference.findings.len();
        self.expr(expr, scope);
        self.inference.findings.truncate(findings);
    }
}

/// Whether a number is written as engines write it: `1`, `1.5`, without exponent or blanks.
fn plain_number(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0'))
}
