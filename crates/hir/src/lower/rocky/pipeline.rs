//! Pipelines: every step fills a clause of one `SELECT` block.

use super::super::{Context, segments, trimmed};
use super::projection::{Projected, Projection};
use crate::{
    BinaryOperator, Expr, ExprId, GroupBy, JoinConstraint, JoinKind, Literal, Query, QueryBody, Relation,
    RelationId, RelationRanges, Select, SelectRanges, SortOrder, TableAlias,
};
use base::{Ident, TextRange};
use syntax::ast::{self, AstNode};

/// The clauses filled so far.
#[derive(Default)]
struct Clauses {
    from: Option<RelationId>,
    /// What qualifies the left side of join conditions.
    left: Option<Ident>,
    filter: Option<ExprId>,
    having: Option<ExprId>,
    qualify: Option<ExprId>,
    grouped: bool,
    keys: Vec<ExprId>,
    projection: Projection,
    sort: Vec<ast::SortKey>,
    take: Option<ExprId>,
    distinct: bool,
}

impl Context {
    /// Lowers a pipeline.
    pub(super) fn pipeline(&mut self, pipeline: &ast::Pipeline) -> Query {
        let full = trimmed(pipeline.syntax());
        let steps: Vec<_> = pipeline.steps().collect();
        let mut clauses = Clauses::default();
        let from = steps.iter().find_map(|it| if let ast::Step::FromStep(it) = it { Some(it) } else { None });
        if let Some(step) = from {
            clauses.projection.keyword = step.from_token().map(|it| it.text_range());
            let (relation, left) = self.source(step);
            clauses.from = Some(relation);
            clauses.left = left;
        }
        let replicates = steps.iter().any(|it| matches!(it, ast::Step::ReplicateStep(_)));
        if !replicates {
            for step in &steps {
                self.step(step, &mut clauses);
            }
        }
        let query = self.assemble(clauses, full);
        self.dsl.names.clear();
        query
    }

    fn step(&mut self, step: &ast::Step, clauses: &mut Clauses) {
        match step {
            ast::Step::FromStep(_) | ast::Step::ReplicateStep(_) => {}
            ast::Step::WhereStep(it) => {
                let (term, windowed) = self.condition(it);
                // Window functions come behind WHERE and HAVING.
                let slot = match (windowed, clauses.grouped) {
                    (true, _) => &mut clauses.qualify,
                    (false, true) => &mut clauses.having,
                    (false, false) => &mut clauses.filter,
                };
                *slot = Some(self.conjunction(slot.take(), term));
            }
            ast::Step::GroupStep(it) => {
                clauses.grouped = true;
                clauses.keys = self.group_step(it, &mut clauses.projection);
            }
            ast::Step::DeriveStep(it) => self.derive_step(it, &mut clauses.projection),
            ast::Step::SelectStep(it) => self.select_step(it, &mut clauses.projection),
            ast::Step::JoinStep(it) => {
                self.keep_list(it, &mut clauses.projection);
                let left = match clauses.from {
                    Some(left) => left,
                    None => self.missing_relation(TextRange::empty(trimmed(it.syntax()).start())),
                };
                clauses.from = Some(self.join_step(left, clauses.left.as_ref(), it));
            }
            ast::Step::SortStep(it) => clauses.sort = it.sort_keys().collect(),
            ast::Step::TakeStep(it) => {
                clauses.take = it.number_token().map(|it| {
                    let number = Literal::Number(it.text().replace('_', "").into());
                    self.alloc_expr(Expr::Literal(number), it.text_range())
                });
            }
            ast::Step::DistinctStep(_) => clauses.distinct = true,
        }
    }

    fn assemble(&mut self, clauses: Clauses, full: TextRange) -> Query {
        let Clauses { from, filter, having, qualify, keys, projection, sort, take, distinct, .. } = clauses;
        let from = match from {
            Some(from) => from,
            None => self.missing_relation(TextRange::empty(full.start())),
        };
        let keyword = projection.keyword.unwrap_or(TextRange::empty(full.start()));
        let list = projection.list;
        let Projected { items, ranges: item_ranges, left_out } = self.projected(projection, keyword);
        let (unlisted, unlisted_names) = self.unlisted(&items, left_out);
        let (order_by, orders) = self.sort_keys(&sort, &items);
        let select = Select {
            distinct,
            items: items.into(),
            from: Box::new([from]),
            filter,
            group_by: GroupBy { keys: keys.into(), ..GroupBy::default() },
            having,
            qualify,
            unlisted,
            ..Select::default()
        };
        let ranges = SelectRanges {
            full,
            keyword,
            list: list.unwrap_or(keyword),
            items: item_ranges.into(),
            unlisted: unlisted_names,
            ..SelectRanges::default()
        };
        let select = self.alloc_select(select, ranges);
        Query {
            ctes: Box::default(),
            recursive: false,
            body: QueryBody::Select(select),
            order_by,
            orders,
            limits: take.into_iter().collect(),
            limit: take,
        }
    }

    fn source(&mut self, step: &ast::FromStep) -> (RelationId, Option<Ident>) {
        let (path, ranges) = step.path().map(|it| segments(it.syntax())).unwrap_or_default();
        let end = TextRange::empty(trimmed(step.syntax()).end());
        self.named_relation(path, ranges, step.name(), end)
    }

