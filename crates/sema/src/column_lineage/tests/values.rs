//! Values: operators, calls, windows, structs, lists, lambdas, subqueries.

use super::{check, check_in};
use base::DialectKind;
use expect_test::expect;

#[test]
fn operands_go_into_the_value_and_predicates_decide_about_it() {
    check(
        "SELECT id * amount AS a, CASE WHEN status = 'x' THEN amount ELSE id END AS b, CASE status WHEN 'x' THEN 1 END AS c FROM orders",
        expect![[r#"
            a: main.orders.id transform, main.orders.amount transform
            b: main.orders.status condition, main.orders.amount transform, main.orders.id transform
            c: main.orders.status condition
        "#]],
    );
    check(
        "SELECT if(status = 'x', amount, id) AS a, -amount AS b, (id) AS c, amount IS NULL AS d, id BETWEEN customer AND 3 AS e FROM orders",
        expect![[r#"
            a: main.orders.status condition, main.orders.amount transform, main.orders.id transform
            b: main.orders.amount transform
            c: main.orders.id identity
            d: main.orders.amount transform
            e: main.orders.id transform, main.orders.customer transform
        "#]],
    );
    check_in(
        DialectKind::Snowflake,
        "SELECT iff(status = 'x', amount, id) AS a, decode(status, 'x', amount, id) AS b, nvl2(status, id, customer) AS c FROM orders",
        expect![[r#"
            A: PUBLIC.ORDERS.STATUS condition, PUBLIC.ORDERS.AMOUNT transform, PUBLIC.ORDERS.ID transform
            B: PUBLIC.ORDERS.STATUS condition, PUBLIC.ORDERS.AMOUNT transform, PUBLIC.ORDERS.ID transform
            C: PUBLIC.ORDERS.STATUS condition, PUBLIC.ORDERS.ID transform, PUBLIC.ORDERS.CUSTOMER transform
        "#]],
    );
    check(
        "SELECT CASE WHEN amount > 0 THEN amount END AS both FROM orders",
        expect![[r#"
        both: main.orders.amount condition, main.orders.amount transform
    "#]],
    );
}

#[test]
fn a_cast_changes_nothing_but_the_type() {
    check(
        "SELECT CAST(id AS VARCHAR) AS a, id::VARCHAR AS b, TRY_CAST(status AS INT) AS c, CAST(id + 1 AS VARCHAR) AS d, status COLLATE nocase AS e FROM orders",
        expect![[r#"
            a: main.orders.id cast
            b: main.orders.id cast
            c: main.orders.status cast
            d: main.orders.id transform
            e: main.orders.status identity
        "#]],
    );
}

#[test]
fn every_argument_counts() {
    check(
        "SELECT concat(status, id) AS a, coalesce(id, customer) AS b, trim(status) AS c, substring(status, 1, id) AS d FROM orders",
        expect![[r#"
            a: main.orders.status transform, main.orders.id transform
            b: main.orders.id transform, main.orders.customer transform
            c: main.orders.status transform
            d: main.orders.status transform, main.orders.id transform
        "#]],
    );
}

#[test]
fn units_are_no_columns() {
    check(
        "SELECT date_trunc('month', placed) AS a, EXTRACT(year FROM placed) AS b, placed + INTERVAL 1 DAY AS c, current_date AS d FROM orders",
        expect![[r#"
            a: main.orders.placed transform
            b: main.orders.placed transform
            c: main.orders.placed transform
            d: -
        "#]],
    );
    check_in(
        DialectKind::Snowflake,
        "SELECT dateadd(day, 1, placed) AS a, datediff(day, placed, placed) AS b FROM orders",
        expect![[r#"
            A: PUBLIC.ORDERS.PLACED transform
            B: PUBLIC.ORDERS.PLACED transform
        "#]],
    );
    check_in(
        DialectKind::BigQuery,
        "SELECT date_add(placed, INTERVAL id DAY) AS a, date_diff(placed, placed, WEEK(MONDAY)) AS b FROM orders",
        expect![[r#"
            a: orders.placed transform, orders.id transform
            b: orders.placed transform
        "#]],
    );
}

#[test]
fn aggregates() {
    check(
        "SELECT status, sum(amount * id) AS a, count(*) AS n, count(DISTINCT customer) AS c, max(amount) - min(amount) AS d FROM orders GROUP BY status",
        expect![[r#"
            status: main.orders.status identity
            a: main.orders.amount aggregate, main.orders.id aggregate
            n: -
            c: main.orders.customer aggregate
            d: main.orders.amount aggregate
            group: main.orders.status
        "#]],
    );
    check(
        "SELECT count(*) FILTER (WHERE status = 'x') AS a, percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) AS b, string_agg(status, ',' ORDER BY placed) AS c FROM orders",
        expect![[r#"
            a: main.orders.status condition
            b: main.orders.amount aggregate
            c: main.orders.status aggregate, main.orders.placed sort
        "#]],
    );
    check_in(
        DialectKind::Snowflake,
        "SELECT listagg(status, ',') WITHIN GROUP (ORDER BY placed) AS a FROM orders",
        expect![[r#"
            A: PUBLIC.ORDERS.STATUS aggregate, PUBLIC.ORDERS.PLACED sort
        "#]],
    );
}

#[test]
fn windows_have_keys_of_their_own() {
    check(
        "SELECT sum(amount) OVER (PARTITION BY customer ORDER BY placed) AS a, row_number() OVER (ORDER BY id) AS b, lag(amount) OVER w AS c FROM orders WINDOW v AS (PARTITION BY customer), w AS (v ORDER BY placed)",
        expect![[r#"
            a: main.orders.amount window, main.orders.customer partition, main.orders.placed sort
            b: main.orders.id sort
            c: main.orders.amount window, main.orders.placed sort, main.orders.customer partition
        "#]],
    );
    check_in(
        DialectKind::Snowflake,
        "SELECT last_value(amount IGNORE NULLS) OVER (PARTITION BY customer ORDER BY placed) AS a FROM orders",
        expect![[r#"
            A: PUBLIC.ORDERS.AMOUNT window, PUBLIC.ORDERS.CUSTOMER partition, PUBLIC.ORDERS.PLACED sort
        "#]],
    );
}

#[test]
fn structs_and_documents_by_their_paths() {
    check(
        "SELECT address.city AS a, address.geo.lat AS b, orders.address.city AS c, (address).city AS d, address['city'] AS e, attributes['k'] AS f, tags[1] AS g, tags[id] AS h FROM orders",
        expect![[r#"
            a: main.orders.address.city identity
            b: main.orders.address.geo.lat identity
            c: main.orders.address.city identity
            d: main.orders.address.city identity
            e: main.orders.address['city'] identity
            f: main.orders.attributes['k'] identity
            g: main.orders.tags[1] identity
            h: main.orders.id condition, main.orders.tags[*] identity
        "#]],
    );
    check(
        "WITH flat AS (SELECT address.geo AS geo FROM orders) SELECT geo.lat AS a, geo.lat::INT AS b, {'x': id, 'y': geo.lat} AS c FROM flat JOIN orders ON true",
        expect![[r#"
            a: main.orders.address.geo.lat identity
            b: main.orders.address.geo.lat cast
            c: main.orders.id transform, main.orders.address.geo.lat transform
        "#]],
    );
    check(
        "SELECT address.* FROM orders",
        expect![[r#"
        city: main.orders.address.city identity
        geo: main.orders.address.geo identity
    "#]],
    );
    check(
        "WITH s AS (SELECT address AS a FROM orders) SELECT s.a.geo.* FROM s",
        expect![[r#"
        lat: main.orders.address.geo.lat identity
        lon: main.orders.address.geo.lon identity
    "#]],
    );
    check_in(
        DialectKind::Snowflake,
        "SELECT payload:a.b::int AS a, payload['a'] AS b, payload:items[0].sku AS c FROM orders",
        expect![[r#"
            A: PUBLIC.ORDERS.PAYLOAD.a.b cast
            B: PUBLIC.ORDERS.PAYLOAD['a'] identity
            C: PUBLIC.ORDERS.PAYLOAD.items[0].sku identity
        "#]],
    );
    check_in(
        DialectKind::Databricks,
        "SELECT payload:a.b AS a, attributes['k'] AS b, address.geo.lat AS c FROM orders",
        expect![[r#"
            a: default.orders.payload.a.b identity
            b: default.orders.attributes['k'] identity
            c: default.orders.address.geo.lat identity
        "#]],
    );
}

#[test]
fn parameters_of_lambdas_are_local() {
    check(
        "SELECT list_transform(tags, x -> x || status) AS a, [x || status FOR x IN tags IF x <> customer::VARCHAR] AS b FROM orders",
        expect![[r#"
            a: main.orders.tags transform, main.orders.status transform
            b: main.orders.tags transform, main.orders.status transform, main.orders.customer condition
        "#]],
    );
    check_in(
        DialectKind::Databricks,
        "SELECT transform(tags, (x, i) -> concat(x, status)) AS a FROM orders",
        expect![[r#"
            a: default.orders.tags transform, default.orders.status transform
        "#]],
    );
}

#[test]
fn subqueries_as_values() {
    check(
        "SELECT (SELECT max(name) FROM customers AS c WHERE c.id = o.customer) AS a, EXISTS (SELECT 1 FROM customers AS c WHERE c.id = o.customer) AS b, customer IN (SELECT id FROM customers) AS c, ARRAY(SELECT name FROM customers) AS d FROM orders AS o",
        expect![[r#"
            a: main.customers.name aggregate as c
            b: main.customers.id condition as c, main.orders.customer condition as o
            c: main.customers.id transform, main.orders.customer transform as o
            d: main.customers.name aggregate
            semi_join: main.customers.id as c
            semi_join: main.orders.customer as o
            filter: main.customers.id as c
            filter: main.orders.customer as o
        "#]],
    );
}

#[test]
fn an_alias_of_an_item_is_what_it_means() {
    check(
        "SELECT id + 1 AS a, a + customer AS b, sum(b) OVER (ORDER BY a) AS c FROM orders",
        expect![[r#"
        a: main.orders.id transform
        b: main.orders.id transform, main.orders.customer transform
        c: main.orders.id window, main.orders.customer window, main.orders.id sort
    "#]],
    );
}

#[test]
fn stars_and_columns() {
    check(
        "SELECT * EXCLUDE (tags, address, attributes, placed) REPLACE (amount * 2 AS amount) RENAME (id AS key) FROM orders",
        expect![[r#"
            key: main.orders.id identity
            customer: main.orders.customer identity
            amount: main.orders.amount transform
            status: main.orders.status identity
        "#]],
    );
    check(
        "SELECT max(COLUMNS('id|amount')) FROM orders",
        expect![[r#"
        id: main.orders.id aggregate
        amount: main.orders.amount aggregate
    "#]],
    );
    check(
        "SELECT coalesce(*COLUMNS('id|customer')) AS a, #1 AS b FROM orders",
        expect![[r#"
        a: main.orders.id transform, main.orders.customer transform
        b: main.orders.id identity
    "#]],
    );
    check(
        "SELECT c FROM customers AS c",
        expect![[r#"
        c: main.customers.id transform as c, main.customers.name transform as c, main.customers.region transform as c, main.customers.manager transform as c
    "#]],
    );
}
