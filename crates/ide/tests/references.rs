//! Who uses a name.

mod support;

use expect_test::{Expect, expect};
use support::cursor::check_references as check;

/// A project in which `order_id` is made once, passed on by a star, and selected again.
const CHAIN: &str = "
//- /models/all_orders.sql
SELECT * FROM stg_orders
//- /models/report.sql
SELECT order_id FROM all_orders WHERE order_id > 10
//- /models/top.sql
SELECT order_id AS best FROM report
";

fn chain(path: &str, from: &str, to: &str, expected: Expect) {
    let mut text = String::new();
    let mut done = false;
    let mut is_file = path == "models/stg_orders.sql";
    let own =
        "//- /models/stg_orders.sql\nSELECT id AS order_id, customer_id, amount, address\nFROM raw.orders\n";
    for line in own.lines().chain(CHAIN.trim_start().lines()) {
        if let Some(header) = line.strip_prefix("//- /") {
            is_file = header == path;
        }
        match is_file && !done && !line.starts_with("//-") && line.contains(from) {
            true => {
                text += &line.replacen(from, to, 1);
                done = true;
            }
            false => text += line,
        }
        text += "\n";
    }
    check(&text, expected);
}

#[test]
fn a_column_from_its_definition() {
    chain(
        "models/stg_orders.sql",
        "order_id",
        "order$0_id",
        expect![[r#"
            read models/report.sql:1:8 order_id
            read models/report.sql:1:39 order_id
            definition models/stg_orders.sql:1:14 order_id
        "#]],
    );
}

#[test]
fn a_column_from_a_use_behind_a_star() {
    chain(
        "models/report.sql",
        "WHERE order_id",
        "WHERE order$0_id",
        expect![[r#"
            read models/report.sql:1:8 order_id
            read models/report.sql:1:39 order_id
            definition models/stg_orders.sql:1:14 order_id
        "#]],
    );
}

#[test]
fn an_item_without_an_alias_is_a_use_and_a_definition() {
    chain(
        "models/report.sql",
        "order_id",
        "order$0_id",
        expect![[r#"
            read models/report.sql:1:8 order_id
            read models/report.sql:1:39 order_id
            definition models/stg_orders.sql:1:14 order_id
            read models/top.sql:1:8 order_id
        "#]],
    );
}

#[test]
fn a_column_that_is_selected_again_is_another() {
    chain(
        "models/top.sql",
        "order_id",
        "order$0_id",
        expect![[r#"
            definition models/report.sql:1:8 order_id
            read models/top.sql:1:8 order_id
        "#]],
    );
}

#[test]
fn a_raw_column() {
    chain(
        "models/stg_orders.sql",
        "id AS",
        "i$0d AS",
        expect![[r#"
            read models/stg_orders.sql:1:8 id
            definition schemas/raw.toml:7:14 "id"
        "#]],
    );
    check(
        r#"
        //- /schemas/raw.toml
        schema = "raw"

        [[table]]
        name = "orders"
        columns = [{ name = "am$0ount", type = "BIGINT" }]
        "#,
        expect![[r#"
            read models/stg_orders.sql:1:37 amount
            definition schemas/raw.toml:5:21 "amount"
        "#]],
    );
}

#[test]
fn a_model() {
    check(
        r#"
        //- /models/report.toml
        depends_on = ["stg_orders"]
        //- /models/report.sql
        SELECT stg_orders.amount FROM main.stg_orders
        //- /models/other.toml
        [[tests]]
        type = "relationships"
        column = "x"
        to_table = "stg_orders"
        to_column = "order_id"
        //- /models/other.sql
        SELECT 1 AS x FROM stg_or$0ders o
        "#,
        expect![[r#"
            read models/other.sql:1:20 stg_orders
            read models/other.toml:4:12 "stg_orders"
            read models/report.sql:1:8 stg_orders
            read models/report.sql:1:31 main.stg_orders
            read models/report.toml:1:15 "stg_orders"
        "#]],
    );
}

#[test]
fn a_column_in_descriptions() {
    check(
        r#"
        //- /models/stg_customers.toml
        [[tests]]
        type = "unique"
        column = "customer_id"

        [classification]
        email = "pii"
        customer_id = "internal"
        //- /models/stg_customers.contract.toml
        [[columns]]
        name = "customer_id"
        type = "BIGINT"

        [rules]
        required = ["custo$0mer_id"]
        //- /models/stg_orders.toml
        [[tests]]
        type = "relationships"
        column = "customer_id"
        to_table = "stg_customers"
        to_column = "customer_id"
        "#,
        expect![[r#"
            read models/stg_customers.contract.toml:2:8 "customer_id"
            read models/stg_customers.contract.toml:6:13 "customer_id"
            definition models/stg_customers.sql:1:14 customer_id
            read models/stg_customers.toml:3:10 "customer_id"
            read models/stg_customers.toml:7:1 customer_id
            read models/stg_orders.toml:5:13 "customer_id"
        "#]],
    );
}

#[test]
fn merged_columns_are_those_of_both_sides() {
    check(
        "SELECT customer$0_id FROM stg_orders JOIN stg_customers USING (customer_id)",
        expect![[r#"
            read models/main.sql:1:8 customer_id
            read models/main.sql:1:62 customer_id
            definition models/stg_customers.sql:1:14 customer_id
            definition models/stg_orders.sql:1:24 customer_id
        "#]],
    );
}

#[test]
fn arms_make_their_columns_together() {
    check(
        "
        //- /models/united.sql
        SELECT amount AS value FROM raw.orders
        UNION ALL
        SELECT id AS other FROM raw.customers
        ORDER BY value
        //- /models/report.sql
        SELECT val$0ue FROM united
        ",
        expect![[r#"
            read models/report.sql:1:8 value
            definition models/united.sql:1:18 value
            definition models/united.sql:3:14 other
            read models/united.sql:4:10 value
        "#]],
    );
}

#[test]
fn names_of_one_file() {
    check(
        "WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT a.x FROM $0a JOIN b ON a.x = b.x",
        expect![[r#"
            definition models/main.sql:1:6 a
            read models/main.sql:1:48 a
            read models/main.sql:1:58 a
            read models/main.sql:1:67 a
            read models/main.sql:1:79 a
        "#]],
    );
    check(
        "SELECT o$0.amount, o.order_id, p.amount FROM stg_orders o, stg_orders p",
        expect![[r#"
            read models/main.sql:1:8 o
            read models/main.sql:1:18 o
            definition models/main.sql:1:55 o
        "#]],
    );
    check(
        "WITH a AS (SELECT 1 AS x) SELECT x + 1 AS y FROM a WHERE $0x > 0",
        expect![[r#"
            definition models/main.sql:1:24 x
            read models/main.sql:1:34 x
            read models/main.sql:1:58 x
        "#]],
    );
    check(
        "SELECT lower(email) AS e FROM stg_customers WHERE low$0er(email) = 'a'",
        expect![[r#"
            read models/main.sql:1:8 lower
            read models/main.sql:1:51 lower
        "#]],
    );
}

#[test]
fn names_of_the_dsl() {
    check(
        "
        //- /models/report.rocky
        from stg_orders
        derive { twice: amount * 2 }
        where twi$0ce > 10
        select { order_id, twice }
        ",
        expect![[r#"
            definition models/report.rocky:2:10 twice
            read models/report.rocky:3:7 twice
            read models/report.rocky:4:20 twice
        "#]],
    );
    check(
        "
        //- /models/report.rocky
        from stg_orders as o
        join stg_customers as c on customer_id { keep c.email }
        where amo$0unt > 10
        ",
        expect![[r#"
            read models/report.rocky:3:7 amount
            definition models/stg_orders.sql:1:37 amount
        "#]],
    );
}

#[test]
fn values_have_none() {
    check(
        "SELECT 1$0 AS x",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "SELECT  $0 1 AS x",
        expect![[r#"
        nothing
    "#]],
    );
}
