//! Rocky's expressions as neutral shapes.

use super::ours::{Scope, has, ident, missing, order_clause, path, query};
use super::tree::{Shape, call, conjunction, leaf, node};
use super::windows::over;
use syntax::SyntaxKind;
use syntax::ast::{self, AstNode, BinaryExpr, Expr, LiteralKind, PrefixOperator, SortDirection};

pub(super) fn item(item: &ast::SelectItem, scope: &mut Scope) -> Shape {
    let inner = expr(item.expr(), scope);
    match item.alias().and_then(|it| it.ident()) {
        Some(alias) => node(format!("as {}", alias.text.to_lowercase()), [inner]),
        None => inner,
    }
}

pub(super) fn order(item: &ast::OrderItem, scope: &mut Scope) -> Shape {
    let mut shape = expr(item.expr(), scope);
    match item.direction() {
        Some(SortDirection::Ascending) => shape = node("asc", [shape]),
        Some(SortDirection::Descending) => shape = node("desc", [shape]),
        None => {}
    }
    if item.first_token().is_some() {
        node("nulls-first", [shape])
    } else if item.last_token().is_some() {
        node("nulls-last", [shape])
    } else {
        shape
    }
}

fn all(exprs: impl Iterator<Item = Expr>, scope: &mut Scope) -> Vec<Shape> {
    exprs.map(|it| expr(Some(it), scope)).collect()
}

fn pair(word: &str, left: Option<Expr>, right: Option<Expr>, scope: &mut Scope) -> Shape {
    node(word, [expr(left, scope), expr(right, scope)])
}

fn negated(is_negated: bool, shape: Shape) -> Shape {
    if is_negated { node("not", [shape]) } else { shape }
}

