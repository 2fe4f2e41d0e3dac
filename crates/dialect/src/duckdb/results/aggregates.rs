//! Aggregates: extremes, quantiles, histograms.

use crate::rules::ChosenCall;
use crate::{DialectKind, FunctionKind, Literal, Type, parse_type};

pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
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

/// Why a quantile is refused.
pub(super) fn refusal(call: &ChosenCall<'_>) -> Option<String> {
    if !matches!(call.name, "quantile_cont" | "quantile_disc") {
        return None;
    }
    match call.arguments.get(1) {
        None => Some(format!("`{}` takes the quantile as well, between 0 and 1", call.name)),
        Some(quantile) => match &quantile.operand.literal {
            Some(Literal::Number(text))
                if text.parse::<f64>().is_ok_and(|it| !(-1.0..=1.0).contains(&it)) =>
            {
                Some(format!("the quantile {text} is not between -1 and 1"))
            }
            _ => None,
        },
    }
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
