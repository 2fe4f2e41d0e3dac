//! Parts of dates, and text read as moments.

use crate::function::Shape;
use crate::rules::ChosenCall;
use crate::{Engine, Type};

pub(super) fn result(engine: Engine, call: &ChosenCall<'_>) -> Option<Type> {
    let literal = |place: usize| call.arguments.get(place).and_then(|it| it.operand.string());
    match call.name {
        // A list of parts makes a struct of them.
        "date_part" | "datepart" if call.candidate.signature.result == Shape::Struct => {
            let parts = call.arguments.first()?.strings.as_ref();
            Some(parts.map_or(Type::Unknown, |parts| {
                Type::structure(parts.iter().map(|part| (part.clone(), part_type(part))))
            }))
        }
        "date_part" | "datepart" => match literal(0) {
            Some(part) => Some(part_type(part)),
            // Until 1.5 it is always BIGINT.
            None if engine.version.major < 2 => Some(Type::BIGINT),
            None => Some(Type::Float64),
        },
        // An offset or a zone in the format makes an instant of it.
        "strptime" | "try_strptime" => {
            let format = call.arguments.get(1)?;
            let is_zoned = |format: &str| format.contains("%z") || format.contains("%Z");
            let is_zoned = match (format.operand.string(), &format.strings) {
                (Some(format), _) => is_zoned(format),
                (None, Some(formats)) => formats.iter().any(|it| is_zoned(it)),
                (None, None) => return Some(Type::Unknown),
            };
            Some(if is_zoned { Type::TIMESTAMP_TZ } else { Type::TIMESTAMP })
        }
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
