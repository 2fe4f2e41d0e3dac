//! Errors of the parser and the phrases they are made of.

use super::Parser;
use crate::SyntaxKind;

/// What an error points at. Numbers are places of significant tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// A token, or the last one where the text ends.
    Token(usize),
}

/// A mistake, in places of tokens.
#[derive(Clone, Debug)]
pub(crate) struct ParseError {
    pub(crate) anchor: Anchor,
    pub(crate) message: String,
    /// The token that explains it: the bracket that is never closed.
    pub(crate) opened: Option<usize>,
    pub(crate) fix: Option<ParseFix>,
}

/// A mend, in places of tokens.
#[derive(Clone, Debug)]
pub(crate) enum ParseFix {
    /// Removes a token.
    Delete(usize),
    /// Puts text before a token.
    InsertBefore(usize, &'static str),
    /// Puts text behind a token.
    InsertAfter(usize, &'static str),
    /// Puts other text in a token's place.
    Replace(usize, String),
}

impl Parser<'_> {
    /// Reports a mistake at the current token. A second one at the same place is a consequence and is dropped.
    pub(crate) fn error(&mut self, message: impl Into<String>) {
        let at = self.pos;
        self.error_at(Anchor::Token(at), message.into(), None);
    }

    pub(crate) fn error_at(&mut self, anchor: Anchor, message: String, fix: Option<ParseFix>) {
        if self.muted {
            return;
        }
        let place = |Anchor::Token(at): Anchor| at.min(self.input.len().saturating_sub(1));
        if self.kind(place(anchor)) == SyntaxKind::ERROR_TOKEN {
            // The lexer has said what is wrong with it.
            return;
        }
        let at = |Anchor::Token(at): Anchor| at;
        if self.errors.last().is_some_and(|last| at(last.anchor) >= at(anchor)) {
            return;
        }
        self.errors.push(ParseError { anchor, message, opened: None, fix });
    }

    /// "expected X after `Y` in Z, found `W`".
    pub(crate) fn expected(&mut self, what: &str) {
        self.expected_in(what, self.clause);
    }

    pub(crate) fn expected_in(&mut self, what: &str, clause: &str) {
        let message = self.expectation(what, clause);
        self.error(message);
    }

    /// Reports that a comma has nothing behind it.
    pub(crate) fn trailing_comma(&mut self, what: &str) {
        let comma = self.pos.saturating_sub(1);
        let message = self.expectation(what, self.clause);
        self.error_at(Anchor::Token(comma), message, Some(ParseFix::Delete(comma)));
    }

    pub(crate) fn expectation(&self, what: &str, clause: &str) -> String {
        let mut message = format!("expected {what}");
        let before = if self.pos > 0 { self.input.text(self.text, self.pos - 1) } else { "" };
        if !before.is_empty() && before.len() <= 30 && !before.contains(['\n', '`']) {
            message += &format!(" after `{before}`");
        }
        // "after `WHERE` in WHERE" would say one thing twice.
        let is_said = clause.split(' ').any(|word| word.trim_matches('`').eq_ignore_ascii_case(before));
        if !clause.is_empty() && !is_said {
            message += &format!(" in {clause}");
        }
        message + ", found " + &self.found()
    }

    /// The current token in words.
    fn found(&self) -> String {
        match self.current() {
            SyntaxKind::EOF => "the end of the text".to_owned(),
            _ => {
                let text = self.text(0);
                match text.char_indices().nth(30) {
                    Some((end, _)) => format!("`{}…`", text[..end].replace(['\n', '\r'], " ")),
                    None => format!("`{}`", text.replace(['\n', '\r'], " ")),
                }
            }
        }
    }

    /// Consumes a token of this kind or says that it is missing.
    pub(crate) fn expect(&mut self, kind: SyntaxKind) -> bool {
        if self.eat(kind) {
            return true;
        }
        let spelling = kind.spelling().unwrap_or("a token");
        if !self.at_error_token() {
            self.expected(&format!("`{spelling}`"));
        }
        false
    }

    /// Consumes a closing bracket, or says where the one that it would close was opened.
    pub(crate) fn expect_closing(&mut self, kind: SyntaxKind, opened: usize) {
        if self.eat(kind) {
            return;
        }
        let spelling = kind.spelling().unwrap_or(")");
        let what = format!("`{spelling}`");
        self.missing_end(opened, &what, spelling);
    }

    /// Reports that what was opened by the token at `opened` is not ended here. If another error was met since, that is
    /// why; of several that are open, only the innermost is surely at fault.
    pub(crate) fn missing_end(&mut self, opened: usize, what: &str, insert: &'static str) {
        let is_consequence =
            self.errors.last().is_some_and(|ParseError { anchor: Anchor::Token(at), .. }| *at >= opened);
        if is_consequence && self.at_end() {
            return;
        }
        let opening = self.input.text(self.text, opened);
        let message = self.expectation(&format!("{what} for the `{opening}`"), self.clause);
        let last = self.pos.saturating_sub(1);
        let at = if self.at_end() { last } else { self.pos };
        let errors = self.errors.len();
        self.error_at(Anchor::Token(at), message, Some(ParseFix::InsertAfter(last, insert)));
        if let Some(error) = self.errors.get_mut(errors) {
            error.opened = Some(opened);
        }
    }

    /// Whether the statement ends here.
    pub(crate) fn at_end(&self) -> bool {
        matches!(self.current(), SyntaxKind::EOF | SyntaxKind::SEMICOLON)
    }

    fn at_error_token(&self) -> bool {
        self.at(SyntaxKind::ERROR_TOKEN)
    }

    /// Consumes one token into an error node.
    pub(crate) fn skip_token(&mut self) {
        let m = self.start();
        self.bump_any();
        m.complete(self, SyntaxKind::ERROR);
    }
}
