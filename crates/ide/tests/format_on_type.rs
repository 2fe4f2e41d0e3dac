//! The layout of what was just typed.

mod support;

use expect_test::{Expect, expect};
use support::{
    ask,
    cursor::{at_cursor, shop},
};

/// Checks the text after the edits, with the blanks that lines begin with as `·`; `typed` is what stands before the cursor.
fn check(typed: &str, fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let edits = ask(&mut host, |it| it.format_on_type(position, typed, None));
    let mut text = ask(&mut host, |it| Ok(it.text(position.file))).to_string();
    for edit in edits.iter().rev() {
        let range = std::ops::Range::<usize>::from(edit.place.range);
        let is_before = edit.place.range.end() < position.offset;
        assert!(is_before || text[range.clone()].trim().is_empty(), "{edit:?}");
        text.replace_range(range, &edit.text);
    }
    let shown = text.lines().map(|line| {
        let bare = line.trim_start_matches(' ');
        format!("{}{bare}\n", "·".repeat(line.len() - bare.len()))
    });
    expected.assert_eq(&shown.collect::<String>());
}

#[test]
fn of_a_line_that_ends() {
    check(
        "\n",
        "select  order_id ,amount\n$0from stg_orders\nwhere  amount>1",
        expect![[r#"
            SELECT  order_id,amount
            from stg_orders
            where  amount>1
        "#]],
    );
    check(
        "\n",
        "select order_id\nfrom  stg_orders\n    $0where  amount>1",
        expect![[r#"
            select order_id
            FROM stg_orders
            where  amount>1
        "#]],
    );
    check(
        "\n",
        "\n$0select  1 AS one",
        expect![[r#"
        select  1 AS one
    "#]],
    );
}

#[test]
fn of_an_item_a_call_a_step() {
    check(
        ",",
        "SELECT order_id  ,$0amount  FROM stg_orders",
        expect![[r#"
            SELECT order_id,amount  FROM stg_orders
        "#]],
    );
    check(
        ")",
        "SELECT round( amount,2)$0  FROM stg_orders",
        expect![[r#"
            SELECT round(amount, 2)  FROM stg_orders
        "#]],
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
    check(
        ",",
        "SELECT  order_id ,$0 FROM FROM",
        expect![[r#"
        SELECT order_id, FROM FROM
    "#]],
    );
    check(
        "\n",
        "SELECT  (order_id \n$0",
        expect![[r#"
            SELECT (order_id 
            ····
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

#[test]
fn of_the_line_that_begins() {
    check(
        "\n",
        "SELECT\n$0",
        expect![[r#"
        SELECT
        ····
    "#]],
    );
    check(
        "\n",
        "SELECT\n$0\nFROM stg_orders",
        expect![[r#"
        SELECT
        ····
        FROM stg_orders
    "#]],
    );
    check(
        "\n",
        "select  a,\n$0b FROM stg_orders",
        expect![[r#"
        SELECT  a,
        ····b FROM stg_orders
    "#]],
    );
    check(
        "\n",
        "WITH a AS (\n  $0\n)\nSELECT 1 AS one",
        expect![[r#"
        WITH a AS (
        ····
        )
        SELECT 1 AS one
    "#]],
    );
    check(
        "\n",
        "SELECT\n    order_id\n    $0FROM stg_orders",
        expect![[r#"
        SELECT
        ····order_id
        FROM stg_orders
    "#]],
    );
    check(
        "\n",
        "//- /models/report.rocky\nfrom stg_orders\nderive {\n$0\n}\n",
        expect![[r#"
        from stg_orders
        derive {
        ····
        }
    "#]],
    );
    check(
        "\n",
        "SELECT 1 AS one -- not\n$0",
        expect![[r#"
        SELECT 1 AS one -- not
    "#]],
    );
    check(
        "\n",
        "//- /models/stg_orders.toml\ndepends_on = [\n$0\n]\n",
        expect![[r#"
        depends_on = [

        ]
    "#]],
    );
}

#[test]
fn of_what_closes_and_of_words_with_a_place() {
    check(
        ")",
        "WITH a AS (\n    SELECT 1 AS one\n    )$0",
        expect![[r#"
        WITH a AS (
        ····SELECT 1 AS one
        )
    "#]],
    );
    check(
        "}",
        "//- /models/report.rocky\nfrom stg_orders\nderive {\n    a: 1\n    }$0\n",
        expect![[r#"
        from stg_orders
        derive {
        ····a: 1
        }
    "#]],
    );
    check(
        " ",
        "SELECT\n    order_id\n    from $0",
        expect![[r#"
        SELECT
        ····order_id
        from 
    "#]],
    );
    check(
        " ",
        "SELECT order_id\nFROM stg_orders\nWHERE amount > 1\nand $0amount < 2",
        expect![[r#"
        SELECT order_id
        FROM stg_orders
        WHERE amount > 1
        ····and amount < 2
    "#]],
    );
    check(
        " ",
        "//- /models/report.rocky\nfrom stg_orders\n  where $0\n",
        expect![[r#"
        from stg_orders
        where 
    "#]],
    );
    check(
        ",",
        "SELECT\n    CASE\n        WHEN a THEN 1\n        END,$0",
        expect![[r#"
        SELECT
        ····CASE
        ········WHEN a THEN 1
        ····END,
    "#]],
    );
    check(
        " ",
        "SELECT\n        order_id $0",
        expect![[r#"
        SELECT
        ········order_id 
    "#]],
    );
    check(
        ")",
        "SELECT (\n    1]\n    )$0",
        expect![[r#"
        SELECT (
        ····1]
        ····)
    "#]],
    );
}
