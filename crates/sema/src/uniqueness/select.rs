//! What is known of the rows that a `SELECT` yields.

use super::{
    columns::View,
    facts::{Grain, Uniqueness},
    graph::{Closure, GraphColumn, JoinGraph},
    query::Reader,
};
use crate::infer::{Derivation, Output, OutputColumn};
use base::SmolStr;
use dialect::{BinaryOperator, FunctionKind};
use hir::{Expr, ExprId, Literal, QueryId, SelectId, SelectItem};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// An expression that rows are grouped by, or that tells them apart.
#[derive(Clone, Debug)]
struct Element {
    /// The expression; a column that a star passes on has none.
    expr: Option<ExprId>,
    /// The column that it is.
    column: Option<GraphColumn>,
    /// The column of the output that has its value.
    output: Option<u32>,
}

/// As many expressions are looked at for those that follow from others.
const MOST_ELEMENTS: usize = 64;

struct Shape<'a> {
    view: View<'a>,
    dialect: base::DialectKind,
    output: Arc<Output>,
    /// Per column of the output, the column that it passes on.
    sources: Vec<Option<GraphColumn>>,
    /// The first column of the output that passes a column on.
    visible: FxHashMap<GraphColumn, u32>,
}

impl Reader<'_> {
    /// What is known of the rows of a `SELECT`, the body of `query`.
    pub(super) fn select(&mut self, id: SelectId, query: QueryId) -> Uniqueness {
        self.join_graph(id);
        let select = &self.body.selects[id];
        let output = self.inference.queries.get(query);
        let graph = self.result.joins.get(id).zip(self.result.places.get(id));
        let (Some(output), Some((graph, places))) = (output, graph) else { return Uniqueness::default() };
        let view = View { body: self.body, inference: self.inference, select: id, places, graph };
        let shape = Shape::new(view, self.dialect, output.clone());
        let multiplies = shape.may_multiply_rows();
        let is_grouped = select.group_by.all || !select.group_by.keys.is_empty();
        let mut facts = match is_grouped {
            true if select.group_by.sets => Uniqueness::default(),
            true => shape.identified(&shape.group_keys()),
            false if shape.is_aggregated() => Uniqueness::one_row(),
            false => shape.joined(),
        };
        shape.add_dependencies(&mut facts);
        shape.add_row_numbers(&mut facts);
        if let Some(qualify) = select.qualify {
            shape.qualify(qualify, &mut facts);
        }
        if !select.distinct_on.is_empty() {
            let elements: Vec<Element> = select.distinct_on.iter().map(|it| shape.element(*it)).collect();
            facts.grains.clear();
            let distinct = shape.identified(&elements);
            distinct.keys.into_iter().for_each(|it| facts.add_key(it.columns.into(), it.nulls_repeat));
            facts.grains = distinct.grains;
        } else if select.distinct {
            // Which of the columns follow from others is not known, so neither is what a row stands for.
            facts.grains.clear();
            if shape.output.open.is_none() {
                let columns = 0..shape.output.columns.len();
                let elements: Vec<Element> = columns.filter_map(|it| shape.output_element(it)).collect();
                let distinct = shape.identified(&elements);
                distinct.keys.into_iter().for_each(|it| facts.add_key(it.columns.into(), it.nulls_repeat));
            }
        }
        // With grouping sets, a group may have rows of all values.
        let groups = match select.group_by.sets {
            true => Vec::new(),
            false => shape.group_keys().iter().filter_map(|it| it.column).collect(),
        };
        if let Some(graph) = self.result.joins.get_mut(id) {
            graph.groups = groups;
        }
        if multiplies { Uniqueness::default() } else { facts }
    }
}

