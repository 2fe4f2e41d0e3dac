//! What each step of the DSL means in SQL (formats.md 2.11).

use crate::support::Fixture;
use base::DialectKind;
use expect_test::{Expect, expect};

/// Prints the SQL of a DSL text, and checks that this SQL means the same: read again, it has the same print.
pub(crate) fn check(dsl: &str, expect: Expect) {
    let printed = print("models/m.rocky", dsl);
    if let Ok(sql) = &printed {
        assert_eq!(print("models/m.sql", sql).as_ref(), Ok(sql), "read again");
    }
    expect.assert_eq(&printed.unwrap_or_else(|reason| format!("no SQL: {reason}")));
}

fn print(path: &str, text: &str) -> Result<String, String> {
    let fixture = Fixture::new(&format!("//- /{path}\n{text}"));
    let body = hir::body(&fixture.db, fixture.file(path));
    let printed = plan::print(&body, DialectKind::DuckDb, &plan::Substitutions::default());
    printed.map_err(|error| error.reason)
}

#[test]
fn the_example_of_the_specification() {
    check(
        "from orders as o
where status != \"x\"
derive { net: amt - fee }
group cust { total: sum(net), n: count() }
where n > 1
sort total desc
take 10",
        expect![[r#"
            SELECT cust, SUM(amt - fee) AS total, COUNT(*) AS n
            FROM orders AS o
            WHERE status IS DISTINCT FROM 'x'
            GROUP BY cust
            HAVING COUNT(*) > 1
            ORDER BY total DESC
            LIMIT 10"#]],
    );
}

#[test]
fn from() {
    check(
        "from orders",
        expect![[r#"
        SELECT *
        FROM orders"#]],
    );
    check(
        "from raw.orders as o",
        expect![[r#"
        SELECT *
        FROM raw.orders AS o"#]],
    );
    check(
        "from a.b.c | distinct",
        expect![[r#"
        SELECT DISTINCT *
        FROM a.b.c"#]],
    );
}

#[test]
fn where_terms_are_whole() {
    check(
        "from t where a == 1 or b == 2 where c == 3 or d == 4",
        expect![[r#"
        SELECT *
        FROM t
        WHERE (a = 1 OR b = 2) AND (c = 3 OR d = 4)"#]],
    );
    check(
        "from t where a == 1 and b == 2 where c == 3",
        expect![[r#"
        SELECT *
        FROM t
        WHERE a = 1 AND b = 2 AND c = 3"#]],
    );
}

#[test]
fn where_behind_a_group_is_having() {
    check(
        "from t where a > 0 group k { n: count() } where n > 1 where k == 2",
        expect![[r#"
        SELECT k, COUNT(*) AS n
        FROM t
        WHERE a > 0
        GROUP BY k
        HAVING COUNT(*) > 1 AND k = 2"#]],
    );
}

#[test]
fn group() {
    check(
        "from t group a, b { n: count(), s: sum(x) }",
        expect![[r#"
        SELECT a, b, COUNT(*) AS n, SUM(x) AS s
        FROM t
        GROUP BY a, b"#]],
    );
    check(
        "from t group { n: count() }",
        expect![[r#"
        SELECT COUNT(*) AS n
        FROM t"#]],
    );
    // Within the list the name is the column; behind it, it is the aggregate.
    check(
        "from t group k { x: sum(x), y: max(x) } where x > 1",
        expect![[r#"
        SELECT k, SUM(x) AS x, MAX(x) AS y
        FROM t
        GROUP BY k
        HAVING SUM(x) > 1"#]],
    );
    // A key that a step before derived is that; what it hides is the source's column only within it.
    check(
        "from t derive { k: upper(k) } group k { n: count() }",
        expect![[r#"
            SELECT UPPER(k) AS k, COUNT(*) AS n
            FROM t
            GROUP BY UPPER(k)"#]],
    );
}

#[test]
fn derive_before_a_group() {
    check(
        "from t derive { net: a - b } where net > 0 derive { double: net * 2 }",
        expect![[r#"
        SELECT *, a - b AS net, (a - b) * 2 AS double
        FROM t
        WHERE a - b > 0"#]],
    );
    check(
        "from t derive { net: a - b } group k { total: sum(net) }",
        expect![[r#"
        SELECT k, SUM(a - b) AS total
        FROM t
        GROUP BY k"#]],
    );
    // A definition does not see itself.
    check(
        "from t derive { a: a * 2 } derive { a: a + 1 } select { a }",
        expect![[r#"
        SELECT a * 2 + 1 AS a
        FROM t"#]],
    );
    check(
        "from t as x derive { net: a } where x.net > 0",
        expect![[r#"
        SELECT *, a AS net
        FROM t AS x
        WHERE x.net > 0"#]],
    );
}

#[test]
fn derive_behind_a_group() {
    check(
        "from t group k { s: sum(x), n: count() } derive { mean: s / n, half: mean / 2 }",
        expect![[r#"
        SELECT k, SUM(x) AS s, COUNT(*) AS n, SUM(x) / COUNT(*) AS mean, SUM(x) / COUNT(*) / 2 AS half
        FROM t
        GROUP BY k"#]],
    );
}

#[test]
fn select() {
    check(
        "from t derive { net: a - b } select { k, net, t.c }",
        expect![[r#"
        SELECT k, a - b AS net, t.c
        FROM t"#]],
    );
    check(
        "from t select { * }",
        expect![[r#"
        SELECT *
        FROM t"#]],
    );
    check(
        "from t group k { n: count() } select { n, k } sort n",
        expect![[r#"
        SELECT COUNT(*) AS n, k
        FROM t
        GROUP BY k
        ORDER BY n"#]],
    );
    check(
        "from t group k { n: count(), s: sum(x) } where s > 1 select { k } sort n desc",
        expect![[r#"
        SELECT k
        FROM t
        GROUP BY k
        HAVING SUM(x) > 1
        ORDER BY COUNT(*) DESC"#]],
    );
    check(
        "from t select { a } derive { b: a + 1 }",
        expect![[r#"
        SELECT a, a + 1 AS b
        FROM t"#]],
    );
}

#[test]
fn join() {
    check(
        "from orders as o join customers as c on customer_id",
        expect![[r#"
        SELECT *
        FROM orders AS o
        JOIN customers AS c ON o.customer_id = c.customer_id"#]],
    );
    check(
        "from raw.orders left join customers on a, b",
        expect![[r#"
        SELECT *
        FROM raw.orders
        LEFT JOIN customers ON orders.a = customers.a AND orders.b = customers.b"#]],
    );
    check(
        "from t cross join u right_join v on k full join w on k",
        expect![[r#"
        SELECT *
        FROM t
        CROSS JOIN u
        RIGHT JOIN v ON t.k = v.k
        FULL JOIN w ON t.k = w.k"#]],
    );
    check(
        "from t join u on k { keep u.x, y }",
        expect![[r#"
        SELECT u.x, y
        FROM t
        JOIN u ON t.k = u.k"#]],
    );
    check(
        "from t join u on k { keep x } group k { n: count() }",
        expect![[r#"
        SELECT x, k, COUNT(*) AS n
        FROM t
        JOIN u ON t.k = u.k
        GROUP BY k"#]],
    );
    check(
        "from t join u on k { keep x } select { a, x }",
        expect![[r#"
        SELECT a, x
        FROM t
        JOIN u ON t.k = u.k"#]],
    );
}

#[test]
fn sort_take_distinct() {
    check(
        "from t select { a, b } distinct sort a, b desc take 1_000",
        expect![[r#"
        SELECT DISTINCT a, b
        FROM t
        ORDER BY a, b DESC
        LIMIT 1000"#]],
    );
    // A name that is no output column any more.
    check(
        "from t derive { net: a - b } select { a } sort net desc",
        expect![[r#"
        SELECT a
        FROM t
        ORDER BY a - b DESC"#]],
    );
}

#[test]
fn replicate() {
    check(
        "from raw.orders where a > 1 replicate take 5",
        expect![[r#"
        SELECT *
        FROM raw.orders"#]],
    );
}

#[test]
fn let_bindings() {
    check(
        "let paid = from orders where status == \"paid\"
let totals = from paid group customer_id { total: sum(amount) }
from totals
join customers on customer_id
where total > 100",
        expect![[r#"
            WITH paid AS (
            SELECT *
            FROM orders
            WHERE status = 'paid'
            ),
            totals AS (
            SELECT customer_id, SUM(amount) AS total
            FROM paid
            GROUP BY customer_id
            )
            SELECT *
            FROM totals
            JOIN customers ON totals.customer_id = customers.customer_id
            WHERE total > 100"#]],
    );
}

#[test]
fn half_typed_texts_do_no_harm() {
    let mut all = String::new();
    for dsl in [
        "",
        "from",
        "from t where",
        "from t where a ==",
        "from t group",
        "from t group k {",
        "from t group k { n:",
        "from t group { : sum(x) }",
        "from t derive { x }",
        "from t select",
        "from t select { a, }",
        "from t join",
        "from t join u",
        "from t join u on",
        "join u on k",
        "from t sort",
        "from t take",
        "from t derive { x: match",
        "from t derive { x: match a {",
        "from t derive { x: match a { 1 =>",
        "from t derive { x: match a { _ => 1 } }",
        "from t derive { x: sum(y) over (",
        "from t derive { x: sum(y) over (rows",
        "let",
        "let x =",
        "let x = from t",
        "where a == 1",
        "| | |",
    ] {
        let printed = print("models/m.rocky", dsl);
        let outcome = printed.unwrap_or_else(|reason| format!("({reason})"));
        all += &format!("{dsl:?}: {}\n", outcome.replace('\n', " "));
    }
    expect![[r#"
        "": (the model has no query)
        "from": (a `from` or a `join` names no relation)
        "from t where": (an expression is missing)
        "from t where a ==": (an expression is missing)
        "from t group": (the select list has a gap)
        "from t group k {": SELECT k FROM t GROUP BY k
        "from t group k { n:": (an expression is missing)
        "from t group { : sum(x) }": (the select list has a gap)
        "from t derive { x }": (an expression is missing)
        "from t select": (the select list has a gap)
        "from t select { a, }": SELECT a FROM t
        "from t join": (a `from` or a `join` names no relation)
        "from t join u": (a join has no keys)
        "from t join u on": (a join has no keys)
        "join u on k": (a `from` or a `join` names no relation)
        "from t sort": (an expression is missing)
        "from t take": SELECT * FROM t
        "from t derive { x: match": (an expression could not be read)
        "from t derive { x: match a {": (an expression could not be read)
        "from t derive { x: match a { 1 =>": (an expression is missing)
        "from t derive { x: match a { _ => 1 } }": SELECT *, CASE WHEN TRUE THEN 1 END AS x FROM t
        "from t derive { x: sum(y) over (": SELECT *, SUM(y) OVER () AS x FROM t
        "from t derive { x: sum(y) over (rows": SELECT *, SUM(y) OVER (ROWS CURRENT ROW) AS x FROM t
        "let": (the query is missing)
        "let x =": (the query is missing)
        "let x = from t": (the query is missing)
        "where a == 1": (a `from` or a `join` names no relation)
        "| | |": (a `from` or a `join` names no relation)
    "#]]
    .assert_eq(&all);
}

#[test]
fn long_pipelines_do_not_recurse() {
    let terms = 1_000;
    let sql =
        print("models/m.rocky", &format!("from t{}", " where a == 1 or b == 2".repeat(5 * terms))).unwrap();
    assert_eq!(sql.matches("(a = 1 OR b = 2)").count(), 5 * terms);
    let sum = vec!["a"; terms].join(" + ");
    let sql = print("models/m.rocky", &format!("from t derive {{ x: {sum} }}")).unwrap();
    assert_eq!(sql.len(), format!("SELECT *, {sum} AS x\nFROM t").len());
    let joins: String = (0..5 * terms).map(|it| format!(" join m{it} on k")).collect();
    let sql = print("models/m.rocky", &format!("from t{joins}")).unwrap();
    assert_eq!(sql.matches("\nJOIN ").count(), 5 * terms);
}

/// What analysis says of a DSL model over `t (k, a, b)`.
fn findings(dsl: &str) -> Vec<String> {
    let source = "//- /models/t.toml\n//- /models/t.sql\nSELECT 1 AS k, 2 AS a, 3 AS b\n";
    let fixture = Fixture::new(&format!("{source}//- /models/m.toml\n//- /models/m.rocky\n{dsl}"));
    let findings = sema::findings(&fixture.db, fixture.file("models/m.rocky"));
    findings.iter().map(|it| format!("{}: {}", it.code, it.message)).collect()
}

#[test]
fn a_mistake_in_a_definition_is_one_mistake() {
    let dsl = "from t derive { x: nope + 1 } where x > 0 or x < 5 derive { y: x * 2 } select { x, y } sort x";
    expect![[r#"
        [
            "E003: `t` has no column `nope`",
        ]
    "#]]
    .assert_debug_eq(&findings(dsl));
    expect![[r#"
        [
            "E003: `t` has no column `nope`",
            "E003: `t` has no column `nope`",
        ]
    "#]]
    .assert_debug_eq(&findings("from t group nope { n: sum(nope) } where n > 1 derive { m: n / 2 }"));
    expect![[r#"
        [
            "E003: `x` has no column `nope`",
            "E003: `y` has no column `nope`",
            "E009: the output has a column `k` already; DuckDB calls this one `k_1`",
            "E009: the output has a column `a` already; DuckDB calls this one `a_1`",
            "E009: the output has a column `b` already; DuckDB calls this one `b_1`",
        ]
    "#]]
    .assert_debug_eq(&findings("from t as x join t as y on k, nope"));
}

#[test]
fn correct_models_have_no_findings() {
    for dsl in [
        "from t where a != 1 derive { net: a - b } group k { total: sum(net), n: count() } where n > 1 sort total desc",
        "from t group k { s: sum(a), n: count() } derive { mean: s / n } select { mean, k } sort s take 5",
        "let big = from t where a > 1\nfrom big as x join t as y on k { keep y.b } select { x.k, y.b }",
        "from t derive { r: row_number() over (partition k, sort -a) } select { k, r } sort r",
        "from t derive { tier: match a { > 5 => \"high\", _ => \"low\" } } group { n: max(tier) }",
        "from t join t as u on k { keep u.a } distinct",
        "from t replicate",
    ] {
        assert_eq!(findings(dsl), Vec::<String>::new(), "{dsl}");
    }
}
