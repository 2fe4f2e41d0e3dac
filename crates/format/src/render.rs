//! Tokens to text: once through them, with a stack of the spans that are open.

use crate::layout::{Break, Layout, Role, Span, SpanKind};
use crate::options::{FormatOptions, Indent, KeywordCase};
use crate::tokens::{Comment, Stream, Token};
use std::borrow::Cow;
use syntax::SyntaxKind;
use unicode_width::UnicodeWidthStr;

/// A text, and where its tokens are.
pub(crate) struct Rendered {
    pub(crate) text: String,
    /// The line that each token starts on.
    pub(crate) lines: Vec<u32>,
}

/// Writes the text.
pub(crate) fn render(stream: &Stream<'_>, layout: &Layout, options: &FormatOptions) -> Rendered {
    let measures = Measures::new(&stream.tokens, layout);
    let mut renderer = Renderer {
        tokens: &stream.tokens,
        layout,
        measures,
        options,
        line_break: stream.line_break,
        text: String::with_capacity(stream.prefix.len() + 64),
        lines: Vec::with_capacity(stream.tokens.len()),
        line: 0,
        column: 0,
        level: 0,
        open: Vec::new(),
        next_span: 0,
    };
    renderer.prefix(stream);
    for at in 0..stream.tokens.len() {
        renderer.token(at);
    }
    renderer.finish()
}

/// Widths, added up so that the width of any run of tokens on one line is a subtraction.
struct Measures {
    /// The width of everything before the token, its own gap left out.
    before: Vec<usize>,
    /// The same, its own gap included.
    start: Vec<usize>,
    /// How many gaps up to the token's must be broken.
    broken: Vec<u32>,
    /// The next token, from this one on, before which a line may be broken.
    next_break: Vec<usize>,
}

impl Measures {
    fn new(tokens: &[Token<'_>], layout: &Layout) -> Measures {
        let count = tokens.len();
        let mut measures = Measures {
            before: Vec::with_capacity(count + 1),
            start: Vec::with_capacity(count),
            broken: Vec::with_capacity(count),
            next_break: vec![count; count + 1],
        };
        let (mut width, mut broken) = (0, 0);
        for (at, token) in tokens.iter().enumerate() {
            let kind = layout.gaps[at].kind;
            measures.before.push(width);
            if at > 0 {
                width += usize::from(matches!(kind, Break::Space | Break::Line | Break::Fill));
                broken += u32::from(kind == Break::Hard || must_break(tokens, at));
            }
            measures.start.push(width);
            measures.broken.push(broken);
            width += token.before.iter().map(|it| it.width() + 1).sum::<usize>();
            // Comments behind a token may be as long as they like: they may be the last of their line.
            width += first_line(token.text).width();
        }
        measures.before.push(width);
        for at in (1..count).rev() {
            let may_break = !matches!(layout.gaps[at].kind, Break::None | Break::Space);
            measures.next_break[at] = match may_break || must_break(tokens, at) {
                true => at,
                false => measures.next_break[at + 1],
            };
        }
        measures
    }

    /// The width of the tokens from `first` up to the next place for a break behind `last`, on one line.
    fn width(&self, first: usize, last: usize) -> usize {
        let end = self.next_break[last + 1].min(self.before.len() - 1);
        self.before[end] - self.start[first]
    }
}

/// Whether comments demand that the line is broken before a token.
fn must_break(tokens: &[Token<'_>], at: usize) -> bool {
    at > 0 && (tokens[at - 1].must_end_line() || !tokens[at].above.is_empty())
}

fn first_line(text: &str) -> &str {
    text.split('\n').next().unwrap_or(text)
}

/// A span that is open.
struct Open {
    last: usize,
    /// Whether it is a group, and which of its gaps are broken: all or none.
    group: Option<bool>,
    /// By how much it indents.
    levels: u32,
}

struct Renderer<'a> {
    tokens: &'a [Token<'a>],
    layout: &'a Layout,
    measures: Measures,
    options: &'a FormatOptions,
    line_break: &'static str,
    text: String,
    lines: Vec<u32>,
    line: u32,
    column: usize,
    /// How deep the line that starts here is indented.
    level: u32,
    open: Vec<Open>,
    next_span: usize,
}

