//! Checks a document against the tables of [`crate::keys`]: unknown keys, wrong types, missing keys.

use crate::{
    ConfigDiagnostic,
    keys::{Case, KeySpec, TableSpec, ValueSpec},
};
use base::{Code, SmolStr, TextRange, closest};
use syntax::toml::{Entry, StringValue, SyntaxError, Table, TableKind, Value, ValueKind};

/// What the diagnostics of a kind of file are called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Codes {
    /// The text is no TOML.
    pub(crate) syntax: Code,
    /// A value is wrong or missing.
    pub(crate) value: Code,
}

/// Those of `rocky.toml`.
pub(crate) const PROJECT: Codes = Codes { syntax: Code::V001, value: Code::V046 };
/// Those of every other file.
pub(crate) const OTHER: Codes = Codes { syntax: Code::V060, value: Code::V060 };

/// The diagnostics for errors of the TOML parser.
pub(crate) fn syntax_errors(errors: &[SyntaxError], codes: Codes, diagnostics: &mut Vec<ConfigDiagnostic>) {
    for error in errors {
        let mut diagnostic = ConfigDiagnostic::new(codes.syntax, error.range, error.message.clone());
        if let Some((range, message)) = &error.related {
            diagnostic = diagnostic.related(*range, message.clone());
        }
        diagnostics.push(diagnostic);
    }
}

/// Checks a table. An unquoted environment variable becomes the type that its key asks for. With syntax errors in the
/// file nothing is said to be missing: it may be in the part that does not parse.
pub(crate) fn table(
    table: &mut Table,
    spec: &TableSpec,
    codes: Codes,
    has_syntax_errors: bool,
    diagnostics: &mut Vec<ConfigDiagnostic>,
) {
    Validator { codes, root: spec, has_syntax_errors, diagnostics }.table(table, spec, "");
}

struct Validator<'a> {
    codes: Codes,
    root: &'a TableSpec,
    has_syntax_errors: bool,
    diagnostics: &'a mut Vec<ConfigDiagnostic>,
}

