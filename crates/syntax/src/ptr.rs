//! Pointers into trees that outlive the tree.

use crate::ast::AstNode;
use crate::{SqlLanguage, SyntaxNode};
use rowan::TextRange;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

/// The kind and range of a node: enough to find it again in an equal tree.
pub type SyntaxNodePtr = rowan::ast::SyntaxNodePtr<SqlLanguage>;

/// A [`SyntaxNodePtr`] that knows the type of its node.
///
/// Positional: an edit before the node makes it stale, so only source maps may hold one.
pub struct AstPtr<N: AstNode> {
    raw: SyntaxNodePtr,
    ty: PhantomData<fn() -> N>,
}

impl<N: AstNode> AstPtr<N> {
    /// A pointer to this node.
    pub fn new(node: &N) -> AstPtr<N> {
        AstPtr { raw: SyntaxNodePtr::new(node.syntax()), ty: PhantomData }
    }

    /// The node, in the tree with this root; nothing where the tree is another one.
    pub fn to_node(&self, root: &SyntaxNode) -> Option<N> {
        self.raw.try_to_node(root).and_then(N::cast)
    }

    /// The range of the node.
    pub fn range(&self) -> TextRange {
        self.raw.text_range()
    }

    /// The same pointer without its type.
    pub fn syntax_node_ptr(&self) -> SyntaxNodePtr {
        self.raw
    }

    /// The same pointer, if the node is also of this type.
    pub fn cast<U: AstNode>(&self) -> Option<AstPtr<U>> {
        U::can_cast(self.raw.kind()).then_some(AstPtr { raw: self.raw, ty: PhantomData })
    }

    /// The same pointer under a type that includes this one (a choice such as `Expr`).
    pub fn upcast<U: AstNode>(&self) -> AstPtr<U>
    where
        N: Into<U>,
    {
        AstPtr { raw: self.raw, ty: PhantomData }
    }
}

impl<N: AstNode> Clone for AstPtr<N> {
    fn clone(&self) -> AstPtr<N> {
        *self
    }
}

impl<N: AstNode> Copy for AstPtr<N> {}

impl<N: AstNode> PartialEq for AstPtr<N> {
    fn eq(&self, other: &AstPtr<N>) -> bool {
        self.raw == other.raw
    }
}

impl<N: AstNode> Eq for AstPtr<N> {}

impl<N: AstNode> Hash for AstPtr<N> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}

impl<N: AstNode> fmt::Debug for AstPtr<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AstPtr({:?}@{:?})", self.raw.kind(), self.raw.text_range())
    }
}
