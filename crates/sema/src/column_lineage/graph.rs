//! The graph of a body's columns: nodes, what they are made of, and which sources that comes down to.

use super::{
    ColumnLineage, EdgeKind, IncompleteReason, IndirectEdge, LineageEdge, PathStep, SourceColumn,
    SourceRelation,
};
use crate::{
    Inference,
    project::{References, references},
};
use base::{DialectKind, Ident, SmolStr};
use db::{Db, SourceFile};
use hir::{Anchor, Body, QueryBody, QueryId, Relation, RelationId, SelectId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Steps into a value, from the outside in.
pub(super) type Path = Box<[PathStep]>;

/// What a node stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// A column of a query.
    Query(QueryId, u32),
    /// A column of a relation that makes its columns itself.
    Relation(RelationId, u32),
    /// A select item that others use by its alias.
    Item(SelectId, u32),
    /// A column, by its name, of a relation whose columns are not all known.
    OpenRelation(RelationId, SmolStr),
    /// A column, by its name, of a query whose columns are not all known.
    OpenQuery(QueryId, SmolStr),
}

/// What a step leads to.
#[derive(Clone, Debug)]
pub(super) enum End {
    /// A node.
    Node(u32),
    /// A column outside the body, by its index in [`Graph::sources`], and its role, by its index in [`Graph::roles`].
    Source(u32, u32),
    /// Nobody knows.
    Unknown(IncompleteReason),
}

/// One thing that a node is made of.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) end: End,
    pub(super) kind: EdgeKind,
    /// The part of the end's value that is read.
    pub(super) path: Path,
    /// Where the step is written.
    pub(super) hop: Anchor,
    /// The arm of a set operation.
    pub(super) branch: Option<u32>,
}

impl Step {
    pub(super) fn new(end: End, kind: EdgeKind, hop: Anchor) -> Step {
        Step { end, kind, path: Path::default(), hop, branch: None }
    }

    pub(super) fn unknown(reason: IncompleteReason, hop: Anchor) -> Step {
        Step::new(End::Unknown(reason), EdgeKind::Opaque, hop)
    }

    pub(super) fn node(&self) -> Option<u32> {
        match self.end {
            End::Node(node) => Some(node),
            _ => None,
        }
    }
}

/// A source of a node, with the way there.
#[derive(Clone, Copy, Debug)]
struct Edge {
    source: u32,
    role: u32,
    branch: Option<u32>,
    kind: EdgeKind,
    hops: u32,
}

/// What makes two edges of a node one: that of the stronger kind stays.
type Identity = (u32, u32, Option<u32>, Option<EdgeKind>);

impl Edge {
    fn identity(&self) -> Identity {
        (self.source, self.role, self.branch, (!self.kind.is_direct()).then_some(self.kind))
    }
}

/// What a node comes from.
#[derive(Clone, Debug, Default)]
struct Sources {
    edges: Vec<Edge>,
    incomplete: Option<IncompleteReason>,
}

#[derive(Default)]
struct Node {
    /// What it is made of, once it was met.
    steps: Box<[Step]>,
    sources: Sources,
}

