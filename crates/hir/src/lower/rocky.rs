//! Lowering of the Rocky DSL.

use super::Context;
use crate::{Expr, QueryId, Window};
use syntax::ast;

impl Context {
    pub(super) fn rocky_file(&mut self, file: &ast::RockyFile) -> Option<QueryId> {
        let _ = file;
        None
    }

    pub(super) fn match_expr(&mut self, it: &ast::MatchExpr) -> Expr {
        let _ = it;
        Expr::Missing
    }

    pub(super) fn rocky_over(&mut self, it: &ast::RockyOver) -> Window {
        let _ = it;
        Window::default()
    }
}
