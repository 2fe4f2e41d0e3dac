//! Events and text to a tree: opens and closes nodes, and puts the trivia back.
//!
//! Trivia goes to the innermost node that is open when the next token comes, except at a node's start: blanks go
//! before it, while comments directly above a statement, CTE, select item or other list element go inside, so that
//! documentation and suppressions hang on what they speak of.

mod green;
mod table;

pub(crate) use green::Cache;

use crate::lexer::{LexError, Token};
use crate::parser::{Anchor, Event, Input, ParseError, ParseFix, Refusal, UsedFeature};
use crate::{FeatureUse, SyntaxError, SyntaxFix, SyntaxKind, TextRange, TextSize};
use green::GreenBuilder;
use rowan::GreenNode;

/// Builds the tree. `events` is left empty.
pub(crate) fn build(text: &str, tokens: &[Token], events: &mut Vec<Event>, cache: &mut Cache) -> GreenNode {
    let mut builder = Builder { inner: cache.builder(), text, tokens, next: 0, offset: 0 };
    let mut parents: Vec<SyntaxKind> = Vec::new();
    let mut next = 0;
    while let Some(&event) = events.get(next) {
        let i = next;
        next += 1;
        match event {
            Event::Start { kind: SyntaxKind::TOMBSTONE, forward_parent: 0 } => {}
            Event::Start { kind, forward_parent: 0 } => match events.get(next) {
                Some(&Event::Leaf { kind: token, tokens }) => {
                    builder.leaf(kind, token, tokens);
                    next += 1;
                }
                _ => builder.start(kind),
            },
            Event::Start { kind, forward_parent } => {
                // The nodes around this one were opened later; they start here.
                let (mut at, mut distance) = (i, forward_parent);
                while distance != 0 {
                    at += distance as usize;
                    match std::mem::replace(&mut events[at], Event::TOMBSTONE) {
                        Event::Start { kind, forward_parent } => {
                            parents.push(kind);
                            distance = forward_parent;
                        }
                        _ => break,
                    }
                }
                for kind in parents.drain(..).rev().filter(|it| *it != SyntaxKind::TOMBSTONE) {
                    builder.start(kind);
                }
                match events.get(next) {
                    Some(&Event::Leaf { kind: token, tokens }) => {
                        builder.leaf(kind, token, tokens);
                        next += 1;
                    }
                    _ if kind == SyntaxKind::TOMBSTONE => {}
                    _ => builder.start(kind),
                }
            }
            Event::Finish => builder.finish(next == events.len()),
            Event::Token { kind, tokens } => builder.token(kind, tokens),
            // Of a node that was opened earlier, around another.
            Event::Leaf { kind, tokens } => {
                builder.token(kind, tokens);
                builder.finish(false);
            }
        }
    }
    events.clear();
    builder.inner.finish(rowan::SyntaxKind(SyntaxKind::FILE as u16))
}

struct Builder<'a> {
    inner: GreenBuilder<'a>,
    text: &'a str,
    tokens: &'a [Token],
    next: usize,
    offset: usize,
}

impl Builder<'_> {
    #[inline]
    fn start(&mut self, kind: SyntaxKind) {
        if self.is_at_trivia() && self.inner.is_open() {
            let comments = if takes_comments(kind) { self.comments_above() } else { 0 };
            self.trivia_except(comments);
        }
        self.inner.start_node(rowan::SyntaxKind(kind as u16));
    }

    #[inline]
    fn finish(&mut self, is_root: bool) {
        if is_root {
            self.trivia_except(0);
        }
        self.inner.finish_node();
    }

    #[inline]
    fn token(&mut self, kind: SyntaxKind, tokens: u8) {
        while self.is_at_trivia() {
            self.take();
        }
        let len = self.consume(tokens);
        self.push(kind, len);
    }

    /// A node around one token.
    #[inline]
    fn leaf(&mut self, node: SyntaxKind, kind: SyntaxKind, tokens: u8) {
        if self.is_at_trivia() {
            let comments = if takes_comments(node) { self.comments_above() } else { 0 };
            self.trivia_except(comments);
            if comments > 0 {
                self.inner.start_node(rowan::SyntaxKind(node as u16));
                self.token(kind, tokens);
                self.inner.finish_node();
                return;
            }
        }
        let len = self.consume(tokens);
        let (node, kind) = (rowan::SyntaxKind(node as u16), rowan::SyntaxKind(kind as u16));
        self.inner.leaf(node, kind, self.text, self.offset, len);
        self.offset += len;
    }

    /// Steps over the next tokens; tells their length.
    #[inline]
    fn consume(&mut self, tokens: u8) -> usize {
        let end = (self.next + usize::from(tokens)).min(self.tokens.len());
        let len = self.tokens[self.next..end].iter().map(|it| it.len as usize).sum();
        self.next = end;
        len
    }

    #[inline]
    fn is_at_trivia(&self) -> bool {
        self.tokens.get(self.next).is_some_and(|it| it.kind.is_trivia())
    }

    /// Puts out the next token as it is.
    #[inline]
    fn take(&mut self) {
        let token = self.tokens[self.next];
        self.next += 1;
        self.push(token.kind, token.len as usize);
    }

    /// Puts out the trivia before the next token, the last `keep` tokens of it excepted.
    fn trivia_except(&mut self, keep: usize) {
        let mut end = self.next;
        while self.tokens.get(end).is_some_and(|it| it.kind.is_trivia()) {
            end += 1;
        }
        while self.next + keep < end {
            self.take();
        }
    }

    /// How many of the trivia tokens before the next token belong to it: comments on lines of their own, no blank
    /// line between.
    fn comments_above(&self) -> usize {
        let mut end = self.next;
        while self.tokens.get(end).is_some_and(|it| it.kind.is_trivia()) {
            end += 1;
        }
        if end == self.next {
            return 0;
        }
        if end == self.next + 1 && self.tokens[self.next].kind == SyntaxKind::WHITESPACE {
            return 0;
        }
        // Without blanks and comments before them, nothing is above.
        let (mut keep, mut offset) = (0, self.offset);
        let mut fresh_line = self.offset == 0;
        let mut start = None;
        for (i, token) in self.tokens[self.next..end].iter().enumerate() {
            let text = &self.text[offset..offset + token.len as usize];
            offset += token.len as usize;
            if token.kind == SyntaxKind::WHITESPACE {
                let breaks = text.bytes().filter(|it| *it == b'\n').count();
                fresh_line |= breaks > 0;
                if breaks > 1 {
                    start = None;
                }
            } else if fresh_line && start.is_none() {
                start = Some(i);
            }
        }
        if let Some(start) = start {
            keep = end - self.next - start;
        }
        keep
    }

    #[inline]
    fn push(&mut self, kind: SyntaxKind, len: usize) {
        self.inner.token(rowan::SyntaxKind(kind as u16), self.text, self.offset, len);
        self.offset += len;
    }
}

