//! Layouts of statements besides queries, and of clauses that only some dialects have.

use base::DialectKind::{self, BigQuery, Databricks, DuckDb, Snowflake, Trino};
use expect_test::{Expect, expect};
use format::{FormatOptions, format_sql};

fn check(dialect: DialectKind, text: &str, expected: Expect) {
    let options = FormatOptions::default();
    let formatted = format_sql(text, dialect, &options);
    assert_eq!((formatted.defect, &*formatted.untouched), (None, &[][..]));
    expected.assert_eq(&formatted.text);
    assert_eq!(format_sql(&formatted.text, dialect, &options).text, formatted.text);
}

#[test]
fn pipe_operators_start_lines() {
    check(
        BigQuery,
        "from orders |> where paid |> extend amount-fee as net |> aggregate sum(net) as total group by region |> join customers c using (id) |> select a, b |> pivot (sum(a) for b in ('x')) |> order by total desc |> limit 3",
        expect![[r#"
            FROM orders
            |> WHERE paid
            |> EXTEND amount - fee AS net
            |> AGGREGATE sum(net) AS total GROUP BY region
            |> JOIN customers c USING (id)
            |> SELECT a, b
            |> PIVOT (sum(a) FOR b IN ('x'))
            |> ORDER BY total DESC
            |> LIMIT 3
        "#]],
    );
    check(
        Databricks,
        "from orders |> left join customers c on c.id = orders.customer_id and c.region = orders.region and c.valid_from <= ordered_at |> aggregate sum(amount) as total_amount, count(distinct order_id) as number_of_orders, max(ordered_at) as last_one group by customer_id, region",
        expect![[r#"
            FROM orders
            |> LEFT JOIN customers c
                ON c.id = orders.customer_id AND c.region = orders.region AND c.valid_from <= ordered_at
            |> AGGREGATE
                    sum(amount) AS total_amount,
                    count(DISTINCT order_id) AS number_of_orders,
                    max(ordered_at) AS last_one
                GROUP BY customer_id, region
        "#]],
    );
    check(
        BigQuery,
        "from t |> set the_first_long_column = coalesce(the_first_long_column, 0), the_second_long_column = 1 |> fork (|> where a |> select b), (|> limit 1)",
        expect![[r#"
            FROM t
            |> SET the_first_long_column = coalesce(the_first_long_column, 0), the_second_long_column = 1
            |> fork (
                |> WHERE a
                |> SELECT b
            ), (|> LIMIT 1)
        "#]],
    );
}

#[test]
fn clauses_of_match_recognize_stand_on_lines() {
    check(
        Snowflake,
        "select * from prices match_recognize(partition by company order by day measures match_number() as n, first(day) as first_day_of_the_match, last(day) as last_day_of_the_match one row per match after match skip to last up pattern(down+ up+) define down as price<lag(price), up as price>lag(price)) order by n",
        expect![[r#"
            SELECT *
            FROM prices
            MATCH_RECOGNIZE (
                PARTITION BY company
                ORDER BY day
                MEASURES
                    match_number() AS n,
                    first(day) AS first_day_of_the_match,
                    last(day) AS last_day_of_the_match
                ONE ROW PER MATCH
                AFTER MATCH SKIP TO LAST up
                PATTERN (down+ up+)
                DEFINE down AS price < lag(price), up AS price > lag(price)
            )
            ORDER BY n
        "#]],
    );
    check(
        Trino,
        "select m over w from t window w as (order by day measures last(a.price) as m rows between current row and unbounded following after match skip past last row seek pattern (a b+) define b as price < 1)",
        expect![[r#"
            SELECT m OVER w
            FROM t
            WINDOW w AS (
                ORDER BY day
                MEASURES last(a.price) AS m
                ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
                AFTER MATCH SKIP PAST LAST ROW
                SEEK PATTERN (a b+)
                DEFINE b AS price < 1
            )
        "#]],
    );
}

#[test]
fn tables_of_functions_and_hierarchies() {
    check(
        Trino,
        "select * from t, json_table(payload, 'lax $' passing 1 as x columns(id for ordinality, name varchar path 'lax $.name' default 'none' on empty, nested path 'lax $.c[*]' columns(age integer path 'lax $.age'))) j",
        expect![[r#"
            SELECT *
            FROM
                t,
                JSON_TABLE(
                    payload,
                    'lax $'
                    PASSING 1 AS x
                    COLUMNS(
                        id FOR ORDINALITY,
                        name varchar PATH 'lax $.name' DEFAULT 'none' ON EMPTY,
                        NESTED PATH 'lax $.c[*]' COLUMNS(age integer PATH 'lax $.age')
                    )
                ) j
        "#]],
    );
    check(
        Snowflake,
        "select id from t start with parent is null connect by prior id = parent and level <= 3 and the_region_of_the_row = prior the_region_of_the_row and x",
        expect![[r#"
            SELECT id
            FROM t
            START WITH parent IS NULL
            CONNECT BY
                PRIOR id = parent
                AND level <= 3
                AND the_region_of_the_row = PRIOR the_region_of_the_row
                AND x
        "#]],
    );
    check(
        Databricks,
        "select k from t lateral view explode(m) p as k, v lateral view outer explode(l) as x where k = 1",
        expect![[r#"
            SELECT k
            FROM t
            LATERAL VIEW explode(m) p AS k, v
            LATERAL VIEW OUTER explode(l) AS x
            WHERE k = 1
        "#]],
    );
    check(
        Snowflake,
        "select * from semantic_view(sales metrics orders.average_value, customers.number_of_them dimensions customers.market_segment)",
        expect![[r#"
            SELECT *
            FROM semantic_view(
                sales
                metrics orders.average_value, customers.number_of_them
                dimensions customers.market_segment
            )
        "#]],
    );
}

#[test]
fn statements_that_change_rows() {
    check(
        DuckDb,
        "insert into t (a,b) values (1,2) on conflict (a) do update set b=excluded.b, c=-1 where t.b<>excluded.b returning a,b",
        expect![[r#"
            INSERT INTO t (a, b)
            VALUES (1, 2)
            ON CONFLICT (a) DO UPDATE SET
                b = excluded.b,
                c = -1
            WHERE t.b <> excluded.b
            RETURNING a, b
        "#]],
    );
    check(
        Snowflake,
        "with a as (select 1 as x) insert into t select x from a",
        expect![[r#"
        WITH a AS (
            SELECT 1 AS x
        )

        INSERT INTO t
        SELECT x
        FROM a
    "#]],
    );
    check(
        Databricks,
        "insert overwrite t partition (day='2024-01-01') select a from s",
        expect![[r#"
        INSERT OVERWRITE t PARTITION (day = '2024-01-01')
        SELECT a
        FROM s
    "#]],
    );
    check(
        Snowflake,
        "update t set a=1 where b",
        expect![[r#"
        UPDATE t
        SET a = 1
        WHERE b
    "#]],
    );
    check(
        Snowflake,
        "update t set a=s.a, b=s.b from s where t.id=s.id",
        expect![[r#"
        UPDATE t
        SET
            a = s.a,
            b = s.b
        FROM s
        WHERE t.id = s.id
    "#]],
    );
    check(
        Snowflake,
        "delete from t using s where t.id=s.id and s.gone",
        expect![[r#"
        DELETE FROM t
        USING s
        WHERE t.id = s.id AND s.gone
    "#]],
    );
}

#[test]
fn arms_of_merge_stand_on_lines() {
    check(
        Databricks,
        "merge into t using s on t.id=s.id when matched and s.gone then delete when matched then update set a=s.a,b=s.b when not matched then insert (id,a) values (s.id,s.a) when not matched by source then update set a=null",
        expect![[r#"
            MERGE INTO t
            USING s ON t.id = s.id
            WHEN MATCHED AND s.gone THEN DELETE
            WHEN MATCHED THEN
                UPDATE SET
                    a = s.a,
                    b = s.b
            WHEN NOT MATCHED THEN INSERT (id, a) VALUES (s.id, s.a)
            WHEN NOT MATCHED BY SOURCE THEN UPDATE SET a = NULL
        "#]],
    );
    check(
        Snowflake,
        "merge into t using (select id, max(day) as day from s group by id) u on t.id=u.id when not matched then insert (the_first_column_of_the_table, the_second_column_of_the_table) values (u.the_first_column, u.the_second_column)",
        expect![[r#"
            MERGE INTO t
            USING (
                SELECT
                    id,
                    max(day) AS day
                FROM s
                GROUP BY id
            ) u ON t.id = u.id
            WHEN NOT MATCHED THEN
                INSERT (the_first_column_of_the_table, the_second_column_of_the_table)
                VALUES (u.the_first_column, u.the_second_column)
        "#]],
    );
}

#[test]
fn definitions() {
    check(
        BigQuery,
        "create table t (day date not null options (description='x'), total numeric) partition by day cluster by region, tier options (description='totals', labels=[('a','b'),('c','d')]) as select 1 as day",
        expect![[r#"
            CREATE TABLE t (
                day date NOT NULL OPTIONS (description = 'x'),
                total numeric
            )
            PARTITION BY day
            CLUSTER BY region, tier
            OPTIONS (description = 'totals', labels = [('a', 'b'), ('c', 'd')])
            AS
            SELECT 1 AS day
        "#]],
    );
    check(
        Databricks,
        "create table t using delta partitioned by (day) comment 'x' as select a from s",
        expect![[r#"
            CREATE TABLE t USING delta PARTITIONED BY (day) COMMENT 'x' AS
            SELECT a
            FROM s
        "#]],
    );
    check(
        Snowflake,
        "create table t (a int, b int) cluster by (a) data_retention_time_in_days = 3 comment = 'x'",
        expect![[r#"
            CREATE TABLE t (
                a int,
                b int
            )
            CLUSTER BY (a)
            data_retention_time_in_days = 3
            COMMENT = 'x'
        "#]],
    );
    check(
        BigQuery,
        "create view v as (select a from t)",
        expect![[r#"
        CREATE VIEW v AS (SELECT a FROM t)
    "#]],
    );
    check(
        BigQuery,
        "alter table t add column if not exists first_column_of_it int64, add column if not exists day date options (description='x')",
        expect![[r#"
            ALTER TABLE t
                ADD COLUMN IF NOT EXISTS first_column_of_it int64,
                ADD COLUMN IF NOT EXISTS day date OPTIONS (description = 'x')
        "#]],
    );
}

#[test]
fn statements_of_a_script_stand_apart() {
    check(
        DuckDb,
        "create table a as select 1 as x;insert into a values (2); -- two\n-- about the next\nselect x from a;\ndrop table a;drop table b;\n\ntruncate c;update a set x=1",
        expect![[r#"
            CREATE TABLE a AS
            SELECT 1 AS x;

            INSERT INTO a
            VALUES (2); -- two

            -- about the next
            SELECT x
            FROM a;

            DROP TABLE a;
            DROP TABLE b;

            TRUNCATE c;

            UPDATE a
            SET x = 1
        "#]],
    );
}

#[test]
fn comments_around_a_comma_keep_their_order() {
    check(
        DuckDb,
        "select a -- one\n/* two */, -- three\nb from t",
        expect![[r#"
        SELECT
            a, -- one
            /* two */
            -- three
            b
        FROM t
    "#]],
    );
    check(
        DuckDb,
        "select a\n-- one\n/* two */, /* three */ b from t",
        expect![[r#"
        SELECT
            a,
            -- one
            /* two */
            /* three */ b
        FROM t
    "#]],
    );
    check(
        DuckDb,
        "select 1 -- one\n/* two */; select 2",
        expect![[r#"
        SELECT 1 -- one
            /* two */ ;

        SELECT 2
    "#]],
    );
}

/// Found by the fuzzer.
#[test]
fn a_semicolon_behind_comments_of_their_own_stays_there() {
    check(
        DialectKind::DuckDb,
        "select a --x\n--y\n;\nselect b /* z */;",
        expect![[r#"
        SELECT a --x
            --y
            ;

        SELECT b /* z */;
    "#]],
    );
}

/// Found by the fuzzer: only on the lines that the first time makes are smaller parts than the statement enough.
#[test]
fn a_broken_text_is_stable_when_smaller_parts_are_enough_the_second_time() {
    let text = include_str!("fixtures/smaller_the_second_time.sql");
    let options = FormatOptions::default();
    let once = format_sql(text, DuckDb, &options).text;
    assert_eq!(format_sql(&once, DuckDb, &options).text, once);
}

#[test]
fn deeply_nested_unread_brackets_do_not_blow_the_text_up() {
    let text = format!("alter table t foo {}a, b{}", "(".repeat(5_000), ")".repeat(5_000));
    let formatted = format_sql(&text, Snowflake, &FormatOptions::default()).text;
    assert!(formatted.len() < 20 * text.len(), "{}", formatted.len());
}

/// Found by fuzzing: the point belongs to no number only as long as the word is close.
#[test]
fn points_between_numbers_and_words() {
    let text = "delete from t using d. c. 6.where a=b";
    let formatted = format_sql(text, DuckDb, &FormatOptions::default());
    assert_eq!(formatted.defect, None, "{}", formatted.text);
}

#[test]
fn an_operator_that_is_a_word_stands_apart() {
    check(
        Snowflake,
        "select level, connect_by_root name as r, connect_by_root(name) as s from raw.t connect by prior a = b",
        expect![[r#"
            SELECT
                level,
                connect_by_root name AS r,
                connect_by_root(name) AS s
            FROM raw.t
            CONNECT BY PRIOR a = b
        "#]],
    );
}
