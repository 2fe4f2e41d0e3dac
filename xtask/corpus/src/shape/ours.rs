//! Rocky's tree as a neutral shape, with what DuckDB's parser rewrites written the way it does.

use super::expressions::{expr, item, order};
use super::tree::{Shape, leaf, node};
use syntax::SyntaxKind;
use syntax::ast::{
    self, AstNode, DescribeQuery, GroupItem, JoinKind, JoinTable, Query, QueryBody, Select, SetOperator,
    TableRef,
};

/// The named windows of the SELECTs around, the innermost last.
#[derive(Default)]
pub(super) struct Scope {
    pub(super) windows: Vec<Vec<ast::WindowDef>>,
}

/// The shape of a query; a missing part is `missing`, which DuckDB's side never has.
pub(super) fn statement(query: &Query) -> Shape {
    self::query(Some(query.clone()), &mut Scope::default())
}

pub(super) fn missing() -> Shape {
    leaf("missing")
}

pub(super) fn ident(ident: Option<base::Ident>) -> String {
    ident.map(|it| it.text.to_lowercase()).unwrap_or_default()
}

pub(super) fn path(path: Option<ast::Path>) -> String {
    let parts: Vec<String> = path
        .into_iter()
        .flat_map(|it| it.idents().map(|it| it.text.to_lowercase()).collect::<Vec<_>>())
        .collect();
    parts.join(".")
}

pub(super) fn query(query: Option<Query>, scope: &mut Scope) -> Shape {
    let Some(query) = query else { return missing() };
    let mut parts = Vec::new();
    if let Some(with) = query.with_clause() {
        parts.push(node("with", with.ctes().map(|it| cte(&it, scope)).collect::<Vec<_>>()));
    }
    match query.body() {
        // `(SELECT ..) LIMIT 1`: what stands behind the parenthesis is added to what stands in it.
        Some(QueryBody::ParenQuery(inner)) => match self::query(inner.query(), scope) {
            Shape::Node(_, inner) => {
                if matches!(inner.first(), Some(Shape::Node(word, _)) if word == "with") && !parts.is_empty()
                {
                    parts = vec![node("query", std::mem::take(&mut parts).into_iter().chain(inner))];
                } else {
                    parts.extend(inner);
                }
            }
            leaf => parts.push(leaf),
        },
        other => parts.push(body(other, scope)),
    }
    if let Some(clause) = query.order_by_clause() {
        parts.push(order_clause(&clause, scope));
    }
    let mut rows = None;
    if let Some(limit) = query.limit_clause() {
        let is_percent = limit.percent_token().is_some() || has(limit.syntax(), SyntaxKind::PERCENT_SIGN);
        if let Some(count) = limit.count() {
            let word = if is_percent { "limit-percent" } else { "limit" };
            rows = Some(node(word, [expr(Some(count), scope)]));
        }
    }
    if let Some(fetch) = query.fetch_clause() {
        rows = Some(node("limit", [fetch.expr().map_or_else(|| leaf("number"), |it| expr(Some(it), scope))]));
    }
    parts.extend(rows);
    if let Some(offset) = query.offset_clause() {
        parts.push(node("offset", [expr(offset.expr(), scope)]));
    }
    node("query", parts)
}

pub(super) fn has(node: &syntax::SyntaxNode, kind: SyntaxKind) -> bool {
    node.children_with_tokens().any(|it| it.kind() == kind)
}

pub(super) fn order_clause(clause: &ast::OrderByClause, scope: &mut Scope) -> Shape {
    if clause.all_token().is_some() {
        let mut shape = node("columns", [node("star", [])]);
        if has(clause.syntax(), SyntaxKind::DESC_KW) {
            shape = node("desc", [shape]);
        } else if has(clause.syntax(), SyntaxKind::ASC_KW) {
            shape = node("asc", [shape]);
        }
        if has(clause.syntax(), SyntaxKind::NULLS_KW) {
            let first = has(clause.syntax(), SyntaxKind::FIRST_KW);
            shape = node(if first { "nulls-first" } else { "nulls-last" }, [shape]);
        }
        return node("order", [shape]);
    }
    node("order", clause.order_items().map(|it| order(&it, scope)).collect::<Vec<_>>())
}

