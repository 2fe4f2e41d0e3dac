//! Trees of forms that few dialects have: pipes, MATCH_RECOGNIZE, JSON_TABLE.

#[path = "support/nodes.rs"]
mod nodes;

use base::DialectKind;
use expect_test::expect;
use nodes::check;

#[test]
fn pipes() {
    check(
        DialectKind::BigQuery,
        "FROM t |> WHERE a > 1 |> AGGREGATE sum(b) AS c GROUP BY a |> ORDER BY c DESC",
        expect![[r#"
            FILE
              QUERY_STATEMENT
                QUERY
                  SELECT
                    FROM_CLAUSE
                      NAMED_TABLE
                        PATH
                          NAME_REF t
                  PIPE_WHERE
                    WHERE_CLAUSE
                      BINARY_EXPR
                        COLUMN_REF
                          NAME_REF a
                        LITERAL 1
                  PIPE_AGGREGATE
                    SELECT_ITEM
                      CALL_EXPR
                        PATH
                          NAME_REF sum
                        ARG_LIST
                          ARG
                            COLUMN_REF
                              NAME_REF b
                      ALIAS
                        NAME c
                    PIPE_GROUP_BY
                      SELECT_ITEM
                        COLUMN_REF
                          NAME_REF a
                  PIPE_ORDER_BY
                    ORDER_BY_CLAUSE
                      ORDER_ITEM
                        COLUMN_REF
                          NAME_REF c
        "#]],
    );
    check(
        DialectKind::BigQuery,
        "FROM t |> EXTEND a + 1 AS b |> JOIN u USING (b) |> DROP a",
        expect![[r#"
            FILE
              QUERY_STATEMENT
                QUERY
                  SELECT
                    FROM_CLAUSE
                      NAMED_TABLE
                        PATH
                          NAME_REF t
                  PIPE_EXTEND
                    SELECT_ITEM
                      BINARY_EXPR
                        COLUMN_REF
                          NAME_REF a
                        LITERAL 1
                      ALIAS
                        NAME b
                  PIPE_JOIN
                    JOIN_TABLE
                      NAMED_TABLE
                        PATH
                          NAME_REF u
                      JOIN_USING
                        COLUMN_NAME_LIST
                          NAME b
                  PIPE_DROP
                    PATH
                      NAME_REF a
        "#]],
    );
    check(
        DialectKind::Databricks,
        "FROM t |> SELECT a, b |> LIMIT 3",
        expect![[r#"
        FILE
          QUERY_STATEMENT
            QUERY
              SELECT
                FROM_CLAUSE
                  NAMED_TABLE
                    PATH
                      NAME_REF t
              PIPE_SELECT
                SELECT_CLAUSE
                  SELECT_ITEM
                    COLUMN_REF
                      NAME_REF a
                  SELECT_ITEM
                    COLUMN_REF
                      NAME_REF b
              PIPE_LIMIT
                LIMIT_CLAUSE
                  LITERAL 3
    "#]],
    );
}

#[test]
fn match_recognize() {
    check(
        DialectKind::Trino,
        "SELECT * FROM t MATCH_RECOGNIZE (PARTITION BY a ORDER BY b MEASURES last(x.c) AS d ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW PATTERN (x y+) DEFINE y AS y.c > x.c) AS m",
        expect![[r#"
            FILE
              QUERY_STATEMENT
                QUERY
                  SELECT
                    SELECT_CLAUSE
                      SELECT_ITEM
                        STAR_EXPR *
                    FROM_CLAUSE
                      MATCH_RECOGNIZE_TABLE
                        NAMED_TABLE
                          PATH
                            NAME_REF t
                        PARTITION_BY_CLAUSE
                          COLUMN_REF
                            NAME_REF a
                        ORDER_BY_CLAUSE
                          ORDER_ITEM
                            COLUMN_REF
                              NAME_REF b
                        MEASURES_CLAUSE
                          MEASURE
                            CALL_EXPR
                              PATH
                                NAME_REF last
                              ARG_LIST
                                ARG
                                  COLUMN_REF
                                    NAME_REF x
                                    NAME_REF c
                            NAME d
                        ROWS_PER_MATCH ONE ROW PER MATCH
                        AFTER_MATCH AFTER MATCH SKIP PAST LAST ROW
                        PATTERN_CLAUSE
                          PATTERN_CONCATENATION
                            PATTERN_VARIABLE
                              NAME_REF x
                            PATTERN_QUANTIFIED
                              PATTERN_VARIABLE
                                NAME_REF y
                              PATTERN_QUANTIFIER +
                        DEFINE_CLAUSE
                          PATTERN_DEFINITION
                            NAME y
                            BINARY_EXPR
                              COLUMN_REF
                                NAME_REF y
                                NAME_REF c
                              COLUMN_REF
                                NAME_REF x
                                NAME_REF c
                        TABLE_ALIAS
                          NAME m
        "#]],
    );
    check(
        DialectKind::Trino,
        "SELECT * FROM t MATCH_RECOGNIZE (ORDER BY a ALL ROWS PER MATCH PATTERN (x | y?) DEFINE x AS true)",
        expect![[r#"
            FILE
              QUERY_STATEMENT
                QUERY
                  SELECT
                    SELECT_CLAUSE
                      SELECT_ITEM
                        STAR_EXPR *
                    FROM_CLAUSE
                      MATCH_RECOGNIZE_TABLE
                        NAMED_TABLE
                          PATH
                            NAME_REF t
                        ORDER_BY_CLAUSE
                          ORDER_ITEM
                            COLUMN_REF
                              NAME_REF a
                        ROWS_PER_MATCH ALL ROWS PER MATCH
                        PATTERN_CLAUSE
                          PATTERN_ALTERNATION
                            PATTERN_VARIABLE
                              NAME_REF x
                            PATTERN_QUANTIFIED
                              PATTERN_VARIABLE
                                NAME_REF y
                              PATTERN_QUANTIFIER ?
                        DEFINE_CLAUSE
                          PATTERN_DEFINITION
                            NAME x
                            LITERAL true
        "#]],
    );
    check(
        DialectKind::Snowflake,
        "SELECT * FROM t MATCH_RECOGNIZE (ORDER BY a ALL ROWS PER MATCH PATTERN (x{1,3}) DEFINE x AS c > 1)",
        expect![[r#"
            FILE
              QUERY_STATEMENT
                QUERY
                  SELECT
                    SELECT_CLAUSE
                      SELECT_ITEM
                        STAR_EXPR *
                    FROM_CLAUSE
                      MATCH_RECOGNIZE_TABLE
                        NAMED_TABLE
                          PATH
                            NAME_REF t
                        ORDER_BY_CLAUSE
                          ORDER_ITEM
                            COLUMN_REF
                              NAME_REF a
                        ROWS_PER_MATCH ALL ROWS PER MATCH
                        PATTERN_CLAUSE
                          PATTERN_QUANTIFIED
                            PATTERN_VARIABLE
                              NAME_REF x
                            PATTERN_QUANTIFIER
                              LITERAL 1
                              LITERAL 3
                        DEFINE_CLAUSE
                          PATTERN_DEFINITION
                            NAME x
                            BINARY_EXPR
                              COLUMN_REF
                                NAME_REF c
                              LITERAL 1
        "#]],
    );
}

#[test]
fn json_table() {
    check(
        DialectKind::Trino,
        "SELECT * FROM JSON_TABLE(a, 'lax $' COLUMNS (b bigint PATH 'lax $.b', n FOR ORDINALITY)) AS j",
        expect![[r#"
            FILE
              QUERY_STATEMENT
                QUERY
                  SELECT
                    SELECT_CLAUSE
                      SELECT_ITEM
                        STAR_EXPR *
                    FROM_CLAUSE
                      JSON_TABLE
                        ARG
                          COLUMN_REF
                            NAME_REF a
                        ARG
                          LITERAL 'lax $'
                        JSON_COLUMNS
                          JSON_COLUMN
                            NAME b
                            TYPE_NAME
                              PATH
                                NAME_REF bigint
                            LITERAL 'lax $.b'
                          JSON_COLUMN
                            NAME n
                        TABLE_ALIAS
                          NAME j
        "#]],
    );
    check(
        DialectKind::Trino,
        "SELECT j.b FROM t CROSS JOIN JSON_TABLE(t.a, 'lax $[*]' COLUMNS (NESTED PATH 'lax $.c' COLUMNS (b varchar))) AS j",
        expect![[r#"
            FILE
              QUERY_STATEMENT
                QUERY
                  SELECT
                    SELECT_CLAUSE
                      SELECT_ITEM
                        COLUMN_REF
                          NAME_REF j
                          NAME_REF b
                    FROM_CLAUSE
                      JOIN_TABLE
                        NAMED_TABLE
                          PATH
                            NAME_REF t
                        JSON_TABLE
                          ARG
                            COLUMN_REF
                              NAME_REF t
                              NAME_REF a
                          ARG
                            LITERAL 'lax $[*]'
                          JSON_COLUMNS
                            JSON_COLUMN
                              LITERAL 'lax $.c'
                              JSON_COLUMNS
                                JSON_COLUMN
                                  NAME b
                                  TYPE_NAME
                                    PATH
                                      NAME_REF varchar
                          TABLE_ALIAS
                            NAME j
        "#]],
    );
}
