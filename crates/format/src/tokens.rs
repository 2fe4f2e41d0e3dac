//! A text as a list of tokens, each with the comments that belong to it.

use crate::units::Units;
use base::TextRange;
use syntax::{NodeOrToken, SyntaxKind, SyntaxNode, SyntaxToken, TextSize, WalkEvent, trimmed};

/// The tokens of a text.
pub(crate) struct Stream<'a> {
    /// Everything up to the end of the frontmatter, or the byte order mark: copied.
    pub(crate) prefix: &'a str,
    /// The tokens in order, and behind them one of the kind `EOF` that holds the last comments.
    pub(crate) tokens: Vec<Token<'a>>,
    /// What a line ends with.
    pub(crate) line_break: &'static str,
}

/// A token, or a part of the text that is left as it is.
#[derive(Debug)]
pub(crate) struct Token<'a> {
    pub(crate) kind: SyntaxKind,
    /// The kind of the last token, which is another one only in a part that is left as it is.
    pub(crate) last_kind: SyntaxKind,
    pub(crate) range: TextRange,
    pub(crate) text: &'a str,
    /// Whether it is a part that contains a syntax error.
    pub(crate) is_broken: bool,
    /// Whether it is a part that is left as it is.
    pub(crate) is_verbatim: bool,
    /// Whether its case is the author's, although its word is a keyword elsewhere.
    pub(crate) keeps_case: bool,
    /// Whether anything stood between the token before and this one.
    pub(crate) was_apart: bool,
    /// Whether it stood on a later line than the token before.
    pub(crate) was_on_next_line: bool,
    /// Whether an empty line stood before it, or before the first of `above` if there is one.
    pub(crate) blank_before: bool,
    /// Comments on lines of their own above it.
    pub(crate) above: Vec<Comment<'a>>,
    /// Comments directly before it on its line.
    pub(crate) before: Vec<&'a str>,
    /// Comments directly behind it on its line.
    pub(crate) behind: Vec<&'a str>,
    /// Whether the line must end behind the comments.
    pub(crate) ends_line: bool,
    /// Comments on lines of their own below it, which belong to the block that ends with it.
    pub(crate) below: Vec<Comment<'a>>,
    /// Whether an empty line stands before the first of `below`.
    pub(crate) blank_below: bool,
}

/// A comment on a line of its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Comment<'a> {
    pub(crate) text: &'a str,
    /// Where it stands in the old text.
    pub(crate) start: TextSize,
    /// Whether an empty line stood between it and what is below.
    pub(crate) blank_below: bool,
}

impl Token<'_> {
    /// Whether comments below it or behind it end its line.
    pub(crate) fn must_end_line(&self) -> bool {
        self.ends_line || !self.below.is_empty()
    }
}

/// Reads the tokens of a tree.
pub(crate) fn stream<'a>(source: &'a str, root: &SyntaxNode, units: &Units) -> Stream<'a> {
    let mut reader = Reader { source, prefix_end: 0, tokens: Vec::new(), gap: Vec::new() };
    let mut walk = root.preorder_with_tokens();
    while let Some(event) = walk.next() {
        match event {
            WalkEvent::Enter(NodeOrToken::Node(node)) if node.kind() == SyntaxKind::FRONTMATTER => {
                reader.prefix_end = usize::from(node.text_range().end());
                reader.gap.clear();
                walk.skip_subtree();
            }
            WalkEvent::Enter(NodeOrToken::Node(node)) if units.contains(&node) => {
                reader.unit(&node);
                walk.skip_subtree();
            }
            WalkEvent::Enter(NodeOrToken::Token(token)) => reader.token(&token),
            _ => {}
        }
    }
    reader.finish(root.text_range().end())
}

struct Reader<'a> {
    source: &'a str,
    prefix_end: usize,
    tokens: Vec<Token<'a>>,
    /// The blanks and comments since the last token.
    gap: Vec<(SyntaxKind, TextRange)>,
}

impl<'a> Reader<'a> {
    fn token(&mut self, token: &SyntaxToken) {
        let (kind, range) = (token.kind(), token.text_range());
        if kind.is_trivia() {
            self.gap.push((kind, range));
        } else if !range.is_empty() {
            let before = self.tokens.last().map_or(SyntaxKind::EOF, |it| it.last_kind);
            self.push(kind, kind, range);
            if let Some(last) = self.tokens.last_mut() {
                last.keeps_case = match token.parent().map(|it| it.kind()) {
                    Some(SyntaxKind::STATEMENT_OPTIONS) => !is_clause_word(kind, before),
                    Some(SyntaxKind::JSON_COLUMNS) => false,
                    _ => is_function(kind),
                };
            }
        }
    }

    /// A part of the text that is left as it is, up to the comments around it.
    fn unit(&mut self, node: &SyntaxNode) {
        let range = trimmed(node);
        let mut last_kind = node.kind();
        for token in node.descendants_with_tokens().filter_map(NodeOrToken::into_token) {
            let is_outside = !range.contains_range(token.text_range());
            if is_outside && token.text_range().end() <= range.start() {
                self.token(&token);
            } else if !token.kind().is_trivia() {
                last_kind = token.kind();
            }
        }
        if !range.is_empty() {
            let first = node.covering_element(TextRange::empty(range.start())).kind();
            self.push(first, last_kind, range);
            if let Some(token) = self.tokens.last_mut() {
                token.is_verbatim = true;
                token.is_broken = node.kind() != SyntaxKind::OPAQUE_STATEMENT;
            }
        }
        for token in node.descendants_with_tokens().filter_map(NodeOrToken::into_token) {
            if token.text_range().start() >= range.end() {
                self.token(&token);
            }
        }
    }