/// Whether comments above a node belong to it.
fn takes_comments(kind: SyntaxKind) -> bool {
    use SyntaxKind::*;
    matches!(
        kind,
        QUERY_STATEMENT
            | CREATE_TABLE
            | CREATE_VIEW
            | CREATE_SCHEMA
            | CREATE_TYPE
            | ALTER_STATEMENT
            | DROP_STATEMENT
            | TRUNCATE_STATEMENT
            | INSERT_STATEMENT
            | UPDATE_STATEMENT
            | DELETE_STATEMENT
            | MERGE_STATEMENT
            | OPAQUE_STATEMENT
            | COLUMN_DEF
            | CTE
            | SELECT_ITEM
            | CASE_ARM
            | ORDER_ITEM
            | LET_BINDING
            | FROM_STEP
            | WHERE_STEP
            | GROUP_STEP
            | DERIVE_STEP
            | SELECT_STEP
            | JOIN_STEP
            | SORT_STEP
            | TAKE_STEP
            | DISTINCT_STEP
            | REPLICATE_STEP
            | DERIVED_COLUMN
            | MATCH_ARM
    )
}

/// The errors of lexer and parser and the refusals as ranges, in the order of the text.
pub(crate) fn errors(
    tokens: &[Token],
    lexed: &[LexError],
    input: &Input,
    parsed: Vec<ParseError>,
    refused: Vec<Refusal>,
) -> Box<[SyntaxError]> {
    let mut res = Vec::with_capacity(lexed.len() + parsed.len());
    let (mut offset, mut next) = (0, 0);
    for error in lexed {
        for token in &tokens[next..error.token as usize] {
            offset += token.len;
        }
        next = error.token as usize;
        let range = range((offset, offset + tokens.get(next).map_or(0, |it| it.len)));
        let fix = error.append.map(|text| SyntaxFix {
            range: TextRange::empty(range.end()),
            insert: text.to_owned(),
            label: format!("Insert `{text}`"),
        });
        res.push(SyntaxError { range, message: error.message.clone(), opened: None, fix });
    }
    for error in parsed {
        let Anchor::Token(at) = error.anchor;
        let range = range(input.range(at.min(input.len().saturating_sub(1))));
        res.push(SyntaxError {
            range,
            message: error.message,
            opened: error.opened.map(|it| self::range(input.range(it))),
            fix: error.fix.map(|it| fix(input, it)),
        });
    }
    // What is refused as a whole is not judged where its own text is broken.
    let broken: Vec<TextRange> =
        if refused.is_empty() { Vec::new() } else { res.iter().map(|it| it.range).collect() };
    for refusal in refused {
        let range = span(input, refusal.first, refusal.last);
        if !broken.iter().any(|it| it.intersect(range).is_some()) {
            res.push(SyntaxError { range, message: refusal.message, opened: None, fix: None });
        }
    }
    res.sort_by_key(|it| (it.range.start(), it.range.end()));
    res.into_boxed_slice()
}

/// The features as ranges, in the order of the text.
pub(crate) fn features(input: &Input, used: Vec<UsedFeature>) -> Box<[FeatureUse]> {
    let mut res: Vec<_> = used
        .iter()
        .map(|it| FeatureUse { feature: it.feature, range: span(input, it.first, it.last) })
        .collect();
    res.sort_by_key(|it| (it.range.start(), it.range.end(), it.feature));
    res.into_boxed_slice()
}

fn fix(input: &Input, fix: ParseFix) -> SyntaxFix {
    match fix {
        ParseFix::Delete(at) => {
            SyntaxFix { range: range(input.range(at)), insert: String::new(), label: "Remove it".to_owned() }
        }
        ParseFix::InsertBefore(at, text) => SyntaxFix {
            range: TextRange::empty(range(input.range(at)).start()),
            insert: text.to_owned(),
            label: format!("Insert `{}`", text.trim()),
        },
        ParseFix::InsertAfter(at, text) => SyntaxFix {
            range: TextRange::empty(range(input.range(at)).end()),
            insert: text.to_owned(),
            label: format!("Insert `{}`", text.trim()),
        },
        ParseFix::Replace(at, text) => {
            SyntaxFix { range: range(input.range(at)), label: format!("Replace by `{text}`"), insert: text }
        }
    }
}

/// From the first to the last of these tokens. At the end of the text there may be none.
fn span(input: &Input, first: usize, last: usize) -> TextRange {
    let (start, end) = input.range(first);
    range((start, input.range(last).1.max(end)))
}

fn range((start, end): (u32, u32)) -> TextRange {
    TextRange::new(TextSize::new(start), TextSize::new(end))
}
