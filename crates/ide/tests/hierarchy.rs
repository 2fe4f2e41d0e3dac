//! Lineage one hop at a time.

mod support;

use expect_test::{Expect, expect};
use ide::{Cancelled, FilePosition, HierarchyCall, HierarchyItem, HierarchyKey, HierarchyRelation, Host};
use support::{
    ask, change,
    cursor::{at_cursor, place, shop},
    root,
};

/// A project in which `amount` of the raw orders goes through every kind of hop.
const PROJECT: &str = "
//- /models/all_orders.sql
SELECT * FROM stg_orders
//- /models/typed.sql
SELECT order_id, CAST(amount AS DOUBLE) AS paid FROM all_orders
//- /models/totals.sql
SELECT customer_id, sum(amount) AS total FROM stg_orders AS o WHERE o.amount > 10 GROUP BY customer_id
//- /models/report.sql
SELECT paid AS value, 1 AS one FROM typed JOIN nobody.knows ON TRUE
";

fn item(host: &mut Host, it: &HierarchyItem) -> String {
    assert!(it.full.range.contains_range(it.focus), "{it:?}");
    let detail = it.detail.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
    let focus = ide::FileRange { file: it.full.file, range: it.focus };
    format!("{}{detail} at {}\n", it.key.display_name(), place(host, focus))
}

fn calls(host: &mut Host, calls: Vec<HierarchyCall>) -> String {
    let mut lines = String::new();
    for call in calls {
        lines += &item(host, &call.item);
        let kinds: Vec<&str> = call.kinds.iter().map(|it| it.name()).collect();
        for range in call.ranges {
            lines += &format!("  {} {}\n", kinds.join(", "), place(host, range));
        }
    }
    lines
}

/// Where a hierarchy begins.
fn begin(fixture: &str) -> (Host, Vec<HierarchyItem>) {
    let (mut host, position): (Host, FilePosition) = at_cursor(&shop(&format!("{PROJECT}{fixture}")));
    let items = ask(&mut host, |it| it.hierarchy_items(position));
    (host, items)
}

/// Checks the items at the cursor, their inputs and their consumers.
fn check(fixture: &str, expected: Expect) {
    let (mut host, items) = begin(fixture);
    let mut text = String::new();
    for it in items {
        text += &item(&mut host, &it);
        let inputs = ask(&mut host, |analysis| analysis.inputs(&root(), &it.key));
        text += &format!("inputs:\n{}", calls(&mut host, inputs));
        let consumers = ask(&mut host, |analysis| analysis.consumers(&root(), &it.key));
        text += &format!("consumers:\n{}", calls(&mut host, consumers));
    }
    expected.assert_eq(&text);
}

/// Checks where a column comes from and where it survives.
fn check_types(fixture: &str, expected: Expect) {
    let (mut host, items) = begin(fixture);
    let mut text = String::new();
    for it in items {
        text += &item(&mut host, &it);
        for origin in ask(&mut host, |analysis| analysis.origins(&root(), &it.key)) {
            text += &format!("from {}", item(&mut host, &origin));
        }
        for survival in ask(&mut host, |analysis| analysis.survivals(&root(), &it.key)) {
            text += &format!("stays {}", item(&mut host, &survival));
        }
    }
    expected.assert_eq(&text);
}

