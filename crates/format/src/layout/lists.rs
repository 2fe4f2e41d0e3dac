//! Lists: in brackets, or behind the keywords of a clause.

use super::{Break, Builder, Child, Role};
use crate::options::Commas;
use syntax::SyntaxKind::{self, *};
use syntax::SyntaxNode;

/// How a list in brackets is broken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Brackets {
    /// One element on each line, if the list does not fit on one.
    Fitting,
    /// As many elements on each line as fit.
    Filled,
    /// One element on each line, always.
    Broken,
}

/// Brackets of unread tokens that stand deeper in each other are not broken: each level indents its lines further, so
/// that the text would grow with the square of their number.
const MOST_NESTED: usize = 64;

impl Builder<'_> {
    /// Lists that need another layout than any list in brackets.
    pub(super) fn list(&mut self, node: &SyntaxNode, children: &[Child]) -> bool {
        let style = match node.kind() {
            IN_LIST => Brackets::Filled,
            COLUMN_DEF_LIST if children.iter().filter(|it| it.is_node).count() > 1 => Brackets::Broken,
            LIST_EXPR | ROW_EXPR | TUPLE_EXPR | ARG_LIST if self.are_literals(node, children) => {
                Brackets::Filled
            }
            _ => return false,
        };
        self.brackets(children, style, Break::Soft);
        true
    }

    /// Nodes that no rule knows: what is in brackets is a list, and long lists without brackets are filled.
    pub(super) fn anything(&mut self, node: &SyntaxNode, children: &[Child]) {
        if is_loose(node.kind()) {
            self.tokens_in_brackets(children, Break::Fill);
        } else if !self.brackets(children, Brackets::Fitting, Break::Soft) {
            self.separators(children, Break::Fill);
            for items in children.split(|it| !it.is_node && it.kind == COMMA).skip(1) {
                self.indent_if_broken(items);
            }
        }
        for pair in children.windows(2) {
            let is_operator = self.tokens[pair[1].first].kind == PIPE_GT;
            if (pair[1].kind == QUERY || is_operator) && !is_opening(pair[0].kind) {
                self.gap(&pair[1], Break::Hard, Role::Clause);
            }
        }
    }

    /// Lays out tokens that the grammar gives no structure: their brackets, which may stand in each other, as lists, and
    /// the commas outside of brackets as `commas`.
    pub(super) fn tokens_in_brackets(&mut self, children: &[Child], commas: Break) {
        let (mut open, mut pairs) = (Vec::new(), Vec::new());
        for (i, child) in children.iter().enumerate().filter(|it| !it.1.is_node) {
            match child.kind {
                L_PAREN | L_BRACKET | L_BRACE => open.push(i),
                R_PAREN | R_BRACKET | R_BRACE => {
                    let start = open.pop().filter(|_| open.len() < MOST_NESTED);
                    pairs.extend(start.map(|it| (it, i)));
                }
                COMMA => {
                    if let Some(pair) = children.get(i..i + 2) {
                        self.separators(pair, if open.is_empty() { commas } else { Break::Line });
                    }
                }
                _ => {}
            }
        }
        pairs.sort_unstable();
        for (start, end) in pairs {
            let inside = &children[start + 1..end];
            if let Some(first) = inside.first() {
                self.gap(first, Break::Soft, Role::Head);
                self.gap(&children[end], Break::Soft, Role::Close);
                self.group(&children[start..=end]);
                self.indent(inside);
            }
        }
    }

    /// Lays out the brackets among the children and what is between them; returns whether there are any. `edge` is what
    /// stands inside of the brackets.
    pub(super) fn brackets(&mut self, children: &[Child], style: Brackets, edge: Break) -> bool {
        let Some(open) = children.iter().position(|it| !it.is_node && is_opening(it.kind)) else {
            return false;
        };
        let closing = |it: &Child| !it.is_node && is_closing(it.kind);
        let Some(close) = children.iter().rposition(closing).filter(|it| *it > open) else { return false };
        let inside = &children[open + 1..close];
        let Some(first) = inside.first() else { return true };
        let edge = if style == Brackets::Broken { Break::Hard } else { edge };
        self.gap(first, edge, Role::Head);
        self.gap(&children[close], edge, Role::Close);
        self.group(&children[open..=close]);
        self.indent(inside);
        self.separators(
            inside,
            match style {
                Brackets::Fitting => Break::Line,
                Brackets::Filled => Break::Fill,
                Brackets::Broken => Break::Hard,
            },
        );
        // What stands in the brackets without a comma and is a part of its own.
        for pair in inside.windows(2) {
            let is_led = self.tokens[pair[1].first].kind.is_keyword() && pair[1].kind != ALIAS;
            let is_word = matches!(pair[1].kind, INITIAL_KW | SEEK_KW);
            if pair[0].is_node && (is_word || pair[1].is_node && (is_led || is_part(pair[1].kind))) {
                self.gap(&pair[1], Break::Line, Role::Clause);
            }
        }
        true
    }

    /// Lays out the commas of a list.
    pub(super) fn separators(&mut self, children: &[Child], kind: Break) {
        for pair in children.windows(2) {
            if pair[0].is_node || pair[0].kind != COMMA {
                continue;
            }
            if self.commas == Commas::Leading && kind != Break::Fill {
                let before = if kind == Break::Line { Break::Soft } else { kind };
                self.gap(&pair[0], before, Role::Item);
                self.gap(&pair[1], Break::Space, Role::Inner);
            } else {
                self.gap(&pair[1], kind, Role::Item);
            }
        }
    }

    /// A clause whose keywords are followed by a list: one element stands beside the keywords, several stand one on
    /// each line, below them, if they do not fit or if `always`.
    pub(super) fn clause_list(&mut self, children: &[Child], is_item: fn(SyntaxKind) -> bool, always: bool) {
        let Some(start) = children.iter().position(|it| it.is_node && is_item(it.kind)) else { return };
        let items = &children[start..];
        if start == 0 || items.iter().filter(|it| it.is_node && is_item(it.kind)).count() < 2 {
            return;
        }
        let kind = if always { Break::Hard } else { Break::Line };
        self.gap(&items[0], kind, Role::Head);
        self.group(children);
        self.indent(items);
        self.separators(items, kind);
    }

    /// Whether a list holds nothing but short literals.
    fn are_literals(&self, node: &SyntaxNode, children: &[Child]) -> bool {
        let is_single = |it: &Child| it.first == it.last;
        let is_plain = |it: SyntaxNode| match it.kind() {
            LITERAL => true,
            ARG | PREFIX_EXPR => {
                it.children().all(|inner| inner.kind() == LITERAL) && it.first_child().is_some()
            }
            _ => false,
        };
        children.len() > 12
            && children.iter().all(|it| is_single(it) || it.kind == ARG || it.kind == PREFIX_EXPR)
            && node.children().all(is_plain)
    }
}

pub(super) fn is_opening(kind: SyntaxKind) -> bool {
    matches!(kind, L_PAREN | L_BRACKET | L_BRACE | LT)
}

fn is_closing(kind: SyntaxKind) -> bool {
    matches!(kind, R_PAREN | R_BRACKET | R_BRACE | GT | GT_GT)
}

/// Whether a node's tokens are kept without a structure.
pub(super) fn is_loose(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        STATEMENT_OPTIONS
            | TABLE_OPTIONS
            | CHANGES_CLAUSE
            | TIME_TRAVEL_CLAUSE
            | GRAPH_TABLE
            | JSON_PLAN
            | HINT
            | PIPE_OTHER
    )
}

/// Whether a node in brackets is a clause rather than an element.
fn is_part(kind: SyntaxKind) -> bool {
    matches!(
        kind,
        PARTITION_BY_CLAUSE
            | ORDER_BY_CLAUSE
            | GROUP_BY_CLAUSE
            | FRAME_CLAUSE
            | LIMIT_CLAUSE
            | ROCKY_FRAME
            | SEMANTIC_VIEW_LIST
    )
}
