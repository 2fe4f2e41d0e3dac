//! Lowering of queries.

use super::{Context, trimmed};
use crate::{
    Cte, CteRanges, ExprId, Matching, Query, QueryBody, QueryId, QueryRanges, Relation, RelationRanges,
    SelectItem, SetOperator, SortOrder, Star, WithRanges,
};
use base::{Ident, TextRange, TextSize};
use syntax::{
    SyntaxKind, SyntaxNode, SyntaxToken,
    ast::{self, AstNode},
};

impl Context {
    pub(super) fn query(&mut self, query: &ast::Query) -> QueryId {
        let scope = self.ctes.len();
        // The id comes first, because the common table expressions within are named by it.
        let id = self.alloc_query(Query::of(QueryBody::Missing), QueryRanges::default());
        let with = query.with_clause();
        let recursive = with.as_ref().is_some_and(|it| it.recursive_token().is_some());
        let (ctes, cte_ranges) = with.as_ref().map(|it| self.ctes_of(it, id)).unwrap_or_default();
        let with_ranges = with.as_ref().filter(|_| !ctes.is_empty()).map(|it| with_ranges(it, it.syntax()));
        let mut operator = TextRange::default();
        let lowered = match Context::head_of_pipeline(query) {
            Some(select) => {
                let from = self.relations_of_from(&select);
                self.piped(query, None, from)
            }
            None => {
                let base;
                (base, operator) = self.unpiped(query);
                match query.pipe_operators().next() {
                    Some(_) => self.piped(query, Some(base), Vec::new()),
                    None => base,
                }
            }
        };
        self.ctes.truncate(scope);
        self.body.queries[id] = Query { ctes: ctes.into(), recursive, ..lowered };
        let ranges = QueryRanges {
            full: trimmed(query.syntax()),
            ctes: cte_ranges.into(),
            with: with_ranges.map(Box::new),
            operator,
        };
        self.source_map.queries.insert(id, ranges);
        id
    }

    /// The `FROM` that a pipeline begins with, if nothing else stands before the operators.
    fn head_of_pipeline(query: &ast::Query) -> Option<ast::Select> {
        let Some(ast::QueryBody::Select(select)) = query.body() else { return None };
        let is_bare = select.syntax().children().count() == 1
            && select.from_clause().is_some()
            && query.order_by_clause().is_none()
            && query.limit_clause().is_none();
        (is_bare && query.pipe_operators().next().is_some()).then_some(select)
    }

    /// The common table expressions of `WITH`, which from then on are in scope, and where they stand.
    pub(super) fn ctes_of(&mut self, with: &ast::WithClause, id: QueryId) -> (Vec<Cte>, Vec<CteRanges>) {
        let mut ctes = Vec::new();
        let mut cte_ranges = Vec::new();
        let recursive = with.recursive_token().is_some();
        for cte in with.ctes() {
            let Some((name, name_range)) =
                cte.name().and_then(|it| Some((it.ident()?, trimmed(it.syntax()))))
            else {
                continue;
            };
            let place = (name.clone(), (id, ctes.len() as u32));
            if recursive {
                self.ctes.push(place.clone());
            }
            let before = self.body.relations.len();
            let query = match cte.query() {
                Some(query) => self.query(&query),
                None => self.missing_query(trimmed(cte.syntax())),
            };
            let relations = self.relations_since(before);
            if !recursive {
                self.ctes.push(place);
            }
            let (columns, column_ranges) = Context::names(cte.column_name_list());
            ctes.push(Cte { name, columns, query, relations });
            let full = trimmed(cte.syntax());
            cte_ranges.push(CteRanges { full, name: name_range, columns: column_ranges });
        }
        (ctes, cte_ranges)
    }

    /// A query without its common table expressions and its pipe operators.
    fn unpiped(&mut self, query: &ast::Query) -> (Query, TextRange) {
        let (body, operator) = self.query_body(query.body());
        let orders = Context::sort_orders(query.order_by_clause());
        let order_by = self.order_by(query.order_by_clause());
        let limits = [
            query.limit_clause().and_then(|it| it.count()),
            query.limit_clause().and_then(|it| it.after_comma()),
            query.offset_clause().and_then(|it| it.expr()),
            query.fetch_clause().and_then(|it| it.expr()),
        ];
        let [count, after_comma, offset, fetch] = limits.map(|it| it.map(|it| self.expr(&it)));
        // `LIMIT offset, count`.
        let limit = after_comma.or(count).or(fetch);
        let limits = [count, after_comma, offset, fetch].into_iter().flatten().collect();
        (Query { order_by, orders, limits, limit, ..Query::of(body) }, operator)
    }

    /// A body as a query.
    pub(super) fn body_query(&mut self, body: ast::QueryBody) -> QueryId {
        let range = trimmed(body.syntax());
        let (body, operator) = self.query_body(Some(body));
        self.wrap_body(body, operator, range)
    }

