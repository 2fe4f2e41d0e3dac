//! The join graph of a `FROM`.

use super::{
    columns::View,
    conditions::{self, Facts},
    facts::Uniqueness,
    graph::{Equality, Follows, GraphColumn, JoinGraph, Leaf, Outer},
    query::{Reader, without_nulls},
};
use crate::{infer::Output, output_schema::schema, project::Target};
use base::{DialectKind, Ident};
use hir::{ExprId, JoinConstraint, JoinKind, Relation, RelationId, SelectId};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// As many relations as are looked at in one `FROM`: who joins more has made a program do it.
const MOST_LEAVES: usize = 64;

/// A graph in the making.
struct Builder<'r, 'a> {
    reader: &'r mut Reader<'a>,
    select: SelectId,
    graph: JoinGraph,
    places: FxHashMap<RelationId, usize>,
}

impl Reader<'_> {
    /// Makes the join graph of a `SELECT`, with what its `WHERE` says.
    pub(super) fn join_graph(&mut self, select: SelectId) {
        let body = self.body;
        let mut builder =
            Builder { reader: self, select, graph: JoinGraph::default(), places: FxHashMap::default() };
        for relation in &body.selects[select].from {
            builder.relation(*relation);
        }
        if let Some(filter) = body.selects[select].filter {
            builder.condition(filter, None);
        }
        let Builder { mut graph, places, .. } = builder;
        if graph.leaves.len() > MOST_LEAVES {
            graph.leaves.iter_mut().for_each(|it| it.facts = Uniqueness::default());
            graph.equalities.clear();
            graph.functions.clear();
        }
        self.result.joins.insert(select, graph);
        self.result.places.insert(select, places);
    }

    /// What is known of the rows of a relation that is no join.
    fn relation(&mut self, id: RelationId) -> Uniqueness {
        let facts = match &self.body.relations[id] {
            Relation::Name { cte: Some((query, index)), .. } => {
                let query = self.body.queries[*query].ctes.get(*index as usize).map(|it| it.query);
                query.map(|it| self.query(it).as_ref().clone()).unwrap_or_default()
            }
            Relation::Name { path, cte: None, .. } => match self.references.target(path) {
                Target::Model(model) if *model != self.file => schema(self.db, *model).uniqueness.clone(),
                Target::External(table) => table.uniqueness(),
                _ => Uniqueness::default(),
            },
            Relation::Query { query, .. } => self.query(*query).as_ref().clone(),
            Relation::Values { rows, .. } if rows.len() == 1 => Uniqueness::one_row(),
            _ => Uniqueness::default(),
        };
        let output = self.inference.relations.get(id);
        without_nulls(facts, |it| output?.columns.get(it as usize).map(|it| it.value.null))
    }
}

impl Builder<'_, '_> {
    /// Adds the leaves of a relation; returns where they stand.
    fn relation(&mut self, id: RelationId) -> Range<usize> {
        let body = self.reader.body;
        let start = self.graph.leaves.len();
        match &body.relations[id] {
            Relation::Join { kind, natural, left, right, constraint } => {
                let left = self.relation(*left);
                match kind {
                    JoinKind::Semi => return left,
                    JoinKind::Anti => {
                        if let JoinConstraint::On(condition) = constraint {
                            let narrowed = self.view().mentions(*condition);
                            self.graph.narrowed.extend(narrowed);
                        }
                        return left;
                    }
                    _ => {}
                }
                let right = self.relation(*right);
                self.join(*kind, *natural, [left, right], constraint);
            }
            _ => {
                let mut facts = self.reader.relation(id);
                let mut follows = Follows::Freely;
                if self.is_correlated(id) {
                    follows = Follows::Laterally;
                    facts.grains.clear();
                    facts.dependencies.clear();
                }
                self.places.insert(id, start);
                self.graph.leaves.push(Leaf { relation: id, facts, is_optional: false, follows });
            }
        }
        start..self.graph.leaves.len()
    }

