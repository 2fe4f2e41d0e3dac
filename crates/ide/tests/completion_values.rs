//! What is proposed within values: fields, and parts of moments.

mod support;

use expect_test::expect;
use support::completion::table;

#[test]
fn fields_of_values_that_are_no_names() {
    table(
        "duckdb",
        &[
            "SELECT (address).$0 FROM stg_orders",
            "SELECT a[1].$0 FROM (SELECT list(address) AS a FROM stg_orders) t",
            "SELECT 1 + t.a[1].$0 FROM (SELECT list({'p': address, 'q': 1}) AS a FROM stg_orders) t",
            "SELECT t.a[1].p.$0 FROM (SELECT list({'p': address, 'q': 1}) AS a FROM stg_orders) t",
            "SELECT {'a': 1}.$0",
            "SELECT any_value(address).$0 FROM stg_orders",
            "SELECT lower('a').$0 FROM stg_orders",
        ],
        expect![[r#"
            SELECT (address).$0 FROM stg_orders
                city, street
            SELECT a[1].$0 FROM (SELECT list(address) AS a FROM stg_orders) t
                city, street
            SELECT 1 + t.a[1].$0 FROM (SELECT list({'p': address, 'q': 1}) AS a FROM stg_orders) t
                p, q
            SELECT t.a[1].p.$0 FROM (SELECT list({'p': address, 'q': 1}) AS a FROM stg_orders) t
                city, street
            SELECT {'a': 1}.$0
                a
            SELECT any_value(address).$0 FROM stg_orders
                city, street
            SELECT lower('a').$0 FROM stg_orders
                -
        "#]],
    );
    table(
        "bigquery",
        &["SELECT pages[SAFE_OFFSET(0)].$0 FROM (SELECT [STRUCT(1 AS url, 2 AS title)] AS pages) t"],
        expect![[r#"
            SELECT pages[SAFE_OFFSET(0)].$0 FROM (SELECT [STRUCT(1 AS url, 2 AS title)] AS pages) t
                title, url
        "#]],
    );
    let variant = "(SELECT PARSE_JSON('{}') AS mt) o";
    table(
        "snowflake",
        &[
            &format!("SELECT o.mt:$0 FROM {variant}"),
            &format!("SELECT mt:$0 FROM {variant}"),
            &format!("SELECT o:$0 FROM {variant}"),
            &format!("SELECT o.mt:a.$0 FROM {variant}"),
            &format!("SELECT o.mt:a[0].$0 FROM {variant}"),
            &format!("SELECT o.mt:a, $0 FROM {variant}"),
        ],
        expect![[r#"
            SELECT o.mt:$0 FROM (SELECT PARSE_JSON('{}') AS mt) o
                -
            SELECT mt:$0 FROM (SELECT PARSE_JSON('{}') AS mt) o
                -
            SELECT o:$0 FROM (SELECT PARSE_JSON('{}') AS mt) o
                -
            SELECT o.mt:a.$0 FROM (SELECT PARSE_JSON('{}') AS mt) o
                -
            SELECT o.mt:a[0].$0 FROM (SELECT PARSE_JSON('{}') AS mt) o
                -
            SELECT o.mt:a, $0 FROM (SELECT PARSE_JSON('{}') AS mt) o
                MT, o | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
        "#]],
    );
}

#[test]
fn parts_of_moments() {
    table(
        "duckdb",
        &[
            "SELECT date_trunc('$0', now()) FROM stg_customers",
            "SELECT date_trunc('mo$0', now()) FROM stg_customers",
            "SELECT date_trunc('month', '$0') FROM stg_customers",
            "SELECT lower('$0') FROM stg_customers",
            "SELECT INTERVAL 1 $0",
            "SELECT now() + INTERVAL (customer_id) $0 FROM stg_customers",
            "SELECT INTERVAL '1' $0",
            "SELECT INTERVAL '1 day' $0",
        ],
        expect![[r#"
            SELECT date_trunc('$0', now()) FROM stg_customers
                day, hour, minute, month, quarter, second, week, year
            SELECT date_trunc('mo$0', now()) FROM stg_customers
                day, hour, minute, month, quarter, second, week, year
            SELECT date_trunc('month', '$0') FROM stg_customers
                -
            SELECT lower('$0') FROM stg_customers
                -
            SELECT INTERVAL 1 $0
                DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
            SELECT now() + INTERVAL (customer_id) $0 FROM stg_customers
                DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
            SELECT INTERVAL '1' $0
                DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
            SELECT INTERVAL '1 day' $0
                AND, AS, BETWEEN, EXCLUDE, FILTER, FROM, GROUP BY, IN, IS NOT NULL, IS NULL, LIKE, LIMIT, OR, ORDER BY, OVER, REPLACE, UNION ALL, WHERE
        "#]],
    );
    table(
        "bigquery",
        &[
            "SELECT DATE_TRUNC($0, MONTH) FROM stg_customers",
            "SELECT DATE_TRUNC(d, $0) FROM stg_customers",
            "SELECT DATE_TRUNC(d, M$0) FROM stg_customers",
            "SELECT DATE_DIFF(a, b, $0) FROM stg_customers",
            "SELECT DATE_DIFF(a, $0, DAY) FROM stg_customers",
            "SELECT TIMESTAMP_TRUNC(f(a, b), $0",
            "SELECT DATE_ADD(d, INTERVAL 1 $0) FROM stg_customers",
            "SELECT DATE_ADD(d, INTERVAL customer_id $0) FROM stg_customers",
        ],
        expect![[r#"
            SELECT DATE_TRUNC($0, MONTH) FROM stg_customers
                customer_id, email, stg_customers | functions | CASE, CAST, DISTINCT, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            SELECT DATE_TRUNC(d, $0) FROM stg_customers
                DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
            SELECT DATE_TRUNC(d, M$0) FROM stg_customers
                DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
            SELECT DATE_DIFF(a, b, $0) FROM stg_customers
                DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
            SELECT DATE_DIFF(a, $0, DAY) FROM stg_customers
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            SELECT TIMESTAMP_TRUNC(f(a, b), $0
                DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
            SELECT DATE_ADD(d, INTERVAL 1 $0) FROM stg_customers
                DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
            SELECT DATE_ADD(d, INTERVAL customer_id $0) FROM stg_customers
                DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
        "#]],
    );
    table(
        "snowflake",
        &[
            "SELECT dateadd($0, 1, d) FROM stg_customers",
            "SELECT datediff(da$0, a, b) FROM stg_customers",
            "SELECT dateadd(day, $0, d) FROM stg_customers",
            "SELECT date_trunc('$0', d) FROM stg_customers",
            "SELECT date_trunc('month', $0) FROM stg_customers",
            "SELECT last_day(d, $0) FROM stg_customers",
        ],
        expect![[r#"
            SELECT dateadd($0, 1, d) FROM stg_customers
                DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
            SELECT datediff(da$0, a, b) FROM stg_customers
                DAY, HOUR, MINUTE, MONTH, QUARTER, SECOND, WEEK, YEAR
            SELECT dateadd(day, $0, d) FROM stg_customers
                CUSTOMER_ID, EMAIL, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            SELECT date_trunc('$0', d) FROM stg_customers
                day, hour, minute, month, quarter, second, week, year
            SELECT date_trunc('month', $0) FROM stg_customers
                CUSTOMER_ID, EMAIL, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            SELECT last_day(d, $0) FROM stg_customers
                CUSTOMER_ID, EMAIL, stg_customers | functions | CASE, CAST, DAY, EXISTS, FALSE, HOUR, INTERVAL, MINUTE, MONTH, NOT, NULL, QUARTER, SECOND, TRUE, WEEK, YEAR
        "#]],
    );
    table(
        "databricks",
        &["SELECT date_add($0, 1) FROM stg_customers", "SELECT date_trunc('$0', d) FROM stg_customers"],
        expect![[r#"
            SELECT date_add($0, 1) FROM stg_customers
                customer_id, email, stg_customers | functions | CASE, CAST, DAY, DISTINCT, EXISTS, FALSE, HOUR, INTERVAL, MINUTE, MONTH, NOT, NULL, QUARTER, SECOND, TRUE, WEEK, YEAR
            SELECT date_trunc('$0', d) FROM stg_customers
                day, hour, minute, month, quarter, second, week, year
        "#]],
    );
    table(
        "trino",
        &["SELECT date_add('$0', 1, d) FROM stg_customers"],
        expect![[r#"
        SELECT date_add('$0', 1, d) FROM stg_customers
            day, hour, minute, month, quarter, second, week, year
    "#]],
    );
}
