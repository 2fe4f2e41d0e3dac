//! Renames that would change more than a name, and what is said then.

mod support;

use expect_test::{Expect, expect};
use support::renaming::{check_refused, check_rename};

/// Checks that a rename is refused, with this reason.
fn check(fixture: &str, new_name: &str, expected: Expect) {
    check_refused(fixture, new_name, expected);
}

#[test]
fn nothing_to_rename() {
    check(
        "SELECT 1$0 AS x",
        "y",
        expect![[r#"
        NoName: there is no name here that could be renamed
    "#]],
    );
    check(
        "SELECT low$0er(email) AS e FROM stg_customers",
        "y",
        expect![[r#"
        NoName: there is no name here that could be renamed
    "#]],
    );
    check(
        "SELECT $0* FROM stg_customers",
        "y",
        expect![[r#"
        NoName: there is no name here that could be renamed
    "#]],
    );
}

#[test]
fn what_is_outside_the_project() {
    check(
        "SELECT i$0d AS x FROM raw.orders WHERE id > 1",
        "y",
        expect![[r#"
        External: `raw.orders` is a table outside the project: rename it at its source, or give the name an alias
        schemas/raw.toml:7:14 "id"
    "#]],
    );
    check(
        "SELECT id AS x FROM raw.ord$0ers",
        "y",
        expect![[r#"
        External: `raw.orders` is a table outside the project: rename it at its source, or give the name an alias
        schemas/raw.toml:5:8 "orders"
    "#]],
    );
    check(
        "
        //- /models/all_orders.sql
        SELECT * FROM raw.orders
        //- /models/report.sql
        SELECT 1 AS x FROM all_orders WHERE amo$0unt > 1
        ",
        "y",
        expect![[r#"
            External: `raw.orders` is a table outside the project: rename it at its source, or give the name an alias
            schemas/raw.toml:9:14 "amount"
        "#]],
    );
    check(
        "SELECT unknown.a AS x FROM unkn$0own",
        "y",
        expect![[r#"
        External: the table is none of the project: give it an alias instead
    "#]],
    );
}

#[test]
fn names_that_a_construct_makes() {
    check(
        "SELECT 1 AS one FROM (SELECT * REPLACE (amount + 1 AS a) FROM (SELECT amount AS a FROM stg_orders)) x WHERE x.$0a > 1",
        "y",
        expect![[r#"
            Generated: nobody wrote the name `a`: a construct makes it
            models/main.sql:1:55 a
        "#]],
    );
    check(
        "SELECT amount FROM (SELECT COLUMNS('a.*') FROM stg_orders) WHERE amo$0unt > 1",
        "y",
        expect![[r#"
        Capture: called `y`, `amount` in `models/main.sql` would not mean what it means now
        models/main.sql:1:8 amount
    "#]],
    );
}

#[test]
fn names_that_are_none() {
    check(
        "SELECT amount AS x$0 FROM stg_orders",
        " ",
        expect![[r#"
        InvalidName: `` is no name
    "#]],
    );
    check(
        "SELECT amount FROM stg_ord$0ers",
        "a/b",
        expect![[r#"
        InvalidName: `a/b` is no name for the file of a model
    "#]],
    );
    check(
        "//- /models/r.rocky\nfrom stg_orders\nderive { tw$0ice: amount }",
        "a b",
        expect![[r#"
        InvalidName: the DSL cannot write the name `a b`
    "#]],
    );
    check(
        "//- /models/r.rocky\nfrom stg_orders\nderive { tw$0ice: amount }",
        "select",
        expect![[r#"
        InvalidName: the DSL cannot write the name `select`
    "#]],
    );
}

#[test]
fn collisions() {
    check(
        "SELECT amount AS x$0, order_id AS y FROM stg_orders",
        "y",
        expect![[r#"
        Collision: there is a column `y` beside it already
        models/main.sql:1:33 y
    "#]],
    );
    check(
        "WITH a AS (SELECT 1 AS x), b AS (SELECT 2 AS x) SELECT a.x FROM $0a, b",
        "B",
        expect![[r#"
        Collision: there is a `B` beside it already
        models/main.sql:1:28 b
    "#]],
    );
    check(
        "SELECT a$0.amount FROM stg_orders a, stg_orders b",
        "b",
        expect![[r#"
        Collision: there is a `b` beside it already
        models/main.sql:1:47 b
    "#]],
    );
    check(
        "SELECT amount FROM stg_ord$0ers",
        "stg_customers",
        expect![[r#"
        Collision: there is a model `stg_customers` already
        models/stg_customers.sql:1:1 SELECT
    "#]],
    );
    check(
        "SELECT amount FROM stg_orders WHERE amo$0unt > 1",
        "order_id",
        expect![[r#"
        Collision: there is a column `order_id` beside it already
        models/stg_orders.sql:1:14 order_id
    "#]],
    );
    check(
        "//- /models/docs.toml\n//- /models/main.sql\nSELECT amount FROM stg_ord$0ers",
        "docs",
        expect![[r#"
        Collision: there is a file `models/docs.toml` already
    "#]],
    );
}

#[test]
fn captures() {
    // The name would be ambiguous.
    check(
        "SELECT amount FROM stg_orders JOIN stg_customers c ON c.customer_id = order_id WHERE amo$0unt > 1",
        "email",
        expect![[r#"
            Capture: called `email`, `amount` in `models/main.sql` would not mean what it means now
            models/main.sql:1:8 amount
        "#]],
    );
    // A column of the inner query would come first.
    check(
        "SELECT 1 AS x FROM stg_orders WHERE EXISTS (SELECT 1 FROM stg_customers WHERE email = am$0ount::TEXT)",
        "email",
        expect![[r#"
            Capture: called `email`, `amount` in `models/main.sql` would not mean what it means now
            models/main.sql:1:87 amount
        "#]],
    );
    // A name that meant a column of the outer query would mean the renamed one.
    check(
        "SELECT 1 AS x FROM stg_customers WHERE EXISTS (SELECT 1 FROM stg_orders WHERE am$0ount::TEXT = email)",
        "email",
        expect![[r#"
            Capture: called `email`, `email` in `models/main.sql` would not mean what it means now
            models/main.sql:1:94 email
        "#]],
    );
    // A common table expression stands before the model of its name.
    check(
        "WITH a AS (SELECT 1 AS amount) SELECT o.amount FROM stg_ord$0ers o, a",
        "a",
        expect![[r#"
        Capture: called `a`, `amount` in `models/main.sql` would not mean what it means now
        models/main.sql:1:41 amount
    "#]],
    );
    check(
        "SELECT o.amount, stg_customers.email FROM stg_orders $0o, stg_customers",
        "stg_customers",
        expect![[r#"
        Collision: there is a `stg_customers` beside it already
        models/main.sql:1:57 stg_customers
    "#]],
    );
    // An alias of an item.
    check(
        "SELECT amount + 1 AS total, total + 1 AS more, am$0ount * 2 AS twice FROM stg_orders WHERE amount > 0",
        "total",
        expect![[r#"
            Capture: called `total`, `total` in `models/main.sql` would not mean what it means now
            models/main.sql:1:29 total
        "#]],
    );
    // What is outside the project, and would be a model.
    check(
        "
        //- /schemas/main.toml
        schema = \"main\"
        [[table]]
        name = \"events\"
        columns = [{ name = \"amount\", type = \"BIGINT\" }]
        //- /models/report.sql
        SELECT amount FROM stg_ord$0ers
        //- /models/other.sql
        SELECT amount FROM events
        ",
        "events",
        expect![[r#"
            Capture: `events` in `models/other.sql` would mean another table
            models/other.sql:1:20 events
        "#]],
    );
    // A mistake would be mended by chance.
    check(
        "
        //- /models/other.sql
        SELECT amuont FROM stg_orders
        //- /models/report.sql
        SELECT 1 AS x FROM stg_orders WHERE am$0ount > 1
        ",
        "amuont",
        expect![[r#"
            Capture: called `amuont`, `amuont` in `models/other.sql` would not mean what it means now
            models/other.sql:1:8 amuont
        "#]],
    );
}

#[test]
fn merged_columns() {
    check(
        "SELECT 1 AS x FROM stg_orders JOIN stg_customers USING (customer_id) WHERE customer$0_id > 1",
        "y",
        expect![[r#"
            Merged: `customer_id` stands for the columns of several tables here, and only one of them is renamed
            models/main.sql:1:76 customer_id
        "#]],
    );
    check(
        "SELECT 1 AS x FROM stg_orders o JOIN stg_customers USING (customer_id) WHERE o.customer$0_id > 1",
        "y",
        expect![[r#"
        Merged: `customer_id` stands for the columns of several tables here, and only one of them is renamed
        models/main.sql:1:59 customer_id
    "#]],
    );
    check(
        "SELECT 1 AS x FROM stg_orders o NATURAL JOIN (SELECT 2 AS customer_id, 3 AS order_id) c WHERE o.customer$0_id > 1",
        "y",
        expect![[r#"
            Merged: a NATURAL JOIN in `models/main.sql` would merge other columns than it does now
        "#]],
    );
    check(
        "
        //- /models/report.rocky
        from stg_orders as o
        join stg_customers as c on customer_id
        where o.custom$0er_id > 1
        ",
        "y",
        expect![[r#"
            Merged: `customer_id` stands for the columns of several tables here, and only one of them is renamed
            models/report.rocky:2:28 customer_id
        "#]],
    );
}

#[test]
fn columns_that_are_not_known() {
    check(
        "SELECT 1 AS x FROM stg_orders WHERE EXISTS (SELECT 1 FROM unknown WHERE amo$0unt > 1)",
        "total",
        expect![[r#"
            Unknown: `amount` may be a column of `unknown`, whose columns are not all known
            models/main.sql:1:73 amount
        "#]],
    );
    check(
        r#"
        //- /models/events.toml
        [strategy]
        type = "incremental"
        timestamp_column = "order_id"
        //- /models/events.sql
        WITH so_far AS (SELECT * FROM events)
        SELECT order$0_id, amount FROM stg_orders WHERE order_id > (SELECT max(order_id) FROM so_far)
        "#,
        "key",
        expect![[r#"
            Unknown: `order_id` may be a column of `so_far`, whose columns are not all known
            models/events.sql:2:70 order_id
        "#]],
    );
}

#[test]
fn what_cannot_be_read() {
    check(
        "
        //- /models/other.sql
        SELECT amount FROM stg_orders WHERE (amount >
        //- /models/report.sql
        SELECT 1 AS x FROM stg_orders WHERE am$0ount > 1
        ",
        "total",
        expect![[r#"
            Broken: `models/other.sql` has a syntax error: uses of `amount` in what cannot be read would be missed
            models/other.sql:1:45 >
        "#]],
    );
    check(
        "
        //- /models/other.sql
        SELECT @net(amount) AS net FROM stg_orders
        //- /models/report.sql
        SELECT 1 AS x FROM stg_orders WHERE am$0ount > 1
        ",
        "total",
        expect![[r#"
            Template: `amount` is an argument of the macro `@net`, which is not expanded
            models/other.sql:1:8 @net(amount)
        "#]],
    );
    check(
        r#"
        //- /models/stg_orders.toml
        [[tests]]
        type = "expression"
        expression = "amount > (SELECT max(amount) FROM stg_orders)"
        //- /models/report.sql
        SELECT 1 AS x FROM stg_orders WHERE am$0ount > 1
        "#,
        "total",
        expect![[r#"
            Template: `amount` stands in SQL that cannot be edited here
            models/stg_orders.toml:3:14 "amount > (SELECT max(amount) FROM stg_orders)"
        "#]],
    );
}

#[test]
fn names_that_are_data() {
    check(
        "SELECT o AS whole FROM stg_orders o WHERE o.am$0ount > 1",
        "total",
        expect![[r#"
        Data: the row is used as a value here, of which the name `amount` is a part
        models/main.sql:1:8 o
    "#]],
    );
    check(
        "
        //- /models/long.sql
        UNPIVOT (SELECT order_id, amount FROM stg_orders) ON amount INTO NAME what VALUE number
        //- /models/report.sql
        SELECT 1 AS x FROM stg_orders WHERE am$0ount > 1
        ",
        "total",
        expect![[r#"
            Data: UNPIVOT makes data of the name `amount`
            models/long.sql:1:1 UNPIVOT (SELECT order_id, amount FROM stg_orders) ON amount INTO NAME what VALUE number
        "#]],
    );
    check(
        "//- /models/r.rocky\nfrom stg_orders as o\njoin stg_customers as c on customer_id { keep c.em$0ail }",
        "total",
        expect![[r#"
        Consequence: `keep` of the DSL cannot call the column `total` otherwise than the one it keeps
        models/r.rocky:2:47 c.email
    "#]],
    );
    check(
        "SELECT {'a': o} AS whole, COLUMNS('amo.*') FROM stg_orders o WHERE order_id > 1 AND am$0ount > 1",
        "total",
        expect![[r#"
        Data: the row is used as a value here, of which the name `amount` is a part
        models/main.sql:1:14 o
    "#]],
    );
}

#[test]
fn a_pattern_over_names() {
    check(
        "
        //- /models/picked.sql
        SELECT COLUMNS('amo.*') FROM stg_orders
        //- /models/report.sql
        SELECT 1 AS x FROM stg_orders WHERE am$0ount > 1
        ",
        "total",
        expect![[r#"
            Consequence: it would bring a diagnostic, models/picked.sql E003 Error: no column of the star matches this
        "#]],
    );
    // As long as the pattern goes on matching, the name flows.
    check_rename(
        "
        //- /models/picked.sql
        SELECT * LIKE 'amo%' FROM stg_orders
        //- /models/report.sql
        SELECT amount FROM picked WHERE am$0ount > 1
        ",
        "amo",
        expect![[r#"
            //- /models/report.sql
            SELECT amo AS amount FROM picked WHERE amo > 1
            //- /models/stg_orders.sql
            SELECT id AS order_id, customer_id, amount AS amo, address
            FROM raw.orders
        "#]],
    );
}

#[test]
fn names_of_lists_collide_and_are_data() {
    check(
        "SELECT v.a + v.b AS c FROM (VALUES (1, 2)) AS v(a$0, b)",
        "b",
        expect![[r#"
            Collision: there is a column `b` beside it already
            models/main.sql:1:52 b
        "#]],
    );
    check(
        "SELECT k AS x FROM (UNPIVOT (SELECT 1 AS a) AS q(z) ON z INTO NAME k VALUE v) WHERE k <> ''"
            .replace("q(z)", "q($0z)")
            .as_str(),
        "y",
        expect![[r#"
            Data: UNPIVOT makes data of the name `z`
            models/main.sql:1:21 UNPIVOT (SELECT 1 AS a) AS q(z) ON z INTO NAME k VALUE v
        "#]],
    );
    check(
        "SELECT * REPLACE (1 AS am$0ount) FROM stg_orders",
        "y",
        expect![[r#"
        Generated: nobody wrote the name `amount`: a construct makes it
        models/main.sql:1:24 amount
    "#]],
    );
}
