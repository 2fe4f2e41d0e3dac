//! Lowering of relations that make columns of their own.

use super::{Context, UnzipBoxes, expr::source_text, trimmed};
use crate::{
    Declared, Described, Description, Expr, ExprId, ItemRanges, JoinConstraint, JoinKind, Matched, Pivot,
    PivotKey, Query, QueryBody, QueryRanges, Relation, RelationId, RelationRanges, SelectItem, TableAlias,
    Unpivot,
};
use base::{DialectKind, Ident, SmolStr, TextRange};
use syntax::ast::{self, AstNode};

impl Context {
    pub(super) fn pivot_table(&mut self, it: &ast::PivotTable) -> RelationId {
        let input = self.input(it.table_ref(), it);
        let (alias, ranges) = self.aliased(it.syntax(), it.table_alias());
        self.pivot_of(it, input, (alias, ranges))
    }

    /// `PIVOT` of a relation that is lowered already.
    pub(super) fn pivot_of(
        &mut self,
        it: &ast::PivotTable,
        input: RelationId,
        (alias, ranges): (Option<TableAlias>, RelationRanges),
    ) -> RelationId {
        let aggregates = self.aliased_exprs(it.select_items());
        let keys = it.pivot_columns().collect();
        let pivot = self.pivot(input, aggregates, keys, it.group_by_clause());
        self.alloc_relation(Relation::Pivot { pivot: Box::new(pivot), alias }, ranges)
    }

    pub(super) fn unpivot_table(&mut self, it: &ast::UnpivotTable) -> RelationId {
        let input = self.input(it.table_ref(), it);
        let (alias, ranges) = self.aliased(it.syntax(), it.table_alias());
        self.unpivot_of(it, input, (alias, ranges))
    }

    /// `UNPIVOT` of a relation that is lowered already.
    pub(super) fn unpivot_of(
        &mut self,
        it: &ast::UnpivotTable,
        input: RelationId,
        (alias, mut ranges): (Option<TableAlias>, RelationRanges),
    ) -> RelationId {
        let names = |it: Option<ast::UnpivotNames>| {
            let names: Vec<_> = it.iter().flat_map(|it| it.names()).collect();
            names.into_iter().filter_map(|it| Some((it.ident()?, trimmed(it.syntax())))).unzip_boxes()
        };
        let items = it.pivot_value_list();
        let items = self.aliased_exprs(items.iter().flat_map(|it| it.select_items()));
        let nulls = it.include_token().is_some();
        let ((names, name_ranges), (values, value_ranges)) = (names(it.name()), names(it.values()));
        ranges.columns = [name_ranges, value_ranges].concat().into();
        let unpivot = Box::new(Unpivot { input, items, names, values, nulls });
        self.alloc_relation(Relation::Unpivot { unpivot, alias }, ranges)
    }

    /// `PIVOT t ON a USING sum(b)`, as a statement.
    pub(super) fn pivot_query(&mut self, it: &ast::PivotQuery) -> QueryBody {
        let input = self.input(it.table_ref(), it);
        let keys = it.pivot_columns().collect();
        let aggregates = self.aliased_exprs(it.select_items());
        let pivot = self.pivot(input, aggregates, keys, it.group_by_clause());
        self.query_of(Relation::Pivot { pivot: Box::new(pivot), alias: None }, Box::default(), it)
    }

    /// `UNPIVOT t ON a, b INTO NAME n VALUE v`, as a statement.
    pub(super) fn unpivot_query(&mut self, it: &ast::UnpivotQuery) -> QueryBody {
        let input = self.input(it.table_ref(), it);
        let items = self.aliased_exprs(it.select_items());
        let name = it.name().and_then(|it| Some((it.ident()?, trimmed(it.syntax()))));
        let (name, name_range) = name.unzip();
        let name = name.unwrap_or_else(|| Ident::new("name"));
        let (mut values, value_ranges) = Context::names(it.values());
        if values.is_empty() {
            values = Box::new([Ident::new("value")]);
        }
        let columns = name_range.into_iter().chain(value_ranges).collect();
        let nulls = it.include_token().is_some();
        let unpivot = Unpivot { input, items, names: Box::new([name]), values, nulls };
        self.query_of(Relation::Unpivot { unpivot: Box::new(unpivot), alias: None }, columns, it)
    }

    /// `DESCRIBE t`, `SUMMARIZE t`, `SHOW TABLES`, as a statement.
    pub(super) fn describe_query(&mut self, it: &ast::DescribeQuery) -> QueryBody {
        let words = source_text(it.syntax()).to_ascii_lowercase();
        let mut words = words.split_whitespace();
        let (first, rest) = (words.next().unwrap_or_default(), words.collect::<Vec<_>>());
        let description = match (first, &rest[..]) {
            _ if self.dialect != DialectKind::DuckDb => Description::Other,
            ("show" | "describe" | "desc", ["tables"]) => Description::Tables,
            ("show" | "describe" | "desc", ["databases"]) => Description::Databases,
            ("show" | "describe" | "desc", ["schemas"]) => Description::Schemas,
            ("summarize", _) => Description::Statistics,
            ("describe" | "desc", [_, ..]) | ("show", [_]) => Description::Columns,
            _ => Description::Other,
        };
        let describes = matches!(description, Description::Columns | Description::Statistics);
        let query = match (it.query(), it.path()) {
            (Some(query), _) => Some(self.query(&query)),
            (None, Some(path)) if describes => Some(self.query_of_table(&path)),
            _ => None,
        };
        self.query_of(Relation::Described(Described { description, query }), Box::default(), it)
    }

