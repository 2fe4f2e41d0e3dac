//! Parts of moments: `MONTH` in `DATE_TRUNC(d, MONTH)`, in `DATE_TRUNC('month', d)` and in `INTERVAL 1 MONTH`.

use super::{
    context::Expects,
    keywords,
    scan::Scan,
    sql::{Proposals, Rank},
};
use crate::{
    CompletionKind,
    tokens::{Level, is_word, level, matching, previous, word},
};
use base::{DialectKind, TextRange, TextSize};
use syntax::{SyntaxKind, SyntaxToken};

/// An argument that begins.
struct Argument {
    function: String,
    place: usize,
    /// Whether the first argument is a part of a moment already.
    has_part: bool,
}

/// What stands between the quotes of a string around a place.
pub(super) fn inside_string(token: &SyntaxToken, offset: TextSize) -> Option<TextRange> {
    let quote = TextSize::of('\'');
    let is_string = token.kind() == SyntaxKind::STRING && token.text().len() >= 2;
    let is_plain = is_string && token.text().starts_with('\'') && token.text().ends_with('\'');
    let range = token.text_range();
    (is_plain && offset < range.end()).then(|| TextRange::new(range.start() + quote, range.end() - quote))
}

impl Scan {
    /// What may stand where only a part of a moment can, or also one.
    pub(super) fn part_of_moment(&self) -> Option<Expects> {
        if self.is_amount() {
            return Some(Expects::Words(keywords::PARTS_OF_MOMENTS));
        }
        let Argument { function, place, has_part } = self.argument()?;
        let takes_part = dialect::is_word_argument(self.dialect, &function, place, "day") && !has_part;
        // Of a call that is still to be typed it is not known how many arguments it will have.
        let takes_only_parts = match self.dialect {
            DialectKind::Snowflake => place == 0,
            DialectKind::BigQuery => dialect::takes_only_words(self.dialect, &function, place, place + 1),
            _ => false,
        };
        match takes_only_parts {
            _ if !takes_part => None,
            true => Some(Expects::Words(keywords::PARTS_OF_MOMENTS)),
            false if self.dialect == DialectKind::BigQuery => None,
            false => Some(Expects::PartOrExpression),
        }
    }

    /// Whether the argument that begins behind the first token may be a part of a moment, as a string.
    pub(super) fn takes_part_as_text(&self) -> bool {
        let argument = self.argument();
        argument.is_some_and(|it| dialect::takes_part_as_text(self.dialect, &it.function, it.place))
    }

    /// Whether an interval lacks its unit: `INTERVAL 1 |`.
    fn is_amount(&self) -> bool {
        let behind_interval = |it: &SyntaxToken| previous(it).is_some_and(|it| word(&it) == "interval");
        match self.first.kind() {
            SyntaxKind::NUMBER => behind_interval(&self.first),
            // The unit may stand within the string.
            SyntaxKind::STRING => {
                let text = self.first.text();
                behind_interval(&self.first)
                    && self.dialect != DialectKind::Snowflake
                    && !text.contains(|it: char| it.is_alphabetic())
            }
            SyntaxKind::R_PAREN => matching(&self.first).is_some_and(|it| behind_interval(&it)),
            SyntaxKind::IDENT => {
                matches!(self.dialect, DialectKind::BigQuery | DialectKind::Databricks)
                    && behind_interval(&self.first)
            }
            _ => false,
        }
    }

    fn argument(&self) -> Option<Argument> {
        if !matches!(self.first.kind(), SyntaxKind::L_PAREN | SyntaxKind::COMMA) {
            return None;
        }
        let Level { tokens, open } = level(&self.first);
        let open = open.filter(|it| it.kind() == SyntaxKind::L_PAREN)?;
        let function = previous(&open).filter(is_word)?;
        let is_part =
            |it: &SyntaxToken| it.kind() == SyntaxKind::STRING || dialect::is_unit_of_time(&word(it));
        Some(Argument {
            function: word(&function),
            place: tokens.iter().filter(|it| it.kind() == SyntaxKind::COMMA).count(),
            has_part: tokens.last().is_some_and(is_part),
        })
    }
}

impl Proposals<'_> {
    /// Within a string they are written as those who write them there do.
    pub(super) fn parts_in_text(&mut self) {
        for part in keywords::PARTS_OF_MOMENTS {
            let part = part.to_lowercase();
            self.add(CompletionKind::Keyword, part.clone(), part, None, Rank::KEYWORD, None);
        }
    }
}
