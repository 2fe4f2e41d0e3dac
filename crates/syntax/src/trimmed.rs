//! Ranges without the blanks and comments around them.

use crate::{SqlLanguage, SyntaxNode};
use rowan::{GreenNodeData, GreenTokenData, Language, NodeOrToken, TextRange, TextSize};

/// The range of a node without the blanks and comments around it; empty at its end where there is nothing else.
///
/// Walks the green tree: red nodes are made on demand, and lowering asks this of nearly every node.
pub fn trimmed(node: &SyntaxNode) -> TextRange {
    let range = node.text_range();
    let green = node.green();
    let mut before = TextSize::from(0);
    if !leading_trivia(&green, &mut before) {
        return TextRange::empty(range.end());
    }
    let mut after = TextSize::from(0);
    trailing_trivia(&green, &mut after);
    TextRange::new(range.start() + before, range.end() - after)
}

/// Adds up the trivia at the head of a green node; returns whether anything else follows.
fn leading_trivia(green: &GreenNodeData, length: &mut TextSize) -> bool {
    green.children().any(|child| match child {
        NodeOrToken::Node(node) => leading_trivia(node, length),
        NodeOrToken::Token(token) => is_solid(token, length),
    })
}

/// Adds up the trivia at the tail of a green node; returns whether anything else stands before.
fn trailing_trivia(green: &GreenNodeData, length: &mut TextSize) -> bool {
    green.children().rev().any(|child| match child {
        NodeOrToken::Node(node) => trailing_trivia(node, length),
        NodeOrToken::Token(token) => is_solid(token, length),
    })
}

fn is_solid(token: &GreenTokenData, trivia: &mut TextSize) -> bool {
    let is_trivia = SqlLanguage::kind_from_raw(token.kind()).is_trivia();
    if is_trivia {
        *trivia += token.text_len();
    }
    !is_trivia && !token.text().is_empty()
}