    /// Lowers what yields the rows. A chain of set operations is as deep as it is long, so its left spine is walked by a
    /// loop rather than by recursion.
    fn query_body(&mut self, body: Option<ast::QueryBody>) -> (QueryBody, TextRange) {
        let mut spine = Vec::new();
        let mut innermost = body;
        while let Some(ast::QueryBody::SetOperation(operation)) = innermost {
            innermost = operation.left();
            spine.push(operation);
        }
        let mut left = self.plain_query_body(innermost.as_ref());
        let mut operator_range = TextRange::default();
        while let Some(operation) = spine.pop() {
            let range = operation.left().map(|it| trimmed(it.syntax())).unwrap_or_default();
            let left_query = self.wrap_body(left, operator_range, range);
            let right = match operation.right() {
                Some(it) => {
                    let (body, operator) = self.query_body(Some(it.clone()));
                    self.wrap_body(body, operator, trimmed(it.syntax()))
                }
                None => self.missing_query(trimmed(operation.syntax())),
            };
            operator_range = operation.operator_token().map(|it| it.text_range()).unwrap_or_default();
            let operator = match operation.operator() {
                Some(ast::SetOperator::Intersect) => SetOperator::Intersect,
                Some(ast::SetOperator::Except) => SetOperator::Except,
                Some(ast::SetOperator::Union) | None => SetOperator::Union,
            };
            left = QueryBody::SetOperation {
                operator,
                all: operation.is_all(),
                matching: self.matching(&operation),
                left: left_query,
                right,
            };
        }
        (left, operator_range)
    }

    /// How the columns of the arms meet
    /// (<https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax#by_name_or_corresponding>).
    fn matching(&self, operation: &ast::SetOperation) -> Matching {
        if !operation.is_by_name() {
            return Matching::Position;
        }
        let written = [operation.full_token(), operation.left_token(), operation.inner_token()];
        let strict = operation.strict_token().is_some() || operation.corresponding_token().is_none();
        let (columns, _) = Context::names(operation.column_name_list());
        Matching::of_words(self.dialect, written.map(|it| it.is_some()), strict, columns)
    }

    fn plain_query_body(&mut self, body: Option<&ast::QueryBody>) -> QueryBody {
        match body {
            Some(ast::QueryBody::Select(it)) => QueryBody::Select(self.select(it)),
            Some(ast::QueryBody::ValuesClause(it)) => QueryBody::Values(self.rows(it)),
            Some(ast::QueryBody::ParenQuery(it)) => match it.query() {
                Some(query) => QueryBody::Nested(self.query(&query)),
                None => QueryBody::Missing,
            },
            Some(ast::QueryBody::TableQuery(it)) => self.table_query(it),
            Some(ast::QueryBody::PivotQuery(it)) => self.pivot_query(it),
            Some(ast::QueryBody::UnpivotQuery(it)) => self.unpivot_query(it),
            Some(ast::QueryBody::AliasedValues(it)) => match it.values_table() {
                Some(table) => {
                    let range = trimmed(it.syntax());
                    let relation = self.relation(&ast::TableRef::ValuesTable(table));
                    QueryBody::Select(self.star_of(relation, range))
                }
                None => QueryBody::Missing,
            },
            Some(ast::QueryBody::DescribeQuery(it)) => self.describe_query(it),
            Some(ast::QueryBody::SetOperation(_)) | None => QueryBody::Missing,
        }
    }

    /// The query `SELECT * FROM path`.
    pub(super) fn query_of_table(&mut self, path: &ast::Path) -> QueryId {
        let range = trimmed(path.syntax());
        let body = QueryBody::Select(self.star_of_path(Some(path), range));
        self.wrap_body(body, TextRange::default(), range)
    }

    /// `TABLE t` is `SELECT * FROM t`.
    fn table_query(&mut self, query: &ast::TableQuery) -> QueryBody {
        QueryBody::Select(self.star_of_path(query.path().as_ref(), trimmed(query.syntax())))
    }

    fn star_of_path(&mut self, path: Option<&ast::Path>, range: TextRange) -> crate::SelectId {
        let (path, ranges) = path.map(|it| super::segments(it.syntax())).unwrap_or_default();
        let cte = self.relation_name(&path);
        let ranges = RelationRanges { full: range, path: ranges, ..RelationRanges::default() };
        let relation = self.alloc_relation(Relation::Name { path, cte, alias: None }, ranges);
        self.star_of(relation, range)
    }

