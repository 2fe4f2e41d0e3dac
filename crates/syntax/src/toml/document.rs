//! The merged view: one table, whatever mixture of headers and dotted keys wrote it.

use super::{Key, SyntaxError};
use base::{SmolStr, TextRange, TextSize};

/// A TOML text as one table.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Everything.
    pub root: Table,
    /// What is wrong, in the text's order.
    pub errors: Vec<SyntaxError>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// How it came to be.
    pub kind: TableKind,
    /// Its header and its own entries, without tables that have headers of their own.
    pub range: TextRange,
    /// What opens it: its header or that of the first table in it, its dotted key, its braces with what is between
    /// them. For the document the empty range at its start.
    pub opening: TextRange,
    /// Its entries, in the text's order. No key occurs twice: the first one stays.
    pub entries: Vec<Entry>,
}

/// How a table was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// The document itself.
    Root,
    /// By its own header, `[a]` or one of `[[a]]`.
    Header,
    /// By the header of a table in it only.
    Implicit,
    /// By dotted keys.
    Dotted,
    /// In braces.
    Inline,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key, where it was written first.
    pub key: Key,
    /// The value.
    pub value: Value,
    /// From the first key of the statement to the end of the value. For a table with a header, that of the header.
    pub range: TextRange,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// What it is.
    pub kind: ValueKind,
    /// Where it is, with quotes and brackets; for tables [`Table::range`].
    pub range: TextRange,
}

/// The kinds of values.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// A string.
    String(StringValue),
    /// An integer.
    Integer(i64),
    /// A float.
    Float(f64),
    /// A boolean.
    Boolean(bool),
    /// A date, a time or both, as written.
    Datetime(SmolStr),
    /// `${NAME}` or `${NAME:-default}` without quotes: what stands between the braces.
    Variable(SmolStr),
    /// Something that is no value, or nothing at all. It has been reported. With the text that was probably meant.
    Invalid(Option<SmolStr>),
    /// `[…]`, or every `[[a]]` together.
    Array(Vec<Value>),
    /// A table.
    Table(Table),
}

/// A string and where its content stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringValue {
    /// The content, escapes resolved.
    pub text: SmolStr,
    /// Where the content begins in the file.
    pub content_start: TextSize,
    /// Whether the content stands in the file as it is, so that offsets in it are offsets in the file.
    pub is_verbatim: bool,
}

impl StringValue {
    /// The range in the file of a byte range of the content, where the content has no escapes.
    pub fn map(&self, range: TextRange) -> Option<TextRange> {
        (self.is_verbatim && usize::from(range.end()) <= self.text.len()).then(|| range + self.content_start)
    }
}

impl Table {
    /// The entry of this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.text == key)
    }

    /// The value of this key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The table of this key.
    pub fn table(&self, key: &str) -> Option<&Table> {
        self.get(key)?.as_table()
    }
}

impl Value {
    /// The text of a string, or what was probably meant by a broken one.
    pub fn as_str(&self) -> Option<&SmolStr> {
        match &self.kind {
            ValueKind::String(it) => Some(&it.text),
            ValueKind::Invalid(text) => text.as_ref(),
            _ => None,
        }
    }

    /// The table.
    pub fn as_table(&self) -> Option<&Table> {
        match &self.kind {
            ValueKind::Table(it) => Some(it),
            _ => None,
        }
    }

    /// The elements of an array.
    pub fn as_array(&self) -> Option<&[Value]> {
        match &self.kind {
            ValueKind::Array(it) => Some(it),
            _ => None,
        }
    }
}

impl ValueKind {
    /// What it is, with its article, for messages.
    pub fn description(&self) -> &'static str {
        match self {
            ValueKind::String(_) => "a string",
            ValueKind::Integer(_) => "an integer",
            ValueKind::Float(_) => "a float",
            ValueKind::Boolean(_) => "a boolean",
            ValueKind::Datetime(_) => "a date or time",
            ValueKind::Variable(_) => "an environment variable",
            ValueKind::Invalid(_) => "no value",
            ValueKind::Array(_) => "an array",
            ValueKind::Table(_) => "a table",
        }
    }
}
