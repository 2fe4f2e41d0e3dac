//! Words and brackets that are there twice, conditions without a word between, templates: each mistake is said once.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/outline.rs"]
mod outline;

use base::DialectKind;
use expect_test::expect;
use outline::{check, check_in};

#[test]
fn a_closing_parenthesis_too_many() {
    check(
        "SELECT a), b FROM t",
        expect![[r#"
        SELECT a«)», b FROM t
          this `)` closes nothing
          fix: SELECT a, b FROM t
        QUERY_STATEMENT SELECT a), b FROM t
          SELECT_CLAUSE SELECT a), b
            SELECT_ITEM a)
              ERROR )
            SELECT_ITEM b
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT coalesce(a, b)) AS c, d FROM t",
        expect![[r#"
        SELECT coalesce(a, b)«)» AS c, d FROM t
          this `)` closes nothing
          fix: SELECT coalesce(a, b) AS c, d FROM t
        QUERY_STATEMENT SELECT coalesce(a, b)) AS c, d FROM t
          SELECT_CLAUSE SELECT coalesce(a, b)) AS c, d
            SELECT_ITEM coalesce(a, b)) AS c
              ERROR )
            SELECT_ITEM d
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT a, b) FROM t WHERE a = 1",
        expect![[r#"
        SELECT a, b«)» FROM t WHERE a = 1
          this `)` closes nothing
          fix: SELECT a, b FROM t WHERE a = 1
        QUERY_STATEMENT SELECT a, b) FROM t WHERE a = 1
          SELECT_CLAUSE SELECT a, b
            SELECT_ITEM a
            SELECT_ITEM b
          ERROR )
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE a = 1
    "#]],
    );
}

