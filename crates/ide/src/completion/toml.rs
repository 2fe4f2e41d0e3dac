//! Proposals and cards in TOML, from the description of its keys.

use crate::{Completion, CompletionKind, FilePosition, Hover};
use base::{SmolStr, TextRange, TextSize};
use config::keys::{Target, ValueSpec, at_path};
use db::{Db, SourceFile};
use syntax::toml::{Place, Position, parse_statements, position_at};

pub(super) fn completions(db: &dyn Db, file: SourceFile, offset: TextSize) -> Vec<Completion> {
    let Some(position) = position(db, file, offset) else { return Vec::new() };
    let kind = db::file_kind(db, file);
    let mut found = Vec::new();
    match &position.place {
        Place::Header { range, .. } | Place::Key { range, .. } => {
            let Some(Target::Table(table, _)) = at_path(kind, &position.table) else { return found };
            let has_value = matches!(position.place, Place::Key { has_value: true, .. });
            let is_header = matches!(position.place, Place::Header { .. });
            for key in table.every_key().filter(|it| !is_header || it.value.table().is_some()) {
                let insert =
                    if is_header || has_value { key.name.to_owned() } else { format!("{} = ", key.name) };
                found.push(Completion {
                    label: key.name.into(),
                    kind: CompletionKind::Key,
                    detail: Some(value_words(&key.value).into()),
                    documentation: Some(key.doc.into()),
                    replace: *range,
                    insert,
                    rank: if key.is_required { 0 } else { 10 },
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
                found.push(proposal(word.clone(), format!("\"{word}\""), *range, rank));
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
    if COLUMN_KEYS.contains(&key) || is_contract_column {
        return sema::schema(db, model).columns.iter().map(|it| it.name.clone()).collect();
    }
    Vec::new()
}

/// What stands at an offset of a TOML file or of frontmatter; ranges are those of the file.
fn position(db: &dyn Db, file: SourceFile, offset: TextSize) -> Option<Position> {
    let (text, start) = match file.frontmatter(db) {
        Some(frontmatter) => (&frontmatter.toml, frontmatter.offset),
        None if file.path(db).extension() == Some("toml") => (&file.text(db).text, TextSize::from(0)),
        None => return None,
    };
    Some(position_at(&parse_statements(text, start), offset))
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
    Some(Hover { range, markdown })
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
