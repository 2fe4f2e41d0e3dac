//! Names, paths, and the contents of quoted tokens.

use super::escapes;
use super::{Alias, AstNode, ColumnRef, DateField, Name, NameRef, Path, TableAlias};
use crate::{SyntaxKind, SyntaxToken};
use base::{DialectKind, Ident, SmolStr};
use rowan::NodeOrToken;

fn name_token(node: &crate::SyntaxNode) -> Option<SyntaxToken> {
    node.children_with_tokens().filter_map(NodeOrToken::into_token).find(|it| !it.kind().is_trivia())
}

/// The name that a token spells: quotes removed, doubled quotes single.
pub fn ident_of(token: &SyntaxToken) -> Ident {
    match token.kind() {
        SyntaxKind::QUOTED_IDENT | SyntaxKind::STRING => Ident::quoted(unquote(token.text())),
        _ => Ident::new(token.text()),
    }
}

/// The content of a quoted token: its quotes removed, its doubled quotes single. Prefixes such as `E` or `r` are
/// dropped; backslash escapes stay as written.
pub fn unquote(text: &str) -> SmolStr {
    if let Some(rest) = text.strip_prefix('$') {
        // $tag$ .. $tag$
        let Some(end) = rest.find('$') else { return text.into() };
        let tag = end + 2;
        return text.get(tag..text.len().saturating_sub(tag)).unwrap_or_default().into();
    }
    let start = text.find(['\'', '"', '`', '[']).unwrap_or(0);
    let body = &text[start..];
    let Some(open) = body.chars().next() else { return SmolStr::default() };
    let close = if open == '[' { ']' } else { open };
    let inner = &body[open.len_utf8()..];
    let inner = inner.strip_suffix(close).unwrap_or(inner);
    if inner.contains(close) {
        let mut doubled = String::new();
        doubled.push(close);
        doubled.push(close);
        inner.replace(&doubled, close.encode_utf8(&mut [0; 4])).into()
    } else {
        inner.into()
    }
}

/// The content of a string, escapes resolved. Three quotes on both sides are GoogleSQL's alone: elsewhere the inner ones are doubled
/// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#string_and_bytes_literals>).
pub fn string_content(text: &str, dialect: DialectKind) -> SmolStr {
    let body = text.trim_start_matches(|it: char| it.is_ascii_alphabetic());
    let is_tripled = |it: &str| body.len() >= 6 && body.starts_with(it) && body.ends_with(it);
    let content: SmolStr = match dialect {
        DialectKind::BigQuery if is_tripled("'''") || is_tripled("\"\"\"") => body[3..body.len() - 3].into(),
        _ => unquote(text),
    };
    if escapes::has_escapes(text, dialect) { escapes::resolved(&content).into() } else { content }
}

impl Name {
    /// The one token of the name.
    pub fn token(&self) -> Option<SyntaxToken> {
        name_token(self.syntax())
    }

    /// The name, unquoted.
    pub fn ident(&self) -> Option<Ident> {
        self.token().map(|it| ident_of(&it))
    }
}

impl NameRef {
    /// The one token of the name.
    pub fn token(&self) -> Option<SyntaxToken> {
        name_token(self.syntax())
    }

    /// The name, unquoted.
    pub fn ident(&self) -> Option<Ident> {
        self.token().map(|it| ident_of(&it))
    }
}

impl Path {
    /// The parts, outermost first.
    pub fn idents(&self) -> impl Iterator<Item = Ident> {
        self.segments().filter_map(|it| it.ident())
    }

    /// The last part: the name of the thing itself.
    pub fn last(&self) -> Option<NameRef> {
        self.segments().last()
    }
}

impl ColumnRef {
    /// The parts, outermost first.
    pub fn idents(&self) -> impl Iterator<Item = Ident> {
        self.segments().filter_map(|it| it.ident())
    }
}

impl Alias {
    /// The name given.
    pub fn ident(&self) -> Option<Ident> {
        self.name().and_then(|it| it.ident())
    }
}

impl TableAlias {
    /// The name given.
    pub fn ident(&self) -> Option<Ident> {
        self.name().and_then(|it| it.ident())
    }
}

impl DateField {
    /// The field in lower case, without quotes: `year`, `dow`.
    pub fn text(&self) -> Option<SmolStr> {
        let token = name_token(self.syntax())?;
        Some(ident_of(&token).text.to_ascii_lowercase().into())
    }
}
