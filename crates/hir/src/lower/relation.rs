//! Lowering of the relations in a `FROM`.

use super::{Context, UnzipBoxes, segments, trimmed};
use crate::{
    Expr, JoinConstraint, JoinKind, Relation, RelationId, RelationRanges, TableAlias, unexpanded_macro,
};
use base::{DialectKind, Ident, TextRange};
use syntax::{
    SyntaxNode,
    ast::{self, AstNode},
};

impl Context {
    /// Lowers a relation. A chain of joins is as deep as it is long, so its left spine is walked by a loop.
    pub(super) fn relation(&mut self, table: &ast::TableRef) -> RelationId {
        let mut spine = Vec::new();
        let mut innermost = table.clone();
        while let ast::TableRef::JoinTable(join) = &innermost {
            let left = join.left();
            spine.push(join.clone());
            match left {
                Some(left) => innermost = left,
                None => break,
            }
        }
        let mut left = match &innermost {
            ast::TableRef::JoinTable(join) => {
                self.alloc_relation(Relation::Missing, Context::relation_ranges(join.syntax()))
            }
            other => self.plain_relation(other),
        };
        while let Some(join) = spine.pop() {
            left = self.join(left, &join);
        }
        left
    }

    fn plain_relation(&mut self, table: &ast::TableRef) -> RelationId {
        match table {
            ast::TableRef::NamedTable(it) => {
                let relation = self.named_table(it);
                self.weighted(relation, it.sample_clause())
            }
            ast::TableRef::SubqueryTable(it) => {
                let query = match it.query() {
                    Some(query) => self.query(&query),
                    None => self.missing_query(trimmed(it.syntax())),
                };
                let alias = it.table_alias().or_else(|| it.query().and_then(|it| alias_within(&it)));
                let (alias, ranges) = self.aliased(it.syntax(), alias);
                let lateral = it.lateral_token().is_some();
                let relation = Relation::Query { query, lateral, alias, names: Box::default() };
                let relation = self.alloc_relation(relation, ranges);
                self.weighted(relation, it.sample_clause())
            }
            ast::TableRef::FunctionTable(it) => {
                let relation = self.function_table(it);
                self.weighted(relation, it.sample_clause())
            }
            ast::TableRef::ValuesTable(it) => {
                let rows = it.values_clause().map(|it| self.rows(&it)).unwrap_or_default();
                let (alias, ranges) = self.aliased(it.syntax(), it.table_alias());
                self.alloc_relation(Relation::Values { rows, alias }, ranges)
            }
            ast::TableRef::ParenTable(it) => match (it.table_ref(), it.table_alias()) {
                (Some(inner), None) => self.relation(&inner),
                _ => self.parenthesised(it),
            },
            ast::TableRef::PivotTable(it) => self.pivot_table(it),
            ast::TableRef::UnpivotTable(it) => self.unpivot_table(it),
            ast::TableRef::LateralViewTable(it) => self.lateral_view(it),
            ast::TableRef::ResampleTable(it) => {
                let mut exprs: Vec<_> = [it.column(), it.step()].into_iter().flatten().collect();
                exprs.extend(it.partition_by_clause().iter().flat_map(|it| it.exprs()));
                self.opaque_table("RESAMPLE", it.table_ref(), exprs, it.table_alias(), it.syntax())
            }
            ast::TableRef::SemanticViewTable(it) => {
                self.opaque_table("SEMANTIC_VIEW", None, Vec::new(), it.table_alias(), it.syntax())
            }
            ast::TableRef::MatchRecognizeTable(it) => self.match_recognize(it),
            ast::TableRef::JsonTable(it) => self.json_table(it),
            ast::TableRef::GraphTable(it) => {
                self.opaque_table("GRAPH_TABLE", None, Vec::new(), it.table_alias(), it.syntax())
            }
            ast::TableRef::JoinTable(_) => self.relation(table),
        }
    }

