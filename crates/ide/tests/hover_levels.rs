//! How much cards say.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use ide::{HoverRequest, Verbosity};
use support::{
    ask,
    cursor::{at_cursor, shop},
};

const DECLARED: &str = "
//- /models/stg_orders.toml
intent = \"one row per order\"

[columns.amount]
description = \"without taxes\"

[[tests]]
type = \"accepted_values\"
column = \"amount\"
values = [\"1\", \"2\"]
severity = \"warning\"

[[tests]]
type = \"in_range\"
column = \"amount\"
min = \"0\"
filter = \"order_id > 5\"

[[tests]]
type = \"row_count_range\"
min = 1
//- /models/stg_orders.contract.toml
[[columns]]
name = \"amount\"
type = \"DECIMAL(10, 2)\"

[rules]
required = [\"amount\"]
no_new_nullable = true
primary_key = [\"order_id\", \"amount\"]
//- /models/sides.sql
SELECT o.amount + o.order_id AS mixed, o.customer_id FROM stg_orders AS o JOIN stg_customers USING (customer_id)
";

fn check(fixture: &str, brief: Expect, full: Expect) {
    let (mut host, position) = at_cursor(&shop(&format!("{DECLARED}{fixture}")));
    for (verbosity, expected) in [(Verbosity::Brief, brief), (Verbosity::Full, full)] {
        let request = HoverRequest { verbosity, readers: None };
        let card = ask(&mut host, |it| it.card(position, &request));
        expected.assert_eq(&card.map_or("nothing\n".to_owned(), |it| it.markdown));
    }
}

#[test]
fn of_a_column() {
    check(
        "//- /models/main.sql\nSELECT amo$0unt AS a FROM stg_orders",
        expect![[r#"
        ```sql
        stg_orders.amount DECIMAL(10,2) NULL
        ```

        without taxes
    "#]],
        expect![[r#"
            ```sql
            stg_orders.amount DECIMAL(10,2) NULL
            ```

            without taxes

            from

            - [`raw.orders.amount`](<project:schemas/raw.toml#L9>)

            contract: `DECIMAL(10, 2)`, required, primary key `order_id`, `amount`

            tested:

            - accepted values `1`, `2`, which only warns
            - a range `>= 0` where `order_id > 5`

            read by 2 columns in 2 models; 2 models downstream of `stg_orders`

            - [`main.a`](<project:models/main.sql#L1>) (identity)
            - [`sides.mixed`](<project:models/sides.sql#L1>) (transform)
        "#]],
    );
    check(
        "//- /models/main.sql\nSELECT mi$0xed + 1 AS a FROM sides",
        expect![[r#"
            ```sql
            sides.mixed DECIMAL(22,2) NULL
            ```
        "#]],
        expect![[r#"
            ```sql
            sides.mixed DECIMAL(22,2) NULL
            ```

            computed as `o.amount + o.order_id` from

            - [`stg_orders.amount`](<project:models/stg_orders.sql#L1>)
              - [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
            - [`stg_orders.order_id`](<project:models/stg_orders.sql#L1>)
              - [`raw.orders.id`](<project:schemas/raw.toml#L7>)

            read by 1 column in 1 model; 1 model downstream of `sides`

            - [`main.a`](<project:models/main.sql#L1>) (transform)
        "#]],
    );
    check(
        "//- /models/main.sql\nWITH c AS (SELECT amount * 2 AS twice FROM stg_orders) SELECT twi$0ce AS a FROM c",
        expect![[r#"
            ```sql
            twice DECIMAL(18,2) NULL
            ```
        "#]],
        expect![[r#"
            ```sql
            twice DECIMAL(18,2) NULL
            ```

            computed as `amount * 2` from

            - [`stg_orders.amount`](<project:models/stg_orders.sql#L1>)
              - [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
        "#]],
    );
}

#[test]
fn of_a_model_and_a_table() {
    check(
        "//- /models/main.sql\nSELECT 1 AS one FROM stg_or$0ders",
        expect![[r#"
        **stg_orders** · full_refresh · `shop.main.stg_orders`

        one row per order
    "#]],
        expect![[r#"
            **stg_orders** · full_refresh · `shop.main.stg_orders`

            one row per order

            ```sql
            order_id BIGINT NOT NULL
            customer_id BIGINT NOT NULL
            amount DECIMAL(10,2) NULL
            address STRUCT(street VARCHAR, city VARCHAR) NULL
            ```

            contract:

            - `amount DECIMAL(10, 2)`
            - required `amount`
            - primary key `order_id`, `amount`
            - no column may become nullable

            tested:

            - `amount`: accepted values `1`, `2`, which only warns
            - `amount`: a range `>= 0` where `order_id > 5`
            - the number of rows `>= 1`

            read by 2 models

            - [`main`](<project:models/main.sql#L1>)
            - [`sides`](<project:models/sides.sql#L1>)
        "#]],
    );
    check(
        "//- /models/main.sql\nSELECT 1 AS one FROM raw.or$0ders",
        expect![[r#"
        **raw.orders** · declared in the schema file `schemas/raw.toml`
    "#]],
        expect![[r#"
        **raw.orders** · declared in the schema file `schemas/raw.toml`

        ```sql
        id BIGINT NOT NULL
        customer_id BIGINT NOT NULL
        amount DECIMAL(10,2) NULL
        address STRUCT(street VARCHAR, city VARCHAR) NULL
        ```

        read by 2 models

        - [`main`](<project:models/main.sql#L1>)
        - [`stg_orders`](<project:models/stg_orders.sql#L1>)
    "#]],
    );
}

#[test]
fn of_a_star_and_a_function() {
    check(
        "//- /models/main.sql\nSELECT *$0 FROM stg_customers",
        expect![[r#"
        stands for 2 columns
    "#]],
        expect![[r#"
        stands for 2 columns

        ```sql
        customer_id BIGINT NOT NULL -- stg_customers.customer_id
        email VARCHAR NOT NULL -- stg_customers.email
        ```
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT nul$0lif(1, 2) AS a",
        expect![[r#"
        ```sql
        nullif(ANY, ANY) -> ANY
        ```

        Short for `CASE WHEN ((a = b)) THEN (NULL) ELSE a END`. [DuckDB](https://duckdb.org/docs/stable/sql/functions/utility)
    "#]],
        expect![[r#"
        ```sql
        nullif(ANY, ANY) -> ANY
        ```

        function · here `INTEGER NULL`

        Short for `CASE WHEN ((a = b)) THEN (NULL) ELSE a END`. [DuckDB](https://duckdb.org/docs/stable/sql/functions/utility)
    "#]],
    );
}

#[test]
fn what_has_one_level_says_so() {
    let (mut host, position) = at_cursor(&shop("//- /models/x.rocky\nfr$0om stg_orders"));
    assert!(!ask(&mut host, |it| it.hover(position)).unwrap().has_levels);
    let (mut host, position) = at_cursor(&shop("SELECT amo$0unt FROM stg_orders"));
    assert!(ask(&mut host, |it| it.hover(position)).unwrap().has_levels);
}
