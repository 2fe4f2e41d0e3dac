//! Proposals and cards in TOML, from the description of its keys.

use crate::{Completion, CompletionKind, FilePosition, Hover, toml_names::quoted_key};
use base::{SmolStr, TextRange, TextSize};
use config::{
    FileKind,
    keys::{KeySpec, TableSpec, Target, ValueSpec, at_path},
};
use db::{Db, SourceFile};
use syntax::toml::{Entry, Place, Position, Table, ValueKind, parse_statements, position_at};

pub(super) fn completions(db: &dyn Db, file: SourceFile, offset: TextSize) -> Vec<Completion> {
    let Some(position) = position(db, file, offset) else { return Vec::new() };
    let kind = db::file_kind(db, file);
    let mut found = Vec::new();
    match &position.place {
        Place::Header { range, .. } | Place::Key { range, .. } => {
            let is_header = matches!(position.place, Place::Header { .. });
            let goes_on = !is_header && !matches!(position.place, Place::Key { has_value: true, .. });
            let insert = |name: &str| if goes_on { format!("{name} = ") } else { name.to_owned() };
            for name in column_keys(db, file, &position.table) {
                let key = quoted_key(&name);
                found.push(Completion {
                    kind: CompletionKind::Key,
                    ..proposal(name.to_string(), insert(&key), *range, 0)
                });
            }
            // At the root a table is begun by its header.
            let at_root = goes_on && position.table.is_empty();
            let begin = |key: &KeySpec| match key.value {
                ValueSpec::Array(_) if at_root && key.value.table().is_some() => format!("[[{}]]", key.name),
                _ if at_root && key.value.table().is_some() => format!("[{}]", key.name),
                _ => insert(key.name),
            };
            let Some(Target::Table(table, _)) = at_path(kind, &position.table) else { return found };
            let root = syntax::toml::parse(&position.text, position.start).root;
            let written = table_at(&root, &position.table, offset);
            for key in possible_keys(table, written) {
                let is_written = written.is_some_and(|it| {
                    let is_other = |it: &Entry| !it.key.range.contains_inclusive(offset);
                    it.entries.iter().any(|it| key.is_called(&it.key.text) && is_other(it))
                });
                // A header may stand again: it opens the next table of an array.
                let is_possible = if is_header { key.value.table().is_some() } else { !is_written };
                if !is_possible {
                    continue;
                }
                found.push(Completion {
                    kind: CompletionKind::Key,
                    detail: Some(value_words(&key.value).into()),
                    documentation: Some(key.doc.into()),
                    ..proposal(key.name.into(), begin(key), *range, if key.is_required { 0 } else { 10 })
                });
            }
        }
        Place::Value { key, range, .. } => {
            let mut path = position.table.clone();
            path.push(key.clone());
            let value = match at_path(kind, &path) {
                Some(Target::Key(spec)) => Some(&spec.value),
                Some(Target::Value(value)) => Some(value),
                _ => None,
            };
            let names = names(db, file, &position.table, key);
            let choices = value.map_or(&[][..], |it| it.choices()).iter().map(|it| it.to_string());
            let booleans = matches!(value, Some(ValueSpec::Boolean)).then_some(["true", "false"]);
            for word in booleans.into_iter().flatten() {
                found.push(proposal(word.into(), word.into(), *range, 0));
            }
            for (rank, word) in
                choices.map(|it| (0, it)).chain(names.into_iter().map(|it| (5, it.to_string())))
            {
                found.push(proposal(word.clone(), config::quoted(&word), *range, rank));
            }
        }
        Place::Comment => {}
    }
    found
}

fn proposal(label: String, insert: String, replace: TextRange, rank: u32) -> Completion {
    Completion {
        label,
        kind: CompletionKind::Value,
        detail: None,
        documentation: None,
        replace,
        insert,
        rank,
    }
}

/// Names of the project that a value may be: models in `depends_on`, columns of the model elsewhere.
fn names(db: &dyn Db, file: SourceFile, table: &[SmolStr], key: &str) -> Vec<SmolStr> {
    let model = match sema::is_model(db, file) {
        true => Some(file),
        false => sema::described_model(db, file).or_else(|| sema::contracted_model(db, file)),
    };
    let Some(model) = model else { return Vec::new() };
    if table.is_empty() && key == "depends_on" {
        let models = &sema::model_index(db, file.project(db)).models;
        return models.iter().filter(|it| **it != model).map(|it| sema::declared_name(db, *it)).collect();
    }
    const COLUMN_KEYS: [&str; 9] = [
        "column",
        "unique_key",
        "update_columns",
        "time_column",
        "timestamp_column",
        "partition_by",
        "required",
        "protected",
        "columns",
    ];
    let is_contract_column = key == "name" && table.first().is_some_and(|it| it == "columns");
    let is_contract_key = key == "primary_key" && table.first().is_some_and(|it| it == "rules");
    if COLUMN_KEYS.contains(&key) || is_contract_column || is_contract_key {
        return sema::schema(db, model).columns.iter().map(|it| it.name.clone()).collect();
    }
    Vec::new()
}

