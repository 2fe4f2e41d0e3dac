//! `rocky emit-sql`: the SQL of models, on standard output and in files.

mod support;

use expect_test::{Expect, expect};
use support::Sandbox;

const PROJECT: &str = "
    //- /models/report.toml
    intent = \"a report\"
    //- /models/report.rocky
    from totals
    join recent on customer_id
    where total != 0 or totals.customer_id == 1
    where total % 2 == 1
    select { totals.customer_id, total }
    sort total desc
    //- /models/totals.toml
    intent = \"totals\"
    //- /models/totals.rocky
    from recent
    group customer_id { total: sum(amount), orders: count() }
    //- /models/recent.toml
    [strategy]
    type = \"ephemeral\"
    //- /models/recent.rocky
    from orders
    where at >= @2025-01-31T10:00:00Z
    //- /models/orders.toml
    intent = \"orders\"
    //- /models/orders.sql
    SELECT 1 AS customer_id, 2 AS amount, TIMESTAMPTZ '2025-01-31' AS at
    WHERE 1 >= @var(least, 0) -- all of them
    //- /models/days.toml
    [strategy]
    type = \"time_interval\"
    time_column = \"day\"
    granularity = \"day\"
    //- /models/days.sql
    SELECT DATE '2025-01-31' AS day WHERE day >= @start_date AND day < @end_date
";

fn check(arguments: &[&str], expected: Expect) {
    expected.assert_eq(&Sandbox::duckdb(PROJECT).rocky(arguments).transcript());
}

