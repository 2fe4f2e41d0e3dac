//! What DuckDB's parser refuses and takes, tried with DuckDB 2.0.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind::DuckDb;
use syntax::parse_sql;

fn check(text: &str, refused: &str) {
    let parse = parse_sql(text, DuckDb);
    let found: Vec<&str> = parse.errors.iter().map(|it| &text[it.range]).collect();
    assert_eq!(found, [refused], "{text}: {:?}", parse.errors);
}

fn check_taken(text: &str) {
    assert_eq!(*parse_sql(text, DuckDb).errors, [], "{text}");
}

#[test]
fn names_and_positions() {
    check("SELECT a.\"\" FROM t", "\"\"");
    check("SELECT #0 FROM t", "#0");
    check_taken("SELECT #10 FROM t");
    check("WITH a AS (SELECT 1), \"A\" AS (SELECT 2) SELECT 3", "\"A\"");
    check("VALUES (1, 2), (3)", "(3)");
    check("SELECT * EXCLUDE (a) REPLACE (b AS A) FROM t", "A");
    check("SELECT * EXCLUDE (a) RENAME (a AS b) FROM t", "a");
    check_taken("SELECT * EXCLUDE (a) REPLACE (a + 1 AS b) FROM t");
}

#[test]
fn types_and_intervals() {
    check("SELECT a::INTEGER(3)", "(3)");
    check_taken("SELECT a::TINYINT(3), a::DECIMAL(-1)");
    check("SELECT a::STRUCT()", "()");
    check("SELECT a::DECIMAL(b, 2)", "b");
    check("SELECT INTERVAL '1 2' DAY TO HOUR", "DAY TO HOUR");
}

#[test]
fn calls_and_windows() {
    check("SELECT trim()", "()");
    check("SELECT count(DISTINCT)", "DISTINCT");
    check("SELECT sum(a) WITHIN GROUP (ORDER BY b)", "WITHIN GROUP");
    check_taken("SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY b), mode() WITHIN GROUP (ORDER BY b)");
    check("SELECT sum(a) OVER (ORDER BY sum(b) OVER ())", "OVER");
    check(
        "SELECT sum(a) OVER (ROWS BETWEEN 1 FOLLOWING AND CURRENT ROW)",
        "ROWS BETWEEN 1 FOLLOWING AND CURRENT ROW",
    );
    check("SELECT sum(a) OVER (ROWS 1 FOLLOWING)", "ROWS 1 FOLLOWING");
    check_taken("SELECT sum(a) OVER (ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)");
}

#[test]
fn queries() {
    check("WITH RECURSIVE t AS (SELECT 1 UNION ALL SELECT 2 FROM t ORDER BY 1) FROM t", "ORDER");
    check_taken("WITH RECURSIVE t AS (SELECT 1 UNION ALL (SELECT 2 FROM t LIMIT 1)) FROM t");
    check("SELECT a FROM t FOR UPDATE", "FOR UPDATE");
}

#[test]
fn literals_and_widths() {
    // It is never evaluated.
    check_taken("SELECT CASE WHEN false THEN DATE '2024-02-30' END");
    check("SELECT a::DECIMAL(40, 2)", "DECIMAL(40, 2)");
    check("SELECT TRY_CAST(a AS NUMERIC(39))", "NUMERIC(39)");
    check_taken("SELECT a::DECIMAL(38, 2), a::DECIMAL");
}

#[test]
fn joins_without_a_condition() {
    check("SELECT 1 FROM a CROSS JOIN b ON a.x = b.x", "ON");
    check("SELECT 1 FROM a NATURAL JOIN b USING (x)", "USING");
    check("SELECT 1 FROM a POSITIONAL JOIN b ON true", "ON");
    check_taken("SELECT 1 FROM a JOIN b CROSS JOIN c ON a.x = c.x");
    check_taken("SELECT 1 FROM a JOIN b ON a.x = b.x CROSS JOIN c");
    check_taken("SELECT 1 FROM a JOIN b CROSS JOIN c JOIN d ON c.x = d.x ON a.x = c.x");
}
