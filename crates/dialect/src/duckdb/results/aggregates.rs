//! Aggregates: extremes, quantiles, histograms.

use crate::rules::ChosenCall;
use crate::{DialectKind, Engine, FunctionKind, Type, parse_type};

pub(super) fn result(engine: Engine, call: &ChosenCall<'_>) -> Option<Type> {
    match call.name {
        "finalize" => return Some(finalized(&call.ty(0))),
        "combine" | "combine_aggr" => return Some(call.ty(0)),
        _ => {}
    }
    if call.kind != FunctionKind::Aggregate {
        return None;
    }
    let (first, second) = (call.ty(0), call.ty(1));
    let has_quantiles = matches!(second, Type::Array { .. });
    Some(match call.name {
        "quantile_cont" if has_quantiles => Type::list(continuous(first)),
        "quantile_disc" if has_quantiles => Type::list(first),
        "quantile_cont" | "median" => continuous(first),
        // 1.x has overloads by type, 2.0 one for any.
        "reservoir_quantile" if engine.version.major >= 2 && has_quantiles => Type::list(first),
        "min" | "max" if call.arguments.len() == 2 => Type::list(first),
        "approx_top_k" => Type::list(first),
        // With bins, decimals are counted as DOUBLE.
        "histogram" | "histogram_exact" => match first {
            Type::Decimal { .. } if call.arguments.len() == 2 => Type::map(Type::Float64, Type::unsigned(64)),
            other => Type::map(other, Type::unsigned(64)),
        },
        _ => return None,
    })
}

/// What the aggregate returns whose state it is.
fn finalized(state: &Type) -> Type {
    let Type::Named(name) = state else { return Type::Unknown };
    let result = name.strip_suffix('>').and_then(|it| it.rsplit_once(")::"));
    result.and_then(|(_, ty)| parse_type(ty, DialectKind::DuckDb)).unwrap_or_default()
}

/// Medians and continuous quantiles interpolate: whole numbers become DOUBLE, days TIMESTAMP.
fn continuous(ty: Type) -> Type {
    match ty {
        Type::Integer { .. } | Type::Null => Type::Float64,
        Type::Date => Type::TIMESTAMP,
        other => other,
    }
}