fn cte(cte: &ast::Cte, scope: &mut Scope) -> Shape {
    let mut parts = vec![leaf(ident(cte.name().and_then(|it| it.ident())))];
    let columns = cte.column_name_list().into_iter().flat_map(|it| it.names().collect::<Vec<_>>());
    parts.extend(columns.map(|it| leaf(ident(it.ident()))));
    if cte.using_key().is_some() {
        parts.push(leaf("using-key"));
    }
    match cte.query() {
        Some(inner) => parts.push(query(Some(inner), scope)),
        None => parts.push(leaf("statement")),
    }
    node("cte", parts)
}

/// A side of a set operation, which DuckDB has as a query of its own.
fn side(side: Option<QueryBody>, scope: &mut Scope) -> Shape {
    match side {
        Some(QueryBody::ParenQuery(inner)) => query(inner.query(), scope),
        other => node("query", [body(other, scope)]),
    }
}

fn body(body: Option<QueryBody>, scope: &mut Scope) -> Shape {
    let Some(body) = body else { return missing() };
    match body {
        QueryBody::Select(it) => select(&it, scope),
        QueryBody::SetOperation(it) => {
            let mut word = match it.operator() {
                Some(SetOperator::Union) => "union",
                Some(SetOperator::Intersect) => "intersect",
                Some(SetOperator::Except) => "except",
                None => "missing",
            }
            .to_owned();
            if it.is_by_name() {
                word += "-by-name";
            }
            if it.is_all() {
                word += "-all";
            }
            node(word, [side(it.left(), scope), side(it.right(), scope)])
        }
        QueryBody::ValuesClause(it) => everything(values(&it, scope)),
        QueryBody::ParenQuery(it) => query(it.query(), scope),
        QueryBody::TableQuery(it) => everything(leaf(path(it.path()))),
        // Without ON it is an ordinary aggregation.
        QueryBody::PivotQuery(it) if it.pivot_columns().next().is_none() => {
            let groups: Vec<Shape> =
                pivot_groups(it.group_by_clause(), scope).into_iter().map(only_part).collect();
            let items = it.select_items().map(|it| item(&it, scope)).collect::<Vec<_>>();
            let mut parts = vec![node("list", groups.iter().cloned().chain(items))];
            parts.push(node("from", [table(it.table_ref(), scope)]));
            if !groups.is_empty() {
                parts.push(node("group", groups));
            }
            node("select", parts)
        }
        QueryBody::PivotQuery(it) => {
            let mut parts = vec![table(it.table_ref(), scope)];
            parts.extend(it.select_items().map(|it| item(&it, scope)).collect::<Vec<_>>());
            parts.extend(it.pivot_columns().map(|it| pivot_column(&it, scope)).collect::<Vec<_>>());
            parts.extend(pivot_groups(it.group_by_clause(), scope));
            everything(node("pivot", parts))
        }
        QueryBody::UnpivotQuery(it) => {
            let mut parts = vec![table(it.table_ref(), scope)];
            let values = it.values().into_iter().flat_map(|it| it.names().collect::<Vec<_>>());
            let values: Vec<Shape> = values.map(|it| leaf(ident(it.ident()))).collect();
            // The names that DuckDB gives where there is no INTO.
            parts.extend(if values.is_empty() { vec![leaf("value")] } else { values });
            let name = it.name().map_or_else(|| "name".to_owned(), |it| ident(it.ident()));
            let mut columns = vec![leaf(name)];
            columns.extend(it.select_items().map(|it| item(&it, scope)).collect::<Vec<_>>());
            parts.push(node("for", columns));
            everything(node("pivot", parts))
        }
        QueryBody::AliasedValues(it) => {
            everything(table(it.values_table().map(TableRef::ValuesTable), scope))
        }
        QueryBody::DescribeQuery(it) => everything(describe(&it, scope)),
    }
}

