//! Rocky's trees have the shape of DuckDB's for ever: the list of exceptions only becomes shorter.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod support;

use corpus::{duckdb, shape};
use support::{assert_list_is_true, corpus_with};
use syntax::BatchParser;

#[test]
fn a_thousand_queries() {
    let Some(corpus) = corpus_with("parse", "shapes") else { return };
    let figures = shape::measure(&corpus, &mut duckdb::Engine::start().unwrap(), shape::SAMPLE).unwrap();
    assert_eq!(figures.compared, shape::SAMPLE);
    assert_list_is_true(figures.list_differences().unwrap(), "shape");
}

/// Both shapes of a query, the equal ones as one line.
fn check(sql: &str, expected: &str) {
    let tree = duckdb::Engine::start().unwrap().serialize(sql).unwrap().unwrap();
    let (ours, theirs) = (shape::shape_of_ours(&mut BatchParser::new(), sql), shape::shape_of_theirs(&tree));
    assert_eq!((ours.as_str(), theirs.as_str()), (expected, expected), "{sql}");
}

#[test]
fn shapes_are_told() {
    check(
        "SELECT a, -1 + b * 2 AS c FROM t LEFT JOIN u USING (x), v WHERE a NOT IN (1, 2) AND b AND (c AND d)",
        "(query (select (list a (as c (+ number (* b number)))) (from (join comma (join left t u (using x)) v)) \
         (where (and (not (in a number number)) b c d))))",
    );
    check(
        "SELECT sum(x) OVER w FROM t GROUP BY ROLLUP (a, b) WINDOW w AS (ORDER BY y DESC) LIMIT 3",
        "(query (select (list (over (call sum x) (partition) (order (desc y)) (frame unbounded_preceding \
         current_row_range))) (from t) (group a b 3-sets)) (limit number))",
    );
}

#[test]
fn nesting_counts() {
    let mut parser = BatchParser::new();
    let mut shape = |sql: &str| shape::shape_of_ours(&mut parser, sql);
    assert_ne!(shape("SELECT a - (b - c)"), shape("SELECT a - b - c"));
    assert_ne!(shape("FROM a JOIN b ON x, c"), shape("FROM a, b JOIN c ON x"));
    assert_ne!(shape("SELECT a FROM t WHERE b"), shape("SELECT a FROM t HAVING b"));
}
