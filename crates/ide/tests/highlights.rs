//! The uses of a name in its own file, and those that may be typed together.

mod support;

use expect_test::{Expect, expect};
use ide::{FileRange, ReferenceKind};
use support::{
    ask,
    cursor::{at_cursor, place, shop},
};

/// Checks what is highlighted for the name at the cursor.
fn check(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let Some(found) = ask(&mut host, |it| it.highlights(position)) else {
        return expected.assert_eq("nothing\n");
    };
    let mut lines = String::new();
    for it in found {
        assert_eq!(it.place.file, position.file);
        let mark = if it.kind == ReferenceKind::Definition { "write" } else { "read" };
        let place = place(&mut host, it.place);
        lines += &format!("{mark} {}\n", place.split_once(':').map_or("", |it| it.1));
    }
    expected.assert_eq(&lines);
}

/// Checks what is typed together with the name at the cursor.
fn linked(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let Some(found) = ask(&mut host, |it| it.linked_ranges(position)) else {
        return expected.assert_eq("nothing\n");
    };
    let mut lines = String::new();
    for range in found {
        let place = place(&mut host, FileRange { file: position.file, range });
        lines += &format!("{}\n", place.split_once(':').map_or("", |it| it.1));
    }
    expected.assert_eq(&lines);
}

#[test]
fn a_column_is_highlighted_where_it_is_resolved() {
    check(
        "SELECT amount, c.amount AS other, sum(o.am$0ount) FROM stg_orders o, (SELECT 1 AS amount) c",
        expect![[r#"
            read 1:41 amount
        "#]],
    );
}

#[test]
fn what_is_defined_is_written() {
    check(
        "WITH a AS (SELECT 1 AS x) SELECT x$0 FROM a ORDER BY x",
        expect![[r#"
        write 1:24 x
        write 1:34 x
        read 1:52 x
    "#]],
    );
}

#[test]
fn names_of_toml() {
    check(
        "//- /models/stg_orders.toml\n[strategy]\ntype = \"merge\"\nunique_key = [\"order$0_id\"]\n[columns.order_id]\ndescription = \"which\"\n",
        expect![[r#"
            read 3:15 "order_id"
            read 4:10 order_id
        "#]],
    );
}

#[test]
fn literals_are_no_names() {
    check("SELECT 1$0 AS one, 1 AS two", expect![["nothing\n"]]);
}

#[test]
fn a_common_table_expression_and_its_uses_are_typed_together() {
    linked(
        "WITH big AS (SELECT 1 AS x) SELECT big.x, b.x FROM b$0ig, big AS b",
        expect![[r#"
        1:6 big
        1:36 big
        1:52 big
        1:57 big
    "#]],
    );
}

#[test]
fn an_alias_and_its_uses_are_typed_together() {
    linked(
        "SELECT o$0.amount, (SELECT max(o.amount) FROM stg_orders o) FROM stg_orders AS o WHERE o.order_id > 1",
        expect![[r#"
            1:8 o
            1:78 o
            1:86 o
        "#]],
    );
    linked("let paid = from stg_orders\nfrom pa$0id", expect![["nothing\n"]]);
    linked(
        "//- /models/main.rocky\nlet paid = from stg_orders\nfrom pa$0id\n",
        expect![[r#"
        1:5 paid
        2:6 paid
    "#]],
    );
}

#[test]
fn what_is_spelled_otherwise_is_not_typed_together() {
    linked("SELECT O.amount FROM stg_orders AS o$0 WHERE o.order_id > 1", expect![["nothing\n"]]);
    linked("SELECT \"o\".amount FROM stg_orders AS \"o$0\"", expect![["nothing\n"]]);
    linked("SELECT stg_orders.amount FROM stg_or$0ders", expect![["nothing\n"]]);
    linked("SELECT o.amo$0unt FROM stg_orders o", expect![["nothing\n"]]);
}

#[test]
fn a_relation_is_named_where_its_column_is_unknown() {
    check(
        "SELECT r.order_id, r.nope, r.address.nope FROM stg_orders AS r$0",
        expect![[r#"
        read 1:8 r
        read 1:20 r
        read 1:28 r
        write 1:62 r
    "#]],
    );
    check(
        "WITH k AS (SELECT 1 AS x) SELECT k.x, k.zz FROM $0k",
        expect![[r#"
        write 1:6 k
        read 1:34 k
        read 1:39 k
        read 1:49 k
    "#]],
    );
    linked(
        "SELECT r.order_id, r.nope FROM stg_orders AS r$0",
        expect![[r#"
        1:8 r
        1:20 r
        1:46 r
    "#]],
    );
    linked(
        "SELECT o.order_id, o.nope.deep FROM elsewhere.t AS $0o",
        expect![[r#"
        1:8 o
        1:20 o
        1:52 o
    "#]],
    );
    linked("SELECT o.order_id FROM $0elsewhere.t AS o", expect![["nothing\n"]]);
    linked(
        "SELECT o.order_id, (SELECT $0o.nope) AS x FROM stg_orders AS o",
        expect![[r#"
        1:8 o
        1:28 o
        1:60 o
    "#]],
    );
    // The output column would be called otherwise.
    linked(
        "SELECT o FROM stg_orders AS $0o",
        expect![[r#"
        nothing
    "#]],
    );
}
