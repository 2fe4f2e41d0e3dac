//! TOML: text to statements to one merged table, every part with its range, whatever is wrong with the text.
//!
//! The lexer and the scalar decoders are those of `toml_parser`. The parser is ours because of what it does with text
//! that is being typed: a statement never swallows the lines behind it. An array that is not closed ends where a line
//! begins like an entry or a header, a string that is not closed ends with its line.
//!
//! Invariants: [`tokens`] cover the text without gaps; the statements are in order and do not overlap; nothing panics.

mod content;
mod cursor;
mod document;
mod lexer;
mod merge;
mod parser;
mod position;
mod scalar;
mod statement;

#[cfg(test)]
mod tests;

pub use content::Content;
pub use document::{Document, Entry, StringValue, Table, TableKind, Value, ValueKind};
pub use lexer::{Token, TokenKind, tokens};
pub use parser::{Parse, parse_statements};
pub use position::{Place, Position, position_at};
pub use statement::{Header, Key, Node, NodeKind, Pair, Scalar, Statement, StatementKind};

use base::{TextRange, TextSize};

/// Something wrong with the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where; never beyond the text.
    pub range: TextRange,
    /// What is wrong and what was expected.
    pub message: String,
    /// An earlier place that this one contradicts, and why.
    pub related: Option<(TextRange, String)>,
}

/// Parses `text` that begins at `offset` of its file: every range is one of the file.
pub fn parse(text: &str, offset: TextSize) -> Document {
    merge::document(parse_statements(text, offset))
}
