//! Dates, times and timestamps (<https://docs.snowflake.com/en/sql-reference/functions-date-time>).

use crate::rules::ChosenCall;
use crate::{Family, Type};

/// The parts of a date, with their abbreviations.
const DATE_PARTS: &str = "year y yy yyy yyyy yr years yrs month mm mon mons months day d dd days dayofmonth week w wk
    weekofyear woy wy quarter q qtr qtrs quarters dayofweek weekday dow dw dayofweekiso dayofweek_iso weekday_iso
    dow_iso dw_iso dayofyear yearday doy dy weekiso week_iso weekofyeariso weekofyear_iso yearofweek yearofweekiso";

/// The parts of a time of day, with their abbreviations.
const TIME_PARTS: &str =
    "hour h hh hr hours hrs minute m mi min minutes mins second s sec seconds secs millisecond ms
    msec milliseconds microsecond us usec microseconds nanosecond ns nsec nanosec nsecond nanoseconds nanosecs
    nseconds";

/// What is neither: instants as numbers, and offsets.
const OTHER_PARTS: &str =
    "epoch epoch_second epoch_seconds epoch_millisecond epoch_milliseconds epoch_microsecond
    epoch_microseconds epoch_nanosecond epoch_nanoseconds timezone_hour tzh timezone_minute tzm";

fn has(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|it| it.eq_ignore_ascii_case(word))
}

/// Whether a word is a part of a date or a time
/// (<https://docs.snowflake.com/en/sql-reference/functions-date-time#supported-date-and-time-parts>).
pub(crate) fn is_part(word: &str) -> bool {
    [DATE_PARTS, TIME_PARTS, OTHER_PARTS].iter().any(|list| has(list, word))
}

/// The type of `EXTRACT(part FROM …)` and DATE_PART.
pub(super) fn part_type(part: &str) -> Type {
    if is_part(part) { Type::decimal(38, 0) } else { Type::Unknown }
}

/// The result of a function of dates and times, or `None` where this is none or its overload says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    let part = call.arguments.first().and_then(|it| it.operand.string());
    Some(match call.name {
        "dateadd" => moved(part, &call.ty(2)),
        "datediff" => distance(part),
        "date_trunc" => match (call.ty(0), call.ty(1)) {
            // The other order is allowed too: DATE_TRUNC(d, 'month').
            (first, _) if is_temporal(&first) => first,
            (_, second) if is_temporal(&second) => second,
            _ => Type::Unknown,
        },
        "time_slice" => match call.ty(0) {
            first if is_temporal(&first) => first,
            _ => Type::Unknown,
        },
        "add_months" => match call.ty(0) {
            Type::Date => Type::Date,
            Type::Timestamp { precision, zone } => Type::Timestamp { precision, zone },
            _ => Type::Unknown,
        },
        // As precise as asked for, so far as is known.
        "current_time" | "current_timestamp" | "localtime" | "localtimestamp"
            if !call.arguments.is_empty() =>
        {
            Type::Unknown
        }
        "to_timestamp" | "to_timestamp_ntz" => converted(call, false),
        "to_timestamp_ltz" | "to_timestamp_tz" => converted(call, true),
        _ => return None,
    })
}

fn is_temporal(ty: &Type) -> bool {
    matches!(ty.family(), Family::Moment | Family::TimeOfDay)
}

/// DATEADD: a DATE stays one where whole days are added. Timestamps come out in full precision.
fn moved(part: Option<&str>, value: &Type) -> Type {
    let local = Type::TIMESTAMP;
    match value {
        Type::Date => match part {
            Some(part) if has(DATE_PARTS, part) => Type::Date,
            Some(part) if has(TIME_PARTS, part) => local,
            _ => Type::Unknown,
        },
        Type::Timestamp { zone, .. } => Type::Timestamp { precision: None, zone: *zone },
        Type::Time { .. } => Type::TIME,
        Type::String { .. } | Type::Variant => local,
        _ => Type::Unknown,
    }
}

/// DATEDIFF: the digits depend on the part.
fn distance(part: Option<&str>) -> Type {
    match part {
        Some(part) if has(DATE_PARTS, part) => Type::decimal(9, 0),
        Some(part) if has("nanosecond ns nsec nanosec nsecond nanoseconds nanosecs nseconds", part) => {
            Type::decimal(38, 0)
        }
        Some(part) if has(TIME_PARTS, part) && !has("microsecond us usec microseconds", part) => {
            Type::decimal(18, 0)
        }
        _ => Type::Unknown,
    }
}

/// TO_TIMESTAMP and its relatives, of text and other moments in full precision; of numbers it depends on their scale.
fn converted(call: &ChosenCall<'_>, zone: bool) -> Type {
    match call.ty(0).family() {
        Family::Number | Family::Open => Type::Unknown,
        _ => Type::Timestamp { precision: None, zone },
    }
}
