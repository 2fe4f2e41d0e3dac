//! Tokens to statements, with recovery at line starts.

use super::{
    Header, Key, Node, NodeKind, Pair, Statement, StatementKind, SyntaxError, TokenKind,
    cursor::{Parser, is_key_start},
    lexer::tokens,
};
use base::{SmolStr, TextRange, TextSize};

/// How deep arrays and inline tables may be nested, and how many parts a dotted key may have.
const MAX_DEPTH: usize = 64;

/// The statements of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Parse {
    /// What is written, in order.
    pub statements: Vec<Statement>,
    /// What is wrong, in order.
    pub errors: Vec<SyntaxError>,
    /// The comments, in order.
    pub comments: Vec<TextRange>,
    /// The whole text.
    pub range: TextRange,
}

/// Parses `text` that begins at `offset` of its file.
pub fn parse_statements(text: &str, offset: TextSize) -> Parse {
    let range = TextRange::at(offset, TextSize::of(text));
    let mut parser = Parser { text, offset, tokens: tokens(text, offset), position: 0, errors: Vec::new() };
    let mut statements = Vec::new();
    while let Some(statement) = parser.statement() {
        statements.push(statement);
    }
    parser.errors.sort_by_key(|error| (error.range.start(), error.range.end()));
    let comments = parser.tokens.iter().filter(|token| token.kind == TokenKind::Comment);
    let comments = comments.map(|token| token.range).collect();
    Parse { statements, errors: parser.errors, comments, range }
}

impl<'a> Parser<'a> {
    /// The next header or entry. Lines that are neither are reported and skipped.
    fn statement(&mut self) -> Option<Statement> {
        loop {
            self.skip_trivia();
            let start = self.peek_token()?.range.start();
            match self.peek() {
                Some(TokenKind::LeftSquareBracket) => {
                    let header = self.header();
                    return Some(self.finish(start, StatementKind::Header(header)));
                }
                Some(kind) if is_key_start(kind) || matches!(kind, TokenKind::Dot | TokenKind::Equals) => {
                    let pair = self.pair(0);
                    return Some(self.finish(start, StatementKind::Pair(pair)));
                }
                _ => {
                    self.skip_line("expected a key or a table header");
                }
            }
        }
    }

    fn finish(&mut self, start: TextSize, kind: StatementKind) -> Statement {
        let range = TextRange::new(start, self.previous_end());
        self.skip_spaces();
        match self.peek() {
            None | Some(TokenKind::Newline | TokenKind::Comment) => {}
            // A missing value or `=` has been reported already.
            _ if matches!(&kind, StatementKind::Pair(pair) if pair.value.is_none()) => self.skip_to_newline(),
            _ => self.skip_line("expected the end of the line"),
        }
        Statement { kind, range }
    }

    fn header(&mut self) -> Header {
        let start = self.position;
        self.position += 1;
        let is_array = self.eat(TokenKind::LeftSquareBracket);
        self.skip_spaces();
        let keys = self.keys();
        let close = if is_array { "]]" } else { "]" };
        let closed =
            self.eat(TokenKind::RightSquareBracket) && (!is_array || self.eat(TokenKind::RightSquareBracket));
        if !closed && !keys.iter().any(Key::is_missing) {
            let range = TextRange::new(self.tokens[start].range.start(), self.previous_end());
            self.error(range, format!("this table header is not closed: expected `{close}`"));
            self.skip_to_newline();
        }
        Header { keys, is_array }
    }

    /// `a.b = value`. Does not go past the end of the line, except inside brackets.
    fn pair(&mut self, depth: usize) -> Pair {
        let start = self.here();
        let keys = self.keys();
        let mut equals = None;
        let mut value = None;
        if self.peek() == Some(TokenKind::Equals) {
            self.position += 1;
            equals = Some(self.previous_end());
            let after = self.position;
            self.skip_spaces();
            let before = self.position;
            value = self.value(depth);
            if value.is_none() && self.position == before {
                self.position = after;
                let range = TextRange::new(start, self.previous_end());
                self.error(range, "this key has no value".to_owned());
            }
        } else if !keys.iter().any(Key::is_missing) {
            let range = TextRange::new(start, self.previous_end());
            self.error(range, "expected `=` and a value after this key".to_owned());
        }
        Pair { keys, equals, value, range: TextRange::new(start, self.previous_end()) }
    }