pub(super) fn expr(expr: Option<Expr>, scope: &mut Scope) -> Shape {
    let Some(expr) = expr else { return missing() };
    match expr {
        Expr::Literal(it) => leaf(match it.kind() {
            Some(LiteralKind::Number(_)) => "number",
            // A string of national characters is cast.
            Some(LiteralKind::String(it)) if it.text().starts_with(['n', 'N']) => {
                return node("cast", [leaf("string")]);
            }
            Some(LiteralKind::String(_)) => "string",
            Some(LiteralKind::Date(_)) => "date",
            Some(LiteralKind::Boolean(_)) => "boolean",
            Some(LiteralKind::Null) | None => "null",
        }),
        Expr::TypedLiteral(_) => node("cast", [leaf("string")]),
        Expr::IntervalExpr(it) => {
            let value = self::expr(it.value(), scope);
            // `INTERVAL '1 day'` is a string that is cast.
            node(if it.interval_unit().is_some() { "interval" } else { "cast" }, [value])
        }
        Expr::ColumnRef(it) => {
            leaf(it.idents().map(|it| it.text.to_lowercase()).collect::<Vec<_>>().join("."))
        }
        Expr::StarExpr(it) => star(&it, scope),
        Expr::ColumnsExpr(it) => columns(&it, scope),
        Expr::Parameter(_) => leaf("parameter"),
        Expr::PositionalRef(_) => leaf("#"),
        Expr::ParenExpr(it) => self::expr(it.expr(), scope),
        Expr::TupleExpr(it) => call("row", all(it.exprs(), scope)),
        Expr::SubqueryExpr(it) => node("scalar", [query(it.query(), scope)]),
        Expr::ExistsExpr(it) => node("exists", [query(it.query(), scope)]),
        Expr::QuantifiedExpr(_) => leaf("quantified"),
        Expr::ListExpr(it) => node("list", all(it.exprs(), scope)),
        Expr::ListComprehension(it) => comprehension(&it, scope),
        Expr::ArrayQueryExpr(it) => array_query(query(it.query(), scope)),
        Expr::StructExpr(it) => {
            let fields = it.struct_fields().collect::<Vec<_>>();
            let field = |it: &ast::StructField| {
                let name = ident(it.name().and_then(|it| it.ident()));
                node(format!("named {name}"), [self::expr(it.expr(), scope)])
            };
            call("struct_pack", fields.iter().map(field).collect())
        }
        Expr::MapExpr(it) => {
            let entries: Vec<ast::MapEntry> = it.map_entries().collect();
            let keys = all(entries.iter().filter_map(|it| it.key()), scope);
            let values = all(entries.iter().filter_map(|it| it.value()), scope);
            call("map", vec![node("list", keys), node("list", values)])
        }
        Expr::PrefixExpr(it) => prefix(&it, scope),
        Expr::PostfixExpr(it) => call("factorial", vec![self::expr(it.expr(), scope)]),
        Expr::BinaryExpr(it) => binary(&it, scope),
        Expr::IsExpr(it) => is(&it, scope),
        Expr::IsDistinctExpr(it) => {
            let word = if it.not_token().is_some() { "not-distinct-from" } else { "distinct-from" };
            pair(word, it.lhs(), it.rhs(), scope)
        }
        Expr::BetweenExpr(it) => {
            let parts = [it.value(), it.low(), it.high()].map(|it| self::expr(it, scope));
            negated(it.not_token().is_some(), node("between", parts))
        }
        Expr::InExpr(it) => {
            let value = self::expr(it.value(), scope);
            let shape = match (it.in_list(), it.rhs()) {
                (Some(list), _) => node("in", std::iter::once(value).chain(all(list.exprs(), scope))),
                (None, Some(Expr::SubqueryExpr(inner))) => {
                    node("any =", [value, query(inner.query(), scope)])
                }
                (None, rhs) => call("contains", vec![self::expr(rhs, scope), value]),
            };
            negated(it.not_token().is_some(), shape)
        }
        Expr::LikeExpr(it) => like(&it, scope),
        Expr::CaseExpr(it) => case(&it, scope),
        Expr::CastExpr(it) => {
            node(if it.is_try() { "try-cast" } else { "cast" }, [self::expr(it.expr(), scope)])
        }
        Expr::ExtractExpr(it) => call("date_part", vec![leaf("string"), self::expr(it.expr(), scope)]),
        Expr::SubstringExpr(it) => {
            let parts = [it.value(), it.start(), it.length()];
            call("substring", all(parts.into_iter().flatten(), scope))
        }
        Expr::PositionExpr(it) => {
            call("position", vec![self::expr(it.haystack(), scope), self::expr(it.needle(), scope)])
        }
        Expr::TrimExpr(it) => trim(&it, scope),
        Expr::OverlayExpr(it) => {
            let parts = [it.value(), it.replacement(), it.start(), it.length()];
            call("overlay", all(parts.into_iter().flatten(), scope))
        }
        Expr::CallExpr(it) => call_expr(&it, scope),
        Expr::MethodCallExpr(it) => {
            let mut parts = vec![self::expr(it.receiver(), scope)];
            arguments(it.arg_list(), &mut parts, scope);
            let parts = with_clauses(parts, it.within_group(), it.filter_clause(), scope);
            let name = ident(it.name_ref().and_then(|it| it.ident()));
            over(call(&name, parts), it.over_clause(), scope)
        }
        Expr::IndexExpr(it) => pair("index", it.base(), it.index(), scope),
        Expr::SliceExpr(it) => slice(&it, scope),
        Expr::FieldExpr(it) => {
            let name = ident(it.name_ref().and_then(|it| it.ident()));
            node("field", [self::expr(it.base(), scope), leaf(name)])
        }
        Expr::LambdaExpr(it) => {
            let mut params: Vec<Shape> =
                it.params().map(|it| leaf(ident(it.name().and_then(|it| it.ident())))).collect();
            let params = if params.len() == 1 { params.swap_remove(0) } else { call("row", params) };
            node("lambda", [params, self::expr(it.body(), scope)])
        }
        Expr::CollateExpr(it) => node("collate", [self::expr(it.expr(), scope)]),
        Expr::AtTimeZoneExpr(it) => {
            call("timezone", vec![self::expr(it.zone(), scope), self::expr(it.value(), scope)])
        }
        Expr::DefaultExpr(_) => leaf("default"),
        _ => leaf("expression-of-another-dialect"),
    }
}

