//! The steps of the Rocky DSL.

use super::lists::Brackets;
use super::{Break, Builder, Child, Role, parent_kind};
use syntax::SyntaxKind::*;
use syntax::SyntaxNode;

impl Builder<'_> {
    /// Returns whether the node's kind is known here.
    pub(super) fn pipeline(&mut self, node: &SyntaxNode, children: &[Child]) -> bool {
        match node.kind() {
            ROCKY_FILE => {
                for child in &children[1..] {
                    self.gap(child, Break::Hard, Role::Apart);
                }
            }
            LET_BINDING => {
                if let Some(pipeline) = children.iter().position(|it| it.kind == PIPELINE) {
                    self.gap(&children[pipeline], Break::Hard, Role::Head);
                    self.indent(&children[pipeline..]);
                }
            }
            PIPELINE => {
                for pair in children.windows(2) {
                    match pair[0].kind {
                        PIPE => self.gap(&pair[1], Break::Space, Role::Inner),
                        _ => self.gap(&pair[1], Break::Hard, Role::Clause),
                    }
                }
            }
            WHERE_STEP => self.condition(node, children),
            SELECTED_LIST | KEEP_LIST | DERIVED_LIST | MATCH_EXPR => self.braces(node, children),
            _ => return false,
        }
        true
    }

    /// A list in braces: columns that are computed stand one on each line, and so does what ends with a comma.
    fn braces(&mut self, node: &SyntaxNode, children: &[Child]) {
        let (inner, around) = (node.kind(), parent_kind(node));
        let items = children.iter().filter(|it| it.is_node).count() - usize::from(inner == MATCH_EXPR);
        let commas = children.iter().filter(|it| it.kind == COMMA).count();
        let computed = matches!(inner, DERIVED_LIST | MATCH_EXPR) && (items > 1 || around == GROUP_STEP);
        // Where a comma is missing, a line break takes its place.
        let style = if computed || commas + 1 != items { Brackets::Broken } else { Brackets::Fitting };
        self.brackets(children, style, Break::Line);
        if style == Brackets::Broken {
            for pair in
                children.windows(2).filter(|it| it[0].is_node && it[1].is_node && it[1].kind != KEEP_KW)
            {
                self.gap(&pair[1], Break::Hard, Role::Item);
            }
        }
    }
}
