//! Pipe syntax means what nested queries mean: each operator sees the columns of the one before it, and no others.
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use ide::Severity;
use testing::fixture;

const PROJECT: &str = "
//- /rocky.toml
[adapter]
type = \"bigquery\"

[pipeline.shop]
type = \"transformation\"
models = \"models/**\"
//- /models/orders.sql
SELECT 1 AS order_id, 2 AS customer_id, 'open' AS status, 3 AS amount
//- /models/customers.sql
SELECT 2 AS customer_id, 'a@b.c' AS email
//- /models/pipe.sql
";

/// Checks the errors of a model in pipe syntax: the text at fault and what is said of it.
fn check(text: &str, expected: Expect) {
    let mut host = support::host(&fixture::parse(&format!("{PROJECT}{text}\n")));
    let mut out = String::new();
    for (path, it) in support::diagnostics(&mut host) {
        if it.severity != Severity::Error {
            continue;
        }
        assert_eq!(path, "models/pipe.sql", "{it:?}");
        out += &support::fault(&mut host, &path, &it);
    }
    expected.assert_eq(&out);
}

/// Checks that nothing is said.
fn silent(text: &str) {
    check(text, expect![[""]]);
}

#[test]
fn right_pipelines_are_silent() {
    silent("FROM orders |> WHERE amount > 1 |> SELECT order_id, status");
    silent("FROM orders AS o |> WHERE o.amount > 1 |> EXTEND amount * 2 AS twice |> WHERE o.amount < twice");
    silent(
        "FROM orders |> EXTEND amount + 1 AS more |> SET more = more * 2 |> DROP status |> SELECT order_id, more",
    );
    silent("FROM orders |> RENAME amount AS price |> SELECT price, orders.amount");
    silent("FROM orders |> AS o |> SELECT o.order_id");
    silent(
        "FROM orders |> AGGREGATE sum(amount) AS total, count(*) AS n GROUP BY customer_id AS buyer, status
         |> WHERE total > 10 |> ORDER BY total DESC |> LIMIT 3 |> SELECT buyer, status, n",
    );
    silent(
        "FROM orders |> AGGREGATE count(*) AS n GROUP BY ROLLUP(customer_id, status) |> SELECT customer_id, n",
    );
    silent(
        "FROM orders |> WHERE amount > 1 |> JOIN customers USING (customer_id)
         |> SELECT order_id, email, customers.email AS mail, orders.status",
    );
    silent(
        "FROM orders |> WHERE customer_id > 1 |> JOIN customers ON orders.customer_id = customers.customer_id
         |> EXTEND upper(email) AS shout |> SELECT orders.order_id, customers.email, shout",
    );
    silent(
        "SELECT order_id FROM orders |> UNION ALL (SELECT customer_id FROM customers) |> WHERE order_id > 1",
    );
    silent("FROM orders |> DISTINCT |> TABLESAMPLE SYSTEM (10 PERCENT) |> SELECT amount");
    silent(
        "FROM orders |> WITH c AS (SELECT email, customer_id FROM customers) |> JOIN c USING (customer_id) |> SELECT email",
    );
    silent("FROM orders |> ASSERT amount > 0 |> SELECT amount");
    silent("FROM orders |> PIVOT (sum(amount) FOR status IN ('open', 'paid')) |> SELECT open, customer_id");
    silent("WITH big AS (FROM orders |> WHERE amount > 10) FROM big |> SELECT amount");
    silent("SELECT (FROM customers |> AGGREGATE count(*) AS n) AS customers FROM orders");
}

#[test]
fn a_wrong_name_is_found_in_every_operator() {
    check(
        "FROM orders |> WHERE amuont > 1",
        expect![[r#"
        E003 «amuont» `orders` has no column `amuont`
    "#]],
    );
    check(
        "FROM orders |> SELECT order_id, stauts",
        expect![[r#"
        E003 «stauts» `orders` has no column `stauts`
    "#]],
    );
    check(
        "FROM orders |> EXTEND amuont * 2 AS twice",
        expect![[r#"
        E003 «amuont» `orders` has no column `amuont`
    "#]],
    );
    check(
        "FROM orders |> SET stauts = 'x'",
        expect![[r#"
        E003 «stauts» the star has no column `stauts`
    "#]],
    );
    check(
        "FROM orders |> DROP stauts",
        expect![[r#"
        E003 «stauts» the star has no column `stauts`
    "#]],
    );
    check(
        "FROM orders |> RENAME stauts AS s",
        expect![[r#"
        E003 «stauts» the star has no column `stauts`
    "#]],
    );
    check(
        "FROM orders |> AGGREGATE sum(amuont) AS total GROUP BY stauts",
        expect![[r#"
        E003 «amuont» `orders` has no column `amuont`
        E003 «stauts» `orders` has no column `stauts`
    "#]],
    );
    check(
        "FROM orders |> ORDER BY amuont",
        expect![[r#"
        E003 «amuont» `orders` has no column `amuont`
    "#]],
    );
    check(
        "FROM orders |> JOIN customers ON orders.customer_id = customers.id",
        expect![[r#"
            E009 «FROM» the output has two columns `customer_id`
            E003 «id» `customers` has no column `id`
        "#]],
    );
    check(
        "FROM orders AS o |> WHERE o.amuont > 1 |> SELECT o.stauts",
        expect![[r#"
        E003 «amuont» `o` has no column `amuont`
        E003 «stauts» `o` has no column `stauts`
    "#]],
    );
}

#[test]
fn an_operator_sees_only_what_is_left() {
    check(
        "FROM orders |> SELECT order_id |> WHERE amount > 1",
        expect![[r#"
        E003 «amount» no table in scope has a column `amount`
    "#]],
    );
    check(
        "FROM orders |> DROP amount |> SELECT amount",
        expect![[r#"
        E003 «amount» no table in scope has a column `amount`
    "#]],
    );
    check(
        "FROM orders |> RENAME amount AS price |> WHERE amount > 1",
        expect![[r#"
        E003 «amount» no table in scope has a column `amount`
    "#]],
    );
    check(
        "FROM orders |> AGGREGATE count(*) AS n GROUP BY status |> SELECT status, amount",
        expect![[r#"
        E003 «amount» no table in scope has a column `amount`
    "#]],
    );
    check(
        "FROM orders |> AGGREGATE count(*) AS n GROUP BY status |> SELECT orders.status",
        expect![[r#"
        E003 «orders» no table or alias `orders` is in scope
    "#]],
    );
    check(
        "FROM orders |> AS o |> SELECT orders.status",
        expect![[r#"
        E003 «orders» no table or alias `orders` is in scope
    "#]],
    );
}
