//! Nullability (6.5).

use super::{check_duckdb, check_in};
use base::DialectKind::{Databricks, DuckDb, Trino};
use expect_test::expect;

#[test]
fn row_63_a_side_of_a_join_that_may_be_missing() {
    check_duckdb(
        r#"//- /models/report.contract.toml
[[columns]]
name = "order_id"
nullable = false
[[columns]]
name = "name"
nullable = false
//- /models/report.sql
SELECT o.id AS order_id, c.name FROM orders AS o LEFT JOIN customers AS c ON o.customer_id = c.id
"#,
        expect![[r#"
    order_id BIGINT not null
    name VARCHAR null
    error E012 «c.name» `name` may be NULL, and the contract says it never is; «false» promised here; filter the NULLs out, or give them a value with COALESCE
"#]],
    );
    check_duckdb(
        r#"//- /models/report.contract.toml
[[columns]]
name = "order_id"
nullable = false
[[columns]]
name = "name"
nullable = false
//- /models/report.sql
SELECT o.id AS order_id, c.name FROM orders AS o RIGHT JOIN customers AS c ON o.customer_id = c.id
"#,
        expect![[r#"
    order_id BIGINT null
    name VARCHAR not null
    error E012 «o.id AS order_id» `order_id` may be NULL, and the contract says it never is; «false» promised here; filter the NULLs out, or give them a value with COALESCE
"#]],
    );
    check_duckdb(
        r#"//- /models/report.contract.toml
[[columns]]
name = "order_id"
nullable = false
[[columns]]
name = "name"
nullable = false
//- /models/report.sql
SELECT o.id AS order_id, c.name FROM orders AS o FULL JOIN customers AS c ON o.customer_id = c.id
"#,
        expect![[r#"
    order_id BIGINT null
    name VARCHAR null
    error E012 «o.id AS order_id» `order_id` may be NULL, and the contract says it never is; «false» promised here; filter the NULLs out, or give them a value with COALESCE
    error E012 «c.name» `name` may be NULL, and the contract says it never is; «false» promised here; filter the NULLs out, or give them a value with COALESCE
"#]],
    );
    check_duckdb(
        r#"//- /models/report.contract.toml
[[columns]]
name = "order_id"
nullable = false
[[columns]]
name = "name"
nullable = false
//- /models/report.sql
SELECT o.id AS order_id, c.name FROM orders AS o INNER JOIN customers AS c ON o.customer_id = c.id
"#,
        expect![[r#"
    order_id BIGINT not null
    name VARCHAR not null
"#]],
    );
}

#[test]
fn row_64_what_is_never_null() {
    check_duckdb(
        r#"//- /models/report.contract.toml
[[columns]]
name = "n"
nullable = false
[[columns]]
name = "r"
nullable = false
[[columns]]
name = "l"
nullable = false
[[columns]]
name = "s"
nullable = false
[[columns]]
name = "d"
nullable = false
//- /models/report.sql
SELECT count(*) AS n, row_number() OVER () AS r, 1 AS l, coalesce(status, 'x') AS s, current_date AS d FROM orders GROUP BY status
"#,
        expect![[r#"
    n BIGINT not null
    r BIGINT not null
    l INTEGER not null
    s VARCHAR not null
    d DATE not null
"#]],
    );
}

#[test]
fn row_65_what_a_condition_proves() {
    check_duckdb(
        "SELECT status FROM orders WHERE status IS NOT NULL",
        expect![[r#"
        status VARCHAR not null
    "#]],
    );
    check_duckdb(
        "SELECT o.customer_id FROM orders AS o JOIN customers AS c ON o.customer_id = c.id",
        expect![[r#"
        customer_id BIGINT not null
    "#]],
    );
}

#[test]
fn row_66_what_may_be_null_though_no_part_is() {
    check_in(
        &[DuckDb, Databricks],
        "SELECT CASE WHEN id > 1 THEN 1 END AS c, lag(id) OVER (ORDER BY id) AS l, lead(id) OVER (ORDER BY id) AS d, nullif(id, 1) AS n, TRY_CAST(name AS INT) AS t, (SELECT 1) AS s FROM customers",
        expect![[r#"
            DuckDB:
            c INTEGER null
            l BIGINT null
            d BIGINT null
            n BIGINT null
            t INTEGER null
            s INTEGER not null
            Databricks:
            c INT null
            l BIGINT null
            d BIGINT null
            n BIGINT null
            t INT null
            s INT not null
        "#]],
    );
}

#[test]
fn row_67_sums_with_and_without_groups() {
    check_in(
        &[DuckDb, Trino],
        "SELECT sum(amount) AS s FROM orders",
        expect![[r#"
        DuckDB:
        s DECIMAL(38,2) null
        Trino:
        s decimal(38,2) null
    "#]],
    );
    check_in(
        &[DuckDb, Trino],
        "SELECT status, sum(amount) AS s, sum(customer_id) AS c FROM orders GROUP BY status",
        expect![[r#"
        DuckDB:
        status VARCHAR null
        s DECIMAL(38,2) not null
        c HUGEINT null
        Trino:
        status varchar null
        s decimal(38,2) not null
        c bigint null
    "#]],
    );
}

#[test]
fn row_68_a_union_of_what_may_be_null() {
    check_duckdb(
        "SELECT name FROM customers UNION ALL SELECT region FROM customers",
        expect![[r#"
        name VARCHAR null
    "#]],
    );
}
