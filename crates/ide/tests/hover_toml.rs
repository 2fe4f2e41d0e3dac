//! What a card in TOML says, and what it is about.

mod support;

use expect_test::expect;
use support::cursor::check_hover as check;

#[test]
fn a_column_in_toml() {
    check(
        r#"
        //- /models/stg_customers.toml
        [classification]
        ema$0il = "pii"
        "#,
        expect![[r#"
            ‹email›
            ```sql
            stg_customers.email VARCHAR NOT NULL
            ```

            from [`raw.customers.email`](<project:schemas/raw.toml#L17>)

            classified pii
        "#]],
    );
    check(
        r#"
        //- /models/stg_customers.toml
        [[tests]]
        type = "not_null"
        column = "customer$0_id"
        "#,
        expect![[r#"
            ‹"customer_id"›
            ```sql
            stg_customers.customer_id BIGINT NOT NULL
            ```

            from [`raw.customers.id`](<project:schemas/raw.toml#L16>)

            tested: not null
        "#]],
    );
    check(
        r#"
        //- /models/stg_customers.contract.toml
        [[columns]]
        name = "em$0ail"
        type = "VARCHAR"
        nullable = false

        [rules]
        required = ["email"]
        "#,
        expect![[r#"
            ‹"email"›
            ```sql
            stg_customers.email VARCHAR NOT NULL
            ```

            where to write to

            from [`raw.customers.email`](<project:schemas/raw.toml#L17>)

            classified pii

            contract: `VARCHAR`, `NOT NULL`, required
        "#]],
    );
    check(
        r#"
        //- /schemas/raw.toml
        schema = "raw"

        [[table]]
        name = "orders"
        columns = [{ name = "i$0d", type = "BIGINT" }]
        "#,
        expect![[r#"
            ‹"id"›
            ```sql
            raw.orders.id BIGINT
            ```

            declared in the schema file `schemas/raw.toml`
        "#]],
    );
}

#[test]
fn a_model_in_toml() {
    check(
        r#"
        //- /models/report.toml
        depends_on = ["stg_custo$0mers"]
        //- /models/report.sql
        SELECT * FROM stg_customers
        "#,
        expect![[r#"
            ‹"stg_customers"›
            **stg_customers** · full_refresh · `shop.main.stg_customers`

            one row per customer

            ```sql
            customer_id BIGINT NOT NULL
            email VARCHAR NOT NULL
            ```
        "#]],
    );
}

#[test]
fn a_key_in_toml() {
    check(
        r#"
        //- /models/stg_orders.toml
        int$0ent = "one row per order"
        "#,
        expect![[r#"
            ‹intent›
            `intent` · string

            What the model is for, in prose.
        "#]],
    );
    check(
        r#"
        //- /models/stg_orders.toml
        [strategy]
        ty$0pe = "view"
        "#,
        expect![[r#"
            ‹type›
            `type` · one of several words

            Which strategy; `full_refresh` where absent.

            one of `full_refresh`, `incremental`, `merge`, `time_interval`, `ephemeral`, `delete_insert`, `microbatch`, `view`, `materialized_view`, `dynamic_table`, `content_addressed`
        "#]],
    );
    check(
        r#"
        //- /rocky.toml
        [adapter]
        ty$0pe = "duckdb"
        "#,
        expect![[r#"
            ‹type›
            `type` · string

            Which warehouse or source this is.

            one of `databricks`, `snowflake`, `bigquery`, `trino`, `duckdb`, `fivetran`, `airbyte`, `iceberg`, `manual`
        "#]],
    );
    check(
        "
        //- /models/report.sql
        ---toml
        int$0ent = \"a report\"
        ---
        SELECT 1 AS one
        ",
        expect![[r#"
            ‹intent›
            `intent` · string

            What the model is for, in prose.
        "#]],
    );
}

#[test]
fn a_word_that_decides_in_toml() {
    check(
        "//- /models/stg_customers.toml\n[strategy]\ntype = \"me$0rge\"\nunique_key = [\"email\"]",
        expect![[r#"
            ‹"merge"›
            `type` · one of several words

            Which strategy; `full_refresh` where absent.

            `merge`: Rows are inserted or updated by key.

            one of `full_refresh`, `incremental`, `merge`, `time_interval`, `ephemeral`, `delete_insert`, `microbatch`, `view`, `materialized_view`, `dynamic_table`, `content_addressed`
        "#]],
    );
}