impl Renderer<'_> {
    /// What stands before the first token: a byte order mark or the frontmatter.
    fn prefix(&mut self, stream: &Stream<'_>) {
        self.text.push_str(stream.prefix);
        let is_alone = stream.tokens.len() == 1 && stream.tokens[0].above.is_empty();
        if stream.prefix.trim_start_matches('\u{feff}').is_empty() || is_alone {
            return;
        }
        self.text.push_str(self.line_break);
        if stream.tokens.first().is_some_and(|it| it.blank_before) {
            self.text.push_str(self.line_break);
        }
    }

    fn token(&mut self, at: usize) {
        let token = &self.tokens[at];
        while let Some(span) = self.open.pop_if(|it| it.last < at) {
            self.level -= span.levels;
        }
        let breaks = at > 0 && self.breaks(at);
        self.open_spans(at, breaks);
        let gap = self.layout.gaps[at];
        if breaks {
            let may_be_blank = matches!(gap.role, Role::Item | Role::Clause);
            let is_blank = gap.role == Role::Apart || may_be_blank && token.blank_before;
            // Where nobody thought of a line break, a comment has made one: the rest stands deeper.
            let deeper = u32::from(matches!(gap.kind, Break::None | Break::Space));
            self.level += deeper;
            if token.kind != SyntaxKind::EOF || !token.above.is_empty() {
                self.break_line(is_blank);
            }
            self.comments_above(at);
            self.level -= deeper;
        } else if at > 0 {
            if matches!(gap.kind, Break::Space | Break::Line | Break::Fill) {
                self.push(" ");
            }
        } else {
            self.comments_above(at);
        }
        self.lines.push(self.line);
        for comment in &token.before {
            self.push(comment);
            self.push(" ");
        }
        let text = spelling(token, self.options.keyword_case);
        self.push(&text);
        for comment in &token.behind {
            self.push(" ");
            self.push(comment);
        }
        let mut is_blank = token.blank_below;
        for Comment { text, blank_below, .. } in &token.below {
            self.break_line(is_blank);
            self.push(text);
            is_blank = *blank_below;
        }
    }

    /// Whether the line is broken before a token.
    fn breaks(&self, at: usize) -> bool {
        let is_group_broken = || self.open.iter().rev().find_map(|it| it.group).unwrap_or(true);
        must_break(self.tokens, at)
            || match self.layout.gaps[at].kind {
                Break::None | Break::Space => false,
                Break::Soft | Break::Line => is_group_broken(),
                Break::Fill => {
                    is_group_broken()
                        && self.column + 1 + self.measures.width(at, at) > self.options.line_width as usize
                }
                Break::Hard => true,
            }
    }

    /// Opens the spans that begin with a token; `breaks` tells whether it starts a line.
    fn open_spans(&mut self, at: usize, breaks: bool) {
        let start = self.next_span;
        let of_token = |it: &&Span| it.first == at;
        let spans: &[Span] = &self.layout.spans[start..];
        let count = spans.iter().take_while(of_token).count();
        self.next_span += count;
        let levels = |it: &Span| match it.kind {
            SpanKind::Group => 0,
            SpanKind::Indent => 1,
            SpanKind::IndentIfBroken => u32::from(breaks),
        };
        let level: u32 = self.level + spans[..count].iter().map(levels).sum::<u32>();
        let column = match breaks {
            true => (level * self.options.indent.width()) as usize,
            false => self.column + self.measures.start[at] - self.measures.before[at],
        };
        for span in &spans[..count] {
            let group = (span.kind == SpanKind::Group).then(|| self.is_broken(span, column));
            self.open.push(Open { last: span.last, group, levels: levels(span) });
        }
        self.level = level;
    }

    /// Whether a group that starts at `column` takes several lines.
    fn is_broken(&self, span: &Span, column: usize) -> bool {
        let is_around_broken = self.open.iter().rev().find_map(|it| it.group).unwrap_or(true);
        let must = self.measures.broken[span.last] > self.measures.broken[span.first];
        is_around_broken
            && (must
                || column + self.measures.width(span.first, span.last) > self.options.line_width as usize)
    }

    fn comments_above(&mut self, at: usize) {
        for comment in &self.tokens[at].above {
            self.push(comment.text);
            if self.tokens[at].kind != SyntaxKind::EOF || comment.blank_below {
                self.break_line(comment.blank_below);
            } else if !std::ptr::eq(comment, &self.tokens[at].above[self.tokens[at].above.len() - 1]) {
                self.break_line(false);
            }
        }
    }

    fn break_line(&mut self, is_blank: bool) {
        let end = self.text.trim_end_matches([' ', '\t']).len();
        if !self.text.is_empty() {
            self.text.truncate(end);
        }
        for _ in 0..=u32::from(is_blank) {
            self.text.push_str(self.line_break);
            self.line += 1;
        }
        self.column = 0;
        for _ in 0..self.level {
            match self.options.indent {
                Indent::Spaces(width) => self.text.extend(std::iter::repeat_n(' ', width as usize)),
                Indent::Tab(_) => self.text.push('\t'),
            }
            self.column += self.options.indent.width() as usize;
        }
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        match text.rfind('\n') {
            Some(at) => {
                self.line += text.matches('\n').count() as u32;
                self.column = text[at + 1..].width();
            }
            None => self.column += text.width(),
        }
    }

    fn finish(mut self) -> Rendered {
        let end = self.text.trim_end_matches([' ', '\t', '\r', '\n']).len();
        self.text.truncate(end);
        if !self.text.trim_start_matches('\u{feff}').is_empty() {
            self.text.push_str(self.line_break);
        }
        Rendered { text: self.text, lines: self.lines }
    }
}

/// A token as it is written: keywords in the case that was chosen.
fn spelling<'t>(token: &Token<'t>, case: KeywordCase) -> Cow<'t, str> {
    let is_keyword = token.kind.is_keyword() && !token.is_verbatim && !token.keeps_case;
    // A misspelt word may stand for a keyword: it stays as it is.
    let is_itself = || token.kind.spelling().is_some_and(|it| it.eq_ignore_ascii_case(token.text));
    match case {
        KeywordCase::Upper if is_keyword && is_itself() => Cow::Owned(token.text.to_ascii_uppercase()),
        KeywordCase::Lower if is_keyword && is_itself() => Cow::Owned(token.text.to_ascii_lowercase()),
        _ => Cow::Borrowed(token.text),
    }
}
