//! The DSL: joins, sort keys, match arms.

use super::{AstNode, JoinKind, JoinStep, MatchArm, MatchPattern, SortDirection, SortKey};
use crate::SyntaxKind;
use rowan::NodeOrToken;

/// How a match arm compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatchOperator {
    /// No operator, or `==`
    Equal,
    /// `!=`, NULL-safe
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

impl JoinStep {
    /// How the models are joined; `left_join` and its kin included.
    pub fn kind(&self) -> JoinKind {
        if self.left_token().is_some() || self.left_join_token().is_some() {
            JoinKind::Left
        } else if self.right_token().is_some() || self.right_join_token().is_some() {
            JoinKind::Right
        } else if self.full_token().is_some() || self.full_join_token().is_some() {
            JoinKind::Full
        } else if self.cross_token().is_some() || self.cross_join_token().is_some() {
            JoinKind::Cross
        } else {
            JoinKind::Inner
        }
    }
}

impl SortKey {
    /// The direction, if it is written.
    pub fn direction(&self) -> Option<SortDirection> {
        if self.desc_token().is_some() || self.minus_token().is_some() {
            Some(SortDirection::Descending)
        } else {
            self.asc_token().map(|_| SortDirection::Ascending)
        }
    }
}

impl MatchArm {
    /// Whether this is the `_` arm.
    pub fn is_wildcard(&self) -> bool {
        self.pattern().is_some_and(|it| it.ident_token().is_some())
    }

    /// How the pattern compares.
    pub fn operator(&self) -> MatchOperator {
        self.pattern().map_or(MatchOperator::Equal, |it| it.operator())
    }
}

impl MatchPattern {
    /// How the pattern compares.
    pub fn operator(&self) -> MatchOperator {
        let tokens = self.syntax().children_with_tokens().filter_map(NodeOrToken::into_token);
        for token in tokens {
            return match token.kind() {
                SyntaxKind::BANG_EQ => MatchOperator::NotEqual,
                SyntaxKind::LT => MatchOperator::Less,
                SyntaxKind::LT_EQ => MatchOperator::LessEqual,
                SyntaxKind::GT => MatchOperator::Greater,
                SyntaxKind::GT_EQ => MatchOperator::GreaterEqual,
                _ => continue,
            };
        }
        MatchOperator::Equal
    }
}
