//! The rowan language of SQL and the Rocky DSL.

use crate::SyntaxKind;

/// SQL and the Rocky DSL share one set of kinds, so that expressions share their nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SqlLanguage {}

impl rowan::Language for SqlLanguage {
    type Kind = SyntaxKind;

    fn kind_from_raw(raw: rowan::SyntaxKind) -> SyntaxKind {
        SyntaxKind::from_raw(raw.0)
    }

    fn kind_to_raw(kind: SyntaxKind) -> rowan::SyntaxKind {
        rowan::SyntaxKind(kind as u16)
    }
}

/// A node of a SQL or DSL tree.
pub type SyntaxNode = rowan::SyntaxNode<SqlLanguage>;
/// A token of a SQL or DSL tree.
pub type SyntaxToken = rowan::SyntaxToken<SqlLanguage>;
/// A node or a token.
pub type SyntaxElement = rowan::SyntaxElement<SqlLanguage>;
/// The child nodes of a node.
pub type SyntaxNodeChildren = rowan::SyntaxNodeChildren<SqlLanguage>;

impl SyntaxKind {
    /// The kind with this number; numbers that name none are errors.
    pub(crate) fn from_raw(raw: u16) -> SyntaxKind {
        SyntaxKind::ALL.get(usize::from(raw)).copied().unwrap_or(SyntaxKind::ERROR)
    }

    /// Whether the grammar never sees this token.
    #[inline]
    pub fn is_trivia(self) -> bool {
        matches!(self, SyntaxKind::WHITESPACE | SyntaxKind::LINE_COMMENT | SyntaxKind::BLOCK_COMMENT)
    }
}
