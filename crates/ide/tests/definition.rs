//! Where names in SQL and the DSL lead.

mod support;

use expect_test::expect;
use support::cursor::{check_definition as check, check_definition_at, loose_at_cursor};
use testing::fixture::parse;

#[test]
fn a_column_of_a_model() {
    check(
        "SELECT o.order$0_id FROM stg_orders o",
        expect![[r#"
        ‹order_id›
        models/stg_orders.sql:1:14 order_id
    "#]],
    );
    check(
        "SELECT amou$0nt FROM stg_orders",
        expect![[r#"
        ‹amount›
        models/stg_orders.sql:1:37 amount
    "#]],
    );
    check(
        "SELECT amount AS a$0 FROM stg_orders",
        expect![[r#"
        ‹a›
        models/stg_orders.sql:1:37 amount
    "#]],
    );
    check(
        "SELECT id AS order_id FROM stg_orders WHERE order_i$0d > 1",
        expect![[r#"
        ‹order_id›
        models/stg_orders.sql:1:14 order_id
    "#]],
    );
}

#[test]
fn a_column_through_stars() {
    check(
        "
        //- /models/all_orders.sql
        SELECT * FROM stg_orders
        //- /models/report.sql
        SELECT a.order_i$0d FROM all_orders a
        ",
        expect![[r#"
            ‹order_id›
            models/stg_orders.sql:1:14 order_id
        "#]],
    );
    check(
        "
        //- /models/all_orders.sql
        SELECT * FROM raw.orders
        //- /models/report.sql
        SELECT a.amou$0nt FROM all_orders a
        ",
        expect![[r#"
            ‹amount›
            schemas/raw.toml:9:14 "amount"
        "#]],
    );
    check(
        "WITH a AS (SELECT *, 1 AS one FROM stg_orders) SELECT a.o$0ne FROM (SELECT * FROM a) a",
        expect![[r#"
            ‹one›
            models/main.sql:1:27 one
        "#]],
    );
}

#[test]
fn a_column_of_the_raw_schema_and_back_to_it() {
    check(
        "SELECT am$0ount FROM raw.orders",
        expect![[r#"
        ‹amount›
        schemas/raw.toml:9:14 "amount"
    "#]],
    );
    check(
        "SELECT amount * 2 AS tw$0ice FROM raw.orders",
        expect![[r#"
        ‹twice›
        schemas/raw.toml:9:14 "amount"
    "#]],
    );
    check(
        "SELECT amount * customer_id AS bo$0th FROM raw.orders",
        expect![[r#"
        ‹both›
        models/main.sql:1:32 both
    "#]],
    );
}

#[test]
fn a_merged_column_leads_to_both_sides() {
    check(
        "SELECT customer_$0id FROM stg_orders JOIN stg_customers USING (customer_id)",
        expect![[r#"
        ‹customer_id›
        models/stg_orders.sql:1:24 customer_id
        models/stg_customers.sql:1:14 customer_id
    "#]],
    );
    check(
        "SELECT email FROM stg_orders JOIN stg_customers USING (cust$0omer_id)",
        expect![[r#"
        ‹customer_id›
        models/stg_orders.sql:1:24 customer_id
        models/stg_customers.sql:1:14 customer_id
    "#]],
    );
}

#[test]
fn a_set_operation() {
    check(
        "SELECT amount AS a FROM raw.orders UNION SELECT 1 AS b ORDER BY $0a",
        expect![[r#"
        ‹a›
        models/main.sql:1:18 a
    "#]],
    );
    check(
        "
        //- /models/united.sql
        SELECT amount AS value FROM raw.orders
        UNION ALL
        SELECT id AS other FROM raw.customers
        //- /models/report.sql
        SELECT val$0ue FROM united
        ",
        expect![[r#"
            ‹value›
            models/united.sql:1:18 value
        "#]],
    );
}

#[test]
fn the_modifiers_of_a_star() {
    check(
        "SELECT * EXCLUDE (ema$0il) FROM stg_customers",
        expect![[r#"
        ‹email›
        models/stg_customers.sql:1:27 email
    "#]],
    );
    check(
        "SELECT * REPLACE (lower(em$0ail) AS email) FROM stg_customers",
        expect![[r#"
        ‹email›
        models/stg_customers.sql:1:27 email
    "#]],
    );
    check(
        "SELECT c$0.* FROM stg_customers c",
        expect![[r#"
        ‹c›
        models/main.sql:1:31 c
    "#]],
    );
    check(
        "SELECT *$0 FROM stg_customers c",
        expect![[r#"
        ‹*›
        models/stg_customers.sql:1:1 SELECT
    "#]],
    );
}

#[test]
fn a_relation() {
    check(
        "SELECT 1 FROM stg_or$0ders",
        expect![[r#"
        ‹stg_orders›
        models/stg_orders.sql:1:1 SELECT
    "#]],
    );
    check(
        "SELECT 1 FROM main.stg_or$0ders",
        expect![[r#"
        ‹main.stg_orders›
        models/stg_orders.sql:1:1 SELECT
    "#]],
    );
    check(
        "SELECT 1 FROM raw.or$0ders",
        expect![[r#"
        ‹raw.orders›
        schemas/raw.toml:5:8 "orders"
    "#]],
    );
    check(
        "SELECT stg_or$0ders.amount FROM stg_orders",
        expect![[r#"
        ‹stg_orders›
        models/stg_orders.sql:1:1 SELECT
    "#]],
    );
    check(
        "WITH a AS (SELECT 1 AS x) SELECT x FROM $0a",
        expect![[r#"
        ‹a›
        models/main.sql:1:6 a
    "#]],
    );
    check(
        "WITH a AS (SELECT 1 AS x) SELECT a$0.x FROM a",
        expect![[r#"
        ‹a›
        models/main.sql:1:6 a
    "#]],
    );
    check(
        "SELECT 1 FROM nowher$0e",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn an_alias_then_what_it_names() {
    check(
        "SELECT o$0.amount FROM stg_orders o",
        expect![[r#"
        ‹o›
        models/main.sql:1:33 o
    "#]],
    );
    check(
        "SELECT o.amount FROM stg_orders o$0",
        expect![[r#"
        ‹o›
        models/stg_orders.sql:1:1 SELECT
    "#]],
    );
    check(
        "SELECT s.x FROM (SELECT 1 AS x) s$0",
        expect![[r#"
        ‹s›
        models/main.sql:1:33 s
    "#]],
    );
    check(
        "SELECT v.b$0 FROM (VALUES (1, 2)) AS v (a, b)",
        expect![[r#"
            ‹b›
            models/main.sql:1:42 b
        "#]],
    );
}

#[test]
fn the_nearest_cte_of_a_name() {
    check(
        "WITH a AS (SELECT 1 AS x), b AS (WITH a AS (SELECT 2 AS x) SELECT x$0 FROM a) SELECT * FROM b",
        expect![[r#"
            ‹x›
            models/main.sql:1:57 x
        "#]],
    );
}

#[test]
fn names_of_the_dsl() {
    check(
        "
        //- /models/report.rocky
        from stg_orders as o
        join stg_customers as c on customer_$0id { keep c.email }
        ",
        expect![[r#"
            ‹customer_id›
            models/stg_orders.sql:1:24 customer_id
            models/stg_customers.sql:1:14 customer_id
        "#]],
    );
    check(
        "
        //- /models/report.rocky
        from stg_orders
        derive { twice: amount * 2 }
        select { order_id, twi$0ce }
        ",
        expect![[r#"
            ‹twice›
            models/report.rocky:2:10 twice
        "#]],
    );
    check(
        "
        //- /models/report.rocky
        let big = from stg_orders where amount > 100
        from bi$0g
        ",
        expect![[r#"
            ‹big›
            models/report.rocky:1:5 big
        "#]],
    );
}

#[test]
fn nothing_to_lead_to() {
    check(
        "SELECT lo$0wer('a')",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "SELECT 1$0",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "SELECT amuo$0nt FROM stg_orders",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn a_loose_file() {
    let (mut host, position) =
        loose_at_cursor(&parse("//- /query.sql\nWITH a AS (SELECT 1 AS one) SELECT on$0e FROM a"));
    check_definition_at(
        &mut host,
        position,
        expect![[r#"
        ‹one›
        query.sql:1:24 one
    "#]],
    );
}