    /// One key or several with dots between them; missing ones are reported and have an empty range.
    fn keys(&mut self) -> Vec<Key> {
        let mut keys = Vec::new();
        loop {
            let key = match self.peek_token() {
                Some(token) if is_key_start(token.kind) => {
                    self.position += 1;
                    self.decode_key(token)
                }
                _ => {
                    let at = TextRange::empty(self.here());
                    let shown = self.peek_token().map_or(at, |token| token.range);
                    let shown = if self.peek() == Some(TokenKind::Newline) { at } else { shown };
                    self.error(shown, "expected a key".to_owned());
                    Key { text: SmolStr::default(), range: at }
                }
            };
            if keys.len() < MAX_DEPTH {
                keys.push(key);
            } else {
                self.error(key.range, format!("a dotted key has at most {MAX_DEPTH} parts"));
            }
            let end = self.position;
            self.skip_spaces();
            if !self.eat(TokenKind::Dot) {
                if !matches!(self.peek(), Some(TokenKind::Equals | TokenKind::RightSquareBracket)) {
                    self.position = end;
                }
                return keys;
            }
            self.skip_spaces();
        }
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        let token = self.peek_token()?;
        let start = token.range.start();
        if depth > MAX_DEPTH {
            self.error(token.range, format!("values are nested at most {MAX_DEPTH} deep"));
            self.skip_to_newline();
            return None;
        }
        let kind = match token.kind {
            TokenKind::LeftSquareBracket => NodeKind::Array(self.array(depth)),
            TokenKind::LeftCurlyBracket => NodeKind::Table(self.inline_table(depth)),
            TokenKind::LiteralString
            | TokenKind::BasicString
            | TokenKind::MlLiteralString
            | TokenKind::MlBasicString => {
                self.position += 1;
                NodeKind::Scalar(self.string(token))
            }
            TokenKind::Atom | TokenKind::Dot => NodeKind::Scalar(self.bare_scalar()),
            _ => return None,
        };
        Some(Node { kind, range: TextRange::new(start, self.previous_end()) })
    }

    fn array(&mut self, depth: usize) -> Vec<Node> {
        let open = self.tokens[self.position].range;
        self.position += 1;
        let mut elements = Vec::new();
        let mut needs_comma = false;
        loop {
            let end = self.position;
            self.skip_trivia();
            let Some(token) = self.peek_token() else {
                self.position = end;
                self.error(open, "this array is not closed: expected `]`".to_owned());
                return elements;
            };
            if self.is_line_start() && (self.looks_like_header() || self.looks_like_entry()) {
                self.position = end;
                self.error(open, "this array is not closed: expected `]`".to_owned());
                return elements;
            }
            match token.kind {
                TokenKind::RightSquareBracket => {
                    self.position += 1;
                    return elements;
                }
                TokenKind::Comma => {
                    self.position += 1;
                    if !needs_comma {
                        self.error(token.range, "expected a value before this comma".to_owned());
                    }
                    needs_comma = false;
                }
                // An inline table around this array goes on.
                TokenKind::RightCurlyBracket if depth > 0 => {
                    self.error(open, "this array is not closed: expected `]`".to_owned());
                    return elements;
                }
                _ => {
                    let before = self.position;
                    if let Some(value) = self.value(depth + 1) {
                        if needs_comma {
                            let at = TextRange::empty(value.range.start());
                            self.error(at, "expected a comma between the values of an array".to_owned());
                        }
                        elements.push(value);
                        needs_comma = true;
                    } else if self.position == before {
                        self.error(token.range, "expected a value or `]`".to_owned());
                        self.position += 1;
                    }
                }
            }
        }
    }

    /// `{ … }`, over several lines too as TOML 1.1 allows. One that is never closed ends with its line.
    fn inline_table(&mut self, depth: usize) -> Vec<Pair> {
        let open = self.tokens[self.position].range;
        let multi_line = self.closes(self.position);
        self.position += 1;
        let mut pairs = Vec::new();
        let mut needs_comma = false;
        loop {
            let end = self.position;
            if multi_line {
                self.skip_trivia();
            } else {
                self.skip_spaces();
            }
            let Some(token) = self.peek_token() else {
                self.position = end;
                self.error(open, "this inline table is not closed: expected `}`".to_owned());
                return pairs;
            };
            match token.kind {
                TokenKind::RightCurlyBracket => {
                    self.position += 1;
                    return pairs;
                }
                TokenKind::Comma => {
                    self.position += 1;
                    if !needs_comma {
                        self.error(token.range, "expected a key before this comma".to_owned());
                    }
                    needs_comma = false;
                }
                kind if is_key_start(kind) || matches!(kind, TokenKind::Dot | TokenKind::Equals) => {
                    if needs_comma {
                        let at = TextRange::empty(token.range.start());
                        self.error(at, "expected a comma between the entries of an inline table".to_owned());
                    }
                    pairs.push(self.pair(depth + 1));
                    needs_comma = true;
                }
                TokenKind::Newline | TokenKind::Comment | TokenKind::RightSquareBracket => {
                    self.position = end;
                    self.error(open, "this inline table is not closed: expected `}`".to_owned());
                    return pairs;
                }
                _ => {
                    self.error(token.range, "expected a key or `}`".to_owned());
                    self.position += 1;
                }
            }
        }
    }
}
