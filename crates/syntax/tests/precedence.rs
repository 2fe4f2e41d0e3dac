//! How operators nest, dialect by dialect.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind::{self, BigQuery, Databricks, DuckDb, Snowflake, Trino};
use syntax::ast::{AstNode, Expr};
use syntax::{NodeOrToken, SyntaxNode, parse_sql};

/// The text with every operator in parentheses.
fn grouped(node: &SyntaxNode) -> String {
    let mut parts = Vec::new();
    for element in node.children_with_tokens() {
        match element {
            NodeOrToken::Node(child) => parts.push(grouped(&child)),
            NodeOrToken::Token(token) if !token.kind().is_trivia() => parts.push(token.text().to_owned()),
            NodeOrToken::Token(_) => {}
        }
    }
    let is_leaf = parts.len() == 1;
    let text = parts.join(" ");
    if is_leaf || Expr::cast(node.clone()).is_none() { text } else { format!("({text})") }
}

fn check(dialect: DialectKind, expression: &str, expected: &str) {
    let parse = parse_sql(&format!("SELECT {expression}"), dialect);
    assert_eq!(*parse.errors, [], "{dialect}: {expression}");
    let expr = parse.syntax().descendants().find_map(Expr::cast).unwrap();
    assert_eq!(grouped(expr.syntax()), expected, "{dialect}: {expression}");
}

#[test]
fn duckdb() {
    check(DuckDb, "a ->> 'b' = 'c'", "((a ->> 'b') = 'c')");
    check(DuckDb, "a -> 'b' = 'c'", "(a -> ('b' = 'c'))");
    check(DuckDb, "a -> 'b' ->> 'c' = 'd'", "(((a -> 'b') ->> 'c') = 'd')");
    check(DuckDb, "a -> 'b' -> 'c' ->> 'd' IS NULL", "((((a -> 'b') -> 'c') ->> 'd') IS NULL)");
    check(DuckDb, "1 = a -> 'b' ->> 'c'", "(1 = ((a -> 'b') ->> 'c'))");
    check(DuckDb, "a AND b -> 'c' ->> 'd' || 'e'", "(a AND (((b -> 'c') ->> 'd') || 'e'))");
    check(DuckDb, "1 + a -> 'b' + 2 ->> 'c'", "(((1 + a) -> ('b' + 2)) ->> 'c')");
    check(DuckDb, "x -> x > 1 AND NOT x IN (2)", "(x -> ((x > 1) AND (NOT (x IN ( 2 )))))");
    check(DuckDb, "x -> NOT x", "(x -> (NOT x))");
    check(DuckDb, "a || b & c + d", "(a || (b & (c + d)))");
    check(DuckDb, "a = b ~ c || d", "(a = (b ~ (c || d)))");
    check(DuckDb, "~ a + b & c", "((~ (a + b)) & c)");
    check(DuckDb, "@ a <-> b", "(@ (a <-> b))");
    check(DuckDb, "- a !", "(- (a !))");
    check(DuckDb, "a ^ b ** - c COLLATE d", "((a ^ b) ** ((- c) COLLATE d))");
    check(DuckDb, "NOT a = NOT b", "(NOT (a = (NOT b)))");
    check(DuckDb, "a = b IS NULL", "((a = b) IS NULL)");
}

#[test]
fn databricks() {
    check(Databricks, "a = b IS NULL", "((a = b) IS NULL)");
    check(Databricks, "a LIKE b = c", "(a LIKE (b = c))");
    check(Databricks, "a | b ^ c & d + e || f", "(a | (b ^ (c & ((d + e) || f))))");
    check(Databricks, "! a = b AND c", "((! (a = b)) AND c)");
    check(Databricks, "~ a + b", "((~ a) + b)");
}

#[test]
fn bigquery() {
    check(BigQuery, "a + b || c", "(a + (b || c))");
    check(BigQuery, "a | b ^ c & d << e + f", "(a | (b ^ (c & (d << (e + f)))))");
    check(BigQuery, "NOT a IN (b, c)", "(NOT (a IN ( b , c )))");
}

#[test]
fn snowflake() {
    check(Snowflake, "NOT a AND b OR c", "(((NOT a) AND b) OR c)");
    check(Snowflake, "- a :: int", "(- (a :: int))");
}

#[test]
fn trino() {
    check(Trino, "a || b + c", "(a || (b + c))");
    check(Trino, "- a AT TIME ZONE 'x'", "(- (a AT TIME ZONE 'x'))");
    check(Trino, "NOT a = b AND c", "((NOT (a = b)) AND c)");
}

#[test]
fn duckdb_refuses_what_its_grammar_does_not_chain() {
    for expression in [
        "1 < 2 < 3",
        "a LIKE b LIKE c",
        "a BETWEEN 1 AND 2 LIKE b",
        "a IS NULL ~ b",
        "a * NOT b",
        "a / @ b",
        "a IN (1, 2) + b",
        "a::int[1:2]",
    ] {
        let parse = parse_sql(&format!("SELECT {expression}"), DuckDb);
        assert_eq!(parse.errors.len(), 1, "{expression}: {:?}", parse.errors);
    }
    for expression in
        ["a IN (1, 2) LIKE b", "a = NOT b", "a - NOT EXISTS (FROM t)", "(a::int[])[1:2]", "a LIKE @ b"]
    {
        assert_eq!(*parse_sql(&format!("SELECT {expression}"), DuckDb).errors, [], "{expression}");
    }
}