    /// `SELECT * FROM relation`, for forms that mean it without saying it.
    pub(super) fn star_of(&mut self, relation: crate::RelationId, range: TextRange) -> crate::SelectId {
        let select = crate::Select {
            items: Box::new([SelectItem::Star(Star::implied())]),
            from: Box::new([relation]),
            ..crate::Select::default()
        };
        let star = crate::StarRanges { star: range, ..crate::StarRanges::default() };
        let item = crate::ItemRanges { star: Some(Box::new(star)), ..Context::plain_item(range) };
        let ranges = crate::SelectRanges {
            full: range,
            keyword: range,
            list: range,
            items: Box::new([item]),
            ..crate::SelectRanges::default()
        };
        self.alloc_select(select, ranges)
    }

    fn wrap_body(&mut self, body: QueryBody, operator: TextRange, range: TextRange) -> QueryId {
        self.alloc_query(Query::of(body), QueryRanges { full: range, operator, ..QueryRanges::default() })
    }

    pub(super) fn missing_query(&mut self, range: TextRange) -> QueryId {
        self.wrap_body(QueryBody::Missing, TextRange::default(), range)
    }

    pub(super) fn rows(&mut self, values: &ast::ValuesClause) -> Box<[Box<[ExprId]>]> {
        values.row_exprs().map(|row| row.exprs().map(|it| self.expr(&it)).collect()).collect()
    }

    pub(super) fn order_by(&mut self, clause: Option<ast::OrderByClause>) -> Box<[ExprId]> {
        let items = clause.iter().flat_map(|it| it.order_items());
        items.filter_map(|it| it.expr()).map(|it| self.expr(&it)).collect()
    }

    /// How each of the expressions of [`Context::order_by`] sorts.
    pub(super) fn sort_orders(clause: Option<ast::OrderByClause>) -> Box<[SortOrder]> {
        let items = clause.iter().flat_map(|it| it.order_items());
        let order = |it: ast::OrderItem| SortOrder {
            descending: it.direction() == Some(ast::SortDirection::Descending),
            nulls_first: it.nulls_token().map(|_| it.first_token().is_some()),
        };
        items.filter(|it| it.expr().is_some()).map(order).collect()
    }

    pub(super) fn names(list: Option<ast::ColumnNameList>) -> (Box<[Ident]>, Box<[TextRange]>) {
        use super::UnzipBoxes;
        let names = list.iter().flat_map(|it| it.names()).collect::<Vec<_>>();
        names.into_iter().filter_map(|it| Some((it.ident()?, trimmed(it.syntax())))).unzip_boxes()
    }
}

/// What goes when common table expressions of a `WITH` are removed; `whole` goes with all of them.
pub(super) fn with_ranges(with: &ast::WithClause, whole: &SyntaxNode) -> WithRanges {
    let named = with.ctes().filter(|it| it.name().is_some_and(|it| it.ident().is_some()));
    let cte = |it: ast::Cte| {
        let range = trimmed(it.syntax());
        let next = it.syntax().last_token().and_then(|it| it.next_token());
        let behind = std::iter::successors(next, SyntaxToken::next_token).find(|it| !it.kind().is_trivia());
        let comma = behind.filter(|it| it.kind() == SyntaxKind::COMMA);
        let next = match &comma {
            Some(comma) => comma.next_token(),
            None => it.syntax().last_token().and_then(|it| it.next_token()),
        };
        let start = start_with_blanks(it.syntax(), range.start(), next.as_ref());
        (TextRange::new(start, range.end()), comma.map(|it| it.text_range()))
    };
    let range = trimmed(whole);
    let clause = TextRange::new(range.start(), end_with_blanks(whole, range.end()));
    WithRanges { clause, ctes: named.map(cte).collect() }
}

/// Where the blanks before `start` begin. Behind a line comment they stay, unless a line break follows what goes: the
/// comment must not swallow what comes next.
fn start_with_blanks(node: &SyntaxNode, start: TextSize, behind: Option<&SyntaxToken>) -> TextSize {
    let Some(token) = node.token_at_offset(start).right_biased() else { return start };
    let Some(blank) = token.prev_token().filter(|it| it.kind() == SyntaxKind::WHITESPACE) else {
        return start;
    };
    let is_commented = blank.prev_token().is_some_and(|it| it.kind() == SyntaxKind::LINE_COMMENT);
    match is_commented && !behind.is_some_and(|it| it.text().starts_with(['\r', '\n'])) {
        true => start,
        false => blank.text_range().start(),
    }
}

/// Where the blanks behind a node end, if that is at `end` without them.
pub(super) fn end_with_blanks(node: &SyntaxNode, end: TextSize) -> TextSize {
    let mut token = node.last_token();
    while token.as_ref().is_some_and(|it| it.text_range().start() >= end) {
        token = token.and_then(|it| it.prev_token());
    }
    let blank = token.and_then(|it| it.next_token()).filter(|it| it.kind() == SyntaxKind::WHITESPACE);
    blank.map_or(end, |it| it.text_range().end())
}
