//! What a dialect's parser refuses although the grammar reads it: values of literals, combinations of clauses.
//!
//! A grammar rule calls its check where it has just read what is to be checked. Each check asks for its dialect first,
//! so that the others pay nothing, and refuses exactly the tokens that are at fault ([`Parser::refuse`]). Where those
//! tokens hold a syntax error, that error is reported alone.
//!
//! The rules for Databricks are those that Spark's parser applies before any table is known: its `AstBuilder`, as
//! described in <https://docs.databricks.com/en/error-messages/error-classes.html>.

pub(crate) mod dates;
pub(crate) mod duckdb;
pub(crate) mod intervals;
pub(crate) mod joins;
pub(crate) mod literals;
pub(crate) mod numbers;
pub(crate) mod queries;
pub(crate) mod samples;
pub(crate) mod types;

use crate::parser::Parser;
use base::DialectKind;

/// The places of the first and the last token of something.
#[derive(Clone, Copy)]
pub(crate) struct TokenRange {
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// Whether Spark's checks apply.
pub(crate) fn is_spark(p: &Parser<'_>) -> bool {
    p.dialect == DialectKind::Databricks
}

/// What stands between the quotes of a string token, if it holds no escapes and has no prefix.
pub(crate) fn plain_string(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|it| matches!(it, '\'' | '"'))?;
    let inner = text[1..].strip_suffix(quote)?;
    (!inner.contains(['\\', quote])).then_some(inner)
}

/// How many characters a string token of Spark stands for.
pub(crate) fn count_characters(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|it| matches!(it, '\'' | '"'))?;
    let inner = text[1..].strip_suffix(quote)?;
    let (mut count, mut chars) = (0, inner.chars());
    while let Some(c) = chars.next() {
        // An escape, or a quote that is doubled: two characters for one.
        if c == '\\' || c == quote {
            chars.next();
        }
        count += 1;
    }
    Some(count)
}
