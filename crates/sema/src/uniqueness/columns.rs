//! What expressions of a `SELECT` are, in terms of the columns of its relations.

use super::graph::{GraphColumn, JoinGraph, SOME_COLUMN};
use crate::infer::{Inference, Resolution};
use dialect::{FunctionKind, Type};
use hir::{Body, Expr, ExprId, QueryId, RelationId, SelectId, SelectItem};
use rustc_hash::{FxHashMap, FxHashSet};

/// A `SELECT` with the relations of its `FROM`.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) body: &'a Body,
    pub(super) inference: &'a Inference,
    pub(super) select: SelectId,
    pub(super) places: &'a FxHashMap<RelationId, usize>,
    pub(super) graph: &'a JoinGraph,
}

impl View<'_> {
    /// The expression behind a name that is the alias of an item of this select.
    pub(super) fn unaliased(&self, expr: ExprId) -> ExprId {
        match self.inference.resolutions.get(&expr) {
            Some(Resolution::Item(select, item)) if *select == self.select => {
                match self.body.selects[*select].items.get(*item as usize) {
                    Some(SelectItem::Expr { expr, .. }) => *expr,
                    _ => expr,
                }
            }
            _ => expr,
        }
    }

    /// The column whose value an expression has, or has in another form that is as unique.
    pub(super) fn column(&self, expr: ExprId) -> Option<GraphColumn> {
        let mut expr = self.unaliased(expr);
        while let Expr::Cast { operand, .. } = &self.body.exprs[expr] {
            let types = [*operand, expr].map(|it| self.inference.values.get(it).map(|it| &it.ty));
            let [Some(from), Some(to)] = types else { return None };
            if !keeps_apart(from, to) {
                return None;
            }
            expr = self.unaliased(*operand);
        }
        if self.inference.fields.contains_key(&expr) {
            return None;
        }
        match self.inference.resolutions.get(&expr)? {
            Resolution::Column(relation, index) => self.at(*relation, *index),
            Resolution::Merged(parts) => self.merged(parts),
            Resolution::Open(relation) => self.at(*relation, SOME_COLUMN),
            _ => None,
        }
    }

    pub(super) fn at(&self, relation: RelationId, column: u32) -> Option<GraphColumn> {
        Some(GraphColumn { leaf: *self.places.get(&relation)?, column })
    }

    /// The column that a merged one always equals; there is none where either side may be missing.
    pub(super) fn merged(&self, parts: &[(RelationId, u32)]) -> Option<GraphColumn> {
        let mut columns = parts.iter().filter_map(|(relation, column)| self.at(*relation, *column));
        columns.find(|it| !self.graph.leaves[it.leaf].is_optional)
    }

    /// The columns that an expression names, those of its queries included.
    pub(super) fn mentions(&self, expr: ExprId) -> Vec<GraphColumn> {
        let mut columns = Vec::new();
        self.mentions_of(vec![expr], &mut columns);
        columns
    }

    /// The columns that a query names.
    pub(super) fn mentions_of_query(&self, query: QueryId) -> Vec<GraphColumn> {
        let mut columns = Vec::new();
        let mut aliased = Vec::new();
        self.body.for_each_expr_of(query, |it| {
            self.mention(it, &mut columns);
            aliased.extend(self.aliased(it));
        });
        self.mentions_of(aliased, &mut columns);
        columns
    }

    fn mentions_of(&self, mut waiting: Vec<ExprId>, columns: &mut Vec<GraphColumn>) {
        // An alias may be named within what it stands for, in a query of its own.
        let mut seen = FxHashSet::default();
        while let Some(expr) = waiting.pop() {
            if seen.insert(expr) {
                self.body.for_each_expr_within(expr, |it| {
                    self.mention(it, columns);
                    waiting.extend(self.aliased(it));
                });
            }
        }
    }

    /// What a name stands for that is an alias of this `SELECT`.
    fn aliased(&self, expr: ExprId) -> Option<ExprId> {
        match self.inference.resolutions.get(&expr) {
            Some(Resolution::Item(select, _)) if *select == self.select => Some(self.unaliased(expr)),
            _ => None,
        }
    }

    /// The columns that a name means, aliases left out.
    fn mention(&self, expr: ExprId, columns: &mut Vec<GraphColumn>) {
        match self.inference.resolutions.get(&expr) {
            Some(Resolution::Column(relation, index)) => columns.extend(self.at(*relation, *index)),
            Some(Resolution::Merged(parts)) => {
                columns.extend(parts.iter().filter_map(|(relation, index)| self.at(*relation, *index)));
            }
            Some(Resolution::Open(relation)) => columns.extend(self.at(*relation, SOME_COLUMN)),
            Some(Resolution::Relation(relation)) => columns.extend(self.at(*relation, SOME_COLUMN)),
            _ => {}
        }
    }

    /// Whether an expression has one value in all rows.
    pub(super) fn is_constant(&self, expr: ExprId) -> bool {
        let mut is_constant = true;
        self.body.for_each_expr_within(expr, |it| {
            let is_of_rows = match &self.body.exprs[it] {
                Expr::Name(_) => !self.mentions(it).is_empty(),
                Expr::Call(_) => self.inference.call_kinds.get(&it) != Some(&FunctionKind::Scalar),
                Expr::Literal(_)
                | Expr::Unary { .. }
                | Expr::Binary { .. }
                | Expr::Cast { .. }
                | Expr::Parameter(_)
                | Expr::Interval { .. } => false,
                _ => true,
            };
            is_constant &= !is_of_rows;
        });
        is_constant
    }

    /// Whether an expression's value follows from the columns that it names.
    pub(super) fn is_function(&self, expr: ExprId) -> bool {
        let mut is_function = true;
        self.body.for_each_expr_within(expr, |it| {
            is_function &= match &self.body.exprs[it] {
                Expr::Call(call) => {
                    call.window.is_none() && self.inference.call_kinds.get(&it) == Some(&FunctionKind::Scalar)
                }
                Expr::Exists(_)
                | Expr::Subquery(_)
                | Expr::InQuery { .. }
                | Expr::ArrayQuery(_)
                | Expr::Opaque { .. }
                | Expr::Macro(_)
                | Expr::Missing => false,
                _ => true,
            };
        });
        is_function
    }
}

/// Whether values of one type that differ still differ after a cast to another.
fn keeps_apart(from: &Type, to: &Type) -> bool {
    match (from, to) {
        _ if from == to => true,
        (Type::Integer { bits, signed }, Type::Integer { bits: to_bits, signed: to_signed }) => {
            to_bits > bits && (*to_signed || !signed)
        }
        (Type::Integer { .. }, Type::Decimal { precision, scale }) => *scale >= 0 && *precision >= 19,
        (
            Type::Integer { .. }
            | Type::Boolean
            | Type::Date
            | Type::Uuid
            | Type::Enum(_)
            | Type::String { .. }
            | Type::Decimal { .. },
            Type::String { length: None },
        ) => true,
        (Type::Date, Type::Timestamp { .. }) => true,
        (Type::Boolean, Type::Integer { .. }) => true,
        _ => false,
    }
}
