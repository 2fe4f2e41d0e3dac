//! Types that Spark does not know or that lack a part, and decimals that are too wide elsewhere:
//! <https://docs.databricks.com/en/sql/language-manual/sql-ref-datatypes.html>.

use super::is_spark;
use crate::parser::Parser;
use crate::{SyntaxKind, T};
use base::DialectKind;

/// The types without arguments.
const PLAIN: &[&str] = &[
    "bigint",
    "binary",
    "boolean",
    "byte",
    "date",
    "double",
    "float",
    "int",
    "integer",
    "interval",
    "long",
    "null",
    "object",
    "real",
    "short",
    "smallint",
    "string",
    "timestamp",
    "timestamp_ltz",
    "timestamp_ntz",
    "tinyint",
    "variant",
    "void",
];

/// The types that take numbers.
const SIZED: &[&str] =
    &["char", "character", "dec", "decimal", "geography", "geometry", "numeric", "time", "varchar"];

/// The digits that a decimal may have.
const MAX_PRECISION: u32 = 38;

/// The type that begins at `first`, just read.
pub(crate) fn type_name(p: &mut Parser<'_>, first: usize) {
    if !is_spark(p) {
        decimal_elsewhere(p, first);
        return;
    }
    let last = p.position() - 1;
    let name = p.text_at(first);
    let is_alone = last == first;
    if p.kind_at(first) == SyntaxKind::QUOTED_IDENT || p.kind_at(first + 1) == T!["."] {
        return;
    }
    let is = |words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(name));
    if is(&["array", "map", "struct"]) {
        let arguments = count_arguments(p, first);
        if is(&["array"]) && arguments > 1 || is(&["map"]) && arguments == 1 {
            p.refuse(first, last, format!("`{name}` needs other parts, as in `{}`", whole(name)));
        } else if is_alone {
            p.refuse(first, last, format!("`{name}` needs the types of its parts, as in `{}`", whole(name)));
        }
    } else if is(&["varchar", "char", "character"]) {
        if last > first && follower_is_wrong(p, first) {
            p.refuse(
                first + 1,
                last,
                format!("{} has no such type: `{name}` takes a length alone", p.dialect),
            );
        } else if p.kind_at(first + 3) == T![","] {
            p.refuse(first, last, format!("`{name}` takes one number"));
        } else if is_alone {
            p.refuse(first, last, format!("`{name}` needs a length, as in `{name}(10)`"));
        }
    } else if is(&["interval"]) {
        interval(p, first);
    } else if is(&["decimal", "dec", "numeric"]) {
        decimal(p, first);
    } else if !is(PLAIN) && !is(SIZED) {
        p.refuse(first, first, format!("{} has no type `{name}`", p.dialect));
    } else if last > first && follower_is_wrong(p, first) {
        p.refuse(first + 1, last, format!("{} has no such type: `{name}` stands alone", p.dialect));
    } else if is(PLAIN)
        && last > first
        && p.kind_at(first + 1) == T!["("]
        && !is(&["timestamp", "timestamp_ltz", "timestamp_ntz"])
    {
        p.refuse(first, last, format!("`{name}` takes no numbers"));
    }
}

/// Whether what follows a type's name belongs to the types of other dialects: `DOUBLE PRECISION`, `INT[]`.
fn follower_is_wrong(p: &Parser<'_>, first: usize) -> bool {
    let name = p.text_at(first);
    let has_zone = name.eq_ignore_ascii_case("timestamp") || name.eq_ignore_ascii_case("time");
    let is_zone = has_zone && p.kind_at(first + 1) == T![without];
    !is_zone && !matches!(p.kind_at(first + 1), T!["("] | T![collate])
}

/// The number of types between a type's outer angle brackets.
fn count_arguments(p: &Parser<'_>, first: usize) -> usize {
    if p.kind_at(first + 1) != T!["<"] {
        return 0;
    }
    let (mut depth, mut count) = (0_usize, 1);
    for at in first + 1..p.position() {
        match p.kind_at(at) {
            T!["<"] | T!["("] => depth += 1,
            T![">"] | T![")"] => depth = depth.saturating_sub(1),
            T![","] if depth == 1 => count += 1,
            _ => {}
        }
    }
    count
}

fn whole(name: &str) -> &'static str {
    match name.as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b'a') => "ARRAY<INT>",
        Some(b'm') => "MAP<STRING, INT>",
        _ => "STRUCT<a: INT>",
    }
}

/// `INTERVAL DAY TO SECOND`: two units of one family, the larger first.
fn interval(p: &mut Parser<'_>, first: usize) {
    const UNITS: [&str; 6] = ["year", "month", "day", "hour", "minute", "second"];
    let last = p.position() - 1;
    let place = |at: usize| UNITS.iter().position(|it| it.eq_ignore_ascii_case(p.text_at(at)));
    let is_right = match last - first {
        0 => true,
        1 => place(first + 1).is_some(),
        _ => match (place(first + 1), place(first + 3)) {
            (Some(from), Some(to)) => from < to && (from < 2) == (to < 2),
            _ => false,
        },
    };
    if !is_right {
        p.refuse(first + 1, last, "there is no such interval");
    }
}

fn decimal(p: &mut Parser<'_>, first: usize) {
    let last = p.position() - 1;
    let number = |at: usize| p.text_at(at).parse::<u32>().ok();
    if last == first {
        return;
    }
    let Some(precision) = number(first + 2) else { return };
    let scale = if p.kind_at(first + 3) == T![","] { number(first + 4) } else { None };
    if scale.is_some() && p.kind_at(first + 5) == T![","] {
        p.refuse(first, last, "a decimal takes two numbers at most");
    } else if precision > MAX_PRECISION {
        p.refuse(first, last, format!("a decimal has at most {MAX_PRECISION} digits"));
    } else if scale.is_some_and(|it| it > precision) {
        p.refuse(first, last, "a decimal has at most as many digits behind the point as in all");
    }
}

/// `DECIMAL(40, 2)` in the other dialects that keep at most 38 digits
/// (<https://duckdb.org/docs/stable/sql/data_types/numeric#fixed-point-decimals>,
/// <https://docs.snowflake.com/en/sql-reference/data-types-numeric#number>,
/// <https://trino.io/docs/current/language/types.html#decimal>).
fn decimal_elsewhere(p: &mut Parser<'_>, first: usize) {
    let keeps_38 = matches!(p.dialect, DialectKind::DuckDb | DialectKind::Snowflake | DialectKind::Trino);
    let is_decimal = ["decimal", "numeric"].iter().any(|it| it.eq_ignore_ascii_case(p.text_at(first)));
    let is_sized = p.kind_at(first) != SyntaxKind::QUOTED_IDENT && p.kind_at(first + 1) == T!["("];
    if !keeps_38 || !is_decimal || !is_sized || !matches!(p.kind_at(first + 3), T![")"] | T![","]) {
        return;
    }
    if p.text_at(first + 2).parse::<u32>().is_ok_and(|it| it > MAX_PRECISION) {
        p.refuse(first, p.position() - 1, format!("a decimal has at most {MAX_PRECISION} digits"));
    }
}