    fn push(&mut self, kind: SyntaxKind, last_kind: SyntaxKind, range: TextRange) {
        let mut token = Token {
            kind,
            last_kind,
            range,
            text: &self.source[range],
            is_broken: false,
            is_verbatim: false,
            keeps_case: false,
            was_apart: !self.gap.is_empty(),
            was_on_next_line: false,
            blank_before: false,
            above: Vec::new(),
            before: Vec::new(),
            behind: Vec::new(),
            ends_line: false,
            below: Vec::new(),
            blank_below: false,
        };
        self.attach(&mut token);
        self.tokens.push(token);
    }

    /// Gives the comments of the gap to the token before or to the next one.
    fn attach(&mut self, next: &mut Token<'a>) {
        let at_start = self.tokens.is_empty();
        let at_end = next.kind == SyntaxKind::EOF;
        let breaks = |range: TextRange| self.source[range].bytes().filter(|it| *it == b'\n').count();
        let is_blank = |it: &(SyntaxKind, TextRange)| it.0 == SyntaxKind::WHITESPACE;
        let gap = std::mem::take(&mut self.gap);
        let has_break = at_end || gap.iter().any(|it| is_blank(it) && breaks(it.1) > 0);
        let last_break = gap.iter().rposition(|it| is_blank(it) && breaks(it.1) > 0);
        let mut after_break = at_start;
        let mut breaks_since = 0;
        next.was_on_next_line = has_break;
        for (i, (kind, range)) in gap.iter().enumerate() {
            let text = self.source[*range].trim_end();
            if *kind == SyntaxKind::WHITESPACE {
                let here = breaks(*range);
                breaks_since += here;
                after_break |= here > 0;
                continue;
            }
            let is_line = *kind == SyntaxKind::LINE_COMMENT;
            let opens = self.tokens.last().is_none_or(|it| opens(it.last_kind));
            let on_own_line = after_break && (is_line || at_end || last_break.is_some_and(|it| it > i));
            if on_own_line {
                // The empty line before the first comment is the token's; those between comments are the comments'.
                match next.above.last_mut() {
                    Some(last) => last.blank_below = breaks_since > 1,
                    None => next.blank_before = breaks_since > 1,
                }
                next.above.push(Comment { text, start: range.start(), blank_below: false });
            } else if after_break || !has_break && !is_line && opens {
                next.before.push(text);
            } else if let Some(before) = self.tokens.last_mut() {
                before.behind.push(text);
                before.ends_line |= has_break || is_line;
            }
            breaks_since = 0;
        }
        match next.above.last_mut() {
            Some(last) => last.blank_below = breaks_since > 1,
            None => next.blank_before = breaks_since > 1,
        }
    }

    fn finish(mut self, end: TextSize) -> Stream<'a> {
        self.push(SyntaxKind::EOF, SyntaxKind::EOF, TextRange::empty(end));
        let mark = if self.source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let first_break = self.source.find('\n');
        let is_windows = first_break.is_some_and(|it| self.source[..it].ends_with('\r'));
        Stream {
            prefix: &self.source[..self.prefix_end.max(mark)],
            tokens: self.tokens,
            line_break: if is_windows { "\r\n" } else { "\n" },
        }
    }
}

/// Whether a comment behind this token speaks of what follows it.
fn opens(kind: SyntaxKind) -> bool {
    use SyntaxKind::*;
    matches!(kind, L_PAREN | L_BRACKET | L_BRACE | COMMA)
}

/// Whether a keyword among tokens without a structure is one, rather than the name of a column or an option.
fn is_clause_word(kind: SyntaxKind, before: SyntaxKind) -> bool {
    use SyntaxKind::*;
    let is_anywhere = matches!(
        kind,
        ADD_KW
            | ALTER_KW
            | AND_KW
            | AS_KW
            | BY_KW
            | CONSTRAINT_KW
            | DEFAULT_KW
            | DROP_KW
            | EXISTS_KW
            | FALSE_KW
            | FOREIGN_KW
            | FROM_KW
            | IF_KW
            | IN_KW
            | INTO_KW
            | IS_KW
            | NOT_KW
            | NULL_KW
            | ON_KW
            | OR_KW
            | PRIMARY_KW
            | REFERENCES_KW
            | RENAME_KW
            | SELECT_KW
            | SET_KW
            | TO_KW
            | TRUE_KW
            | UNIQUE_KW
            | UNSET_KW
            | USING_KW
            | WHERE_KW
            | WITH_KW
    );
    let is_behind_name = matches!(
        kind,
        CLUSTER_KW
            | COLUMN_KW
            | COLUMNS_KW
            | COMMENT_KW
            | COPY_KW
            | DELETE_KW
            | DO_KW
            | INSERT_KW
            | KEY_KW
            | LOCATION_KW
            | NOTHING_KW
            | OPTIONS_KW
            | PARTITION_KW
            | PARTITIONED_KW
            | REPLACE_KW
            | ROW_KW
            | STORED_KW
            | TABLE_KW
            | TBLPROPERTIES_KW
            | UPDATE_KW
            | VIEW_KW
    );
    is_anywhere || is_behind_name && !matches!(before, L_PAREN | COMMA | DOT | EQ | BY_KW | COLUMN_KW)
}

/// Keywords that read like names of functions, whose case is the author's.
fn is_function(kind: SyntaxKind) -> bool {
    use SyntaxKind::*;
    matches!(kind, EXTRACT_KW | SUBSTRING_KW | POSITION_KW | TRIM_KW | OVERLAY_KW | COLUMNS_KW)
}
