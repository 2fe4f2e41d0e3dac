//! The pipe operators, one by one.

use super::{Block, Rows, Stage};
use crate::lower::{Context, UnzipBoxes, expr::source_text, query::with_ranges, segments, trimmed};
use crate::{
    Cte, Expr, ExprId, GroupBy, ItemRanges, Literal, Matching, Query, QueryBody, QueryRanges, Relation,
    RelationRanges, SelectItem, SetOperator, Star, StarRanges,
};
use base::TextRange;
use syntax::{
    SyntaxNode,
    ast::{self, AstNode},
};

impl Context {
    pub(super) fn operator(&mut self, stage: Stage, operator: &ast::PipeOperator) -> Stage {
        match operator {
            ast::PipeOperator::PipeSelect(it) => self.pipe_select(stage, it),
            ast::PipeOperator::PipeExtend(it) => {
                let mut block = Block { windows: self.windows(it.window_clause()), ..Block::default() };
                self.items_into(it.select_items(), &mut block);
                self.star_stage(stage, Star::implied(), StarRanges::default(), block)
            }
            ast::PipeOperator::PipeSet(it) => self.pipe_set(stage, it),
            ast::PipeOperator::PipeDrop(it) => {
                let columns = it.paths().filter_map(|it| Some((it.last()?.ident()?, trimmed(it.syntax()))));
                let (exclude, ranges) = columns.unzip_boxes();
                let star = Star { exclude, ..Star::implied() };
                let ranges = StarRanges { exclude: ranges, ..StarRanges::default() };
                Stage { exact: false, ..self.star_stage(stage, star, ranges, Block::default()) }
            }
            ast::PipeOperator::PipeRename(it) => {
                let renames = it.rename_items().filter_map(|it| {
                    let (old, new) = (it.path()?, it.name()?);
                    let names = (old.last()?.ident()?, new.ident()?);
                    Some((names, (trimmed(old.syntax()), trimmed(new.syntax()))))
                });
                let (rename, ranges) = renames.unzip_boxes();
                let star = Star { rename, ..Star::implied() };
                let ranges = StarRanges { rename: ranges, ..StarRanges::default() };
                Stage { exact: false, ..self.star_stage(stage, star, ranges, Block::default()) }
            }
            ast::PipeOperator::PipeAs(it) => {
                let name = it.name().and_then(|it| Some((it.ident()?, trimmed(it.syntax()))));
                let stage = self.star_stage(stage, Star::implied(), StarRanges::default(), Block::default());
                match name {
                    Some((name, range)) => {
                        Stage { names: vec![name], exact: true, alias: Some(range), ..stage }
                    }
                    None => stage,
                }
            }
            ast::PipeOperator::PipeWhere(it) => {
                let condition = it.where_clause().and_then(|it| it.condition());
                self.filtered(stage, condition)
            }
            // Rows that fail an assertion end the query: what comes out fulfils it.
            ast::PipeOperator::PipeAssert(it) => self.filtered(stage, it.condition()),
            ast::PipeOperator::PipeAggregate(it) => self.pipe_aggregate(stage, it),
            ast::PipeOperator::PipeDistinct(_) => {
                let block = Block { distinct: true, ..Block::default() };
                self.star_stage(stage, Star::implied(), StarRanges::default(), block)
            }
            ast::PipeOperator::PipeOrderBy(it) => {
                let block = Block {
                    orders: Context::sort_orders(it.order_by_clause()),
                    order_by: self.order_by(it.order_by_clause()),
                    ..Block::default()
                };
                self.star_stage(stage, Star::implied(), StarRanges::default(), block)
            }
            ast::PipeOperator::PipeLimit(it) => {
                let limits = [
                    it.limit_clause().and_then(|it| it.count()),
                    it.offset_clause().and_then(|it| it.expr()),
                ];
                let limits = limits.map(|it| it.map(|it| self.expr(&it)));
                let block = Block {
                    limit: limits[0],
                    limits: limits.into_iter().flatten().collect(),
                    ..Block::default()
                };
                self.star_stage(stage, Star::implied(), StarRanges::default(), block)
            }
            ast::PipeOperator::PipeSample(_) => stage,
            ast::PipeOperator::PipePivot(it) => self.pipe_pivot(stage, it),
            ast::PipeOperator::PipeJoin(it) => self.pipe_join(stage, it),
            ast::PipeOperator::PipeSetOperation(it) => self.pipe_set_operation(stage, it),
            ast::PipeOperator::PipeCall(it) => {
                let exprs = it.call_expr().map(ast::Expr::CallExpr).into_iter().collect();
                self.opaque_stage(stage, "a table function", exprs, it.table_alias(), it.syntax())
            }
            ast::PipeOperator::PipeWith(it) => self.pipe_with(stage, it),
            ast::PipeOperator::PipeIf(it) => self.opaque_stage(stage, "IF", Vec::new(), None, it.syntax()),
            ast::PipeOperator::PipeOther(it) => {
                let words = source_text(it.syntax()).to_ascii_lowercase();
                let word = words.split_whitespace().nth(1).unwrap_or_default();
                match word {
                    // They look at the rows and hand them on.
                    "tee" | "log" | "static_describe" => stage,
                    _ => self.opaque_stage(stage, "this pipe operator", Vec::new(), None, it.syntax()),
                }
            }
        }
    }

