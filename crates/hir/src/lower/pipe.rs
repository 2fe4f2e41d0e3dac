//! Lowering of pipe syntax: each operator becomes a clause of the `SELECT` block before it, or a block around it.

mod operators;

use super::{Context, select::Windows, trimmed};
use crate::{
    BinaryOperator, Expr, ExprId, GroupBy, ItemRanges, Query, QueryBody, QueryId, QueryRanges, Relation,
    RelationId, RelationRanges, Select, SelectItem, SelectRanges, SortOrder, Star, StarRanges, TableAlias,
};
use base::{Ident, TextRange};
use syntax::ast::{self, AstNode};

/// The rows that the operators so far yield.
struct Stage {
    rows: Rows,
    /// What may still qualify columns: the names of the tables that were read.
    names: Vec<Ident>,
    /// Whether every column that a name may qualify is among those of the rows. Behind DROP a table still has it.
    exact: bool,
    /// Where the name stands that AS gave.
    alias: Option<TextRange>,
    /// The text up to here.
    range: TextRange,
}

enum Rows {
    /// A `FROM` and conditions, which may take more of both.
    Open { from: Vec<RelationId>, filter: Option<ExprId> },
    /// A query that is complete.
    Done(Box<Query>),
}

/// What an operator adds to a `SELECT` block.
#[derive(Default)]
struct Block {
    items: Vec<SelectItem>,
    item_ranges: Vec<ItemRanges>,
    distinct: bool,
    group_by: GroupBy,
    windows: Windows,
    order_by: Box<[ExprId]>,
    orders: Box<[SortOrder]>,
    limits: Box<[ExprId]>,
    limit: Option<ExprId>,
}

impl Context {
    /// Lowers a query with pipe operators. `base` is what stands before them, or else its `FROM`, if it is nothing more.
    pub(super) fn piped(&mut self, query: &ast::Query, base: Option<Query>, from: Vec<RelationId>) -> Query {
        let start = trimmed(query.syntax()).start();
        let body = query.body().map(|it| trimmed(it.syntax()));
        let range = body.unwrap_or(TextRange::empty(start));
        let names = from.iter().flat_map(|it| self.names_of(*it)).collect();
        let rows = match base {
            Some(base) => Rows::Done(Box::new(base)),
            None => Rows::Open { from, filter: None },
        };
        let mut stage = Stage { rows, names, exact: true, alias: None, range };
        if let Some(ast::QueryBody::ParenQuery(it)) = query.body()
            && let Some(alias) = it.table_alias().and_then(|it| it.name())
        {
            stage.names.extend(alias.ident());
            stage.alias = Some(trimmed(alias.syntax()));
        }
        let head = query.body().and_then(|it| it.syntax().first_token());
        let head = head.map_or(TextRange::empty(start), |it| it.text_range());
        let outer = std::mem::replace(&mut self.pipe_head, head);
        for operator in query.pipe_operators() {
            let full = stage.range.cover(trimmed(operator.syntax()));
            stage = self.operator(stage, &operator);
            stage.range = full;
        }
        let query = match stage.rows {
            Rows::Done(query) => *query,
            Rows::Open { .. } => self.every_column(stage, Block::default()),
        };
        self.pipe_head = outer;
        query
    }

    /// The names by which a relation's columns may be qualified.
    fn names_of(&self, relation: RelationId) -> Vec<Ident> {
        let mut names = Vec::new();
        let mut pending = vec![relation];
        while let Some(relation) = pending.pop() {
            match &self.body.relations[relation] {
                Relation::Join { left, right, .. } => pending.extend([*right, *left]),
                Relation::Name { path, alias: None, .. } => names.extend(path.last().cloned()),
                Relation::Query { alias: None, names: inner, .. } => names.extend(inner.iter().cloned()),
                other => names.extend(other.alias().map(|it| it.name.clone())),
            }
        }
        names
    }

