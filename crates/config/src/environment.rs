//! Environment variables in configuration: `${NAME}` and `${NAME:-default}` (formats.md 1.2).
//!
//! Values are substituted after parsing, in strings and where a whole value is `${NAME}` without quotes, so that what
//! a variable holds can never change the structure of a file. Keys and comments are left alone.

use crate::ConfigDiagnostic;
use base::{Code, SmolStr, TextRange, TextSize};
use std::collections::{BTreeMap, BTreeSet};
use syntax::toml::{Document, StringValue, Table, Value, ValueKind};

/// The names of the variables that `text` may read, comments included.
pub fn variables(text: &str) -> BTreeSet<SmolStr> {
    references(text).map(|reference| reference.name.into()).collect()
}

/// A `${…}` in a text.
struct Reference<'t> {
    name: &'t str,
    default: Option<&'t str>,
    /// Where it is in the text, braces included.
    start: usize,
    end: usize,
}

fn references(text: &str) -> impl Iterator<Item = Reference<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find("${")?;
            let length = text[start + 2..].find('}')?;
            from = start + 2;
            if length > 0 {
                from += length + 1;
                let (name, default) = split(&text[start + 2..start + 2 + length]);
                return Some(Reference { name, default, start, end: from });
            }
        }
    })
}

fn split(inner: &str) -> (&str, Option<&str>) {
    match inner.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (inner, None),
    }
}

/// The value of a variable, or its default where it is unset or empty.
fn resolve<'a>(
    environment: &'a BTreeMap<String, String>,
    name: &str,
    default: Option<&'a str>,
) -> Option<&'a str> {
    let value = environment.get(name).map(String::as_str);
    match default {
        Some(default) => Some(value.filter(|it| !it.is_empty()).unwrap_or(default)),
        None => value,
    }
}

/// Substitutes every value of a document and reports the variables that are not set (V066).
///
/// A string with an unset variable keeps its text, but is no longer checked; an unquoted one is no value.
pub(crate) fn substitute(
    document: &mut Document,
    environment: &BTreeMap<String, String>,
    diagnostics: &mut Vec<ConfigDiagnostic>,
) {
    table(&mut document.root, &mut Substitution { environment, diagnostics });
}

struct Substitution<'a> {
    environment: &'a BTreeMap<String, String>,
    diagnostics: &'a mut Vec<ConfigDiagnostic>,
}

impl Substitution<'_> {
    fn unset(&mut self, name: &str, range: TextRange) {
        let message = format!(
            "the environment variable `{name}` is not set; set it, or give a default: `${{{name}:-default}}`"
        );
        self.diagnostics.push(ConfigDiagnostic::new(Code::V066, range, message));
    }
}

fn table(table: &mut Table, substitution: &mut Substitution<'_>) {
    for entry in &mut table.entries {
        value(&mut entry.value, substitution);
    }
}

fn value(value: &mut Value, substitution: &mut Substitution<'_>) {
    let range = value.range;
    match &mut value.kind {
        ValueKind::Table(it) => table(it, substitution),
        ValueKind::Array(elements) => {
            for element in elements {
                self::value(element, substitution);
            }
        }
        ValueKind::String(string) if string.text.contains("${") => {
            if let Some(kind) = substituted(string, range, substitution) {
                value.kind = kind;
            }
        }
        ValueKind::Variable(inner) => {
            let (name, default) = split(inner);
            let found = resolve(substitution.environment, name, default).map(SmolStr::from);
            value.kind = match found {
                Some(text) => ValueKind::Variable(text),
                None => {
                    substitution.unset(name, range);
                    ValueKind::Invalid(None)
                }
            };
        }
        _ => {}
    }
}

fn substituted(
    string: &StringValue,
    range: TextRange,
    substitution: &mut Substitution<'_>,
) -> Option<ValueKind> {
    let mut output = String::with_capacity(string.text.len());
    let mut done = 0;
    let mut is_complete = true;
    for reference in references(&string.text) {
        output.push_str(&string.text[done..reference.start]);
        done = reference.end;
        match resolve(substitution.environment, reference.name, reference.default) {
            Some(value) => output.push_str(value),
            None => {
                is_complete = false;
                output.push_str(&string.text[reference.start..reference.end]);
                let size = |position: usize| TextSize::try_from(position).unwrap_or_default();
                let inner = TextRange::new(size(reference.start), size(reference.end));
                substitution.unset(reference.name, string.map(inner).unwrap_or(range));
            }
        }
    }
    if done == 0 {
        return None;
    }
    output.push_str(&string.text[done..]);
    let text = SmolStr::from(output);
    Some(match is_complete {
        true => ValueKind::String(StringValue { text, is_verbatim: false, ..string.clone() }),
        false => ValueKind::Invalid(Some(text)),
    })
}
