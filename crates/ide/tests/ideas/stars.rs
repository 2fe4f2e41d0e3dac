//! Stars (6.3).

use super::{check, check_duckdb, check_in};
use base::DialectKind::{BigQuery, Databricks, DuckDb, Snowflake, Trino};
use expect_test::expect;

#[test]
fn row_28_columns_in_textual_order() {
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "SELECT *, id + 1 AS x FROM customers",
        expect![[r#"
        DuckDB:
        id BIGINT not null
        name VARCHAR not null
        region VARCHAR null
        x BIGINT not null
        info I001 «*» `*` stands for 3 columns now; a column added upstream joins the output unseen
        Databricks:
        id BIGINT not null
        name STRING not null
        region STRING null
        x BIGINT not null
        info I001 «*» `*` stands for 3 columns now; a column added upstream joins the output unseen
        Snowflake:
        ID NUMBER(38,0) not null
        NAME VARCHAR not null
        REGION VARCHAR null
        X NUMBER(38,0) not null
        info I001 «*» `*` stands for 3 columns now; a column added upstream joins the output unseen
        BigQuery:
        id INT64 not null
        name STRING not null
        region STRING null
        x INT64 not null
        info I001 «*» `*` stands for 3 columns now; a column added upstream joins the output unseen
        Trino:
        id bigint not null
        name varchar not null
        region varchar null
        x bigint not null
        info I001 «*» `*` stands for 3 columns now; a column added upstream joins the output unseen
    "#]],
    );
}

#[test]
fn row_29_a_star_and_another_column_of_its_name() {
    check_in(
        &[DuckDb, Snowflake, BigQuery],
        "SELECT *, CAST(id AS DECIMAL(10, 0)) AS id FROM customers",
        expect![[r#"
        DuckDB:
        id BIGINT not null
        name VARCHAR not null
        region VARCHAR null
        id_1 DECIMAL(10,0) not null
        info I001 «*» `*` stands for 3 columns now; a column added upstream joins the output unseen
        warning E009 «id» the output has a column `id` already; DuckDB calls this one `id_1`; «*» the first one; give one of them another alias
        Snowflake:
        ID NUMBER(38,0) not null
        NAME VARCHAR not null
        REGION VARCHAR null
        ID NUMBER(10,0) not null
        info I001 «*» `*` stands for 3 columns now; a column added upstream joins the output unseen
        error E009 «id» the output has two columns `ID`; «*» the first one; give one of them another alias
        BigQuery:
        id INT64 not null
        name STRING not null
        region STRING null
        id NUMERIC not null
        info I001 «*» `*` stands for 3 columns now; a column added upstream joins the output unseen
        error E009 «id» the output has two columns `id`; «*» the first one; give one of them another alias
    "#]],
    );
}

#[test]
fn row_30_a_column_that_the_star_leaves_out() {
    check_in(
        &[Databricks, BigQuery],
        r#"//- /models/stg.sql
SELECT * EXCEPT (region) FROM customers
//- /models/report.sql
SELECT id, region FROM stg
"#,
        expect![[r#"
    Databricks:
    id BIGINT not null
    ? unknown
    and others: a part of it is at fault
    error E003 «region» `stg` has no column `region`
    info I001 models/stg.sql «*» `*` stands for 2 columns now; a column added upstream joins the output unseen
    BigQuery:
    id INT64 not null
    ? unknown
    and others: a part of it is at fault
    error E003 «region» `stg` has no column `region`
    info I001 models/stg.sql «*» `*` stands for 2 columns now; a column added upstream joins the output unseen
"#]],
    );
}

#[test]
fn row_31_modifiers_of_a_star() {
    check_duckdb(
        "SELECT * EXCLUDE (region) FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
        info I001 «*» `*` stands for 2 columns now; a column added upstream joins the output unseen
    "#]],
    );
    check_duckdb(
        "SELECT * REPLACE (upper(name) AS name) FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
        region VARCHAR null
        info I001 «*» `*` stands for 3 columns now; a column added upstream joins the output unseen
    "#]],
    );
    check_duckdb(
        "SELECT * RENAME (region AS area) FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
        area VARCHAR null
        info I001 «*» `*` stands for 3 columns now; a column added upstream joins the output unseen
    "#]],
    );
    check_duckdb(
        "SELECT * ILIKE 'R%' FROM customers",
        expect![[r#"
        region VARCHAR null
        info I001 «*» `*` stands for 1 column now; a column added upstream joins the output unseen
    "#]],
    );
    check_duckdb(
        "SELECT COLUMNS('^(id|name)$') FROM customers",
        expect![[r#"
        id BIGINT not null
        name VARCHAR not null
        info I001 «COLUMNS('^(id|name)$')» `*` stands for 2 columns now; a column added upstream joins the output unseen
    "#]],
    );
    check(
        Snowflake,
        "SELECT * ILIKE '%E%' FROM customers",
        expect![[r#"
        NAME VARCHAR not null
        REGION VARCHAR null
        info I001 «*» `*` stands for 2 columns now; a column added upstream joins the output unseen
    "#]],
    );
}

#[test]
fn row_32_the_star_of_one_side() {
    check_in(
        &[DuckDb, Trino],
        "SELECT c.* FROM orders AS o JOIN customers AS c ON o.customer_id = c.id",
        expect![[r#"
        DuckDB:
        id BIGINT not null
        name VARCHAR not null
        region VARCHAR null
        info I001 «c.*» `*` stands for 3 columns now; a column added upstream joins the output unseen
        Trino:
        id bigint not null
        name varchar not null
        region varchar null
        info I001 «c.*» `*` stands for 3 columns now; a column added upstream joins the output unseen
    "#]],
    );
}

#[test]
fn row_33_the_star_of_two_tables_that_share_names() {
    check_in(
        &[DuckDb, BigQuery],
        "SELECT * FROM orders AS o JOIN customers AS c ON o.customer_id = c.id",
        expect![[r#"
        DuckDB:
        id BIGINT not null
        customer_id BIGINT not null
        amount DECIMAL(10,2) not null
        status VARCHAR null
        placed DATE null
        id_1 BIGINT not null
        name VARCHAR not null
        region VARCHAR null
        warning E009 «*» the output has a column `id` already; DuckDB calls this one `id_1`; «*» the first one; give one of them another alias
        info I001 «*» `*` stands for 8 columns now; a column added upstream joins the output unseen
        BigQuery:
        id INT64 not null
        customer_id INT64 not null
        amount NUMERIC not null
        status STRING null
        placed DATE null
        id INT64 not null
        name STRING not null
        region STRING null
        error E009 «*» the output has two columns `id`; «*» the first one; give one of them another alias
        info I001 «*» `*` stands for 8 columns now; a column added upstream joins the output unseen
    "#]],
    );
}

#[test]
fn row_34_a_merged_column_comes_once() {
    check_in(
        &[DuckDb, Databricks],
        "SELECT * FROM customers AS c FULL JOIN (SELECT 1 AS id, 'x' AS tag) AS t USING (id)",
        expect![[r#"
        DuckDB:
        id BIGINT not null
        name VARCHAR null
        region VARCHAR null
        tag VARCHAR null
        info I001 «*» `*` stands for 4 columns now; a column added upstream joins the output unseen
        Databricks:
        id BIGINT not null
        name STRING null
        region STRING null
        tag STRING null
        info I001 «*» `*` stands for 4 columns now; a column added upstream joins the output unseen
    "#]],
    );
}

#[test]
fn row_35_a_contract_over_the_star_of_a_described_table() {
    check_duckdb(
        r#"//- /schemas/raw.toml
schema = "raw"

[[table]]
name = "events"
columns = [{ name = "id", type = "BIGINT", nullable = false }, { name = "kind", type = "VARCHAR" }]
//- /models/report.contract.toml
[[columns]]
name = "id"
type = "Int64"
nullable = false

[rules]
required = ["id", "kind"]
protected = ["kind"]
//- /models/report.sql
SELECT * FROM raw.events
"#,
        expect![[r#"
    id BIGINT not null
    kind VARCHAR
    info I001 «*» `*` stands for 2 columns now; a column added upstream joins the output unseen
"#]],
    );
}

#[test]
fn row_36_a_contract_over_the_star_of_a_cte() {
    check_duckdb(
        r#"//- /models/report.contract.toml
[rules]
required = ["id", "name"]
//- /models/report.sql
WITH named AS (SELECT id, name FROM customers) SELECT * FROM named
"#,
        expect![[r#"
    id BIGINT not null
    name VARCHAR not null
"#]],
    );
}

#[test]
fn row_37_a_contract_over_a_star_that_nobody_knows() {
    check_duckdb(
        r#"//- /models/report.contract.toml
[rules]
required = ["id"]
protected = ["kind"]
//- /models/report.sql
SELECT * FROM lake.events
"#,
        expect![[r#"
    and others: the columns of `lake.events` are not known
    warning W002 «*» `*` stands for columns that nobody has listed: the columns of `lake.events` are not known; list the columns, or declare those of the source
    warning W015 «lake.events» `lake.events` is neither a model nor a known table; its columns are taken as unknown; declare it in `[[sources]]` of the sidecar or in a schema file
"#]],
    );
}
