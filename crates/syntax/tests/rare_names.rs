//! Trees of functions before a query, and of names that few dialects have: dashed, escaped, within quotes.

#[path = "support/nodes.rs"]
mod nodes;

use base::DialectKind;
use expect_test::expect;
use nodes::check;

#[test]
fn functions_before_a_query() {
    check(
        DialectKind::Trino,
        "WITH FUNCTION f(x int) RETURNS int DETERMINISTIC RETURN x * 2 SELECT f(a) FROM t",
        expect![[r#"
            FILE
              QUERY_STATEMENT
                QUERY
                  INLINE_FUNCTIONS
                    INLINE_FUNCTION
                      PATH
                        NAME_REF f
                      INLINE_PARAMETER
                        NAME x
                        TYPE_NAME
                          PATH
                            NAME_REF int
                      TYPE_NAME
                        PATH
                          NAME_REF int
                      STATEMENT_OPTIONS DETERMINISTIC
                      ROUTINE_RETURN
                        BINARY_EXPR
                          COLUMN_REF
                            NAME_REF x
                          LITERAL 2
                  SELECT
                    SELECT_CLAUSE
                      SELECT_ITEM
                        CALL_EXPR
                          PATH
                            NAME_REF f
                          ARG_LIST
                            ARG
                              COLUMN_REF
                                NAME_REF a
                    FROM_CLAUSE
                      NAMED_TABLE
                        PATH
                          NAME_REF t
        "#]],
    );
    check(
        DialectKind::Trino,
        "WITH FUNCTION g() RETURNS bigint BEGIN DECLARE x int DEFAULT 1; RETURN x; END, FUNCTION h(y double) RETURNS double RETURN y WITH c AS (SELECT 1 AS a) SELECT h(a) FROM c",
        expect![[r#"
            FILE
              QUERY_STATEMENT
                QUERY
                  INLINE_FUNCTIONS
                    INLINE_FUNCTION
                      PATH
                        NAME_REF g
                      TYPE_NAME
                        PATH
                          NAME_REF bigint
                      OPAQUE_STATEMENT BEGIN DECLARE x int DEFAULT 1; RETURN x; END
                    INLINE_FUNCTION
                      PATH
                        NAME_REF h
                      INLINE_PARAMETER
                        NAME y
                        TYPE_NAME
                          PATH
                            NAME_REF double
                      TYPE_NAME
                        PATH
                          NAME_REF double
                      ROUTINE_RETURN
                        COLUMN_REF
                          NAME_REF y
                  WITH_CLAUSE
                    CTE
                      NAME c
                      QUERY
                        SELECT
                          SELECT_CLAUSE
                            SELECT_ITEM
                              LITERAL 1
                              ALIAS
                                NAME a
                  SELECT
                    SELECT_CLAUSE
                      SELECT_ITEM
                        CALL_EXPR
                          PATH
                            NAME_REF h
                          ARG_LIST
                            ARG
                              COLUMN_REF
                                NAME_REF a
                    FROM_CLAUSE
                      NAMED_TABLE
                        PATH
                          NAME_REF c
        "#]],
    );
    check(
        DialectKind::Trino,
        "WITH function (a) AS (SELECT 1) SELECT a FROM function",
        expect![[r#"
        FILE
          QUERY_STATEMENT
            QUERY
              WITH_CLAUSE
                CTE
                  NAME function
                  COLUMN_NAME_LIST
                    NAME a
                  QUERY
                    SELECT
                      SELECT_CLAUSE
                        SELECT_ITEM
                          LITERAL 1
              SELECT
                SELECT_CLAUSE
                  SELECT_ITEM
                    COLUMN_REF
                      NAME_REF a
                FROM_CLAUSE
                  NAMED_TABLE
                    PATH
                      NAME_REF function
    "#]],
    );
}

#[test]
fn aliases_and_names() {
    check(
        DialectKind::Trino,
        "SELECT * FROM t pivot JOIN u unpivot (a, b) ON true",
        expect![[r#"
        FILE
          QUERY_STATEMENT
            QUERY
              SELECT
                SELECT_CLAUSE
                  SELECT_ITEM
                    STAR_EXPR *
                FROM_CLAUSE
                  JOIN_TABLE
                    NAMED_TABLE
                      PATH
                        NAME_REF t
                      TABLE_ALIAS
                        NAME pivot
                    NAMED_TABLE
                      PATH
                        NAME_REF u
                      TABLE_ALIAS
                        NAME unpivot
                        ALIAS_COLUMN
                          NAME a
                        ALIAS_COLUMN
                          NAME b
                    JOIN_ON
                      LITERAL true
    "#]],
    );
    check(
        DialectKind::Trino,
        "SELECT U&'d!0061' UESCAPE '!' AS a",
        expect![[r#"
        FILE
          QUERY_STATEMENT
            QUERY
              SELECT
                SELECT_CLAUSE
                  SELECT_ITEM
                    LITERAL
                      UNICODE_ESCAPE UESCAPE '!'
                    ALIAS
                      NAME a
    "#]],
    );
    check(
        DialectKind::BigQuery,
        "INSERT INTO a-b.c (x) SELECT 1 ASSERT_ROWS_MODIFIED 1",
        expect![[r#"
        FILE
          INSERT_STATEMENT
            PATH
              NAME_REF a-b
              NAME_REF c
            COLUMN_NAME_LIST
              NAME x
            QUERY
              SELECT
                SELECT_CLAUSE
                  SELECT_ITEM
                    LITERAL 1
            STATEMENT_OPTIONS ASSERT_ROWS_MODIFIED 1
    "#]],
    );
    check(
        DialectKind::BigQuery,
        "SELECT a FROM acme-prod-123.raw.orders AS o",
        expect![[r#"
        FILE
          QUERY_STATEMENT
            QUERY
              SELECT
                SELECT_CLAUSE
                  SELECT_ITEM
                    COLUMN_REF
                      NAME_REF a
                FROM_CLAUSE
                  NAMED_TABLE
                    PATH
                      NAME_REF acme-prod-123
                      NAME_REF raw
                      NAME_REF orders
                    TABLE_ALIAS
                      NAME o
    "#]],
    );
}

#[test]
fn quotes_within_quotes() {
    use syntax::ast::{string_content, unquote};
    assert_eq!(unquote(r#""""x""""#), r#""x""#);
    assert_eq!(string_content("'''x'''", DialectKind::DuckDb), "'x'");
    assert_eq!(string_content(r#"r"""x""""#, DialectKind::BigQuery), "x");
}
