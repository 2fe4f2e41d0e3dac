//! Generators and table functions: the columns that their arguments make
//! (<https://docs.databricks.com/en/sql/language-manual/functions/explode.html> and its neighbours).

use super::common::Reach;
use super::literals::whole_value;
use super::results::common;
use crate::rules::ChosenCall;
use crate::{Field, Type};
use smol_str::{SmolStr, format_smolstr};

/// The columns, or `None` where the arguments do not say them.
pub(super) fn columns(call: &ChosenCall<'_>) -> Option<Vec<Field>> {
    let position = field("pos", Type::INTEGER);
    Some(match call.name {
        "explode" | "explode_outer" => elements(&call.ty(0)),
        "posexplode" | "posexplode_outer" => std::iter::once(position).chain(elements(&call.ty(0))).collect(),
        "inline" | "inline_outer" => match call.ty(0) {
            Type::Array { element, .. } => match &*element {
                Type::Struct(fields) => fields.to_vec(),
                _ => return None,
            },
            _ => return None,
        },
        "json_tuple" => {
            (1..call.arguments.len()).map(|at| field(format_smolstr!("c{}", at - 1), Type::STRING)).collect()
        }
        "stack" => return stacked(call),
        _ => return None,
    })
}

/// A column for the elements of an array, two for the entries of a map. What else is unknown makes one.
fn elements(ty: &Type) -> Vec<Field> {
    match ty {
        Type::Array { element, .. } => vec![field("col", Type::clone(element))],
        Type::Map { key, value } => vec![field("key", Type::clone(key)), field("value", Type::clone(value))],
        _ => vec![field("col", Type::Unknown)],
    }
}

/// `stack(rows, a, b, …)`: the values row by row, each column of one type.
fn stacked(call: &ChosenCall<'_>) -> Option<Vec<Field>> {
    let (rows, values) = call.arguments.split_first()?;
    let rows = usize::try_from(whole_value(&rows.operand)?).ok().filter(|rows| *rows > 0)?;
    let width = values.len().div_ceil(rows);
    let column = |at: usize| {
        let types = values.iter().skip(at).step_by(width).map(|value| &value.operand.ty);
        field(format_smolstr!("col{at}"), common(types, Reach::NoText))
    };
    Some((0..width).map(column).collect())
}

fn field(name: impl Into<SmolStr>, ty: Type) -> Field {
    Field { name: name.into(), ty }
}
