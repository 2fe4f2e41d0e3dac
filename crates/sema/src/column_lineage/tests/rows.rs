//! What decides about rows.

use super::check;
use expect_test::expect;

#[test]
fn clauses_are_named_once() {
    check(
        "SELECT o.id FROM orders AS o JOIN customers AS c ON o.customer = c.id WHERE o.status = 'x' QUALIFY row_number() OVER (PARTITION BY o.customer ORDER BY o.placed) = 1",
        expect![[r#"
            id: main.orders.id identity as o
            join: main.orders.customer as o
            join: main.customers.id as c
            filter: main.orders.status as o
            filter: main.orders.customer as o
            filter: main.orders.placed as o
        "#]],
    );
    check(
        "SELECT customer, sum(amount) AS a FROM orders GROUP BY 1 HAVING sum(amount) > 1 ORDER BY 2 LIMIT 3",
        expect![[r#"
            customer: main.orders.customer identity
            a: main.orders.amount aggregate
            group: main.orders.customer
            filter: main.orders.amount
            sort: main.orders.amount
        "#]],
    );
    check(
        "SELECT customer, status, sum(amount) AS a FROM orders GROUP BY ALL",
        expect![[r#"
        customer: main.orders.customer identity
        status: main.orders.status identity
        a: main.orders.amount aggregate
        group: main.orders.customer
        group: main.orders.status
    "#]],
    );
    check(
        "SELECT DISTINCT customer FROM orders",
        expect![[r#"
        customer: main.orders.customer identity
        group: main.orders.customer
    "#]],
    );
}

#[test]
fn subqueries_decide_about_rows_elsewhere() {
    check(
        "SELECT id FROM orders AS o WHERE EXISTS (SELECT 1 FROM customers AS c WHERE c.id = o.customer AND c.region = 'x')",
        expect![[r#"
            id: main.orders.id identity as o
            semi_join: main.customers.id as c
            semi_join: main.orders.customer as o
            semi_join: main.customers.region as c
        "#]],
    );
    check(
        "SELECT id FROM orders AS o WHERE customer IN (SELECT id FROM customers WHERE region = 'x')",
        expect![[r#"
            id: main.orders.id identity as o
            semi_join: main.customers.id
            semi_join: main.orders.customer as o
            semi_join: main.customers.region
        "#]],
    );
    check(
        "SELECT id FROM orders AS o SEMI JOIN customers AS c ON o.customer = c.id",
        expect![[r#"
        id: main.orders.id identity as o
        semi_join: main.orders.customer as o
        semi_join: main.customers.id as c
    "#]],
    );
    check(
        "SELECT id FROM orders WHERE amount > (SELECT avg(amount) FROM orders WHERE status = 'x')",
        expect![[r#"
            id: main.orders.id identity
            filter: main.orders.amount
            filter: main.orders.status
        "#]],
    );
}

#[test]
fn clauses_of_queries_that_nothing_reads_do_not_count() {
    check(
        "WITH unused AS (SELECT id FROM orders WHERE status = 'x'), used AS (SELECT id FROM customers WHERE region = 'x') SELECT id FROM used",
        expect![[r#"
            id: main.customers.id identity
            filter: main.customers.region
        "#]],
    );
}

#[test]
fn merged_columns_join() {
    check(
        "SELECT 1 AS one FROM orders JOIN customers USING (id)",
        expect![[r#"
        one: -
        join: main.orders.id
        join: main.customers.id
    "#]],
    );
}