    /// `LATERAL VIEW f(x) t AS a, b` is a join with a function that sees the columns to its left.
    pub(super) fn lateral_view(&mut self, it: &ast::LateralViewTable) -> RelationId {
        let left = self.input(it.table_ref(), it);
        let full = trimmed(it.syntax());
        let mut ranges = RelationRanges { full, ..RelationRanges::default() };
        let right = match it.expr().map(|it| self.expr(&it)) {
            Some(call) => {
                let columns = it.columns().filter_map(|it| it.name());
                let columns = columns.filter_map(|it| Some((it.ident()?, trimmed(it.syntax()))));
                let (columns, column_ranges) = columns.unzip_boxes();
                ranges.alias_columns = column_ranges;
                let table = it.table().and_then(|it| Some((it.ident()?, trimmed(it.syntax()))));
                ranges.alias = table.as_ref().map(|it| it.1);
                // Without a name, its columns are qualified by nothing.
                let name = table.map_or_else(|| Ident::new(""), |it| it.0);
                let alias = Some(TableAlias { name, columns });
                self.alloc_relation(Relation::Call { call, ordinality: None, alias }, ranges)
            }
            None => self.alloc_relation(Relation::Missing, ranges),
        };
        let kind = if it.outer_token().is_some() { JoinKind::Left } else { JoinKind::Cross };
        let join = Relation::Join { kind, natural: false, left, right, constraint: JoinConstraint::None };
        self.alloc_relation(join, RelationRanges { full, ..RelationRanges::default() })
    }

    pub(super) fn json_table(&mut self, it: &ast::JsonTable) -> RelationId {
        let passed = it.json_passing();
        let args = it.arg().into_iter().chain(passed.iter().flat_map(|it| it.args()));
        let exprs = args.filter_map(|it| it.expr()).map(|it| self.expr(&it)).collect();
        let mut columns = Vec::new();
        if let Some(list) = it.json_columns() {
            json_columns(&list, &mut columns);
        }
        let (alias, mut ranges) = self.aliased(it.syntax(), it.table_alias());
        let (columns, column_ranges) = columns.into_iter().unzip_boxes();
        ranges.columns = column_ranges;
        let declared = Box::new(Declared { exprs, columns });
        self.alloc_relation(Relation::Declared { declared, alias }, ranges)
    }

    pub(super) fn match_recognize(&mut self, it: &ast::MatchRecognizeTable) -> RelationId {
        let input = self.input(it.table_ref(), it);
        let (alias, ranges) = self.aliased(it.syntax(), it.table_alias());
        self.matched_of(it, input, (alias, ranges))
    }

    /// `MATCH_RECOGNIZE` over a relation that is lowered already.
    pub(super) fn matched_of(
        &mut self,
        it: &ast::MatchRecognizeTable,
        input: RelationId,
        (alias, mut ranges): (Option<TableAlias>, RelationRanges),
    ) -> RelationId {
        let partition = it.partition_by_clause();
        let partition_by = partition.iter().flat_map(|it| it.exprs()).map(|it| self.expr(&it)).collect();
        let order_by = self.order_by(it.order_by_clause());
        let measures: Vec<_> = it.measures_clause().iter().flat_map(|it| it.measures()).collect();
        let measure = |it: ast::Measure| {
            let (expr, name) = (self.expr(&it.expr()?), it.name()?);
            Some(((expr, name.ident()?), trimmed(name.syntax())))
        };
        let (measures, measure_ranges) = measures.into_iter().filter_map(measure).unzip_boxes();
        ranges.columns = measure_ranges;
        let definitions: Vec<_> = it.define_clause().iter().flat_map(|it| it.pattern_definitions()).collect();
        let mut variables: Vec<Ident> = definitions.iter().filter_map(|it| it.name()?.ident()).collect();
        let conditions = definitions.iter().filter_map(|it| it.expr());
        let conditions = conditions.map(|it| self.expr(&it)).collect();
        // A variable without a condition matches any row, and a subset names several variables.
        let pattern = it.pattern_clause().map(|it| it.syntax().clone());
        let named = pattern.iter().flat_map(|it| it.descendants()).filter_map(ast::PatternVariable::cast);
        variables.extend(named.filter_map(|it| it.name_ref()?.ident()));
        let subsets = it.subset_clause();
        variables.extend(subsets.iter().flat_map(|it| it.subset_defs()).filter_map(|it| it.name()?.ident()));
        let mut seen = rustc_hash::FxHashSet::default();
        variables.retain(|it| seen.insert(dialect::fold(it, self.dialect)));
        let all_rows = it.rows_per_match().is_some_and(|it| it.all_token().is_some());
        let variables = variables.into();
        let matched =
            Box::new(Matched { input, partition_by, order_by, measures, conditions, variables, all_rows });
        self.alloc_relation(Relation::Matched { matched, alias }, ranges)
    }