/// What VALUES, TABLE, PIVOT, DESCRIBE and a bare FROM are short for.
fn everything(from: Shape) -> Shape {
    node("select", [node("list", [node("star", [])]), node("from", [from])])
}

fn describe(it: &DescribeQuery, scope: &mut Scope) -> Shape {
    match it.query() {
        Some(inner) => node("show", [query(Some(inner), scope)]),
        None if it.show_token().is_some() => leaf("show"),
        None => node("show", [node("query", [everything(leaf(path(it.path())))])]),
    }
}

fn values(values: &ast::ValuesClause, scope: &mut Scope) -> Shape {
    let rows: Vec<Shape> = values
        .row_exprs()
        .map(|row| node("row", row.exprs().map(|it| expr(Some(it), scope)).collect::<Vec<_>>()))
        .collect();
    node("values", rows)
}

fn select(select: &Select, scope: &mut Scope) -> Shape {
    let windows = select.window_clause().map(|it| it.window_defs().collect()).unwrap_or_default();
    scope.windows.push(windows);
    let mut parts = Vec::new();
    match select.select_clause() {
        Some(clause) => {
            if let Some(distinct) = clause.distinct_clause() {
                let exprs: Vec<Shape> = distinct.exprs().map(|it| expr(Some(it), scope)).collect();
                parts.push(node("distinct", exprs));
            }
            parts.push(node("list", clause.select_items().map(|it| item(&it, scope)).collect::<Vec<_>>()));
        }
        None => parts.push(node("list", [node("star", [])])),
    }
    if let Some(from) = select.from_clause() {
        let tables: Vec<Shape> = from.table_refs().map(|it| table(Some(it), scope)).collect();
        let joined = tables.into_iter().reduce(|left, right| node("join comma", [left, right]));
        parts.push(node("from", [joined.unwrap_or_else(missing)]));
    }
    if let Some(clause) = select.where_clause() {
        parts.push(node("where", [expr(clause.condition(), scope)]));
    }
    parts.extend(select.group_by_clause().map(|it| group(&it, scope)));
    if let Some(clause) = select.having_clause() {
        parts.push(node("having", [expr(clause.condition(), scope)]));
    }
    if let Some(clause) = select.qualify_clause() {
        parts.push(node("qualify", [expr(clause.condition(), scope)]));
    }
    if select.sample_clause().is_some() {
        parts.push(leaf("sample"));
    }
    scope.windows.pop();
    node("select", parts)
}

/// DuckDB lists each expression once and counts out the grouping sets: the product of the items' sets.
fn group(clause: &ast::GroupByClause, scope: &mut Scope) -> Shape {
    let items: Vec<GroupItem> = clause.group_items().collect();
    if items.is_empty() && (clause.all_token().is_some() || has(clause.syntax(), SyntaxKind::STAR)) {
        return leaf("group-all");
    }
    let mut group = Group::default();
    let sets: usize = items.iter().map(|it| group.item(it, scope)).product();
    if sets > 1 {
        group.shapes.push(leaf(format!("{sets}-sets")));
    }
    node("group", group.shapes)
}

/// The expressions of GROUP BY so far: their shapes, and their texts, by which `1` and `2` differ.
#[derive(Default)]
struct Group {
    shapes: Vec<Shape>,
    texts: Vec<String>,
}

impl Group {
    fn add(&mut self, it: ast::Expr, scope: &mut Scope) {
        match it {
            ast::Expr::TupleExpr(tuple) => tuple.exprs().for_each(|it| self.add(it, scope)),
            ast::Expr::ParenExpr(paren) => paren.expr().into_iter().for_each(|it| self.add(it, scope)),
            other => {
                let text: String = other.syntax().text().to_string().split_whitespace().collect();
                if !self.texts.contains(&text.to_lowercase()) {
                    self.texts.push(text.to_lowercase());
                    self.shapes.push(expr(Some(other), scope));
                }
            }
        }
    }