    /// The stage as one relation.
    fn relation_of(&mut self, stage: Stage) -> RelationId {
        match stage.rows {
            Rows::Open { ref from, filter: None } if from.len() == 1 => from[0],
            Rows::Open { .. } => {
                let (names, exact, alias, range) =
                    (stage.names.clone(), stage.exact, stage.alias, stage.range);
                let query = self.every_column(stage, Block::default());
                self.relation_of(Stage { rows: Rows::Done(Box::new(query)), names, exact, alias, range })
            }
            Rows::Done(query) => {
                let range = stage.range;
                let query = self.alloc_query(*query, QueryRanges { full: range, ..QueryRanges::default() });
                let (alias, names) = match &stage.names[..] {
                    // One name that means all the rows is an alias.
                    [name] if stage.exact => {
                        (Some(TableAlias { name: name.clone(), columns: Box::default() }), Vec::new())
                    }
                    _ => (None, stage.names),
                };
                let ranges = RelationRanges { full: range, alias: stage.alias, ..RelationRanges::default() };
                let relation = Relation::Query { query, lateral: false, alias, names: names.into() };
                self.alloc_relation(relation, ranges)
            }
        }
    }

    /// `SELECT *` with what the block adds.
    fn every_column(&mut self, stage: Stage, block: Block) -> Query {
        self.starred(stage, Star::implied(), StarRanges::default(), block)
    }

    /// A block whose first item is a star.
    fn starred(&mut self, stage: Stage, star: Star, mut ranges: StarRanges, mut block: Block) -> Query {
        let range = stage.range;
        ranges.star = self.pipe_head;
        block.items.insert(0, SelectItem::Star(star));
        let item = ItemRanges { star: Some(Box::new(ranges)), ..Context::plain_item(range) };
        block.item_ranges.insert(0, item);
        self.block(stage, block, range)
    }

    /// A block over the stage.
    fn block(&mut self, stage: Stage, block: Block, keyword: TextRange) -> Query {
        let full = stage.range;
        let (from, filter) = match stage.rows {
            Rows::Open { from, filter } => (from, filter),
            Rows::Done(_) => (vec![self.relation_of(stage)], None),
        };
        let list = match (block.item_ranges.first(), block.item_ranges.last()) {
            (Some(first), Some(last)) => first.full.cover(last.full),
            _ => TextRange::empty(keyword.end()),
        };
        let select = Select {
            distinct: block.distinct,
            items: block.items.into(),
            from: from.into(),
            filter,
            group_by: block.group_by,
            windows: block.windows.named,
            ..Select::default()
        };
        let items = block.item_ranges.into();
        let ranges = SelectRanges {
            full,
            keyword,
            list,
            items,
            windows: block.windows.ranges,
            ..SelectRanges::default()
        };
        let select = self.alloc_select(select, ranges);
        Query {
            order_by: block.order_by,
            orders: block.orders,
            limits: block.limits,
            limit: block.limit,
            ..Query::of(QueryBody::Select(select))
        }
    }

    /// The stage with one more condition.
    fn filtered(&mut self, stage: Stage, condition: Option<ast::Expr>) -> Stage {
        let mut stage = self.opened(stage);
        // One that is still to be written sees the columns of the stage too.
        let Some(condition) = condition else { return stage };
        let term = self.expr(&condition);
        if let Rows::Open { filter, .. } = &mut stage.rows {
            let range = trimmed(condition.syntax());
            *filter = Some(match filter.take() {
                Some(left) => {
                    let operator = BinaryOperator::And;
                    self.alloc_expr(Expr::Binary { operator, left, right: term }, range)
                }
                None => term,
            });
        }
        stage
    }

    /// The stage as a `FROM` that takes conditions.
    fn opened(&mut self, stage: Stage) -> Stage {
        if matches!(stage.rows, Rows::Open { .. }) {
            return stage;
        }
        let (names, exact, alias, range) = (stage.names.clone(), stage.exact, stage.alias, stage.range);
        let from = vec![self.relation_of(stage)];
        Stage { rows: Rows::Open { from, filter: None }, names, exact, alias, range }
    }

    fn query_id(&mut self, stage: Stage) -> QueryId {
        let range = stage.range;
        let query = match stage.rows {
            Rows::Done(query) => *query,
            Rows::Open { .. } => self.every_column(stage, Block::default()),
        };
        self.alloc_query(query, QueryRanges { full: range, ..QueryRanges::default() })
    }
}

impl Stage {
    /// The stage behind a complete query; the names stay.
    fn done(self_names: (Vec<Ident>, bool, Option<TextRange>, TextRange), query: Query) -> Stage {
        let (names, exact, alias, range) = self_names;
        Stage { rows: Rows::Done(Box::new(query)), names, exact, alias, range }
    }

    /// What is kept of a stage that is taken apart.
    fn kept(&self) -> (Vec<Ident>, bool, Option<TextRange>, TextRange) {
        (self.names.clone(), self.exact, self.alias, self.range)
    }
}
