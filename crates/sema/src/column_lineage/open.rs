//! Columns of relations whose columns are not all known: by their names, as far as these lead.

use super::{
    EdgeKind, IncompleteReason, PathStep, SourceRelation,
    expression::At,
    graph::{End, Graph, Key, Path, Step},
};
use crate::OpenReason;
use base::{Ident, SmolStr};
use hir::{Anchor, QueryBody, QueryId, Relation, RelationId, SelectId, SelectItem, Star};
use rustc_hash::FxHashSet;

impl Graph<'_> {
    /// Why the columns of a relation are not all known.
    pub(super) fn open_reason(&self, relation: RelationId) -> OpenReason {
        let open = self.inference.relations.get(relation).and_then(|it| it.open.clone());
        open.unwrap_or(OpenReason::SyntaxError)
    }

    fn open_of_query(&self, query: QueryId) -> OpenReason {
        let open = self.inference.queries.get(query).and_then(|it| it.open.clone());
        open.unwrap_or(OpenReason::SyntaxError)
    }

    fn is_open(&self, relation: RelationId) -> bool {
        self.inference.relations.get(relation).is_some_and(|it| it.open.is_some())
    }

    /// The only relation to which a bare name may belong that no known column has.
    pub(super) fn only_open(&self, at: At<'_>) -> Option<RelationId> {
        let scope = self.inference.scopes.get(at.select?)?;
        let mut open = scope.iter().filter(|it| self.is_open(**it));
        match (open.next(), open.next()) {
            (Some(only), None) => Some(*only),
            _ => None,
        }
    }

    /// A name that is one of a relation whose columns are not all known.
    pub(super) fn open_name(
        &mut self,
        relation: RelationId,
        parts: &[Ident],
        kind: EdgeKind,
        path: &[PathStep],
        hop: Anchor,
    ) -> Vec<Step> {
        let qualifier = self.qualifier(relation, parts);
        let Some(column) = parts.get(qualifier) else { return Vec::new() };
        let fields = parts[qualifier + 1..].iter().map(|it| PathStep::Field(it.text.clone()));
        let path: Path = fields.chain(path.iter().cloned()).collect();
        let name = dialect::fold(column, self.dialect);
        let node = self.node(Key::OpenRelation(relation, name));
        vec![Step { path, ..Step::new(End::Node(node), kind, hop) }]
    }

    /// How many of a name's parts qualify it, as what the relation is called.
    fn qualifier(&self, relation: RelationId, parts: &[Ident]) -> usize {
        let alias;
        let name: &[Ident] = match &self.body.relations[relation] {
            Relation::Name { path, alias: None, .. } => path,
            other => {
                alias = other.alias().map(|it| it.name.clone());
                alias.as_slice()
            }
        };
        let matches = |length: &usize| {
            let same = |(a, b): (&Ident, &Ident)| dialect::same_name(a, b, self.dialect);
            *length <= name.len() && name[name.len() - length..].iter().zip(parts).all(same)
        };
        (1..parts.len()).rev().find(matches).unwrap_or_default()
    }

    pub(super) fn expand_open_relation(&mut self, relation: RelationId, name: &SmolStr) -> Vec<Step> {
        let body = self.body;
        let hop = Anchor::Relation(relation);
        if let Some(query) = self.query_of(relation) {
            let node = self.node(Key::OpenQuery(query, name.clone()));
            return vec![Step::new(End::Node(node), EdgeKind::Identity, hop)];
        }
        let select = self.select_of.get(&relation).copied();
        let at = At { relation: Some(relation), select, ..At::default() };
        let mut steps = match &body.relations[relation] {
            Relation::Name { .. } => {
                return vec![Step::new(self.source(relation, name.clone(), None), EdgeKind::Identity, hop)];
            }
            Relation::Call { call, .. } => self.steps_as(*call, EdgeKind::Opaque, at),
            Relation::Unnest { args, .. } => self.parts_of(args, EdgeKind::Unnest, at),
            Relation::Opaque { exprs, .. } => self.parts_of(exprs, EdgeKind::Opaque, at),
            // Which value of the key makes the column is in the data; what goes into it is not.
            Relation::Pivot { pivot, .. } => {
                let cells: Vec<_> = pivot.aggregates.iter().map(|it| it.0).collect();
                let mut steps = self.parts_of(&cells, EdgeKind::Identity, at);
                steps.extend(self.pivot_keys(at));
                steps
            }
            _ => Vec::new(),
        };
        steps.push(Step::unknown(IncompleteReason::Relation(self.open_reason(relation)), hop));
        steps
    }

    pub(super) fn expand_open_query(&mut self, query: QueryId, name: &SmolStr) -> Vec<Step> {
        let body = self.body;
        let hop = Anchor::Query(query);
        let unknown = Step::unknown(IncompleteReason::Relation(self.open_of_query(query)), hop);
        match &body.queries[query].body {
            QueryBody::Select(select) => match self.passing(*select, Some(name))[..] {
                [(item, relation)] => {
                    let node = self.node(Key::OpenRelation(relation, name.clone()));
                    let star = Anchor::ItemStar(*select, item);
                    vec![Step::new(End::Node(node), EdgeKind::Identity, star)]
                }
                _ => vec![unknown],
            },
            // Arms that pass on columns nobody knows are taken to have them in one order, which is not certain.
            QueryBody::SetOperation { left, right, .. } => {
                let mut arm = |branch: u32, arm: QueryId| {
                    let node = self.node(Key::OpenQuery(arm, name.clone()));
                    let step = Step::new(End::Node(node), EdgeKind::Identity, Anchor::Query(arm));
                    Step { branch: Some(branch), ..step }
                };
                vec![arm(0, *left), arm(1, *right), unknown]
            }
            _ => vec![unknown],
        }
    }

    /// The relations whose unknown columns the stars of a `SELECT` pass on, each with its star; with a name, those that
    /// may pass on a column of that name.
    fn passing(&self, select: SelectId, name: Option<&SmolStr>) -> Vec<(u32, RelationId)> {
        let scope = self.inference.scopes.get(select).map_or(&[][..], |it| it);
        let items = self.body.selects[select].items.iter().enumerate();
        let stars = items.filter_map(|(at, it)| match it {
            SelectItem::Star(star) => Some((at as u32, star)),
            _ => None,
        });
        let passes = |star: &Star| star.base.is_none() && name.is_none_or(|it| !self.withholds(star, it));
        let mut passing = Vec::new();
        for (item, star) in stars.filter(|it| passes(it.1)) {
            let meant = scope.iter().filter(|it| self.is_open(**it) && self.means(star, **it));
            passing.extend(meant.map(|it| (item, *it)));
        }
        passing
    }

    /// Whether a star's modifiers make anything else of a column of this name.
    fn withholds(&self, star: &Star, name: &SmolStr) -> bool {
        let same = |it: &Ident| dialect::fold(it, self.dialect) == *name;
        star.exclude.iter().any(same)
            || star.replace.iter().any(|it| same(&it.1))
            || star.rename.iter().any(|it| same(&it.0) || same(&it.1))
    }

    /// Whether a star is one over this relation.
    fn means(&self, star: &Star, relation: RelationId) -> bool {
        let column = [Ident::new("")];
        let parts: Vec<Ident> = star.qualifier.iter().chain(&column).cloned().collect();
        self.qualifier(relation, &parts) == star.qualifier.len()
    }

    /// The models and tables whose unknown columns a query passes on by stars.
    pub(super) fn passed_on(&self, root: QueryId) -> Box<[SourceRelation]> {
        let body = self.body;
        let mut queries = vec![root];
        let mut seen = FxHashSet::default();
        let mut found: Vec<SourceRelation> = Vec::new();
        while let Some(query) = queries.pop() {
            if !seen.insert(query) {
                continue;
            }
            match &body.queries[query].body {
                QueryBody::Select(select) => {
                    for (_, relation) in self.passing(*select, None) {
                        if let Some(query) = self.query_of(relation) {
                            queries.push(query);
                        } else if matches!(body.relations[relation], Relation::Name { .. }) {
                            let owner = self.owner_of(relation);
                            if !found.contains(&owner) {
                                found.push(owner);
                            }
                        }
                    }
                }
                QueryBody::SetOperation { left, right, .. } => queries.extend([*right, *left]),
                QueryBody::Nested(inner) => queries.push(*inner),
                QueryBody::Values(_) | QueryBody::Missing => {}
            }
        }
        found.into()
    }
}