    /// Adds the expressions of an item; tells how many grouping sets it is.
    fn item(&mut self, item: &GroupItem, scope: &mut Scope) -> usize {
        match item {
            GroupItem::GroupExpr(it) => {
                it.expr().into_iter().for_each(|it| self.add(it, scope));
                1
            }
            GroupItem::Rollup(it) => it.exprs().map(|it| self.add(it, scope)).count() + 1,
            GroupItem::Cube(it) => 1 << it.exprs().map(|it| self.add(it, scope)).count().min(30),
            GroupItem::GroupingSets(it) => {
                it.group_items().collect::<Vec<_>>().iter().map(|it| self.item(it, scope)).sum()
            }
        }
    }
}

// ---- FROM ----

fn aliased(shape: Shape, alias: Option<ast::TableAlias>, sample: Option<ast::SampleClause>) -> Shape {
    let mut parts = vec![shape];
    if let Some(alias) = alias {
        parts.extend(alias.ident().map(|it| leaf(it.text.to_lowercase())));
        let columns = alias.alias_columns().map(|it| leaf(ident(it.name().and_then(|it| it.ident()))));
        parts.extend(columns);
    }
    if sample.is_some() {
        parts.push(leaf("sample"));
    }
    if parts.len() == 1 { parts.swap_remove(0) } else { node("as", parts) }
}

fn table(table: Option<TableRef>, scope: &mut Scope) -> Shape {
    let Some(table) = table else { return missing() };
    match table {
        TableRef::NamedTable(it) => {
            let name = match it.path() {
                Some(named) => leaf(path(Some(named))),
                None => leaf(string_of(it.syntax()).to_lowercase()),
            };
            let name = if it.time_travel_clause().is_some() { node("at", [name]) } else { name };
            aliased(name, it.table_alias(), it.sample_clause())
        }
        TableRef::SubqueryTable(it) => {
            aliased(node("subquery", [query(it.query(), scope)]), it.table_alias(), it.sample_clause())
        }
        TableRef::FunctionTable(it) => {
            let mut shape = expr(it.expr(), scope);
            if it.ordinality_token().is_some() {
                shape = node("ordinality", [shape]);
            }
            aliased(shape, it.table_alias(), it.sample_clause())
        }
        TableRef::ValuesTable(it) => {
            let values = it.values_clause().map_or_else(missing, |it| values(&it, scope));
            aliased(node("subquery", [node("query", [everything(values)])]), it.table_alias(), None)
        }
        // With an alias, DuckDB makes a query of the parenthesis.
        TableRef::ParenTable(it) => match (it.table_alias(), it.sample_clause()) {
            (None, None) => self::table(it.table_ref(), scope),
            (alias, sample) => {
                let inner = self::table(it.table_ref(), scope);
                aliased(node("subquery", [node("query", [everything(inner)])]), alias, sample)
            }
        },
        TableRef::JoinTable(it) => join(&it, scope),
        TableRef::PivotTable(it) => {
            let mut parts = vec![self::table(it.table_ref(), scope)];
            parts.extend(it.select_items().map(|it| item(&it, scope)).collect::<Vec<_>>());
            let columns = it.pivot_columns().map(|it| pivot_column(&it, scope)).collect::<Vec<_>>();
            parts.extend(columns.into_iter().map(several_columns));
            parts.extend(pivot_groups(it.group_by_clause(), scope));
            aliased(node("pivot", parts), it.table_alias(), None)
        }
        TableRef::UnpivotTable(it) => {
            let mut parts = vec![self::table(it.table_ref(), scope)];
            let names = |it: Option<ast::UnpivotNames>| {
                let names = it.into_iter().flat_map(|it| it.names().collect::<Vec<_>>());
                names.map(|it| leaf(ident(it.ident()))).collect::<Vec<_>>()
            };
            parts.extend(names(it.values()));
            let mut columns = names(it.name());
            columns.extend(pivot_values(it.pivot_value_list(), scope));
            parts.push(node("for", columns));
            aliased(node("pivot", parts), it.table_alias(), None)
        }
        _ => leaf("table-of-another-dialect"),
    }
}

