//! The tree's say: what may stand in each gap between tokens, and which tokens share an indentation or a fate.

mod expressions;
mod lists;
mod pipes;
mod queries;
mod rocky;
mod spacing;
mod statements;

use crate::options::{Commas, FormatOptions};
use crate::tokens::{Stream, Token};
use crate::units::Units;
use syntax::{NodeOrToken, SyntaxKind, SyntaxNode, TextSize, WalkEvent};

/// What stands in a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    /// Nothing.
    None,
    /// A blank.
    Space,
    /// A line break where the innermost group around the gap is broken, else nothing.
    Soft,
    /// A line break where the innermost group around the gap is broken, else a blank.
    Line,
    /// A line break where what follows does not fit, up to the next place for a break; else a blank.
    Fill,
    /// A line break.
    Hard,
}

/// Where a gap stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Within something.
    Inner,
    /// Before an element of a list. An empty line may stand here.
    Item,
    /// Before a clause or another part of a statement. An empty line may stand here.
    Clause,
    /// Before something that stands apart: an empty line always stands here, if the line is broken.
    Apart,
    /// Before the first element of a list.
    Head,
    /// Before what closes a block.
    Close,
}

/// The gap before a token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gap {
    pub(crate) kind: Break,
    pub(crate) role: Role,
}

/// Tokens that belong together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) kind: SpanKind,
}

/// In which way tokens belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SpanKind {
    /// All their gaps are broken, or none.
    Group,
    /// They stand one level deeper, the line break before them included.
    Indent,
    /// They stand one level deeper if the line is broken before them.
    IndentIfBroken,
}

/// What the renderer goes by.
pub(crate) struct Layout {
    /// One for each token.
    pub(crate) gaps: Vec<Gap>,
    /// Sorted by their first token, outer ones first; one either contains another or is disjoint from it.
    pub(crate) spans: Vec<Span>,
}

/// Asks the rules about every node.
pub(crate) fn layout(
    root: &SyntaxNode,
    stream: &Stream<'_>,
    units: &Units,
    options: &FormatOptions,
) -> Layout {
    let tokens = &stream.tokens;
    let gaps = vec![Gap { kind: Break::Space, role: Role::Inner }; tokens.len()];
    let mut builder = Builder { tokens, commas: options.commas, gaps, spans: Vec::new() };
    let mut walk = root.preorder();
    while let Some(event) = walk.next() {
        let WalkEvent::Enter(node) = event else { continue };
        if units.contains(&node) || node.kind() == SyntaxKind::FRONTMATTER {
            walk.skip_subtree();
            continue;
        }
        let children = builder.children(&node);
        if children.len() > 1 {
            builder.node(&node, &children);
        }
    }
    keep_points_of_names(tokens, &mut builder.gaps);
    if let Some(end) = builder.gaps.last_mut() {
        *end = Gap { kind: Break::Hard, role: Role::Item };
    }
    // Stable: nodes come before their children.
    builder.spans.sort_by_key(|it| (it.first, std::cmp::Reverse(it.last)));
    Layout { gaps: builder.gaps, spans: builder.spans }
}

/// In `6.a` the point is the name's, which makes it no part of the number: behind a blank or a line break it would be.
fn keep_points_of_names(tokens: &[Token<'_>], gaps: &mut [Gap]) {
    for (three, gap) in tokens.windows(3).zip(gaps.iter_mut().skip(2)) {
        let [number, point, next] = three else { continue };
        let is_close = !point.was_apart && !next.was_apart;
        if number.last_kind == SyntaxKind::NUMBER && point.kind == SyntaxKind::DOT && is_close {
            gap.kind = Break::None;
        }
    }
}

/// A child of a node, as the range of its tokens.
#[derive(Clone, Copy, Debug)]
struct Child {
    kind: SyntaxKind,
    first: usize,
    last: usize,
    is_node: bool,
}

struct Builder<'a> {
    tokens: &'a [Token<'a>],
    commas: Commas,
    gaps: Vec<Gap>,
    spans: Vec<Span>,
}

impl Builder<'_> {
    /// The children that have tokens.
    fn children(&self, node: &SyntaxNode) -> Vec<Child> {
        let mut children = Vec::new();
        for element in node.children_with_tokens() {
            let kind = element.kind();
            let (range, is_node) = match &element {
                NodeOrToken::Node(node) => (node.text_range(), true),
                NodeOrToken::Token(token) => (token.text_range(), false),
            };
            if kind.is_trivia() || range.is_empty() || kind == SyntaxKind::FRONTMATTER {
                continue;
            }
            let (first, end) = (self.index(range.start()), self.index(range.end()));
            if first < end {
                children.push(Child { kind, first, last: end - 1, is_node });
            }
        }
        children
    }

    /// The first token at or behind `offset`.
    fn index(&self, offset: TextSize) -> usize {
        self.tokens.partition_point(|it| it.range.start() < offset)
    }

    /// The rules of a node: first those of its tokens' kinds, then those of its own kind.
    fn node(&mut self, node: &SyntaxNode, children: &[Child]) {
        for pair in children.windows(2) {
            let kind = spacing::between(node.kind(), &pair[0], &pair[1], self.tokens);
            self.gaps[pair[1].first] = Gap { kind, role: Role::Inner };
        }
        let known = self.query(node, children)
            || self.statement(node, children)
            || self.operator(node, children)
            || self.expression(node, children)
            || self.pipeline(node, children)
            || self.list(node, children);
        if !known {
            self.anything(node, children);
        }
    }

    fn gap(&mut self, before: &Child, kind: Break, role: Role) {
        self.gaps[before.first] = Gap { kind, role };
    }

    fn group(&mut self, children: &[Child]) {
        self.span(children, SpanKind::Group);
    }

    fn indent(&mut self, children: &[Child]) {
        self.span(children, SpanKind::Indent);
    }

    fn indent_if_broken(&mut self, children: &[Child]) {
        self.span(children, SpanKind::IndentIfBroken);
    }

    fn span(&mut self, children: &[Child], kind: SpanKind) {
        if let [first, ..] = children
            && let [.., last] = children
        {
            self.spans.push(Span { first: first.first, last: last.last, kind });
        }
    }
}

/// The kind of the node around a node.
fn parent_kind(node: &SyntaxNode) -> SyntaxKind {
    node.parent().map_or(SyntaxKind::EOF, |it| it.kind())
}
