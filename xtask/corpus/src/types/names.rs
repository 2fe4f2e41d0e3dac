//! Whether a column's name counts, and whether Rocky has it right.
//!
//! A name counts where it comes from an alias or a column. Names that an engine makes up for an expression, such as
//! `count_star()` or `_col0`, change between its releases, and Rocky leaves them empty. So:
//!
//! - a name that Rocky gives counts always: it must be the engine's, to the letter;
//! - a name that Rocky does not give counts if the engine has it from the text: it is written there or in the schema as
//!   an identifier, and the column is not defined by an expression without an alias.

use super::project::Definition;
use base::DialectKind;
use std::collections::BTreeSet;

/// The identifiers of a query and of its schema, in lower case.
pub struct Written(BTreeSet<String>);

impl Written {
    /// The words and quoted identifiers of a text.
    pub fn new(sql: &str, dialect: DialectKind) -> Written {
        let mut words = BTreeSet::new();
        let tree = syntax::parse_sql(sql, dialect);
        for token in tree.syntax().descendants_with_tokens().filter_map(syntax::NodeOrToken::into_token) {
            let text = token.text();
            let quotes: &[char] = match dialect {
                DialectKind::BigQuery | DialectKind::Databricks => &['`'],
                _ => &['"'],
            };
            let is_quoted = text.starts_with(quotes);
            if is_quoted || text.starts_with(|it: char| it.is_alphabetic() || it == '_') {
                words.insert(syntax::ast::ident_of(&token).text.to_lowercase());
            }
        }
        Written(words)
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains(&name.to_lowercase())
    }
}

/// How a column's name stands to the engine's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameVerdict {
    /// The engine makes it up.
    NotCounted,
    /// It is the same.
    Agrees,
    /// It is another, or there is none.
    Differs,
}

/// Compares names. `ours` is absent where Rocky has no such column.
pub fn compare(
    ours: Option<(&str, Definition)>,
    theirs: Option<&str>,
    written: [&Written; 2],
) -> NameVerdict {
    let is_written = |name: &str| written.iter().any(|it| it.has(name));
    match (ours, theirs) {
        (Some((name, _)), theirs) if !name.is_empty() => match Some(name) == theirs {
            true => NameVerdict::Agrees,
            false => NameVerdict::Differs,
        },
        (Some((_, Definition::Expression)), _) | (_, None) => NameVerdict::NotCounted,
        (_, Some(theirs)) if is_written(theirs) => NameVerdict::Differs,
        _ => NameVerdict::NotCounted,
    }
}
