//! Statements besides queries: what is looked into, what is kept as it is, and where each ends.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind::{self, BigQuery, Databricks, DuckDb, Snowflake, Trino};
use expect_test::{Expect, expect};
use syntax::{SyntaxKind, SyntaxNode, parse_sql};

/// The parts of statements that others look at, two levels deep, each with its text; then the mistakes.
fn check(dialect: DialectKind, text: &str, expected: Expect) {
    let parse = parse_sql(text, dialect);
    let mut out = String::new();
    let line = |node: &SyntaxNode, depth: usize| {
        let text = node.text().to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        format!("{}{:?} {text}\n", "  ".repeat(depth), node.kind())
    };
    for statement in parse.syntax().children() {
        out += &line(&statement, 0);
        if statement.kind() != SyntaxKind::QUERY_STATEMENT {
            statement.children().for_each(|it| out += &line(&it, 1));
        }
    }
    for error in &parse.errors {
        out += &format!("E018 {}\n", error.message);
    }
    expected.assert_eq(&out);
}

#[test]
fn create_table() {
    check(
        Databricks,
        "CREATE OR REPLACE TABLE a.b (c INT COMMENT 'x', d STRING MASK f USING COLUMNS (c)) USING delta CLUSTER BY (c) AS SELECT 1",
        expect![[r#"
            CREATE_TABLE CREATE OR REPLACE TABLE a.b (c INT COMMENT 'x', d STRING MASK f USING COLUMNS (c)) USING delta CLUSTER BY (c) AS SELECT 1
              PATH a.b
              COLUMN_DEF_LIST (c INT COMMENT 'x', d STRING MASK f USING COLUMNS (c))
              STATEMENT_OPTIONS USING delta CLUSTER BY (c)
              QUERY SELECT 1
        "#]],
    );
    check(
        Snowflake,
        "create transient table t (a number autoincrement start 1 not null) cluster by (a) comment = 'AS SELECT' as (select 1 as a)",
        expect![[r#"
            CREATE_TABLE create transient table t (a number autoincrement start 1 not null) cluster by (a) comment = 'AS SELECT' as (select 1 as a)
              PATH t
              COLUMN_DEF_LIST (a number autoincrement start 1 not null)
              STATEMENT_OPTIONS cluster by (a) comment = 'AS SELECT'
              QUERY (select 1 as a)
        "#]],
    );
    check(
        BigQuery,
        "CREATE TABLE t (a STRUCT<b INT64 OPTIONS(x = 'y')>) PARTITION BY DATE(a) OPTIONS(expiration = 1) AS SELECT 1",
        expect![[r#"
            CREATE_TABLE CREATE TABLE t (a STRUCT<b INT64 OPTIONS(x = 'y')>) PARTITION BY DATE(a) OPTIONS(expiration = 1) AS SELECT 1
              PATH t
              COLUMN_DEF_LIST (a STRUCT<b INT64 OPTIONS(x = 'y')>)
              STATEMENT_OPTIONS PARTITION BY DATE(a) OPTIONS(expiration = 1)
              QUERY SELECT 1
        "#]],
    );
    check(
        Trino,
        "CREATE TABLE t (LIKE u) WITH (format = 'ORC')",
        expect![[r#"
        CREATE_TABLE CREATE TABLE t (LIKE u) WITH (format = 'ORC')
          PATH t
          COLUMN_DEF_LIST (LIKE u)
          STATEMENT_OPTIONS WITH (format = 'ORC')
    "#]],
    );
    check(
        DuckDb,
        "CREATE TABLE t AS FROM u; CREATE TABLE v (a INT b INT)",
        expect![[r#"
        CREATE_TABLE CREATE TABLE t AS FROM u
          PATH t
          QUERY FROM u
        CREATE_TABLE CREATE TABLE v (a INT b INT)
          PATH v
          COLUMN_DEF_LIST (a INT b INT)
        E018 expected `,` or a clause, found `b`
    "#]],
    );
}

#[test]
fn create_view() {
    check(
        Databricks,
        "CREATE VIEW v (a COMMENT 'x') WITH SCHEMA BINDING AS SELECT 1 AS a",
        expect![[r#"
        CREATE_VIEW CREATE VIEW v (a COMMENT 'x') WITH SCHEMA BINDING AS SELECT 1 AS a
          PATH v
          COLUMN_DEF_LIST (a COMMENT 'x')
          STATEMENT_OPTIONS WITH SCHEMA BINDING
          QUERY SELECT 1 AS a
    "#]],
    );
    check(
        Trino,
        "CREATE VIEW v COMMENT 'x' SECURITY INVOKER AS SELECT 1 AS a",
        expect![[r#"
        CREATE_VIEW CREATE VIEW v COMMENT 'x' SECURITY INVOKER AS SELECT 1 AS a
          PATH v
          STATEMENT_OPTIONS COMMENT 'x' SECURITY INVOKER
          QUERY SELECT 1 AS a
    "#]],
    );
    check(
        DuckDb,
        "CREATE VIEW v (a, b) AS SELECT 1, 2",
        expect![[r#"
        CREATE_VIEW CREATE VIEW v (a, b) AS SELECT 1, 2
          PATH v
          COLUMN_NAME_LIST (a, b)
          QUERY SELECT 1, 2
    "#]],
    );
    check(
        Snowflake,
        "CREATE VIEW v",
        expect![[r#"
        CREATE_VIEW CREATE VIEW v
          PATH v
        E018 expected `AS` and a query after `v` in CREATE VIEW, found the end of the text
    "#]],
    );
}

#[test]
fn insert() {
    check(
        DuckDb,
        "WITH c AS (SELECT 1) INSERT OR REPLACE INTO s.t AS x (a, b) SELECT * FROM c ON CONFLICT (a) DO UPDATE SET b = excluded.b RETURNING a",
        expect![[r#"
            INSERT_STATEMENT WITH c AS (SELECT 1) INSERT OR REPLACE INTO s.t AS x (a, b) SELECT * FROM c ON CONFLICT (a) DO UPDATE SET b = excluded.b RETURNING a
              WITH_CLAUSE WITH c AS (SELECT 1)
              PATH s.t
              TABLE_ALIAS AS x
              COLUMN_NAME_LIST (a, b)
              QUERY SELECT * FROM c
              ON_CONFLICT ON CONFLICT (a) DO UPDATE SET b = excluded.b
              RETURNING_CLAUSE RETURNING a
        "#]],
    );
    check(
        DuckDb,
        "INSERT INTO t BY NAME SELECT 1 AS a; INSERT INTO t DEFAULT VALUES",
        expect![[r#"
        INSERT_STATEMENT INSERT INTO t BY NAME SELECT 1 AS a
          PATH t
          QUERY SELECT 1 AS a
        INSERT_STATEMENT INSERT INTO t DEFAULT VALUES
          PATH t
    "#]],
    );
    check(
        Databricks,
        "INSERT OVERWRITE TABLE t PARTITION (d = '1') SELECT 1; FROM t INSERT INTO u SELECT a INSERT INTO v SELECT b",
        expect![[r#"
            INSERT_STATEMENT INSERT OVERWRITE TABLE t PARTITION (d = '1') SELECT 1
              PATH t
              STATEMENT_OPTIONS PARTITION (d = '1')
              QUERY SELECT 1
            OPAQUE_STATEMENT FROM t INSERT INTO u SELECT a INSERT INTO v SELECT b
        "#]],
    );
    check(
        Snowflake,
        "INSERT ALL INTO t1 INTO t2 SELECT 1; INSERT OVERWRITE INTO t VALUES (1)",
        expect![[r#"
            OPAQUE_STATEMENT INSERT ALL INTO t1 INTO t2 SELECT 1
            INSERT_STATEMENT INSERT OVERWRITE INTO t VALUES (1)
              PATH t
              QUERY VALUES (1)
        "#]],
    );
    check(
        DuckDb,
        "INSERT INTO t",
        expect![[r#"
        INSERT_STATEMENT INSERT INTO t
          PATH t
        E018 expected a query or `VALUES` after `t` in INSERT, found the end of the text
    "#]],
    );
}

#[test]
fn update_and_delete() {
    check(
        DuckDb,
        "UPDATE t SET a = 1, (b, c) = (2, 3) FROM u WHERE t.id = u.id RETURNING *; DELETE FROM t AS x USING u WHERE x.a = u.a",
        expect![[r#"
            UPDATE_STATEMENT UPDATE t SET a = 1, (b, c) = (2, 3) FROM u WHERE t.id = u.id RETURNING *
              PATH t
              SET_CLAUSE SET a = 1, (b, c) = (2, 3)
              FROM_CLAUSE FROM u
              WHERE_CLAUSE WHERE t.id = u.id
              RETURNING_CLAUSE RETURNING *
            DELETE_STATEMENT DELETE FROM t AS x USING u WHERE x.a = u.a
              PATH t
              TABLE_ALIAS AS x
              USING_TABLES USING u
              WHERE_CLAUSE WHERE x.a = u.a
        "#]],
    );
    check(
        BigQuery,
        "UPDATE t SET (INSERT a.b VALUES (1)), c = 2 WHERE true; DELETE t WHERE a",
        expect![[r#"
            UPDATE_STATEMENT UPDATE t SET (INSERT a.b VALUES (1)), c = 2 WHERE true
              PATH t
              SET_CLAUSE SET (INSERT a.b VALUES (1)), c = 2
              WHERE_CLAUSE WHERE true
            DELETE_STATEMENT DELETE t WHERE a
              PATH t
              WHERE_CLAUSE WHERE a
        "#]],
    );
    check(
        DuckDb,
        "UPDATE t SET a = WHERE b",
        expect![[r#"
        UPDATE_STATEMENT UPDATE t SET a = WHERE b
          PATH t
          SET_CLAUSE SET a =
          WHERE_CLAUSE WHERE b
        E018 expected a value after `=` in SET, found `WHERE`
    "#]],
    );
}

#[test]
fn merge() {
    check(
        Databricks,
        "MERGE WITH SCHEMA EVOLUTION INTO t USING (SELECT 1 AS a) s ON t.a = s.a \
         WHEN MATCHED AND s.d THEN DELETE WHEN MATCHED THEN UPDATE SET * \
         WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a) WHEN NOT MATCHED BY SOURCE THEN UPDATE SET t.a = 0",
        expect![[r#"
            MERGE_STATEMENT MERGE WITH SCHEMA EVOLUTION INTO t USING (SELECT 1 AS a) s ON t.a = s.a WHEN MATCHED AND s.d THEN DELETE WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a) WHEN NOT MATCHED BY SOURCE THEN UPDATE SET t.a = 0
              STATEMENT_OPTIONS WITH SCHEMA EVOLUTION
              PATH t
              SUBQUERY_TABLE (SELECT 1 AS a) s
              JOIN_ON ON t.a = s.a
              MERGE_ARM WHEN MATCHED AND s.d THEN DELETE
              MERGE_ARM WHEN MATCHED THEN UPDATE SET *
              MERGE_ARM WHEN NOT MATCHED THEN INSERT (a) VALUES (s.a)
              MERGE_ARM WHEN NOT MATCHED BY SOURCE THEN UPDATE SET t.a = 0
        "#]],
    );
    check(
        DuckDb,
        "MERGE INTO t USING s USING (id) WHEN NOT MATCHED THEN INSERT BY NAME RETURNING id",
        expect![[r#"
            MERGE_STATEMENT MERGE INTO t USING s USING (id) WHEN NOT MATCHED THEN INSERT BY NAME RETURNING id
              PATH t
              NAMED_TABLE s
              JOIN_USING USING (id)
              MERGE_ARM WHEN NOT MATCHED THEN INSERT BY NAME
              RETURNING_CLAUSE RETURNING id
        "#]],
    );
}

#[test]
fn changes() {
    check(
        Snowflake,
        "ALTER TABLE IF EXISTS a.b ADD COLUMN c INT; DROP VIEW IF EXISTS v CASCADE; TRUNCATE TABLE t; ALTER SESSION SET x = 1",
        expect![[r#"
            ALTER_STATEMENT ALTER TABLE IF EXISTS a.b ADD COLUMN c INT
              PATH a.b
              STATEMENT_OPTIONS ADD COLUMN c INT
            DROP_STATEMENT DROP VIEW IF EXISTS v CASCADE
              PATH v
              STATEMENT_OPTIONS CASCADE
            TRUNCATE_STATEMENT TRUNCATE TABLE t
              PATH t
            OPAQUE_STATEMENT ALTER SESSION SET x = 1
        "#]],
    );
    check(
        DuckDb,
        "DROP TABLE a, b.c",
        expect![[r#"
        DROP_STATEMENT DROP TABLE a, b.c
          PATH a
          PATH b.c
    "#]],
    );
}

#[test]
fn scripts_end_where_their_blocks_end() {
    check(
        BigQuery,
        "FOR x IN (SELECT 1) DO SELECT CASE WHEN a THEN ';' END; IF x THEN BREAK; END IF; END FOR; SELECT 2",
        expect![[r#"
            OPAQUE_STATEMENT FOR x IN (SELECT 1) DO SELECT CASE WHEN a THEN ';' END; IF x THEN BREAK; END IF; END FOR
            QUERY_STATEMENT SELECT 2
        "#]],
    );
    check(
        Snowflake,
        "DECLARE a INT; BEGIN LET b := 1; RETURN b; END; EXECUTE IMMEDIATE $$ BEGIN; $$; BEGIN TRANSACTION; SELECT 2",
        expect![[r#"
            OPAQUE_STATEMENT DECLARE a INT; BEGIN LET b := 1; RETURN b; END
            OPAQUE_STATEMENT EXECUTE IMMEDIATE $$ BEGIN; $$
            OPAQUE_STATEMENT BEGIN TRANSACTION
            QUERY_STATEMENT SELECT 2
        "#]],
    );
    check(
        Databricks,
        "CREATE PROCEDURE p() LANGUAGE SQL AS BEGIN DECLARE x INT; WHILE x DO SET x = 1; END WHILE; END; SELECT 2",
        expect![[r#"
            OPAQUE_STATEMENT CREATE PROCEDURE p() LANGUAGE SQL AS BEGIN DECLARE x INT; WHILE x DO SET x = 1; END WHILE; END
            QUERY_STATEMENT SELECT 2
        "#]],
    );
    check(
        DuckDb,
        "BEGIN; SELECT 1; COMMIT",
        expect![[r#"
        OPAQUE_STATEMENT BEGIN
        QUERY_STATEMENT SELECT 1
        OPAQUE_STATEMENT COMMIT
    "#]],
    );
}
