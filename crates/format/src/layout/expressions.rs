//! Expressions.

use super::{Break, Builder, Child, Role};
use syntax::SyntaxKind::{self, *};
use syntax::{NodeOrToken, SyntaxNode};

/// Operators that make one chain where they follow each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chain {
    And,
    Or,
    Sum,
    Product,
    Concat,
}

impl Builder<'_> {
    /// Returns whether the node's kind is known here.
    pub(super) fn expression(&mut self, node: &SyntaxNode, children: &[Child]) -> bool {
        match node.kind() {
            BINARY_EXPR => self.binary(node, children),
            BETWEEN_EXPR => {
                if let Some(and) = children.iter().rposition(|it| it.kind == AND_KW) {
                    self.gap(&children[and], Break::Fill, Role::Inner);
                    self.indent_if_broken(&children[and..]);
                }
            }
            CASE_EXPR => self.case(children),
            CASE_ARM => {
                if let Some(then) = children.iter().position(|it| it.kind == THEN_KW) {
                    self.group(children);
                    self.gap(&children[then], Break::Line, Role::Inner);
                    self.indent_if_broken(&children[then..]);
                }
            }
            _ => return false,
        }
        true
    }

    fn binary(&mut self, node: &SyntaxNode, children: &[Child]) {
        let [_, operator, ..] = children else { return };
        if self.gaps[operator.first].kind == Break::None {
            // `a->'$.b'` is as good as one word.
            return;
        }
        let Some(chain) = chain(node).filter(|it| *it != Chain::Product) else {
            self.gap(operator, Break::Fill, Role::Inner);
            self.indent_if_broken(&children[1..]);
            return;
        };
        let is_logical = matches!(chain, Chain::And | Chain::Or);
        self.gap(operator, Break::Line, if is_logical { Role::Item } else { Role::Inner });
        let (top, around) = top_of(node, chain);
        let around = around.map_or(EOF, |it| it.kind());
        // Some places indent the chain themselves, and break it when they break.
        if !(is_logical && is_block(around)) {
            self.indent_if_broken(&children[1..]);
        }
        if top && !(is_logical && is_block(around) && around != JOIN_ON) {
            self.group(children);
        }
    }

    fn case(&mut self, children: &[Child]) {
        let is_arm = |it: &Child| matches!(it.kind, CASE_ARM | ELSE_CLAUSE);
        let (Some(first), Some(last)) = (children.iter().position(is_arm), children.iter().rposition(is_arm))
        else {
            return;
        };
        let several = children.iter().filter(|it| it.kind == CASE_ARM).count() > 1;
        let kind = if several { Break::Hard } else { Break::Line };
        for (i, child) in children[first..=last].iter().enumerate() {
            self.gap(child, kind, if i == 0 { Role::Head } else { Role::Item });
        }
        self.indent(&children[first..=last]);
        if let Some(end) = children.get(last + 1) {
            self.gap(end, kind, Role::Close);
        }
        self.group(children);
    }
}

/// Whether the expression is conditions joined by AND or OR.
pub(super) fn is_logical_chain(node: &SyntaxNode) -> bool {
    matches!(chain(node), Some(Chain::And | Chain::Or))
}

/// Whether a chain of conditions directly in this node is indented by the node, and broken when the node is.
fn is_block(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        WHERE_CLAUSE
            | HAVING_CLAUSE
            | QUALIFY_CLAUSE
            | START_WITH_CLAUSE
            | CONNECT_BY_CLAUSE
            | PAREN_EXPR
            | FILTER_CLAUSE
            | JOIN_ON
            | WHERE_STEP
    )
}

fn chain(node: &SyntaxNode) -> Option<Chain> {
    if node.kind() != BINARY_EXPR {
        return None;
    }
    let mut tokens = node.children_with_tokens().filter_map(NodeOrToken::into_token);
    match tokens.find(|it| !it.kind().is_trivia())?.kind() {
        AND_KW => Some(Chain::And),
        OR_KW => Some(Chain::Or),
        PLUS | MINUS => Some(Chain::Sum),
        STAR | SLASH | SLASH_SLASH | PERCENT_SIGN => Some(Chain::Product),
        PIPE_PIPE => Some(Chain::Concat),
        _ => None,
    }
}

/// Whether the node is the last link of its chain, and the node around the whole chain.
fn top_of(node: &SyntaxNode, chain_of_node: Chain) -> (bool, Option<SyntaxNode>) {
    let mut top = node.clone();
    loop {
        let parent = top.parent();
        match parent {
            Some(parent)
                if chain(&parent) == Some(chain_of_node) && parent.first_child().as_ref() == Some(&top) =>
            {
                top = parent;
            }
            parent => return (top == *node, parent),
        }
    }
}
