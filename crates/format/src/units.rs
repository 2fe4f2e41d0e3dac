//! Which parts of a text are left as they are: those with syntax errors, and statements that the grammar does not read.

use rustc_hash::FxHashSet;
use syntax::{NodeOrToken, SyntaxError, SyntaxKind, SyntaxNode, SyntaxToken};

/// How much around an error is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// The list item or the clause.
    Smallest,
    /// The statement.
    Statement,
}

/// The nodes that are left as they are; none contains another.
pub(crate) struct Units {
    nodes: FxHashSet<SyntaxNode>,
}

impl Units {
    /// Whether this node is left as it is.
    pub(crate) fn contains(&self, node: &SyntaxNode) -> bool {
        !self.nodes.is_empty() && self.nodes.contains(node)
    }
}

/// Finds them.
pub(crate) fn units(root: &SyntaxNode, errors: &[SyntaxError], size: Size) -> Units {
    let mut nodes = FxHashSet::default();
    let mut take = |node: Option<SyntaxNode>| nodes.extend(node.and_then(|it| unit_around(it, size)));
    if !errors.is_empty() {
        for element in root.descendants_with_tokens() {
            match element.kind() {
                SyntaxKind::ERROR => take(element.into_node()),
                SyntaxKind::ERROR_TOKEN => take(element.parent()),
                _ => {}
            }
        }
        for error in errors {
            take(narrower(token_at(root, error), size));
        }
    }
    for node in root.descendants().filter(|it| it.kind() == SyntaxKind::OPAQUE_STATEMENT) {
        nodes.insert(node);
    }
    let outermost = |node: &SyntaxNode| !node.ancestors().skip(1).any(|it| nodes.contains(&it));
    let outer = nodes.iter().filter(|it| outermost(it)).cloned().collect();
    Units { nodes: outer }
}

/// The token that a message is about, or that it stands behind.
fn token_at(root: &SyntaxNode, error: &SyntaxError) -> Option<SyntaxToken> {
    let range = root.text_range();
    if range.is_empty() {
        return None;
    }
    solid(root.token_at_offset(error.range.end().min(range.end())).left_biased())
}

/// The token or the one before that is neither blank nor comment.
fn solid(mut token: Option<SyntaxToken>) -> Option<SyntaxToken> {
    while let Some(it) = &token
        && it.kind().is_trivia()
    {
        token = it.prev_token();
    }
    token
}

/// A token that does not fit often belongs to a node far outside; what it does not fit is what stands before it. Of the
/// nodes around the two, the one whose unit is smaller.
fn narrower(token: Option<SyntaxToken>, size: Size) -> Option<SyntaxNode> {
    let token = token?;
    let before = solid(token.prev_token());
    let around = |it: &SyntaxToken| it.parent().and_then(|it| unit_around(it, size));
    let units = [Some(token), before].into_iter().flatten().filter_map(|it| around(&it));
    units.min_by_key(|it| it.text_range().len())
}

/// The node to leave alone because of an error in `node`; none where the whole file would be it.
fn unit_around(node: SyntaxNode, size: Size) -> Option<SyntaxNode> {
    let is_unit = |it: &SyntaxNode| {
        let is_statement = it.parent().is_none_or(|parent| is_file(parent.kind()));
        is_statement && !is_file(it.kind()) || size == Size::Smallest && is_item(it.kind())
    };
    node.ancestors().find(is_unit).filter(|it| it.children_with_tokens().any(is_solid))
}

fn is_solid(element: NodeOrToken<SyntaxNode, SyntaxToken>) -> bool {
    element.as_node().is_some() || !element.kind().is_trivia()
}

fn is_file(kind: SyntaxKind) -> bool {
    matches!(kind, SyntaxKind::FILE | SyntaxKind::ROCKY_FILE | SyntaxKind::FRONTMATTER)
}

/// What can be left alone within a statement without the text around it losing its shape.
fn is_item(kind: SyntaxKind) -> bool {
    use SyntaxKind::*;
    is_pipe_operator(kind)
        || matches!(
            kind,
            SELECT_ITEM
                | SELECT_CLAUSE
                | QUERY
                | CTE
                | WITH_CLAUSE
                | SET_OPERATION
                | JOIN_ON
                | JOIN_USING
                | FROM_CLAUSE
                | WHERE_CLAUSE
                | GROUP_BY_CLAUSE
                | HAVING_CLAUSE
                | QUALIFY_CLAUSE
                | WINDOW_CLAUSE
                | ORDER_BY_CLAUSE
                | LIMIT_CLAUSE
                | VALUES_CLAUSE
                | CONNECT_BY_CLAUSE
                | START_WITH_CLAUSE
                | CASE_ARM
                | COLUMN_DEF
                | TABLE_CONSTRAINT
                | SET_CLAUSE
                | MERGE_ARM
                | ON_CONFLICT
                | RETURNING_CLAUSE
                | USING_TABLES
                | MEASURES_CLAUSE
                | PATTERN_CLAUSE
                | SUBSET_CLAUSE
                | DEFINE_CLAUSE
                | JSON_COLUMN
                | FROM_STEP
                | WHERE_STEP
                | GROUP_STEP
                | DERIVE_STEP
                | SELECT_STEP
                | JOIN_STEP
                | SORT_STEP
                | TAKE_STEP
                | DISTINCT_STEP
                | REPLICATE_STEP
                | DERIVED_COLUMN
        )
}

/// Whether a node is a pipe operator that is more than the clause of its name.
pub(crate) fn is_pipe_operator(kind: SyntaxKind) -> bool {
    use SyntaxKind::*;
    matches!(
        kind,
        PIPE_SELECT
            | PIPE_EXTEND
            | PIPE_SET
            | PIPE_DROP
            | PIPE_RENAME
            | PIPE_AGGREGATE
            | PIPE_SET_OPERATION
            | PIPE_CALL
            | PIPE_ASSERT
            | PIPE_JOIN
            | PIPE_PIVOT
            | PIPE_SAMPLE
            | PIPE_IF
            | PIPE_OTHER
    )
}