impl Validator<'_> {
    /// `path` is that of the table, with a dot behind it; for messages.
    fn table(&mut self, table: &mut Table, spec: &TableSpec, path: &str) {
        let case = chosen_case(table, spec);
        let opening = table.opening;
        // Entries in a table of unknown case may belong to any.
        let in_case = |key: &KeySpec| match case {
            Chosen::Case(case) => case.keys.iter().any(|it| it.name == key.name),
            Chosen::Unknown => true,
            Chosen::None => false,
        };
        let mut missing = self.missing_keys(table, spec, &case, path);
        for entry in &mut table.entries {
            let name = entry.key.text.clone();
            if let Some(key) = spec.keys.iter().find(|key| key.is_called(&name)) {
                self.value(&mut entry.value, &key.value, &format!("{path}{name}"));
            } else if let Some(key) = key_of_case(spec, &case, &name) {
                if in_case(key) {
                    self.value(&mut entry.value, &key.value, &format!("{path}{name}"));
                } else {
                    self.key_of_other_case(entry, spec, &case);
                }
            } else if let Some(rest) = &spec.rest {
                self.value(&mut entry.value, rest, &format!("{path}{name}"));
            } else {
                self.unknown_key(entry, spec, &case, path, &mut missing);
            }
        }
        for (_, message) in missing {
            self.report(self.codes.value, opening, message);
        }
    }

    /// The keys that a table lacks, each with a message.
    fn missing_keys(
        &self,
        table: &Table,
        spec: &TableSpec,
        case: &Chosen,
        path: &str,
    ) -> Vec<(&'static str, String)> {
        let within = path.trim_end_matches('.');
        let place = if within.is_empty() { "this file".to_owned() } else { format!("`{within}`") };
        let of_table = spec.keys.iter().map(|key| (key, place.clone()));
        let of_case = match (case, spec.variants) {
            (Chosen::Case(case), Some(variants)) => {
                let owner = format!("the {} `{}`", variants.noun, case.name);
                case.keys.iter().map(|key| (key, owner.clone())).collect()
            }
            _ => Vec::new(),
        };
        of_table
            .chain(of_case)
            .filter(|(key, _)| key.is_required && !self.has_syntax_errors)
            .filter(|(key, _)| !table.entries.iter().any(|entry| key.is_called(&entry.key.text)))
            .map(|(key, owner)| (key.name, format!("{owner} needs a key `{}`", key.name)))
            .collect()
    }

    fn value(&mut self, value: &mut Value, spec: &ValueSpec, path: &str) {
        if let ValueKind::Variable(text) = &value.kind {
            value.kind = typed(text.clone(), spec, value.range);
        }
        if matches!(value.kind, ValueKind::Invalid(_)) {
            return;
        }
        if !has_type(value, spec) {
            return self.wrong_type(value, spec, path);
        }
        if let ValueSpec::OneOf(all) = spec {
            if let Some(spec) = all.iter().find(|spec| has_type(value, spec)) {
                self.value(value, spec, path);
            }
            return;
        }
        match (spec, &mut value.kind) {
            (ValueSpec::Table(spec), ValueKind::Table(it)) => self.table(it, spec, &format!("{path}.")),
            (ValueSpec::Named(spec, flat), ValueKind::Table(it)) => {
                if is_flat(it, flat) {
                    return self.table(it, spec, &format!("{path}."));
                }
                for entry in &mut it.entries {
                    let path = format!("{path}.{}", entry.key.text);
                    self.value(&mut entry.value, &ValueSpec::Table(spec), &path);
                }
            }
            (ValueSpec::Array(spec), ValueKind::Array(elements)) => {
                let path = match spec.table() {
                    Some(_) => path.to_owned(),
                    None => format!("{path}[]"),
                };
                for element in elements {
                    self.value(element, spec, &path);
                }
            }
            (ValueSpec::Choice(choices), ValueKind::String(string))
                if !choices.contains(&string.text.as_str()) =>
            {
                let message = format!(
                    "`{}` is no value of `{path}`; expected {}",
                    string.text,
                    one_of(choices.iter().map(|it| format!("`{it}`")))
                );
                let suggestion = closest(&string.text, choices.iter().copied());
                let diagnostic = ConfigDiagnostic::new(self.codes.value, value.range, message);
                self.diagnostics.push(diagnostic.did_you_mean(string_content(string), suggestion));
            }
            (ValueSpec::Integer, ValueKind::Integer(number)) if *number < 0 => {
                let message = format!("`{path}` must not be negative");
                self.report(self.codes.value, value.range, message);
            }
            _ => {}
        }
    }

    fn wrong_type(&mut self, value: &Value, spec: &ValueSpec, path: &str) {
        let range = match &value.kind {
            ValueKind::Table(table) => table.opening,
            ValueKind::Array(elements) => match elements.first().map(|it| &it.kind) {
                Some(ValueKind::Table(table)) if table.kind == TableKind::Header => table.opening,
                _ => value.range,
            },
            _ => value.range,
        };
        let found = value.kind.description();
        self.report(self.codes.value, range, format!("`{path}` must be {}, not {found}", describe(spec)));
    }

    /// A key that is called nearly like a missing one is that one, misspelled: one diagnostic for both.
    fn unknown_key(
        &mut self,
        entry: &Entry,
        spec: &TableSpec,
        case: &Chosen,
        path: &str,
        missing: &mut Vec<(&'static str, String)>,
    ) {
        let cases: Vec<&Case> = match case {
            Chosen::Case(case) => vec![case],
            Chosen::Unknown => spec.variants.iter().flat_map(|it| it.cases).collect(),
            Chosen::None => Vec::new(),
        };
        let keys = spec.keys.iter().chain(cases.iter().flat_map(|case| case.keys));
        let free = keys.map(|key| key.name);
        let suggestion = closest(&entry.key.text, free);
        if let Some(index) = missing.iter().position(|(name, _)| Some(*name) == suggestion) {
            let (_, message) = missing.remove(index);
            let message = format!("unknown key `{path}{}`, and {message}", entry.key.text);
            let diagnostic = ConfigDiagnostic::new(self.codes.value, entry.key.range, message);
            self.diagnostics.push(diagnostic.did_you_mean(Some(entry.key.range), suggestion));
            return;
        }
        let mut message = format!("unknown key `{path}{}`; it has no effect", entry.key.text);
        // What is written behind a header belongs to its table, which is easily overlooked.
        if suggestion.is_none() && !path.is_empty() && self.root.key(&entry.key.text).is_some() {
            message.push_str(" here; it belongs to the top of the file, above the first `[table]`");
        }
        let diagnostic = ConfigDiagnostic::new(Code::V061, entry.key.range, message);
        self.diagnostics.push(diagnostic.did_you_mean(Some(entry.key.range), suggestion));
    }

    fn key_of_other_case(&mut self, entry: &Entry, spec: &TableSpec, case: &Chosen) {
        let Some(variants) = spec.variants else { return };
        let owners = variants
            .cases
            .iter()
            .filter(|it| it.keys.iter().any(|key| key.is_called(&entry.key.text)))
            .map(|it| format!("`{}`", it.name));
        let chosen = match case {
            Chosen::Case(case) => case.name,
            _ => "",
        };
        let message = format!(
            "`{}` has no effect with the {} `{chosen}`; it belongs to {}",
            entry.key.text,
            variants.noun,
            all_of(owners)
        );
        self.report(Code::V061, entry.key.range, message);
    }

    fn report(&mut self, code: Code, range: TextRange, message: String) {
        self.diagnostics.push(ConfigDiagnostic::new(code, range, message));
    }
}

