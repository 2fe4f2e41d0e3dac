//! The parser's machinery: tokens without trivia in, a flat list of events out. The grammar is in [`crate::grammar`].

mod error;
mod event;
mod input;
mod marker;
mod refusal;
mod token_set;

pub(crate) use error::{Anchor, ParseError, ParseFix};
pub(crate) use event::Event;
pub(crate) use input::Input;
pub(crate) use marker::{CompletedMarker, Marker};
pub(crate) use refusal::Refusal;
pub(crate) use token_set::TokenSet;

use crate::keywords::Reserved;
use crate::{Feature, SyntaxKind};
use base::DialectKind;
use std::cell::Cell;

/// How deep expressions, queries and types may nest. Deeper text is skipped with an error.
const MAX_DEPTH: u32 = 256;

/// How long a chain of left-nested operators may grow. DuckDB refuses expressions deeper than 1,000 by default, but for
/// `AND` and `OR`, of which it makes flat lists: two thousand of them must pass.
pub(crate) const MAX_CHAIN: u32 = 2_100;

/// How often the parser may look without consuming a token.
const MAX_LOOKS: u32 = 100_000;

/// A feature that a text uses, by the places of its first and last significant token.
#[derive(Clone, Copy)]
pub(crate) struct UsedFeature {
    pub(crate) feature: Feature,
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// What a parse yields besides the events of its tree.
pub(crate) struct Found {
    pub(crate) errors: Vec<ParseError>,
    pub(crate) features: Vec<UsedFeature>,
    pub(crate) refusals: Vec<Refusal>,
}

/// The state of one parse.
pub(crate) struct Parser<'a> {
    input: &'a Input,
    /// The kinds of the input's tokens, where they are looked at most.
    kinds: &'a [Cell<SyntaxKind>],
    text: &'a str,
    events: &'a mut Vec<Event>,
    errors: Vec<ParseError>,
    features: Vec<UsedFeature>,
    refusals: Vec<Refusal>,
    pos: usize,
    /// How often the parser looked at a token, up to the last one that it consumed.
    steps: u64,
    /// How often it may look until it consumes the next one.
    looks_left: Cell<u32>,
    /// How often it looked far ahead, which does not count as being stuck.
    steps_ahead: Cell<u64>,
    depth: u32,
    /// Behind the last closing parenthesis, and the last closing bracket, whose missing partner was reported.
    claimed: (usize, usize),
    /// Whether a limit was exceeded: what comes of that is not reported.
    muted: bool,
    /// Where errors of expressions say they are: "the select list", "WHERE".
    pub(crate) clause: &'static str,
    pub(crate) dialect: DialectKind,
    pub(crate) reserved: &'static Reserved,
}