#[test]
fn a_word_is_doubled() {
    check(
        "SELECT SELECT a FROM t",
        expect![[r#"
        SELECT «SELECT» a FROM t
          `SELECT` is written twice
          fix: SELECT  a FROM t
        QUERY_STATEMENT SELECT SELECT a FROM t
          SELECT_CLAUSE SELECT SELECT a
            ERROR SELECT
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT a FROM FROM t",
        expect![[r#"
        SELECT a FROM «FROM» t
          `FROM` is written twice
          fix: SELECT a FROM  t
        QUERY_STATEMENT SELECT a FROM FROM t
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM FROM t
            ERROR FROM
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT a FROM t WHERE WHERE a = 1",
        expect![[r#"
        SELECT a FROM t WHERE «WHERE» a = 1
          `WHERE` is written twice
          fix: SELECT a FROM t WHERE  a = 1
        QUERY_STATEMENT SELECT a FROM t WHERE WHERE a = 1
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE WHERE a = 1
            ERROR WHERE
    "#]],
    );
    check(
        "SELECT a FROM t GROUP BY GROUP BY a",
        expect![[r#"
        SELECT a FROM t GROUP BY «GROUP» BY a
          `GROUP BY` is written twice
        QUERY_STATEMENT SELECT a FROM t GROUP BY GROUP BY a
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          GROUP_BY_CLAUSE GROUP BY GROUP BY a
            ERROR GROUP BY
    "#]],
    );
    check(
        "SELECT t.a FROM t JOIN JOIN u ON ON t.a = u.a",
        expect![[r#"
        SELECT t.a FROM t JOIN «JOIN» u ON ON t.a = u.a
          `JOIN` is written twice
          fix: SELECT t.a FROM t JOIN  u ON ON t.a = u.a
        SELECT t.a FROM t JOIN JOIN u ON «ON» t.a = u.a
          `ON` is written twice
          fix: SELECT t.a FROM t JOIN JOIN u ON  t.a = u.a
        QUERY_STATEMENT SELECT t.a FROM t JOIN JOIN u ON ON t.a = u.a
          SELECT_CLAUSE SELECT t.a
            SELECT_ITEM t.a
          FROM_CLAUSE FROM t JOIN JOIN u ON ON t.a = u.a
            JOIN_TABLE t JOIN JOIN u ON ON t.a = u.a
              NAMED_TABLE t
              ERROR JOIN
              NAMED_TABLE u
              JOIN_ON ON ON t.a = u.a
                ERROR ON
    "#]],
    );
    check(
        "SELECT a FROM t LIMIT LIMIT 1",
        expect![[r#"
        SELECT a FROM t LIMIT «LIMIT» 1
          `LIMIT` is written twice
          fix: SELECT a FROM t LIMIT  1
        QUERY_STATEMENT SELECT a FROM t LIMIT LIMIT 1
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          LIMIT_CLAUSE LIMIT LIMIT 1
            ERROR LIMIT
    "#]],
    );
}

#[test]
fn conditions_without_a_word_between() {
    check(
        "SELECT a FROM t WHERE a = 1 b = 2 GROUP BY a",
        expect![[r#"
        SELECT a FROM t WHERE a = 1 «b» = 2 GROUP BY a
          expected `AND` or `OR` after `1` in WHERE, found `b`
          fix: SELECT a FROM t WHERE a = 1 AND b = 2 GROUP BY a
        QUERY_STATEMENT SELECT a FROM t WHERE a = 1 b = 2 GROUP BY a
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE a = 1 b = 2
          GROUP_BY_CLAUSE GROUP BY a
    "#]],
    );
    check(
        "SELECT t.a FROM t JOIN u ON t.a = u.a t.b = u.b WHERE t.a > 1",
        expect![[r#"
        SELECT t.a FROM t JOIN u ON t.a = u.a «t».b = u.b WHERE t.a > 1
          expected `AND` or `OR` after `a` in the ON condition of JOIN, found `t`
          fix: SELECT t.a FROM t JOIN u ON t.a = u.a AND t.b = u.b WHERE t.a > 1
        QUERY_STATEMENT SELECT t.a FROM t JOIN u ON t.a = u.a t.b = u.b WHERE t.a > 1
          SELECT_CLAUSE SELECT t.a
            SELECT_ITEM t.a
          FROM_CLAUSE FROM t JOIN u ON t.a = u.a t.b = u.b
            JOIN_TABLE t JOIN u ON t.a = u.a t.b = u.b
              NAMED_TABLE t
              NAMED_TABLE u
              JOIN_ON ON t.a = u.a t.b = u.b
          WHERE_CLAUSE WHERE t.a > 1
    "#]],
    );
}

#[test]
fn templates_in_the_place_of_names_and_statements() {
    check(
        "{{ config(materialized='table') }} SELECT a FROM t",
        expect![[r#"
        «{{ config(materialized='table') }}» SELECT a FROM t
          Jinja templates are not part of SQL: refer to models by their name, to variables by `@var(name)`
        ERROR {{ config(materialized='table') }}
        QUERY_STATEMENT SELECT a FROM t
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "{{ config(materialized='table') }}\nSELECT a FROM t",
        expect![[r#"
        «{{ config(materialized='table') }}»
        SELECT a FROM t
          Jinja templates are not part of SQL: refer to models by their name, to variables by `@var(name)`
        ERROR {{ config(materialized='table') }}
        QUERY_STATEMENT SELECT a FROM t
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT a FROM ${schema}.orders AS o JOIN raw.${table} USING (a)",
        expect![[r#"
        SELECT a FROM «${schema}».orders AS o JOIN raw.${table} USING (a)
          `${..}` is substituted in configuration files only: in a model write `@var(name)`
        SELECT a FROM ${schema}.orders AS o JOIN raw.«${table}» USING (a)
          `${..}` is substituted in configuration files only: in a model write `@var(name)`
        QUERY_STATEMENT SELECT a FROM ${schema}.orders AS o JOIN raw.${table} USING (a)
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM ${schema}.orders AS o JOIN raw.${table} USING (a)
            JOIN_TABLE ${schema}.orders AS o JOIN raw.${table} USING (a)
              NAMED_TABLE ${schema}.orders AS o
                ERROR ${schema}.orders
              NAMED_TABLE raw.${table}
                ERROR raw.${table}
    "#]],
    );
}

#[test]
fn a_limit_with_a_comma() {
    check(
        "SELECT a FROM t LIMIT 1, 2",
        expect![[r#"
        SELECT a FROM t LIMIT 1«,» 2
          `LIMIT` takes one number: write `LIMIT count OFFSET start`
        QUERY_STATEMENT SELECT a FROM t LIMIT 1, 2
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          LIMIT_CLAUSE LIMIT 1, 2
    "#]],
    );
}

#[test]
fn names_with_dashes_are_one_name() {
    check_in(
        DialectKind::BigQuery,
        "SELECT a FROM acme-prod-123.raw.orders AS o JOIN a-b.c USING (a)",
        expect![[r#"
            QUERY_STATEMENT SELECT a FROM acme-prod-123.raw.orders AS o JOIN a-b.c USING (a)
              SELECT_CLAUSE SELECT a
                SELECT_ITEM a
              FROM_CLAUSE FROM acme-prod-123.raw.orders AS o JOIN a-b.c USING (a)
                JOIN_TABLE acme-prod-123.raw.orders AS o JOIN a-b.c USING (a)
                  NAMED_TABLE acme-prod-123.raw.orders AS o
                  NAMED_TABLE a-b.c
        "#]],
    );
    check_in(
        DialectKind::BigQuery,
        "SELECT a FROM a - b.c",
        expect![[r#"
        SELECT a FROM a «-» b.c
          unexpected `-`
        QUERY_STATEMENT SELECT a FROM a - b.c
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM a - b.c
            NAMED_TABLE a
            ERROR - b.c
    "#]],
    );
}