    /// The stage behind `SELECT *`, with what the star and the block change.
    fn star_stage(&mut self, stage: Stage, star: Star, ranges: StarRanges, block: Block) -> Stage {
        let kept = stage.kept();
        let query = self.starred(stage, star, ranges, block);
        Stage::done(kept, query)
    }

    /// The stage behind a block that gives its columns new names.
    fn renewed(&mut self, stage: Stage, block: Block, node: &SyntaxNode) -> Stage {
        let range = stage.range;
        let query = self.block(stage, block, TextRange::empty(trimmed(node).start()));
        Stage::done((Vec::new(), true, None, range), query)
    }

    fn items_into(&mut self, items: impl Iterator<Item = ast::SelectItem>, block: &mut Block) {
        for item in items {
            let (item, ranges) = self.select_item(&item);
            block.items.push(item);
            block.item_ranges.push(ranges);
        }
    }

    fn pipe_select(&mut self, stage: Stage, it: &ast::PipeSelect) -> Stage {
        let mut block = Block { windows: self.windows(it.window_clause()), ..Block::default() };
        if let Some(clause) = it.select_clause() {
            block.distinct = clause.distinct_clause().is_some();
            self.items_into(clause.select_items(), &mut block);
            if block.items.is_empty() || self.lost_select_items(&clause) {
                block.items.push(SelectItem::Missing);
                block.item_ranges.push(Context::plain_item(TextRange::empty(trimmed(clause.syntax()).end())));
            }
        }
        self.renewed(stage, block, it.syntax())
    }

    fn pipe_set(&mut self, stage: Stage, it: &ast::PipeSet) -> Stage {
        let (mut replace, mut ranges) = (Vec::new(), Vec::new());
        let mut block = Block::default();
        let mut others: Vec<ExprId> = Vec::new();
        for item in it.pipe_set_items() {
            let Some(value) = item.value().map(|it| self.expr(&it)) else { continue };
            let Some(column) = item.column() else { continue };
            match &segments(column.syntax()).0[..] {
                [name] => {
                    replace.push((value, name.clone()));
                    ranges.push(trimmed(column.syntax()));
                }
                // A field of a column: the column stays.
                _ => others.push(value),
            }
        }
        block.order_by = others.into();
        let star = Star { replace: replace.into(), ..Star::implied() };
        let ranges = StarRanges { replace: ranges.into(), ..StarRanges::default() };
        self.star_stage(stage, star, ranges, block)
    }