#[test]
fn all_models_in_dependency_order() {
    check(
        &["emit-sql", "--var", "least=1"],
        expect![[r#"
            exit 0
            --- stdout
            -- days: models/days.sql
            -- strategy time_interval: the query with the window of a first run
            SELECT DATE '2025-01-31' AS day WHERE day >= '1900-01-01 00:00:00' AND day < '1900-01-01 00:00:00';

            -- orders: models/orders.sql
            SELECT 1 AS customer_id, 2 AS amount, TIMESTAMPTZ '2025-01-31' AS at
            WHERE 1 >= 1;

            -- totals: models/totals.rocky
            WITH recent AS (
            SELECT *
            FROM shop.main.orders AS orders
            WHERE "at" >= TIMESTAMPTZ '2025-01-31 10:00:00+00:00'
            )
            SELECT customer_id, SUM(amount) AS total, COUNT(*) AS orders
            FROM recent
            GROUP BY customer_id;

            -- report: models/report.rocky
            WITH recent AS (
            SELECT *
            FROM shop.main.orders AS orders
            WHERE "at" >= TIMESTAMPTZ '2025-01-31 10:00:00+00:00'
            )
            SELECT totals.customer_id, total
            FROM shop.main.totals AS totals
            JOIN recent ON totals.customer_id = recent.customer_id
            WHERE (total IS DISTINCT FROM 0 OR totals.customer_id = 1) AND total % 2 = 1
            ORDER BY total DESC;
            --- stderr
            note: `recent` is not emitted: it is ephemeral, and part of the models that read it
        "#]],
    );
}

#[test]
fn one_model() {
    check(
        &["emit-sql", "--model", "totals"],
        expect![[r#"
        exit 0
        --- stdout
        -- totals: models/totals.rocky
        WITH recent AS (
        SELECT *
        FROM shop.main.orders AS orders
        WHERE "at" >= TIMESTAMPTZ '2025-01-31 10:00:00+00:00'
        )
        SELECT customer_id, SUM(amount) AS total, COUNT(*) AS orders
        FROM recent
        GROUP BY customer_id;
    "#]],
    );
    // Asked for by name, an ephemeral model has SQL as well.
    check(
        &["emit-sql", "--model", "recent", "-o", "json"],
        expect![[r#"
        exit 0
        --- stdout
        -- recent: models/recent.rocky
        SELECT *
        FROM shop.main.orders AS orders
        WHERE "at" >= TIMESTAMPTZ '2025-01-31 10:00:00+00:00';
    "#]],
    );
    check(
        &["emit-sql", "--model", "totls"],
        expect![[r#"
        exit 1
        --- stderr
        error: there is no model `totls`
        help: did you mean `totals`?
    "#]],
    );
    check(
        &["emit-sql", "--models", "models/none"],
        expect![[r#"
        exit 0
    "#]],
    );
}

#[test]
fn other_dialects() {
    check(
        &["emit-sql", "--dialect", "bigquery"],
        expect![[r#"
            exit 0
            --- stdout
            -- totals: models/totals.rocky
            WITH recent AS (
            SELECT *
            FROM shop.main.orders AS orders
            WHERE `at` >= TIMESTAMP '2025-01-31 10:00:00+00:00'
            )
            SELECT customer_id, SUM(amount) AS total, COUNT(*) AS orders
            FROM recent
            GROUP BY customer_id;

            -- report: models/report.rocky
            WITH recent AS (
            SELECT *
            FROM shop.main.orders AS orders
            WHERE `at` >= TIMESTAMP '2025-01-31 10:00:00+00:00'
            )
            SELECT totals.customer_id, total
            FROM shop.main.totals AS totals
            JOIN recent ON totals.customer_id = recent.customer_id
            WHERE (total IS DISTINCT FROM 0 OR totals.customer_id = 1) AND MOD(total, 2) = 1
            ORDER BY total DESC;
            --- stderr
            note: `days` is not emitted: it is written in the SQL of DuckDB, which is not translated into that of BigQuery: only models of the Rocky DSL can be had in every dialect
            note: `orders` is not emitted: it is written in the SQL of DuckDB, which is not translated into that of BigQuery: only models of the Rocky DSL can be had in every dialect
            note: `recent` is not emitted: it is ephemeral, and part of the models that read it
        "#]],
    );
    check(
        &["emit-sql", "--dialect", "sf", "--model", "recent"],
        expect![[r#"
        exit 0
        --- stdout
        -- recent: models/recent.rocky
        SELECT *
        FROM "shop"."main"."orders" AS orders
        WHERE at >= CAST('2025-01-31 10:00:00+00:00' AS TIMESTAMP_TZ);
    "#]],
    );
    check(
        &["emit-sql", "--dialect", "sf", "--model", "orders"],
        expect![[r#"
            exit 1
            --- stderr
            error: `orders` is not emitted: it is written in the SQL of DuckDB, which is not translated into that of Snowflake: only models of the Rocky DSL can be had in every dialect
        "#]],
    );
    check(
        &["emit-sql", "--dialect", "duckdb", "--model", "orders"],
        expect![[r#"
        exit 0
        --- stdout
        -- orders: models/orders.sql
        SELECT 1 AS customer_id, 2 AS amount, TIMESTAMPTZ '2025-01-31' AS at
        WHERE 1 >= 0;
    "#]],
    );
    check(
        &["emit-sql", "--dialect", "oracle"],
        expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'oracle' for '--dialect <NAME>': there is no such dialect; known are duckdb, databricks, snowflake, bigquery, trino

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn files() {
    let sandbox = Sandbox::duckdb(PROJECT);
    let arguments = ["emit-sql", "--out-dir", "out/sql"];
    expect![[r#"
        exit 0
        --- stderr
        note: `recent` is not emitted: it is ephemeral, and part of the models that read it
        note: 4 files written to out/sql
    "#]]
    .assert_eq(&sandbox.rocky(&arguments).transcript());
    sandbox.write("out/sql/totals.sql", "stale");
    expect![[r#"
        exit 0
        --- stderr
        note: `recent` is not emitted: it is ephemeral, and part of the models that read it
        note: 4 files written to out/sql
    "#]]
    .assert_eq(&sandbox.rocky(&arguments).transcript());
    let files: Vec<String> = sandbox.files().into_iter().filter(|it| it.starts_with("out/")).collect();
    expect![[r#"
        [
            "out/sql/days.sql",
            "out/sql/orders.sql",
            "out/sql/report.sql",
            "out/sql/totals.sql",
        ]
    "#]]
    .assert_debug_eq(&files);
    expect![[r#"
        -- totals: models/totals.rocky
        WITH recent AS (
        SELECT *
        FROM shop.main.orders AS orders
        WHERE "at" >= TIMESTAMPTZ '2025-01-31 10:00:00+00:00'
        )
        SELECT customer_id, SUM(amount) AS total, COUNT(*) AS orders
        FROM recent
        GROUP BY customer_id;
    "#]]
    .assert_eq(&sandbox.read("out/sql/totals.sql"));
}

#[test]
fn a_broken_model_costs_itself_and_what_would_hold_it() {
    let sandbox = Sandbox::duckdb(PROJECT);
    sandbox.write("models/recent.rocky", "from orders\nwhere nope > 1\n");
    expect![[r#"
        exit 1
        --- stdout
        -- days: models/days.sql
        -- strategy time_interval: the query with the window of a first run
        SELECT DATE '2025-01-31' AS day WHERE day >= '1900-01-01 00:00:00' AND day < '1900-01-01 00:00:00';

        -- orders: models/orders.sql
        SELECT 1 AS customer_id, 2 AS amount, TIMESTAMPTZ '2025-01-31' AS at
        WHERE 1 >= 0;
        --- stderr
        error: `recent` is not emitted: it has errors
        help: rocky check shows what is wrong
        error: `totals` is not emitted: it would hold the ephemeral model `recent`, which is not emitted
        help: rocky check shows what is wrong
        error: `report` is not emitted: it would hold the ephemeral model `recent`, which is not emitted
        help: rocky check shows what is wrong
    "#]]
    .assert_eq(&sandbox.rocky(&["emit-sql"]).transcript());
}

#[test]
fn a_name_that_cannot_name_a_file() {
    let sandbox = Sandbox::duckdb(
        "
    //- /models/a.toml
    name = \"../a\"
    //- /models/a.sql
    SELECT 1 AS one
    ",
    );
    expect![[r#"
        exit 1
        --- stderr
        error: the model's name `../a` cannot name a file
        help: print it instead, without --out-dir
    "#]]
    .assert_eq(&sandbox.rocky(&["emit-sql", "--out-dir", "out"]).transcript());
    assert!(!sandbox.path().join("a.sql").exists());
}
