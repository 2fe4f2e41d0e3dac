//! What a node is made of, one step back.

use super::{
    EdgeKind, IncompleteReason, PathStep,
    expression::At,
    graph::{End, Graph, Key, Path, Step},
};
use crate::{
    Derivation, OpenReason,
    infer::{takes_values, unnests},
};
use hir::{Anchor, Expr, ExprId, QueryBody, QueryId, Relation, RelationId, SelectItem, SetOperator};

impl Graph<'_> {
    pub(super) fn expand(&mut self, key: &Key) -> Vec<Step> {
        match key {
            Key::Query(query, index) => self.expand_query(*query, *index),
            Key::Relation(relation, index) => self.expand_relation(*relation, *index),
            Key::Item(select, item) => match &self.body.selects[*select].items[*item as usize] {
                SelectItem::Expr { expr, .. } => self.steps_of(*expr, At::select(*select)),
                _ => Vec::new(),
            },
            Key::OpenRelation(relation, name) => self.expand_open_relation(*relation, name),
            Key::OpenQuery(query, name) => self.expand_open_query(*query, name),
        }
    }

    fn expand_query(&mut self, query: QueryId, index: u32) -> Vec<Step> {
        let body = self.body;
        let at = match &body.queries[query].body {
            QueryBody::SetOperation { .. } => return self.arms(query, index),
            QueryBody::Values(rows) => return self.cells(rows, index),
            QueryBody::Select(select) => At::select(*select),
            QueryBody::Nested(_) | QueryBody::Missing => At::default(),
        };
        let column = self.inference.queries.get(query).and_then(|it| it.columns.get(index as usize));
        match column {
            Some(column) => self.derive(&column.derivation, at, Anchor::Query(query)),
            None => vec![self.open_step(None, Anchor::Query(query))],
        }
    }

    fn expand_relation(&mut self, relation: RelationId, index: u32) -> Vec<Step> {
        let body = self.body;
        let hop = Anchor::Relation(relation);
        let column = self.inference.relations.get(relation).and_then(|it| it.columns.get(index as usize));
        let Some(column) = column else { return vec![self.open_step(Some(relation), hop)] };
        let at =
            At { relation: Some(relation), select: self.select_of.get(&relation).copied(), ..At::default() };
        match &body.relations[relation] {
            Relation::Values { rows, .. } => self.cells(rows, index),
            _ => self.derive(&column.derivation, at, hop),
        }
    }

    /// The columns of the arms of a set operation. Its left spine, as long as the chain, is walked by loops.
    fn arms(&mut self, query: QueryId, index: u32) -> Vec<Step> {
        let body = self.body;
        let left = |it: QueryId| match &body.queries[it].body {
            QueryBody::SetOperation { left, .. } => Some(*left),
            _ => None,
        };
        let count = std::iter::successors(Some(query), |it| left(*it)).count();
        let mut arms = Vec::new();
        let mut place = (query, index);
        for branch in (0..count as u32).rev() {
            let (query, index) = place;
            let QueryBody::SetOperation { operator, left, right, .. } = &body.queries[query].body else {
                arms.push((branch, query, index));
                break;
            };
            let column = self.inference.queries.get(query).and_then(|it| it.columns.get(index as usize));
            let Some(Derivation::Arms { left: in_left, right: in_right }) = column.map(|it| &it.derivation)
            else {
                break;
            };
            // Rows of what EXCEPT takes away never come out.
            if let Some(index) = in_right.filter(|_| *operator != SetOperator::Except) {
                arms.push((branch, *right, index));
            }
            let Some(index) = *in_left else { break };
            place = (*left, index);
        }
        let step = |(branch, arm, index)| Step {
            branch: Some(branch),
            ..Step::new(End::Node(self.node(Key::Query(arm, index))), EdgeKind::Identity, Anchor::Query(arm))
        };
        arms.into_iter().rev().map(step).collect()
    }

    /// The cells of `VALUES` at one position.
    fn cells(&mut self, rows: &[Box<[ExprId]>], index: u32) -> Vec<Step> {
        let cells = rows.iter().filter_map(|row| row.get(index as usize));
        cells.flat_map(|it| self.steps_of(*it, At::default())).collect()
    }

    /// What a derivation says; `hop` is where it is written, if it does not say so itself.
    pub(super) fn derive(&mut self, derivation: &Derivation, at: At<'_>, hop: Anchor) -> Vec<Step> {
        let star = |item: Option<u32>| match (item, at.select) {
            (Some(item), Some(select)) => Anchor::ItemStar(select, item),
            _ => hop,
        };
        match derivation {
            Derivation::Nothing | Derivation::Cells | Derivation::Arms { .. } => Vec::new(),
            Derivation::Table | Derivation::Unknown => vec![self.open_step(at.relation, hop)],
            Derivation::Expr(expr) => self.steps_of(*expr, at),
            Derivation::Column { relation, index, item } => {
                vec![Step::new(self.column_of(*relation, *index), EdgeKind::Identity, star(*item))]
            }
            Derivation::Merged { parts, item } => {
                let step = |&(relation, index): &(RelationId, u32)| {
                    Step::new(self.column_of(relation, index), EdgeKind::Identity, star(*item))
                };
                parts.iter().map(step).collect()
            }
            Derivation::Field { base, path } => {
                let mut steps = self.derive(base, at, hop);
                let path: Path = path.iter().map(|it| PathStep::Field(it.clone())).collect();
                for step in steps.iter_mut().filter(|it| it.kind.passes_values()) {
                    step.path = step.path.iter().chain(&path).cloned().collect();
                }
                steps
            }
            Derivation::Each { expr, column } => {
                self.steps_of(*expr, At { column_in_hand: Some(column), ..at })
            }
            Derivation::Pivoted(aggregate) => {
                let mut steps = aggregate.map(|it| self.steps_of(it, at)).unwrap_or_default();
                steps.extend(self.pivot_keys(at));
                steps
            }
            Derivation::Either(several) => several.iter().flat_map(|it| self.derive(it, at, hop)).collect(),
            Derivation::Unnested(exprs) => self.parts_of(exprs, EdgeKind::Unnest, at),
            Derivation::Made(call) => self.made(*call, at),
        }
    }

    /// The columns that decide which rows go into which column of a pivot.
    pub(super) fn pivot_keys(&mut self, at: At<'_>) -> Vec<Step> {
        let body = self.body;
        let Some(Relation::Pivot { pivot, .. }) = at.relation.map(|it| &body.relations[it]) else {
            return Vec::new();
        };
        pivot.keys.iter().flat_map(|it| self.steps_as(it.key, EdgeKind::Condition, at)).collect()
    }

    /// What a table function makes of its arguments.
    fn made(&mut self, call: ExprId, at: At<'_>) -> Vec<Step> {
        let body = self.body;
        let Expr::Call(function) = &body.exprs[call] else { return Vec::new() };
        let name = function.name.last().map(|it| it.text.clone()).unwrap_or_default();
        let args: Vec<ExprId> = function.args.iter().map(|it| it.value).collect();
        if unnests(&name) {
            return self.parts_of(&args, EdgeKind::Unnest, at);
        }
        if takes_values(&name) {
            return self.parts_of(&args, EdgeKind::Transform, at);
        }
        let mut steps = self.parts_of(&args, EdgeKind::Opaque, at);
        let reason = IncompleteReason::Construct(base::format_smolstr!("`{name}(…)`"));
        steps.push(Step::unknown(reason, Anchor::Expr(call)));
        steps
    }

    /// The columns in expressions, as parts of what they yield.
    pub(super) fn parts_of(&mut self, exprs: &[ExprId], kind: EdgeKind, at: At<'_>) -> Vec<Step> {
        let mut steps: Vec<Step> = exprs.iter().flat_map(|it| self.steps_as(*it, kind, at)).collect();
        if kind == EdgeKind::Unnest {
            for step in steps.iter_mut().filter(|it| it.kind == EdgeKind::Unnest) {
                step.path = step.path.iter().cloned().chain([PathStep::Element]).collect();
            }
        }
        steps
    }

    /// Why a column of a relation, or of a query, is not known.
    fn open_step(&self, relation: Option<RelationId>, hop: Anchor) -> Step {
        let reason = match relation {
            Some(relation) => self.open_reason(relation),
            None => OpenReason::SyntaxError,
        };
        Step::unknown(IncompleteReason::Relation(reason), hop)
    }
}
