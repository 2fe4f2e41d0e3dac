//! What a selection grows to.

mod support;

use expect_test::{Expect, expect};
use support::{
    ask,
    cursor::{at_cursor, shop, text},
};

/// Checks the selections at the cursor, the smallest first; the last, which is the whole file, is left out.
fn check(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let ranges = ask(&mut host, |it| it.selections(position.file, position.offset));
    let mut lines = String::new();
    for (inner, outer) in ranges.iter().zip(&ranges[1..]) {
        assert!(outer.contains_range(*inner) && inner != outer, "{inner:?} {outer:?}");
        lines += &format!("‹{}›\n", text(&mut host, position.file, *inner).replace('\n', "⏎"));
    }
    assert_eq!(ranges.last().map(|it| it.start()), Some(0.into()));
    expected.assert_eq(&lines);
}

#[test]
fn from_a_name_to_the_statement() {
    check(
        "WITH a AS (SELECT o.amo$0unt * 2 AS twice, 1 FROM stg_orders o) SELECT * FROM a",
        expect![[r#"
        ‹amount›
        ‹o.amount›
        ‹o.amount * 2›
        ‹o.amount * 2 AS twice›
        ‹o.amount * 2 AS twice, 1›
        ‹SELECT o.amount * 2 AS twice, 1›
        ‹SELECT o.amount * 2 AS twice, 1 FROM stg_orders o›
        ‹a AS (SELECT o.amount * 2 AS twice, 1 FROM stg_orders o)›
        ‹WITH a AS (SELECT o.amount * 2 AS twice, 1 FROM stg_orders o)›
    "#]],
    );
}

#[test]
fn within_lists_and_strings() {
    check(
        "SELECT 1 FROM stg_customers WHERE email IN ('a', 'b$0c') AND TRUE",
        expect![[r#"
        ‹bc›
        ‹'bc'›
        ‹'a', 'bc'›
        ‹('a', 'bc')›
        ‹email IN ('a', 'bc')›
        ‹email IN ('a', 'bc') AND TRUE›
        ‹WHERE email IN ('a', 'bc') AND TRUE›
    "#]],
    );
}

#[test]
fn of_two_tokens_the_word_is_meant() {
    check(
        "SELECT sum(amount$0) FROM stg_orders",
        expect![[r#"
        ‹amount›
        ‹(amount)›
        ‹sum(amount)›
        ‹SELECT sum(amount)›
    "#]],
    );
    check(
        "SELECT amount $0  FROM stg_orders",
        expect![[r#"
        ‹›
    "#]],
    );
}

#[test]
fn in_what_is_half_typed() {
    check(
        "SELECT (amount + $0 FROM stg_orders WHERE",
        expect![[r#"
        ‹›
    "#]],
    );
}

#[test]
fn in_a_pipeline() {
    check(
        "//- /models/main.rocky\nfrom stg_orders\ngroup customer_id { total: sum(am$0ount), n: count() }\ntake 3\n",
        expect![[r#"
            ‹amount›
            ‹(amount)›
            ‹sum(amount)›
            ‹total: sum(amount)›
            ‹ total: sum(amount), n: count() ›
            ‹{ total: sum(amount), n: count() }›
            ‹customer_id { total: sum(amount), n: count() }›
            ‹group customer_id { total: sum(amount), n: count() }›
            ‹from stg_orders⏎group customer_id { total: sum(amount), n: count() }⏎take 3›
        "#]],
    );
}

#[test]
fn in_toml() {
    check(
        "//- /models/stg_orders.toml\nintent = \"x\"\n\n[strategy]\ntype = \"merge\"\nunique_key = [\"order$0_id\", \"amount\"]\n\n[[tests]]\ntype = \"a\"\n",
        expect![[r#"
            ‹order_id›
            ‹"order_id"›
            ‹"order_id", "amount"›
            ‹["order_id", "amount"]›
            ‹unique_key = ["order_id", "amount"]›
            ‹[strategy]⏎type = "merge"⏎unique_key = ["order_id", "amount"]›
        "#]],
    );
    check(
        "---toml\ndepends_on = [\"stg_$0orders\"]\n---\nSELECT 1 AS one FROM stg_orders\n",
        expect![[r#"
        ‹stg_orders›
        ‹"stg_orders"›
        ‹["stg_orders"]›
        ‹depends_on = ["stg_orders"]›
        ‹⏎depends_on = ["stg_orders"]⏎›
        ‹---toml⏎depends_on = ["stg_orders"]⏎---›
        ‹---toml⏎depends_on = ["stg_orders"]⏎---⏎SELECT 1 AS one FROM stg_orders›
    "#]],
    );
}
