//! Renames of columns: what the files say afterwards.

mod support;

use expect_test::{Expect, expect};
use support::renaming::check_rename as check;

/// A project in which `order_id` is made once, passed on by a star, and selected again.
const CHAIN: &str = r#"
//- /models/all_orders.sql
SELECT * FROM stg_orders
//- /models/report.sql
SELECT order_id, o.amount FROM all_orders AS o WHERE order_id > 10 ORDER BY order_id
//- /models/top.sql
SELECT order_id AS best FROM report
"#;

/// Checks a rename in the chain whose first `from` is `to`, which holds the cursor.
fn chain(from: &str, to: &str, new_name: &str, expected: Expect) {
    let own =
        "//- /models/stg_orders.sql\nSELECT id AS order_id, customer_id, amount, address\nFROM raw.orders\n";
    check(&format!("{own}{}", CHAIN.trim_start()).replacen(from, to, 1), new_name, expected);
}

#[test]
fn a_column_with_its_readers() {
    chain(
        "AS order_id",
        "AS order$0_id",
        "order_key",
        expect![[r#"
        //- /models/report.sql
        SELECT order_key AS order_id, o.amount FROM all_orders AS o WHERE order_key > 10 ORDER BY order_id
        //- /models/stg_orders.sql
        SELECT id AS order_key, customer_id, amount, address
        FROM raw.orders
    "#]],
    );
    chain(
        "WHERE order_id",
        "WHERE order$0_id",
        "order_key",
        expect![[r#"
        //- /models/report.sql
        SELECT order_key AS order_id, o.amount FROM all_orders AS o WHERE order_key > 10 ORDER BY order_id
        //- /models/stg_orders.sql
        SELECT id AS order_key, customer_id, amount, address
        FROM raw.orders
    "#]],
    );
}

#[test]
fn the_column_that_a_bare_item_makes() {
    chain(
        "SELECT order_id, o.amount",
        "SELECT order$0_id, o.amount",
        "order_key",
        expect![[r#"
        //- /models/report.sql
        SELECT order_id AS order_key, o.amount FROM all_orders AS o WHERE order_id > 10 ORDER BY order_key
        //- /models/top.sql
        SELECT order_key AS best FROM report
    "#]],
    );
    chain(
        "o.amount",
        "o.am$0ount",
        "total",
        expect![[r#"
        //- /models/report.sql
        SELECT order_id, o.amount AS total FROM all_orders AS o WHERE order_id > 10 ORDER BY order_id
    "#]],
    );
    chain(
        "customer_id, amount",
        "customer_id, am$0ount",
        "total",
        expect![[r#"
        //- /models/report.sql
        SELECT order_id, o.total AS amount FROM all_orders AS o WHERE order_id > 10 ORDER BY order_id
        //- /models/stg_orders.sql
        SELECT id AS order_id, customer_id, amount AS total, address
        FROM raw.orders
    "#]],
    );
}

#[test]
fn a_column_in_descriptions() {
    check(
        r#"
        //- /models/stg_customers.toml
        [strategy]
        type = "merge"
        unique_key = ["customer_id"]

        [[tests]]
        type = "unique"
        column = "customer_id"
        filter = "customer_id > 0"

        [[tests]]
        type = "expression"
        expression = "customer_id > length(email)"

        [classification]
        email = "pii"
        customer_id = "internal"

        [columns.customer_id]
        description = "who"
        //- /models/stg_customers.contract.toml
        [[columns]]
        name = "customer_id"
        type = "BIGINT"

        [rules]
        required = ["custo$0mer_id"]
        protected = ['customer_id']
        //- /models/stg_orders.toml
        [[tests]]
        type = "relationships"
        column = "customer_id"
        to_table = "stg_customers"
        to_column = "customer_id"

        [[sources]]
        catalog = "shop"
        schema = "main"
        table = "stg_customers"
        columns = [{ name = "customer_id", type = "BIGINT" }]
        "#,
        "client id",
        expect![[r#"
            //- /models/stg_customers.contract.toml
            [[columns]]
            name = "client id"
            type = "BIGINT"

            [rules]
            required = ["client id"]
            protected = ['client id']
            //- /models/stg_customers.sql
            SELECT id AS "client id", email FROM raw.customers
            //- /models/stg_customers.toml
            [strategy]
            type = "merge"
            unique_key = ["client id"]

            [[tests]]
            type = "unique"
            column = "client id"
            filter = "\"client id\" > 0"

            [[tests]]
            type = "expression"
            expression = "\"client id\" > length(email)"

            [classification]
            email = "pii"
            "client id" = "internal"

            [columns."client id"]
            description = "who"
            //- /models/stg_orders.toml
            [[tests]]
            type = "relationships"
            column = "customer_id"
            to_table = "stg_customers"
            to_column = "client id"

            [[sources]]
            catalog = "shop"
            schema = "main"
            table = "stg_customers"
            columns = [{ name = "client id", type = "BIGINT" }]
        "#]],
    );
}

#[test]
fn a_column_of_a_query_within() {
    check(
        "
        WITH paid AS (SELECT order_id, amount AS va$0lue FROM stg_orders),
        best AS (SELECT value, max(value) OVER (PARTITION BY order_id) AS most FROM paid)
        SELECT best.value, most, paid.value + 1 AS more
        FROM best JOIN paid ON best.value = paid.value
        ",
        "total",
        expect![[r#"
            //- /models/main.sql
            WITH paid AS (SELECT order_id, amount AS total FROM stg_orders),
            best AS (SELECT total AS value, max(total) OVER (PARTITION BY order_id) AS most FROM paid)
            SELECT best.value, most, paid.total + 1 AS more
            FROM best JOIN paid ON best.value = paid.total
        "#]],
    );
    check(
        "WITH paid (a, b) AS (SELECT order_id, amount FROM stg_orders) SELECT a, $0b FROM paid WHERE b > 0",
        "total",
        expect![[r#"
            //- /models/main.sql
            WITH paid (a, b) AS (SELECT order_id, amount FROM stg_orders) SELECT a, b AS total FROM paid WHERE b > 0
        "#]],
    );
    check(
        "WITH paid (a, b) AS (SELECT order_id, amount FROM stg_orders) SELECT a, b FROM paid WHERE $0b > 0",
        "total",
        expect![[r#"
            //- /models/main.sql
            WITH paid (a, total) AS (SELECT order_id, amount FROM stg_orders) SELECT a, total AS b FROM paid WHERE total > 0
        "#]],
    );
    check(
        "SELECT t.x FROM (SELECT order_id, amount FROM stg_orders) AS t(x, y) WHERE t.$0x > t.y",
        "number",
        expect![[r#"
            //- /models/main.sql
            SELECT t.number AS x FROM (SELECT order_id, amount FROM stg_orders) AS t(number, y) WHERE t.number > t.y
        "#]],
    );
}

#[test]
fn a_column_in_every_clause() {
    check(
        "
        //- /models/report.sql
        SELECT
            customer_id,
            sum(amount) AS total,
            count(*) FILTER (WHERE amount > 0) AS paid,
            list_transform([1], amount -> amount + 1) AS listed
        FROM stg_orders AS o
        WHERE am$0ount > 1 AND EXISTS (SELECT amount FROM stg_orders AS i WHERE i.amount > o.amount)
        GROUP BY customer_id, amount
        HAVING max(amount) > 1
        QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY amount) = 1
        ORDER BY amount
        //- /models/starred.sql
        SELECT * EXCLUDE (amount), amount + 1 AS more FROM stg_orders
        //- /models/renamed.sql
        SELECT * RENAME (amount AS value) FROM stg_orders
        //- /models/reader.sql
        SELECT value FROM renamed WHERE value > 1
        //- /models/piv.sql
        SELECT * FROM (SELECT customer_id, order_id, amount FROM stg_orders)
        PIVOT (sum(amount) FOR order_id IN (1, 2))
        ",
        "total_amount",
        expect![[r#"
            //- /models/piv.sql
            SELECT * FROM (SELECT customer_id, order_id, total_amount AS amount FROM stg_orders)
            PIVOT (sum(amount) FOR order_id IN (1, 2))
            //- /models/renamed.sql
            SELECT * RENAME (total_amount AS value) FROM stg_orders
            //- /models/report.sql
            SELECT
                customer_id,
                sum(total_amount) AS total,
                count(*) FILTER (WHERE total_amount > 0) AS paid,
                list_transform([1], amount -> amount + 1) AS listed
            FROM stg_orders AS o
            WHERE total_amount > 1 AND EXISTS (SELECT total_amount FROM stg_orders AS i WHERE i.total_amount > o.total_amount)
            GROUP BY customer_id, total_amount
            HAVING max(total_amount) > 1
            QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY total_amount) = 1
            ORDER BY total_amount
            //- /models/starred.sql
            SELECT * EXCLUDE (total_amount), total_amount + 1 AS more FROM stg_orders
            //- /models/stg_orders.sql
            SELECT id AS order_id, customer_id, amount AS total_amount, address
            FROM raw.orders
        "#]],
    );
}

#[test]
fn a_column_that_a_star_renames() {
    check(
        "
        //- /models/renamed.sql
        SELECT * RENAME (amount AS value) FROM stg_orders
        //- /models/reader.sql
        SELECT value FROM renamed WHERE va$0lue > 1
        ",
        "total",
        expect![[r#"
            //- /models/reader.sql
            SELECT total AS value FROM renamed WHERE total > 1
            //- /models/renamed.sql
            SELECT * RENAME (amount AS total) FROM stg_orders
        "#]],
    );
}

#[test]
fn the_arms_of_a_union() {
    check(
        "
        //- /models/united.sql
        SELECT amount AS value FROM stg_orders
        UNION ALL
        SELECT amount FROM stg_orders
        ORDER BY value
        //- /models/report.sql
        SELECT val$0ue FROM united
        ",
        "total",
        expect![[r#"
            //- /models/report.sql
            SELECT value AS total FROM united
        "#]],
    );
    check(
        "
        //- /models/united.sql
        SELECT amount FROM stg_orders
        UNION ALL
        SELECT amount FROM stg_orders
        //- /models/report.sql
        SELECT am$0ount FROM united WHERE amount > 1
        ",
        "total",
        expect![[r#"
            //- /models/report.sql
            SELECT amount AS total FROM united WHERE amount > 1
        "#]],
    );
}

#[test]
fn both_sides_of_a_join_that_are_one_column() {
    check(
        "SELECT count(*) AS n FROM stg_orders a JOIN stg_orders b USING (order$0_id)",
        "order_key",
        expect![[r#"
            //- /models/main.sql
            SELECT count(*) AS n FROM stg_orders a JOIN stg_orders b USING (order_key)
            //- /models/stg_orders.sql
            SELECT id AS order_key, customer_id, amount, address
            FROM raw.orders
        "#]],
    );
}

#[test]
fn names_that_need_quotes() {
    check(
        "SELECT amount AS val$0ue FROM stg_orders ORDER BY value",
        "order",
        expect![[r#"
        //- /models/main.sql
        SELECT amount AS "order" FROM stg_orders ORDER BY "order"
    "#]],
    );
    check(
        r#"SELECT amount AS "my va$0lue" FROM stg_orders ORDER BY "my value""#,
        "value",
        expect![[r#"
        //- /models/main.sql
        SELECT amount AS value FROM stg_orders ORDER BY value
    "#]],
    );
    check(
        "SELECT amount AS val$0ue FROM stg_orders ORDER BY value",
        "`x y`",
        expect![[r#"
        //- /models/main.sql
        SELECT amount AS "x y" FROM stg_orders ORDER BY "x y"
    "#]],
    );
    check(
        "SELECT amount AS val$0ue FROM stg_orders ORDER BY VALUE",
        "VALUE",
        expect![[r#"
        //- /models/main.sql
        SELECT amount AS VALUE FROM stg_orders ORDER BY VALUE
    "#]],
    );
    check(
        r#"
        //- /rocky.toml
        [adapter]
        type = "snowflake"
        //- /models/a.sql
        SELECT amount AS val$0ue FROM raw.orders
        //- /models/b.sql
        SELECT value, "VALUE" + 1 AS more FROM a
        "#,
        "total",
        expect![[r#"
            //- /models/a.sql
            SELECT amount AS total FROM raw.orders
            //- /models/b.sql
            SELECT total AS value, total + 1 AS more FROM a
        "#]],
    );
}

#[test]
fn defaults_of_variables() {
    check(
        "SELECT order_id FROM stg_orders WHERE @var(key, amount) > 1 AND am$0ount > 2",
        "total",
        expect![[r#"
            //- /models/main.sql
            SELECT order_id FROM stg_orders WHERE @var(key, total) > 1 AND total > 2
            //- /models/stg_orders.sql
            SELECT id AS order_id, customer_id, amount AS total, address
            FROM raw.orders
        "#]],
    );
}

#[test]
fn a_column_of_the_own_table() {
    let fixture = r#"
        //- /models/events.toml
        [strategy]
        type = "incremental"
        timestamp_column = "order_id"
        //- /models/events.sql
        SELECT order_id, amount FROM stg_orders
        WHERE order_id > (SELECT max(order_id) FROM events)
            AND order_id NOT IN (SELECT e.order_id FROM events AS e)
        "#;
    check(
        &fixture.replacen("WHERE order_id", "WHERE order$0_id", 1),
        "key",
        expect![[r#"
        //- /models/events.sql
        SELECT key AS order_id, amount FROM stg_orders
        WHERE key > (SELECT max(order_id) FROM events)
            AND key NOT IN (SELECT e.order_id FROM events AS e)
        //- /models/stg_orders.sql
        SELECT id AS key, customer_id, amount, address
        FROM raw.orders
    "#]],
    );
    check(
        &fixture.replacen("SELECT order_id", "SELECT order$0_id", 1),
        "key",
        expect![[r#"
        //- /models/events.sql
        SELECT order_id AS key, amount FROM stg_orders
        WHERE order_id > (SELECT max(key) FROM events)
            AND order_id NOT IN (SELECT e.key FROM events AS e)
        //- /models/events.toml
        [strategy]
        type = "incremental"
        timestamp_column = "key"
    "#]],
    );
}