fn star(star: &ast::StarExpr, scope: &mut Scope) -> Shape {
    let mut parts = Vec::new();
    let qualifier: Vec<String> = star.qualifier().map(|it| ident(it.ident())).collect();
    if let Some(base) = star.base() {
        return node("star-of", [expr(Some(base), scope)]);
    }
    // DuckDB keeps the table's name.
    parts.extend(qualifier.last().map(leaf));
    if let Some(list) = star.exclude_list() {
        let strings =
            list.syntax().children_with_tokens().filter(|it| it.kind() == SyntaxKind::STRING).count();
        parts.push(leaf(format!("without-{}", list.paths().count() + strings)));
    }
    for replaced in star.replace_list().into_iter().flat_map(|it| it.replace_items().collect::<Vec<_>>()) {
        let name = ident(replaced.name().and_then(|it| it.ident()));
        parts.push(node(format!("as {name}"), [expr(replaced.expr(), scope)]));
    }
    if let Some(list) = star.rename_list() {
        parts.push(leaf(format!("rename-{}", list.rename_items().count())));
    }
    let shape = node("star", parts);
    let Some(like) = star.star_like() else { return shape };
    let pattern = expr(like.expr(), scope);
    let tokens = like.syntax().children_with_tokens().filter_map(|it| it.into_token());
    let operator = tokens.into_iter().find(|it| !it.kind().is_trivia() && it.kind() != SyntaxKind::NOT_KW);
    match operator {
        Some(it) if it.kind().is_keyword() => {
            let escape = like.syntax().children().filter_map(Expr::cast).nth(1);
            let escape = escape.map(|it| expr(Some(it), scope));
            like_shape(it.kind(), like.not_token().is_some(), shape, pattern, escape)
        }
        Some(it) => operation(it.text(), shape, pattern),
        None => missing(),
    }
}

fn columns(columns: &ast::ColumnsExpr, scope: &mut Scope) -> Shape {
    let lambda = |it: &Expr| matches!(it, Expr::LambdaExpr(_));
    let exprs: Vec<Expr> = columns.exprs().collect();
    let inner = match &exprs[..] {
        [it] if lambda(it) => {
            let lambda = expr(Some(it.clone()), scope);
            call("list_filter", vec![node("star", []), lambda])
        }
        [it] => expr(Some(it.clone()), scope),
        _ => missing(),
    };
    let shape = node("columns", [inner]);
    if has(columns.syntax(), SyntaxKind::STAR) { node("unpack", [shape]) } else { shape }
}

fn prefix(prefix: &ast::PrefixExpr, scope: &mut Scope) -> Shape {
    let operand = expr(prefix.expr(), scope);
    match prefix.operator() {
        Some(PrefixOperator::Not) => node("not", [operand]),
        // A number with its sign is one number.
        Some(PrefixOperator::Minus) if operand == leaf("number") => operand,
        Some(_) => match prefix.operator_token() {
            Some(token) if matches!(token.kind(), SyntaxKind::STAR | SyntaxKind::STAR_STAR) => {
                node("unpack", [operand])
            }
            Some(token) => node(token.text(), [operand]),
            None => missing(),
        },
        None => missing(),
    }
}

fn binary(binary: &BinaryExpr, scope: &mut Scope) -> Shape {
    let Some(token) = binary.operator_token() else { return missing() };
    let word = match token.kind() {
        // `>>` is two tokens.
        SyntaxKind::GT_GT => ">>".to_owned(),
        SyntaxKind::OPERATOR_KW => {
            let tokens = binary.syntax().children_with_tokens().filter_map(|it| it.into_token());
            let operator =
                tokens.filter(|it| !it.kind().is_trivia() && it.kind() != SyntaxKind::R_PAREN).last();
            operator.map(|it| it.text().to_owned()).unwrap_or_default()
        }
        SyntaxKind::EQ_EQ => "=".to_owned(),
        SyntaxKind::BANG_EQ => "<>".to_owned(),
        _ => token.text().to_lowercase(),
    };
    let lhs = expr(binary.lhs(), scope);
    if let Some(Expr::QuantifiedExpr(right)) = binary.rhs() {
        return quantified(&word, lhs, &right, scope);
    }
    let rhs = expr(binary.rhs(), scope);
    operation(&word, lhs, rhs)
}

fn operation(word: &str, lhs: Shape, rhs: Shape) -> Shape {
    match word {
        "and" | "or" => conjunction(word, [lhs, rhs]),
        // DuckDB takes the arrow for a lambda until it binds.
        "->" => node("lambda", [lhs, rhs]),
        "~" => call("regexp_matches", vec![lhs, rhs]),
        "~*" => call("regexp_matches", vec![lhs, rhs, leaf("string")]),
        "!~" => node("not", [call("regexp_matches", vec![lhs, rhs])]),
        "!~*" => node("not", [call("regexp_matches", vec![lhs, rhs, leaf("string")])]),
        _ => node(word, [lhs, rhs]),
    }
}

