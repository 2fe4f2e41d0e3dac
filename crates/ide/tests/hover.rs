//! What a card in SQL and the DSL says, and what it is about.

mod support;

use expect_test::expect;
use support::{
    ask,
    cursor::{check_hover as check, loose_at_cursor},
};
use testing::fixture::parse;

#[test]
fn a_column_through_an_alias() {
    check(
        "SELECT o.amo$0unt FROM stg_orders o",
        expect![[r#"
            ‹amount›
            ```sql
            stg_orders.amount DECIMAL(10,2) NULL
            ```

            from [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
        "#]],
    );
    check(
        "SELECT o.customer_i$0d AS who FROM stg_orders AS o",
        expect![[r#"
            ‹customer_id›
            ```sql
            stg_orders.customer_id BIGINT NOT NULL
            ```

            from [`raw.orders.customer_id`](<project:schemas/raw.toml#L8>)
        "#]],
    );
    check(
        "SELECT o.amount AS pa$0id FROM stg_orders AS o",
        expect![[r#"
            ‹paid›
            ```sql
            main.paid DECIMAL(10,2) NULL
            ```

            from [`stg_orders.amount`](<project:models/stg_orders.sql#L1>) ← [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
        "#]],
    );
}

#[test]
fn a_column_that_an_outer_join_makes_optional() {
    check(
        "SELECT c.em$0ail FROM stg_orders o LEFT JOIN stg_customers c ON c.customer_id = o.customer_id",
        expect![[r#"
            ‹email›
            ```sql
            stg_customers.email VARCHAR NULL
            ```

            where to write to

            `VARCHAR NOT NULL` where it is defined

            from [`raw.customers.email`](<project:schemas/raw.toml#L17>)

            classified pii
        "#]],
    );
}

#[test]
fn a_column_of_a_cte_and_of_a_subquery() {
    check(
        "WITH big AS (SELECT amount * 2 AS twice FROM stg_orders) SELECT tw$0ice FROM big",
        expect![[r#"
            ‹twice›
            ```sql
            twice DECIMAL(18,2) NULL
            ```

            computed as `amount * 2` from [`stg_orders.amount`](<project:models/stg_orders.sql#L1>) ← [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
        "#]],
    );
    check(
        "SELECT s.tw$0ice FROM (SELECT amount * 2 AS twice FROM stg_orders) s",
        expect![[r#"
            ‹twice›
            ```sql
            twice DECIMAL(18,2) NULL
            ```

            computed as `amount * 2` from [`stg_orders.amount`](<project:models/stg_orders.sql#L1>) ← [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
        "#]],
    );
    check(
        "WITH b$0ig AS (SELECT amount * 2 AS twice FROM stg_orders) SELECT twice FROM big",
        expect![[r#"
        ‹big›
        ```sql
        WITH big
        ```

        ```sql
        twice DECIMAL(18,2) NULL
        ```
    "#]],
    );
}

#[test]
fn a_merged_column() {
    check(
        "SELECT customer_i$0d FROM stg_orders JOIN stg_customers USING (customer_id)",
        expect![[r#"
            ‹customer_id›
            ```sql
            stg_orders.customer_id BIGINT NOT NULL
            ```

            from [`raw.orders.customer_id`](<project:schemas/raw.toml#L8>)

            merged with `stg_customers.customer_id`
        "#]],
    );
    check(
        "SELECT email FROM stg_orders JOIN stg_customers USING (custom$0er_id)",
        expect![[r#"
            ‹customer_id›
            ```sql
            stg_orders.customer_id BIGINT NOT NULL
            ```

            from [`raw.orders.customer_id`](<project:schemas/raw.toml#L8>)

            merged with `stg_customers.customer_id`
        "#]],
    );
}

#[test]
fn a_set_operation() {
    check(
        "SELECT amount AS val$0ue FROM stg_orders UNION ALL SELECT customer_id FROM stg_customers",
        expect![[r#"
            ‹value›
            ```sql
            main.value DECIMAL(21,2) NULL
            ```

            from [`stg_orders.amount`](<project:models/stg_orders.sql#L1>), [`stg_customers.customer_id`](<project:models/stg_customers.sql#L1>)
        "#]],
    );
    check(
        "SELECT amount FROM stg_orders UNION ALL SELECT customer_id AS val$0ue FROM stg_customers",
        expect![[r#"
            ‹value›
            ```sql
            main.amount DECIMAL(21,2) NULL
            ```

            from [`stg_orders.amount`](<project:models/stg_orders.sql#L1>), [`stg_customers.customer_id`](<project:models/stg_customers.sql#L1>)
        "#]],
    );
    check(
        "SELECT amount AS value FROM stg_orders UNION ALL SELECT 1 AS x ORDER BY valu$0e",
        expect![[r#"
            ‹value›
            ```sql
            main.value DECIMAL(12,2) NULL
            ```

            from [`stg_orders.amount`](<project:models/stg_orders.sql#L1>) ← [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
        "#]],
    );
}

#[test]
fn a_star() {
    check(
        "SELECT $0* FROM stg_customers",
        expect![[r#"
        ‹*›
        stands for 2 columns

        ```sql
        customer_id BIGINT NOT NULL -- stg_customers.customer_id
        email VARCHAR NOT NULL -- stg_customers.email
        ```
    "#]],
    );
    check(
        "WITH c AS (SELECT 1 AS one) SELECT *$0 FROM c",
        expect![[r#"
        ‹*›
        stands for 1 column

        ```sql
        one INTEGER NOT NULL
        ```
    "#]],
    );
    check(
        "SELECT o.*, c.$0*, 1 AS x FROM stg_orders o CROSS JOIN stg_customers c",
        expect![[r#"
            ‹c.*›
            stands for 2 columns

            ```sql
            customer_id BIGINT NOT NULL -- stg_customers.customer_id
            email VARCHAR NOT NULL -- stg_customers.email
            ```
        "#]],
    );
}

#[test]
fn a_relation() {
    check(
        "SELECT 1 FROM stg_custo$0mers",
        expect![[r#"
        ‹stg_customers›
        **stg_customers** · full_refresh · `shop.main.stg_customers`

        one row per customer

        ```sql
        customer_id BIGINT NOT NULL
        email VARCHAR NOT NULL
        ```
    "#]],
    );
    check(
        "SELECT 1 FROM shop.main.stg_cust$0omers",
        expect![[r#"
        ‹shop.main.stg_customers›
        **stg_customers** · full_refresh · `shop.main.stg_customers`

        one row per customer

        ```sql
        customer_id BIGINT NOT NULL
        email VARCHAR NOT NULL
        ```
    "#]],
    );
    check(
        "SELECT 1 FROM raw.cust$0omers",
        expect![[r#"
        ‹raw.customers›
        **raw.customers** · declared in the schema file `schemas/raw.toml`

        ```sql
        id BIGINT NOT NULL
        email VARCHAR NOT NULL
        ```
    "#]],
    );
    check(
        "SELECT 1 FROM stg_customers cu$0st",
        expect![[r#"
        ‹cust›
        **stg_customers** · full_refresh · `shop.main.stg_customers`

        one row per customer

        ```sql
        customer_id BIGINT NOT NULL
        email VARCHAR NOT NULL
        ```
    "#]],
    );
    check(
        "SELECT 1 FROM (SELECT 1 AS a) su$0b",
        expect![[r#"
        ‹sub›
        a derived table

        ```sql
        a INTEGER NOT NULL
        ```
    "#]],
    );
    check(
        "SELECT 1 FROM nowhe$0re",
        expect![[r#"
        ‹nowhere›
        a relation whose columns are not known

        there may be further columns: the columns of `nowhere` are not known
    "#]],
    );
}

#[test]
fn a_function() {
    check(
        "SELECT low$0er(email) FROM stg_customers",
        expect![[r#"
            ‹lower›
            ```sql
            lower(VARCHAR) -> VARCHAR
            ```

            function · here `VARCHAR NOT NULL`

            Converts `string` to lower case. [DuckDB](https://duckdb.org/docs/stable/sql/functions/text)
        "#]],
    );
    check(
        "SELECT row_nu$0mber() OVER () FROM stg_customers",
        expect![[r#"
            ‹row_number›
            ```sql
            row_number() -> BIGINT
            ```

            window function · here `BIGINT NOT NULL`

            The row number in a window partition. [DuckDB](https://duckdb.org/docs/stable/sql/functions/window_functions)
        "#]],
    );
    check(
        "SELECT no_such_func$0tion(email) FROM stg_customers",
        expect![[r#"
        ‹no_such_function›
        ```sql
        no_such_function(…)
        ```
    "#]],
    );
}

#[test]
fn a_value() {
    check(
        "SELECT 1$0.50",
        expect![[r#"
        ‹1.50›
        ```sql
        1.50 DECIMAL(3,2) NOT NULL
        ```
    "#]],
    );
    check(
        "SELECT CA$0ST('2024-01-01' AS DATE) AS d",
        expect![[r#"
        ‹CAST('2024-01-01' AS DATE)›
        ```sql
        CAST('2024-01-01' AS DATE) DATE NOT NULL
        ```
    "#]],
    );
    check(
        "SELECT 'a\n`b` ```c$0```' AS d",
        expect![[r#"
        ‹'a
        `b` ```c```'›
        ```sql
        'a … VARCHAR NOT NULL
        ```
    "#]],
    );
}

#[test]
fn an_unknown_name() {
    check(
        "SELECT amuo$0nt FROM stg_orders",
        expect![[r#"
            ‹amuont›
            ```sql
            main. ?
            ```

            the type is not known: see its error, or that of what it is made of
        "#]],
    );
    check(
        "SELECT x$0 FROM somewhere",
        expect![[r#"
        ‹x›
        ```sql
        x ?
        ```

        the type is not known: the columns of `somewhere` are not known
    "#]],
    );
}

#[test]
fn nothing_between_names_and_in_comments() {
    check(
        "SELECT  $0  amount FROM stg_orders",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "SELECT amount -- amo$0unt\nFROM stg_orders",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "$0",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn a_step_of_the_dsl() {
    check(
        "
        //- /models/report.rocky
        from stg_orders
        where amo$0unt > 10
        select { order_id, amount }
        ",
        expect![[r#"
            ‹amount›
            ```sql
            stg_orders.amount DECIMAL(10,2) NULL
            ```

            from [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
        "#]],
    );
}

#[test]
fn a_loose_file() {
    let (mut host, position) =
        loose_at_cursor(&parse("//- /query.sql\nWITH a AS (SELECT 1 AS one) SELECT on$0e FROM a"));
    let hover = ask(&mut host, |it| it.hover(position)).unwrap();
    expect![[r#"
        ```sql
        one INTEGER NOT NULL
        ```
    "#]]
    .assert_eq(&hover.markdown);
}
