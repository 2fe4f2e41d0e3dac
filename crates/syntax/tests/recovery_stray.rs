//! SQL with misspelt words and text that belongs to nothing: each is reported once, and the rest keeps its tree.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/outline.rs"]
mod outline;

use expect_test::expect;
use outline::check;

#[test]
fn misspelt_keywords() {
    check(
        "SELCT a FROM t",
        expect![[r#"
        «SELCT» a FROM t
          `SELCT` is not a keyword: did you mean `SELECT`?
          fix: SELECT a FROM t
        QUERY_STATEMENT SELCT a FROM t
          SELECT_CLAUSE SELCT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
    check(
        "SELECT a FORM t WHERE b",
        expect![[r#"
        SELECT a «FORM» t WHERE b
          `FORM` is not a keyword: did you mean `FROM`?
          fix: SELECT a FROM t WHERE b
        QUERY_STATEMENT SELECT a FORM t WHERE b
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FORM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE b
    "#]],
    );
    check(
        "select a from t wher b = 1",
        expect![[r#"
        select a from t «wher» b = 1
          `wher` is not a keyword: did you mean `WHERE`?
          fix: select a from t where b = 1
        QUERY_STATEMENT select a from t wher b = 1
          SELECT_CLAUSE select a
            SELECT_ITEM a
          FROM_CLAUSE from t
            NAMED_TABLE t
          WHERE_CLAUSE wher b = 1
    "#]],
    );
    check(
        "SELECT a FROM t WHERE b GROPU BY a",
        expect![[r#"
        SELECT a FROM t WHERE b «GROPU» BY a
          `GROPU` is not a keyword: did you mean `GROUP`?
          fix: SELECT a FROM t WHERE b GROUP BY a
        QUERY_STATEMENT SELECT a FROM t WHERE b GROPU BY a
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE b
          GROUP_BY_CLAUSE GROPU BY a
    "#]],
    );
    check(
        "SELECT a form FROM t",
        expect![[r#"
        QUERY_STATEMENT SELECT a form FROM t
          SELECT_CLAUSE SELECT a form
            SELECT_ITEM a form
          FROM_CLAUSE FROM t
            NAMED_TABLE t
    "#]],
    );
}

#[test]
fn text_that_belongs_to_nothing() {
    check(
        "SELECT a b c FROM t",
        expect![[r#"
            SELECT a «b» c FROM t
              expected `,` or a clause, found `b`
              fix: SELECT a, b c FROM t
            QUERY_STATEMENT SELECT a b c FROM t
              SELECT_CLAUSE SELECT a b c
                SELECT_ITEM a
                SELECT_ITEM b c
              FROM_CLAUSE FROM t
                NAMED_TABLE t
        "#]],
    );
    check(
        "SELECT a FROM t)",
        expect![[r#"
            SELECT a FROM t«)»
              this `)` closes nothing
              fix: SELECT a FROM t
            QUERY_STATEMENT SELECT a FROM t)
              SELECT_CLAUSE SELECT a
                SELECT_ITEM a
              FROM_CLAUSE FROM t
                NAMED_TABLE t
              ERROR )
        "#]],
    );
    check(
        "FOO BAR; SELECT 1",
        expect![[r#"
        «FOO» BAR; SELECT 1
          expected a statement, found `FOO`
        ERROR FOO BAR
        QUERY_STATEMENT SELECT 1
          SELECT_CLAUSE SELECT 1
            SELECT_ITEM 1
    "#]],
    );
    check(
        "SELECT a FROM t HAVING b WHERE c",
        expect![[r#"
        SELECT a FROM t HAVING b «WHERE» c
          `WHERE` must stand before `HAVING`
        QUERY_STATEMENT SELECT a FROM t HAVING b WHERE c
          SELECT_CLAUSE SELECT a
            SELECT_ITEM a
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          HAVING_CLAUSE HAVING b
          WHERE_CLAUSE WHERE c
    "#]],
    );
    check(
        "SELECT * FROM {{ ref('x') }} WHERE a = ${y}",
        expect![[r#"
            SELECT * FROM «{{ ref('x') }}» WHERE a = ${y}
              Jinja templates are not part of SQL: refer to models by their name, to variables by `@var(name)`
            SELECT * FROM {{ ref('x') }} WHERE a = «${y}»
              `${..}` is substituted in configuration files only: in a model write `@var(name)`
            QUERY_STATEMENT SELECT * FROM {{ ref('x') }} WHERE a = ${y}
              SELECT_CLAUSE SELECT *
                SELECT_ITEM *
              FROM_CLAUSE FROM {{ ref('x') }}
                NAMED_TABLE {{ ref('x') }}
                  ERROR {{ ref('x') }}
              WHERE_CLAUSE WHERE a =
              ERROR ${y}
        "#]],
    );
    check(
        "SELECT a.b FROM {{ ref('x') }} AS a JOIN t USING (b)",
        expect![[r#"
            SELECT a.b FROM «{{ ref('x') }}» AS a JOIN t USING (b)
              Jinja templates are not part of SQL: refer to models by their name, to variables by `@var(name)`
            QUERY_STATEMENT SELECT a.b FROM {{ ref('x') }} AS a JOIN t USING (b)
              SELECT_CLAUSE SELECT a.b
                SELECT_ITEM a.b
              FROM_CLAUSE FROM {{ ref('x') }} AS a JOIN t USING (b)
                JOIN_TABLE {{ ref('x') }} AS a JOIN t USING (b)
                  NAMED_TABLE {{ ref('x') }} AS a
                    ERROR {{ ref('x') }}
                  NAMED_TABLE t
        "#]],
    );
}

#[test]
fn other_statements_stand_beside_queries() {
    check(
        "INSERT INTO t SELECT 1; SELECT 2; ALTER TABLE t ADD COLUMN x",
        expect![[r#"
            INSERT_STATEMENT INSERT INTO t SELECT 1
              SELECT_CLAUSE SELECT 1
                SELECT_ITEM 1
            QUERY_STATEMENT SELECT 2
              SELECT_CLAUSE SELECT 2
                SELECT_ITEM 2
            ALTER_STATEMENT ALTER TABLE t ADD COLUMN x
        "#]],
    );
}
