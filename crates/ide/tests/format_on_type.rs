//! The layout of what was just typed.

mod support;

use expect_test::{Expect, expect};
use support::{
    ask,
    cursor::{at_cursor, shop},
};

/// Checks the text after the edits; `typed` is what stands before the cursor.
fn check(typed: &str, fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let edits = ask(&mut host, |it| it.format_on_type(position, typed, None));
    let mut text = ask(&mut host, |it| Ok(it.text(position.file))).to_string();
    for edit in edits.iter().rev() {
        assert!(edit.place.range.end() < position.offset, "{edit:?}");
        text.replace_range(std::ops::Range::<usize>::from(edit.place.range), &edit.text);
    }
    expected.assert_eq(&text);
}

#[test]
fn of_a_line_that_ends() {
    check(
        "\n",
        "select  order_id ,amount\n$0from stg_orders\nwhere  amount>1",
        expect![[r#"
        SELECT  order_id,amount
        from stg_orders
        where  amount>1"#]],
    );
    check(
        "\n",
        "select order_id\nfrom  stg_orders\n    $0where  amount>1",
        expect![[r#"
        select order_id
        FROM stg_orders
            where  amount>1"#]],
    );
    check("\n", "\n$0select  1 AS one", expect!["select  1 AS one"]);
}

#[test]
fn of_an_item_a_call_a_step() {
    check(
        ",",
        "SELECT order_id  ,$0amount  FROM stg_orders",
        expect!["SELECT order_id,amount  FROM stg_orders"],
    );
    check(
        ")",
        "SELECT round( amount,2)$0  FROM stg_orders",
        expect!["SELECT round(amount, 2)  FROM stg_orders"],
    );
    check(
        "}",
        "//- /models/report.rocky\nfrom stg_orders\nderive {net:amount*2}$0\ntake  10\n",
        expect![[r#"
        from stg_orders
        derive { net: amount * 2 }
        take  10
    "#]],
    );
}

#[test]
fn where_something_is_wrong_what_is_around_it() {
    check(",", "SELECT  order_id ,$0 FROM FROM", expect!["SELECT order_id, FROM FROM"]);
    check(
        "\n",
        "SELECT  (order_id \n$0",
        expect![[r#"
        SELECT (order_id 
    "#]],
    );
    check(
        ",",
        "//- /models/stg_orders.toml\ndepends_on   = [\"stg_customers\" ,$0]\n",
        expect![[r#"
        depends_on   = ["stg_customers" ,]
    "#]],
    );
}
