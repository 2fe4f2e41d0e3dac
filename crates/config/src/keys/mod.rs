//! The keys of every configuration file, as data: what may stand where, of which type, and what it means.
//!
//! The decoders check files against these tables, and the editor offers and explains keys from them.

mod adapter;
mod model;
mod pipeline;
mod rocky_toml;
mod schema;

use crate::FileKind;
use base::SmolStr;

pub(crate) use adapter::ADAPTER_TYPES;
pub(crate) use pipeline::{CATCH_UP_WORDS, REPLICATION_STRATEGIES};

/// A key of a table.
#[derive(Clone, Copy, Debug)]
pub struct KeySpec {
    /// Its name.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// What its value may be.
    pub value: ValueSpec,
    /// Whether a table without it is wrong.
    pub is_required: bool,
    /// The values of its table's `type` with which it means anything; all where there are none.
    pub types: &'static [&'static str],
    /// What it means, in a line.
    pub doc: &'static str,
}

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub enum ValueSpec {
    /// Anything.
    Any,
    /// A string.
    String,
    /// An integer that is not negative.
    Integer,
    /// An integer or a float.
    Number,
    /// `true` or `false`.
    Boolean,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// A string, usually one of these; the decoder has its own diagnostic for others.
    Suggest(&'static [&'static str]),
    /// A string of SQL about the rows of a model or a table.
    RowSql,
    /// An array of such values.
    Array(&'static ValueSpec),
    /// A table.
    Table(&'static TableSpec),
    /// Tables by name; or one table, if it has one of these keys directly, whose name then is `default`.
    Named(&'static TableSpec, &'static [&'static str]),
    /// Any of these.
    OneOf(&'static [ValueSpec]),
}

/// The keys of a table.
#[derive(Clone, Copy, Debug)]
pub struct TableSpec {
    /// The keys that it may always have.
    pub keys: &'static [KeySpec],
    /// Further keys, by the value of one of its keys.
    pub variants: Option<Variants>,
    /// What other keys, freely chosen, hold.
    pub rest: Option<ValueSpec>,
}

/// Keys that depend on the value of a key.
#[derive(Clone, Copy, Debug)]
pub struct Variants {
    /// The deciding key.
    pub tag: &'static str,
    /// What it is where it is absent.
    pub default: Option<&'static str>,
    /// What the deciding key says, for messages: "strategy", "test type".
    pub noun: &'static str,
    /// The cases.
    pub cases: &'static [Case],
}

/// A value of the deciding key.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The value.
    pub name: &'static str,
    /// What it means, in a line.
    pub doc: &'static str,
    /// The keys that come with it.
    pub keys: &'static [KeySpec],
}

impl Variants {
    /// The case that a value of the deciding key means, or its absence.
    pub fn case(&self, written: Option<&str>) -> Option<&'static Case> {
        let name = written.or(self.default)?;
        self.cases.iter().find(|it| it.name == name)
    }
}

impl KeySpec {
    /// Whether `name` is its name or an alias.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }

    const fn required(mut self) -> KeySpec {
        self.is_required = true;
        self
    }

    const fn of(mut self, types: &'static [&'static str]) -> KeySpec {
        self.types = types;
        self
    }

    const fn alias(mut self, aliases: &'static [&'static str]) -> KeySpec {
        self.aliases = aliases;
        self
    }
}

impl TableSpec {
    /// The key of this name, of whichever variant.
    pub fn key(&self, name: &str) -> Option<&'static KeySpec> {
        self.every_key().find(|key| key.is_called(name))
    }

    /// All keys, those of every variant included.
    pub fn every_key(&self) -> impl Iterator<Item = &'static KeySpec> {
        let cases = self.variants.map_or(&[][..], |it| it.cases);
        self.keys.iter().chain(cases.iter().flat_map(|case| case.keys))
    }
}

impl ValueSpec {
    /// Whether a value is a string in TOML.
    pub fn is_string(&self) -> bool {
        matches!(self, ValueSpec::String | ValueSpec::Choice(_) | ValueSpec::Suggest(_) | ValueSpec::RowSql)
    }

    /// The table that a value, or an element of it, may be.
    pub fn table(&self) -> Option<&'static TableSpec> {
        match self {
            ValueSpec::Table(it) | ValueSpec::Named(it, _) => Some(it),
            ValueSpec::Array(it) => it.table(),
            ValueSpec::OneOf(all) => all.iter().find_map(ValueSpec::table),
            _ => None,
        }
    }

    /// The strings that a value, or an element of it, may be.
    pub fn choices(&self) -> &'static [&'static str] {
        match self {
            ValueSpec::Choice(it) | ValueSpec::Suggest(it) => it,
            ValueSpec::Array(it) => it.choices(),
            ValueSpec::OneOf(all) => {
                all.iter().map(ValueSpec::choices).find(|it| !it.is_empty()).unwrap_or(&[])
            }
            _ => &[],
        }
    }
}

