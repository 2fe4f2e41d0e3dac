//! The tokens as the parser sees them: without trivia, padded with ends.

use crate::SyntaxKind;
use crate::lexer::Token;

/// The significant tokens of a text, in a buffer that is used again.
#[derive(Default)]
pub(crate) struct Input {
    kinds: Vec<SyntaxKind>,
    places: Vec<Place>,
    /// The length of the text.
    end: u32,
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
        let (mut start, mut line_start) = (0, true);
        for token in tokens {
            let end = start + token.len;
            if token.kind == SyntaxKind::WHITESPACE {
                line_start = line_start || text.as_bytes()[start as usize..end as usize].contains(&b'\n');
            } else if !token.kind.is_trivia() {
                self.kinds.push(token.kind);
                self.places.push(Place { start, end, line_start });
                line_start = false;
            }
            start = end;
        }
        self.end = start;
    }

    #[inline]
    pub(crate) fn kind(&self, at: usize) -> SyntaxKind {
        self.kinds.get(at).copied().unwrap_or(SyntaxKind::EOF)
    }

    pub(crate) fn remap(&mut self, at: usize, kind: SyntaxKind) {
        if let Some(it) = self.kinds.get_mut(at) {
            *it = kind;
        }
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
