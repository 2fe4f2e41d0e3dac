//! The parser's place in the tokens: looking ahead, skipping, reporting.

use super::{SyntaxError, Token, TokenKind};
use base::{TextRange, TextSize};

/// The state of a parse.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) offset: TextSize,
    pub(super) tokens: Vec<Token>,
    pub(super) position: usize,
    pub(super) errors: Vec<SyntaxError>,
}

impl<'a> Parser<'a> {
    /// Whether the brace at `position` is closed before a table header begins, and not too far away: looking further
    /// for each of many open braces would cost the square of the text.
    pub(super) fn closes(&self, position: usize) -> bool {
        let mut depth = 0_usize;
        for (index, token) in self.tokens.iter().enumerate().skip(position).take(4096) {
            match token.kind {
                TokenKind::LeftCurlyBracket => depth += 1,
                TokenKind::RightCurlyBracket => {
                    depth -= 1;
                    if depth == 0 {
                        return true;
                    }
                }
                TokenKind::LeftSquareBracket if self.begins_line(index) && self.header_at(index) => {
                    return false;
                }
                _ => {}
            }
        }
        false
    }

    pub(super) fn looks_like_header(&self) -> bool {
        self.header_at(self.position)
    }

    /// Whether the tokens from `index` on are `[key.key]` or `[[key.key]]` and nothing else on that line. In an array
    /// of arrays that would be an array of bare words, which are no values, so only a header can look so.
    pub(super) fn header_at(&self, index: usize) -> bool {
        let mut rest = self.line_from(index).filter(|token| token.kind != TokenKind::Whitespace);
        let mut opened = 0;
        let mut token = rest.next();
        while matches!(token, Some(it) if it.kind == TokenKind::LeftSquareBracket) && opened < 2 {
            opened += 1;
            token = rest.next();
        }
        loop {
            match token {
                Some(it) if it.kind == TokenKind::Atom && self.is_word(it) => {}
                _ => return false,
            }
            token = rest.next();
            if !matches!(token, Some(it) if it.kind == TokenKind::Dot) {
                break;
            }
            token = rest.next();
        }
        for _ in 0..opened {
            if !matches!(token, Some(it) if it.kind == TokenKind::RightSquareBracket) {
                return false;
            }
            token = rest.next();
        }
        opened > 0 && token.is_none()
    }

    /// Whether the tokens from here on are `key =`.
    pub(super) fn looks_like_entry(&self) -> bool {
        let mut rest =
            self.line_from(self.position).filter(|token| token.kind != TokenKind::Whitespace).peekable();
        loop {
            match rest.next() {
                Some(token) if is_key_start(token.kind) => {}
                _ => return false,
            }
            match rest.next().map(|token| token.kind) {
                Some(TokenKind::Equals) => return true,
                Some(TokenKind::Dot) => {}
                _ => return false,
            }
        }
    }

    /// Whether a bare token begins with a letter and is none of the words that are values.
    pub(super) fn is_word(&self, token: &Token) -> bool {
        let text = self.token_text(*token);
        text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
            && !matches!(text, "true" | "false" | "inf" | "nan")
    }

    pub(super) fn line_from(&self, index: usize) -> impl Iterator<Item = &Token> {
        self.tokens[index..]
            .iter()
            .take_while(|token| !matches!(token.kind, TokenKind::Newline | TokenKind::Comment))
    }

    pub(super) fn is_line_start(&self) -> bool {
        self.begins_line(self.position)
    }

    pub(super) fn begins_line(&self, index: usize) -> bool {
        let before = self.tokens[..index].iter().rev().find(|token| token.kind != TokenKind::Whitespace);
        before.is_none_or(|token| token.kind == TokenKind::Newline)
    }

    pub(super) fn peek_token(&self) -> Option<Token> {
        self.tokens.get(self.position).copied()
    }

    pub(super) fn peek(&self) -> Option<TokenKind> {
        self.peek_token().map(|token| token.kind)
    }

    pub(super) fn eat(&mut self, kind: TokenKind) -> bool {
        let found = self.peek() == Some(kind);
        self.position += usize::from(found);
        found
    }

    pub(super) fn skip_spaces(&mut self) {
        while self.eat(TokenKind::Whitespace) {}
    }

    pub(super) fn skip_trivia(&mut self) {
        while let Some(TokenKind::Whitespace | TokenKind::Newline | TokenKind::Comment) = self.peek() {
            self.position += 1;
        }
    }

    pub(super) fn skip_to_newline(&mut self) {
        while !matches!(self.peek(), None | Some(TokenKind::Newline)) {
            self.position += 1;
        }
    }

    /// Reports everything up to the end of the line, or to a comment.
    pub(super) fn skip_line(&mut self, message: &str) {
        let start = self.here();
        let mut end = start;
        while let Some(token) = self.peek_token() {
            match token.kind {
                TokenKind::Newline | TokenKind::Comment => break,
                TokenKind::Whitespace => {}
                _ => end = token.range.end(),
            }
            self.position += 1;
        }
        self.error(TextRange::new(start, end), message.to_owned());
    }

    /// Where the next token begins.
    pub(super) fn here(&self) -> TextSize {
        self.peek_token().map_or(self.offset + TextSize::of(self.text), |token| token.range.start())
    }

    /// Where the last token ended.
    pub(super) fn previous_end(&self) -> TextSize {
        match self.position.checked_sub(1).and_then(|index| self.tokens.get(index)) {
            Some(token) => token.range.end(),
            None => self.offset,
        }
    }

    pub(super) fn slice(&self, range: TextRange) -> &'a str {
        &self.text[range - self.offset]
    }

    pub(super) fn token_text(&self, token: Token) -> &'a str {
        self.slice(token.range)
    }

    pub(super) fn error(&mut self, range: TextRange, message: String) {
        self.errors.push(SyntaxError { range, message, related: None });
    }
}

/// Whether a key may begin with a token of this kind.
pub(super) fn is_key_start(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Atom
            | TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString
    )
}
