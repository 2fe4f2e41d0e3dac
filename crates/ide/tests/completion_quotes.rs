//! Names that are proposed in quotes: because they need them, or because quotes are what was typed.

mod support;

use expect_test::expect;
use support::completion::check;

#[test]
fn names_that_need_quotes() {
    check(
        r#"WITH a AS (SELECT 1 AS "order", 2 AS "two words") SELECT $0 FROM a"#,
        expect![[r#"
            Column order => "order" (INTEGER NOT NULL · a)
            Column two words => "two words" (INTEGER NOT NULL · a)
            Alias a
            Columns all columns => "order", "two words" (2 columns)
            functions
            keywords
        "#]],
    );
    check(
        r#"WITH "my table" AS (SELECT 1 AS x) SELECT * FROM $0"#,
        expect![[r#"
        Cte my table => "my table" (CTE)
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        r#"WITH a AS (SELECT 1 AS "order") SELECT "or$0" FROM a"#,
        expect![[r#"
            Column order => "order" (INTEGER NOT NULL · a) for "or"
            Alias a => "a" for "or"
        "#]],
    );
}

#[test]
fn a_name_in_quotes_is_completed_with_its_quotes() {
    check(
        "SELECT o.\"or$0\" FROM stg_orders o",
        expect![[r#"
        Column address => "address" (STRUCT(street VARCHAR, city VARCHAR) NULL) for "or"
        Column amount => "amount" (DECIMAL(10,2) NULL) for "or"
        Column customer_id => "customer_id" (BIGINT NOT NULL) for "or"
        Column order_id => "order_id" (BIGINT NOT NULL) for "or"
        Columns all columns => "order_id", "o"."customer_id", "o"."amount", "o"."address" (4 columns) for "or"
    "#]],
    );
    check(
        "SELECT \"$0\" FROM stg_customers",
        expect![[r#"
        Column customer_id => "customer_id" (BIGINT NOT NULL · stg_customers) for ""
        Column email => "email" (VARCHAR NOT NULL · stg_customers) for ""
        Alias stg_customers => "stg_customers" for ""
        Columns all columns => "customer_id", "email" (2 columns) for ""
    "#]],
    );
    check(
        "SELECT 1 FROM \"stg$0\"",
        expect![[r#"
        Model stg_customers => "stg_customers" (one row per customer) for "stg"
        Model stg_orders => "stg_orders" (one row per order) for "stg"
        Source raw.customers => "raw"."customers" (declared in the schema file `schemas/raw.toml`) for "stg"
        Source raw.orders => "raw"."orders" (declared in the schema file `schemas/raw.toml`) for "stg"
    "#]],
    );
}
