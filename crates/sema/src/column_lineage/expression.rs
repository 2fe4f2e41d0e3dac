//! What an expression is made of.

use super::{
    EdgeKind, IncompleteReason, PathStep,
    graph::{End, Graph, Key, Path, Step},
};
use crate::{Derivation, Resolution, UnknownReason, infer::NO_RELATION, infer::unnests};
use base::{Ident, SmolStr, format_smolstr};
use dialect::{FunctionKind, Type};
use hir::{Anchor, Call, Expr, ExprId, Literal, QueryBody, QueryId, Relation, RelationId, SelectId, Window};
use rustc_hash::FxHashSet;

/// Where an expression stands.
#[derive(Clone, Copy, Default)]
pub(super) struct At<'d> {
    /// In which `SELECT`.
    pub(super) select: Option<SelectId>,
    /// In which relation, if in one that makes columns itself.
    pub(super) relation: Option<RelationId>,
    /// In the `ORDER BY` of which set operation.
    pub(super) query: Option<QueryId>,
    /// The column for which an expression with `COLUMNS(…)` stands.
    pub(super) column_in_hand: Option<&'d Derivation>,
}

impl At<'_> {
    pub(super) fn select(select: SelectId) -> At<'static> {
        At { select: Some(select), ..At::default() }
    }
}

/// An expression to be looked at: what becomes of its value, the part of it that is read, and where it stands.
type Task<'d> = (ExprId, EdgeKind, Path, At<'d>);

