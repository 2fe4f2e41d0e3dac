//! What is proposed in clauses with columns or words of their own: modifiers of stars, keys, pivots.

mod support;

use expect_test::expect;
use support::completion::table;

#[test]
fn columns_that_a_star_leaves_out_or_replaces() {
    table(
        "bigquery",
        &[
            "SELECT * EXCEPT ($0) FROM stg_customers",
            "SELECT * EXCEPT ($0 FROM stg_customers",
            "SELECT c.* EXCEPT (email, $0) FROM stg_customers c",
            "SELECT * EXCEPT (email $0) FROM stg_customers c",
            "SELECT * REPLACE ($0) FROM stg_customers",
            "SELECT * REPLACE (1 AS $0) FROM stg_customers",
            "SELECT * REPLACE ($0 AS email) FROM stg_customers",
            "SELECT 1 EXCEPT ($0",
        ],
        expect![[r#"
            SELECT * EXCEPT ($0) FROM stg_customers
                customer_id, email, stg_customers
            SELECT * EXCEPT ($0 FROM stg_customers
                customer_id, email, stg_customers
            SELECT c.* EXCEPT (email, $0) FROM stg_customers c
                customer_id, email, c
            SELECT * EXCEPT (email $0) FROM stg_customers c
                -
            SELECT * REPLACE ($0) FROM stg_customers
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            SELECT * REPLACE (1 AS $0) FROM stg_customers
                customer_id, email, stg_customers
            SELECT * REPLACE ($0 AS email) FROM stg_customers
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            SELECT 1 EXCEPT ($0
                FROM, SELECT, VALUES, WITH
        "#]],
    );
    table(
        "databricks",
        &["SELECT * EXCEPT ($0) FROM stg_customers"],
        expect![[r#"
        SELECT * EXCEPT ($0) FROM stg_customers
            customer_id, email, stg_customers
    "#]],
    );
    table(
        "duckdb",
        &[
            "SELECT * EXCLUDE $0 FROM stg_customers",
            "SELECT * RENAME ($0) FROM stg_customers",
            "SELECT * RENAME ($0 AS x) FROM stg_customers",
        ],
        expect![[r#"
            SELECT * EXCLUDE $0 FROM stg_customers
                customer_id, email, stg_customers
            SELECT * RENAME ($0) FROM stg_customers
                customer_id, email, stg_customers
            SELECT * RENAME ($0 AS x) FROM stg_customers
                customer_id, email, stg_customers
        "#]],
    );
}

#[test]
fn words_behind_keys() {
    let texts = [
        "SELECT email FROM stg_customers ORDER BY email $0",
        "SELECT email FROM stg_customers ORDER BY email DESC $0",
        "SELECT email FROM stg_customers ORDER BY email DESC NULLS $0",
        "SELECT email FROM stg_customers ORDER BY email NULLS LAST $0",
        "SELECT email FROM stg_customers GROUP BY email $0",
        "SELECT email FROM (SELECT email FROM stg_customers ORDER BY email $0",
    ];
    table(
        "duckdb",
        &texts,
        expect![[r#"
        SELECT email FROM stg_customers ORDER BY email $0
            ASC, DESC, LIMIT, NULLS FIRST, NULLS LAST, OFFSET
        SELECT email FROM stg_customers ORDER BY email DESC $0
            LIMIT, NULLS FIRST, NULLS LAST, OFFSET
        SELECT email FROM stg_customers ORDER BY email DESC NULLS $0
            FIRST, LAST
        SELECT email FROM stg_customers ORDER BY email NULLS LAST $0
            LIMIT, OFFSET
        SELECT email FROM stg_customers GROUP BY email $0
            HAVING, LIMIT, ORDER BY, QUALIFY, UNION ALL
        SELECT email FROM (SELECT email FROM stg_customers ORDER BY email $0
            ASC, DESC, LIMIT, NULLS FIRST, NULLS LAST, OFFSET
    "#]],
    );
    table(
        "trino",
        &[texts[0], texts[4]],
        expect![[r#"
        SELECT email FROM stg_customers ORDER BY email $0
            ASC, DESC, FETCH FIRST, LIMIT, NULLS FIRST, NULLS LAST, OFFSET
        SELECT email FROM stg_customers GROUP BY email $0
            HAVING, LIMIT, ORDER BY, UNION ALL
    "#]],
    );
    table(
        "snowflake",
        &[texts[0]],
        expect![[r#"
        SELECT email FROM stg_customers ORDER BY email $0
            ASC, DESC, FETCH, LIMIT, NULLS FIRST, NULLS LAST, OFFSET
    "#]],
    );
    table(
        "bigquery",
        &[texts[0]],
        expect![[r#"
        SELECT email FROM stg_customers ORDER BY email $0
            ASC, DESC, LIMIT, NULLS FIRST, NULLS LAST
    "#]],
    );
    table(
        "duckdb",
        &[
            "SELECT row_number() OVER (PARTITION BY email $0) FROM stg_customers",
            "SELECT row_number() OVER (ORDER BY email $0) FROM stg_customers",
            "SELECT email FROM stg_customers WINDOW w AS (ORDER BY email $0)",
            "SELECT string_agg(email, ',' ORDER BY email $0) FROM stg_customers",
            "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY customer_id DESC $0) FROM stg_customers",
        ],
        expect![[r#"
            SELECT row_number() OVER (PARTITION BY email $0) FROM stg_customers
                ORDER BY, RANGE, ROWS
            SELECT row_number() OVER (ORDER BY email $0) FROM stg_customers
                ASC, DESC, NULLS FIRST, NULLS LAST, RANGE, ROWS
            SELECT email FROM stg_customers WINDOW w AS (ORDER BY email $0)
                ASC, DESC, NULLS FIRST, NULLS LAST, RANGE, ROWS
            SELECT string_agg(email, ',' ORDER BY email $0) FROM stg_customers
                ASC, DESC, NULLS FIRST, NULLS LAST
            SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY customer_id DESC $0) FROM stg_customers
                NULLS FIRST, NULLS LAST
        "#]],
    );
}

#[test]
fn columns_that_a_pivot_reads() {
    table(
        "duckdb",
        &[
            "PIVOT $0",
            "PIVOT stg_customers ON $0",
            "PIVOT stg_customers ON $0 USING count(*)",
            "PIVOT stg_customers ON email $0",
            "PIVOT stg_customers ON email USING $0",
            "PIVOT stg_customers ON email USING sum($0)",
            "PIVOT stg_customers ON email USING sum(customer_id) $0",
            "PIVOT stg_customers ON email USING sum(customer_id) GROUP BY $0",
            "SELECT * FROM (PIVOT stg_customers ON $0 USING count(*) GROUP BY customer_id)",
            "UNPIVOT stg_customers ON $0 INTO NAME k VALUE v",
            "UNPIVOT stg_customers ON email $0",
            "SELECT * FROM stg_customers PIVOT ($0",
            "SELECT * FROM stg_customers PIVOT (count($0) FOR email IN ('a'))",
            "SELECT * FROM stg_customers PIVOT (count(*) $0",
            "SELECT * FROM stg_customers PIVOT (count(*) FOR $0 IN ('a'))",
            "SELECT * FROM stg_customers PIVOT (count(*) FOR $0",
            "SELECT * FROM stg_customers PIVOT (count(*) FOR email $0",
            "SELECT * FROM stg_customers PIVOT (count(*) FOR email IN ($0))",
            "SELECT * FROM stg_customers UNPIVOT ($0",
            "SELECT * FROM stg_customers UNPIVOT (v FOR k IN ($0))",
            "SELECT * FROM stg_customers UNPIVOT INCLUDE NULLS (v FOR k IN (email, $0",
            "SELECT $0 FROM stg_customers UNPIVOT (v FOR k IN (email))",
            "SELECT 1 FROM stg_customers c JOIN stg_orders o USING (customer_id) WHERE $0",
        ],
        expect![[r#"
            PIVOT $0
                stg_customers, stg_orders, raw.customers, raw.orders | functions | LATERAL
            PIVOT stg_customers ON $0
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            PIVOT stg_customers ON $0 USING count(*)
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            PIVOT stg_customers ON email $0
                GROUP BY, IN, LIMIT, ORDER BY, USING
            PIVOT stg_customers ON email USING $0
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            PIVOT stg_customers ON email USING sum($0)
                customer_id, email, stg_customers | functions | CASE, CAST, DISTINCT, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            PIVOT stg_customers ON email USING sum(customer_id) $0
                AS, GROUP BY, LIMIT, ORDER BY
            PIVOT stg_customers ON email USING sum(customer_id) GROUP BY $0
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            SELECT * FROM (PIVOT stg_customers ON $0 USING count(*) GROUP BY customer_id)
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            UNPIVOT stg_customers ON $0 INTO NAME k VALUE v
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            UNPIVOT stg_customers ON email $0
                INTO
            SELECT * FROM stg_customers PIVOT ($0
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            SELECT * FROM stg_customers PIVOT (count($0) FOR email IN ('a'))
                customer_id, email, stg_customers | functions | CASE, CAST, DISTINCT, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            SELECT * FROM stg_customers PIVOT (count(*) $0
                AS, FOR
            SELECT * FROM stg_customers PIVOT (count(*) FOR $0 IN ('a'))
                customer_id, email, stg_customers
            SELECT * FROM stg_customers PIVOT (count(*) FOR $0
                customer_id, email, stg_customers
            SELECT * FROM stg_customers PIVOT (count(*) FOR email $0
                IN
            SELECT * FROM stg_customers PIVOT (count(*) FOR email IN ($0))
                -
            SELECT * FROM stg_customers UNPIVOT ($0
                -
            SELECT * FROM stg_customers UNPIVOT (v FOR k IN ($0))
                customer_id, email, stg_customers
            SELECT * FROM stg_customers UNPIVOT INCLUDE NULLS (v FOR k IN (email, $0
                customer_id, email, stg_customers
            SELECT $0 FROM stg_customers UNPIVOT (v FOR k IN (email))
                customer_id, k, v, all columns | functions | CASE, CAST, DISTINCT, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            SELECT 1 FROM stg_customers c JOIN stg_orders o USING (customer_id) WHERE $0
                address, amount, customer_id, email, order_id, c, o | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
        "#]],
    );
    table(
        "snowflake",
        &[
            "SELECT * FROM stg_customers PIVOT (count(email) FOR $0 IN ('a'))",
            "SELECT * FROM stg_customers UNPIVOT (v FOR k IN ($0))",
        ],
        expect![[r#"
            SELECT * FROM stg_customers PIVOT (count(email) FOR $0 IN ('a'))
                CUSTOMER_ID, EMAIL, stg_customers
            SELECT * FROM stg_customers UNPIVOT (v FOR k IN ($0))
                CUSTOMER_ID, EMAIL, stg_customers
        "#]],
    );
}
