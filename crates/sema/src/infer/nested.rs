//! Values made of several: lists out of queries and of lists, rows that are one value, paths into documents.

use super::{Context, Output, scope::Scope};
use crate::{Nullability, UnknownReason, ValueType};
use base::{DialectKind, Ident, SmolStr, format_smolstr};
use dialect::Type;
use hir::{Expr, ExprId, QueryBody, QueryId, SelectItem};

impl Context<'_> {
    /// `ARRAY(SELECT …)`.
    pub(super) fn array_of_query(&mut self, query: QueryId, scope: &Scope<'_>) -> ValueType {
        let output = self.query(query, Some(scope));
        let element = match (self.row_of(query, &output), &output.columns[..]) {
            (Some(row), _) => row,
            (None, [column]) if output.open.is_none() => column.value.clone(),
            _ => ValueType::unknown(UnknownReason::Construct("a subquery".into())),
        };
        match element.ty {
            Type::Unknown => element,
            // GoogleSQL's lists of nothing but NULL are of INT64.
            Type::Null if self.dialect == DialectKind::BigQuery => {
                ValueType::not_null(Type::list(Type::BIGINT))
            }
            ty => ValueType::not_null(Type::list(ty)),
        }
    }

    /// The one value that a row of `SELECT AS STRUCT` is; the first arm of a set operation tells.
    pub(super) fn row_of(&self, query: QueryId, output: &Output) -> Option<ValueType> {
        let mut query = query;
        let select = loop {
            match &self.body.queries[query].body {
                QueryBody::Select(select) => break *select,
                QueryBody::SetOperation { left, .. } => query = *left,
                QueryBody::Nested(inner) => query = *inner,
                QueryBody::Values(_) | QueryBody::Missing => return None,
            }
        };
        let block = &self.body.selects[select];
        if let (true, [SelectItem::Expr { expr, .. }]) = (block.as_value, &block.items[..]) {
            return self.inference.values.get(*expr).cloned();
        }
        if !block.as_struct || output.open.is_some() {
            return None;
        }
        if let Some(unknown) = output.columns.iter().find_map(|it| it.value.unknown.clone()) {
            return Some(ValueType::unknown(unknown));
        }
        let fields = output.columns.iter().map(|it| (it.name.clone(), it.value.ty.clone()));
        Some(ValueType::not_null(Type::structure(fields)))
    }

    /// Gives parameters their types, until the types of the lambdas around are all that is left.
    pub(super) fn bind_parameters(&mut self, id: ExprId, parameters: &[Ident], mut types: Vec<Type>) {
        types.resize(parameters.len(), Type::Unknown);
        self.lambda_types.extend(parameters.iter().cloned().zip(types.iter().cloned()));
        self.inference.parameters.insert(id, types.into());
    }

    /// `[x + 1 FOR x, i IN list IF x > 2]`: the names are an element and its place, from 1.
    pub(super) fn comprehension(
        &mut self,
        (id, source): (ExprId, ExprId),
        parameters: &[Ident],
        (element, condition): (ExprId, Option<ExprId>),
        scope: &Scope<'_>,
    ) -> ValueType {
        let list = self.expr(source, scope);
        let of = match &list.ty {
            Type::Array { element, .. } => Type::clone(element),
            _ => Type::Unknown,
        };
        let start = self.lambda_types.len();
        self.bind_parameters(id, parameters, vec![of, Type::BIGINT]);
        let inner = Scope { lambda: Some(id), ..Scope::within(Some(scope)) };
        let value = self.expr(element, &inner);
        condition.iter().for_each(|it| drop(self.expr(*it, &inner)));
        self.lambda_types.truncate(start);
        [Some(element), condition].into_iter().flatten().for_each(|it| self.check_lambda_body(it));
        match value.ty {
            Type::Unknown => value,
            ty => ValueType::known(Type::list(ty), list.null),
        }
    }

    /// `x:a.b`: Databricks yields text out of JSON text and a variant out of a variant, Snowflake a variant
    /// (<https://docs.databricks.com/en/sql/language-manual/functions/colonsign.html>,
    /// <https://docs.snowflake.com/en/user-guide/querying-semistructured#traversing-semi-structured-data>).
    pub(super) fn json_path(&mut self, base: ExprId, scope: &Scope<'_>) -> ValueType {
        let value = self.expr(base, scope);
        let ty = match (self.dialect, &value.ty) {
            (_, Type::Unknown) => return value,
            (DialectKind::Databricks, ty) if ty.is_text() => Type::STRING,
            (_, Type::Variant) => Type::Variant,
            (DialectKind::Snowflake, _) => Type::Variant,
            _ => return ValueType::unknown(UnknownReason::Construct("a path into a document".into())),
        };
        ValueType::known(ty, Nullability::Possible)
    }

    /// Whether a field or an element of `base` is a further step of a path into JSON text: `x:a.b`, `x:a[0].c`, `x:a[*].c`
    /// (<https://docs.databricks.com/en/sql/language-manual/sql-ref-json-path-expression.html>). A path into a variant
    /// yields variants, which have fields and elements themselves.
    pub(super) fn continues_path(&self, mut base: ExprId) -> bool {
        loop {
            match &self.body.exprs[base] {
                Expr::JsonPath { .. } => return self.dialect == DialectKind::Databricks,
                Expr::Field { base: outer, .. } | Expr::Index { base: outer, .. } => base = *outer,
                _ => return false,
            }
        }
    }

    /// What a field of `(a, b)` is called: by Databricks after the column that it is, else by its place
    /// (`CreateNamedStruct` of Spark); elsewhere nothing.
    pub(super) fn tuple_field(&self, expr: ExprId, place: usize) -> SmolStr {
        match (self.dialect, &self.body.exprs[expr]) {
            (DialectKind::Databricks, Expr::Name(parts)) => {
                parts.last().map(|it| it.text.clone()).unwrap_or_default()
            }
            (DialectKind::Databricks, _) => format_smolstr!("col{}", place + 1),
            _ => SmolStr::default(),
        }
    }
}