    /// Whether a derived table reads the relations to its left.
    fn is_correlated(&self, id: RelationId) -> bool {
        let body = self.reader.body;
        let Relation::Query { query, lateral, .. } = &body.relations[id] else { return false };
        // DuckDB lets any derived table see the relations to its left.
        if !lateral && self.reader.dialect != DialectKind::DuckDb || self.graph.leaves.is_empty() {
            return false;
        }
        !self.view().mentions_of_query(*query).is_empty()
    }

    fn view(&self) -> View<'_> {
        View {
            body: self.reader.body,
            inference: self.reader.inference,
            select: self.select,
            places: &self.places,
            graph: &self.graph,
        }
    }

    fn join(&mut self, kind: JoinKind, natural: bool, sides: [Range<usize>; 2], constraint: &JoinConstraint) {
        let preserved = [kind.right_may_be_missing(), kind.left_may_be_missing()];
        let outer = preserved.contains(&true).then(|| Outer { sides: sides.clone(), preserved });
        match constraint {
            JoinConstraint::On(condition) => self.condition(*condition, outer.as_ref()),
            JoinConstraint::Using(names) => self.using(names, &sides, outer.as_ref()),
            JoinConstraint::None if natural => {
                let names = self.common_names(&sides);
                self.using(&names, &sides, outer.as_ref());
            }
            JoinConstraint::None => {}
        }
        let [left, right] = sides;
        if kind.left_may_be_missing() {
            self.graph.leaves[left].iter_mut().for_each(|it| it.is_optional = true);
        }
        for leaf in &mut self.graph.leaves[right] {
            leaf.is_optional |= kind.right_may_be_missing();
            if matches!(kind, JoinKind::AsOf | JoinKind::AsOfLeft | JoinKind::Positional) {
                leaf.follows = Follows::Closely;
            }
        }
    }

    fn condition(&mut self, condition: ExprId, outer: Option<&Outer>) {
        let Facts { equalities, functions, narrowed, constant, is_open } =
            conditions::read(self.view(), condition, outer);
        self.graph.equalities.extend(equalities);
        self.graph.functions.extend(functions);
        self.graph.narrowed.extend(narrowed);
        self.graph.constant.extend(constant);
        if is_open {
            self.graph.leaves.iter_mut().for_each(|it| it.facts.grains.clear());
        }
    }

    fn output(&self, leaf: usize) -> Option<&Output> {
        Some(self.reader.inference.relations.get(self.graph.leaves[leaf].relation)?)
    }

    fn named(&self, name: &Ident, side: &Range<usize>) -> Vec<GraphColumn> {
        let is_named = |it: &crate::OutputColumn| {
            !it.name.is_empty() && dialect::names(name, &it.name, self.reader.dialect)
        };
        let place = |leaf: usize| {
            let column = self.output(leaf)?.columns.iter().position(is_named)?;
            Some(GraphColumn { leaf, column: u32::try_from(column).ok()? })
        };
        side.clone().filter_map(place).collect()
    }

    fn using(&mut self, names: &[Ident], sides: &[Range<usize>; 2], outer: Option<&Outer>) {
        for name in names {
            for left in self.named(name, &sides[0]) {
                for right in self.named(name, &sides[1]) {
                    let outer = outer.cloned();
                    let right = Some(right);
                    self.graph.equalities.push(Equality { left, right, null_safe: false, outer });
                }
            }
        }
    }

    fn common_names(&self, sides: &[Range<usize>; 2]) -> Vec<Ident> {
        let columns = sides[0].clone().filter_map(|it| self.output(it)).flat_map(|it| &it.columns);
        let mut names: Vec<Ident> = Vec::new();
        for column in columns.filter(|it| !it.name.is_empty()) {
            let name = Ident::quoted(column.name.clone());
            if !names.contains(&name) && !self.named(&name, &sides[1]).is_empty() {
                names.push(name);
            }
        }
        names
    }
}
