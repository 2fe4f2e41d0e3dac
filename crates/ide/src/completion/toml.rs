//! Proposals and cards in TOML, from the description of its keys.

use super::{
    Found,
    toml_values::{NamedValue, ValuePlace, columns_of},
};
use crate::{Completion, CompletionKind, FilePosition, Hover, symbol::Symbol, toml_names::quoted_key};
use base::{Code, SmolStr, TextRange, TextSize};
use config::{
    FileKind,
    keys::{Case, KeySpec, TableSpec, Target, ValueSpec, at_path_in},
};
use db::{Db, SourceFile};
use std::sync::Arc;
use syntax::toml::{Entry, Place, Position, Table, ValueKind, parse_statements, position_at};

pub(super) fn proposals(db: &dyn Db, file: SourceFile, offset: TextSize) -> Found {
    let mut proposals = Proposals { db, file, offset, found: Found::default() };
    let Some(position) = position(db, file, offset) else { return proposals.found };
    match &position.place {
        Place::Header { range, .. } => proposals.keys(&position, *range, KeyForm::Header),
        Place::Key { range, has_value, .. } => {
            let form = if *has_value { KeyForm::Written } else { KeyForm::Begun };
            proposals.keys(&position, *range, form);
        }
        Place::Value { key, range, .. } => proposals.values(&position, key, *range),
        Place::Comment => {}
    }
    proposals.found
}

/// How a key is being typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyForm {
    /// In a header.
    Header,
    /// On a line of its own, with a value.
    Written,
    /// On a line of its own, without a value yet.
    Begun,
}

struct Proposals<'a> {
    db: &'a dyn Db,
    file: SourceFile,
    offset: TextSize,
    found: Found,
}

impl Proposals<'_> {
    fn keys(&mut self, position: &At, range: TextRange, form: KeyForm) {
        let insert = |name: &str| match form {
            KeyForm::Begun => format!("{name} = "),
            KeyForm::Header | KeyForm::Written => name.to_owned(),
        };
        for column in column_keys(self.db, self.file, &position.table) {
            let key = quoted_key(&column.name);
            let plain = Completion::plain(CompletionKind::Key, column.name.to_string(), insert(&key), range);
            self.found.add(plain, column.symbol);
        }
        // At the root a table is begun by its header.
        let at_root = form == KeyForm::Begun && position.table.is_empty();
        let begin = |key: &KeySpec| match key.value {
            ValueSpec::Array(_) if at_root && key.value.table().is_some() => format!("[[{}]]", key.name),
            _ if at_root && key.value.table().is_some() => format!("[{}]", key.name),
            _ => insert(key.name),
        };
        let root = syntax::toml::parse(&position.text, position.start).root;
        let Some(Target::Table(table, _)) = self.target(&root, &position.table) else { return };
        let written = table_at(&root, &position.table, self.offset);
        let is_severities = db::file_kind(self.db, self.file) == FileKind::RockyToml;
        for code in codes(&position.table).iter().filter(|_| is_severities) {
            let is_new = written.is_none_or(|it| it.get(code.name()).is_none());
            if is_new || form == KeyForm::Written {
                let (name, insert) = (code.name().to_owned(), insert(code.name()));
                let plain = Completion::plain(CompletionKind::Key, name, insert, range);
                self.found.add(Completion { detail: Some(code.title().into()), rank: 5, ..plain }, None);
            }
        }
        for key in possible_keys(table, written) {
            let is_written = written.is_some_and(|it| {
                let is_other = |it: &Entry| !it.key.range.contains_inclusive(self.offset);
                it.entries.iter().any(|it| key.is_called(&it.key.text) && is_other(it))
            });
            // A header may stand again: it opens the next table of an array.
            let is_possible = if form == KeyForm::Header { key.value.table().is_some() } else { !is_written };
            if is_possible {
                let completion = Completion {
                    detail: Some(value_words(&key.value).into()),
                    documentation: Some(key.doc.into()),
                    rank: if key.is_required { 0 } else { 10 },
                    ..Completion::plain(CompletionKind::Key, key.name.into(), begin(key), range)
                };
                self.found.add(completion, None);
            }
        }
    }

    fn target(&self, root: &Table, path: &[SmolStr]) -> Option<Target> {
        target(db::file_kind(self.db, self.file), root, path, self.offset)
    }

    fn values(&mut self, position: &At, key: &SmolStr, range: TextRange) {
        let root = syntax::toml::parse(&position.text, position.start).root;
        let mut path = position.table.clone();
        path.push(key.clone());
        let value = match self.target(&root, &path) {
            Some(Target::Key(spec)) => Some(&spec.value),
            Some(Target::Value(value)) => Some(value),
            _ => None,
        };
        let booleans = matches!(value, Some(ValueSpec::Boolean)).then_some(["true", "false"]);
        for word in booleans.into_iter().flatten() {
            self.found.add(Completion::plain(CompletionKind::Value, word.into(), word.into(), range), None);
        }
        let cases = match self.target(&root, &position.table) {
            Some(Target::Table(table, _)) => {
                table.variants.filter(|it| it.tag == key.as_str()).map(|it| it.cases)
            }
            _ => None,
        };
        for word in value.map_or(&[][..], |it| it.choices()) {
            let case = cases.and_then(|it| it.iter().find(|it| it.name == *word));
            let plain = Completion::plain(CompletionKind::Value, (*word).into(), config::quoted(word), range);
            let documentation = case.map(|it| it.doc.to_owned());
            self.found.add(Completion { documentation, ..plain }, None);
        }
        let (db, file, table) = (self.db, self.file, &position.table[..]);
        if matches!(value, Some(ValueSpec::RowSql)) {
            self.columns_in_sql(range);
        }
        let written = table_at(&root, table, self.offset);
        let names = ValuePlace { db, file, table, written, key }.names();
        let typed = position.typed(range, self.offset);
        for (at, named) in (0..).zip(self.found.few(names, typed, |it| &it.name)) {
            let insert = config::quoted(&named.name);
            let plain = Completion::plain(named.kind, named.name.to_string(), insert, range);
            // Types come by how much they are used, names of the project by the alphabet.
            let rank = 5 + if named.kind == CompletionKind::Type { at } else { 0 };
            self.found.add(Completion { rank, ..plain }, named.symbol);
        }
    }
}

