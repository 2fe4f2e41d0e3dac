//! Queries: the kinds of joins, set operations and orders.

use super::{AstNode, JoinTable, OrderItem, SetOperation};
use crate::{SyntaxKind, SyntaxToken};
use rowan::NodeOrToken;

/// How two tables are joined. NATURAL and ASOF are apart: see [`JoinTable::natural_token`], [`JoinTable::asof_token`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JoinKind {
    /// `[INNER] JOIN`
    Inner,
    /// `LEFT [OUTER] JOIN`
    Left,
    /// `RIGHT [OUTER] JOIN`
    Right,
    /// `FULL [OUTER] JOIN`
    Full,
    /// `CROSS JOIN`
    Cross,
    /// `[LEFT] SEMI JOIN`
    Semi,
    /// `[LEFT] ANTI JOIN`
    Anti,
    /// `POSITIONAL JOIN`
    Positional,
}

/// A set operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetOperator {
    /// `UNION`
    Union,
    /// `INTERSECT`
    Intersect,
    /// `EXCEPT`, `MINUS`
    Except,
}

/// A direction of ORDER BY.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortDirection {
    /// `ASC`
    Ascending,
    /// `DESC`
    Descending,
}

impl JoinTable {
    /// How the tables are joined.
    pub fn kind(&self) -> JoinKind {
        // SEMI and ANTI come behind LEFT.
        if self.semi_token().is_some() {
            JoinKind::Semi
        } else if self.anti_token().is_some() {
            JoinKind::Anti
        } else if self.left_token().is_some() {
            JoinKind::Left
        } else if self.right_token().is_some() {
            JoinKind::Right
        } else if self.full_token().is_some() {
            JoinKind::Full
        } else if self.cross_token().is_some() {
            JoinKind::Cross
        } else if self.positional_token().is_some() {
            JoinKind::Positional
        } else {
            JoinKind::Inner
        }
    }
}

impl SetOperation {
    /// The first token of the operator.
    pub fn operator_token(&self) -> Option<SyntaxToken> {
        self.syntax().children_with_tokens().filter_map(NodeOrToken::into_token).find(|it| {
            // GoogleSQL's modes stand before it: FULL OUTER UNION.
            let is_mode = matches!(
                it.kind(),
                SyntaxKind::FULL_KW | SyntaxKind::LEFT_KW | SyntaxKind::INNER_KW | SyntaxKind::OUTER_KW
            );
            !it.kind().is_trivia() && !is_mode
        })
    }

    /// The operator.
    pub fn operator(&self) -> Option<SetOperator> {
        match self.operator_token()?.kind() {
            SyntaxKind::UNION_KW => Some(SetOperator::Union),
            SyntaxKind::INTERSECT_KW => Some(SetOperator::Intersect),
            SyntaxKind::EXCEPT_KW | SyntaxKind::MINUS_KW => Some(SetOperator::Except),
            _ => None,
        }
    }

    /// Whether duplicates stay.
    pub fn is_all(&self) -> bool {
        self.all_token().is_some()
    }

    /// Whether columns are matched by name.
    pub fn is_by_name(&self) -> bool {
        self.name_token().is_some() || self.corresponding_token().is_some()
    }
}

impl OrderItem {
    /// The direction, if it is written.
    pub fn direction(&self) -> Option<SortDirection> {
        if self.desc_token().is_some() {
            Some(SortDirection::Descending)
        } else {
            self.asc_token().map(|_| SortDirection::Ascending)
        }
    }
}
