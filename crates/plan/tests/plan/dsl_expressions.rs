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
    // A window sees what was derived before.
    check(
        "from t derive { day: date(at), net: a - b } derive { r: rank() over (partition day, sort -net) }",
        expect![[r#"
            SELECT *, DATE("at") AS day, a - b AS net, RANK() OVER (PARTITION BY DATE("at") ORDER BY a - b DESC) AS r
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
fn a_filter_on_a_window_function_comes_behind_it() {
    let ranked = "from t derive { r: row_number() over (partition k, sort -x) }";
    check(
        &format!("{ranked} where a > 1 where r == 1 where r < 9 select {{ k }}"),
        expect![[r#"
        SELECT k
        FROM t
        WHERE a > 1
        QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY x DESC) = 1 AND ROW_NUMBER() OVER (PARTITION BY k ORDER BY x DESC) < 9"#]],
    );
    check(
        "from t group k { n: count() } where n > 1 where rank() over (sort -n) <= 3",
        expect![[r#"
        SELECT k, COUNT(*) AS n
        FROM t
        GROUP BY k
        HAVING COUNT(*) > 1
        QUALIFY RANK() OVER (ORDER BY COUNT(*) DESC) <= 3"#]],
    );
    expect![[r#"
        DuckDB: SELECT k FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY x DESC) = 1
        Databricks: SELECT k FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY x DESC) = 1
        Snowflake: SELECT k FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY x DESC) = 1
        BigQuery: SELECT k FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY x DESC) = 1
        Trino: no SQL: Trino has no QUALIFY: give the pipeline up to the window function a name with `let`, read from that, and filter there
    "#]].assert_eq(&dialects(&format!("{ranked} where r == 1 select {{ k }}")));
}

#[test]
fn keys_that_were_derived() {
    check(
        "from t derive { month: date_trunc('month', at) } group month { n: count() } where month > @2025-01-01 sort month",
        expect![[r#"
            SELECT DATE_TRUNC('month', "at") AS month, COUNT(*) AS n
            FROM t
            GROUP BY DATE_TRUNC('month', "at")
            HAVING DATE_TRUNC('month', "at") > DATE '2025-01-01'
            ORDER BY month"#]],
    );
    check(
        "from t derive { m: a % 2 } group m, k { n: count() } derive { share: n / m } select { m, share } sort n",
        expect![[r#"
            SELECT a % 2 AS m, COUNT(*) / (a % 2) AS share
            FROM t
            GROUP BY a % 2, k
            ORDER BY COUNT(*)"#]],
    );
}

#[test]
fn patterns_that_are_null() {
    check(
        "from t derive { x: match a { null => 1, != null => 2, < null => 3 } }",
        expect![[r#"
        SELECT *, CASE WHEN a IS NULL THEN 1 WHEN a IS NOT NULL THEN 2 WHEN a < NULL THEN 3 END AS x
        FROM t"#]],
    );
}

/// The SQL of a DSL text in each dialect, a line each.
fn dialects(dsl: &str) -> String {
    let fixture = Fixture::new(&format!("//- /models/m.rocky\n{dsl}"));
    let body = hir::body(&fixture.db, fixture.file("models/m.rocky"));
    let mut all = String::new();
    for dialect in DialectKind::ALL {
        let printed = plan::print(&body, dialect, &plan::Substitutions::default());
        let sql = printed.unwrap_or_else(|error| format!("no SQL: {}", error.reason));
        all += &format!("{dialect}: {}\n", sql.replace('\n', " "));
    }
    all
}

#[test]
fn dialects_have_their_own_timestamps() {
    expect![[r#"
        DuckDB: SELECT * FROM t WHERE a = DATE '2025-01-31' AND b = TIMESTAMP '2025-01-31 10:00:00' AND c = TIMESTAMPTZ '2025-01-31 10:00:00.5+00:00' AND d = TIMESTAMPTZ '2025-01-31 10:00:00-01:30'
        Databricks: SELECT * FROM t WHERE a = DATE '2025-01-31' AND b = TIMESTAMP '2025-01-31 10:00:00' AND c = TIMESTAMP '2025-01-31 10:00:00.5+00:00' AND d = TIMESTAMP '2025-01-31 10:00:00-01:30'
        Snowflake: SELECT * FROM t WHERE a = DATE '2025-01-31' AND b = TIMESTAMP '2025-01-31 10:00:00' AND c = CAST('2025-01-31 10:00:00.5+00:00' AS TIMESTAMP_TZ) AND d = CAST('2025-01-31 10:00:00-01:30' AS TIMESTAMP_TZ)
        BigQuery: SELECT * FROM t WHERE a = DATE '2025-01-31' AND b = TIMESTAMP '2025-01-31 10:00:00' AND c = TIMESTAMP '2025-01-31 10:00:00.5+00:00' AND d = TIMESTAMP '2025-01-31 10:00:00-01:30'
        Trino: SELECT * FROM t WHERE a = DATE '2025-01-31' AND b = TIMESTAMP '2025-01-31 10:00:00' AND c = TIMESTAMP '2025-01-31 10:00:00.5 +00:00' AND d = TIMESTAMP '2025-01-31 10:00:00 -01:30'
    "#]].assert_eq(&dialects(
        "from t where a == @2025-01-31 and b == @2025-01-31T10:00 and c == @2025-01-31T10:00:00.5Z and d == @2025-01-31T10:00:00-0130",
    ));
    // What analysis takes them for is what is printed.
    check(
        "from t where a == @2025-01-31T10:00:00 and b == @2025-01-31T10:00:00Z and c == @2025-01-31T10:00+02",
        expect![[r#"
            SELECT *
            FROM t
            WHERE a = TIMESTAMP '2025-01-31 10:00:00' AND b = TIMESTAMPTZ '2025-01-31 10:00:00+00:00' AND c = TIMESTAMPTZ '2025-01-31 10:00:00+02:00'"#]],
    );
}

#[test]
fn dialects_have_their_own_strings_names_and_functions() {
    expect![[r#"
        DuckDB: SELECT * FROM t WHERE a = 'back\slash "and" tab' OR b = 'it''s next'
        Databricks: SELECT * FROM t WHERE a = 'back\\slash "and" tab' OR b = 'it\'s\nnext'
        Snowflake: SELECT * FROM t WHERE a = 'back\\slash "and" tab' OR b = 'it''s next'
        BigQuery: SELECT * FROM t WHERE a = 'back\\slash "and" tab' OR b = 'it\'s\nnext'
        Trino: SELECT * FROM t WHERE a = 'back\slash "and" tab' OR b = 'it''s next'
    "#]]
    .assert_eq(&dialects("from t where a == 'back\\slash \"and\" tab' or b == \"it's\nnext\""));
    expect![[r#"
        DuckDB: SELECT order_, "qualify", "tablesample", größe, a$b, date, user FROM t
        Databricks: SELECT order_, qualify, `tablesample`, `größe`, `a$b`, date, `user` FROM t
        Snowflake: SELECT order_, "QUALIFY", "TABLESAMPLE", "GRÖSSE", a$b, date, user FROM t
        BigQuery: SELECT order_, `qualify`, `tablesample`, `größe`, `a$b`, date, user FROM t
        Trino: SELECT order_, qualify, tablesample, "größe", "a$b", date, user FROM t
    "#]]
    .assert_eq(&dialects("from t select { order_, qualify, tablesample, größe, a$b, date, user }"));
    expect![[r#"
        DuckDB: SELECT * FROM t WHERE a IS DISTINCT FROM b AND (NOT c) = d AND e % 2 % 3 = 0 AND f * (g % 2) > 1
        Databricks: SELECT * FROM t WHERE a IS DISTINCT FROM b AND (NOT c) = d AND e % 2 % 3 = 0 AND f * (g % 2) > 1
        Snowflake: SELECT * FROM t WHERE a IS DISTINCT FROM b AND (NOT c) = d AND e % 2 % 3 = 0 AND f * (g % 2) > 1
        BigQuery: SELECT * FROM t WHERE a IS DISTINCT FROM b AND (NOT c) = d AND MOD(MOD(e, 2), 3) = 0 AND f * MOD(g, 2) > 1
        Trino: SELECT * FROM t WHERE a IS DISTINCT FROM b AND (NOT c) = d AND e % 2 % 3 = 0 AND f * (g % 2) > 1
    "#]].assert_eq(&dialects("from t where a != b and not c == d and e % 2 % 3 == 0 and f * (g % 2) > 1"));
    expect![[r#"
        DuckDB: SELECT k, COUNT(*) AS n, SUM(x) AS s FROM t GROUP BY k HAVING COUNT(*) > 1 AND SUM(x) > 2 ORDER BY s
        Databricks: SELECT k, COUNT(*) AS n, SUM(x) AS s FROM t GROUP BY k HAVING COUNT(*) > 1 AND SUM(x) > 2 ORDER BY s
        Snowflake: SELECT k, COUNT(*) AS n, SUM(x) AS s FROM t GROUP BY k HAVING COUNT(*) > 1 AND SUM(x) > 2 ORDER BY s
        BigQuery: SELECT k, COUNT(*) AS n, SUM(x) AS s FROM t GROUP BY k HAVING COUNT(*) > 1 AND SUM(x) > 2 ORDER BY s
        Trino: SELECT k, COUNT(*) AS n, SUM(x) AS s FROM t GROUP BY k HAVING COUNT(*) > 1 AND SUM(x) > 2 ORDER BY s
    "#]].assert_eq(&dialects("from t group k { n: count(), s: sum(x) } where n > 1 and s > 2 sort s"));
    expect![[r#"
        DuckDB: SELECT *, tools.myFunction(a) AS x, COUNT(*) OVER (PARTITION BY a) AS n FROM t
        Databricks: SELECT *, tools.myFunction(a) AS x, COUNT(*) OVER (PARTITION BY a) AS n FROM t
        Snowflake: SELECT *, tools.myFunction(a) AS x, COUNT(*) OVER (PARTITION BY a) AS n FROM t
        BigQuery: SELECT *, tools.myFunction(a) AS x, COUNT(*) OVER (PARTITION BY a) AS n FROM t
        Trino: SELECT *, tools.myFunction(a) AS x, COUNT(*) OVER (PARTITION BY a) AS n FROM t
    "#]]
    .assert_eq(&dialects("from t derive { x: tools.myFunction(a), n: count() over (partition a) }"));
}

#[test]
fn long_chains_of_one_operator_do_not_recurse() {
    let chain = format!("a{}", " % b".repeat(2_000));
    let sql = dialects(&format!("from t select {{ a }} where {chain} == 1"));
    assert_eq!(sql.matches("MOD(").count(), 2_000);
    let mixed = format!("a{}", " % b * c".repeat(1_000));
    let sql = dialects(&format!("from t select {{ a }} where {mixed} == 1"));
    assert!(sql.contains("BigQuery: no SQL: more than 200 remainders are made of each other"), "{sql}");
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
