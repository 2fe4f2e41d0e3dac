//! What the other warehouses do with the shared functions, where it differs between them.

use super::catalogue::Function;
use super::resolve::Candidate;
use super::signature::Shape;
use super::{Argument, FunctionKind};
use crate::{DialectKind, Literal, Operand, Type};

/// A lenient cost: only conversions that no warehouse makes by itself are refused.
pub(super) fn argument_cost(argument: &Operand, to: &Type) -> Option<u32> {
    let ty = &argument.ty;
    if ty == to || ty.is_unknown() {
        return Some(0);
    }
    match &argument.literal {
        Some(Literal::Null | Literal::String(_)) => return Some(10),
        _ if *ty == Type::Null => return Some(10),
        _ => {}
    }
    (ty.family() == to.family()).then_some(20)
}

/// The result of a call whose arguments fit no overload of a catalogue that is not complete.
pub(super) fn fallback(dialect: DialectKind, function: &Function) -> Type {
    let mut results = function.signatures.iter().map(|signature| match &signature.result {
        Shape::Exactly(ty) => native(dialect, function, ty.clone()),
        _ => Type::Unknown,
    });
    let first = results.next().unwrap_or_default();
    if results.all(|other| other == first) { first } else { Type::Unknown }
}

/// Results that each warehouse computes its own way: sums, averages, rounding.
///
/// Sources: docs.databricks.com/en/sql/language-manual/functions/{sum,avg,ceil}.html,
/// docs.snowflake.com/en/sql-reference/functions/sum, cloud.google.com/bigquery/docs/reference/standard-sql/
/// aggregate_functions, trino.io/docs/current/functions/aggregate.html.
pub(super) fn result(
    dialect: DialectKind,
    function: &Function,
    candidate: &Candidate<'_>,
    arguments: &[&Argument],
) -> Option<Type> {
    use DialectKind as D;
    let first = arguments.first().map_or(Type::Unknown, |argument| argument.operand.ty.clone());
    let wider = |digits: u8, more: i8| match first {
        Type::Decimal { precision, scale } => Type::Decimal {
            precision: precision.saturating_add(digits).min(38),
            scale: scale.saturating_add(more),
        },
        _ => Type::Unknown,
    };
    Some(match (function.name, dialect, &first) {
        ("sum", D::Databricks, Type::Decimal { .. }) => wider(10, 0),
        ("sum", D::Snowflake | D::Trino, Type::Decimal { scale, .. }) => Type::decimal(38, *scale),
        ("sum", D::BigQuery, Type::Decimal { precision, .. }) => bigquery_decimal(*precision),
        ("sum", D::Trino, Type::Float32) => Type::Float32,
        ("sum", _, Type::Integer { .. }) => Type::BIGINT,
        ("sum", _, Type::Float32 | Type::Float64) => Type::Float64,
        ("avg", D::Databricks, Type::Decimal { .. }) => wider(4, 4),
        ("avg", D::Trino, Type::Decimal { .. }) => first.clone(),
        ("avg", D::BigQuery, Type::Decimal { precision, .. }) => bigquery_decimal(*precision),
        ("avg", D::Trino, Type::Float32) => Type::Float32,
        ("avg", _, Type::Integer { .. } | Type::Float32 | Type::Float64) => Type::Float64,
        ("sum" | "avg" | "mod", ..) => Type::Unknown,
        ("ceil" | "floor", D::Databricks, Type::Float32 | Type::Float64) => Type::BIGINT,
        ("ceil" | "floor" | "round", D::BigQuery, Type::Integer { .. }) => Type::Float64,
        ("ceil" | "floor" | "round" | "sign", _, Type::Decimal { .. }) => Type::Unknown,
        ("sign", D::Databricks, _) => Type::Float64,
        ("concat" | "reverse", _, Type::Array { .. } | Type::Binary | Type::Unknown) => Type::Unknown,
        _ if matches!(candidate.signature.result, Shape::Any) => first.clone(),
        _ => return None,
    })
}

fn bigquery_decimal(precision: u8) -> Type {
    if precision > 38 { Type::decimal(76, 38) } else { Type::decimal(38, 9) }
}

/// The dialect's own type for a result that the shared catalogue writes in DuckDB's words.
pub(super) fn native(dialect: DialectKind, function: &Function, ty: Type) -> Type {
    match (dialect, &ty) {
        (DialectKind::DuckDb, _) => ty,
        (DialectKind::Snowflake, Type::Integer { .. }) => Type::decimal(38, 0),
        (DialectKind::Databricks, Type::Integer { bits: 64, .. })
            if function.kind == FunctionKind::Window || function.name == "length" =>
        {
            Type::INTEGER
        }
        _ => ty,
    }
}
