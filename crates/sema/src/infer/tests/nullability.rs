//! Nullability: what constructs and conditions prove.

use super::check_duckdb;
use expect_test::expect;

#[test]
fn the_side_of_a_join_that_may_be_missing_is_nullable() {
    check_duckdb(
        "SELECT o.id, c.name FROM orders o LEFT JOIN customers c ON o.customer = c.id",
        expect![[r#"
            id BIGINT not null
            name VARCHAR null
        "#]],
    );
    check_duckdb(
        "SELECT o.id, c.name FROM orders o RIGHT JOIN customers c ON o.customer = c.id",
        expect![[r#"
            id BIGINT null
            name VARCHAR not null
        "#]],
    );
    check_duckdb(
        "SELECT o.id, c.name FROM orders o FULL JOIN customers c ON o.customer = c.id",
        expect![[r#"
            id BIGINT null
            name VARCHAR null
        "#]],
    );
}

#[test]
fn what_is_never_null() {
    check_duckdb(
        "SELECT count(*) AS n, row_number() OVER () AS r, 1 AS l, coalesce(status, 'x') AS s, current_date AS d \
         FROM orders GROUP BY status",
        expect![[r#"
            n BIGINT not null
            r BIGINT not null
            l INTEGER not null
            s VARCHAR not null
            d DATE not null
        "#]],
    );
    check_duckdb(
        "SELECT id IN (1, 2) AS a, region IS NULL AS b, EXISTS (SELECT 1) AS c FROM customers",
        expect![[r#"
            a BOOLEAN not null
            b BOOLEAN not null
            c BOOLEAN not null
        "#]],
    );
}

#[test]
fn conditions_prove_that_a_column_is_not_null() {
    check_duckdb(
        "SELECT status FROM orders WHERE status IS NOT NULL",
        expect![[r#"
        status VARCHAR not null
    "#]],
    );
    check_duckdb(
        "SELECT o.customer FROM orders o JOIN customers c ON o.customer = c.id",
        expect![[r#"
        customer BIGINT not null
    "#]],
    );
    check_duckdb(
        "SELECT status FROM orders WHERE status = 'new' OR id = 1",
        expect![[r#"
        status VARCHAR null
    "#]],
    );
}

#[test]
fn what_may_be_null_though_no_part_is() {
    check_duckdb(
        "SELECT CASE WHEN id > 1 THEN 1 END AS c, lag(id) OVER (ORDER BY id) AS l, nullif(id, 1) AS n, \
         TRY_CAST(id AS INT) AS t, (SELECT 1) AS s FROM customers",
        expect![[r#"
            c INTEGER null
            l BIGINT null
            n BIGINT null
            t INTEGER null
            s INTEGER null
        "#]],
    );
}

#[test]
fn a_sum_is_null_without_rows() {
    check_duckdb(
        "SELECT sum(amount) AS s FROM orders",
        expect![[r#"
        s DECIMAL(38,2) null
    "#]],
    );
    check_duckdb(
        "SELECT status, sum(amount) AS s, sum(customer) AS c FROM orders GROUP BY status",
        expect![[r#"
            status VARCHAR null
            s DECIMAL(38,2) not null
            c HUGEINT null
        "#]],
    );
    check_duckdb(
        "SELECT sum(amount) FILTER (WHERE id > 1) AS s FROM orders GROUP BY status",
        expect![[r#"
        s DECIMAL(38,2) null
    "#]],
    );
}

#[test]
fn a_union_is_nullable_where_an_arm_is() {
    check_duckdb(
        "SELECT name FROM customers UNION ALL SELECT region FROM customers",
        expect![[r#"
        name VARCHAR null
    "#]],
    );
    check_duckdb(
        "SELECT name FROM customers EXCEPT SELECT region FROM customers",
        expect![[r#"
        name VARCHAR not null
    "#]],
    );
}

#[test]
fn rows_of_an_unpivot_hold_no_nulls() {
    check_duckdb(
        "UNPIVOT sales ON jan, feb INTO NAME month VALUE amount",
        expect![[r#"
        region VARCHAR null
        year INTEGER null
        month VARCHAR not null
        amount BIGINT not null
    "#]],
    );
    check_duckdb(
        "FROM sales UNPIVOT INCLUDE NULLS (amount FOR month IN (jan, feb))",
        expect![[r#"
        region VARCHAR null
        year INTEGER null
        month VARCHAR not null
        amount BIGINT null
    "#]],
    );
}