    /// GoogleSQL's `WITH WEIGHT` behind a sample adds a column.
    pub(super) fn weighted(&mut self, relation: RelationId, sample: Option<ast::SampleClause>) -> RelationId {
        let Some(weight) = sample.and_then(|it| it.with_weight()) else { return relation };
        let range = trimmed(weight.syntax());
        let name = Context::alias_ident(weight.alias()).unwrap_or_else(|| Ident::new("weight"));
        let ranges = self.source_map.relations.get(relation).cloned().unwrap_or_default();
        let full = ranges.full;
        let alias = self.body.relations[relation].alias().map(|it| it.name.clone());
        let select = self.star_of(relation, full);
        let ty = SmolStr::new_static("FLOAT64");
        let expr = self.alloc_expr(Expr::Typed { ty, parts: Box::default() }, range);
        let star = self.body.selects[select].items.iter().cloned();
        let weight = SelectItem::Expr { expr, alias: Some(name) };
        self.body.selects[select].items = star.chain([weight]).collect();
        if let Some(ranges) = self.source_map.selects.get_mut(select) {
            let item = ItemRanges { name: Some(range), aliased: true, ..Context::plain_item(range) };
            ranges.items = ranges.items.iter().cloned().chain([item]).collect();
        }
        let query = self.alloc_query(
            Query::of(QueryBody::Select(select)),
            QueryRanges { full, ..QueryRanges::default() },
        );
        let alias = alias.map(|name| TableAlias { name, columns: Box::default() });
        let ranges = RelationRanges { full, alias: ranges.alias, ..RelationRanges::default() };
        self.alloc_relation(Relation::Query { query, lateral: false, alias, names: Box::default() }, ranges)
    }

    /// A relation as a derived table of its own: what an alias on its parentheses renames as a whole.
    pub(super) fn parenthesised(&mut self, it: &ast::ParenTable) -> RelationId {
        let input = self.input(it.table_ref(), it);
        let (alias, ranges) = self.aliased(it.syntax(), it.table_alias());
        let select = self.star_of(input, ranges.full);
        let query = self.alloc_query(
            Query::of(QueryBody::Select(select)),
            QueryRanges { full: ranges.full, ..QueryRanges::default() },
        );
        self.alloc_relation(Relation::Query { query, lateral: false, alias, names: Box::default() }, ranges)
    }

    fn pivot(
        &mut self,
        input: RelationId,
        aggregates: Box<[(ExprId, Option<Ident>)]>,
        keys: Vec<ast::PivotColumn>,
        group_by: Option<ast::GroupByClause>,
    ) -> Pivot {
        let keys = keys.into_iter().map(|it| self.pivot_key(&it)).collect();
        let group_by = group_by.map(|it| self.group_by(Some(it)).keys);
        Pivot { input, aggregates, keys, group_by }
    }

    fn pivot_key(&mut self, it: &ast::PivotColumn) -> PivotKey {
        let key = self.required(it.expr(), it.syntax());
        let query = it.pivot_value_list().and_then(|it| it.query()).map(|it| self.query(&it));
        // A query in the list, ANY, or the name of an enum.
        let list = it.pivot_value_list().filter(|it| it.query().is_none());
        let values = list.map(|it| self.aliased_exprs(it.select_items())).filter(|it| !it.is_empty());
        PivotKey { key, query, values }
    }

    fn aliased_exprs(
        &mut self,
        items: impl Iterator<Item = ast::SelectItem>,
    ) -> Box<[(ExprId, Option<Ident>)]> {
        let mut lowered = Vec::new();
        for item in items {
            if let Some(expr) = item.expr() {
                lowered.push((self.expr(&expr), Context::alias_ident(item.alias())));
            }
        }
        lowered.into()
    }

    fn input(&mut self, table: Option<ast::TableRef>, node: &impl AstNode) -> RelationId {
        match table {
            Some(table) => self.relation(&table),
            None => self.alloc_relation(Relation::Missing, Context::relation_ranges(node.syntax())),
        }
    }

    fn query_of(&mut self, relation: Relation, columns: Box<[TextRange]>, node: &impl AstNode) -> QueryBody {
        let range = trimmed(node.syntax());
        let ranges = RelationRanges { full: range, columns, ..RelationRanges::default() };
        let relation = self.alloc_relation(relation, ranges);
        QueryBody::Select(self.star_of(relation, range))
    }
}

/// The columns of JSON_TABLE; those of nested paths stand among the others.
fn json_columns(list: &ast::JsonColumns, columns: &mut Vec<((Ident, Option<SmolStr>), TextRange)>) {
    for column in list.json_columns() {
        match column.json_columns() {
            Some(inner) => json_columns(&inner, columns),
            None => {
                let ty = column.type_name().map(|it| source_text(it.syntax()));
                let name = column.name().and_then(|it| Some((it.ident()?, trimmed(it.syntax()))));
                columns.extend(name.map(|(name, range)| ((name, ty), range)));
            }
        }
    }
}