/// The keys at the root of a kind of file; `None` for files that are not TOML of ours.
pub fn for_file_kind(kind: FileKind) -> Option<&'static TableSpec> {
    Some(match kind {
        FileKind::RockyToml => &rocky_toml::ROOT,
        FileKind::Sidecar => &model::SIDECAR,
        FileKind::Defaults => &model::DEFAULTS,
        FileKind::Group => &model::GROUP,
        FileKind::TestDefinitions => &model::TEST_DEFINITIONS,
        FileKind::Contract => &schema::CONTRACT,
        FileKind::SchemaFile => &schema::SCHEMA_FILE,
        FileKind::SeedSidecar => &schema::SEED_SIDECAR,
        // Frontmatter is written as a sidecar.
        FileKind::SqlModel | FileKind::SqlQuery => &model::SIDECAR,
        FileKind::RockyModel
        | FileKind::RockyQuery
        | FileKind::SeedSql
        | FileKind::SeedCsv
        | FileKind::Macro
        | FileKind::Other => return None,
    })
}

/// What the keys on a path from the root lead to. Array indexes are left out of a path, and names that the user
/// chooses (of adapters, columns) match any key.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// A table, or an array of such tables; the key is the one that holds it, where it is not freely named.
    Table(&'static TableSpec, Option<&'static KeySpec>),
    /// A key whose value is no table.
    Key(&'static KeySpec),
    /// A freely named value.
    Value(&'static ValueSpec),
}

/// What `path` leads to in this kind of file, where nothing is known of the file: of keys that several variants of a table
/// have, that of the first.
pub fn at_path<S: AsRef<str>>(kind: FileKind, path: &[S]) -> Option<Target> {
    at_path_in(kind, path, |_, _| None)
}

/// What `path` leads to in a file. `written` is the string under a key of the table that a path leads to: it decides which
/// variant that is.
pub fn at_path_in<S: AsRef<str>>(
    kind: FileKind,
    path: &[S],
    written: impl Fn(&[S], &str) -> Option<SmolStr>,
) -> Option<Target> {
    let mut target = Target::Table(for_file_kind(kind)?, None);
    let mut at = 0;
    while let Some(name) = path.get(at).map(AsRef::as_ref) {
        let Target::Table(table, _) = target else { return None };
        let case = table.variants.and_then(|it| it.case(written(&path[..at], it.tag).as_deref()));
        let of_case = case.and_then(|it| it.keys.iter().find(|key| key.is_called(name)));
        at += 1;
        target = match of_case.or_else(|| table.key(name)) {
            Some(key) => {
                // A name of the user's choice follows, unless the flat form is used.
                if let ValueSpec::Named(named, _) = key.value
                    && path.get(at).is_some_and(|next| named.key(next.as_ref()).is_none())
                {
                    at += 1;
                }
                match key.value.table() {
                    Some(table) => Target::Table(table, Some(key)),
                    None => Target::Key(key),
                }
            }
            None => {
                let rest = table.rest.as_ref()?;
                match rest.table() {
                    // Where a word or a table may stand, the path says which.
                    Some(table) if at < path.len() || rest.choices().is_empty() => Target::Table(table, None),
                    _ => Target::Value(rest),
                }
            }
        };
    }
    Some(target)
}

const fn key(name: &'static str, value: ValueSpec, doc: &'static str) -> KeySpec {
    KeySpec { name, aliases: &[], value, is_required: false, types: &[], doc }
}

const fn table(keys: &'static [KeySpec]) -> TableSpec {
    TableSpec { keys, variants: None, rest: None }
}

const fn map(value: ValueSpec) -> TableSpec {
    TableSpec { keys: &[], variants: None, rest: Some(value) }
}

const STRINGS: ValueSpec = ValueSpec::Array(&ValueSpec::String);
const PRIMARY_KEY: KeySpec = key("primary_key", STRINGS, "Columns that identify a row, and are never NULL.");
const UNIQUE: KeySpec = key(
    "unique",
    ValueSpec::Array(&STRINGS),
    "Lists of columns of which no two rows share their values, but for NULL: `[[\"a\"], [\"b\", \"c\"]]`.",
);
static STRING_MAP: TableSpec = map(ValueSpec::String);
static ANY_TABLE: TableSpec = map(ValueSpec::Any);
const SEVERITY: ValueSpec = ValueSpec::Choice(&["error", "warning"]);