impl<'a> Shape<'a> {
    fn new(view: View<'a>, dialect: base::DialectKind, output: Arc<Output>) -> Shape<'a> {
        let sources: Vec<_> = output.columns.iter().map(|it| view.source(&it.derivation)).collect();
        let mut visible = FxHashMap::default();
        for (index, source) in sources.iter().enumerate() {
            if let (Some(column), Ok(index)) = (source, u32::try_from(index)) {
                visible.entry(*column).or_insert(index);
            }
        }
        Shape { view, dialect, output, sources, visible }
    }

    fn graph(&self) -> &'a JoinGraph {
        self.view.graph
    }

    fn items(&self) -> impl Iterator<Item = ExprId> {
        self.view.body.selects[self.view.select].items.iter().filter_map(|it| match it {
            SelectItem::Expr { expr, .. } => Some(*expr),
            _ => None,
        })
    }

    /// Whether an expression has such a call, outside of its queries.
    fn has_call(&self, root: ExprId, is_wanted: impl Fn(Option<FunctionKind>, &hir::Call) -> bool) -> bool {
        let mut stack = vec![root];
        while let Some(expr) = stack.pop() {
            let kind = self.view.inference.call_kinds.get(&expr).copied();
            match &self.view.body.exprs[expr] {
                Expr::Call(call) if is_wanted(kind, call) => return true,
                other => other.for_each_operand(|it| stack.push(it)),
            }
        }
        false
    }

    /// `SELECT unnest(list)`: a row becomes several.
    fn may_multiply_rows(&self) -> bool {
        let multiplies = |kind, call: &hir::Call| {
            kind == Some(FunctionKind::Table)
                || call.name.last().is_some_and(|it| crate::infer::unnests(it.as_str()))
        };
        self.items().any(|it| self.has_call(it, multiplies))
    }

    /// Whether all rows become one.
    fn is_aggregated(&self) -> bool {
        let select = &self.view.body.selects[self.view.select];
        self.items().chain(select.having).any(|it| self.view.inference.aggregates(self.view.body, it))
    }

    /// The column of the output that always has the value of a column of the `FROM`.
    fn show(&self, column: GraphColumn) -> Option<u32> {
        let mut known = vec![column];
        let mut next = 0;
        while let Some(&column) = known.get(next) {
            if let Some(index) = self.visible.get(&column) {
                return Some(*index);
            }
            next += 1;
            for equality in self.graph().equalities.iter().filter(|it| it.outer.is_none()) {
                let Some(right) = equality.right else { continue };
                for (from, to) in [(equality.left, right), (right, equality.left)] {
                    if from == column && !known.contains(&to) {
                        known.push(to);
                    }
                }
            }
        }
        None
    }

    fn name(&self, column: GraphColumn) -> SmolStr {
        let relation = self.graph().leaves[column.leaf].relation;
        let output = self.view.inference.relations.get(relation);
        let name = output.and_then(|it| it.columns.get(column.column as usize)).map(|it| it.name.clone());
        name.unwrap_or_default()
    }

    /// The columns of a leaf as columns of the output, without those that are constant; and the names of those that are
    /// no columns of the output.
    fn shown(&self, leaf: usize, columns: &[u32], constants: &Closure) -> (Vec<u32>, Vec<SmolStr>) {
        let (mut shown, mut hidden) = (Vec::new(), Vec::new());
        for column in columns.iter().map(|it| GraphColumn { leaf, column: *it }) {
            match self.show(column) {
                _ if constants.has(column) => {}
                Some(index) => shown.push(index),
                None => hidden.push(self.name(column)),
            }
        }
        (shown, hidden)
    }

    /// What is known of the rows of the `FROM`.
    fn joined(&self) -> Uniqueness {
        let graph = self.graph();
        let count = graph.leaves.len();
        let constants = graph.closure([], []);
        if constants.leaves.iter().all(|it| *it) {
            return Uniqueness::one_row();
        }
        let mut facts = Uniqueness::default();
        let determines_all =
            |rows: &[usize]| graph.closure(rows.iter().copied(), []).leaves.iter().all(|it| *it);
        let mut determining: Vec<usize> = Vec::new();
        for leaf in 0..count {
            if determines_all(&[leaf]) {
                self.add_leaf(leaf, &constants, &mut facts);
                determining = vec![leaf];
            }
        }
        if !determining.is_empty() {
            return facts;
        }
        for leaf in 0..count {
            if !graph.closure(determining.iter().copied(), []).leaves[leaf] {
                determining.push(leaf);
            }
        }
        for leaf in determining.clone() {
            let others: Vec<usize> = determining.iter().copied().filter(|it| *it != leaf).collect();
            if determines_all(&others) {
                determining = others;
            }
        }
        self.add_product(&determining, &constants, &mut facts);
        facts
    }

