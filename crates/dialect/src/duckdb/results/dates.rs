//! Parts of dates, and text read as moments.

use crate::function::Shape;
use crate::rules::ChosenCall;
use crate::{Engine, Type};

pub(super) fn result(engine: Engine, call: &ChosenCall<'_>) -> Option<Type> {
    let literal = |place: usize| call.arguments.get(place).and_then(|it| it.operand.string());
    match call.name {
        // A list of parts makes a struct of them.
        "date_part" if call.candidate.signature.result == Shape::Struct => Some(Type::Unknown),
        "date_part" => match literal(0) {
            Some(part) => Some(part_type(part)),
            // Until 1.5 it is always BIGINT.
            None if engine.version.major < 2 => Some(Type::BIGINT),
            None => Some(Type::Float64),
        },
        // An offset or a zone in the format makes an instant of it.
        "strptime" | "try_strptime" => match call.arguments.get(1)?.operand.ty {
            Type::Array { .. } => Some(Type::Unknown),
            _ => {
                let format = literal(1)?;
                let has_zone = format.contains("%z") || format.contains("%Z");
                Some(if has_zone { Type::TIMESTAMP_TZ } else { Type::TIMESTAMP })
            }
        },
        _ => None,
    }
}

/// The type of a part of a date: a whole number, but for seconds since 1970 and Julian days.
pub(crate) fn part_type(part: &str) -> Type {
    match part.to_ascii_lowercase().as_str() {
        "epoch" | "julian" => Type::Float64,
        _ => Type::BIGINT,
    }
}
