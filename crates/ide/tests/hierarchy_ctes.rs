//! Lineage one hop at a time from and to common table expressions.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use ide::{HierarchyItem, Host};
use support::{
    ask, change,
    cursor::{at_cursor, place, shop},
    root,
};

fn item(host: &mut Host, it: &HierarchyItem) -> String {
    assert!(it.full.range.contains_range(it.focus), "{it:?}");
    let detail = it.detail.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    let focus = ide::FileRange { file: it.full.file, range: it.focus };
    format!("{}{detail} at {}\n", it.key.display_name(), place(host, focus))
}

/// Checks the items at the cursor, what they are made of, what is made of them, and where they come from and stay.
fn check(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let mut text = String::new();
    for it in ask(&mut host, |it| it.hierarchy_items(position)) {
        text += &item(&mut host, &it);
        let inputs = ask(&mut host, |analysis| analysis.inputs(&root(), &it.key));
        let consumers = ask(&mut host, |analysis| analysis.consumers(&root(), &it.key));
        for (title, calls) in [("made of", inputs), ("goes into", consumers)] {
            for call in calls {
                let kinds: Vec<&str> = call.kinds.iter().map(|it| it.name()).collect();
                text += &format!("  {title} {}", item(&mut host, &call.item));
                for range in call.ranges {
                    text += &format!("    {} {}\n", kinds.join(", "), place(&mut host, range));
                }
            }
        }
        let origins = ask(&mut host, |analysis| analysis.origins(&root(), &it.key));
        let survivals = ask(&mut host, |analysis| analysis.survivals(&root(), &it.key));
        for (title, items) in [("is", origins), ("stays", survivals)] {
            for it in items {
                text += &format!("  {title} {}", item(&mut host, &it));
            }
        }
    }
    expected.assert_eq(&text);
}

