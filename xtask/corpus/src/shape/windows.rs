//! Windows: names are resolved and frames completed, as DuckDB's parser does.

use super::expressions::{expr, order};
use super::ours::{Scope, ident};
use super::tree::{Shape, leaf, node};
use syntax::SyntaxKind;
use syntax::ast::{AstNode, FrameBound, FrameClause, OverClause, WindowSpec};

/// A call with its OVER clause, if it has one.
pub(super) fn over(call: Shape, clause: Option<OverClause>, scope: &mut Scope) -> Shape {
    let Some(clause) = clause else { return call };
    let mut window = Window::default();
    if let Some(name) = clause.window() {
        window.inherit(&ident(name.ident()), scope, 0);
    } else if let Some(spec) = clause.window_spec() {
        window.add(&spec, scope, 0);
    }
    let mut parts = vec![call, node("partition", window.partition), node("order", window.order)];
    match window.frame {
        Some(frame) => parts.extend(frame),
        None => parts.push(node("frame", [leaf("unbounded_preceding"), leaf("current_row_range")])),
    }
    node("over", parts)
}

#[derive(Default)]
struct Window {
    partition: Vec<Shape>,
    order: Vec<Shape>,
    frame: Option<Vec<Shape>>,
}

/// How long a chain of windows that refer to windows may be.
const MAX_DEPTH: u32 = 20;

impl Window {
    fn inherit(&mut self, name: &str, scope: &mut Scope, depth: u32) {
        let find = |defs: &Vec<syntax::ast::WindowDef>| {
            defs.iter().find(|it| ident(it.name().and_then(|it| it.ident())) == name).cloned()
        };
        let found = scope.windows.last().and_then(find).and_then(|it| it.window_spec());
        match found {
            Some(spec) if depth < MAX_DEPTH => self.add(&spec, scope, depth + 1),
            _ => self.order.push(leaf(format!("unknown-window {name}"))),
        }
    }

    fn add(&mut self, spec: &WindowSpec, scope: &mut Scope, depth: u32) {
        if let Some(base) = spec.base() {
            self.inherit(&ident(base.ident()), scope, depth);
        }
        if let Some(clause) = spec.partition_by_clause() {
            self.partition = clause.exprs().map(|it| expr(Some(it), scope)).collect();
        }
        if let Some(clause) = spec.order_by_clause() {
            self.order = match super::ours::order_clause(&clause, scope) {
                Shape::Node(_, parts) => parts,
                _ => clause.order_items().map(|it| order(&it, scope)).collect(),
            };
        }
        if let Some(clause) = spec.frame_clause() {
            self.frame = Some(frame(&clause, scope));
        }
    }
}

fn frame(clause: &FrameClause, scope: &mut Scope) -> Vec<Shape> {
    let unit = if clause.rows_token().is_some() {
        "rows"
    } else if clause.groups_token().is_some() {
        "groups"
    } else {
        "range"
    };
    let mut bound = |bound: FrameBound| {
        if bound.current_token().is_some() {
            return leaf(format!("current_row_{unit}"));
        }
        let direction = if bound.preceding_token().is_some() { "preceding" } else { "following" };
        match bound.expr() {
            Some(value) => node(format!("expr_{direction}_{unit}"), [expr(Some(value), scope)]),
            None => leaf(format!("unbounded_{direction}")),
        }
    };
    let start = clause.start().map_or_else(|| leaf("missing"), &mut bound);
    let end = clause.end().map_or_else(|| leaf(format!("current_row_{unit}")), &mut bound);
    let mut parts = vec![node("frame", [start, end])];
    if let Some(exclusion) = clause.frame_exclusion() {
        let has = |kind| exclusion.syntax().children_with_tokens().any(|it| it.kind() == kind);
        if has(SyntaxKind::CURRENT_KW) {
            parts.push(leaf("exclude-current-row"));
        } else if has(SyntaxKind::GROUP_KW) {
            parts.push(leaf("exclude-group"));
        } else if has(SyntaxKind::TIES_KW) {
            parts.push(leaf("exclude-ties"));
        }
    }
    parts
}
