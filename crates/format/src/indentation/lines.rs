//! The lines above, and the words that the line itself begins with.

use super::opening;
use crate::options::Indent;
use syntax::{Lexis, SyntaxKind, SyntaxKind::*, TextSize, lex};

/// The lines of a text.
pub(super) struct Lines<'t> {
    text: &'t str,
    /// Where each begins.
    starts: Vec<usize>,
    unit: String,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str, indent: Indent) -> Lines<'t> {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|it| it.0 + 1)).collect();
        let unit = match indent {
            Indent::Spaces(width) => " ".repeat(width as usize),
            Indent::Tab(_) => "\t".to_owned(),
        };
        Lines { text, starts, unit }
    }

    /// One level of indentation.
    pub(super) fn unit(&self) -> &str {
        &self.unit
    }

    /// The line of an offset.
    pub(super) fn line(&self, offset: TextSize) -> usize {
        self.starts.partition_point(|it| *it <= usize::from(offset)).saturating_sub(1)
    }

    /// The blanks that a line begins with.
    pub(super) fn indentation(&self, line: usize) -> &'t str {
        let line = self.rest(line);
        &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
    }

    /// Whether a line begins with what stands at `offset` of it.
    pub(super) fn is_first(&self, offset: TextSize) -> bool {
        let start = self.starts[self.line(offset)];
        self.text[start..usize::from(offset)].trim().is_empty()
    }

    /// Whether a line begins with AND or OR.
    pub(super) fn begins_logically(&self, line: usize) -> bool {
        let word = self.rest(line).split_whitespace().next().unwrap_or_default();
        word.eq_ignore_ascii_case("and") || word.eq_ignore_ascii_case("or")
    }

    fn rest(&self, line: usize) -> &'t str {
        &self.text[self.starts[line]..]
    }
}

/// What a line begins with: its first two tokens.
pub(super) struct LineStart {
    first: SyntaxKind,
    second: SyntaxKind,
    is_rocky: bool,
}

impl LineStart {
    pub(super) fn new(line: &str, lexis: Lexis) -> LineStart {
        let tokens = lex(line, lexis).tokens;
        let mut kinds = tokens.into_iter().map(|it| it.kind).filter(|it| *it != WHITESPACE);
        let mut next = || kinds.next().unwrap_or(EOF);
        let (first, second) = (next(), next());
        LineStart { first, second, is_rocky: lexis == Lexis::Rocky }
    }

    /// Whether it closes what `opener` has opened.
    pub(super) fn closes(&self, opener: SyntaxKind) -> bool {
        match self.first {
            R_PAREN | R_BRACKET | R_BRACE => opening(self.first) == opener,
            END_KW => opener == CASE_KW,
            _ => false,
        }
    }

    /// Whether it stands within an arm of a CASE that has begun above it.
    pub(super) fn is_within_arm(&self) -> bool {
        self.first == THEN_KW || self.is_operator()
    }

    /// `let`, or the `from` that ends what `let` names.
    pub(super) fn begins_pipeline(&self) -> bool {
        self.is_rocky && matches!(self.first, LET_KW | FROM_KW)
    }

    pub(super) fn is_comma(&self) -> bool {
        self.first == COMMA
    }

    /// Whether it begins a clause, or a step: what nothing else in a query can begin with.
    pub(super) fn is_clause(&self) -> bool {
        match self.first {
            SELECT_KW | FROM_KW | WHERE_KW | HAVING_KW | QUALIFY_KW | UNION_KW | INTERSECT_KW | EXCEPT_KW
            | PIPE_GT => true,
            GROUP_KW | ORDER_KW => self.second != DOT && self.second != COMMA,
            LIMIT_KW => !matches!(self.second, DOT | COMMA | EQ),
            OFFSET_KW | WINDOW_KW => !matches!(self.second, DOT | COMMA | EQ | EOF),
            DERIVE_KW | SORT_KW | TAKE_KW | DISTINCT_KW | REPLICATE_KW => self.is_rocky,
            _ => false,
        }
    }

    pub(super) fn is_join(&self) -> bool {
        match self.first {
            JOIN_KW | INNER_KW | CROSS_KW | NATURAL_KW => true,
            LEFT_KW | RIGHT_KW | FULL_KW | SEMI_KW | ANTI_KW | ASOF_KW | POSITIONAL_KW => {
                matches!(self.second, EOF | JOIN_KW | OUTER_KW | SEMI_KW | ANTI_KW)
            }
            LEFT_JOIN_KW | RIGHT_JOIN_KW | FULL_JOIN_KW | CROSS_JOIN_KW => true,
            _ => false,
        }
    }

    /// `ON` or `USING`.
    pub(super) fn is_condition_of_join(&self) -> bool {
        matches!(self.first, ON_KW | USING_KW)
    }

    pub(super) fn is_logical(&self) -> bool {
        matches!(self.first, AND_KW | OR_KW)
    }

    /// Whether its first word says where it goes.
    pub(super) fn is_placed(&self) -> bool {
        self.is_clause()
            || self.is_join()
            || self.is_condition_of_join()
            || self.is_logical()
            || self.begins_pipeline()
            || matches!(self.first, WHEN_KW | ELSE_KW | END_KW)
    }

    /// Whether it goes on with what stands above.
    pub(super) fn is_operator(&self) -> bool {
        self.is_logical()
            || matches!(
                self.first,
                PLUS | SLASH
                    | PERCENT_SIGN
                    | PIPE_PIPE
                    | EQ
                    | EQ_EQ
                    | LT
                    | GT
                    | IS_KW
                    | IN_KW
                    | LIKE_KW
                    | AS_KW
            )
    }
}
