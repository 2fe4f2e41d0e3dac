//! The result of parsing.

use crate::ast::{AstNode, File, RockyFile};
use crate::{SyntaxNode, TextRange};
use rowan::GreenNode;

/// A text edit that would mend a syntax error: replace `range` by `insert`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SyntaxFix {
    /// What to replace; empty for a plain insertion.
    pub range: TextRange,
    /// The new text; empty for a plain deletion.
    pub insert: String,
    /// A few words for a menu.
    pub label: String,
}

/// A mistake in the grammar of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SyntaxError {
    /// Where: the token that does not fit, or the one behind which something is missing.
    pub range: TextRange,
    /// What is wrong and what was expected.
    pub message: String,
    /// An edit that probably mends it.
    pub fix: Option<SyntaxFix>,
}

/// A lossless tree and the mistakes met while building it, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parse {
    /// The tree; its text is the text that was parsed.
    pub green: GreenNode,
    /// The mistakes.
    pub errors: Box<[SyntaxError]>,
}

impl Parse {
    /// The root node.
    pub fn syntax(&self) -> SyntaxNode {
        SyntaxNode::new_root(self.green.clone())
    }

    /// The typed root of a SQL file.
    pub fn sql_file(&self) -> Option<File> {
        File::cast(self.syntax())
    }

    /// The typed root of a DSL file.
    pub fn rocky_file(&self) -> Option<RockyFile> {
        RockyFile::cast(self.syntax())
    }
}