/// ALL is the negation of ANY with the opposite operator.
fn quantified(operator: &str, lhs: Shape, right: &ast::QuantifiedExpr, scope: &mut Scope) -> Shape {
    let inner = match right.query() {
        Some(inner) => query(Some(inner), scope),
        // A list becomes a query over its elements.
        None => {
            let unnest = call("unnest", vec![expr(right.expr(), scope)]);
            node("query", [node("select", [node("list", [unnest])])])
        }
    };
    if right.all_token().is_none() {
        return node(format!("any {operator}"), [lhs, inner]);
    }
    let opposite = match operator {
        "=" => "<>",
        "<>" => "=",
        "<" => ">=",
        "<=" => ">",
        ">" => "<=",
        ">=" => "<",
        other => other,
    };
    node("not", [node(format!("any {opposite}"), [lhs, inner])])
}

/// `IS TRUE` compares with a constant after a cast to BOOLEAN; UNKNOWN is NULL.
fn is(is: &ast::IsExpr, scope: &mut Scope) -> Shape {
    let value = expr(is.value(), scope);
    if is.is_null_test() || is.unknown_token().is_some() {
        return node(if is.is_negated() { "is-not-null" } else { "is-null" }, [value]);
    }
    let word = if is.is_negated() { "distinct-from" } else { "not-distinct-from" };
    node(word, [node("cast", [value]), leaf("boolean")])
}

fn like(like: &ast::LikeExpr, scope: &mut Scope) -> Shape {
    let (value, pattern) = (expr(like.value(), scope), expr(like.pattern(), scope));
    let escape = like.escape().map(|it| expr(Some(it), scope));
    let Some(operator) = like.operator_token() else { return missing() };
    like_shape(operator.kind(), like.not_token().is_some(), value, pattern, escape)
}

/// LIKE and its kin are operators and functions.
fn like_shape(
    operator: SyntaxKind,
    is_negated: bool,
    value: Shape,
    pattern: Shape,
    escape: Option<Shape>,
) -> Shape {
    let sign = if is_negated { "!" } else { "" };
    match (operator, escape) {
        (SyntaxKind::LIKE_KW, None) => node(format!("{sign}~~"), [value, pattern]),
        (SyntaxKind::ILIKE_KW, None) => node(format!("{sign}~~*"), [value, pattern]),
        (SyntaxKind::LIKE_KW, Some(escape)) => {
            negated(is_negated, node("like_escape", [value, pattern, escape]))
        }
        (SyntaxKind::ILIKE_KW, Some(escape)) => {
            negated(is_negated, node("ilike_escape", [value, pattern, escape]))
        }
        (SyntaxKind::GLOB_KW, _) => negated(is_negated, node("~~~", [value, pattern])),
        _ => negated(is_negated, call("regexp_full_match", vec![value, pattern])),
    }
}

/// `CASE a WHEN 1 ..` compares; without ELSE the result is NULL.
fn case(case: &ast::CaseExpr, scope: &mut Scope) -> Shape {
    let operand = case.operand().map(|it| expr(Some(it), scope));
    let mut parts = Vec::new();
    for arm in case.case_arms() {
        let mut condition = expr(arm.condition(), scope);
        if let Some(operand) = &operand {
            condition = node("=", [operand.clone(), condition]);
        }
        parts.push(node("when", [condition, expr(arm.result(), scope)]));
    }
    parts.push(case.else_clause().map_or_else(|| leaf("null"), |it| expr(it.expr(), scope)));
    node("case", parts)
}

fn trim(trim: &ast::TrimExpr, scope: &mut Scope) -> Shape {
    let name = if trim.leading_token().is_some() {
        "ltrim"
    } else if trim.trailing_token().is_some() {
        "rtrim"
    } else {
        "trim"
    };
    let characters = trim.characters().map(|it| expr(Some(it), scope));
    let mut parts = vec![expr(trim.value(), scope)];
    parts.extend(characters);
    // `trim(both from x, chars)`
    if has(trim.syntax(), SyntaxKind::COMMA) {
        let exprs = trim.syntax().children().filter_map(Expr::cast);
        parts.extend(exprs.last().map(|it| expr(Some(it), scope)));
    }
    call(name, parts)
}