#[test]
fn of_a_column() {
    check(
        "//- /models/main.sql\nSELECT o.am$0ount FROM stg_orders AS o",
        expect![[r#"
        main.amount (DECIMAL(10,2) NULL) at models/main.sql:1:10 amount
        inputs:
        stg_orders.amount (DECIMAL(10,2) NULL) at models/stg_orders.sql:1:37 amount
          identity models/main.sql:1:10 amount
        consumers:
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT sum(pa$0id) AS paid FROM typed",
        expect![[r#"
        typed.paid (DOUBLE NULL) at models/typed.sql:1:44 paid
        inputs:
        all_orders.amount (DECIMAL(10,2) NULL) at models/all_orders.sql:1:8 *
          cast models/typed.sql:1:23 amount
        consumers:
        main.paid (DOUBLE NULL) at models/main.sql:1:21 paid
          aggregate models/main.sql:1:12 paid
        report.value (DOUBLE NULL) at models/report.sql:1:16 value
          identity models/report.sql:1:8 paid
    "#]],
    );
}

#[test]
fn of_what_is_made_here() {
    check(
        "//- /models/main.sql\nSELECT CASE WHEN amount > 1 THEN order_id END AS wh$0ich FROM stg_orders",
        expect![[r#"
            main.which (BIGINT NULL) at models/main.sql:1:50 which
            inputs:
            stg_orders.amount (DECIMAL(10,2) NULL) at models/stg_orders.sql:1:37 amount
              condition models/main.sql:1:18 amount
            stg_orders.order_id (BIGINT NOT NULL) at models/stg_orders.sql:1:14 order_id
              transform models/main.sql:1:34 order_id
            consumers:
        "#]],
    );
}

#[test]
fn of_a_model() {
    check(
        "//- /models/main.sql\nSELECT 1 AS one FROM ty$0ped",
        expect![[r#"
        typed at models/typed.sql:1:1 SELECT
        inputs:
        all_orders at models/all_orders.sql:1:1 SELECT
           models/typed.sql:1:54 all_orders
        consumers:
        main at models/main.sql:1:1 SELECT
           models/main.sql:1:22 typed
        report at models/report.sql:1:1 SELECT
           models/report.sql:1:37 typed
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT o$0.amount FROM stg_orders AS o, stg_orders",
        expect![[r#"
        stg_orders at models/stg_orders.sql:1:1 SELECT
        inputs:
        raw.orders at schemas/raw.toml:5:8 "orders"
           models/stg_orders.sql:2:6 raw.orders
        consumers:
        all_orders at models/all_orders.sql:1:1 SELECT
           models/all_orders.sql:1:15 stg_orders
        main at models/main.sql:1:1 SELECT
           models/main.sql:1:22 stg_orders
           models/main.sql:1:39 stg_orders
        totals at models/totals.sql:1:1 SELECT
           models/totals.sql:1:47 stg_orders
    "#]],
    );
}

#[test]
fn of_a_table_outside_the_project() {
    check(
        "//- /models/main.sql\nSELECT r.id FROM raw.or$0ders AS r",
        expect![[r#"
        raw.orders at schemas/raw.toml:5:8 "orders"
        inputs:
        consumers:
        main at models/main.sql:1:1 SELECT
           models/main.sql:1:18 raw.orders
        stg_orders at models/stg_orders.sql:1:1 SELECT
           models/stg_orders.sql:2:6 raw.orders
    "#]],
    );
    check(
        "//- /models/main.sql\nSELECT r.i$0d FROM raw.orders AS r",
        expect![[r#"
        main.id (BIGINT NOT NULL) at models/main.sql:1:10 id
        inputs:
        raw.orders.id (BIGINT NOT NULL) at schemas/raw.toml:7:14 "id"
          identity models/main.sql:1:10 id
        consumers:
    "#]],
    );
}

#[test]
fn of_what_is_local() {
    check("//- /models/main.sql\nSELECT s.x$0 + 1 AS y FROM (SELECT 1 AS x) AS s", expect![[""]]);
}

#[test]
fn types_are_followed_while_the_value_stays() {
    check_types(
        "//- /models/main.sql\nSELECT sum(am$0ount) AS a FROM stg_orders",
        expect![[r#"
        stg_orders.amount (DECIMAL(10,2) NULL) at models/stg_orders.sql:1:37 amount
        from raw.orders.amount (DECIMAL(10,2)) at schemas/raw.toml:9:14 "amount"
        stays all_orders.amount (DECIMAL(10,2)) at models/all_orders.sql:1:8 *
    "#]],
    );
    check_types(
        "//- /models/main.sql\nSELECT paid$0 FROM typed",
        expect![[r#"
        main.paid (DOUBLE NULL) at models/main.sql:1:8 paid
        from typed.paid (DOUBLE) at models/typed.sql:1:44 paid
    "#]],
    );
    check_types(
        "//- /models/main.sql\nSELECT max(pa$0id) AS most FROM typed",
        expect![[r#"
        typed.paid (DOUBLE NULL) at models/typed.sql:1:44 paid
        from all_orders.amount (DECIMAL(10,2) → DOUBLE) at models/all_orders.sql:1:8 *
        stays report.value (DOUBLE) at models/report.sql:1:16 value
    "#]],
    );
}

#[test]
fn an_item_is_found_after_edits() {
    let (mut host, items) = begin("//- /models/main.sql\nSELECT max(pa$0id) AS most FROM typed");
    let text = "-- one more line\nSELECT 1 AS first, CAST(amount AS DOUBLE) AS paid FROM all_orders";
    host.apply(change([("models/typed.sql", Some(text))]));
    let inputs = ask(&mut host, |it| it.inputs(&root(), &items[0].key));
    let lines = calls(&mut host, inputs);
    expect![[r#"
        all_orders.amount (DECIMAL(10,2) NULL) at models/all_orders.sql:1:8 *
          cast models/typed.sql:2:25 amount
    "#]]
    .assert_eq(&lines);
    host.apply(change([("models/typed.sql", None)]));
    assert!(ask(&mut host, |it| it.inputs(&root(), &items[0].key)).is_empty());
    assert!(ask(&mut host, |it| it.consumers(&root(), &items[0].key)).is_empty());
}

#[test]
fn rings_have_ends() {
    let ring = "
//- /models/a.sql
SELECT x, 1 AS one FROM b
//- /models/b.sql
SELECT x$0 FROM a
";
    check(ring, expect![[""]]);
    check_types(ring, expect![[""]]);
}

/// A question about many models ends early where it is told to, and goes on from there when it is asked again.
#[test]
fn a_question_about_many_readers_rests() {
    let mut fixture = String::from("//- /models/main.sql\nSELECT am$0ount FROM stg_orders\n");
    for number in 0..200 {
        fixture += &format!("//- /models/reader_{number}.sql\nSELECT amount AS a FROM stg_orders\n");
    }
    let (mut host, position) = at_cursor(&shop(&fixture));
    let key = HierarchyKey {
        relation: HierarchyRelation::Model("stg_orders".into()),
        column: Some("amount".into()),
    };
    assert_eq!(ask(&mut host, |it| it.hierarchy_items(position))[0].key.column, key.column);
    for key in [HierarchyKey { column: None, ..key.clone() }, key] {
        let mut patience = 0;
        let found = loop {
            patience += 64;
            let answer = host.analysis().resting_after(patience).consumers(&root(), &key);
            match answer {
                Err(Cancelled::Rest) => host.collect_garbage(),
                other => break other,
            }
        };
        assert!(patience > 128, "it did not rest");
        assert_eq!(found, host.analysis().consumers(&root(), &key));
        assert_eq!(found.map(|it| it.len()), Ok(201));
    }
}