/// The columns of one body.
pub(super) struct Graph<'a> {
    pub(super) dialect: DialectKind,
    pub(super) body: &'a Body,
    pub(super) inference: &'a Inference,
    references: &'a References,
    /// Whether common table expressions are looked into, rather than being sources themselves.
    pub(super) enters_ctes: bool,
    /// What each node stands for; parallel to `nodes`.
    keys: Vec<Key>,
    nodes: Vec<Node>,
    by_key: FxHashMap<Key, u32>,
    /// The relations outside the body.
    relations: Vec<SourceRelation>,
    by_relation: FxHashMap<RelationId, u32>,
    /// The columns outside the body, each with the position of its relation: once for each path into it.
    sources: Vec<(u32, SourceColumn)>,
    by_source: FxHashMap<(u32, SmolStr, Path), u32>,
    /// Aliases of relations outside the body; the first is none.
    roles: Vec<Option<SmolStr>>,
    /// The ways from nodes to sources: a hop, and the rest of the way.
    hops: Vec<(Anchor, Option<u32>)>,
    /// The `SELECT` in whose `FROM` each relation is.
    pub(super) select_of: FxHashMap<RelationId, SelectId>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(
        db: &'a dyn Db,
        file: SourceFile,
        body: &'a Body,
        inference: &'a Inference,
    ) -> Graph<'a> {
        let scopes = inference.scopes.iter();
        let select_of = scopes.flat_map(|(select, it)| it.iter().map(move |it| (*it, select))).collect();
        Graph {
            dialect: db::dialect(db, file),
            body,
            inference,
            references: references(db, file),
            enters_ctes: true,
            keys: Vec::new(),
            nodes: Vec::new(),
            by_key: FxHashMap::default(),
            relations: Vec::new(),
            by_relation: FxHashMap::default(),
            sources: Vec::new(),
            by_source: FxHashMap::default(),
            roles: vec![None],
            hops: Vec::new(),
            select_of,
        }
    }

    /// The node of a key. A query in parentheses is the query in them.
    pub(super) fn node(&mut self, key: Key) -> u32 {
        let key = match key {
            Key::Query(query, index) => Key::Query(self.unwrapped(query), index),
            Key::OpenQuery(query, name) => Key::OpenQuery(self.unwrapped(query), name),
            other => other,
        };
        if let Some(node) = self.by_key.get(&key) {
            return *node;
        }
        let node = self.nodes.len() as u32;
        self.nodes.push(Node::default());
        self.keys.push(key.clone());
        self.by_key.insert(key, node);
        node
    }

    fn unwrapped(&self, mut query: QueryId) -> QueryId {
        while let QueryBody::Nested(inner) = &self.body.queries[query].body {
            query = *inner;
        }
        query
    }

    /// The query that yields the rows of a relation, for a derived table or a common table expression that is looked into.
    pub(super) fn query_of(&self, relation: RelationId) -> Option<QueryId> {
        match &self.body.relations[relation] {
            Relation::Name { cte: Some((query, index)), .. } if self.enters_ctes => {
                self.body.queries[*query].ctes.get(*index as usize).map(|it| it.query)
            }
            Relation::Query { query, .. } => Some(*query),
            _ => None,
        }
    }

    /// A column of a relation.
    pub(super) fn column_of(&mut self, relation: RelationId, index: u32) -> End {
        if let Some(query) = self.query_of(relation) {
            return End::Node(self.node(Key::Query(query, index)));
        }
        if !matches!(self.body.relations[relation], Relation::Name { .. }) {
            return End::Node(self.node(Key::Relation(relation, index)));
        }
        let column = self.inference.relations.get(relation).and_then(|it| it.columns.get(index as usize));
        if let (Relation::Name { cte: Some(_), .. }, Some(column)) = (&self.body.relations[relation], column)
        {
            return self.source(relation, column.name.clone(), Some(index));
        }
        match column.map(|it| &it.definition) {
            Some(crate::Definition::Origin(origin)) => {
                self.source(relation, origin.column.clone(), Some(origin.index))
            }
            // A column list names columns of a table that nobody describes.
            _ => End::Unknown(IncompleteReason::Relation(self.open_reason(relation))),
        }
    }

    /// A column of a model or a table outside the body, which `relation` names.
    pub(super) fn source(&mut self, relation: RelationId, column: SmolStr, index: Option<u32>) -> End {
        let owner = self.source_relation(relation);
        let source = self.intern(owner, column, index, Path::default());
        End::Source(source, self.role(relation))
    }

    fn intern(&mut self, owner: u32, column: SmolStr, index: Option<u32>, path: Path) -> u32 {
        let relation = &self.relations[owner as usize];
        let sources = &mut self.sources;
        *self.by_source.entry((owner, column.clone(), path.clone())).or_insert_with(|| {
            sources.push((owner, SourceColumn { relation: relation.clone(), column, index, path }));
            sources.len() as u32 - 1
        })
    }

    fn role(&mut self, relation: RelationId) -> u32 {
        let alias = self.body.relations[relation].alias().map(|it| it.name.text.clone());
        let found = self.roles.iter().position(|it| *it == alias);
        let role = found.unwrap_or_else(|| {
            self.roles.push(alias);
            self.roles.len() - 1
        });
        role as u32
    }

    /// The model or table that a relation of the body names, by its index in `relations`.
    fn source_relation(&mut self, relation: RelationId) -> u32 {
        if let Some(found) = self.by_relation.get(&relation) {
            return *found;
        }
        let owner = self.owner_of(relation);
        let found = self.relations.iter().position(|it| *it == owner);
        let index = found.unwrap_or_else(|| {
            self.relations.push(owner);
            self.relations.len() - 1
        }) as u32;
        self.by_relation.insert(relation, index);
        index
    }

    /// The model or table that a relation of the body names.
    pub(super) fn owner_of(&self, relation: RelationId) -> SourceRelation {
        let path: &[Ident] = match &self.body.relations[relation] {
            Relation::Name { cte: Some(cte), path, .. } => {
                return SourceRelation::Cte(*cte, path.last().map(|it| it.text.clone()).unwrap_or_default());
            }
            Relation::Name { path, .. } => path,
            _ => &[],
        };
        SourceRelation::of_name(path, self.references.target(path), self.dialect)
    }

    /// Finds out where some nodes come from, and all that these are made of: each after what it is made of, with a stack
    /// of its own. Recursive queries are gone over until nothing is added.
    pub(super) fn solve(&mut self, roots: impl Iterator<Item = u32>) {
        let (order, is_recursive) = self.reach(roots);
        loop {
            let mut has_changed = false;
            for node in &order {
                let Node { steps, mut sources } = std::mem::take(&mut self.nodes[*node as usize]);
                has_changed |= self.gather(&steps, &mut sources);
                self.nodes[*node as usize] = Node { steps, sources };
            }
            if !(is_recursive && has_changed) {
                break;
            }
        }
    }

    /// Expands some nodes and all that they are made of. Returns these in an order in which each stands behind what it
    /// is made of, recursive queries excepted, and whether there are such.
    fn reach(&mut self, roots: impl Iterator<Item = u32>) -> (Vec<u32>, bool) {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            New,
            Open,
            Done,
        }
        let mut states = vec![State::New; self.nodes.len()];
        let mut order = Vec::new();
        let mut is_recursive = false;
        let mut stack: Vec<(u32, usize)> = Vec::new();
        for root in roots {
            stack.push((root, 0));
            while let Some((node, at)) = stack.pop() {
                let index = node as usize;
                if at == 0 {
                    if states[index] != State::New {
                        continue;
                    }
                    states[index] = State::Open;
                    let key = self.keys[index].clone();
                    self.nodes[index].steps = self.expand(&key).into();
                    states.resize(self.nodes.len(), State::New);
                }
                let Some(step) = self.nodes[index].steps.get_mut(at) else {
                    states[index] = State::Done;
                    order.push(node);
                    continue;
                };
                stack.push((node, at + 1));
                match step.node().map(|it| (it, states[it as usize])) {
                    Some((next, State::New)) => stack.push((next, 0)),
                    Some((_, State::Open)) => {
                        // A path that grew with every round would have no end.
                        step.path = Path::default();
                        is_recursive = true;
                    }
                    _ => {}
                }
            }
        }
        (order, is_recursive)
    }

    /// Adds to the sources of a node those of its steps. Returns whether there are new ones.
    fn gather(&mut self, steps: &[Step], sources: &mut Sources) -> bool {
        let mut has_changed = false;
        let known = sources.edges.iter().enumerate().map(|(at, it)| (it.identity(), at));
        let mut known: FxHashMap<Identity, usize> = known.collect();
        for step in steps {
            let incomplete = match &step.end {
                End::Unknown(reason) => Some(reason),
                End::Node(node) => self.nodes[*node as usize].sources.incomplete.as_ref(),
                End::Source(..) => None,
            };
            if let (None, Some(reason)) = (&sources.incomplete, incomplete) {
                sources.incomplete = Some(reason.clone());
                has_changed = true;
            }
            let count = match step.end {
                End::Unknown(_) => 0,
                End::Source(..) => 1,
                End::Node(node) => self.nodes[node as usize].sources.edges.len(),
            };
            for at in 0..count {
                let Some((mut edge, rest)) = self.along(step, at) else { continue };
                let found = known.get(&edge.identity()).copied();
                if found.is_some_and(|it| sources.edges[it].kind >= edge.kind) {
                    continue;
                }
                edge.hops = self.hops.len() as u32;
                self.hops.push((step.hop, rest));
                has_changed = true;
                match found {
                    Some(at) => sources.edges[at] = edge,
                    None => {
                        known.insert(edge.identity(), sources.edges.len());
                        sources.edges.push(edge);
                    }
                }
            }
        }
        has_changed
    }

    /// One of the edges to which a step leads, seen from before the step, and the rest of its way.
    fn along(&mut self, step: &Step, at: usize) -> Option<(Edge, Option<u32>)> {
        let (mut edge, rest, passes) = match step.end {
            End::Unknown(_) => return None,
            End::Source(source, role) => {
                (Edge { source, role, branch: None, kind: step.kind, hops: 0 }, None, true)
            }
            End::Node(node) => {
                let inner = *self.nodes[node as usize].sources.edges.get(at)?;
                let edge = Edge { kind: step.kind.then(inner.kind), ..inner };
                (edge, Some(inner.hops), inner.kind.passes_values())
            }
        };
        if passes && !step.path.is_empty() {
            let (owner, SourceColumn { column, index, path, .. }) =
                self.sources[edge.source as usize].clone();
            let path = path.iter().chain(&step.path).cloned().collect();
            edge.source = self.intern(owner, column, index, path);
        }
        edge.branch = step.branch.or(edge.branch);
        Some((edge, rest))
    }

    fn way(&self, from: u32) -> Box<[Anchor]> {
        let next = |at: &u32| self.hops[*at as usize].1;
        std::iter::successors(Some(from), next).map(|at| self.hops[at as usize].0).collect()
    }

    /// The lineage of a column of the model, once its node is solved.
    pub(super) fn column(&self, name: SmolStr, node: u32) -> ColumnLineage {
        let Sources { edges, incomplete } = &self.nodes[node as usize].sources;
        let edge = |it: &Edge| LineageEdge {
            source: self.sources[it.source as usize].1.clone(),
            kind: it.kind,
            branch: it.branch,
            role: self.roles[it.role as usize].clone(),
            hops: self.way(it.hops),
        };
        ColumnLineage { name, edges: edges.iter().map(edge).collect(), incomplete: incomplete.clone() }
    }

    /// The columns of a query that a node, which is solved, is made of, and whether each comes out as it is.
    pub(super) fn columns_within(&self, node: u32, query: QueryId) -> Vec<(u32, bool)> {
        let query = self.unwrapped(query);
        let mut seen = FxHashSet::from_iter([(node, true)]);
        let mut stack = vec![(node, true)];
        let mut found = Vec::new();
        while let Some((node, is_same)) = stack.pop() {
            match self.keys[node as usize] {
                Key::Query(of, index) if of == query => found.push((index, is_same)),
                _ => {}
            }
            for step in &self.nodes[node as usize].steps {
                let passes = step.kind == EdgeKind::Identity && step.path.is_empty();
                let next = step.node().map(|it| (it, is_same && passes));
                stack.extend(next.filter(|it| seen.insert(*it)));
            }
        }
        found
    }

    /// What the steps of clauses come down to, once their nodes are solved.
    pub(super) fn indirect(&mut self, rows: &[Step]) -> Box<[IndirectEdge]> {
        let mut sources = Sources::default();
        self.gather(rows, &mut sources);
        // Which arm a row comes from does not matter to what the rows of the model depend on.
        let mut seen = FxHashSet::default();
        let edges = sources.edges.iter().filter(|it| seen.insert((it.source, it.role, it.kind)));
        let edge = |it: &Edge| IndirectEdge {
            source: self.sources[it.source as usize].1.clone(),
            kind: it.kind,
            role: self.roles[it.role as usize].clone(),
            hops: self.way(it.hops),
        };
        edges.map(edge).collect()
    }
}