    /// A row of one relation determines those of all others.
    fn add_leaf(&self, leaf: usize, constants: &Closure, facts: &mut Uniqueness) {
        let of = &self.graph().leaves[leaf];
        for key in &of.facts.keys {
            let (shown, hidden) = self.shown(leaf, &key.columns, constants);
            // Where a join leaves it without a row, its columns are NULL, perhaps in several rows.
            if hidden.is_empty() && !(shown.is_empty() && of.is_optional) {
                facts.add_key(shown, key.nulls_repeat || of.is_optional);
            }
        }
        for grain in &of.facts.grains {
            let grain = self.grain(leaf, grain, constants);
            grain.into_iter().for_each(|it| facts.add_grain(it));
        }
    }

    /// A grain of a relation, unless conditions may have left a part of its rows that has another.
    fn grain(&self, leaf: usize, grain: &Grain, constants: &Closure) -> Option<Grain> {
        let graph = self.graph();
        let is_beside = |it: &&GraphColumn| it.leaf == leaf && !grain.columns.contains(&it.column);
        if graph.narrowed.iter().any(|it| is_beside(&it)) {
            return None;
        }
        let is_filtered = grain.is_filtered || graph.constant.iter().any(|it| is_beside(&it));
        let (shown, mut hidden) = self.shown(leaf, &grain.columns, constants);
        hidden.extend(grain.hidden.iter().cloned());
        Some(Grain::of(shown).with_hidden(hidden).filtered(is_filtered))
    }

    /// Rows of several relations determine those of all others.
    fn add_product(&self, leaves: &[usize], constants: &Closure, facts: &mut Uniqueness) {
        let graph = self.graph();
        let key_of = |leaf: usize| {
            let keys = graph.leaves[leaf].facts.keys.iter();
            let shown = keys.map(|key| (self.shown(leaf, &key.columns, constants), key.nulls_repeat));
            shown
                .filter(|((_, hidden), _)| hidden.is_empty())
                .map(|((shown, _), nulls)| (shown, nulls))
                .next()
        };
        let keys: Option<Vec<(Vec<u32>, bool)>> = leaves.iter().map(|it| key_of(*it)).collect();
        if let Some(keys) = keys {
            let all_optional = leaves.iter().all(|it| graph.leaves[*it].is_optional);
            let nulls_repeat = all_optional || keys.iter().any(|it| it.1);
            facts.add_key(keys.into_iter().flat_map(|it| it.0).collect(), nulls_repeat);
        }
        let (mut columns, mut hidden, mut is_filtered) = (Vec::new(), Vec::new(), false);
        for leaf in leaves.iter().filter(|it| !graph.leaves[**it].facts.grains.is_empty()) {
            let Some(grain) = graph.leaves[*leaf].facts.grains.first() else { continue };
            // One relation of which it is not known what its rows stand for leaves that open for all.
            let Some(grain) = self.grain(*leaf, grain, constants) else { return };
            columns.extend(grain.columns);
            hidden.extend(grain.hidden);
            is_filtered |= grain.is_filtered;
        }
        if !columns.is_empty() || !hidden.is_empty() {
            facts.add_grain(Grain::of(columns).with_hidden(hidden).filtered(is_filtered));
        }
    }

