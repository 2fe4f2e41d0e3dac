//! Getters find children by their role, also where others are missing.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind;
use expect_test::{Expect, expect};
use syntax::ast::{AstNode, BinaryOperator, Expr, JoinKind, QueryBody, SelectItem, Statement, TableRef};
use syntax::parse_sql;

fn first_item(text: &str) -> SelectItem {
    let parse = parse_sql(text, DialectKind::DuckDb);
    let Some(Statement::QueryStatement(statement)) = parse.sql_file().unwrap().statements().next() else {
        panic!()
    };
    let Some(QueryBody::Select(select)) = statement.query().unwrap().body() else { panic!() };
    select.select_clause().unwrap().select_items().next().unwrap()
}

fn expr(text: &str) -> Expr {
    first_item(&format!("SELECT {text}")).expr().unwrap()
}

/// Binary and unary operators with all their parentheses.
fn grouping(it: &Expr) -> String {
    let side = |it: Option<Expr>| it.map_or("_".to_owned(), |it| grouping(&it));
    match it {
        Expr::BinaryExpr(it) => {
            format!("({} {} {})", side(it.lhs()), it.operator_token().unwrap().text(), side(it.rhs()))
        }
        Expr::PrefixExpr(it) => format!("({} {})", it.operator_token().unwrap().text(), side(it.expr())),
        Expr::BetweenExpr(it) => {
            format!("({} between {} and {})", side(it.value()), side(it.low()), side(it.high()))
        }
        Expr::CastExpr(it) => format!("({}::{})", side(it.expr()), it.type_name().unwrap().syntax().text()),
        Expr::IsExpr(it) => format!("({} is..)", side(it.value())),
        Expr::LikeExpr(it) => {
            format!("({} like {} escape {})", side(it.value()), side(it.pattern()), side(it.escape()))
        }
        other => other.syntax().text().to_string(),
    }
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&grouping(&expr(text)));
}

#[test]
fn precedence() {
    check("a OR b AND NOT c = d + e * f ^ g", expect!["(a OR (b AND (NOT (c = (d + (e * (f ^ g)))))))"]);
    check("- a::int ^ 2 + b", expect!["(((- (a::int)) ^ 2) + b)"]);
    check("a || b + c = d", expect!["((a || (b + c)) = d)"]);
    check("a BETWEEN 1 AND 2 + 3 AND b", expect!["((a between 1 and (2 + 3)) AND b)"]);
    check(
        "a IS NULL AND b LIKE 'x' || y ESCAPE '!' OR c",
        expect!["(((a is..) AND (b like ('x' || y) escape '!')) OR c)"],
    );
    check("j -> 'a' = 'b'", expect!["(j -> ('a' = 'b'))"]);
    check("a >> b > c", expect!["((a >> b) > c)"]);
}

#[test]
fn missing_operands_do_not_shift() {
    let Expr::BetweenExpr(between) = expr("a BETWEEN AND 5") else { panic!() };
    assert!(between.low().is_none());
    assert_eq!(between.high().unwrap().syntax().text(), "5");
    let Expr::CaseExpr(case) = expr("CASE WHEN THEN b END") else { panic!() };
    let arm = case.case_arms().next().unwrap();
    assert!(case.operand().is_none() && arm.condition().is_none());
    assert_eq!(arm.result().unwrap().syntax().text(), "b");
    let Expr::BinaryExpr(binary) = expr("a = FROM t") else { panic!() };
    assert_eq!((binary.operator(), binary.rhs()), (Some(BinaryOperator::Equal), None));
    let Expr::SliceExpr(slice) = expr("a[:2]") else { panic!() };
    assert!(slice.lower().is_none() && slice.upper().is_some());
}

#[test]
fn kinds_of_expressions() {
    let kinds = |text: &str| format!("{:?}", expr(text).syntax().kind());
    for (text, kind) in [
        ("t.*", "STAR_EXPR"),
        ("t.a", "COLUMN_REF"),
        ("s.f(a)", "CALL_EXPR"),
        ("(a).b", "FIELD_EXPR"),
        ("(a).b(1)", "METHOD_CALL_EXPR"),
        ("DATE '2020-01-01'", "TYPED_LITERAL"),
        ("date", "COLUMN_REF"),
        ("INTERVAL 1 DAY", "INTERVAL_EXPR"),
        ("(a, b)", "TUPLE_EXPR"),
        ("((SELECT 1))", "SUBQUERY_EXPR"),
        ("((SELECT 1) + 1)", "PAREN_EXPR"),
        ("extract(year FROM d)", "EXTRACT_EXPR"),
        ("trim(a)", "CALL_EXPR"),
        ("trim(a FROM b)", "TRIM_EXPR"),
        ("left(a, 1)", "CALL_EXPR"),
        ("x[1]", "INDEX_EXPR"),
        ("lambda x: x", "LAMBDA_EXPR"),
        ("@start_date", "PARAMETER"),
    ] {
        assert_eq!(kinds(text), kind, "{text}");
    }
}

#[test]
fn joins() {
    let parse = parse_sql("FROM a LEFT SEMI JOIN b USING (x) JOIN c ON c.y = a.y", DialectKind::Databricks);
    assert_eq!(*parse.errors, []);
    let join = parse.syntax().descendants().find_map(syntax::ast::JoinTable::cast).unwrap();
    assert_eq!(join.kind(), JoinKind::Inner);
    let (Some(TableRef::JoinTable(left)), Some(TableRef::NamedTable(right))) = (join.left(), join.right())
    else {
        panic!()
    };
    assert_eq!(
        (left.kind(), right.path().unwrap().idents().next().unwrap().text.as_str()),
        (JoinKind::Semi, "c")
    );
}

#[test]
fn comments_hang_on_what_follows() {
    let text = "-- file\n\n-- statement\nSELECT\n  -- about a\n  a, -- behind a\n  b FROM t";
    let parse = parse_sql(text, DialectKind::DuckDb);
    let item = parse.syntax().descendants().find_map(SelectItem::cast).unwrap();
    assert_eq!(item.syntax().text(), "-- about a\n  a");
    let statement = parse.sql_file().unwrap().statements().next().unwrap();
    assert!(statement.syntax().text().to_string().starts_with("-- statement"));
}
