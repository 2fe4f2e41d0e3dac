//! Text to lossless trees: SQL, the Rocky DSL and TOML.
//!
//! Parsing cannot fail: every text has a tree that spells it exactly, and a list of [`SyntaxError`]s. The tree holds
//! no meaning. The grammar is a superset of all dialects; only the lexer and the reserved words ask which one it is.

pub mod ast;
mod generated;
mod language;
mod parse;
mod ptr;

pub use generated::kinds::SyntaxKind;
pub use language::{
    SqlLanguage, SyntaxElement, SyntaxElementChildren, SyntaxNode, SyntaxNodeChildren, SyntaxToken,
};
pub use parse::{Parse, SyntaxError, SyntaxFix};
pub use ptr::{AstPtr, SyntaxNodePtr};
pub use rowan::{Direction, GreenNode, NodeOrToken, TextRange, TextSize, TokenAtOffset, WalkEvent};
