//! The name that a thing is to get, and how it is written in each language.

use super::{Outcome, RefusalReason, RenameRefusal};
use base::{DialectKind, Ident, SmolStr};

/// A new name, quoted where whoever asked for it wrote quotes.
pub(super) struct NewName {
    pub(super) ident: Ident,
}

impl NewName {
    pub(super) fn parse(text: &str) -> Outcome<NewName> {
        let text = text.trim();
        let is_quoted = |quote: char| text.len() >= 2 && text.starts_with(quote) && text.ends_with(quote);
        let ident = match is_quoted('"') || is_quoted('`') {
            true => Ident::quoted(syntax::ast::unquote(text)),
            false => Ident::new(text),
        };
        let is_name = !ident.text.is_empty() && !ident.text.chars().any(char::is_control);
        match is_name {
            true => Ok(NewName { ident }),
            false => Err(invalid(format!("`{text}` is no name"))),
        }
    }

    /// As SQL has it: in quotes only where they were asked for, or where the name cannot stand bare.
    pub(super) fn sql(&self, dialect: DialectKind) -> String {
        match self.in_dialect(dialect).quoted {
            true => dialect::quote_always(&self.ident.text, dialect),
            false => self.ident.text.to_string(),
        }
    }

    /// As it stands within quotes that are around a whole path.
    pub(super) fn in_path(&self) -> Outcome<&str> {
        let text = self.ident.text.as_str();
        match text.contains(['`', '.', '\\']) {
            true => Err(invalid(format!("`{text}` cannot stand within the quotes of a path"))),
            false => Ok(text),
        }
    }

    /// The identifier that [`NewName::sql`] is.
    pub(super) fn in_dialect(&self, dialect: DialectKind) -> Ident {
        // What folding does to letters is as wanted: only other characters and reserved words ask for quotes.
        let upper = self.ident.text.to_ascii_uppercase();
        let needs_quotes = dialect::quote(&upper, dialect) != upper.as_str();
        Ident { quoted: self.ident.quoted || needs_quotes, ..self.ident.clone() }
    }

    /// How the engine spells a column of this name.
    pub(super) fn stored(&self, dialect: DialectKind) -> SmolStr {
        let ident = self.in_dialect(dialect);
        match dialect {
            DialectKind::Snowflake | DialectKind::Trino => dialect::fold(&ident, dialect),
            _ => ident.text,
        }
    }

    /// As the DSL has it, which has no quotes.
    pub(super) fn rocky(&self) -> Outcome<&str> {
        let text = self.ident.text.as_str();
        let mut letters = text.chars();
        let is_bare = letters.next().is_some_and(|it| it == '_' || it.is_ascii_alphabetic())
            && letters.all(|it| it == '_' || it.is_ascii_alphanumeric());
        let parses = || syntax::parse_rocky(&format!("from t\nderive {{ {text}: 1 }}\n")).errors.is_empty();
        match is_bare && parses() {
            true => Ok(text),
            false => Err(invalid(format!("the DSL cannot write the name `{text}`"))),
        }
    }
}

pub(super) fn invalid(message: String) -> RenameRefusal {
    RenameRefusal::new(RefusalReason::InvalidName, message)
}
