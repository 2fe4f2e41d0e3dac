//! Tokens of TOML.

use base::{TextRange, TextSize};
pub use toml_parser::lexer::TokenKind;

/// A token: the lexer's kind and a range of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is. A byte order mark is whitespace.
    pub kind: TokenKind,
    /// Where it is.
    pub range: TextRange,
}

/// The tokens of `text`, which begins at `offset` of its file. They cover it without gaps; there is none for the end.
///
/// A multi-line string that is not closed ends with its first line, and what follows is lexed anew.
pub fn tokens(text: &str, offset: TextSize) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 4);
    let mut begin = 0;
    loop {
        let source = toml_parser::Source::new(&text[begin..]);
        let mut end = begin;
        let mut restart = None;
        for token in source.lex() {
            if token.kind() == TokenKind::Eof {
                break;
            }
            let span = begin + token.span().start()..begin + token.span().end();
            if span.start > end {
                tokens.push(Token { kind: TokenKind::Whitespace, range: range(end..span.start, offset) });
            }
            end = span.end;
            let quote = match token.kind() {
                TokenKind::MlBasicString => "\"\"\"",
                TokenKind::MlLiteralString => "'''",
                _ => "",
            };
            if !quote.is_empty() && !is_closed(&text[span.clone()], quote) {
                let line = text[span.clone()].find(['\r', '\n']).map(|it| span.start + it);
                end = line.unwrap_or(end);
                restart = line;
            }
            tokens.push(Token { kind: token.kind(), range: range(span.start..end, offset) });
            if restart.is_some() {
                break;
            }
        }
        match restart {
            Some(position) => begin = position,
            None => return with_rest(tokens, end, text, offset),
        }
    }
}

/// A text of nothing but a byte order mark has no token in the lexer's eyes.
fn with_rest(mut tokens: Vec<Token>, end: usize, text: &str, offset: TextSize) -> Vec<Token> {
    if end < text.len() {
        tokens.push(Token { kind: TokenKind::Whitespace, range: range(end..text.len(), offset) });
    }
    tokens
}

fn range(span: std::ops::Range<usize>, offset: TextSize) -> TextRange {
    let size = |position: usize| TextSize::try_from(position).unwrap_or(TextSize::from(u32::MAX));
    TextRange::new(offset + size(span.start), offset + size(span.end))
}

/// Whether a string token ends with the quote that it began with.
pub(super) fn is_closed(token: &str, quote: &str) -> bool {
    let Some(content) = token.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) else {
        return false;
    };
    let backslashes = content.bytes().rev().take_while(|byte| *byte == b'\\').count();
    quote.starts_with('\'') || backslashes % 2 == 0
}
