//! Bodies as SQL text.
//!
//! Only bodies lowered from the DSL are printed: the best text of a SQL model is its own. A body leaves out what does
//! not bear on names and types, so the forms that only SQL has are refused rather than printed wrongly.

mod expr;
mod query;

use base::{DialectKind, Ident};
use hir::{Body, RelationId};
use rustc_hash::FxHashMap;

/// A body, or a part of it, that cannot be written as SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unprintable {
    /// What cannot be written, to follow "because".
    pub reason: String,
}

impl Unprintable {
    pub(crate) fn new(reason: impl Into<String>) -> Unprintable {
        Unprintable { reason: reason.into() }
    }
}

/// What takes the place of names when a body is printed.
#[derive(Clone, Debug, Default)]
pub struct Substitutions {
    /// SQL to write for relations that are names: the table's name, and an alias where it needs one.
    pub relations: FxHashMap<RelationId, TableName>,
    /// Common table expressions to put before those of the body: name and query, both as SQL.
    pub ctes: Vec<(String, String)>,
}

/// A table's name as SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableName {
    /// The name, quoted where needed.
    pub name: String,
    /// The alias that keeps qualified columns working, where the reference has none of its own.
    pub alias: Option<String>,
}

/// Prints a body that was lowered from the DSL, one clause per line, with parentheses only where they matter.
///
/// # Errors
/// Part of the body is missing, or has no SQL.
pub fn print(
    body: &Body,
    dialect: DialectKind,
    substitutions: &Substitutions,
) -> Result<String, Unprintable> {
    let root = body.root.ok_or_else(|| Unprintable::new("the model has no query"))?;
    let mut printer = Printer { body, dialect, substitutions, remainders: 0, out: String::new() };
    printer.root(root)?;
    Ok(printer.out)
}

struct Printer<'a> {
    body: &'a Body,
    dialect: DialectKind,
    substitutions: &'a Substitutions,
    /// How many calls of `MOD` are open.
    remainders: u32,
    out: String,
}

impl Printer<'_> {
    fn word(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn ident(&mut self, ident: &Ident) {
        let text = ident_sql(ident, self.dialect);
        self.out.push_str(&text);
    }

    fn path(&mut self, path: &[Ident]) {
        for (index, part) in path.iter().enumerate() {
            if index > 0 {
                self.word(".");
            }
            self.ident(part);
        }
    }

    /// Prints a list with `, ` between its elements.
    fn separated<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut print: impl FnMut(&mut Self, T) -> Result<(), Unprintable>,
    ) -> Result<(), Unprintable> {
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.word(", ");
            }
            print(self, item)?;
        }
        Ok(())
    }
}

/// An identifier as SQL that means the same name. A bare one stays bare, since quoting would keep some dialects from
/// folding it, unless the dialect reserves the word.
pub(crate) fn ident_sql(ident: &Ident, dialect: DialectKind) -> String {
    if ident.quoted {
        return dialect::quote(&ident.text, dialect).into_owned();
    }
    let (letters, dollar) = match dialect {
        DialectKind::DuckDb => (char::is_alphabetic as fn(char) -> bool, true),
        DialectKind::Snowflake => (is_ascii_letter as fn(char) -> bool, true),
        DialectKind::Databricks | DialectKind::BigQuery | DialectKind::Trino => {
            (is_ascii_letter as fn(char) -> bool, false)
        }
    };
    let mut characters = ident.text.chars();
    let starts = characters.next().is_some_and(|it| it == '_' || letters(it));
    let bare = starts
        && characters.all(|it| it == '_' || (it == '$' && dollar) || it.is_ascii_digit() || letters(it));
    if bare && !dialect::is_reserved(&ident.text, dialect) {
        return ident.text.to_string();
    }
    match dialect {
        DialectKind::Snowflake => dialect::quote_always(&dialect::fold(ident, dialect), dialect),
        _ => dialect::quote_always(&ident.text, dialect),
    }
}

fn is_ascii_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
}
