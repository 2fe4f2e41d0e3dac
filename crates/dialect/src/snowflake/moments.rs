//! Dates, times and timestamps (<https://docs.snowflake.com/en/sql-reference/functions-date-time>).

use crate::rules::ChosenCall;
use crate::{Family, IntervalKind, Type};

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

/// What an interval does to a DATE: of years to weeks it leaves it one, of hours to nanoseconds it makes it a timestamp.
/// These are what the two kinds mean here. A DAY within the string does the one and behind it the other
/// (<https://docs.snowflake.com/en/sql-reference/data-types-datetime#interval-constants>).
pub(super) fn interval_kind(units: &[&str]) -> IntervalKind {
    let is_date = |unit: &&str| has(DATE_PARTS, unit);
    let is_time = |unit: &&str| has(TIME_PARTS, unit);
    if !units.iter().all(|it| is_date(it) || is_time(it)) || units.is_empty() {
        return IntervalKind::Mixed;
    }
    match (units.iter().any(is_time), units.contains(&"DAY")) {
        (true, _) => IntervalKind::DayTime,
        (false, true) => IntervalKind::Mixed,
        (false, false) => IntervalKind::YearMonth,
    }
}

/// Whether a word is a part of a date or a time
/// (<https://docs.snowflake.com/en/sql-reference/functions-date-time#supported-date-and-time-parts>).
pub(crate) fn is_part(word: &str) -> bool {
    [DATE_PARTS, TIME_PARTS, OTHER_PARTS].iter().any(|list| has(list, word))
}

/// The type of `EXTRACT(part FROM …)` and DATE_PART: as many digits as the part needs, as far as is known.
pub(super) fn part_type(part: &str) -> Type {
    const FOUR: &str = "year y yy yyyy dayofyear yearofweek";
    const TWO: &str = "month mm day dd dayofmonth dayofweek week quarter hour minute second";
    match part {
        _ if has(FOUR, part) => Type::decimal(4, 0),
        _ if has(TWO, part) => Type::decimal(2, 0),
        _ => Type::Unknown,
    }
}

/// The result of a function of dates and times, or `None` where this is none or its overload says it.
pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    let part = call.arguments.first().and_then(|it| it.operand.string());
    Some(match call.name {
        "dateadd" => moved(part, &call.ty(2)),
        "datediff" => distance(part, &call.ty(1), &call.ty(2)),
        "date_part" => part.map(part_type).unwrap_or_default(),
        "date_trunc" => match (call.ty(0), call.ty(1)) {
            // The other order is allowed too: DATE_TRUNC(d, 'month').
            (first, _) if is_temporal(&first) => in_full(&first),
            (_, second) if is_temporal(&second) => in_full(&second),
            _ => Type::Unknown,
        },
        "time_slice" => match call.ty(0) {
            first if is_temporal(&first) && first == in_full(&first) => first,
            _ => Type::Unknown,
        },
        "add_months" => in_full(&call.ty(0)),
        "trunc" if is_temporal(&call.ty(0)) => in_full(&call.ty(0)),
        "current_time" | "current_timestamp" | "localtime" | "localtimestamp"
            if !call.arguments.is_empty() =>
        {
            let asked = call.arguments.first().and_then(|it| it.operand.integer());
            let Some(precision @ 0..=9) = asked.and_then(|it| u8::try_from(it).ok()) else {
                return Some(Type::Unknown);
            };
            let precision = (precision != 9).then_some(precision);
            match call.name {
                "current_time" | "localtime" => Type::Time { precision, zone: false },
                _ => Type::Timestamp { precision, zone: true },
            }
        }
        "to_timestamp" | "to_timestamp_ntz" => converted(call, false),
        "to_timestamp_ltz" | "to_timestamp_tz" => converted(call, true),
        _ => return None,
    })
}

fn is_temporal(ty: &Type) -> bool {
    matches!(ty.family(), Family::Moment | Family::TimeOfDay)
}

/// The type in full precision, in which functions return times and timestamps whatever they are given.
fn in_full(value: &Type) -> Type {
    match value {
        Type::Date => Type::Date,
        Type::Timestamp { zone, .. } => Type::Timestamp { precision: None, zone: *zone },
        Type::Time { .. } => Type::TIME,
        _ => Type::Unknown,
    }
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
        Type::String { .. } | Type::Variant => local,
        other => in_full(other),
    }
}

/// DATEDIFF: as many digits as the distance may need, by the part and by what is compared.
fn distance(part: Option<&str>, from: &Type, to: &Type) -> Type {
    const FINE: &str =
        "microsecond us usec microseconds nanosecond ns nsec nanosec nsecond nanoseconds nanosecs nseconds";
    const MILLI: &str = "millisecond ms msec milliseconds";
    const HOURS: &str = "hour h hh hr hours hrs";
    let Some(part) = part.filter(|it| has(DATE_PARTS, it) || has(TIME_PARTS, it)) else {
        return Type::Unknown;
    };
    let adapts = |ty: &Type| matches!(ty, Type::String { .. } | Type::Variant);
    let digits = match (from, to) {
        (Type::Time { .. }, Type::Time { .. }) => {
            if has(FINE, part) {
                18
            } else {
                9
            }
        }
        _ if has(FINE, part) => 38,
        _ if has(DATE_PARTS, part) => 9,
        (Type::Date, Type::Date) => 18,
        (Type::Date, other) | (other, Type::Date) if adapts(other) => 18,
        _ if from.is_unknown() || to.is_unknown() => return Type::Unknown,
        _ if has(HOURS, part) => 9,
        _ if has(MILLI, part) => 38,
        _ => 18,
    };
    Type::decimal(digits, 0)
}

/// TO_TIMESTAMP and its relatives: in full precision, of numbers in that of their scale and the scale argument.
fn converted(call: &ChosenCall<'_>, zone: bool) -> Type {
    let first = call.ty(0);
    let precision = match (first.family(), &first) {
        (Family::Number, Type::Decimal { scale, .. }) => {
            let more = match call.arguments.get(1) {
                None => Some(0),
                Some(argument) => argument.operand.integer(),
            };
            let Some(more) = more.and_then(|it| i16::try_from(it).ok()) else { return Type::Unknown };
            let precision = i16::from(*scale).max(0).saturating_add(more).clamp(0, 9);
            u8::try_from(precision).ok().filter(|it| *it != 9)
        }
        (Family::Number | Family::Open, _) => return Type::Unknown,
        _ => None,
    };
    Type::Timestamp { precision, zone }
}
