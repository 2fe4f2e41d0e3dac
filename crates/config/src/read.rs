//! Takes typed values out of tables. What has the wrong type has been reported and counts as absent.

use crate::{ConfigDiagnostic, DeclaredColumn, Pair, Spanned, environment, keys, validate};
use crate::{FileKind, validate::Codes};
use base::{SmolStr, TextSize};
use std::collections::BTreeMap;
use syntax::toml::{self, Table, Value, ValueKind};

/// What is wrong with a file of this kind, for the kinds that have no decoder of their own too. `environment` holds the
/// variables that are set; contracts and schema files have no substitution.
pub fn check(text: &str, kind: FileKind, environment: &BTreeMap<String, String>) -> Vec<ConfigDiagnostic> {
    match kind {
        FileKind::RockyToml => crate::rocky_toml(text, environment).1,
        FileKind::Sidecar => crate::sidecar(text, 0.into(), environment).1,
        FileKind::Defaults => crate::directory_defaults(text, environment).1,
        FileKind::Contract => crate::contract(text).1,
        FileKind::SchemaFile => crate::schema_file(text).1,
        FileKind::SeedSidecar => crate::seed_sidecar(text).1,
        FileKind::Group | FileKind::TestDefinitions => {
            sorted(file(text, 0.into(), kind, validate::OTHER, Some(environment)).1)
        }
        _ => Vec::new(),
    }
}

/// Parses and checks a file: its root table, with environment variables substituted, and what is wrong with it.
pub(crate) fn file(
    text: &str,
    offset: TextSize,
    kind: FileKind,
    codes: Codes,
    environment: Option<&BTreeMap<String, String>>,
) -> (Table, Vec<ConfigDiagnostic>) {
    let mut diagnostics = Vec::new();
    let mut document = toml::parse(text, offset);
    validate::syntax_errors(&document.errors, codes, &mut diagnostics);
    if let Some(environment) = environment {
        environment::substitute(&mut document, environment, &mut diagnostics);
    }
    if let Some(spec) = keys::for_file_kind(kind) {
        let has_syntax_errors = !document.errors.is_empty();
        validate::table(&mut document.root, spec, codes, has_syntax_errors, &mut diagnostics);
        // A half-typed header is a syntax error, and no unknown key besides.
        let is_covered = |it: &ConfigDiagnostic| {
            document.errors.iter().any(|error| error.range.contains_range(it.range) && !it.range.is_empty())
        };
        diagnostics.retain(|it| it.code != base::Code::V061 || !is_covered(it));
    }
    (document.root, diagnostics)
}

/// Sorts by range: the order in which a reader meets them.
pub(crate) fn sorted(mut diagnostics: Vec<ConfigDiagnostic>) -> Vec<ConfigDiagnostic> {
    diagnostics.sort_by_key(|it| (it.range.start(), it.range.end(), it.code));
    diagnostics
}

pub(crate) fn string(table: &Table, key: &str) -> Option<Spanned<SmolStr>> {
    spanned_string(table.get(key)?)
}

pub(crate) fn spanned_string(value: &Value) -> Option<Spanned<SmolStr>> {
    Some(Spanned::new(value.as_str()?.clone(), value.range))
}

/// The strings of an array; those that are none are left out.
pub(crate) fn strings(table: &Table, key: &str) -> Vec<Spanned<SmolStr>> {
    let elements = table.get(key).and_then(Value::as_array).unwrap_or_default();
    elements.iter().filter_map(spanned_string).collect()
}

pub(crate) fn integer(table: &Table, key: &str) -> Option<Spanned<u64>> {
    let value = table.get(key)?;
    match value.kind {
        ValueKind::Integer(number) => Some(Spanned::new(u64::try_from(number).ok()?, value.range)),
        _ => None,
    }
}

pub(crate) fn number(table: &Table, key: &str) -> Option<Spanned<f64>> {
    let value = table.get(key)?;
    let number = match value.kind {
        ValueKind::Integer(number) => number as f64,
        ValueKind::Float(number) => number,
        _ => return None,
    };
    Some(Spanned::new(number, value.range))
}

pub(crate) fn boolean(table: &Table, key: &str) -> Option<Spanned<bool>> {
    let value = table.get(key)?;
    match value.kind {
        ValueKind::Boolean(it) => Some(Spanned::new(it, value.range)),
        _ => None,
    }
}

/// A string, number or boolean as text.
pub(crate) fn scalar(value: &Value) -> Option<SmolStr> {
    match &value.kind {
        ValueKind::Integer(it) => Some(base::format_smolstr!("{it}")),
        ValueKind::Float(it) => Some(base::format_smolstr!("{it}")),
        ValueKind::Boolean(it) => Some(base::format_smolstr!("{it}")),
        _ => value.as_str().cloned(),
    }
}

pub(crate) fn spanned_scalar(table: &Table, key: &str) -> Option<Spanned<SmolStr>> {
    let value = table.get(key)?;
    Some(Spanned::new(scalar(value)?, value.range))
}

/// The tables of an array of tables. One table where an array belongs has been reported, and counts as one.
pub(crate) fn tables<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> {
    let value = table.get(key);
    let one = value.and_then(Value::as_table);
    let elements = value.and_then(Value::as_array).unwrap_or_default();
    one.into_iter().chain(elements.iter().filter_map(Value::as_table))
}

/// The string entries of a table.
pub(crate) fn pairs(table: Option<&Table>) -> Vec<Pair> {
    let entries = table.map_or(&[][..], |it| &it.entries);
    entries
        .iter()
        .filter_map(|entry| {
            let key = Spanned::new(entry.key.text.clone(), entry.key.range);
            Some(Pair { key, value: spanned_string(&entry.value)? })
        })
        .collect()
}

/// The columns of `columns`. One without a name has been reported and is left out.
pub(crate) fn columns(table: &Table) -> Vec<DeclaredColumn> {
    tables(table, "columns")
        .filter_map(|column| {
            Some(DeclaredColumn {
                name: string(column, "name")?,
                type_name: string(column, "type"),
                nullable: boolean(column, "nullable"),
                description: string(column, "description"),
                range: column.range,
            })
        })
        .collect()
}