    fn element(&self, expr: ExprId) -> Element {
        let expr = self.view.unaliased(expr);
        let column = self.view.column(expr);
        let shown = column.and_then(|it| self.show(it));
        let is_it = |it: &OutputColumn| match it.derivation {
            Derivation::Expr(item) => {
                let (body, inference) = (self.view.body, self.view.inference);
                crate::infer::is_same(body, inference, self.dialect, self.view.select, (item, expr))
            }
            _ => false,
        };
        let output = || u32::try_from(self.output.columns.iter().position(is_it)?).ok();
        Element { expr: Some(expr), column, output: shown.or_else(output) }
    }

    fn output_element(&self, index: usize) -> Option<Element> {
        let expr = match &self.output.columns.get(index)?.derivation {
            Derivation::Expr(expr) => Some(*expr),
            _ => None,
        };
        Some(Element { expr, column: self.sources[index], output: u32::try_from(index).ok() })
    }

    /// The keys of `GROUP BY`, positions replaced by what they mean.
    fn group_keys(&self) -> Vec<Element> {
        let group_by = &self.view.body.selects[self.view.select].group_by;
        if group_by.all {
            let is_key =
                |it: &Element| it.expr.is_none_or(|it| !self.view.inference.aggregates(self.view.body, it));
            let columns = 0..self.output.columns.len();
            return columns.filter_map(|it| self.output_element(it)).filter(is_key).collect();
        }
        let mut keys = Vec::new();
        let mut stack: Vec<ExprId> = group_by.keys.iter().rev().copied().collect();
        while let Some(key) = stack.pop() {
            match &self.view.body.exprs[key] {
                Expr::Tuple(parts) => stack.extend(parts.iter().rev()),
                Expr::Literal(Literal::Number(text)) => {
                    let position = text.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
                    keys.extend(position.and_then(|it| self.output_element(it)));
                }
                _ => keys.push(self.element(key)),
            }
        }
        keys
    }

    /// One row for each combination of some expressions, those left out that follow from the others.
    fn identified(&self, elements: &[Element]) -> Uniqueness {
        let mut needed: Vec<&Element> = elements.iter().collect();
        // Whoever groups by that many has all columns of a table in mind.
        let looked_at = if needed.len() > MOST_ELEMENTS { 0 } else { needed.len() };
        for index in (0..looked_at).rev() {
            let others = needed.iter().enumerate().filter(|(at, _)| *at != index);
            let columns = others.filter_map(|(_, it)| it.column);
            let closure = self.graph().closure([], columns);
            let follows = match (needed[index].column, needed[index].expr) {
                (Some(column), _) => closure.has(column),
                (None, Some(expr)) => {
                    let mentions = self.view.mentions(expr);
                    self.view.is_function(expr) && mentions.iter().all(|it| closure.has(*it))
                }
                (None, None) => false,
            };
            if follows {
                needed.remove(index);
            }
        }
        let (mut columns, mut hidden) = (Vec::new(), Vec::new());
        for element in needed {
            match (element.output, element.column) {
                (Some(index), _) => columns.push(index),
                (None, Some(column)) => hidden.push(self.name(column)),
                (None, None) => hidden.push(SmolStr::default()),
            }
        }
        let mut facts = Uniqueness::default();
        if hidden.is_empty() {
            facts.add_key(columns.clone(), false);
        }
        facts.add_grain(Grain::of(columns).with_hidden(hidden));
        facts
    }