/// Which variant a table is.
#[derive(Clone, Copy)]
enum Chosen {
    /// This one.
    Case(&'static Case),
    /// Its deciding key is missing, broken or wrong, which is reported there.
    Unknown,
    /// The table has no variants.
    None,
}

fn chosen_case(table: &Table, spec: &TableSpec) -> Chosen {
    let Some(variants) = spec.variants else { return Chosen::None };
    let name = match table.get(variants.tag).map(|value| &value.kind) {
        Some(ValueKind::String(string)) => Some(string.text.as_str()),
        Some(ValueKind::Variable(text)) => Some(text.as_str()),
        Some(_) => None,
        None => variants.default,
    };
    let case = name.and_then(|name| variants.cases.iter().find(|case| case.name == name));
    case.map_or(Chosen::Unknown, Chosen::Case)
}

/// The key of this name: of the chosen case, if it has one, else of any.
fn key_of_case(spec: &TableSpec, case: &Chosen, name: &str) -> Option<&'static KeySpec> {
    if let Chosen::Case(case) = case
        && let Some(key) = case.keys.iter().find(|key| key.is_called(name))
    {
        return Some(key);
    }
    let cases = spec.variants.map_or(&[][..], |it| it.cases);
    cases.iter().flat_map(|case| case.keys).find(|key| key.is_called(name))
}

/// Whether a table of named tables is written as the one table itself.
pub(crate) fn is_flat(table: &Table, flat: &[&str]) -> bool {
    table.entries.iter().any(|entry| flat.contains(&entry.key.text.as_str()))
        // A table called like a flat key is a name, if it has such a key itself.
        && !table.entries.iter().all(|entry| {
            entry.value.as_table().is_some_and(|it| it.entries.iter().any(|inner| flat.contains(&inner.key.text.as_str())))
        })
}

fn has_type(value: &Value, spec: &ValueSpec) -> bool {
    match (spec, &value.kind) {
        (ValueSpec::OneOf(all), _) => all.iter().any(|spec| has_type(value, spec)),
        (ValueSpec::Any, _) | (_, ValueKind::Invalid(_)) => true,
        (ValueSpec::Integer, kind) => matches!(kind, ValueKind::Integer(_)),
        (ValueSpec::Number, kind) => matches!(kind, ValueKind::Integer(_) | ValueKind::Float(_)),
        (ValueSpec::Boolean, kind) => matches!(kind, ValueKind::Boolean(_)),
        (ValueSpec::String | ValueSpec::Choice(_) | ValueSpec::Suggest(_) | ValueSpec::RowSql, kind) => {
            matches!(kind, ValueKind::String(_))
        }
        (ValueSpec::Array(_), kind) => matches!(kind, ValueKind::Array(_)),
        (ValueSpec::Table(_) | ValueSpec::Named(..), kind) => matches!(kind, ValueKind::Table(_)),
    }
}

/// The text of an unquoted variable as the type that is asked for, if it looks so; else as it looks.
fn typed(text: SmolStr, spec: &ValueSpec, range: TextRange) -> ValueKind {
    let string = |text: SmolStr| {
        ValueKind::String(StringValue { text, content_start: range.start(), is_verbatim: false })
    };
    if spec.is_string() {
        return string(text);
    }
    if let Ok(number) = text.parse() {
        ValueKind::Integer(number)
    } else if let Ok(boolean) = text.parse() {
        ValueKind::Boolean(boolean)
    } else if let Some(number) = text.parse::<f64>().ok().filter(|it| it.is_finite()) {
        ValueKind::Float(number)
    } else {
        string(text)
    }
}

/// The range between the quotes, where the file holds the string as it is.
fn string_content(string: &StringValue) -> Option<TextRange> {
    string.map(TextRange::up_to(base::TextSize::of(string.text.as_str())))
}

fn describe(spec: &ValueSpec) -> String {
    match spec {
        ValueSpec::Any => "a value".to_owned(),
        ValueSpec::String | ValueSpec::Suggest(_) | ValueSpec::RowSql => "a string".to_owned(),
        ValueSpec::Choice(choices) => one_of(choices.iter().map(|it| format!("\"{it}\""))),
        ValueSpec::Integer => "an integer".to_owned(),
        ValueSpec::Number => "a number".to_owned(),
        ValueSpec::Boolean => "true or false".to_owned(),
        ValueSpec::Array(element) => match element {
            spec if spec.is_string() => "an array of strings".to_owned(),
            ValueSpec::Table(_) => "an array of tables".to_owned(),
            _ => "an array".to_owned(),
        },
        ValueSpec::Table(_) | ValueSpec::Named(..) => "a table".to_owned(),
        ValueSpec::OneOf(all) => one_of(all.iter().map(describe)),
    }
}

/// `a, b or c`.
pub(crate) fn one_of(items: impl Iterator<Item = String>) -> String {
    join(items, " or ")
}

fn all_of(items: impl Iterator<Item = String>) -> String {
    join(items, " and ")
}

fn join(items: impl Iterator<Item = String>, last: &str) -> String {
    let items: Vec<String> = items.collect();
    match items.split_last() {
        Some((end, [])) => end.clone(),
        Some((end, rest)) => format!("{}{last}{end}", rest.join(", ")),
        None => String::new(),
    }
}
