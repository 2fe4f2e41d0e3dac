//! Which relations, and which columns of joins, are proposed at a cursor.

mod support;

use expect_test::expect;
use support::{
    completion::{check, proposed},
    model_on,
};

#[test]
fn a_relation() {
    check(
        "SELECT 1 FROM $0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_o$0",
        expect![[r#"
        Model stg_customers (one row per customer) for stg_o
        Model stg_orders (one row per order) for stg_o
        Source raw.customers (declared in the schema file `schemas/raw.toml`) for stg_o
        Source raw.orders (declared in the schema file `schemas/raw.toml`) for stg_o
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders o JOIN $0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders o LEFT JOIN $0 WHERE o.amount > 1",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders, $0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM raw.$0",
        expect![[r#"
        Source customers (declared in the schema file `schemas/raw.toml`)
        Source orders (declared in the schema file `schemas/raw.toml`)
    "#]],
    );
    check(
        "SELECT 1 FROM shop.$0",
        expect![[r#"
        Source main (schema)
    "#]],
    );
    check(
        "SELECT 1 FROM shop.main.$0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
    "#]],
    );
    check("SELECT 1 FROM nowhere.$0", expect![[""]]);
}

#[test]
fn ctes_that_are_visible() {
    check(
        "WITH a AS (SELECT 1 AS x), b AS (SELECT 2 AS y) SELECT * FROM $0",
        expect![[r#"
        Cte a (CTE)
        Cte b (CTE)
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "WITH a AS (SELECT 1 AS x), b AS (SELECT * FROM $0), c AS (SELECT 1) SELECT 1",
        expect![[r#"
        Cte a (CTE)
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "WITH a AS (SELECT * FROM $0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "WITH o AS (WITH i AS (SELECT 1) SELECT * FROM i) SELECT * FROM $0",
        expect![[r#"
        Cte o (CTE)
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM $0) SELECT * FROM r",
        expect![[r#"
        Cte r (CTE)
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
}

#[test]
fn a_join_column() {
    check(
        "SELECT 1 FROM stg_orders JOIN stg_customers USING ($0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL)
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders JOIN stg_customers USING ($0)",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL)
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders JOIN stg_customers USING (cust$0) WHERE amount > 1",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL) for cust
    "#]],
    );
}

#[test]
fn a_join_condition() {
    check(
        "SELECT 1 FROM stg_orders o JOIN stg_customers c ON $0",
        expect![[r#"
            Condition o.customer_id = c.customer_id
            Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · o)
            Column amount (DECIMAL(10,2) NULL · o)
            Column c.customer_id (BIGINT NOT NULL · c)
            Column email (VARCHAR NOT NULL · c)
            Column o.customer_id (BIGINT NOT NULL · o)
            Column order_id (BIGINT NOT NULL · o)
            Alias c
            Alias o
            functions
            keywords
        "#]],
    );
    check(
        "SELECT 1 FROM stg_orders o JOIN stg_customers c ON $0 JOIN raw.customers r ON r.id = 1",
        expect![[r#"
            Condition o.customer_id = c.customer_id
            Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · o)
            Column amount (DECIMAL(10,2) NULL · o)
            Column c.customer_id (BIGINT NOT NULL · c)
            Column email (VARCHAR NOT NULL · c)
            Column o.customer_id (BIGINT NOT NULL · o)
            Column order_id (BIGINT NOT NULL · o)
            Alias c
            Alias o
            functions
            keywords
        "#]],
    );
}

#[test]
fn a_table_of_a_model_is_proposed_as_it_is_found() {
    let proposed = |dialect: &str, target: &str, from: &str| {
        let text = format!(
            "{}//- /models/a.sql\nSELECT 1 AS x\n//- /models/a.toml\n{target}\n",
            model_on(dialect, &format!("SELECT * FROM {from}$0"))
        );
        let found = proposed(&testing::fixture::parse(&text));
        found.into_iter().map(|it| it.insert).collect::<Vec<_>>()
    };
    assert_eq!(proposed("duckdb", "", "main."), ["a"]);
    // Another catalog has a schema of that name, too.
    assert_eq!(proposed("duckdb", "", "other.main."), Vec::<String>::new());
    let target = "[target]\ncatalog = \"SHOP\"\nschema = \"small\"";
    assert_eq!(proposed("snowflake", target, "SHOP."), ["\"small\""]);
    assert_eq!(proposed("snowflake", target, "SHOP.\"small\"."), ["\"a\""]);
}

#[test]
fn a_path_in_one_pair_of_quotes() {
    let check = |path: &str, expected| {
        check(
            &format!(
                "//- /rocky.toml\n[adapter]\ntype = \"bigquery\"\n[pipeline.shop]\ntype = \"transformation\"\n\
                models = \"models/**\"\n//- /models/m.sql\nSELECT 1 FROM {path}\n"
            ),
            expected,
        );
    };
    check(
        "`shop.main.$0`",
        expect![[r#"
        Model stg_customers => `shop.main.stg_customers` (one row per customer) for `shop.main.`
        Model stg_orders => `shop.main.stg_orders` (one row per order) for `shop.main.`
    "#]],
    );
    check(
        "`shop.main.stg_o$0`",
        expect![[r#"
        Model stg_customers => `shop.main.stg_customers` (one row per customer) for `shop.main.stg_o`
        Model stg_orders => `shop.main.stg_orders` (one row per order) for `shop.main.stg_o`
    "#]],
    );
    check(
        "`shop.$0`",
        expect![[r#"
        Source main => `shop.main` (schema) for `shop.`
    "#]],
    );
    check(
        "`raw.or$0`",
        expect![[r#"
        Source customers => `raw.customers` (declared in the schema file `schemas/raw.toml`) for `raw.or`
        Source orders => `raw.orders` (declared in the schema file `schemas/raw.toml`) for `raw.or`
    "#]],
    );
    check("`nowhere.$0`", expect![[""]]);
    check(
        "`stg$0`",
        expect![[r#"
        Model stg_customers => `stg_customers` (one row per customer) for `stg`
        Model stg_orders => `stg_orders` (one row per order) for `stg`
        Source raw.customers => `raw`.`customers` (declared in the schema file `schemas/raw.toml`) for `stg`
        Source raw.orders => `raw`.`orders` (declared in the schema file `schemas/raw.toml`) for `stg`
    "#]],
    );
}