impl Proposals<'_> {
    /// The columns of the model, in place of the word at the cursor within the string at `string`.
    fn columns_in_sql(&mut self, string: TextRange) {
        let (db, file) = (self.db, self.file);
        let text = &file.text(db).text;
        let Some(model) = crate::links::configured_model(db, file) else { return };
        let Some(before) = text.get(usize::from(string.start())..usize::from(self.offset)) else { return };
        let Some(quote) = before.chars().next().filter(|it| matches!(it, '"' | '\'')) else { return };
        let replace = TextRange::new(self.offset - word_at_end(before, quote), self.offset);
        let dialect = db::dialect(db, model);
        for column in columns_of(db, model) {
            let written = dialect::quote(&column.name, dialect).into_owned();
            // What would close the string, or begin an escape, is left to the author.
            if !written.contains([quote, '\\']) {
                let plain = Completion::plain(column.kind, column.name.to_string(), written, replace);
                self.found.add(plain, column.symbol);
            }
        }
    }
}

/// How long the word is that a part of a string ends with. The letters of an escape are none of it.
fn word_at_end(part: &str, quote: char) -> TextSize {
    let start = part.trim_end_matches(|it: char| it == '_' || it.is_alphanumeric()).len();
    let (before, word) = part.split_at(start);
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    // <https://toml.io/en/v1.0.0#string>
    let escape = match word.chars().next() {
        _ if quote != '"' || backslashes % 2 == 0 => 0,
        Some('u') => 5,
        Some('U') => 9,
        _ => 1,
    };
    TextSize::of(word.get(escape..).unwrap_or_default())
}

