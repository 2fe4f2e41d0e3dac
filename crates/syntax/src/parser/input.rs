//! The tokens as the parser sees them: without trivia, padded with ends.

use crate::SyntaxKind;
use crate::lexer::Token;
use std::cell::Cell;

/// The significant tokens of a text, in a buffer that is used again.
#[derive(Default)]
pub(crate) struct Input {
    /// In cells, so that the parser can take a word for another while it holds them.
    kinds: Vec<Cell<SyntaxKind>>,
    places: Vec<Place>,
    /// The length of the text.
    end: u32,
    /// Whether every parenthesis and bracket has its partner: what follows is empty.
    brackets_match: bool,
    /// Places of parentheses and brackets that are never closed.
    unclosed: Vec<usize>,
    /// Places of closing parentheses, and of closing brackets, that close nothing.
    unopened: Vec<usize>,
    unopened_brackets: Vec<usize>,
}

#[derive(Clone, Copy)]
struct Place {
    start: u32,
    end: u32,
    /// Whether a line break stands before it.
    line_start: bool,
}

impl Input {
    /// Takes over the tokens of a text.
    pub(crate) fn fill(&mut self, text: &str, tokens: &[Token]) {
        self.kinds.clear();
        self.places.clear();
        self.unclosed.clear();
        self.unopened.clear();
        self.unopened_brackets.clear();
        self.kinds.reserve(tokens.len());
        self.places.reserve(tokens.len());
        // The depths of parentheses and brackets; where one is wrong, a closer look follows.
        let (mut depth, mut bracket_depth, mut is_balanced) = (0_i32, 0_i32, true);
        let (mut start, mut line_start) = (0, true);
        for token in tokens {
            let end = start + token.len;
            if token.kind == SyntaxKind::WHITESPACE {
                line_start = line_start || text.as_bytes()[start as usize..end as usize].contains(&b'\n');
            } else if !token.kind.is_trivia() {
                match token.kind {
                    SyntaxKind::L_PAREN => depth += 1,
                    SyntaxKind::R_PAREN => depth -= 1,
                    SyntaxKind::L_BRACKET => bracket_depth += 1,
                    SyntaxKind::R_BRACKET => bracket_depth -= 1,
                    SyntaxKind::SEMICOLON => is_balanced &= depth == 0 && bracket_depth == 0,
                    _ => {}
                }
                is_balanced &= depth >= 0 && bracket_depth >= 0;
                self.kinds.push(Cell::new(token.kind));
                self.places.push(Place { start, end, line_start });
                line_start = false;
            }
            start = end;
        }
        self.end = start;
        if !is_balanced || depth != 0 || bracket_depth != 0 {
            self.match_brackets();
        }
        self.brackets_match =
            self.unclosed.is_empty() && self.unopened.is_empty() && self.unopened_brackets.is_empty();
    }

    /// Finds the parentheses and brackets without a partner. One that is closed from outside was never closed.
    fn match_brackets(&mut self) {
        let mut open: Vec<(usize, SyntaxKind)> = Vec::new();
        for (at, kind) in self.kinds.iter().map(Cell::get).enumerate() {
            let opening = match kind {
                SyntaxKind::L_PAREN | SyntaxKind::L_BRACKET => {
                    open.push((at, kind));
                    continue;
                }
                SyntaxKind::SEMICOLON => {
                    self.unclosed.extend(open.drain(..).map(|it| it.0));
                    continue;
                }
                SyntaxKind::R_PAREN => SyntaxKind::L_PAREN,
                SyntaxKind::R_BRACKET => SyntaxKind::L_BRACKET,
                _ => continue,
            };
            match open.iter().rposition(|it| it.1 == opening) {
                Some(partner) => self.unclosed.extend(open.drain(partner..).skip(1).map(|it| it.0)),
                None if kind == SyntaxKind::R_PAREN => self.unopened.push(at),
                None => self.unopened_brackets.push(at),
            }
        }
        self.unclosed.extend(open.drain(..).map(|it| it.0));
        self.unclosed.sort_unstable();
    }

    /// Whether every parenthesis and bracket has its partner.
    #[inline]
    pub(crate) fn brackets_match(&self) -> bool {
        self.brackets_match
    }

    /// Whether the parenthesis or bracket at this place is never closed.
    pub(crate) fn is_unclosed(&self, at: usize) -> bool {
        self.unclosed.binary_search(&at).is_ok()
    }

    /// The first closing bracket from this place on that closes nothing.
    pub(crate) fn next_unopened_bracket(&self, from: usize) -> Option<usize> {
        self.unopened_brackets.get(self.unopened_brackets.partition_point(|it| *it < from)).copied()
    }

    /// The first closing parenthesis from this place on that closes nothing.
    pub(crate) fn next_unopened(&self, from: usize) -> Option<usize> {
        self.unopened.get(self.unopened.partition_point(|it| *it < from)).copied()
    }

    /// The kinds of the tokens, in order.
    pub(crate) fn kinds(&self) -> &[Cell<SyntaxKind>] {
        &self.kinds
    }

    pub(crate) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether the next token follows without a blank.
    pub(crate) fn is_joint(&self, at: usize) -> bool {
        match (self.places.get(at), self.places.get(at + 1)) {
            (Some(it), Some(next)) => it.end == next.start,
            _ => false,
        }
    }

    pub(crate) fn is_line_start(&self, at: usize) -> bool {
        self.places.get(at).is_none_or(|it| it.line_start)
    }

    /// Start and end of a token; the end of the text behind the last.
    pub(crate) fn range(&self, at: usize) -> (u32, u32) {
        self.places.get(at).map_or((self.end, self.end), |it| (it.start, it.end))
    }

    pub(crate) fn text<'t>(&self, text: &'t str, at: usize) -> &'t str {
        let (start, end) = self.range(at);
        text.get(start as usize..end as usize).unwrap_or_default()
    }
}