/// The keys that a table may have, given what is written in it: its variant decides.
fn possible_keys(table: &'static TableSpec, written: Option<&Table>) -> Vec<&'static KeySpec> {
    let case = table.variants.and_then(|variants| {
        let tag = written.and_then(|it| it.get(variants.tag)).and_then(|it| it.as_str());
        let tag = tag.map(SmolStr::as_str).or(variants.default)?;
        variants.cases.iter().find(|it| it.name == tag)
    });
    let mut keys: Vec<&KeySpec> = match case {
        Some(case) => table.keys.iter().chain(case.keys).collect(),
        None => table.every_key().collect(),
    };
    let mut seen: Vec<&str> = Vec::new();
    keys.retain(|it| {
        !seen.contains(&it.name) && {
            seen.push(it.name);
            true
        }
    });
    keys
}

/// The table on a path from the root; of an array, the last element that begins before the offset.
fn table_at<'t>(root: &'t Table, path: &[SmolStr], offset: TextSize) -> Option<&'t Table> {
    let mut table = root;
    for key in path {
        table = match &table.get(key)?.kind {
            ValueKind::Table(inner) => inner,
            ValueKind::Array(items) => {
                let mut tables = items.iter().filter_map(|it| it.as_table());
                tables.rfind(|it| it.range.start() <= offset)?
            }
            _ => return None,
        };
    }
    Some(table)
}

/// The columns that may be keys of a table of a sidecar.
fn column_keys(db: &dyn Db, file: SourceFile, table: &[SmolStr]) -> Vec<SmolStr> {
    let is_by_column = matches!(table, [only] if only == "classification" || only == "columns");
    let model = if sema::is_model(db, file) { Some(file) } else { sema::described_model(db, file) };
    let Some(model) = model.filter(|_| is_by_column && db::file_kind(db, file) != FileKind::Contract) else {
        return Vec::new();
    };
    let schema = sema::schema(db, model);
    schema.columns.iter().map(|it| it.name.clone()).filter(|it| !it.is_empty()).collect()
}

/// A key, in quotes where TOML wants them (<https://toml.io/en/v1.0.0#keys>).
/// The TOML of a file or of its frontmatter, and what stands at an offset in it; ranges are those of the file.
struct At {
    text: std::sync::Arc<str>,
    start: TextSize,
    table: Vec<SmolStr>,
    place: Place,
}

fn position(db: &dyn Db, file: SourceFile, offset: TextSize) -> Option<At> {
    let (text, start) = match file.frontmatter(db) {
        Some(frontmatter) => (frontmatter.toml.clone(), frontmatter.offset),
        None if file.path(db).extension() == Some("toml") => (file.text(db).text.clone(), TextSize::from(0)),
        None => return None,
    };
    let Position { table, place } = position_at(&parse_statements(&text, start), offset);
    Some(At { text, start, table, place })
}

/// The documentation of the key under the cursor.
pub(crate) fn toml_key_hover(db: &dyn Db, at: FilePosition) -> Option<Hover> {
    let file = at.file.0;
    if crate::body_names::has_body(db, file) && !super::is_in_frontmatter(db, at) {
        return None;
    }
    let position = position(db, file, at.offset)?;
    let (key, range) = match &position.place {
        Place::Header { key, range, .. }
        | Place::Key { key, range, .. }
        | Place::Value { key, range, .. } => (key, *range),
        Place::Comment => return None,
    };
    let mut path = position.table.clone();
    path.push(key.clone());
    let spec = match at_path(db::file_kind(db, file), &path)? {
        Target::Key(spec) | Target::Table(_, Some(spec)) => spec,
        Target::Table(_, None) | Target::Value(_) => return None,
    };
    let mut markdown = format!("`{}` · {}\n\n{}\n", spec.name, value_words(&spec.value), spec.doc);
    let choices = spec.value.choices();
    if !choices.is_empty() {
        let words: Vec<String> = choices.iter().map(|it| format!("`{it}`")).collect();
        markdown.push_str(&format!("\none of {}\n", words.join(", ")));
    }
    Some(Hover { range, markdown, described_at: None })
}

fn value_words(value: &ValueSpec) -> &'static str {
    match value {
        ValueSpec::Any => "any value",
        ValueSpec::String | ValueSpec::Suggest(_) => "string",
        ValueSpec::Integer => "integer",
        ValueSpec::Number => "number",
        ValueSpec::Boolean => "boolean",
        ValueSpec::Choice(_) => "one of several words",
        ValueSpec::Array(_) => "array",
        ValueSpec::Table(_) | ValueSpec::Named(..) => "table",
        ValueSpec::OneOf(_) => "one of several kinds",
    }
}