    /// Columns of the output that follow from a key of a joined relation.
    fn add_dependencies(&self, facts: &mut Uniqueness) {
        let graph = self.graph();
        let nothing = Closure::default();
        for (leaf, of) in graph.leaves.iter().enumerate() {
            let is_repeated = graph.repetition(&[leaf], &[]).is_some();
            let keys = of.facts.keys.iter().map(|it| (&it.columns, is_repeated));
            let dependencies = of.facts.dependencies.iter();
            let dependencies = dependencies.map(|it| (&it.determinant, it.is_repeated || is_repeated));
            for (determinant, is_repeated) in keys.chain(dependencies) {
                let (shown, hidden) = self.shown(leaf, determinant, &nothing);
                let is_key = facts.keys.iter().any(|key| key.columns.iter().all(|it| shown.contains(it)));
                if !hidden.is_empty() || is_key {
                    continue;
                }
                let columns = determinant.iter().map(|it| GraphColumn { leaf, column: *it });
                let mut closure = graph.closure([], columns.clone());
                // A declared key that may be NULL is of one row all the same, where it is not.
                if of.facts.keys.iter().any(|it| it.columns == *determinant) {
                    closure = graph.closure([leaf], columns);
                }
                let follows = |index: &usize| match (&self.sources[*index], &self.output.columns[*index]) {
                    (Some(column), _) => closure.has(*column) && (!of.is_optional || column.leaf == leaf),
                    (None, OutputColumn { derivation: Derivation::Expr(expr), .. }) => {
                        let mentions = self.view.mentions(*expr);
                        !of.is_optional
                            && self.view.is_function(*expr)
                            && mentions.iter().all(|it| closure.has(*it))
                    }
                    _ => false,
                };
                let determined = (0..self.sources.len()).filter(follows);
                let determined = determined.filter_map(|it| u32::try_from(it).ok()).collect();
                facts.add_dependency(shown, determined, is_repeated);
            }
        }
    }

    /// The partition of `row_number() OVER (…)`.
    fn row_number(&self, expr: ExprId) -> Option<Vec<Element>> {
        let Expr::Call(call) = &self.view.body.exprs[self.view.unaliased(expr)] else { return None };
        let is_it = call.name.last().is_some_and(|it| it.text.eq_ignore_ascii_case("row_number"));
        let mut window = call.window.as_ref().filter(|_| is_it)?;
        if let Some(base) = &window.base {
            let windows = &self.view.body.selects[self.view.select].windows;
            window = &windows.iter().find(|it| dialect::same_name(&it.0, base, self.dialect))?.1;
        }
        Some(window.partition_by.iter().map(|it| self.element(*it)).collect())
    }

    /// A row number tells the rows of its partition apart.
    fn add_row_numbers(&self, facts: &mut Uniqueness) {
        for (index, column) in self.output.columns.iter().enumerate() {
            let Derivation::Expr(expr) = column.derivation else { continue };
            let (Some(partition), Ok(index)) = (self.row_number(expr), u32::try_from(index)) else {
                continue;
            };
            let partition = self.identified(&partition);
            for key in &partition.keys {
                facts.add_key(key.columns.iter().copied().chain([index]).collect(), false);
            }
            for grain in &partition.grains {
                let columns = grain.columns.iter().copied().chain([index]).collect();
                facts.add_grain(Grain::of(columns).with_hidden(grain.hidden.to_vec()));
            }
        }
    }

    /// `QUALIFY row_number() OVER (…) = 1` leaves one row of each partition.
    fn qualify(&self, condition: ExprId, facts: &mut Uniqueness) {
        let body = self.view.body;
        // Whatever else it says, it may pick one of several rows.
        facts.grains.clear();
        let mut stack = vec![condition];
        while let Some(expr) = stack.pop() {
            let Expr::Binary { operator, left, right } = &body.exprs[self.view.unaliased(expr)] else {
                continue;
            };
            let is = |expr: &ExprId, text: &str| matches!(&body.exprs[*expr], Expr::Literal(Literal::Number(it)) if it == text);
            let numbered = match operator {
                BinaryOperator::And => {
                    stack.extend([*left, *right]);
                    continue;
                }
                BinaryOperator::Equal | BinaryOperator::LessEqual if is(right, "1") => left,
                BinaryOperator::Less if is(right, "2") => left,
                BinaryOperator::Equal if is(left, "1") => right,
                _ => continue,
            };
            let Some(partition) = self.row_number(*numbered) else { continue };
            let partition = self.identified(&partition);
            partition.keys.into_iter().for_each(|it| facts.add_key(it.columns.into(), it.nulls_repeat));
            partition.grains.into_iter().for_each(|it| facts.add_grain(it));
        }
    }
}
