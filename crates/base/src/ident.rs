//! Identifiers as written.

use smol_str::SmolStr;
use std::fmt;

/// An identifier of the source text: its content without quotes, and whether it was quoted.
///
/// Two identifiers may be spelled differently and still name one thing; the dialect's folding rules decide
/// (`dialect::fold`). `Eq` here is equality of spelling.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ident {
    /// The content, escapes resolved.
    pub text: SmolStr,
    /// Whether it stood in the dialect's identifier quotes.
    pub quoted: bool,
}

impl Ident {
    /// An unquoted identifier.
    pub fn new(text: impl Into<SmolStr>) -> Ident {
        Ident { text: text.into(), quoted: false }
    }

    /// A quoted identifier.
    pub fn quoted(text: impl Into<SmolStr>) -> Ident {
        Ident { text: text.into(), quoted: true }
    }

    /// The content.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.quoted { write!(f, "{:?}", self.text) } else { f.write_str(&self.text) }
    }
}
