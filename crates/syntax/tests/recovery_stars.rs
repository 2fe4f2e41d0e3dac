//! Modifiers of stars that are still to be written: what stands behind them is read all the same.
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "support/outline.rs"]
mod outline;

use base::DialectKind::{BigQuery, Databricks};
use expect_test::expect;
use outline::{check, check_in};

#[test]
fn items_without_their_beginning() {
    check(
        "SELECT * RENAME (AS b) FROM t WHERE c",
        expect![[r#"
        SELECT * RENAME («AS» b) FROM t WHERE c
          expected a column name after `(` in the star, found `AS`
        QUERY_STATEMENT SELECT * RENAME (AS b) FROM t WHERE c
          SELECT_CLAUSE SELECT * RENAME (AS b)
            SELECT_ITEM * RENAME (AS b)
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE c
    "#]],
    );
    check(
        "SELECT * REPLACE (AS b) FROM t WHERE c",
        expect![[r#"
        SELECT * REPLACE («AS» b) FROM t WHERE c
          expected an expression after `(` in the star, found `AS`
        QUERY_STATEMENT SELECT * REPLACE (AS b) FROM t WHERE c
          SELECT_CLAUSE SELECT * REPLACE (AS b)
            SELECT_ITEM * REPLACE (AS b)
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE c
    "#]],
    );
    check_in(
        BigQuery,
        "FROM t |> RENAME AS b |> WHERE c",
        expect![[r#"
        FROM t |> RENAME «AS» b |> WHERE c
          expected a column after `RENAME` in the pipe operator, found `AS`
        QUERY_STATEMENT FROM t |> RENAME AS b |> WHERE c
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE c
    "#]],
    );
}

#[test]
fn a_list_that_has_only_begun() {
    check_in(
        BigQuery,
        "SELECT * EXCEPT ( FROM t WHERE c",
        expect![[r#"
        SELECT * EXCEPT ( «FROM» t WHERE c
          expected a column name after `(` in the star, found `FROM`
        QUERY_STATEMENT SELECT * EXCEPT ( FROM t WHERE c
          SELECT_CLAUSE SELECT * EXCEPT (
            SELECT_ITEM * EXCEPT (
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE c
    "#]],
    );
    check_in(
        Databricks,
        "SELECT * EXCEPT ( FROM t WHERE c",
        expect![[r#"
        SELECT * EXCEPT ( «FROM» t WHERE c
          expected a column name after `(` in the star, found `FROM`
        QUERY_STATEMENT SELECT * EXCEPT ( FROM t WHERE c
          SELECT_CLAUSE SELECT * EXCEPT (
            SELECT_ITEM * EXCEPT (
          FROM_CLAUSE FROM t
            NAMED_TABLE t
          WHERE_CLAUSE WHERE c
    "#]],
    );
    check(
        "FROM t SELECT * EXCEPT (FROM u)",
        expect![[r#"
        QUERY_STATEMENT FROM t SELECT * EXCEPT (FROM u)
          SET_OPERATION FROM t SELECT * EXCEPT (FROM u)
            FROM_CLAUSE FROM t
              NAMED_TABLE t
            SELECT_CLAUSE SELECT *
              SELECT_ITEM *
            FROM_CLAUSE FROM u
              NAMED_TABLE u
    "#]],
    );
}
