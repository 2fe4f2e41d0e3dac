//! What is written, line by line: headers, entries and their values, not yet merged.

use base::{SmolStr, TextRange, TextSize};

/// A header or an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Which.
    pub kind: StatementKind,
    /// From its first to its last token, comments excluded.
    pub range: TextRange,
}

/// The two kinds of statements.
#[derive(Clone, Debug, PartialEq)]
pub enum StatementKind {
    /// `[a.b]` or `[[a.b]]`.
    Header(Header),
    /// `a.b = value`.
    Pair(Pair),
}

/// `[a.b]` or `[[a.b]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// The keys; at least one, which may be missing.
    pub keys: Vec<Key>,
    /// Whether it has two brackets.
    pub is_array: bool,
}

/// A key, or one part of a dotted key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Its text, without quotes and escapes.
    pub text: SmolStr,
    /// Its range with quotes; empty where a key is missing.
    pub range: TextRange,
}

impl Key {
    /// Whether there is nothing where a key should be.
    pub fn is_missing(&self) -> bool {
        self.range.is_empty()
    }
}

/// `a.b = value`, as far as it is there.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The keys; at least one, which may be missing.
    pub keys: Vec<Key>,
    /// Where `=` ends.
    pub equals: Option<TextSize>,
    /// The value.
    pub value: Option<Node>,
    /// From the first to the last token.
    pub range: TextRange,
}

/// A value as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Where it is, with quotes and brackets.
    pub range: TextRange,
}

/// The kinds of values.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// Everything without brackets.
    Scalar(Scalar),
    /// `[…]`.
    Array(Vec<Node>),
    /// `{…}`.
    Table(Vec<Pair>),
}

/// A value without parts.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// A string.
    String(super::StringValue),
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
    /// Something that is no value, reported; with the text that was probably meant, if it is a string.
    Invalid(Option<SmolStr>),
}