/// The keys that a table may have, given what is written in it: its variant decides.
fn possible_keys(table: &'static TableSpec, written: Option<&Table>) -> Vec<&'static KeySpec> {
    let case = table.variants.and_then(|variants| {
        let tag = written.and_then(|it| it.get(variants.tag)).and_then(|it| it.as_str());
        variants.case(tag.map(SmolStr::as_str))
    });
    let mut keys: Vec<&KeySpec> = match case {
        Some(case) => table.keys.iter().chain(case.keys).collect(),
        None => table.every_key().collect(),
    };
    let ty = written.and_then(|it| it.get("type")).and_then(|it| it.as_str()).map(SmolStr::as_str);
    let is_type = |ty: &str| keys.iter().any(|it| it.types.contains(&ty));
    if let Some(ty) = ty.filter(|it| is_type(it)) {
        keys.retain(|it| it.types.is_empty() || it.types.contains(&ty));
    }
    let mut seen: Vec<&str> = Vec::new();
    keys.retain(|it| {
        !seen.contains(&it.name) && {
            seen.push(it.name);
            true
        }
    });
    keys
}

/// What a path leads to in a file, by what is written in the tables on the way.
fn target(kind: FileKind, root: &Table, path: &[SmolStr], offset: TextSize) -> Option<Target> {
    at_path_in(kind, path, |path, key| table_at(root, path, offset)?.get(key)?.as_str().cloned())
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

/// The codes of diagnostics, where a table of `rocky.toml` gives them severities.
fn codes(table: &[SmolStr]) -> &'static [Code] {
    match table.iter().map(SmolStr::as_str).collect::<Vec<_>>()[..] {
        ["diagnostics"] | ["diagnostics", "override"] => Code::ALL,
        _ => &[],
    }
}

/// The columns that may be keys of a table of a sidecar.
fn column_keys(db: &dyn Db, file: SourceFile, table: &[SmolStr]) -> Vec<NamedValue> {
    if db::file_kind(db, file) == FileKind::SeedSidecar {
        return if table == ["column_types"] { columns_of_seed(db, file) } else { Vec::new() };
    }
    let is_by_column = matches!(table, [only] if only == "classification" || only == "columns");
    let model = crate::cone::model_of(db, file);
    match model.filter(|_| is_by_column && db::file_kind(db, file) != FileKind::Contract) {
        Some(model) => columns_of(db, model),
        None => Vec::new(),
    }
}

/// The columns of the seed that a sidecar is about.
fn columns_of_seed(db: &dyn Db, file: SourceFile) -> Vec<NamedValue> {
    let (project, path) = (file.project(db), file.path(db));
    let seed = project.files(db).get(&path.sibling(&format!("{}.csv", path.stem()))).copied();
    let tables = sema::external_names(db, project, db::dialect(db, file)).into_iter().map(|it| it.1);
    let table = tables.filter(|it| it.declared.is_some()).find(|it| it.declared.map(|it| it.0) == seed);
    let named = |table: Arc<sema::ExternalTable>| {
        let column = |(index, it): (u32, &sema::ExternalColumn)| NamedValue {
            name: it.name.clone(),
            kind: CompletionKind::Column,
            symbol: Some(Symbol::ExternalColumn(Arc::clone(&table), index)),
        };
        (0..).zip(table.columns.iter().flatten()).map(column).collect()
    };
    table.map(named).unwrap_or_default()
}

/// The TOML of a file or of its frontmatter, and what stands at an offset in it; ranges are those of the file.
struct At {
    text: Arc<str>,
    start: TextSize,
    table: Vec<SmolStr>,
    place: Place,
}

impl At {
    /// The part of a value before an offset, without its quotes.
    fn typed(&self, range: TextRange, offset: TextSize) -> &str {
        let part = range.start().checked_sub(self.start).zip(offset.checked_sub(self.start));
        let text = part.and_then(|(start, end)| self.text.get(usize::from(start)..usize::from(end)));
        text.unwrap_or_default().trim_matches(['"', '\''])
    }
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
    let root = syntax::toml::parse(&position.text, position.start).root;
    let spec = match target(db::file_kind(db, file), &root, &path, at.offset)? {
        Target::Key(spec) | Target::Table(_, Some(spec)) => spec,
        Target::Table(_, None) | Target::Value(_) => return None,
    };
    let mut markdown = format!("`{}` · {}\n\n{}\n", spec.name, value_words(&spec.value), spec.doc);
    if let Some(case) = chosen_case(db, file, &position, &root, at.offset) {
        markdown.push_str(&format!("\n`{}`: {}\n", case.name, case.doc));
    }
    let choices = spec.value.choices();
    if !choices.is_empty() {
        let words: Vec<String> = choices.iter().map(|it| format!("`{it}`")).collect();
        markdown.push_str(&format!("\none of {}\n", words.join(", ")));
    }
    Some(Hover { range, markdown, described_at: None, has_levels: false })
}

/// What the value at a place chooses, where its key decides about the other keys of its table.
fn chosen_case(
    db: &dyn Db,
    file: SourceFile,
    position: &At,
    root: &Table,
    offset: TextSize,
) -> Option<&'static Case> {
    let Place::Value { key, .. } = &position.place else { return None };
    let Target::Table(table, _) = target(db::file_kind(db, file), root, &position.table, offset)? else {
        return None;
    };
    let variants = table.variants.filter(|it| it.tag == key.as_str())?;
    let chosen = table_at(root, &position.table, offset)?.get(key)?.as_str()?;
    variants.cases.iter().find(|it| it.name == chosen.as_str())
}

fn value_words(value: &ValueSpec) -> &'static str {
    match value {
        ValueSpec::Any => "any value",
        ValueSpec::String | ValueSpec::Suggest(_) => "string",
        ValueSpec::RowSql => "SQL",
        ValueSpec::Integer => "integer",
        ValueSpec::Number => "number",
        ValueSpec::Boolean => "boolean",
        ValueSpec::Choice(_) => "one of several words",
        ValueSpec::Array(_) => "array",
        ValueSpec::Table(_) | ValueSpec::Named(..) => "table",
        ValueSpec::OneOf(_) => "one of several kinds",
    }
}
