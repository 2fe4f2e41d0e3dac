//! Ways through a body: common table expressions, derived tables, set operations, joins, and relations that make columns.

use super::{check, check_in};
use base::DialectKind;
use expect_test::expect;

#[test]
fn common_table_expressions_are_seen_through() {
    check(
        "WITH s AS (SELECT * FROM orders) SELECT id FROM s",
        expect![[r#"
        id: main.orders.id identity
    "#]],
    );
    check(
        "WITH s AS (SELECT id AS a FROM orders), t AS (SELECT a + 1 AS b FROM s) SELECT max(b) AS c FROM (WITH u AS (SELECT * FROM t) SELECT * FROM u) d",
        expect![[r#"
            c: main.orders.id aggregate
        "#]],
    );
    check(
        "WITH s(x, y) AS (SELECT id, customer FROM orders) SELECT y FROM s",
        expect![[r#"
        y: main.orders.customer identity
    "#]],
    );
}

#[test]
fn a_recursive_query_comes_from_its_anchor_and_its_step() {
    check(
        "WITH RECURSIVE tree(id, root, depth) AS (SELECT id, name, 0 FROM customers WHERE manager IS NULL UNION ALL SELECT c.id, t.root || c.region, t.depth + 1 FROM customers AS c JOIN tree AS t ON c.manager = t.id) SELECT id, root, depth FROM tree",
        expect![[r#"
            id: main.customers.id identity of arm 0, main.customers.id identity of arm 1 as c
            root: main.customers.name identity of arm 0, main.customers.region transform of arm 1 as c, main.customers.name transform of arm 1
            depth: -
            filter: main.customers.manager
            join: main.customers.manager as c
            join: main.customers.id
            join: main.customers.id as c
        "#]],
    );
}

#[test]
fn a_name_of_the_query_hides_a_table() {
    check(
        "WITH orders AS (SELECT id AS amount FROM customers) SELECT amount FROM orders",
        expect![[r#"
        amount: main.customers.id identity
    "#]],
    );
}

#[test]
fn the_arms_of_set_operations_are_told_apart() {
    check(
        "SELECT id, name FROM customers UNION ALL SELECT customer, status FROM orders UNION ALL SELECT 1, region FROM sales",
        expect![[r#"
            id: main.customers.id identity of arm 0, main.orders.customer identity of arm 1
            name: main.customers.name identity of arm 0, main.orders.status identity of arm 1, main.sales.region identity of arm 2
        "#]],
    );
    check(
        "SELECT a FROM (SELECT id AS a, name AS b FROM customers UNION ALL BY NAME SELECT status AS b, customer AS a, 1 AS c FROM orders)",
        expect![[r#"
            a: main.customers.id identity of arm 0, main.orders.customer identity of arm 1
        "#]],
    );
    check(
        "SELECT id FROM customers EXCEPT SELECT customer FROM orders",
        expect![[r#"
        id: main.customers.id identity of arm 0
        semi_join: main.orders.customer
    "#]],
    );
    check(
        "SELECT id FROM customers INTERSECT SELECT customer FROM orders",
        expect![[r#"
        id: main.customers.id identity of arm 0, main.orders.customer identity of arm 1
        semi_join: main.orders.customer
    "#]],
    );
}

#[test]
fn using_has_two_sources() {
    check(
        "SELECT id, customers.name FROM orders JOIN customers USING (id)",
        expect![[r#"
        id: main.orders.id identity, main.customers.id identity
        name: main.customers.name identity
        join: main.orders.id
        join: main.customers.id
    "#]],
    );
    check(
        "SELECT * EXCLUDE (tags, address, attributes, placed, amount, status) FROM orders NATURAL FULL JOIN customers",
        expect![[r#"
            id: main.orders.id identity, main.customers.id identity
            customer: main.orders.customer identity
            name: main.customers.name identity
            region: main.customers.region identity
            manager: main.customers.manager identity
            join: main.orders.id
            join: main.customers.id
        "#]],
    );
}

#[test]
fn the_sides_of_a_self_join_have_roles() {
    check(
        "SELECT e.name AS employee, m.name AS manager FROM customers AS e JOIN customers AS m ON e.manager = m.id",
        expect![[r#"
            employee: main.customers.name identity as e
            manager: main.customers.name identity as m
            join: main.customers.manager as e
            join: main.customers.id as m
        "#]],
    );
}

#[test]
fn columns_out_of_lists() {
    check(
        "SELECT o.id, x, u.unnest AS y, unnest(o.tags) AS z FROM orders AS o, UNNEST(o.tags) AS t(x), UNNEST(o.tags) AS u",
        expect![[r#"
            id: main.orders.id identity as o
            x: main.orders.tags[*] unnest as o
            y: main.orders.tags[*] unnest as o
            z: main.orders.tags[*] unnest as o
        "#]],
    );
    check_in(
        DialectKind::Trino,
        "SELECT x, n FROM orders CROSS JOIN UNNEST(tags) WITH ORDINALITY AS u(x, n)",
        expect![[r#"
            x: default.orders.tags[*] unnest
            n: -
        "#]],
    );
    check_in(
        DialectKind::BigQuery,
        "SELECT x, place, i.sku FROM orders, UNNEST(tags) AS x WITH OFFSET AS place, UNNEST(items) AS i",
        expect![[r#"
            x: orders.tags[*] unnest
            place: -
            sku: orders.items[*].sku unnest
        "#]],
    );
    check_in(
        DialectKind::Snowflake,
        "SELECT f.value:id AS a, f.index AS b, f.key AS c FROM orders AS o, LATERAL FLATTEN(input => o.payload:items) AS f",
        expect![[r#"
            A: PUBLIC.ORDERS.PAYLOAD.items[*].id unnest as o
            B: -
            C: PUBLIC.ORDERS.PAYLOAD.items[*] unnest as o
        "#]],
    );
    check_in(
        DialectKind::Databricks,
        "SELECT x, p, k FROM orders LATERAL VIEW EXPLODE(tags) t AS x LATERAL VIEW OUTER POSEXPLODE(tags) q AS p, y LATERAL VIEW EXPLODE(attributes) m AS k, v",
        expect![[r#"
            x: default.orders.tags[*] unnest
            p: -
            k: default.orders.attributes[*] unnest
        "#]],
    );
    check_in(
        DialectKind::Databricks,
        "SELECT explode(attributes) AS (k, v), id FROM orders",
        expect![[r#"
        k: default.orders.attributes[*] unnest
        v: default.orders.attributes[*] unnest
        id: default.orders.id identity
    "#]],
    );
}

#[test]
fn pivots() {
    check(
        "SELECT * FROM (SELECT region, year, jan FROM sales) PIVOT (sum(jan) FOR year IN (2023, 2024))",
        expect![[r#"
            region: main.sales.region identity
            2023: main.sales.jan aggregate, main.sales.year condition
            2024: main.sales.jan aggregate, main.sales.year condition
        "#]],
    );
    check(
        "PIVOT sales ON year USING sum(jan) GROUP BY region",
        expect![[r#"
        region: main.sales.region identity
        group: main.sales.region
    "#]],
    );
    check(
        "SELECT * FROM sales UNPIVOT (amount FOR month IN (jan, feb))",
        expect![[r#"
        region: main.sales.region identity
        year: main.sales.year identity
        month: -
        amount: main.sales.jan identity, main.sales.feb identity
    "#]],
    );
    check(
        r#"WITH p AS (PIVOT sales ON year USING sum(jan) GROUP BY region) SELECT region, y FROM (SELECT region, "2023" AS y FROM p)"#,
        expect![[r#"
            region: main.sales.region identity
            y: main.sales.jan aggregate, main.sales.year condition (incomplete: the columns of PIVOT over values that the data decide are not computed)
            group: main.sales.region
        "#]],
    );
}

#[test]
fn pattern_matching() {
    check_in(
        DialectKind::Trino,
        "SELECT customer, total, top FROM orders MATCH_RECOGNIZE (PARTITION BY customer ORDER BY placed MEASURES sum(a.amount) AS total, last(b.status) AS top PATTERN (a b+) DEFINE b AS b.amount > a.amount) AS m",
        expect![[r#"
            customer: default.orders.customer identity
            total: default.orders.amount aggregate
            top: default.orders.status window
            partition: default.orders.customer
            sort: default.orders.placed
            filter: default.orders.amount
        "#]],
    );
}

#[test]
fn table_functions() {
    check(
        "SELECT r.range AS a, o.id FROM orders AS o, range(o.id) AS r",
        expect![[r#"
        a: main.orders.id transform as o
        id: main.orders.id identity as o
    "#]],
    );
    check_in(
        DialectKind::Snowflake,
        "SELECT t.x FROM orders AS o, TABLE(my_udtf(o.id)) AS t",
        expect![[r#"
            X: PUBLIC.ORDERS.ID opaque as o (incomplete: a part of it is at fault)
        "#]],
    );
    check(
        "SELECT v.a, v.b FROM orders AS o, (VALUES (o.id, 1), (o.customer, 2)) AS v(a, b)",
        expect![[r#"
        a: main.orders.id identity as o, main.orders.customer identity as o
        b: -
    "#]],
    );
}

#[test]
fn pipes() {
    check_in(
        DialectKind::BigQuery,
        "FROM orders |> WHERE status = 'x' |> EXTEND amount * 2 AS twice |> AGGREGATE sum(twice) AS total GROUP BY customer",
        expect![[r#"
            customer: orders.customer identity
            total: orders.amount aggregate
            group: orders.customer
            filter: orders.status
        "#]],
    );
}
