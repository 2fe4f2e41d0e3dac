//! Pipe operators, each of which begins with `|>`.

use super::{
    context::Expects,
    keywords,
    scan::{Scan, operand},
};
use crate::tokens::{FURTHEST, is_close, is_open, is_word, previous, word};
use syntax::{SyntaxKind, SyntaxToken};

/// Whether a token is the first word of a pipe operator.
pub(super) fn is_pipe_operator(token: &SyntaxToken) -> bool {
    is_word(token) && previous(token).is_some_and(|it| it.kind() == SyntaxKind::PIPE_GT)
}

/// Whether an operand follows a token because it begins a pipe operator.
pub(super) fn opens_pipe_operator(token: &SyntaxToken) -> bool {
    const WORDS: [&str; 7] = ["extend", "window", "aggregate", "drop", "rename", "assert", "call"];
    WORDS.contains(&&*word(token)) && is_pipe_operator(token)
}

impl Scan {
    /// Whether the tokens before the cursor are those of a pipe operator, and of no query within it.
    pub(super) fn is_piped(&self) -> bool {
        let mut depth = 0_u32;
        for token in std::iter::successors(Some(self.first.clone()), previous).take(FURTHEST) {
            match token.kind() {
                SyntaxKind::PIPE_GT if depth == 0 => return true,
                SyntaxKind::SEMICOLON => return false,
                kind if is_close(kind) => depth += 1,
                // One that is not closed again may hold the cursor.
                kind if is_open(kind) => depth = depth.saturating_sub(1),
                _ if depth == 0 && ["select", "from"].contains(&&*word(&token)) => {
                    return is_pipe_operator(&token);
                }
                _ => {}
            }
        }
        false
    }

    /// What may stand in the pipe operator that begins with a word; nothing where the clause that it is decides.
    pub(super) fn in_pipe(
        &self,
        operator: &SyntaxToken,
        is_complete: bool,
        in_arguments: bool,
    ) -> Option<Expects> {
        let name = word(operator);
        let begins = self.first.kind() == SyntaxKind::COMMA || self.first == *operator;
        let is_operand = in_arguments || !begins && !is_complete;
        Some(match &*name {
            "select" | "extend" | "window" | "aggregate" | "where" | "assert" | "set" if is_operand => {
                operand(is_complete, keywords::OPERATORS)
            }
            "select" if !is_complete => Expects::Item,
            "extend" | "window" | "aggregate" | "where" | "assert" if !is_complete => Expects::Expression,
            "drop" | "rename" | "set" if !is_complete => Expects::Column,
            "aggregate" => Expects::EitherWords(&["GROUP BY"], keywords::BEHIND_PIPED_ITEM),
            "select" | "extend" | "window" => Expects::Words(keywords::BEHIND_PIPED_ITEM),
            "where" | "assert" | "set" => Expects::Words(keywords::BEHIND_PIPED_CONDITION),
            "rename" if previous(&self.first).is_none_or(|it| word(&it) != "as") => {
                Expects::EitherWords(&["AS"], keywords::BEHIND_PIPE_OPERATOR)
            }
            "limit" => Expects::EitherWords(&["OFFSET"], keywords::BEHIND_PIPE_OPERATOR),
            "pivot" | "unpivot" if is_complete => {
                Expects::EitherWords(&["AS"], keywords::BEHIND_PIPE_OPERATOR)
            }
            "drop" | "rename" | "offset" | "distinct" | "as" | "tablesample" => {
                Expects::Words(keywords::BEHIND_PIPE_OPERATOR)
            }
            "call" if !is_complete => Expects::Nothing,
            _ => return None,
        })
    }
}