impl<'a> Parser<'a> {
    pub(crate) fn new(
        input: &'a Input,
        text: &'a str,
        events: &'a mut Vec<Event>,
        dialect: DialectKind,
        reserved: &'static Reserved,
    ) -> Parser<'a> {
        Parser {
            input,
            kinds: input.kinds(),
            text,
            events,
            errors: Vec::new(),
            features: Vec::new(),
            refusals: Vec::new(),
            pos: 0,
            steps: 0,
            looks_left: Cell::new(MAX_LOOKS),
            steps_ahead: Cell::new(0),
            depth: 0,
            claimed: (0, 0),
            muted: false,
            clause: "",
            dialect,
            reserved,
        }
    }

    /// What was found besides the tree, at the end.
    pub(crate) fn finish(self) -> Found {
        Found { errors: self.errors, features: self.features, refusals: self.refusals }
    }

    /// How often the parser has looked at a token: its work, which does not depend on the machine.
    pub(crate) fn steps(&self) -> u64 {
        self.steps + u64::from(MAX_LOOKS - self.looks_left.get()) + self.steps_ahead.get()
    }

    /// How many errors were reported so far.
    pub(crate) fn error_count(&self) -> usize {
        self.errors.len()
    }

    // ---- Looking ----

    /// The kind of the current token; words that could be keywords have the keyword's kind.
    #[inline]
    pub(crate) fn current(&self) -> SyntaxKind {
        self.nth(0)
    }

    /// The kind of the token `n` places ahead.
    #[inline]
    pub(crate) fn nth(&self, n: usize) -> SyntaxKind {
        match self.looks_left.get() {
            // A rule that loops without consuming: every rule ends at the end of the text.
            0 => SyntaxKind::EOF,
            left => {
                debug_assert!(left > 1, "the parser is stuck");
                self.looks_left.set(left - 1);
                self.kind(self.pos + n)
            }
        }
    }

    #[inline]
    fn kind(&self, at: usize) -> SyntaxKind {
        self.kinds.get(at).map_or(SyntaxKind::EOF, Cell::get)
    }

    #[inline]
    pub(crate) fn at(&self, kind: SyntaxKind) -> bool {
        self.nth_at(0, kind)
    }

    #[inline]
    pub(crate) fn nth_at(&self, n: usize, kind: SyntaxKind) -> bool {
        match kind {
            // Lexed apart, since it may close two angle brackets.
            SyntaxKind::GT_GT => {
                self.nth(n) == SyntaxKind::GT
                    && self.nth(n + 1) == SyntaxKind::GT
                    && self.input.is_joint(self.pos + n)
            }
            _ => self.nth(n) == kind,
        }
    }

    #[inline]
    pub(crate) fn at_set(&self, set: TokenSet) -> bool {
        set.contains(self.current())
    }

    /// Whether no blank stands between the token `n` places ahead and its successor.
    pub(crate) fn is_joint(&self, n: usize) -> bool {
        self.input.is_joint(self.pos + n)
    }

    /// Whether no blank stands before the current token.
    pub(crate) fn is_joint_with_previous(&self) -> bool {
        self.pos > 0 && self.input.is_joint(self.pos - 1)
    }

    /// Whether the current token starts a line.
    pub(crate) fn at_line_start(&self) -> bool {
        self.input.is_line_start(self.pos)
    }

    /// The text of the token `n` places ahead.
    pub(crate) fn text(&self, n: usize) -> &'a str {
        self.input.text(self.text, self.pos + n)
    }

    /// The text of the token at this place.
    pub(crate) fn text_at(&self, at: usize) -> &'a str {
        self.input.text(self.text, at)
    }

    /// The kind of the token at this place, for looking far ahead.
    #[inline]
    pub(crate) fn kind_at(&self, at: usize) -> SyntaxKind {
        self.steps_ahead.set(self.steps_ahead.get() + 1);
        self.kind(at)
    }

    /// Takes the current token for another kind from now on: a misspelt word for the keyword that was meant.
    pub(crate) fn remap(&mut self, kind: SyntaxKind) {
        if let Some(it) = self.kinds.get(self.pos) {
            it.set(kind);
        }
    }

    /// The kind of the token before the current one.
    pub(crate) fn previous(&self) -> SyntaxKind {
        match self.pos {
            0 => SyntaxKind::EOF,
            pos => self.kind(pos - 1),
        }
    }

    /// Whether every parenthesis and bracket of the text has its partner.
    #[inline]
    pub(crate) fn brackets_match(&self) -> bool {
        self.input.brackets_match()
    }

    /// Whether the opening parenthesis at this place is never closed.
    pub(crate) fn is_unclosed(&self, opened: usize) -> bool {
        self.input.is_unclosed(opened)
    }

    /// The next closing parenthesis that closes nothing.
    pub(crate) fn next_unopened(&self) -> Option<usize> {
        self.input.next_unopened(self.pos.max(self.claimed.0))
    }

    /// Takes the next closing parenthesis that closes nothing for the partner of one that was reported missing.
    pub(crate) fn claim_unopened(&mut self) {
        self.claimed.0 = self.next_unopened().map_or(self.claimed.0, |it| it + 1);
    }

    /// As [`Parser::claim_unopened`], of brackets.
    pub(crate) fn claim_unopened_bracket(&mut self) {
        self.claimed.1 = self.next_unopened_bracket().map_or(self.claimed.1, |it| it + 1);
    }

    /// The next closing bracket that closes nothing.
    pub(crate) fn next_unopened_bracket(&self) -> Option<usize> {
        self.input.next_unopened_bracket(self.pos.max(self.claimed.1))
    }

    /// The place of the current token.
    pub(crate) fn position(&self) -> usize {
        self.pos
    }

    // ---- Consuming ----

    /// Consumes the current token as what it is.
    pub(crate) fn bump_any(&mut self) {
        let kind = self.current();
        if kind != SyntaxKind::EOF {
            self.push_token(kind, 1);
        }
    }

    /// Consumes the current token, known to have this kind.
    #[inline]
    pub(crate) fn bump(&mut self, kind: SyntaxKind) {
        debug_assert!(self.at(kind), "expected {kind:?} at {:?}", self.current());
        self.eat(kind);
    }

    /// Consumes the current token under another kind: a keyword as a name, a misspelt word as a keyword.
    #[inline]
    pub(crate) fn bump_as(&mut self, kind: SyntaxKind) {
        if self.current() != SyntaxKind::EOF {
            self.push_token(kind, 1);
        }
    }

    /// Consumes this many tokens as one.
    pub(crate) fn bump_joined(&mut self, tokens: u8, kind: SyntaxKind) {
        debug_assert!((1..tokens.into()).all(|n| self.is_joint(n - 1)), "blanks within one token");
        self.push_token(kind, tokens);
    }

    /// Consumes the current token if it has this kind.
    #[inline]
    pub(crate) fn eat(&mut self, kind: SyntaxKind) -> bool {
        if !self.at(kind) {
            return false;
        }
        self.push_token(kind, if kind == SyntaxKind::GT_GT { 2 } else { 1 });
        true
    }

    /// Consumes the current token if it is in the set.
    pub(crate) fn eat_set(&mut self, set: TokenSet) -> bool {
        let found = self.at_set(set);
        if found {
            self.bump_any();
        }
        found
    }

    #[inline]
    fn push_token(&mut self, kind: SyntaxKind, tokens: u8) {
        self.pos += usize::from(tokens);
        self.steps += u64::from(MAX_LOOKS - self.looks_left.replace(MAX_LOOKS));
        self.events.push(Event::Token { kind, tokens });
    }

    /// Opens a node.
    #[inline]
    pub(crate) fn start(&mut self) -> Marker {
        let at = self.events.len() as u32;
        self.events.push(Event::TOMBSTONE);
        Marker::new(at)
    }

    // ---- Features ----

    /// Notes that the next `tokens` tokens are a construct that not every dialect has.
    pub(crate) fn uses(&mut self, feature: Feature, tokens: usize) {
        let first = self.pos;
        self.features.push(UsedFeature { feature, first, last: first + tokens.max(1) - 1 });
    }

    /// Notes that what was consumed since the token at `first` is a construct that not every dialect has.
    pub(crate) fn uses_since(&mut self, feature: Feature, first: usize) {
        self.features.push(UsedFeature { feature, first, last: self.pos.max(first + 1) - 1 });
    }

    /// Notes that `tokens` tokens from the one at `first` are a construct that not every dialect has.
    pub(crate) fn uses_at(&mut self, feature: Feature, first: usize, tokens: usize) {
        self.features.push(UsedFeature { feature, first, last: first + tokens.max(1) - 1 });
    }

    // ---- Depth ----

    /// Runs a rule one level deeper. Beyond the limit the rule does not run: what it would have read is skipped, up to
    /// the bracket that closes the level above.
    pub(crate) fn nested<T>(&mut self, rule: impl FnOnce(&mut Parser<'a>) -> Option<T>) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            self.exceeded(format!("nested more than {MAX_DEPTH} levels deep"));
            let m = self.start();
            self.skip_balanced();
            m.complete(self, SyntaxKind::ERROR);
            return None;
        }
        self.depth += 1;
        let res = rule(self);
        self.depth -= 1;
        res
    }

    /// Reports that a limit is exceeded; the rest of the statement is not judged.
    pub(crate) fn exceeded(&mut self, message: String) {
        self.error(message);
        self.muted = true;
    }

    /// Judges again, at the start of a statement.
    pub(crate) fn unmute(&mut self) {
        self.muted = false;
    }

    /// Consumes everything up to a closing bracket that was not opened here, a `;`, or the end.
    pub(crate) fn skip_balanced(&mut self) {
        let mut open = 0_usize;
        loop {
            match self.current() {
                SyntaxKind::EOF | SyntaxKind::SEMICOLON => return,
                SyntaxKind::L_PAREN | SyntaxKind::L_BRACKET | SyntaxKind::L_BRACE => open += 1,
                SyntaxKind::R_PAREN | SyntaxKind::R_BRACKET | SyntaxKind::R_BRACE => {
                    if open == 0 {
                        return;
                    }
                    open -= 1;
                }
                _ => {}
            }
            self.bump_any();
        }
    }
}
