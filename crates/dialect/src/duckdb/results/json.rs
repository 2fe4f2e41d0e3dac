//! JSON: paths with wildcards, and structures written as JSON.

use crate::rules::ChosenCall;
use crate::{DialectKind, Field, Type, parse_type};
use std::iter::Peekable;
use std::str::Chars;

/// Functions that look at the place that a path names; with wildcards they answer with a list
/// (<https://duckdb.org/docs/stable/data/json/json_functions#json-extraction-functions>).
const OF_A_PATH: &str =
    "-> ->> json_array_length json_exists json_extract json_extract_path json_extract_path_text
    json_extract_string json_keys json_type json_value";

pub(super) fn result(call: &ChosenCall<'_>) -> Option<Type> {
    let literal = |place: usize| call.arguments.get(place).and_then(|it| it.operand.string());
    if OF_A_PATH.split_ascii_whitespace().any(|it| it == call.name) && literal(1).is_some_and(has_wildcard) {
        return match &call.candidate.signature.result {
            crate::function::Shape::Exactly(ty) => Some(Type::list(ty.clone())),
            _ => None,
        };
    }
    match call.name {
        "from_json" | "from_json_strict" | "json_transform" | "json_transform_strict" => {
            Some(literal(1).and_then(structure).unwrap_or_default())
        }
        _ => None,
    }
}

/// Whether a path (`$.a[*]`) names several places: an asterisk or two points outside quotes.
fn has_wildcard(path: &str) -> bool {
    let mut is_quoted = false;
    let mut previous = ' ';
    path.starts_with('$')
        && path.chars().any(|c| {
            if c == '"' {
                is_quoted = !is_quoted;
            }
            let found = !is_quoted && (c == '*' || c == '.' && previous == '.');
            previous = c;
            found
        })
}

/// The type that a structure describes: `"INTEGER"`, `["VARCHAR"]`, `{"a": "DATE"}`, nested.
fn structure(text: &str) -> Option<Type> {
    let mut rest = text.chars().peekable();
    let ty = value(&mut rest, 0)?;
    skip_space(&mut rest);
    rest.next().is_none().then_some(ty)
}

/// Deeper structures are not read.
const DEPTH: u8 = 32;

fn value(rest: &mut Peekable<Chars<'_>>, depth: u8) -> Option<Type> {
    if depth > DEPTH {
        return None;
    }
    skip_space(rest);
    match rest.peek()? {
        '"' => parse_type(&string(rest)?, DialectKind::DuckDb),
        '[' => {
            rest.next();
            let element = value(rest, depth + 1)?;
            skip_space(rest);
            (rest.next()? == ']').then(|| Type::list(element))
        }
        '{' => {
            rest.next();
            let mut fields = Vec::new();
            loop {
                skip_space(rest);
                let name = string(rest)?.into();
                skip_space(rest);
                if rest.next()? != ':' {
                    return None;
                }
                fields.push(Field { name, ty: value(rest, depth + 1)? });
                skip_space(rest);
                match rest.next()? {
                    ',' => {}
                    '}' => return Some(Type::Struct(fields.into())),
                    _ => return None,
                }
            }
        }
        _ => None,
    }
}

/// A string without escapes.
fn string(rest: &mut Peekable<Chars<'_>>) -> Option<String> {
    if rest.next()? != '"' {
        return None;
    }
    let mut text = String::new();
    loop {
        match rest.next()? {
            '"' => return Some(text),
            '\\' => return None,
            c => text.push(c),
        }
    }
}

fn skip_space(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|it| it.is_whitespace()).is_some() {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        for path in ["$.*", "$..a", "$[*]", "$.a[*].b", "$.\"a\".*"] {
            assert!(has_wildcard(path), "{path}");
        }
        for path in ["$.a", "$[0]", "$.\"a*\"", "/a/*", "a*", ""] {
            assert!(!has_wildcard(path), "{path}");
        }
    }

    #[test]
    fn structures() {
        let show = |text: &str| structure(text).map(|ty| ty.display(DialectKind::DuckDb).to_string());
        assert_eq!(show(r#""BIGINT""#).as_deref(), Some("BIGINT"));
        assert_eq!(
            show(r#"{"a": "INTEGER", "b": ["VARCHAR"], "c": {"d": "DOUBLE"}}"#).as_deref(),
            Some("STRUCT(a INTEGER, b VARCHAR[], c STRUCT(d DOUBLE))")
        );
        for broken in ["", "{", r#"{"a": }"#, "[]", r#""BIGINT" x"#, &"[".repeat(1000)] {
            assert_eq!(show(broken), None, "{broken}");
        }
    }
}