    /// The columns are the grouping ones, then the aggregates. The keys are their positions, so that each is read once.
    fn pipe_aggregate(&mut self, stage: Stage, it: &ast::PipeAggregate) -> Stage {
        let mut block = Block::default();
        let mut sets = false;
        let mut all = false;
        if let Some(group) = it.pipe_group_by() {
            all = group.all_token().is_some();
            self.items_into(group.select_items(), &mut block);
            let mut seen = Vec::new();
            for item in group.group_items() {
                if !matches!(item, ast::GroupItem::GroupExpr(_)) {
                    sets = true;
                }
                self.set_items(&item, &mut seen, &mut block);
            }
        }
        let ranges: Vec<_> = block.item_ranges.iter().map(|it| it.full).collect();
        let keys = ranges.into_iter().zip(1..);
        let keys = keys.map(|(range, position): (TextRange, usize)| {
            let number = Literal::Number(position.to_string().into());
            self.alloc_expr(Expr::Literal(number), TextRange::empty(range.start()))
        });
        block.group_by = GroupBy { all, keys: keys.collect(), sets };
        self.items_into(it.select_items(), &mut block);
        if block.items.is_empty() {
            block.items.push(SelectItem::Missing);
            block.item_ranges.push(Context::plain_item(trimmed(it.syntax())));
        }
        self.renewed(stage, block, it.syntax())
    }

    /// The expressions of grouping sets, each once.
    fn set_items(&mut self, item: &ast::GroupItem, seen: &mut Vec<String>, block: &mut Block) {
        let exprs: Vec<ast::Expr> = match item {
            ast::GroupItem::GroupExpr(it) => it.expr().into_iter().collect(),
            ast::GroupItem::Rollup(it) => it.exprs().collect(),
            ast::GroupItem::Cube(it) => it.exprs().collect(),
            ast::GroupItem::GroupingSets(it) => {
                it.group_items().for_each(|it| self.set_items(&it, seen, block));
                return;
            }
        };
        for expr in exprs {
            let parts: Vec<ast::Expr> = match &expr {
                ast::Expr::TupleExpr(it) => it.exprs().collect(),
                ast::Expr::ParenExpr(it) => it.expr().into_iter().collect(),
                _ => vec![expr],
            };
            for part in parts {
                let text = source_text(part.syntax()).to_lowercase();
                if seen.contains(&text) {
                    continue;
                }
                seen.push(text);
                let full = trimmed(part.syntax());
                let name = match &part {
                    ast::Expr::ColumnRef(it) => segments(it.syntax()).1.last().copied(),
                    _ => None,
                };
                let expr = self.expr(&part);
                block.items.push(SelectItem::Expr { expr, alias: None });
                block.item_ranges.push(ItemRanges { full, name, ..ItemRanges::default() });
            }
        }
    }

    fn pipe_pivot(&mut self, stage: Stage, it: &ast::PipePivot) -> Stage {
        let (pivot, unpivot) = (it.pivot_table(), it.unpivot_table());
        let matched = it.match_recognize_table();
        let (alias, node) = match (&pivot, &unpivot, &matched) {
            (Some(it), _, _) => (it.table_alias(), it.syntax()),
            (_, Some(it), _) => (it.table_alias(), it.syntax()),
            (_, _, Some(it)) => (it.table_alias(), it.syntax()),
            _ => return stage,
        };
        let range = stage.range;
        let input = self.relation_of(stage);
        let (alias, ranges) = self.aliased(node, alias);
        let names = alias.iter().map(|it| it.name.clone()).collect();
        let relation = match (&pivot, &unpivot, &matched) {
            (Some(it), _, _) => self.pivot_of(it, input, (alias, ranges)),
            (_, Some(it), _) => self.unpivot_of(it, input, (alias, ranges)),
            (_, _, Some(it)) => self.matched_of(it, input, (alias, ranges)),
            _ => input,
        };
        let rows = Rows::Open { from: vec![relation], filter: None };
        Stage { rows, names, exact: true, alias: None, range }
    }