impl Graph<'_> {
    /// What an expression is made of.
    pub(super) fn steps_of(&mut self, expr: ExprId, at: At<'_>) -> Vec<Step> {
        self.steps_as(expr, EdgeKind::Identity, at)
    }

    /// What an expression is made of whose value becomes part of another in some way.
    pub(super) fn steps_as(&mut self, expr: ExprId, kind: EdgeKind, at: At<'_>) -> Vec<Step> {
        let mut steps = Vec::new();
        // The DSL puts one expression into several places, and names that mean each other must not go round.
        let mut seen: FxHashSet<(ExprId, EdgeKind)> = FxHashSet::default();
        let mut tasks: Vec<Task<'_>> = vec![(expr, kind, Path::default(), at)];
        while let Some(task) = tasks.pop() {
            if !task.2.is_empty() || seen.insert((task.0, task.1)) {
                let start = tasks.len();
                self.visit(task, &mut tasks, &mut steps);
                tasks[start..].reverse();
            }
        }
        steps
    }

    fn visit<'d>(&mut self, task: Task<'d>, tasks: &mut Vec<Task<'d>>, steps: &mut Vec<Step>) {
        let body = self.body;
        let (expr, kind, path, at) = task;
        let hop = Anchor::of_expr(body, expr);
        let mut push = |expr: ExprId, inner: EdgeKind| {
            tasks.push((expr, kind.then(inner), Path::default(), at));
        };
        match &body.exprs[expr] {
            Expr::Name(parts) => steps.extend(self.name(expr, parts, kind, &path, at)),
            Expr::Cast { operand, .. } => push(*operand, EdgeKind::Cast),
            Expr::Collate(operand) => tasks.push((*operand, kind, path, at)),
            Expr::Field { base, field } => {
                tasks.push((*base, kind, before(PathStep::Field(field.text.clone()), &path), at));
            }
            Expr::JsonPath { base, step } => {
                let step = step.as_ref().map_or(PathStep::Element, |it| PathStep::Field(it.text.clone()));
                tasks.push((*base, kind, before(step, &path), at));
            }
            Expr::Index { base, index } => {
                push(*index, EdgeKind::Condition);
                let step = match &body.exprs[*index] {
                    Expr::Literal(Literal::Number(text)) => PathStep::Index(text.clone()),
                    Expr::Literal(Literal::String(text)) => PathStep::Index(format_smolstr!("'{text}'")),
                    _ => PathStep::Element,
                };
                tasks.push((*base, kind, before(step, &path), at));
            }
            Expr::Case { operand, arms, otherwise } => {
                operand.iter().for_each(|it| push(*it, EdgeKind::Condition));
                for (condition, result) in arms {
                    push(*condition, EdgeKind::Condition);
                    push(*result, EdgeKind::Transform);
                }
                otherwise.iter().for_each(|it| push(*it, EdgeKind::Transform));
            }
            Expr::Comprehension { source, element, condition, .. } => {
                push(*source, EdgeKind::Transform);
                push(*element, EdgeKind::Transform);
                condition.iter().for_each(|it| push(*it, EdgeKind::Condition));
            }
            Expr::Call(call) => self.call(expr, call, (kind, at), tasks, steps),
            Expr::Subquery(query) => self.query_steps(*query, kind, hop, steps),
            Expr::ArrayQuery(query) => self.query_steps(*query, kind.then(EdgeKind::Aggregate), hop, steps),
            Expr::InQuery { value, query, .. } => {
                let inner =
                    if kind.is_of_rows() { EdgeKind::SemiJoin } else { kind.then(EdgeKind::Transform) };
                tasks.push((*value, inner, Path::default(), at));
                self.query_steps(*query, inner, hop, steps);
            }
            // What it tests of its own rows decides about its value; in a clause that is said of the rows.
            Expr::Exists(query) if !kind.is_of_rows() => self.tests_of(*query, kind, tasks),
            Expr::Opaque { parts, queries } => {
                parts.iter().for_each(|it| push(*it, EdgeKind::Transform));
                queries
                    .iter()
                    .for_each(|it| self.query_steps(*it, kind.then(EdgeKind::Transform), hop, steps));
            }
            Expr::Columns(columns) if !columns.unpacked && at.column_in_hand.is_some() => {
                let derived = at.column_in_hand.map(|it| self.derive(it, at, hop)).unwrap_or_default();
                steps.extend(derived.into_iter().map(|it| Step { kind: kind.then(it.kind), ..it }));
            }
            Expr::Columns(_) | Expr::Position(_) | Expr::Generated { .. } => {
                let columns = self.inference.columns.get(&expr).map_or(&[][..], |it| it);
                for column in columns {
                    let derived = self.derive(column, at, hop);
                    steps.extend(derived.into_iter().map(|it| Step { kind: kind.then(it.kind), ..it }));
                }
                if columns.is_empty() {
                    let reason = IncompleteReason::Construct("`COLUMNS(…)`".into());
                    steps.push(Step::unknown(reason, hop));
                }
            }
            Expr::Macro(name) => {
                let reason = IncompleteReason::Construct(format_smolstr!("the macro `{name}`"));
                steps.push(Step::unknown(reason, hop));
            }
            Expr::Missing => steps.push(Step::unknown(IncompleteReason::Fault, hop)),
            other => other.for_each_operand(|it| push(it, EdgeKind::Transform)),
        }
    }

    /// The columns of a subquery.
    fn query_steps(&mut self, query: QueryId, kind: EdgeKind, hop: Anchor, steps: &mut Vec<Step>) {
        let count = self.inference.queries.get(query).map_or(0, |it| it.columns.len());
        for index in 0..count as u32 {
            steps.push(Step::new(End::Node(self.node(Key::Query(query, index))), kind, hop));
        }
    }

    /// What `EXISTS (…)` tests.
    fn tests_of(&self, query: QueryId, kind: EdgeKind, tasks: &mut Vec<Task<'_>>) {
        let mut queries = vec![query];
        while let Some(query) = queries.pop() {
            match &self.body.queries[query].body {
                QueryBody::Select(select) => {
                    let filters = self.body.selects[*select].filter;
                    let kind = kind.then(EdgeKind::Condition);
                    tasks.extend(filters.map(|it| (it, kind, Path::default(), At::select(*select))));
                }
                QueryBody::SetOperation { left, right, .. } => queries.extend([*right, *left]),
                QueryBody::Nested(inner) => queries.push(*inner),
                QueryBody::Values(_) | QueryBody::Missing => {}
            }
        }
    }

    fn call<'d>(
        &mut self,
        id: ExprId,
        call: &Call,
        (kind, at): (EdgeKind, At<'d>),
        tasks: &mut Vec<Task<'d>>,
        steps: &mut Vec<Step>,
    ) {
        let function = call.name.last().map(|it| it.text.to_ascii_lowercase()).unwrap_or_default();
        let own = match self.inference.call_kinds.get(&id) {
            _ if call.window.is_some() => EdgeKind::Window,
            Some(FunctionKind::Aggregate) => EdgeKind::Aggregate,
            Some(FunctionKind::Window) => EdgeKind::Window,
            _ if unnests(&function) => EdgeKind::Unnest,
            _ => EdgeKind::Transform,
        };
        let mut push = |expr: ExprId, inner: EdgeKind| {
            tasks.push((expr, kind.then(inner), Path::default(), at));
        };
        for (place, argument) in call.args.iter().enumerate() {
            let inner = if decides(&function, place, call.args.len()) { EdgeKind::Condition } else { own };
            if own == EdgeKind::Unnest {
                let parts = self.parts_of(&[argument.value], EdgeKind::Unnest, at);
                steps.extend(parts.into_iter().map(|it| Step { kind: kind.then(it.kind), ..it }));
            } else {
                push(argument.value, inner);
            }
        }
        let sorts = !call.within_group || only_orders(&function);
        call.order_by.iter().for_each(|it| push(*it, if sorts { EdgeKind::Sort } else { own }));
        call.filter.iter().for_each(|it| push(*it, EdgeKind::Condition));
        let mut window = call.window.as_ref();
        // A window may build upon another; as many steps as there are windows reach the last.
        let block = at.select.map(|it| &self.body.selects[it]);
        for _ in 0..=block.map_or(0, |it| it.windows.len()) {
            let Some(Window { base, partition_by, order_by, frame, .. }) = window else { break };
            partition_by.iter().for_each(|it| push(*it, EdgeKind::Partition));
            order_by.iter().chain(frame).for_each(|it| push(*it, EdgeKind::Sort));
            let index = base.as_ref().zip(block).and_then(|(name, it)| it.window(name, self.dialect));
            window = index.zip(block).and_then(|(index, it)| Some(&it.windows.get(index as usize)?.1));
        }
    }

    /// What a name means.
    fn name(
        &mut self,
        expr: ExprId,
        parts: &[Ident],
        kind: EdgeKind,
        path: &[PathStep],
        at: At<'_>,
    ) -> Vec<Step> {
        let hop = Anchor::of_expr(self.body, expr);
        let first_field = self.inference.fields.get(&expr).map_or(parts.len(), |it| *it as usize);
        let fields = parts.get(first_field..).unwrap_or_default();
        let fields = fields.iter().map(|it| PathStep::Field(it.text.clone()));
        let path: Path = fields.chain(path.iter().cloned()).collect();
        let inference = self.inference;
        let ends = match inference.resolutions.get(&expr) {
            Some(Resolution::Column(relation, index)) if *relation == NO_RELATION => {
                let own = at.query.map(|it| End::Node(self.node(Key::Query(it, *index))));
                own.into_iter().collect()
            }
            Some(Resolution::Column(relation, index)) => vec![self.column_of(*relation, *index)],
            Some(Resolution::Merged(merged)) => {
                merged.iter().map(|(relation, index)| self.column_of(*relation, *index)).collect()
            }
            Some(Resolution::Item(select, item)) => vec![End::Node(self.node(Key::Item(*select, *item)))],
            Some(Resolution::Open(relation)) => return self.open_name(*relation, parts, kind, &path, hop),
            Some(Resolution::Relation(relation)) => self.row(expr, *relation, parts),
            Some(Resolution::Parameter(..)) => Vec::new(),
            None => return self.unresolved(expr, parts, (kind, path), at),
        };
        // A row is made of its columns.
        let is_row = matches!(inference.resolutions.get(&expr), Some(Resolution::Relation(_)));
        let kind = if is_row && ends.len() > 1 { kind.then(EdgeKind::Transform) } else { kind };
        let step = |end| Step { path: path.clone(), ..Step::new(end, kind, hop) };
        ends.into_iter().map(step).collect()
    }

    /// Every column of a relation whose row is read; or a column that its table has besides.
    fn row(&mut self, expr: ExprId, relation: RelationId, parts: &[Ident]) -> Vec<End> {
        let is_row = self.inference.values.get(expr).is_some_and(|it| matches!(it.ty, Type::Struct(_)));
        if is_row {
            let count = self.inference.relations.get(relation).map_or(0, |it| it.columns.len());
            return (0..count as u32).map(|it| self.column_of(relation, it)).collect();
        }
        match (&self.body.relations[relation], parts.last()) {
            (Relation::Name { cte: None, .. }, Some(name)) => {
                let folded = dialect::fold(name, self.dialect);
                vec![self.source(relation, folded, None)]
            }
            _ => vec![End::Unknown(IncompleteReason::Construct("the whole row".into()))],
        }
    }

    /// A name that means no column that is known.
    fn unresolved(
        &mut self,
        expr: ExprId,
        parts: &[Ident],
        (kind, path): (EdgeKind, Path),
        at: At<'_>,
    ) -> Vec<Step> {
        let hop = Anchor::of_expr(self.body, expr);
        let reason = match self.inference.values.get(expr).and_then(|it| it.unknown.as_ref()) {
            Some(UnknownReason::Relation(reason)) => match self.only_open(at) {
                Some(relation) => return self.open_name(relation, parts, kind, &path, hop),
                None => IncompleteReason::Relation(reason.clone()),
            },
            Some(UnknownReason::Fault) => IncompleteReason::Fault,
            Some(UnknownReason::Construct(construct)) => IncompleteReason::Construct(construct.clone()),
            // A word that stands for itself: `day`, `CURRENT_DATE`.
            Some(UnknownReason::Function(_) | UnknownReason::Undeclared(_)) | None => return Vec::new(),
        };
        vec![Step { kind, ..Step::unknown(reason, hop) }]
    }
}

fn before(step: PathStep, path: &[PathStep]) -> Path {
    std::iter::once(step).chain(path.iter().cloned()).collect()
}

/// Whether an argument of a function decides which of the others comes out.
fn decides(function: &str, place: usize, count: usize) -> bool {
    match function {
        "if" | "iff" | "nvl2" => place == 0,
        // `decode(x, 1, a, 2, b, c)`; what is decoded, and what it is compared with.
        "decode" if count > 2 => place == 0 || (place % 2 == 1 && place + 1 < count),
        _ => false,
    }
}

/// Whether `WITHIN GROUP` only orders what an aggregate of this name takes; others compute from it.
fn only_orders(function: &str) -> bool {
    let names: [SmolStr; 4] = ["listagg", "string_agg", "array_agg", "group_concat"].map(SmolStr::new_static);
    names.iter().any(|it| it == function)
}
