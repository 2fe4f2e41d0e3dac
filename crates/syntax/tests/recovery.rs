//! Half-typed SQL: what is missing is reported once, at its place, and the rest keeps its tree.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/outline.rs"]
mod outline;

use base::DialectKind;
use expect_test::expect;
use outline::{check, check_in};

#[test]
fn an_expression_is_missing() {
    check(
        "SELECT a FROM t WHERE x =",
        expect![[r#"
            SELECT a FROM t WHERE x «=»
              expected an expression after `=` in WHERE, found the end of the text
            QUERY_STATEMENT SELECT a FROM t WHERE x =
              SELECT_CLAUSE SELECT a
                SELECT_ITEM a
              FROM_CLAUSE FROM t
                NAMED_TABLE t
              WHERE_CLAUSE WHERE x =
        "#]],
    );
    check(
        "SELECT a FROM t WHERE x = GROUP BY a",
        expect![[r#"
        SELECT a FROM t WHERE x = «GROUP» BY a
          expected an expression after `=` in WHERE, found `GROUP`
        QUERY_STATEMENT SELECT a FROM t WHERE x = GROUP BY a
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE x =
          GROUP_BY_CLAUSE GROUP BY a
    "#]],
    );
    check(
        "SELECT FROM t",
        expect![[r#"
        SELECT «FROM» t
          expected an expression after `SELECT`, found `FROM`
        QUERY_STATEMENT SELECT FROM t
          SELECT_CLAUSE SELECT
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT a, , b FROM t",
        expect![[r#"
        SELECT a, «,» b FROM t
          expected an expression after `,` in the select list, found `,`
        QUERY_STATEMENT SELECT a, , b FROM t
          SELECT_CLAUSE SELECT a, , b
            SELECT_ITEM a
            SELECT_ITEM b
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT a FROM t WHERE a > AND b < 3",
        expect![[r#"
        SELECT a FROM t WHERE a > «AND» b < 3
          expected an expression after `>` in WHERE, found `AND`
        QUERY_STATEMENT SELECT a FROM t WHERE a > AND b < 3
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE a > AND b < 3
    "#]],
    );
    check(
        "SELECT t. FROM t",
        expect![[r#"
        SELECT t. «FROM» t
          expected a column name after `.` in the select list, found `FROM`
        QUERY_STATEMENT SELECT t. FROM t
          SELECT_CLAUSE SELECT t.
            SELECT_ITEM t.
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
}

#[test]
fn a_comma_behind_the_last_item() {
    check(
        "SELECT a, FROM t",
        expect![[r#"
        QUERY_STATEMENT SELECT a, FROM t
          SELECT_CLAUSE SELECT a,
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check_in(
        DialectKind::Trino,
        "SELECT a, FROM t",
        expect![[r#"
        SELECT a«,» FROM t
          expected an expression after `,` in the select list, found `FROM`
          fix: SELECT a FROM t
        QUERY_STATEMENT SELECT a, FROM t
          SELECT_CLAUSE SELECT a,
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT a FROM t ORDER BY a,",
        expect![[r#"
        SELECT a FROM t ORDER BY a«,»
          expected an expression after `,` in ORDER BY, found the end of the text
          fix: SELECT a FROM t ORDER BY a
        QUERY_STATEMENT SELECT a FROM t ORDER BY a,
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          ORDER_BY_CLAUSE ORDER BY a,
    "#]],
    );
    check(
        "WITH x AS (SELECT 1), SELECT * FROM x",
        expect![[r#"
        WITH x AS (SELECT 1)«,» SELECT * FROM x
          expected a name for the common table expression after `,` in WITH, found `SELECT`
          fix: WITH x AS (SELECT 1) SELECT * FROM x
        QUERY_STATEMENT WITH x AS (SELECT 1), SELECT * FROM x
          WITH_CLAUSE WITH x AS (SELECT 1),
            CTE x AS (SELECT 1)
              SELECT_CLAUSE SELECT 1
                SELECT_ITEM 1
          SELECT_CLAUSE SELECT *
            SELECT_ITEM *
          FROM_CLAUSE FROM x
            NAMED_TABLE x
    "#]],
    );
}

#[test]
fn joins_half_typed() {
    check(
        "SELECT a FROM t JOIN u ON",
        expect![[r#"
        SELECT a FROM t JOIN u «ON»
          expected a condition after `ON`, found the end of the text
        QUERY_STATEMENT SELECT a FROM t JOIN u ON
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t JOIN u ON
            JOIN_TABLE t JOIN u ON
              NAMED_TABLE t
              NAMED_TABLE u
              JOIN_ON ON
    "#]],
    );
    check(
        "SELECT a FROM t JOIN WHERE b = 1",
        expect![[r#"
        SELECT a FROM t JOIN «WHERE» b = 1
          expected a table after `JOIN`, found `WHERE`
        QUERY_STATEMENT SELECT a FROM t JOIN WHERE b = 1
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t JOIN
            JOIN_TABLE t JOIN
              NAMED_TABLE t
          WHERE_CLAUSE WHERE b = 1
    "#]],
    );
    check(
        "SELECT a FROM t JOIN u WHERE b = 1",
        expect![[r#"
        SELECT a FROM t JOIN u «WHERE» b = 1
          expected `ON` or `USING` after `u` in JOIN, found `WHERE`
        QUERY_STATEMENT SELECT a FROM t JOIN u WHERE b = 1
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t JOIN u
            JOIN_TABLE t JOIN u
              NAMED_TABLE t
              NAMED_TABLE u
          WHERE_CLAUSE WHERE b = 1
    "#]],
    );
    check(
        "SELECT a FROM t LEFT",
        expect![[r#"
        SELECT a FROM t «LEFT»
          expected `JOIN` after `LEFT` in FROM, found the end of the text
        QUERY_STATEMENT SELECT a FROM t LEFT
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t LEFT
            JOIN_TABLE t LEFT
              NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT a FROM WHERE b = 1",
        expect![[r#"
        SELECT a FROM «WHERE» b = 1
          expected a table after `FROM`, found `WHERE`
        QUERY_STATEMENT SELECT a FROM WHERE b = 1
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM
          WHERE_CLAUSE WHERE b = 1
    "#]],
    );
}

#[test]
fn nothing_is_closed() {
    check(
        "SELECT (a + b FROM t WHERE c = 1",
        expect![[r#"
            SELECT (a + b «FROM» t WHERE c = 1
              expected `)` for the `(` after `b` in the select list, found `FROM`
              fix: SELECT (a + b) FROM t WHERE c = 1
            QUERY_STATEMENT SELECT (a + b FROM t WHERE c = 1
              SELECT_CLAUSE SELECT (a + b
                SELECT_ITEM (a + b
              FROM_CLAUSE FROM t
                NAMED_TABLE t
              WHERE_CLAUSE WHERE c = 1
        "#]],
    );
    check(
        "SELECT count(a FROM t",
        expect![[r#"
            SELECT count(a «FROM» t
              expected `)` for the `(` after `a` in the select list, found `FROM`
              fix: SELECT count(a) FROM t
            QUERY_STATEMENT SELECT count(a FROM t
              SELECT_CLAUSE SELECT count(a
                SELECT_ITEM count(a
              FROM_CLAUSE FROM t
                NAMED_TABLE t
        "#]],
    );
    check(
        "SELECT * FROM (SELECT a FROM t",
        expect![[r#"
            SELECT * FROM (SELECT a FROM «t»
              expected `)` for the `(` after `t` in FROM, found the end of the text
              fix: SELECT * FROM (SELECT a FROM t)
            QUERY_STATEMENT SELECT * FROM (SELECT a FROM t
              SELECT_CLAUSE SELECT *
                SELECT_ITEM *
              FROM_CLAUSE FROM (SELECT a FROM t
                SUBQUERY_TABLE (SELECT a FROM t
                  SELECT_CLAUSE SELECT a
                    SELECT_ITEM a
                  FROM_CLAUSE FROM t
                    NAMED_TABLE t
        "#]],
    );
    check(
        "SELECT 'abc FROM t\nWHERE b = 1",
        expect![[r#"
        SELECT «'abc FROM t»
        WHERE b = 1
          this string is never closed: add `'`
          fix: SELECT 'abc FROM t'
        WHERE b = 1
        QUERY_STATEMENT SELECT 'abc FROM t WHERE b = 1
          SELECT_CLAUSE SELECT 'abc FROM t
            SELECT_ITEM 'abc FROM t
          WHERE_CLAUSE WHERE b = 1
    "#]],
    );
    check(
        "SELECT CASE WHEN a THEN 1 FROM t",
        expect![[r#"
            SELECT CASE WHEN a THEN 1 «FROM» t
              expected `END` for the `CASE` after `1` in CASE, found `FROM`
              fix: SELECT CASE WHEN a THEN 1 END FROM t
            QUERY_STATEMENT SELECT CASE WHEN a THEN 1 FROM t
              SELECT_CLAUSE SELECT CASE WHEN a THEN 1
                SELECT_ITEM CASE WHEN a THEN 1
                  CASE_EXPR CASE WHEN a THEN 1
              FROM_CLAUSE FROM t
                NAMED_TABLE t
        "#]],
    );
    check(
        "WITH x AS (SELECT 1 SELECT * FROM x",
        expect![[r#"
            WITH x AS (SELECT 1 «SELECT» * FROM x
              expected `)` for the `(` after `1` in WITH, found `SELECT`
              fix: WITH x AS (SELECT 1) SELECT * FROM x
            QUERY_STATEMENT WITH x AS (SELECT 1 SELECT * FROM x
              WITH_CLAUSE WITH x AS (SELECT 1
                CTE x AS (SELECT 1
                  SELECT_CLAUSE SELECT 1
                    SELECT_ITEM 1
              SELECT_CLAUSE SELECT *
                SELECT_ITEM *
              FROM_CLAUSE FROM x
                NAMED_TABLE x
        "#]],
    );
    check(
        "SELECT a /* why\nFROM t",
        expect![[r#"
        SELECT a «/* why
        FROM t»
          this comment is never closed: add `*/`
          fix: SELECT a /* why
        FROM t*/
        QUERY_STATEMENT SELECT a
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
    "#]],
    );
}
