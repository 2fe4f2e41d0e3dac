//! The typed view of a tree: a struct per node, getters that find children by what the grammar says of them.
//!
//! Every getter may find nothing, since any part of a half-typed text may be missing.

#[macro_use]
mod macros;
mod escapes;
mod expressions;
mod names;
#[path = "generated/nodes.rs"]
#[allow(missing_docs, reason = "getters are documented by the grammar they are generated from")]
mod nodes;
mod queries;
mod rocky;

pub use expressions::{BinaryOperator, LiteralKind, PrefixOperator};
pub use names::{ident_of, string_content, unquote};
pub use nodes::*;
pub use queries::{JoinKind, SetOperator, SortDirection};
pub use rocky::MatchOperator;

use crate::{SyntaxKind, SyntaxNode, SyntaxNodeChildren};
use std::marker::PhantomData;

/// A typed view of a node.
pub trait AstNode: Sized {
    /// Whether a node of this kind has this view.
    fn can_cast(kind: SyntaxKind) -> bool;
    /// The view of this node, if it has this type.
    fn cast(syntax: SyntaxNode) -> Option<Self>;
    /// The node itself.
    fn syntax(&self) -> &SyntaxNode;
}

/// The children of one type.
#[derive(Clone, Debug)]
pub struct AstChildren<N> {
    inner: SyntaxNodeChildren,
    ty: PhantomData<fn() -> N>,
}

impl<N: AstNode> Iterator for AstChildren<N> {
    type Item = N;

    fn next(&mut self) -> Option<N> {
        self.inner.find_map(N::cast)
    }
}

/// How getters find children.
pub(crate) mod support {
    use super::{AstChildren, AstNode};
    use crate::{SyntaxKind, SyntaxNode, SyntaxToken};
    use rowan::NodeOrToken;
    use std::marker::PhantomData;

    pub(crate) fn child<N: AstNode>(parent: &SyntaxNode) -> Option<N> {
        parent.children().find_map(N::cast)
    }

    pub(crate) fn children<N: AstNode>(parent: &SyntaxNode) -> AstChildren<N> {
        AstChildren { inner: parent.children(), ty: PhantomData }
    }

    pub(crate) fn token(parent: &SyntaxNode, kind: SyntaxKind) -> Option<SyntaxToken> {
        parent.children_with_tokens().filter_map(NodeOrToken::into_token).find(|it| it.kind() == kind)
    }

    /// The first child of a type behind any of the tokens `after` (from the start, if there are none) and in front of
    /// the next of the tokens `before`.
    pub(crate) fn child_between<N: AstNode>(
        parent: &SyntaxNode,
        after: &[SyntaxKind],
        before: &[SyntaxKind],
    ) -> Option<N> {
        let mut inside = after.is_empty();
        for element in parent.children_with_tokens() {
            match element {
                NodeOrToken::Token(token) if !inside => inside = after.contains(&token.kind()),
                NodeOrToken::Token(token) if before.contains(&token.kind()) => return None,
                NodeOrToken::Node(node) if inside => {
                    if let Some(node) = N::cast(node) {
                        return Some(node);
                    }
                }
                _ => {}
            }
        }
        None
    }
}