fn slice(slice: &ast::SliceExpr, scope: &mut Scope) -> Shape {
    let mut parts = vec![expr(slice.base(), scope)];
    let mut bound = None;
    let mut is_inside = false;
    for element in slice.syntax().children_with_tokens() {
        match element.kind() {
            SyntaxKind::L_BRACKET => is_inside = true,
            SyntaxKind::COLON | SyntaxKind::R_BRACKET => {
                // An open bound is an empty list.
                parts.push(bound.take().map_or_else(|| node("list", []), |it| expr(Some(it), scope)));
            }
            _ if is_inside => bound = element.into_node().and_then(Expr::cast).or(bound),
            _ => {}
        }
    }
    node("slice", parts)
}

/// `[e FOR x IN l IF c]`: functions over lists.
fn comprehension(it: &ast::ListComprehension, scope: &mut Scope) -> Shape {
    let mut names: Vec<Shape> = it.names().map(|it| leaf(ident(it.ident()))).collect();
    let params = if names.len() == 1 { names.swap_remove(0) } else { call("row", names) };
    let element = expr(it.element(), scope);
    let source = expr(it.source(), scope);
    let Some(condition) = it.condition() else {
        return call("list_apply", vec![source, node("lambda", [params, element])]);
    };
    let condition = expr(Some(condition), scope);
    let pairs = call("struct_pack", vec![node("named filter", [condition]), node("named result", [element])]);
    let pairs = call("list_apply", vec![source, node("lambda", [params, pairs])]);
    let field = || node("lambda", [leaf("elem"), call("struct_extract", vec![leaf("elem"), leaf("string")])]);
    call("list_apply", vec![call("list_filter", vec![pairs, field()]), field()])
}

/// `ARRAY(query)`: an aggregate over the query, and an empty list where there is nothing.
fn array_query(inner: Shape) -> Shape {
    let aggregate = || call("array_agg", vec![leaf("#")]);
    let list = node("case", [node("when", [node("is-null", [aggregate()]), node("list", [])]), aggregate()]);
    let select = node("select", [node("list", [list]), node("from", [node("subquery", [inner])])]);
    node("scalar", [node("query", [select])])
}

fn call_expr(it: &ast::CallExpr, scope: &mut Scope) -> Shape {
    let mut parts = Vec::new();
    arguments(it.arg_list(), &mut parts, scope);
    let parts = with_clauses(parts, it.within_group(), it.filter_clause(), scope);
    let name = path(it.path());
    if name == "unpack" {
        return node("unpack", parts);
    }
    let mut parts = parts;
    if let Some(treatment) = it.null_treatment() {
        parts.push(leaf(if treatment.ignore_token().is_some() { "ignore-nulls" } else { "respect-nulls" }));
    }
    over(call(&name, parts), it.over_clause(), scope)
}

fn arguments(list: Option<ast::ArgList>, parts: &mut Vec<Shape>, scope: &mut Scope) {
    let Some(list) = list else { return };
    let bare_star = |it: &Expr| matches!(it, Expr::StarExpr(star) if star.syntax().text() == "*");
    let args: Vec<ast::Arg> = list.args().collect();
    for arg in &args {
        // A bare star adds nothing: `count(*)` is `count()`.
        if args.len() == 1 && list.distinct_token().is_none() && arg.expr().is_some_and(|it| bare_star(&it)) {
            continue;
        }
        let value = match arg.query() {
            Some(inner) => node("scalar", [query(Some(inner), scope)]),
            None => expr(arg.expr(), scope),
        };
        parts.push(match arg.name().and_then(|it| it.ident()) {
            Some(name) => node(format!("named {}", name.text.to_lowercase()), [value]),
            None => value,
        });
    }
    if list.distinct_token().is_some() {
        parts.push(leaf("distinct"));
    }
    if let Some(clause) = list.order_by_clause() {
        parts.push(order_clause(&clause, scope));
    }
    if let Some(treatment) = list.null_treatment() {
        parts.push(leaf(if treatment.ignore_token().is_some() { "ignore-nulls" } else { "respect-nulls" }));
    }
}

fn with_clauses(
    mut parts: Vec<Shape>,
    within: Option<ast::WithinGroup>,
    filter: Option<ast::FilterClause>,
    scope: &mut Scope,
) -> Vec<Shape> {
    if let Some(clause) = within.and_then(|it| it.order_by_clause()) {
        parts.push(order_clause(&clause, scope));
    }
    if let Some(filter) = filter {
        let filter = node("filter", [expr(filter.condition(), scope)]);
        parts.push(filter);
    }
    parts
}
