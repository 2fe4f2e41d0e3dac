//! Relations whose columns a construct declares: `JSON_TABLE`, `MATCH_RECOGNIZE`, `DESCRIBE`.

use super::{
    Context, Definition, Derivation, Output, OutputColumn,
    relation::constructed,
    scope::{Scope, Table, names_column},
};
use crate::{Finding, Nullability, OpenReason, UnknownReason, ValueType};
use base::{Code, DialectKind, Ident, SmolStr, format_smolstr};
use dialect::Type;
use hir::{Anchor, Declared, Described, Description, Expr, ExprId, Matched, RelationId};
use std::sync::Arc;

impl Context<'_> {
    pub(super) fn declared(&mut self, id: RelationId, declared: &Declared, scope: &Scope<'_>) -> Output {
        let findings = self.inference.findings.len();
        declared.exprs.iter().for_each(|it| drop(self.expr(*it, scope)));
        self.inference.findings.truncate(findings);
        let column = |(index, (name, ty)): (u32, &(Ident, Option<SmolStr>))| {
            let ty = ty.as_ref().and_then(|it| dialect::parse_type(it, self.dialect));
            let value = match ty {
                Some(ty) => ValueType::known(ty, Nullability::Unknown),
                None => ValueType::unknown(UnknownReason::Construct("a column of JSON_TABLE".into())),
            };
            let derivation = Derivation::Unnested(declared.exprs.clone());
            let definition = Definition::Named(Anchor::RelationColumn(id, index));
            OutputColumn { definition, derivation, ..construct_column(self.output_name(name), value) }
        };
        Output { columns: (0..).zip(&declared.columns).map(column).collect(), ..Output::default() }
    }

    /// What DuckDB says about tables
    /// (<https://duckdb.org/docs/stable/guides/meta/describe>, <https://duckdb.org/docs/stable/guides/meta/summarize>).
    pub(super) fn described(&mut self, described: &Described, scope: &Scope<'_>) -> Output {
        if let Some(query) = described.query {
            self.query(query, scope.outer);
        }
        let text = |name: &'static str| (name, Type::STRING);
        let columns = match described.description {
            Description::Columns => {
                ["column_name", "column_type", "null", "key", "default", "extra"].map(text).to_vec()
            }
            Description::Statistics => vec![
                text("column_name"),
                text("column_type"),
                text("min"),
                text("max"),
                ("approx_unique", Type::BIGINT),
                text("avg"),
                text("std"),
                text("q25"),
                text("q50"),
                text("q75"),
                ("count", Type::BIGINT),
                ("null_percentage", Type::Decimal { precision: 9, scale: 2 }),
            ],
            Description::Tables => vec![text("name")],
            Description::Databases => vec![text("database_name")],
            Description::Schemas | Description::Other => {
                return Output::unknown(OpenReason::Construct("a statement about tables".into()));
            }
        };
        let column = |(name, ty): (&str, Type)| {
            construct_column(name.into(), ValueType::known(ty, Nullability::Unknown))
        };
        Output { columns: columns.into_iter().map(column).collect(), ..Output::default() }
    }

    /// `MATCH_RECOGNIZE`: a row a match has the partition's columns and the measures
    /// (<https://trino.io/docs/current/sql/match-recognize.html>,
    /// <https://docs.snowflake.com/en/sql-reference/constructs/match_recognize>).
    pub(super) fn matched(&mut self, id: RelationId, matched: &Matched, scope: &Scope<'_>) -> Output {
        let mut inner = Scope::within(scope.outer);
        self.relation(matched.input, &mut inner);
        let input = self.every_column(&inner);
        for variable in &matched.variables {
            inner.tables.push(Table {
                relation: matched.input,
                name: Box::new([variable.clone()]),
                output: Arc::new(input.clone()),
                optional: false,
                visible: false,
                qualifies: true,
            });
        }
        let mut output = Output { open: input.open.clone(), ..Output::default() };
        for key in &matched.partition_by {
            output.columns.push(self.named_column(*key, &inner));
        }
        let order: Vec<OutputColumn> =
            matched.order_by.iter().map(|it| self.named_column(*it, &inner)).collect();
        // Functions over the rows of a match are no functions elsewhere.
        let findings = self.inference.findings.len();
        matched.conditions.iter().for_each(|it| drop(self.expr(*it, &inner)));
        let measures: Vec<OutputColumn> = (0..)
            .zip(&matched.measures)
            .map(|(index, (expr, name))| {
                let value = self.measure(*expr, &inner);
                let (name, origins) = (self.output_name(name), self.origins(*expr));
                let definition = Definition::Named(Anchor::RelationColumn(id, index));
                let derivation = Derivation::Expr(*expr);
                OutputColumn { name, value, definition, origins, derivation }
            })
            .collect();
        self.inference.findings.truncate(findings);
        if !matched.all_rows {
            output.columns.extend(measures);
            return output;
        }
        if self.dialect != DialectKind::Trino {
            return Output { columns: input.columns.into_iter().chain(measures).collect(), ..output };
        }
        output.columns.extend(order);
        let named = |columns: &[OutputColumn], it: &OutputColumn| {
            columns
                .iter()
                .any(|column| names_column(self.dialect, &Ident::quoted(it.name.clone()), &column.name))
        };
        let rest: Vec<OutputColumn> =
            input.columns.into_iter().filter(|it| !named(&output.columns, it)).collect();
        output.columns.extend(measures.into_iter().chain(rest));
        output
    }

    fn named_column(&mut self, expr: ExprId, scope: &Scope<'_>) -> OutputColumn {
        let value = self.expr(expr, scope);
        let (name, origins) = (self.implied_name(expr), self.origins(expr));
        let (definition, derivation) = (Definition::Construct, Derivation::Expr(expr));
        OutputColumn { name, value, definition, origins, derivation }
    }

    /// The value of a measure; navigation functions yield what they navigate to.
    fn measure(&mut self, expr: ExprId, scope: &Scope<'_>) -> ValueType {
        let value = self.expr(expr, scope);
        let Expr::Call(call) = &self.body.exprs[expr] else { return value };
        let Some(name) = call.name.last() else { return value };
        let argument = call.args.first().and_then(|it| self.inference.values.get(it.value));
        match (name.text.to_ascii_lowercase().as_str(), argument) {
            ("first" | "last" | "prev" | "next", Some(argument)) => {
                ValueType { null: Nullability::Possible, ..argument.clone() }
            }
            ("match_number", None) if self.dialect == DialectKind::Trino => ValueType::not_null(Type::BIGINT),
            ("classifier", None) => ValueType::known(Type::STRING, Nullability::Unknown),
            _ => value,
        }
    }

    /// `#1`: the first column of the relations to read from.
    pub(super) fn position(&mut self, id: ExprId, place: u32, scope: &Scope<'_>) -> ValueType {
        let input = self.every_column(scope);
        let column = (place as usize).checked_sub(1).and_then(|it| input.columns.get(it));
        match (column, input.open) {
            (Some(column), None) => {
                let derivation = column.derivation.clone();
                self.inference.columns.insert(id, Box::new([derivation]));
                column.value.clone()
            }
            (_, Some(reason)) => ValueType::unknown(UnknownReason::Relation(reason)),
            (_, None) => {
                let name = format_smolstr!("#{place}");
                let message = match input.columns.len() {
                    1 => format!("`{name}` means no column: there is one column to read"),
                    count => format!("`{name}` means no column: there are {count} columns to read"),
                };
                let place = self.place(Anchor::Expr(id));
                self.report(Finding::new(Code::E003, place, name, message));
                ValueType::unknown(UnknownReason::Fault)
            }
        }
    }
}

fn construct_column(name: SmolStr, value: ValueType) -> OutputColumn {
    OutputColumn { value, ..constructed(&name, Type::Unknown) }
}
