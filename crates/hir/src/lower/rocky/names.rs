//! Names that a pipeline defines and later steps use: derived columns and aggregates.
//!
//! A use becomes the definition itself, the same expression with the same ranges, so that one mistake in a definition
//! is one mistake.

use super::super::{Context, trimmed};
use crate::{ExprId, InlinedName};
use base::{Ident, TextRange};
use syntax::{
    SyntaxNode, WalkEvent,
    ast::{self, AstNode},
};

/// Definitions larger than this are not inlined any more: each of a chain of definitions may double the one before.
const MAX_SIZE: Size = Size { nodes: 20_000, depth: 600 };

/// What the pipeline being lowered has defined so far. Empty for SQL.
#[derive(Default)]
pub(in crate::lower) struct Scope {
    /// Whether a DSL file is being lowered.
    pub(in crate::lower) active: bool,
    pub(super) names: Vec<Definition>,
    /// What the definition being lowered has inlined so far.
    inlined: Size,
}

/// A name that a step defined.
pub(super) struct Definition {
    pub(super) name: Ident,
    /// Where the name stands.
    range: TextRange,
    /// What it stands for; `None` for a grouping key, which is a column of the source whatever else had its name.
    pub(super) expr: Option<ExprId>,
    /// Whether it was defined by or behind a `group`.
    pub(super) grouped: bool,
    size: Size,
}

/// How large an expression is with everything inlined.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    depth: usize,
}

impl Context {
    /// What a bare name in an expression of the DSL stands for, if a step defined it.
    pub(in crate::lower) fn inlined(&mut self, expr: &ast::Expr) -> Option<ExprId> {
        let ast::Expr::ColumnRef(column) = expr else { return None };
        if self.dsl.names.is_empty() {
            return None;
        }
        let (path, _) = super::super::segments(column.syntax());
        let [name] = &path[..] else { return None };
        self.inline(name, trimmed(column.syntax()), false)
    }

    /// What `name` at `range` stands for, counted as inlined; with `grouped`, only if a `group` or a step behind it
    /// defined it.
    pub(super) fn inline(&mut self, name: &Ident, range: TextRange, grouped: bool) -> Option<ExprId> {
        let definition = self.definition(name).filter(|it| it.grouped || !grouped)?;
        let (expr, size) = (definition.expr?, definition.size);
        let place = InlinedName { range, definition: definition.range, expr };
        self.source_map.inlined.push(place);
        let inlined = &mut self.dsl.inlined;
        inlined.nodes = inlined.nodes.saturating_add(size.nodes);
        inlined.depth = inlined.depth.max(size.depth);
        Some(expr)
    }

    /// The last definition of a name.
    pub(super) fn definition(&self, name: &Ident) -> Option<&Definition> {
        self.dsl.names.iter().rev().find(|it| dialect::same_name(&it.name, name, self.dialect))
    }

    /// Lowers `name: expr` to what the name stands for. It is not in scope yet.
    pub(super) fn define(
        &mut self,
        column: &ast::DerivedColumn,
        grouped: bool,
    ) -> (ExprId, Option<Definition>) {
        let outer = std::mem::take(&mut self.dsl.inlined);
        let mut expr = self.required(column.expr(), column.syntax());
        let inlined = std::mem::replace(&mut self.dsl.inlined, outer);
        let own = Size::of(column.syntax());
        let size = Size { nodes: own.nodes.saturating_add(inlined.nodes), depth: own.depth + inlined.depth };
        if size.nodes > MAX_SIZE.nodes || (inlined.depth > 0 && size.depth > MAX_SIZE.depth) {
            expr = self.required(None, column.syntax());
        }
        let name = column.name().and_then(|it| Some((it.ident()?, trimmed(it.syntax()))));
        let definition =
            name.map(|(name, range)| Definition { name, range, expr: Some(expr), grouped, size });
        (expr, definition)
    }
}

impl Definition {
    /// A grouping key.
    pub(super) fn key(name: Ident, range: TextRange) -> Definition {
        Definition { name, range, expr: None, grouped: true, size: Size::default() }
    }
}

impl Size {
    fn of(node: &SyntaxNode) -> Size {
        let (mut size, mut depth) = (Size::default(), 0);
        for event in node.preorder() {
            match event {
                WalkEvent::Enter(_) => {
                    size.nodes += 1;
                    depth += 1;
                    size.depth = size.depth.max(depth);
                }
                WalkEvent::Leave(_) => depth -= 1,
            }
        }
        size
    }
}