    /// A relation, and what qualifies its columns.
    fn named_relation(
        &mut self,
        path: Box<[Ident]>,
        path_ranges: Box<[TextRange]>,
        alias: Option<ast::Name>,
        place: TextRange,
    ) -> (RelationId, Option<Ident>) {
        let (Some(last), Some(first), Some(end)) = (path.last(), path_ranges.first(), path_ranges.last())
        else {
            return (self.missing_relation(place), None);
        };
        let alias = alias.and_then(|it| Some((it.ident()?, trimmed(it.syntax()))));
        let qualifier = alias.as_ref().map_or(last, |it| &it.0).clone();
        let full = alias.as_ref().map_or(first.cover(*end), |it| first.cover(it.1));
        let alias_range = alias.as_ref().map(|it| it.1);
        let alias = alias.map(|(name, _)| TableAlias { name, columns: Box::default() });
        let ranges =
            RelationRanges { full, path: path_ranges, alias: alias_range, ..RelationRanges::default() };
        let cte = self.relation_name(&path);
        (self.alloc_relation(Relation::Name { path, cte, alias }, ranges), Some(qualifier))
    }

    fn join_step(&mut self, left: RelationId, left_name: Option<&Ident>, step: &ast::JoinStep) -> RelationId {
        let range = trimmed(step.syntax());
        let model = step.model().and_then(|it| Some((it.ident()?, trimmed(it.syntax()))));
        let (path, ranges) = model.into_iter().unzip::<_, _, Vec<_>, Vec<_>>();
        let (right, right_name) =
            self.named_relation(path.into(), ranges.into(), step.name(), TextRange::empty(range.end()));
        let mut condition = None;
        for key in step.keys() {
            let Some(name) = key.name_ref() else { continue };
            let left = self.join_key(left_name, &name);
            let right = self.join_key(right_name.as_ref(), &name);
            let equal = Expr::Binary { operator: BinaryOperator::Equal, left, right };
            let equal = self.alloc_expr(equal, trimmed(name.syntax()));
            condition = Some(self.conjunction(condition, equal));
        }
        let kind = match step.kind() {
            ast::JoinKind::Left => JoinKind::Left,
            ast::JoinKind::Right => JoinKind::Right,
            ast::JoinKind::Full => JoinKind::Full,
            ast::JoinKind::Cross => JoinKind::Cross,
            _ => JoinKind::Inner,
        };
        let constraint = condition.map_or(JoinConstraint::None, JoinConstraint::On);
        let left_range = self.source_map.relations.get(left).map_or(range, |it| it.full);
        let ranges = RelationRanges { full: left_range.cover(range), ..RelationRanges::default() };
        self.alloc_relation(Relation::Join { kind, natural: false, left, right, constraint }, ranges)
    }

    /// `qualifier.key`: the key stands in the text, the qualifier does not, so its range is empty.
    fn join_key(&mut self, qualifier: Option<&Ident>, key: &ast::NameRef) -> ExprId {
        let range = trimmed(key.syntax());
        let (Some(qualifier), Some(key)) = (qualifier, key.ident()) else {
            return self.alloc_expr(Expr::Missing, range);
        };
        let id = self.alloc_expr(Expr::Name(Box::new([qualifier.clone(), key])), range);
        self.source_map.expr_names.insert(id, Box::new([TextRange::empty(range.start()), range]));
        id
    }

    fn missing_relation(&mut self, place: TextRange) -> RelationId {
        self.alloc_relation(Relation::Missing, RelationRanges { full: place, ..RelationRanges::default() })
    }

    fn conjunction(&mut self, left: Option<ExprId>, right: ExprId) -> ExprId {
        let Some(left) = left else { return right };
        let range = |it: ExprId| self.source_map.exprs.get(it).copied().unwrap_or_default();
        let range = range(left).cover(range(right));
        self.alloc_expr(Expr::Binary { operator: BinaryOperator::And, left, right }, range)
    }

    /// Lowers sort keys. Where output columns can be named, `items` are those: a defined name that is none of them
    /// becomes its definition.
    pub(super) fn sort_keys(
        &mut self,
        keys: &[ast::SortKey],
        items: &[crate::SelectItem],
    ) -> (Box<[ExprId]>, Box<[SortOrder]>) {
        let mut exprs = Vec::new();
        let mut orders = Vec::new();
        for key in keys {
            let name = key.name_ref();
            let range = name.as_ref().map_or_else(|| trimmed(key.syntax()), |it| trimmed(it.syntax()));
            let expr = match name.and_then(|it| it.ident()) {
                Some(name) => {
                    let inlined = if self.is_output(items, &name) { None } else { self.inline(&name, range) };
                    inlined.unwrap_or_else(|| self.alloc_expr(Expr::Name(Box::new([name])), range))
                }
                None => self.alloc_expr(Expr::Missing, range),
            };
            exprs.push(expr);
            let descending = key.direction() == Some(ast::SortDirection::Descending);
            orders.push(SortOrder { descending, nulls_first: None });
        }
        (exprs.into(), orders.into())
    }
}
