//! Nullability: what constructs and conditions prove.

use super::{check, check_duckdb};
use base::DialectKind;
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
            s INTEGER not null
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

#[test]
fn what_is_chosen_is_null_when_the_choice_is() {
    check_duckdb(
        "SELECT if(region = 'x', 1, 2) AS a, if(id = 1, 1, NULL) AS b, if(region = 'x', id, 2) AS c FROM customers",
        expect![[r#"
            a INTEGER not null
            b INTEGER null
            c BIGINT not null
        "#]],
    );
    check(
        DialectKind::Snowflake,
        "SELECT iff(region = 'x', 1, 2) AS a, nvl2(region, 1, 2) AS b, decode(region, 'x', 1, 2) AS c, \
         decode(region, 'x', 1) AS d FROM customers",
        expect![[r#"
            A NUMBER(1,0) not null
            B NUMBER(1,0) not null
            C NUMBER(1,0) not null
            D NUMBER(1,0) null
        "#]],
    );
    check(
        DialectKind::Trino,
        "SELECT if(region = 'x', 1, 2) AS a, if(region = 'x', 1) AS b FROM customers",
        expect![[r#"
            a integer not null
            b integer null
        "#]],
    );
}

#[test]
fn a_frame_with_the_row_itself_is_never_empty() {
    check_duckdb(
        "SELECT first_value(id) OVER (ORDER BY id) AS a, last_value(id) OVER w AS b, \
         first_value(id) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING) AS c, \
         first_value(id) OVER (v ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) AS d, \
         sum(id) OVER (PARTITION BY region) AS e, lag(id, 1, 0) OVER v AS f, lag(id) OVER v AS g \
         FROM customers WINDOW v AS (ORDER BY id), w AS (v ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)",
        expect![[r#"
            a BIGINT not null
            b BIGINT not null
            c BIGINT null
            d BIGINT null
            e HUGEINT not null
            f BIGINT not null
            g BIGINT null
        "#]],
    );
}

#[test]
fn one_group_of_all_rows_is_one_row() {
    check_duckdb(
        "SELECT (SELECT count(*) FROM orders) AS a, (SELECT count(*) FROM orders HAVING count(*) > 1) AS b, \
         (SELECT count(*) FROM orders GROUP BY status LIMIT 1) AS c, (SELECT max(id) FROM orders) AS d, \
         (SELECT unnest([1])) AS e, (SELECT count(*) FROM orders LIMIT 0) AS f",
        expect![[r#"
            a BIGINT not null
            b BIGINT null
            c BIGINT null
            d BIGINT null
            e INTEGER null
            f BIGINT null
        "#]],
    );
}

#[test]
fn division_is_null_where_the_divisor_may_be_zero() {
    check_duckdb(
        "SELECT id // 2 AS a, id // id AS b, id / id AS c, id % 2 AS d, id % id AS e, mod(id, 2) AS f, mod(id, id) AS g, \
         id // 0 AS h FROM customers",
        expect![[r#"
            a BIGINT not null
            b BIGINT null
            c DOUBLE not null
            d BIGINT not null
            e BIGINT null
            f BIGINT not null
            g BIGINT null
            h BIGINT null
        "#]],
    );
}

#[test]
fn of_a_function_that_is_not_known_to_return_null_nothing_is_said() {
    check(
        DialectKind::BigQuery,
        "SELECT format('%d', id) AS a, regexp_extract('a', 'b') AS b, safe_divide(1, 2) AS c FROM customers",
        expect![[r#"
            a STRING
            b STRING null
            c FLOAT64 null
        "#]],
    );
    check(
        DialectKind::Snowflake,
        "SELECT to_varchar(id) AS a, parse_json('{}') AS b, nullif(id, 1) AS c FROM customers",
        expect![[r#"
            A VARCHAR not null
            B VARIANT
            C NUMBER(38,0) null
        "#]],
    );
    check(
        DialectKind::Databricks,
        "SELECT round(id, 2) AS a, date_trunc('MONTH', now()) AS b, try_divide(id, 2) AS c FROM customers",
        expect![[r#"
            a BIGINT not null
            b TIMESTAMP
            c DOUBLE null
        "#]],
    );
}