    fn named_table(&mut self, table: &ast::NamedTable) -> RelationId {
        let (alias, mut ranges) = self.aliased(table.syntax(), table.table_alias());
        let Some(path) = table.path() else {
            // A file name in a string, or a parameter: a relation whose columns only the engine knows.
            let macro_name = table.parameter().and_then(|it| super::expr::macro_name(&it));
            let construct = macro_name.map_or("a file".into(), |it| unexpanded_macro(&it));
            let (inputs, exprs) = (Box::default(), Box::default());
            return self.alloc_relation(Relation::Opaque { inputs, exprs, alias, construct }, ranges);
        };
        let (path, path_ranges) = self.dotted(segments(path.syntax()));
        ranges.path = path_ranges;
        if path.is_empty() {
            return self.alloc_relation(Relation::Missing, ranges);
        }
        if self.is_array_path(&path) {
            return self.array_path(table, path, alias, ranges);
        }
        let cte = self.relation_name(&path);
        if table.changes_clause().is_none() {
            return self.alloc_relation(Relation::Name { path, cte, alias }, ranges);
        }
        // The changes of a table have columns of their own besides the table's.
        let full = ranges.full;
        let named =
            RelationRanges { full, path: std::mem::take(&mut ranges.path), ..RelationRanges::default() };
        let input = self.alloc_relation(Relation::Name { path, cte, alias: None }, named);
        let (inputs, exprs, construct) = (Box::new([input]), Box::default(), "CHANGES".into());
        self.alloc_relation(Relation::Opaque { inputs, exprs, alias, construct }, ranges)
    }

    /// Whether a path in a `FROM` is one of an array in a relation before it
    /// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#correlated_join>).
    fn is_array_path(&self, path: &[Ident]) -> bool {
        let is_first = |it: &Ident| it.text.eq_ignore_ascii_case(&path[0].text);
        path.len() > 1 && self.range_variables.iter().any(is_first)
    }

    /// `FROM orders AS o, o.items`: as `UNNEST(o.items)`, called by its last name where it has no alias.
    fn array_path(
        &mut self,
        table: &ast::NamedTable,
        path: Box<[Ident]>,
        alias: Option<TableAlias>,
        ranges: RelationRanges,
    ) -> RelationId {
        let implied = || path.last().map(|it| TableAlias { name: it.clone(), columns: Box::default() });
        let alias = alias.or_else(implied);
        let (ordinality, columns) = offset(table.with_offset()).unzip();
        let columns = columns.unwrap_or_default();
        let range = ranges.path.iter().copied().reduce(TextRange::cover).unwrap_or(ranges.full);
        let array = self.alloc_expr(Expr::Name(path), range);
        self.source_map.expr_names.insert(array, ranges.path);
        let ranges = RelationRanges { path: Box::default(), columns, ..ranges };
        self.alloc_relation(Relation::Unnest { args: Box::new([array]), ordinality, alias }, ranges)
    }

    /// GoogleSQL's quotes may stand around a whole path: `` `project.data.table` ``
    /// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical#table_names>).
    fn dotted(&self, (path, ranges): (Box<[Ident]>, Box<[TextRange]>)) -> (Box<[Ident]>, Box<[TextRange]>) {
        let [only] = &path[..] else { return (path, ranges) };
        if self.dialect != DialectKind::BigQuery || !only.quoted || !only.text.contains('.') {
            return (path, ranges);
        }
        let range = ranges.first().copied().unwrap_or_default();
        let parts = only.text.split('.').map(|it| (Ident::quoted(it), range));
        parts.unzip_boxes()
    }

    fn function_table(&mut self, table: &ast::FunctionTable) -> RelationId {
        let (alias, mut ranges) = self.aliased(table.syntax(), table.table_alias());
        let ordinality = match offset(table.with_offset()) {
            Some((name, columns)) => {
                ranges.columns = columns;
                Some(name)
            }
            None => table.ordinality_token().map(|_| Ident::new("ordinality")),
        };
        let Some(expr) = table.expr() else { return self.alloc_relation(Relation::Missing, ranges) };
        let call = self.expr(&expr);
        let relation = match &self.body.exprs[call] {
            Expr::Call(it) if it.name.last().is_some_and(|it| it.text.eq_ignore_ascii_case("unnest")) => {
                Relation::Unnest { args: it.args.iter().map(|it| it.value).collect(), ordinality, alias }
            }
            _ => Relation::Call { call, ordinality, alias },
        };
        self.alloc_relation(relation, ranges)
    }

