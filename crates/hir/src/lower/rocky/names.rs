//! Names that a pipeline defines and later steps use: derived columns and aggregates.
//!
//! A use becomes the definition itself, the same expression with the same ranges, so that one mistake in a definition
//! is one mistake.

use super::super::{Context, UnzipBoxes, trimmed};
use crate::{ExprId, InlinedName, SelectItem};
use base::{Ident, TextRange};
use rustc_hash::FxHashSet;
use syntax::{
    SyntaxKind, SyntaxNode, WalkEvent,
    ast::{self, AstNode},
};

/// Definitions larger than this are not inlined any more: each of a chain of definitions may double the one before.
const MAX_SIZE: Size = Size { nodes: 20_000, depth: 600, windowed: true };

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
    /// What it stands for.
    expr: ExprId,
    size: Size,
}

/// How large an expression is with everything inlined.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    depth: usize,
    /// Whether there is a window function in it.
    windowed: bool,
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
        self.inline(name, trimmed(column.syntax()))
    }

    /// What `name` at `range` stands for, counted as inlined.
    pub(super) fn inline(&mut self, name: &Ident, range: TextRange) -> Option<ExprId> {
        let definition = self.definition(name)?;
        let (expr, size) = (definition.expr, definition.size);
        let place = InlinedName { range, definition: definition.range, expr };
        self.source_map.inlined.push(place);
        let inlined = &mut self.dsl.inlined;
        inlined.nodes = inlined.nodes.saturating_add(size.nodes);
        inlined.depth = inlined.depth.max(size.depth);
        inlined.windowed |= size.windowed;
        Some(expr)
    }

    /// The last definition of a name.
    fn definition(&self, name: &Ident) -> Option<&Definition> {
        self.dsl.names.iter().rev().find(|it| dialect::same_name(&it.name, name, self.dialect))
    }

    /// What the pipeline defines, and what its steps had listed before others left it out, but for what `items` are made
    /// of; with the name of each definition.
    pub(super) fn unlisted(
        &self,
        items: &[SelectItem],
        left_out: Vec<ExprId>,
    ) -> (Box<[ExprId]>, Box<[Option<TextRange>]>) {
        let mut seen = FxHashSet::default();
        let mut aliases = Vec::new();
        for item in items {
            if let SelectItem::Expr { expr, alias } = item {
                seen.insert(*expr);
                aliases.extend(alias.as_ref().map(|it| (*expr, it)));
            }
        }
        // Two names may stand for one expression: `a: x, b: a`.
        let is_listed = |it: &&Definition| {
            aliases
                .iter()
                .any(|(expr, alias)| *expr == it.expr && dialect::same_name(alias, &it.name, self.dialect))
        };
        let defined: Vec<&Definition> = self.dsl.names.iter().filter(|it| !is_listed(it)).collect();
        seen.extend(defined.iter().map(|it| it.expr));
        let left_out = left_out.into_iter().filter(|it| seen.insert(*it)).map(|it| (it, None));
        defined.iter().map(|it| (it.expr, Some(it.range))).chain(left_out).unzip_boxes()
    }

    /// Lowers `name: expr` to what the name stands for. It is not in scope yet.
    pub(super) fn define(&mut self, column: &ast::DerivedColumn) -> (ExprId, Option<Definition>) {
        let (mut expr, own, inlined) = self.measured(column.expr(), column.syntax());
        let size = Size {
            nodes: own.nodes.saturating_add(inlined.nodes),
            depth: own.depth + inlined.depth,
            windowed: own.windowed || inlined.windowed,
        };
        if size.nodes > MAX_SIZE.nodes || (inlined.depth > 0 && size.depth > MAX_SIZE.depth) {
            expr = self.required(None, column.syntax());
        }
        let name = column.name().and_then(|it| Some((it.ident()?, trimmed(it.syntax()))));
        let definition = name.map(|(name, range)| Definition { name, range, expr, size });
        (expr, definition)
    }

    /// Lowers the condition of a `where`, and says whether there is a window function in it.
    pub(super) fn condition(&mut self, step: &ast::WhereStep) -> (ExprId, bool) {
        let (expr, own, inlined) = self.measured(step.condition(), step.syntax());
        (expr, own.windowed || inlined.windowed)
    }

    /// Lowers an expression of `node`: the size of what is written, and of what is inlined in it.
    fn measured(&mut self, expr: Option<ast::Expr>, node: &SyntaxNode) -> (ExprId, Size, Size) {
        let outer = std::mem::take(&mut self.dsl.inlined);
        let expr = self.required(expr, node);
        let inlined = std::mem::replace(&mut self.dsl.inlined, outer);
        (expr, Size::of(node), inlined)
    }
}

impl Size {
    fn of(node: &SyntaxNode) -> Size {
        let (mut size, mut depth) = (Size::default(), 0);
        for event in node.preorder() {
            match event {
                WalkEvent::Enter(node) => {
                    size.windowed |= node.kind() == SyntaxKind::ROCKY_OVER;
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