#[test]
fn of_a_column() {
    check(
        "WITH paid AS (SELECT order_id, amount * 2 AS twi$0ce FROM stg_orders WHERE customer_id > 1),
big AS (SELECT order_id, twice FROM paid WHERE twice > 10)
SELECT sum(twice) AS total, count(*) AS n FROM big JOIN paid USING (order_id)",
        expect![[r#"
            paid.twice (DECIMAL(18,2) NULL in main) at models/main.sql:1:46 twice
              made of stg_orders.amount (DECIMAL(10,2) NULL) at models/stg_orders.sql:1:37 amount
                transform models/main.sql:1:32 amount
              goes into big.twice (DECIMAL(18,2) NOT NULL in main) at models/main.sql:2:26 twice
                identity models/main.sql:2:26 twice
              goes into big (in main) at models/main.sql:2:1 big
                filter models/main.sql:2:48 twice
              stays big.twice (DECIMAL(18,2) NOT NULL in main) at models/main.sql:2:26 twice
        "#]],
    );
    check(
        "WITH paid AS (SELECT order_id, amount * 2 AS twice FROM stg_orders),
big AS (SELECT order_id, twice FROM paid WHERE twice > 10)
SELECT sum(b.twi$0ce) AS total FROM big AS b",
        expect![[r#"
            big.twice (DECIMAL(18,2) NOT NULL in main) at models/main.sql:2:26 twice
              made of paid.twice (DECIMAL(18,2) NULL in main) at models/main.sql:1:46 twice
                identity models/main.sql:2:26 twice
              goes into main.total (DECIMAL(38,2) NULL) at models/main.sql:3:24 total
                aggregate models/main.sql:3:14 twice
              is paid.twice (DECIMAL(18,2) NULL in main) at models/main.sql:1:46 twice
        "#]],
    );
}

#[test]
fn of_an_expression_as_a_whole() {
    check(
        "WITH paid AS (SELECT order_id FROM stg_orders, raw.customers), big AS (SELECT * FROM paid)
SELECT b.order_id FROM big AS b, pa$0id",
        expect![[r#"
            paid (in main) at models/main.sql:1:6 paid
              made of stg_orders at models/stg_orders.sql:1:1 SELECT
                 models/main.sql:1:36 stg_orders
              made of raw.customers at schemas/raw.toml:14:8 "customers"
                 models/main.sql:1:48 raw.customers
              goes into big (in main) at models/main.sql:1:64 big
                 models/main.sql:1:86 paid
              goes into main at models/main.sql:1:1 WITH
                 models/main.sql:2:34 paid
        "#]],
    );
    check(
        "WITH paid AS (SELECT order_id FROM stg_orders), big AS (SELECT * FROM paid)
SELECT b$0.order_id FROM big AS b",
        expect![[r#"
            big (in main) at models/main.sql:1:49 big
              made of paid (in main) at models/main.sql:1:6 paid
                 models/main.sql:1:71 paid
              goes into main at models/main.sql:1:1 WITH
                 models/main.sql:2:24 big
        "#]],
    );
}

#[test]
fn of_set_operations_recursion_and_equal_names() {
    check(
        "WITH RECURSIVE steps AS (SELECT order_id AS x$0, 1 AS n FROM stg_orders UNION ALL SELECT x + 1, n FROM steps)
SELECT x FROM steps",
        expect![[r#"
            steps.x (BIGINT in main) at models/main.sql:1:45 x
              made of stg_orders.order_id (BIGINT NOT NULL) at models/stg_orders.sql:1:14 order_id
                identity models/main.sql:1:33 order_id
              made of steps.x (BIGINT in main) at models/main.sql:1:45 x
                transform models/main.sql:1:88 x
              goes into steps.x (BIGINT in main) at models/main.sql:1:45 x
                transform models/main.sql:1:88 x
              goes into main.x (BIGINT) at models/main.sql:2:8 x
                identity models/main.sql:2:8 x
              is stg_orders.order_id (BIGINT NOT NULL) at models/stg_orders.sql:1:14 order_id
              stays main.x (BIGINT) at models/main.sql:2:8 x
        "#]],
    );
    check(
        "WITH a AS (WITH b AS (SELECT 1 AS x) SELECT x FROM b), c AS (WITH b AS (SELECT amount AS x FROM stg_orders) SELECT b.x$0 FROM b)
SELECT a.x, c.x AS y FROM a, c",
        expect![[r#"
            c.x (DECIMAL(10,2) NULL in main) at models/main.sql:1:118 x
              made of b.x (DECIMAL(10,2) NULL in main) at models/main.sql:1:90 x
                identity models/main.sql:1:118 x
              goes into main.y (DECIMAL(10,2) NULL) at models/main.sql:2:20 y
                identity models/main.sql:2:15 x
              is b.x (DECIMAL(10,2) NULL in main) at models/main.sql:1:90 x
              stays main.y (DECIMAL(10,2) NULL) at models/main.sql:2:20 y
        "#]],
    );
}

#[test]
fn of_a_pipeline() {
    check(
        "//- /models/report.rocky
let paid = from stg_orders derive { twice: amount * 2 }
from paid
group customer_id { total: sum(twi$0ce) }
",
        expect![[r#"
            paid.twice (DECIMAL(18,2) NULL in report) at models/report.rocky:1:37 twice
              made of stg_orders.amount (DECIMAL(10,2) NULL) at models/stg_orders.sql:1:37 amount
                transform models/report.rocky:1:44 amount
              goes into report.total (DECIMAL(38,2) NULL) at models/report.rocky:3:21 total
                aggregate models/report.rocky:3:32 twice
        "#]],
    );
}

#[test]
fn an_item_is_found_after_edits_and_only_while_it_is_there() {
    let (mut host, position) =
        at_cursor(&shop("WITH c AS (SELECT amount AS x$0 FROM stg_orders) SELECT x FROM c"));
    let items = ask(&mut host, |it| it.hierarchy_items(position));
    host.apply(change([(
        "models/main.sql",
        Some("WITH\n  c AS (SELECT 1 AS one, amount AS x FROM stg_orders)\nSELECT x + 1 AS y FROM c"),
    )]));
    let consumers = ask(&mut host, |it| it.consumers(&root(), &items[0].key));
    assert_eq!(consumers[0].item.key.display_name(), "main.y");
    host.apply(change([("models/main.sql", Some("SELECT 1 AS one"))]));
    assert!(ask(&mut host, |it| it.consumers(&root(), &items[0].key)).is_empty());
    assert!(ask(&mut host, |it| it.inputs(&root(), &items[0].key)).is_empty());
}
