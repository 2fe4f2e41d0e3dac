//! Names (6.2).

use super::{
    check, check_duckdb, check_in,
    support::{self, cursor},
};
use base::DialectKind::{BigQuery, Databricks, DuckDb, Snowflake, Trino};
use expect_test::expect;
use testing::fixture;

#[test]
fn row_18_an_unknown_column_in_every_clause() {
    check_duckdb(
        "SELECT idd FROM orders",
        expect![[r#"
        ? unknown
        and others: a part of it is at fault
        error E003 «idd» `orders` has no column `idd`; «id» `id` is defined here; did you mean `id`?
    "#]],
    );
    check_duckdb(
        "SELECT id FROM orders WHERE stauts = 'new'",
        expect![[r#"
        id BIGINT not null
        error E003 «stauts» `orders` has no column `stauts`; «status» `status` is defined here; did you mean `status`?
    "#]],
    );
    check_duckdb(
        "SELECT o.id FROM orders AS o JOIN customers AS c ON o.custmer_id = c.id",
        expect![[r#"
        id BIGINT not null
        error E003 «custmer_id» `o` has no column `custmer_id`; «customer_id» `customer_id` is defined here; did you mean `customer_id`?
    "#]],
    );
    check_duckdb(
        "SELECT count(*) AS n FROM orders GROUP BY statuss",
        expect![[r#"
        n BIGINT not null
        error E003 «statuss» `orders` has no column `statuss`; «status» `status` is defined here; did you mean `status`?
    "#]],
    );
}

#[test]
fn row_19_an_unknown_model_near_another() {
    check_duckdb(
        r#"//- /models/stg_orders.sql
SELECT id FROM orders
//- /models/report.sql
SELECT id FROM stg_ordres
"#,
        expect![[r#"
    id unknown
    error E002 «stg_ordres» no model or table is called `stg_ordres`; did you mean `stg_orders`?
"#]],
    );
}

#[test]
fn row_20_an_alias_that_is_unknown_or_used_twice() {
    check_duckdb(
        "SELECT x.id FROM orders AS o",
        expect![[r#"
        ? unknown
        and others: a part of it is at fault
        error E003 «x» no table or alias `x` is in scope; did you mean `o`?
    "#]],
    );
    check_duckdb(
        "SELECT o.id FROM orders AS o JOIN customers AS o ON true",
        expect![[r#"
        id unknown
        error E004 «o» `o` is used twice in one FROM; «o» first used here; give one of them another alias
    "#]],
    );
}

#[test]
fn row_21_a_column_of_both_sides() {
    check_duckdb(
        "SELECT id FROM orders JOIN customers ON customer_id = customers.id",
        expect![[r#"
        id unknown
        error E004 «id» column `id` is ambiguous: it is in `orders` and `customers`; «orders» `id` is one of its columns; «customers» `id` is one of its columns
    "#]],
    );
    check_duckdb(
        "SELECT id FROM orders JOIN customers USING (id)",
        expect![[r#"
        id BIGINT not null
    "#]],
    );
}

#[test]
fn row_22_one_name_for_two_columns() {
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "SELECT id, customer_id AS id FROM orders",
        expect![[r#"
        DuckDB:
        id BIGINT not null
        id_1 BIGINT null
        warning E009 «id» the output has a column `id` already; DuckDB calls this one `id_1`; «id» the first one; give one of them another alias
        Databricks:
        id BIGINT not null
        id BIGINT null
        error E009 «id» the output has two columns `id`; «id» the first one; give one of them another alias
        Snowflake:
        ID NUMBER(38,0) not null
        ID NUMBER(38,0) null
        error E009 «id» the output has two columns `ID`; «id» the first one; give one of them another alias
        BigQuery:
        id INT64 not null
        id INT64 null
        error E009 «id» the output has two columns `id`; «id» the first one; give one of them another alias
        Trino:
        id bigint not null
        id bigint null
        error E009 «id» the output has two columns `id`; «id» the first one; give one of them another alias
    "#]],
    );
    check_duckdb(
        "WITH twice AS (SELECT 1 AS a, 2 AS a) SELECT count(*) AS n FROM twice",
        expect![[r#"
        n BIGINT not null
    "#]],
    );
}

#[test]
fn row_23_an_alias_of_the_select_list_in_other_clauses() {
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "SELECT amount AS cost FROM orders WHERE cost > 1",
        expect![[r#"
        DuckDB:
        cost DECIMAL(10,2) not null
        Databricks:
        cost DECIMAL(10,2) not null
        error E003 «cost» `orders` has no column `cost`
        Snowflake:
        COST NUMBER(10,2) not null
        BigQuery:
        cost NUMERIC not null
        error E003 «cost» `orders` has no column `cost`
        Trino:
        cost decimal(10,2) not null
        error E003 «cost» `orders` has no column `cost`
    "#]],
    );
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "SELECT status AS state, count(*) AS n FROM orders GROUP BY state",
        expect![[r#"
        DuckDB:
        state VARCHAR null
        n BIGINT not null
        Databricks:
        state STRING null
        n BIGINT not null
        Snowflake:
        STATE VARCHAR null
        N NUMBER(18,0) not null
        BigQuery:
        state STRING null
        n INT64 not null
        Trino:
        state varchar null
        n bigint not null
        error E003 «state» `orders` has no column `state`; «status» `status` is defined here; did you mean `status`?
    "#]],
    );
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "SELECT status, count(*) AS n FROM orders GROUP BY status HAVING n > 1",
        expect![[r#"
        DuckDB:
        status VARCHAR null
        n BIGINT not null
        Databricks:
        status STRING null
        n BIGINT not null
        Snowflake:
        STATUS VARCHAR null
        N NUMBER(18,0) not null
        BigQuery:
        status STRING null
        n INT64 not null
        Trino:
        status varchar null
        n bigint not null
        error E003 «n» `orders` has no column `n`
    "#]],
    );
}

#[test]
fn row_24_folding_and_quoting() {
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "WITH stg (id) AS (SELECT 1) SELECT ID FROM stg",
        expect![[r#"
        DuckDB:
        id INTEGER not null
        Databricks:
        ID INT not null
        Snowflake:
        ID NUMBER(1,0) not null
        BigQuery:
        ID INT64 not null
        Trino:
        id integer not null
    "#]],
    );
    check(
        Snowflake,
        "WITH stg (id) AS (SELECT 1) SELECT \"id\" FROM stg",
        expect![[r#"
        ? unknown
        and others: a part of it is at fault
        error E003 «"id"» `stg` has no column `id`; «1» `ID` is defined here; did you mean `ID`?
    "#]],
    );
}

#[test]
fn row_25_a_column_that_was_dropped_upstream() {
    check_duckdb(
        r#"//- /models/stg.sql
SELECT id, amount FROM orders
//- /models/report.sql
SELECT id, status FROM stg
"#,
        expect![[r#"
    id BIGINT not null
    ? unknown
    and others: a part of it is at fault
    error E003 «status» `stg` has no column `status`
"#]],
    );
}

#[test]
fn row_26_a_column_that_was_renamed_upstream() {
    check_duckdb(
        r#"//- /models/stg.sql
SELECT id, customer_id AS client FROM orders
//- /models/report.sql
SELECT id, customer_id FROM stg
"#,
        expect![[r#"
            id BIGINT not null
            ? unknown
            and others: a part of it is at fault
            error E003 «customer_id» `stg` has no column `customer_id`; «client» `client` is defined here; did you mean `client`?
        "#]],
    );
}

/// What a rename has to change: what means the column, and nothing that is merely spelled alike.
#[test]
fn row_27_the_uses_of_a_column_named_like_others() {
    let (mut host, position) = cursor::at_cursor(&fixture::parse(
        r#"//- /models/a.sql
SELECT 1 AS id$0, 'x' AS tag
//- /models/b.sql
SELECT 2 AS id, 'y' AS tag
//- /models/report.sql
SELECT a.id, b.id AS other
FROM a
JOIN b USING (id)
WHERE a.tag = 'id'
QUALIFY row_number() OVER (PARTITION BY a.id ORDER BY b.tag) = 1
//- /models/pairs.sql
SELECT b.tag FROM b JOIN a ON a.id = b.id
//- /models/a.contract.toml
[rules]
required = ["id", "tag"]
//- /models/b.contract.toml
[rules]
required = ["id"]
"#,
    ));
    let uses = support::ask(&mut host, |it| it.references(position, true)).unwrap();
    let mut text = String::new();
    for it in uses {
        text += &format!("{}\n", cursor::place(&mut host, it.place));
    }
    expect![[r#"
        models/a.contract.toml:2:13 "id"
        models/a.sql:1:13 id
        models/pairs.sql:1:33 id
        models/report.sql:1:10 id
        models/report.sql:3:15 id
        models/report.sql:5:43 id
    "#]]
    .assert_eq(&text);
}