    /// The stage behind a construct whose columns are not known to us.
    fn opaque_stage(
        &mut self,
        stage: Stage,
        construct: &str,
        exprs: Vec<ast::Expr>,
        alias: Option<ast::TableAlias>,
        node: &SyntaxNode,
    ) -> Stage {
        let range = stage.range;
        let input = self.relation_of(stage);
        let exprs = exprs.iter().map(|it| self.expr(it)).collect();
        let (alias, ranges) = self.aliased(node, alias);
        let names = alias.iter().map(|it| it.name.clone()).collect();
        let relation =
            Relation::Opaque { inputs: Box::new([input]), exprs, alias, construct: construct.into() };
        let place = ranges.alias;
        let relation = self.alloc_relation(relation, RelationRanges { full: range, ..ranges });
        let rows = Rows::Open { from: vec![relation], filter: None };
        Stage { rows, names, exact: true, alias: place, range }
    }

    fn pipe_join(&mut self, stage: Stage, it: &ast::PipeJoin) -> Stage {
        let Some(join) = it.join_table() else { return stage };
        let (mut names, exact, _, range) = stage.kept();
        let left = self.relation_of(stage);
        let joined = self.join(left, &join);
        if let Relation::Join { right, .. } = self.body.relations[joined] {
            names.extend(self.names_of(right));
        }
        let rows = Rows::Open { from: vec![joined], filter: None };
        Stage { rows, names, exact, alias: None, range }
    }

    fn pipe_set_operation(&mut self, stage: Stage, it: &ast::PipeSetOperation) -> Stage {
        let range = stage.range;
        let operator = if it.intersect_token().is_some() {
            SetOperator::Intersect
        } else if it.union_token().is_some() {
            SetOperator::Union
        } else {
            SetOperator::Except
        };
        let matching = match it.name_token().is_some() || it.corresponding_token().is_some() {
            true => {
                let written = [it.full_token(), it.left_token(), it.inner_token()].map(|it| it.is_some());
                let strict = it.strict_token().is_some() || it.corresponding_token().is_none();
                let (columns, _) = Context::names(it.column_name_list());
                Matching::of_words(self.dialect, written, strict, columns)
            }
            false => Matching::Position,
        };
        let words = it.pipe_gt_token().map(|it| it.text_range()).unwrap_or_default();
        let mut left = self.query_id(stage);
        let mut last = None;
        for right in it.query_bodies() {
            if let Some(query) = last.take() {
                left = self.alloc_query(
                    query,
                    QueryRanges { full: range, operator: words, ..QueryRanges::default() },
                );
            }
            let right = self.body_query(right);
            let (all, matching) = (it.all_token().is_some(), matching.clone());
            let body = QueryBody::SetOperation { operator, all, matching, left, right };
            last = Some(Query::of(body));
        }
        let query = last.unwrap_or_else(|| Query::of(QueryBody::Nested(left)));
        Stage::done((Vec::new(), true, None, range), query)
    }

    /// The common table expressions are in scope for the operators behind it.
    fn pipe_with(&mut self, stage: Stage, it: &ast::PipeWith) -> Stage {
        let kept = stage.kept();
        let Some(clause) = it.with_clause() else { return stage };
        let id = self.missing_query(kept.3);
        let recursive = clause.recursive_token().is_some();
        let (ctes, ranges): (Vec<Cte>, _) = self.ctes_of(&clause, id);
        let input = self.query_id(stage);
        let query = Query { ctes: ctes.into(), recursive, ..Query::of(QueryBody::Nested(input)) };
        self.body.queries[id] = query;
        let with = with_ranges(&clause, it.syntax());
        let ranges = QueryRanges {
            full: kept.3,
            ctes: ranges.into(),
            with: Some(Box::new(with)),
            ..QueryRanges::default()
        };
        self.source_map.queries.insert(id, ranges);
        Stage::done(kept, Query::of(QueryBody::Nested(id)))
    }
}
