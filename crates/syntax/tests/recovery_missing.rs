//! Text from which a word or a bracket is missing: the message stands where it is missing, and names it.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/outline.rs"]
mod outline;

use expect_test::expect;
use outline::check;

#[test]
fn clauses_without_their_word() {
    check(
        "SELECT a, b orders JOIN u USING (a) WHERE a > 1",
        expect![[r#"
        SELECT a, b «orders» JOIN u USING (a) WHERE a > 1
          expected `,` or `FROM` after `b` in the select list, found `orders`
          fix: SELECT a, b FROM orders JOIN u USING (a) WHERE a > 1
        QUERY_STATEMENT SELECT a, b orders JOIN u USING (a) WHERE a > 1
          SELECT_CLAUSE SELECT a, b
            SELECT_ITEM a
            SELECT_ITEM b
          FROM_CLAUSE orders JOIN u USING (a)
            JOIN_TABLE orders JOIN u USING (a)
              NAMED_TABLE orders
              NAMED_TABLE u
          WHERE_CLAUSE WHERE a > 1
    "#]],
    );
    check(
        "SELECT count(*) range(10)",
        expect![[r#"
        SELECT count(*) «range»(10)
          expected `,` or `FROM` after `)` in the select list, found `range`
          fix: SELECT count(*) FROM range(10)
        QUERY_STATEMENT SELECT count(*) range(10)
          SELECT_CLAUSE SELECT count(*)
            SELECT_ITEM count(*)
          FROM_CLAUSE range(10)
            FUNCTION_TABLE range(10)
    "#]],
    );
    check(
        "SELECT a FROM t a > 1 ORDER BY a",
        expect![[r#"
        SELECT a FROM t «a» > 1 ORDER BY a
          expected `WHERE` after `t` in FROM, found `a`
          fix: SELECT a FROM t WHERE a > 1 ORDER BY a
        QUERY_STATEMENT SELECT a FROM t a > 1 ORDER BY a
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE a > 1
          ORDER_BY_CLAUSE ORDER BY a
    "#]],
    );
    check(
        "SELECT a FROM t AS x u.v AS y ON x.a = y.a WHERE b",
        expect![[r#"
        SELECT a FROM t AS x «u».v AS y ON x.a = y.a WHERE b
          expected `JOIN` after `x` in FROM, found `u`
          fix: SELECT a FROM t AS x JOIN u.v AS y ON x.a = y.a WHERE b
        QUERY_STATEMENT SELECT a FROM t AS x u.v AS y ON x.a = y.a WHERE b
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t AS x u.v AS y ON x.a = y.a
            NAMED_TABLE t AS x
            NAMED_TABLE u.v AS y
            JOIN_ON ON x.a = y.a
          WHERE_CLAUSE WHERE b
    "#]],
    );
    check(
        "a, b FROM t WHERE c",
        expect![[r#"
        «a», b FROM t WHERE c
          expected `SELECT` in the query, found `a`
          fix: SELECT a, b FROM t WHERE c
        QUERY_STATEMENT a, b FROM t WHERE c
          SELECT_CLAUSE a, b
            SELECT_ITEM a
            SELECT_ITEM b
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE c
    "#]],
    );
    check(
        "SELECT a FROM t BY a",
        expect![[r#"
        SELECT a FROM t «BY» a
          expected `GROUP` or `ORDER` after `t` in FROM, found `BY`
          fix: SELECT a FROM t GROUP BY a
        QUERY_STATEMENT SELECT a FROM t BY a
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t BY a
            NAMED_TABLE t
            ERROR BY a
    "#]],
    );
    check(
        "SELECT x FROM (a FROM t) AS u",
        expect![[r#"
        SELECT x FROM («a» FROM t) AS u
          expected `SELECT` after `(` in the query, found `a`
          fix: SELECT x FROM (SELECT a FROM t) AS u
        QUERY_STATEMENT SELECT x FROM (a FROM t) AS u
          SELECT_CLAUSE SELECT x
            SELECT_ITEM x
          FROM_CLAUSE FROM (a FROM t) AS u
            SUBQUERY_TABLE (a FROM t) AS u
              SELECT_CLAUSE a
                SELECT_ITEM a
              FROM_CLAUSE FROM t
                NAMED_TABLE t
    "#]],
    );
    check(
        "WITH c AS (SELECT 1 SELECT 2) SELECT * FROM c",
        expect![[r#"
        WITH c AS (SELECT 1 «SELECT» 2) SELECT * FROM c
          expected `UNION`, `INTERSECT` or `EXCEPT` after `1` in WITH, found `SELECT`
          fix: WITH c AS (SELECT 1 UNION ALL SELECT 2) SELECT * FROM c
        QUERY_STATEMENT WITH c AS (SELECT 1 SELECT 2) SELECT * FROM c
          WITH_CLAUSE WITH c AS (SELECT 1 SELECT 2)
            CTE c AS (SELECT 1 SELECT 2)
              SELECT_CLAUSE SELECT 1
                SELECT_ITEM 1
              SELECT_CLAUSE SELECT 2
                SELECT_ITEM 2
          SELECT_CLAUSE SELECT *
            SELECT_ITEM *
          FROM_CLAUSE FROM c
            NAMED_TABLE c
    "#]],
    );
}

#[test]
fn brackets_without_a_partner() {
    check(
        "SELECT min a), max(b) FROM t",
        expect![[r#"
        SELECT min «a»), max(b) FROM t
          expected `(` after `min` in the select list, found `a`
          fix: SELECT min( a), max(b) FROM t
        QUERY_STATEMENT SELECT min a), max(b) FROM t
          SELECT_CLAUSE SELECT min a), max(b)
            SELECT_ITEM min a)
            SELECT_ITEM max(b)
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT a FROM t WHERE a IN 1, 2)",
        expect![[r#"
        SELECT a FROM t WHERE a IN «1», 2)
          expected `(` after `IN` in WHERE, found `1`
          fix: SELECT a FROM t WHERE a IN( 1, 2)
        QUERY_STATEMENT SELECT a FROM t WHERE a IN 1, 2)
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE a IN 1, 2)
    "#]],
    );
    check(
        "SELECT list_sum(1, 2]) FROM t",
        expect![[r#"
        SELECT list_sum(«1», 2]) FROM t
          expected `[` after `(` in the arguments, found `1`
          fix: SELECT list_sum([1, 2]) FROM t
        QUERY_STATEMENT SELECT list_sum(1, 2]) FROM t
          SELECT_CLAUSE SELECT list_sum(1, 2])
            SELECT_ITEM list_sum(1, 2])
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT (round(a, 2) AS b, c FROM t",
        expect![[r#"
        SELECT (round(a, 2) «AS» b, c FROM t
          expected `)` for the `(` after `)` in the select list, found `AS`
          fix: SELECT (round(a, 2)) AS b, c FROM t
        QUERY_STATEMENT SELECT (round(a, 2) AS b, c FROM t
          SELECT_CLAUSE SELECT (round(a, 2) AS b, c
            SELECT_ITEM (round(a, 2) AS b
            SELECT_ITEM c
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT count(*, b FROM t",
        expect![[r#"
        SELECT count(*«,» b FROM t
          expected `)` for the `(` after `*` in the select list, found `,`
          fix: SELECT count(*), b FROM t
        QUERY_STATEMENT SELECT count(*, b FROM t
          SELECT_CLAUSE SELECT count(*, b
            SELECT_ITEM count(*
            SELECT_ITEM b
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT a FROM t) WHERE b",
        expect![[r#"
            SELECT a FROM t«)» WHERE b
              this `)` closes nothing
              fix: SELECT a FROM t WHERE b
            QUERY_STATEMENT SELECT a FROM t) WHERE b
              SELECT_CLAUSE SELECT a
                SELECT_ITEM a
              FROM_CLAUSE FROM t
                NAMED_TABLE t
              ERROR )
              WHERE_CLAUSE WHERE b
        "#]],
    );
    check(
        "SELECT rank() OVER PARTITION BY a) FROM t",
        expect![[r#"
        SELECT rank() OVER «PARTITION» BY a) FROM t
          expected `(` after `OVER` in the select list, found `PARTITION`
          fix: SELECT rank() OVER( PARTITION BY a) FROM t
        QUERY_STATEMENT SELECT rank() OVER PARTITION BY a) FROM t
          SELECT_CLAUSE SELECT rank() OVER PARTITION BY a)
            SELECT_ITEM rank() OVER PARTITION BY a)
              OVER_CLAUSE OVER PARTITION BY a)
                PARTITION_BY_CLAUSE PARTITION BY a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
}

#[test]
fn calls_without_their_name() {
    check(
        "SELECT (a AS INT), b FROM t",
        expect![[r#"
        SELECT «(»a AS INT), b FROM t
          expected `CAST` before `(`
          fix: SELECT CAST(a AS INT), b FROM t
        QUERY_STATEMENT SELECT (a AS INT), b FROM t
          SELECT_CLAUSE SELECT (a AS INT), b
            SELECT_ITEM (a AS INT)
            SELECT_ITEM b
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT (year FROM d) FROM t",
        expect![[r#"
        SELECT «(»year FROM d) FROM t
          expected `EXTRACT` before `(`
          fix: SELECT EXTRACT(year FROM d) FROM t
        QUERY_STATEMENT SELECT (year FROM d) FROM t
          SELECT_CLAUSE SELECT (year FROM d)
            SELECT_ITEM (year FROM d)
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT rank() (ORDER BY a) FROM t",
        expect![[r#"
        SELECT rank() «(»ORDER BY a) FROM t
          expected `OVER` after `)` in the select list, found `(`
          fix: SELECT rank() OVER (ORDER BY a) FROM t
        QUERY_STATEMENT SELECT rank() (ORDER BY a) FROM t
          SELECT_CLAUSE SELECT rank() (ORDER BY a)
            SELECT_ITEM rank() (ORDER BY a)
              OVER_CLAUSE (ORDER BY a)
                ORDER_BY_CLAUSE ORDER BY a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT (a) OVER () FROM t",
        expect![[r#"
        SELECT «(»a) OVER () FROM t
          expected a function's name before `(`
        QUERY_STATEMENT SELECT (a) OVER () FROM t
          SELECT_CLAUSE SELECT (a) OVER ()
            SELECT_ITEM (a) OVER ()
              OVER_CLAUSE OVER ()
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
}

#[test]
fn cases_half_typed() {
    check(
        "SELECT CASE WHEN a THEN 1 0 END FROM t",
        expect![[r#"
        SELECT CASE WHEN a THEN 1 «0» END FROM t
          expected `ELSE` or `END` after `1` in CASE, found `0`
          fix: SELECT CASE WHEN a THEN 1 ELSE 0 END FROM t
        QUERY_STATEMENT SELECT CASE WHEN a THEN 1 0 END FROM t
          SELECT_CLAUSE SELECT CASE WHEN a THEN 1 0 END
            SELECT_ITEM CASE WHEN a THEN 1 0 END
              CASE_EXPR CASE WHEN a THEN 1 0 END
                ELSE_CLAUSE 0
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT CASE a THEN 1 END FROM t",
        expect![[r#"
            SELECT CASE «a» THEN 1 END FROM t
              expected `WHEN` before the first condition of CASE
              fix: SELECT CASE WHEN a THEN 1 END FROM t
            QUERY_STATEMENT SELECT CASE a THEN 1 END FROM t
              SELECT_CLAUSE SELECT CASE a THEN 1 END
                SELECT_ITEM CASE a THEN 1 END
                  CASE_EXPR CASE a THEN 1 END
              FROM_CLAUSE FROM t
                NAMED_TABLE t
        "#]],
    );
    check(
        "SELECT f(WHEN a THEN 1 END) FROM t",
        expect![[r#"
            SELECT f(«WHEN» a THEN 1 END) FROM t
              expected `CASE` after `(` in the arguments, found `WHEN`
              fix: SELECT f(CASE WHEN a THEN 1 END) FROM t
            QUERY_STATEMENT SELECT f(WHEN a THEN 1 END) FROM t
              SELECT_CLAUSE SELECT f(WHEN a THEN 1 END)
                SELECT_ITEM f(WHEN a THEN 1 END)
                  CASE_EXPR WHEN a THEN 1 END
              FROM_CLAUSE FROM t
                NAMED_TABLE t
        "#]],
    );
    check(
        "SELECT CASE WHEN a 4 THEN 1 END FROM t",
        expect![[r#"
        SELECT CASE WHEN a «4» THEN 1 END FROM t
          expected `THEN` after `a` in CASE, found `4`
        QUERY_STATEMENT SELECT CASE WHEN a 4 THEN 1 END FROM t
          SELECT_CLAUSE SELECT CASE WHEN a 4 THEN 1 END
            SELECT_ITEM CASE WHEN a 4 THEN 1 END
              CASE_EXPR CASE WHEN a 4 THEN 1 END
                ERROR 4
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
}

#[test]
fn items_without_their_beginning() {
    check(
        "SELECT a, .b AS c FROM t",
        expect![[r#"
        SELECT a, «.»b AS c FROM t
          expected an expression after `,` in the select list, found `.`
        QUERY_STATEMENT SELECT a, .b AS c FROM t
          SELECT_CLAUSE SELECT a, .b AS c
            SELECT_ITEM a
            SELECT_ITEM .b AS c
              ERROR .b
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT AS a, b FROM t",
        expect![[r#"
            SELECT «AS» a, b FROM t
              expected an expression after `SELECT`, found `AS`
            QUERY_STATEMENT SELECT AS a, b FROM t
              SELECT_CLAUSE SELECT AS a, b
                SELECT_ITEM AS a
                SELECT_ITEM b
              FROM_CLAUSE FROM t
                NAMED_TABLE t
        "#]],
    );
    check(
        "SELECT a FROM t, AS u JOIN v ON u.a = v.a",
        expect![[r#"
        SELECT a FROM t, «AS» u JOIN v ON u.a = v.a
          expected a table after `,` in FROM, found `AS`
        QUERY_STATEMENT SELECT a FROM t, AS u JOIN v ON u.a = v.a
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t, AS u JOIN v ON u.a = v.a
            NAMED_TABLE t
            JOIN_TABLE AS u JOIN v ON u.a = v.a
              NAMED_TABLE AS u
              NAMED_TABLE v
              JOIN_ON ON u.a = v.a
    "#]],
    );
}

#[test]
fn two_mistakes_in_two_clauses() {
    check(
        "SELECT a, FROM t JOIN u ON WHERE b =  GROUP BY",
        expect![[r#"
        SELECT a, FROM t JOIN u ON «WHERE» b =  GROUP BY
          expected a condition after `ON`, found `WHERE`
        SELECT a, FROM t JOIN u ON WHERE b =  «GROUP» BY
          expected an expression after `=` in WHERE, found `GROUP`
        SELECT a, FROM t JOIN u ON WHERE b =  GROUP «BY»
          expected an expression after `BY`, found the end of the text
        QUERY_STATEMENT SELECT a, FROM t JOIN u ON WHERE b =  GROUP BY
          SELECT_CLAUSE SELECT a,
            SELECT_ITEM a
          FROM_CLAUSE FROM t JOIN u ON
            JOIN_TABLE t JOIN u ON
              NAMED_TABLE t
              NAMED_TABLE u
              JOIN_ON ON
          WHERE_CLAUSE WHERE b =
          GROUP_BY_CLAUSE GROUP BY
    "#]],
    );
    check(
        "SELECT f(a FROM WHERE x = 'y ORDER BY",
        expect![[r#"
        SELECT f(a «FROM» WHERE x = 'y ORDER BY
          expected `)` for the `(` after `a` in the select list, found `FROM`
          fix: SELECT f(a) FROM WHERE x = 'y ORDER BY
        SELECT f(a FROM «WHERE» x = 'y ORDER BY
          expected a table after `FROM`, found `WHERE`
        SELECT f(a FROM WHERE x = «'y ORDER BY»
          this string is never closed: add `'`
          fix: SELECT f(a FROM WHERE x = 'y ORDER BY'
        QUERY_STATEMENT SELECT f(a FROM WHERE x = 'y ORDER BY
          SELECT_CLAUSE SELECT f(a
            SELECT_ITEM f(a
          FROM_CLAUSE FROM
          WHERE_CLAUSE WHERE x = 'y ORDER BY
    "#]],
    );
}

#[test]
fn a_type_broken_off_before_its_braces() {
    outline::check_in(
        base::DialectKind::BigQuery,
        "SELECT STRUCT<a INT64 using 64> {a: 1}",
        expect![[r#"
            SELECT STRUCT<a INT64 «using» 64> {a: 1}
              expected `>` for the `<` after `INT64` in the select list, found `using`
              fix: SELECT STRUCT<a INT64> using 64> {a: 1}
            QUERY_STATEMENT SELECT STRUCT<a INT64 
              SELECT_CLAUSE SELECT STRUCT<a INT64 
                SELECT_ITEM STRUCT<a INT64 
            ERROR using 64> {a: 1}
        "#]],
    );
}

/// Found by the fuzzer: a word that is no type between a parameter and its arrow.
#[test]
fn typed_lambdas_without_their_type() {
    outline::check_in(
        base::DialectKind::Snowflake,
        "SELECT f(b, x join -> 1), c FROM t",
        expect![[r#"
        SELECT f(b, x «join» -> 1), c FROM t
          expected a type after `x` in the arguments, found `join`
        QUERY_STATEMENT SELECT f(b, x
          SELECT_CLAUSE SELECT f(b, x
            SELECT_ITEM f(b, x
        ERROR join -> 1), c FROM t
    "#]],
    );
}