    fn opaque_table(
        &mut self,
        construct: &str,
        table: Option<ast::TableRef>,
        exprs: Vec<ast::Expr>,
        alias: Option<ast::TableAlias>,
        node: &SyntaxNode,
    ) -> RelationId {
        let inputs = table.iter().map(|it| self.relation(it)).collect();
        let exprs = exprs.iter().map(|it| self.expr(it)).collect();
        let (alias, ranges) = self.aliased(node, alias);
        let construct = construct.into();
        self.alloc_relation(Relation::Opaque { inputs, exprs, alias, construct }, ranges)
    }

    pub(super) fn join(&mut self, left: RelationId, join: &ast::JoinTable) -> RelationId {
        let mut ranges = Context::relation_ranges(join.syntax());
        let right = match join.right() {
            Some(it) => self.relation(&it),
            None => {
                let place = TextRange::empty(ranges.full.end());
                self.alloc_relation(
                    Relation::Missing,
                    RelationRanges { full: place, ..RelationRanges::default() },
                )
            }
        };
        let asof = join.asof_token().is_some();
        let kind = match join.kind() {
            ast::JoinKind::Left if asof => JoinKind::AsOfLeft,
            ast::JoinKind::Inner if asof => JoinKind::AsOf,
            ast::JoinKind::Inner => JoinKind::Inner,
            ast::JoinKind::Left => JoinKind::Left,
            ast::JoinKind::Right => JoinKind::Right,
            ast::JoinKind::Full => JoinKind::Full,
            ast::JoinKind::Cross => JoinKind::Cross,
            ast::JoinKind::Semi => JoinKind::Semi,
            ast::JoinKind::Anti => JoinKind::Anti,
            ast::JoinKind::Positional => JoinKind::Positional,
        };
        let condition = join.join_on().and_then(|it| it.condition());
        let condition = condition.or_else(|| join.join_match_condition().and_then(|it| it.condition()));
        let constraint = match (condition, join.join_using()) {
            (Some(condition), _) => JoinConstraint::On(self.expr(&condition)),
            (None, Some(using)) => {
                let (names, name_ranges) = Context::names(using.column_name_list());
                ranges.using = name_ranges;
                JoinConstraint::Using(names)
            }
            (None, None) => JoinConstraint::None,
        };
        let natural = join.natural_token().is_some();
        self.alloc_relation(Relation::Join { kind, natural, left, right, constraint }, ranges)
    }

    pub(super) fn aliased(
        &self,
        node: &SyntaxNode,
        alias: Option<ast::TableAlias>,
    ) -> (Option<TableAlias>, RelationRanges) {
        let mut ranges = Context::relation_ranges(node);
        let Some(alias) = alias else { return (None, ranges) };
        let Some((name, name_range)) = alias.name().and_then(|it| Some((it.ident()?, trimmed(it.syntax()))))
        else {
            return (None, ranges);
        };
        let columns = alias.alias_columns().filter_map(|it| it.name()).collect::<Vec<_>>();
        let (columns, column_ranges): (Box<[Ident]>, _) =
            columns.into_iter().filter_map(|it| Some((it.ident()?, trimmed(it.syntax())))).unzip_boxes();
        ranges.alias = Some(name_range);
        ranges.alias_columns = column_ranges;
        (Some(TableAlias { name, columns }), ranges)
    }

    pub(super) fn relation_ranges(node: &SyntaxNode) -> RelationRanges {
        RelationRanges { full: trimmed(node), ..RelationRanges::default() }
    }
}

/// What the column of `WITH OFFSET` is called, and where that is written.
fn offset(clause: Option<ast::WithOffset>) -> Option<(Ident, Box<[TextRange]>)> {
    let name = clause?.alias().and_then(|it| it.name());
    let written = name.and_then(|it| Some((it.ident()?, Box::from([trimmed(it.syntax())]))));
    Some(written.unwrap_or_else(|| (Ident::new("offset"), Box::default())))
}

/// The alias of a query that is all of another one in parentheses: `((SELECT 1) AS q)`.
fn alias_within(query: &ast::Query) -> Option<ast::TableAlias> {
    let mut query = query.clone();
    loop {
        let Some(ast::QueryBody::ParenQuery(within)) = query.body() else { return None };
        if let Some(alias) = within.table_alias() {
            return Some(alias);
        }
        query = within.query()?;
    }
}
