//! Typed literals, strings of bytes, and escape characters.

use super::{count_characters, dates, is_spark, plain_string};
use crate::parser::Parser;
use crate::{SyntaxKind, T};
use base::DialectKind;

/// `DATE '2020-02-30'`: a literal whose type's name stands at `first`, its string being the last token.
pub(crate) fn typed_literal(p: &mut Parser<'_>, first: usize) {
    if !is_spark(p) {
        date(p, first);
        return;
    }
    let name = p.text_at(first);
    let is = |word: &str| name.eq_ignore_ascii_case(word);
    let last = p.position() - 1;
    let check: fn(&str) -> bool = if is("date") {
        dates::is_date
    } else if is("timestamp") || is("timestamp_ntz") || is("timestamp_ltz") {
        dates::is_timestamp
    } else if is("time") {
        dates::is_time
    } else if is("x") {
        |it: &str| it.bytes().all(|b| b.is_ascii_hexdigit())
    } else {
        p.refuse(
            first,
            last,
            format!("{} has no literals of type `{name}`: write `CAST(.. AS {name})`", p.dialect),
        );
        return;
    };
    let Some(text) = plain_string(p.text_at(last)) else { return };
    if !check(text) {
        p.refuse(first, last, format!("`{text}` is no {}", name.to_ascii_lowercase()));
    }
}

/// `DATE '2020-02-30'` elsewhere: a day that no calendar has
/// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#date_literals>,
/// <https://trino.io/docs/current/language/types.html#date>). Snowflake reads dates in the order that a setting says, and
/// DuckDB refuses only those that it comes to evaluate.
fn date(p: &mut Parser<'_>, first: usize) {
    let last = p.position() - 1;
    let refuses = matches!(p.dialect, DialectKind::BigQuery | DialectKind::Trino);
    if !refuses || !p.text_at(first).eq_ignore_ascii_case("date") {
        return;
    }
    if let Some(text) = plain_string(p.text_at(last)).filter(|it| dates::is_impossible(it)) {
        p.refuse(first, last, format!("`{text}` is no date"));
    }
}

/// A predicate behind another, its operator being the current token: `a IS NULL IS NULL`, `a IN (1) = b`.
pub(crate) fn second_predicate(p: &mut Parser<'_>) {
    if is_spark(p) {
        let at = p.position();
        p.refuse(at, at, "put the condition before this operator in parentheses");
    }
}

/// The functions of time whose first argument is a unit.
const UNIT_FUNCTIONS: &[&str] =
    &["dateadd", "date_add", "timestampadd", "datediff", "date_diff", "timestampdiff", "timediff"];

/// `dateadd('DAY', 1, a)`: the first argument of a call whose parenthesis stands at `open`.
pub(crate) fn unit(p: &mut Parser<'_>, open: usize) {
    if !is_spark(p) || !p.at(T![string]) || !p.nth_at(1, T![","]) || open == 0 {
        return;
    }
    let name = p.text_at(open - 1);
    if UNIT_FUNCTIONS.iter().any(|it| it.eq_ignore_ascii_case(name)) && has_three_arguments(p, open) {
        let at = p.position();
        p.refuse(at, at, format!("the unit of `{name}` stands without quotes"));
    }
}

/// Whether the parenthesis at `open` encloses three arguments; with two there is no unit.
fn has_three_arguments(p: &Parser<'_>, open: usize) -> bool {
    let (mut at, mut depth, mut commas) = (open, 0_usize, 0);
    loop {
        match p.kind_at(at) {
            T!["("] | T!["["] => depth += 1,
            T![")"] | T!["]"] => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return commas == 2;
                }
            }
            T![","] if depth == 1 => commas += 1,
            SyntaxKind::EOF | T![";"] => return false,
            _ => {}
        }
        at += 1;
    }
}

/// `X'1G'`: the string that was just read.
pub(crate) fn string(p: &mut Parser<'_>) {
    if !is_spark(p) {
        return;
    }
    let at = p.position() - 1;
    let Some(digits) = p.text_at(at).strip_prefix(['x', 'X']).and_then(plain_string) else { return };
    if let Some(wrong) = digits.chars().find(|it| !it.is_ascii_hexdigit()) {
        p.refuse(at, at, format!("`{wrong}` is no hexadecimal digit"));
    }
}

/// `ESCAPE 'ab'`: the string that was just read.
pub(crate) fn escape(p: &mut Parser<'_>) {
    let at = p.position() - 1;
    if !is_spark(p) || p.kind_at(at) != T![string] {
        return;
    }
    if count_characters(p.text_at(at)).is_some_and(|it| it != 1) {
        p.refuse(at, at, "the escape string must be one character");
    }
}

/// A number with its sign before it: see [`super::numbers`].
pub(crate) fn number(p: &mut Parser<'_>) {
    if !is_spark(p) {
        return;
    }
    let at = p.position() - 1;
    let is_negative = at > 0 && p.kind_at(at - 1) == SyntaxKind::MINUS;
    if let Some(message) = super::numbers::complaint(p.text_at(at), is_negative) {
        p.refuse(at, at, message);
    }
}