fn string_of(node: &syntax::SyntaxNode) -> String {
    let tokens = node.children_with_tokens().filter_map(|it| it.into_token());
    let string = tokens.into_iter().find(|it| it.kind() == SyntaxKind::STRING);
    string.map(|it| ast::unquote(it.text()).to_string()).unwrap_or_default()
}

fn join(join: &JoinTable, scope: &mut Scope) -> Shape {
    let kind = match join.kind() {
        JoinKind::Inner => "inner",
        JoinKind::Left => "left",
        JoinKind::Right => "right",
        JoinKind::Full => "full",
        JoinKind::Cross => "cross",
        JoinKind::Semi => "semi",
        JoinKind::Anti => "anti",
        JoinKind::Positional => "positional",
    };
    let kind = if join.natural_token().is_some() {
        format!("natural-{kind}")
    } else if join.asof_token().is_some() {
        format!("asof-{kind}")
    } else if join.join_nearest().is_some() {
        format!("nearest-{kind}")
    } else {
        kind.to_owned()
    };
    let mut parts = vec![table(join.left(), scope), table(join.right(), scope)];
    if let Some(on) = join.join_on() {
        parts.push(node("on", [expr(on.condition(), scope)]));
    }
    let columns: Vec<Shape> = join
        .join_using()
        .and_then(|it| it.column_name_list())
        .into_iter()
        .flat_map(|it| it.names().collect::<Vec<_>>())
        .map(|it| leaf(ident(it.ident())))
        .collect();
    if !columns.is_empty() {
        parts.push(node("using", columns));
    }
    if let Some(nearest) = join.join_nearest() {
        parts.push(node("nearest", [expr(nearest.expr(), scope)]));
    }
    node(format!("join {kind}"), parts)
}

fn pivot_column(column: &ast::PivotColumn, scope: &mut Scope) -> Shape {
    let mut parts = vec![expr(column.expr(), scope)];
    parts.extend(pivot_values(column.pivot_value_list(), scope));
    if let Some(named) = column.path() {
        parts.push(leaf(path(Some(named))));
    }
    node("for", parts)
}

/// `FOR (a, b) IN ..` has two columns, where `PIVOT .. ON (a, b)` has a row.
fn several_columns(column: Shape) -> Shape {
    let Shape::Node(word, mut parts) = column else { return column };
    if let Some(Shape::Node(inner, columns)) = parts.first()
        && inner == "call row"
    {
        let columns = columns.clone();
        parts.splice(..1, columns);
    }
    Shape::Node(word, parts)
}

fn only_part(shape: Shape) -> Shape {
    match shape {
        Shape::Node(_, mut parts) if parts.len() == 1 => parts.swap_remove(0),
        shape => shape,
    }
}

fn pivot_values(list: Option<ast::PivotValueList>, scope: &mut Scope) -> Vec<Shape> {
    let Some(list) = list else { return Vec::new() };
    let mut parts: Vec<Shape> = list.select_items().map(|it| item(&it, scope)).collect();
    if let Some(inner) = list.query() {
        parts.push(query(Some(inner), scope));
    }
    parts
}

fn pivot_groups(clause: Option<ast::GroupByClause>, scope: &mut Scope) -> Vec<Shape> {
    let items = clause.into_iter().flat_map(|it| it.group_items().collect::<Vec<_>>());
    items
        .map(|it| match it {
            GroupItem::GroupExpr(it) => node("by", [expr(it.expr(), scope)]),
            _ => missing(),
        })
        .collect()
}
