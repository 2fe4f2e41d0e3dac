//! `PIVOT` and `UNPIVOT`, behind a relation and as statements.

use super::{
    context::Expects,
    keywords,
    scan::{Scan, ends_operand, operand},
};
use crate::tokens::{Level, level, previous, word};
use base::DialectKind;
use syntax::{SyntaxKind, SyntaxToken};

/// Which of both it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pivots {
    Pivot,
    Unpivot,
}

impl Pivots {
    fn of(token: &SyntaxToken) -> Option<Pivots> {
        match &*word(token) {
            "pivot" | "pivot_wider" => Some(Pivots::Pivot),
            "unpivot" | "pivot_longer" => Some(Pivots::Unpivot),
            _ => None,
        }
    }

    /// Of the one that a parenthesis opens.
    fn opened(open: &SyntaxToken) -> Option<Pivots> {
        let before = previous(open)?;
        // `UNPIVOT INCLUDE NULLS (`
        let before = if word(&before) == "nulls" { previous(&previous(&before)?)? } else { before };
        Pivots::of(&before).filter(|_| open.kind() == SyntaxKind::L_PAREN)
    }
}

/// Of which statement a word is a part: `ON` and `USING` in `PIVOT t ON a USING sum(b)`.
pub(super) fn pivots(token: &SyntaxToken) -> Option<Pivots> {
    let others = ["join", "from", "select", "where"];
    let Level { tokens, .. } = level(token);
    let nearest = tokens.iter().find(|it| Pivots::of(it).is_some() || others.contains(&&*word(it)))?;
    Pivots::of(nearest)
}

impl Scan {
    /// What may stand right in the parentheses of the one behind a relation, and in its list of columns or values.
    pub(super) fn in_pivot(&self) -> Option<Expects> {
        let first = word(&self.first);
        if self.dialect == DialectKind::DuckDb && ["pivot", "unpivot"].contains(&&*first) {
            let begins = previous(&self.first)
                .is_none_or(|it| [SyntaxKind::SEMICOLON, SyntaxKind::L_PAREN].contains(&it.kind()));
            return begins.then_some(Expects::Relation);
        }
        if first == "on" && pivots(&self.first).is_some() {
            return Some(Expects::Expression);
        }
        let Level { tokens, open } = level(&self.first);
        let open = open.filter(|it| it.kind() == SyntaxKind::L_PAREN)?;
        if let Some(pivots) = Pivots::opened(&open) {
            return self.right_in(pivots, &tokens);
        }
        // Columns that become rows, and values that become columns, which are constants.
        let list = previous(&open).filter(|it| word(it) == "in")?;
        let begins = matches!(self.first.kind(), SyntaxKind::L_PAREN | SyntaxKind::COMMA);
        match Pivots::opened(&level(&list).open?)? {
            Pivots::Unpivot if begins => Some(Expects::Column),
            Pivots::Pivot if begins => Some(Expects::Nothing),
            _ if first == "as" => Some(Expects::Nothing),
            _ => ends_operand(&self.first).then_some(Expects::Words(&["AS"])),
        }
    }

    /// `tokens` are those right in the parentheses.
    fn right_in(&self, pivots: Pivots, tokens: &[SyntaxToken]) -> Option<Expects> {
        let has = |wanted: &str| tokens.iter().any(|it| word(it) == wanted);
        let is_complete = ends_operand(&self.first);
        let first = word(&self.first);
        Some(match (pivots, has("for")) {
            // Its own keys.
            _ if has("group") => return None,
            (Pivots::Pivot, true) if first == "for" => Expects::Column,
            (Pivots::Pivot, true) if self.first.kind() == SyntaxKind::R_PAREN => {
                Expects::Words(&["GROUP BY", "FOR"])
            }
            (_, true) if first == "for" || first == "in" => Expects::Nothing,
            (_, true) => Expects::Words(&["IN"]),
            (Pivots::Unpivot, false) if is_complete => Expects::Words(&["FOR"]),
            (Pivots::Unpivot, false) => Expects::Nothing,
            (Pivots::Pivot, false) if first == "as" => Expects::Nothing,
            (Pivots::Pivot, false) => operand(is_complete, &["AS", "FOR"]),
        })
    }

    /// Behind `ON` or `USING` of a statement.
    pub(super) fn behind_pivoted(&self, token: &SyntaxToken, is_complete: bool) -> Expects {
        operand(
            is_complete,
            match (&*word(token), pivots(token)) {
                (_, Some(Pivots::Unpivot)) => &["INTO"],
                ("using", _) => keywords::BEHIND_PIVOTED,
                _ => keywords::BEHIND_PIVOT_COLUMN,
            },
        )
    }
}
