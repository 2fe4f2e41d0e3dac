//! Lineage (6.6).

use super::check_lineage;
use base::DialectKind::{BigQuery, Databricks, DuckDb, Snowflake};
use expect_test::expect;

#[test]
fn row_69_operands_and_conditions() {
    check_lineage(
        DuckDb,
        "SELECT id * amount AS product, CASE WHEN status = 'new' THEN id ELSE customer_id END AS chosen FROM orders",
        expect![[r#"
            report.product ← main.orders.id transform
            report.product ← main.orders.amount transform
            report.chosen ← main.orders.status condition
            report.chosen ← main.orders.id transform
            report.chosen ← main.orders.customer_id transform
            ---
            product DECIMAL(29,2) not null
            chosen BIGINT null
        "#]],
    );
}

#[test]
fn row_70_all_arguments() {
    check_lineage(
        DuckDb,
        "SELECT concat(name, region) AS label, coalesce(region, name) AS place FROM customers",
        expect![[r#"
            report.label ← main.customers.name transform
            report.label ← main.customers.region transform
            report.place ← main.customers.region transform
            report.place ← main.customers.name transform
            ---
            label VARCHAR not null
            place VARCHAR not null
        "#]],
    );
}

#[test]
fn row_71_units_are_no_columns() {
    check_lineage(
        Snowflake,
        "SELECT dateadd(day, 1, placed) AS next, datediff(day, placed, delivered) AS days, EXTRACT(year FROM placed) AS year FROM (SELECT placed, placed AS delivered, 1 AS day FROM orders)",
        expect![[r#"
            report.NEXT ← PUBLIC.ORDERS.PLACED transform
            report.DAYS ← PUBLIC.ORDERS.PLACED transform
            report.YEAR ← PUBLIC.ORDERS.PLACED transform
            ---
            NEXT DATE null
            DAYS NUMBER(9,0) null
            YEAR NUMBER(4,0) null
        "#]],
    );
    check_lineage(
        DuckDb,
        "SELECT date_diff('day', placed, placed) AS days, EXTRACT(year FROM placed) AS year FROM orders",
        expect![[r#"
            report.days ← main.orders.placed transform
            report.year ← main.orders.placed transform
            ---
            days BIGINT null
            year BIGINT null
        "#]],
    );
}

#[test]
fn row_72_windows() {
    check_lineage(
        DuckDb,
        "SELECT sum(amount) OVER (PARTITION BY customer_id ORDER BY placed) AS running FROM orders",
        expect![[r#"
            report.running ← main.orders.amount window
            report.running ← main.orders.customer_id partition
            report.running ← main.orders.placed sort
            ---
            running DECIMAL(38,2) not null
        "#]],
    );
}

#[test]
fn row_73_clauses_decide_about_rows() {
    check_lineage(
        DuckDb,
        "SELECT c.name, count(*) AS n FROM orders AS o JOIN customers AS c ON o.customer_id = c.id WHERE o.status = 'new' GROUP BY c.name HAVING sum(o.amount) > 10 QUALIFY row_number() OVER (ORDER BY c.name) = 1",
        expect![[r#"
            report.name ← main.customers.name identity as c
            rows of report ← main.orders.customer_id join as o
            rows of report ← main.customers.id join as c
            rows of report ← main.orders.status filter as o
            rows of report ← main.customers.name group as c
            rows of report ← main.orders.amount filter as o
            rows of report ← main.customers.name filter as c
            ---
            name VARCHAR not null
            n BIGINT not null
        "#]],
    );
}

#[test]
fn row_74_a_table_in_two_roles() {
    check_lineage(DuckDb, "//- /models/stg.sql
SELECT id, customer_id AS manager, status AS name FROM orders
//- /models/report.sql
SELECT employee.name AS employee, manager.name AS manager FROM stg AS employee JOIN stg AS manager ON employee.manager = manager.id
", expect![[r#"
    stg.id ← main.orders.id identity
    stg.manager ← main.orders.customer_id identity
    stg.name ← main.orders.status identity
    report.employee ← stg.name identity as employee
    report.manager ← stg.name identity as manager
    rows of report ← stg.manager join as employee
    rows of report ← stg.id join as manager
    ---
    employee VARCHAR null
    manager VARCHAR null
"#]]);
}

#[test]
fn row_75_flatten() {
    check_lineage(
        Snowflake,
        "SELECT t.id, f.value:sku::varchar AS sku, f.index AS position FROM (SELECT id, parse_json(status) AS items FROM orders) AS t, LATERAL FLATTEN(input => t.items) AS f",
        expect![[r#"
            report.ID ← PUBLIC.ORDERS.ID identity
            report.SKU ← PUBLIC.ORDERS.STATUS.sku unnest
            ---
            ID NUMBER(38,0) not null
            SKU VARCHAR null
            POSITION NUMBER(38,0)
        "#]],
    );
}

#[test]
fn row_76_lateral_views() {
    check_lineage(
        Databricks,
        "SELECT o.id, x, p, y FROM (SELECT id, split(status, ',') AS tags FROM orders) AS o LATERAL VIEW EXPLODE(tags) t AS x LATERAL VIEW OUTER POSEXPLODE(tags) u AS p, y",
        expect![[r#"
            report.id ← default.orders.id identity
            report.x ← default.orders.status unnest
            report.y ← default.orders.status unnest
            ---
            id BIGINT not null
            x STRING
            p INT null
            y STRING null
        "#]],
    );
}

#[test]
fn row_77_unnest_with_a_position() {
    check_lineage(
        DuckDb,
        "SELECT o.id, u.x, u.n FROM (SELECT id, string_split(status, ',') AS tags FROM orders) AS o CROSS JOIN UNNEST(o.tags) WITH ORDINALITY AS u(x, n)",
        expect![[r#"
            report.id ← main.orders.id identity
            report.x ← main.orders.status unnest
            ---
            id BIGINT not null
            x VARCHAR
            n BIGINT not null
        "#]],
    );
    check_lineage(
        BigQuery,
        "SELECT o.id, x, position FROM (SELECT id, SPLIT(status, ',') AS tags FROM orders) AS o CROSS JOIN UNNEST(o.tags) AS x WITH OFFSET AS position",
        expect![[r#"
            report.id ← orders.id identity
            report.x ← orders.status unnest
            ---
            id INT64 not null
            x STRING
            position INT64 not null
        "#]],
    );
}

#[test]
fn row_78_lambdas() {
    check_lineage(
        DuckDb,
        "SELECT list_transform(string_split(status, ','), x -> x || region) AS labels FROM orders JOIN customers ON orders.customer_id = customers.id",
        expect![[r#"
            report.labels ← main.orders.status transform
            report.labels ← main.customers.region transform
            rows of report ← main.orders.customer_id join
            rows of report ← main.customers.id join
            ---
            labels VARCHAR[]
        "#]],
    );
    check_lineage(
        Databricks,
        "SELECT transform(split(status, ','), (x, i) -> concat(x, cast(i + id AS STRING))) AS labels FROM orders",
        expect![[r#"
            report.labels ← default.orders.status transform
            report.labels ← default.orders.id transform
            ---
            labels ARRAY<STRING> null
        "#]],
    );
}

#[test]
fn row_79_pivot() {
    check_lineage(
        DuckDb,
        "SELECT * FROM (SELECT customer_id, status, amount FROM orders) PIVOT (sum(amount) FOR status IN ('new', 'paid'))",
        expect![[r#"
            report.customer_id ← main.orders.customer_id identity
            report.new ← main.orders.amount aggregate
            report.new ← main.orders.status condition
            report.paid ← main.orders.amount aggregate
            report.paid ← main.orders.status condition
            ---
            customer_id BIGINT null
            new DECIMAL(38,2) null
            paid DECIMAL(38,2) null
        "#]],
    );
    check_lineage(
        DuckDb,
        "PIVOT orders ON status USING sum(amount) GROUP BY customer_id",
        expect![[r#"
        report.customer_id ← main.orders.customer_id identity
        rows of report ← main.orders.customer_id group
        ---
        customer_id BIGINT null
        and others: the columns of PIVOT over values that the data decide are not computed
    "#]],
    );
}

#[test]
fn row_80_unpivot() {
    check_lineage(
        DuckDb,
        "SELECT id, kind, v FROM (SELECT id, amount AS gross, amount * 2 AS net FROM orders) UNPIVOT (v FOR kind IN (gross, net))",
        expect![[r#"
            report.id ← main.orders.id identity
            report.v ← main.orders.amount transform
            ---
            id BIGINT not null
            kind VARCHAR not null
            v DECIMAL(18,2) not null
        "#]],
    );
}

#[test]
fn row_81_rows_that_match_and_functions_of_users() {
    check_lineage(
        Snowflake,
        "SELECT * FROM orders MATCH_RECOGNIZE (PARTITION BY customer_id ORDER BY placed MEASURES FIRST(amount) AS first_amount, LAST(placed) AS last_placed PATTERN (a b+) DEFINE b AS amount > 10)",
        expect![[r#"
            report.CUSTOMER_ID ← PUBLIC.ORDERS.CUSTOMER_ID identity
            report.FIRST_AMOUNT ← PUBLIC.ORDERS.AMOUNT window
            report.LAST_PLACED ← PUBLIC.ORDERS.PLACED window
            rows of report ← PUBLIC.ORDERS.CUSTOMER_ID partition
            rows of report ← PUBLIC.ORDERS.PLACED sort
            rows of report ← PUBLIC.ORDERS.AMOUNT filter
            ---
            CUSTOMER_ID NUMBER(38,0) null
            FIRST_AMOUNT NUMBER(10,2) null
            LAST_PLACED DATE null
        "#]],
    );
    check_lineage(
        Snowflake,
        "SELECT t.anything FROM orders AS o, TABLE(my_function(o.id)) AS t",
        expect![[r#"
            report.ANYTHING ← PUBLIC.ORDERS.ID opaque as o
            report.ANYTHING may have others: a part of it is at fault
            ---
            ANYTHING unknown
            error E006 «my_function» Snowflake has no table function `my_function`; declare functions of your own in `[[functions]]` of rocky.toml
        "#]],
    );
}
