//! Types that Spark does not know or that lack a part:
//! <https://docs.databricks.com/en/sql/language-manual/sql-ref-datatypes.html>.

use super::is_spark;
use crate::parser::Parser;
use crate::{SyntaxKind, T};

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
        if is_alone {
            p.refuse(first, last, format!("`{name}` needs the types of its parts, as in `{}`", whole(name)));
        }
    } else if is(&["varchar", "char", "character"]) {
        if is_alone {
            p.refuse(first, last, format!("`{name}` needs a length, as in `{name}(10)`"));
        }
    } else if is(&["decimal", "dec", "numeric"]) {
        decimal(p, first);
    } else if !is(PLAIN) && !is(SIZED) {
        p.refuse(first, first, format!("{} has no type `{name}`", p.dialect));
    } else if is(PLAIN)
        && last > first
        && p.kind_at(first + 1) == T!["("]
        && !is(&["timestamp", "timestamp_ltz", "timestamp_ntz"])
    {
        p.refuse(first, last, format!("`{name}` takes no numbers"));
    }
}

fn whole(name: &str) -> &'static str {
    match name.as_bytes().first().map(u8::to_ascii_lowercase) {
        Some(b'a') => "ARRAY<INT>",
        Some(b'm') => "MAP<STRING, INT>",
        _ => "STRUCT<a: INT>",
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
    if precision > MAX_PRECISION {
        p.refuse(first, last, format!("a decimal has at most {MAX_PRECISION} digits"));
    } else if scale.is_some_and(|it| it > precision) {
        p.refuse(first, last, "a decimal has at most as many digits behind the point as in all");
    }
}
