//! Pipe operators, and the clauses of MATCH_RECOGNIZE.

use super::lists::Brackets;
use super::{Break, Builder, Child, Role};
use syntax::SyntaxKind::*;
use syntax::SyntaxNode;

impl Builder<'_> {
    /// Returns whether the node's kind is known here.
    pub(super) fn operator(&mut self, node: &SyntaxNode, children: &[Child]) -> bool {
        match node.kind() {
            PIPE_EXTEND => self.clause_list(children, |it| it == SELECT_ITEM, false),
            PIPE_SET => self.clause_list(children, |it| it == PIPE_SET_ITEM, false),
            PIPE_RENAME => self.clause_list(children, |it| it == RENAME_ITEM, false),
            PIPE_AGGREGATE => self.aggregate(children),
            PIPE_GROUP_BY => self.clause_list(children, |it| it != HINT, false),
            MATCH_RECOGNIZE_TABLE => {
                if let Some(child) = children.get(1).filter(|_| children[0].is_node) {
                    self.gap(child, Break::Hard, Role::Clause);
                }
                self.brackets(children, Brackets::Broken, Break::Hard);
            }
            MEASURES_CLAUSE | SUBSET_CLAUSE | DEFINE_CLAUSE => self.clause_list(children, |_| true, false),
            SEMANTIC_VIEW_LIST => self.clause_list(children, |it| it == SELECT_ITEM, false),
            _ => return false,
        }
        true
    }

    /// The aggregates, and below them what they are grouped by, if both do not fit on a line.
    fn aggregate(&mut self, children: &[Child]) {
        let Some(grouping) = children.iter().position(|it| it.kind == PIPE_GROUP_BY) else {
            self.clause_list(children, |it| it == SELECT_ITEM, false);
            return;
        };
        self.group(children);
        self.gap(&children[grouping], Break::Line, Role::Clause);
        self.indent(&children[grouping..]);
        let aggregates = &children[..grouping];
        self.clause_list(aggregates, |it| it == SELECT_ITEM, false);
        if let Some(first) = aggregates.iter().position(|it| it.kind == SELECT_ITEM) {
            // Deeper than the grouping below them.
            self.indent(&aggregates[first..]);
        }
    }
}
