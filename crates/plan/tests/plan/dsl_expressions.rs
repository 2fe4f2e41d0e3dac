//! What the expressions of the DSL mean in SQL (formats.md 2.11).

use crate::dsl::check;
use crate::support::Fixture;
use base::DialectKind;
use expect_test::expect;

#[test]
fn operators() {
    check(
        "from t select { a } where not a == b",
        expect![[r#"
        SELECT a
        FROM t
        WHERE (NOT a) = b"#]],
    );
    check(
        "from t where not (a == b)",
        expect![[r#"
        SELECT *
        FROM t
        WHERE NOT (a = b)"#]],
    );
    check(
        "from t where not (a or b) and -(a + b) < - - c",
        expect![[r#"
        SELECT *
        FROM t
        WHERE NOT (a OR b) AND -(a + b) < -(-c)"#]],
    );
    check(
        "from t derive { x: (a + b) * c - (d - e) - f / (g / h) % 2 }",
        expect![[r#"
        SELECT *, (a + b) * c - (d - e) - f / (g / h) % 2 AS x
        FROM t"#]],
    );
    check(
        "from t where a is null and (b is not null) == c or (d != e) == f",
        expect![[r#"
        SELECT *
        FROM t
        WHERE a IS NULL AND (b IS NOT NULL) = c OR (d IS DISTINCT FROM e) = f"#]],
    );
    check(
        "from t where a and (b and (c or d)) or (e or f)",
        expect![[r#"
        SELECT *
        FROM t
        WHERE a AND b AND (c OR d) OR e OR f"#]],
    );
}

#[test]
fn literals() {
    check(
        "from t where a == 'it\"s' and b == \"it's\" and c >= @2025-01-31 and d == 1_000.5 and e == true or f is null",
        expect![[r#"
            SELECT *
            FROM t
            WHERE a = 'it"s' AND b = 'it''s' AND c >= DATE '2025-01-31' AND d = 1000.5 AND e = TRUE OR f IS NULL"#]],
    );
}

#[test]
fn calls() {
    check(
        "from t derive { n: count(), d: coalesce(a, null, 1), e: now() }",
        expect![[r#"
        SELECT *, COUNT(*) AS n, COALESCE(a, NULL, 1) AS d, NOW() AS e
        FROM t"#]],
    );
}

#[test]
fn matches() {
    check(
        "from t derive { tier: match amount { > 100 => \"high\", != 5 => \"low\", 5 => \"five\", _ => null } }",
        expect![[r#"
            SELECT *, CASE WHEN amount > 100 THEN 'high' WHEN amount IS DISTINCT FROM 5 THEN 'low' WHEN amount = 5 THEN 'five' ELSE NULL END AS tier
            FROM t"#]],
    );
    check(
        "from t derive { x: match a + 1 { 1 => b or c } }",
        expect![[r#"
        SELECT *, CASE WHEN a + 1 = 1 THEN b OR c END AS x
        FROM t"#]],
    );
}

#[test]
fn windows() {
    check(
        "from t derive {
  r: row_number() over (partition a, b, sort -c, d),
  s: sum(x) over (sort d, rows 3 .. current),
  u: sum(x) over (partition a, range unbounded .. unbounded),
  v: avg(x) over (rows current .. 2),
  w: sum(x) over ()
}",
        expect![[r#"
            SELECT *, ROW_NUMBER() OVER (PARTITION BY a, b ORDER BY c DESC, d) AS r, SUM(x) OVER (ORDER BY d ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS s, SUM(x) OVER (PARTITION BY a RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS u, AVG(x) OVER (ROWS BETWEEN CURRENT ROW AND 2 FOLLOWING) AS v, SUM(x) OVER () AS w
            FROM t"#]],
    );
    // Aggregates are no columns of the source, so a window over groups means the aggregate.
    check(
        "from t group k { n: count() } derive { r: rank() over (partition k, sort -n) }",
        expect![[r#"
        SELECT k, COUNT(*) AS n, RANK() OVER (PARTITION BY k ORDER BY COUNT(*) DESC) AS r
        FROM t
        GROUP BY k"#]],
    );
}

#[test]
fn reserved_words_are_quoted() {
    check(
        "from t select { user, end, desc_, table }",
        expect![[r#"
        SELECT user, "end", desc_, "table"
        FROM t"#]],
    );
}

#[test]
fn definitions_that_double_do_not_grow_forever() {
    let mut dsl = "from t derive { a0: x + x }".to_owned();
    for step in 1..200 {
        dsl += &format!(" derive {{ a{step}: a{} + a{} }}", step - 1, step - 1);
    }
    check(&format!("{dsl} select {{ a199 }}"), expect!["no SQL: an expression is missing"]);
}

#[test]
fn dialects_quote_their_own_way() {
    let fixture = Fixture::new("//- /models/m.rocky\nfrom t where a == \"it's\" select { qualify, b }");
    let body = hir::body(&fixture.db, fixture.file("models/m.rocky"));
    let mut all = String::new();
    for dialect in DialectKind::ALL {
        let sql = plan::print(&body, dialect, &plan::Substitutions::default()).unwrap();
        all += &format!("{dialect}: {}\n", sql.replace('\n', " "));
    }
    expect![[r#"
        DuckDB: SELECT "qualify", b FROM t WHERE a = 'it''s'
        Databricks: SELECT qualify, b FROM t WHERE a = 'it\'s'
        Snowflake: SELECT "QUALIFY", b FROM t WHERE a = 'it''s'
        BigQuery: SELECT `qualify`, b FROM t WHERE a = 'it\'s'
        Trino: SELECT qualify, b FROM t WHERE a = 'it''s'
    "#]]
    .assert_eq(&all);
}
