//! What is proposed in pipe syntax.

mod support;

use expect_test::expect;
use support::completion::table;

#[test]
fn pipe_operators() {
    let texts = [
        "FROM stg_customers $0",
        "FROM stg_customers |> $0",
        "FROM stg_customers |> AGG$0",
        "FROM stg_customers |> WHERE customer_id > 1 |> $0 |> LIMIT 3",
        "SELECT email FROM stg_customers |> $0",
    ];
    table(
        "bigquery",
        &texts,
        expect![[r#"
        FROM stg_customers $0
            AS sc | AS, CROSS JOIN, EXCEPT, FULL JOIN, GROUP BY, HAVING, INNER JOIN, INTERSECT, JOIN, LEFT JOIN, LIMIT, ORDER BY, QUALIFY, RIGHT JOIN, SELECT, UNION, UNION ALL, WHERE, |>
        FROM stg_customers |> $0
            AGGREGATE, AS, CALL, CROSS JOIN, DISTINCT, DROP, EXCEPT DISTINCT, EXTEND, FULL JOIN, INNER JOIN, INTERSECT DISTINCT, JOIN, LEFT JOIN, LIMIT, ORDER BY, PIVOT, RENAME, RIGHT JOIN, SELECT, SET, TABLESAMPLE, UNION ALL, UNION DISTINCT, UNPIVOT, WHERE, WITH
        FROM stg_customers |> AGG$0
            AGGREGATE, AS, CALL, CROSS JOIN, DISTINCT, DROP, EXCEPT DISTINCT, EXTEND, FULL JOIN, INNER JOIN, INTERSECT DISTINCT, JOIN, LEFT JOIN, LIMIT, ORDER BY, PIVOT, RENAME, RIGHT JOIN, SELECT, SET, TABLESAMPLE, UNION ALL, UNION DISTINCT, UNPIVOT, WHERE, WITH
        FROM stg_customers |> WHERE customer_id > 1 |> $0 |> LIMIT 3
            AGGREGATE, AS, CALL, CROSS JOIN, DISTINCT, DROP, EXCEPT DISTINCT, EXTEND, FULL JOIN, INNER JOIN, INTERSECT DISTINCT, JOIN, LEFT JOIN, LIMIT, ORDER BY, PIVOT, RENAME, RIGHT JOIN, SELECT, SET, TABLESAMPLE, UNION ALL, UNION DISTINCT, UNPIVOT, WHERE, WITH
        SELECT email FROM stg_customers |> $0
            AGGREGATE, AS, CALL, CROSS JOIN, DISTINCT, DROP, EXCEPT DISTINCT, EXTEND, FULL JOIN, INNER JOIN, INTERSECT DISTINCT, JOIN, LEFT JOIN, LIMIT, ORDER BY, PIVOT, RENAME, RIGHT JOIN, SELECT, SET, TABLESAMPLE, UNION ALL, UNION DISTINCT, UNPIVOT, WHERE, WITH
    "#]],
    );
    table(
        "databricks",
        &[texts[1]],
        expect![[r#"
        FROM stg_customers |> $0
            AGGREGATE, AS, CROSS JOIN, DROP, EXTEND, FULL JOIN, INNER JOIN, JOIN, LEFT JOIN, LIMIT, ORDER BY, PIVOT, RIGHT JOIN, SELECT, SET, TABLESAMPLE, UNION ALL, UNPIVOT, WHERE
    "#]],
    );
    table(
        "bigquery",
        &[
            "FROM stg_customers |> WHERE $0",
            "FROM stg_customers |> WHERE customer_id $0",
            "FROM stg_customers |> EXTEND $0",
            "FROM stg_customers |> EXTEND em$0 |> LIMIT 3",
            "FROM stg_customers |> EXTEND lower(email) AS mail, $0",
            "FROM stg_customers |> EXTEND lower(email) $0",
            "FROM stg_customers |> SELECT $0",
            "FROM stg_customers |> AGGREGATE SU$0",
            "FROM stg_customers |> AGGREGATE SUM($0)",
            "FROM stg_customers |> AGGREGATE SUM(customer_id $0)",
            "FROM stg_customers |> AGGREGATE count(*) AS n $0",
            "FROM stg_customers |> AGGREGATE count(*) AS n GROUP BY $0",
            "FROM stg_customers |> AGGREGATE count(*) AS n GROUP BY email $0",
            "FROM stg_customers |> AGGREGATE count(*) AS n GROUP BY email |> WHERE $0",
            "FROM stg_customers |> AGGREGATE count(*) AS n GROUP BY email |> ORDER BY $0",
            "FROM stg_customers |> AGGREGATE count(*) AS n GROUP BY email |> ORDER BY n $0",
            "FROM stg_customers |> DROP $0",
            "FROM stg_customers |> DROP email, $0",
            "FROM stg_customers |> DROP email $0",
            "FROM stg_customers |> DROP email |> EXTEND $0",
            "FROM stg_customers |> RENAME $0",
            "FROM stg_customers |> RENAME email $0",
            "FROM stg_customers |> RENAME $0 AS mail",
            "FROM stg_customers |> RENAME email AS $0",
            "FROM stg_customers |> SET $0",
            "FROM stg_customers |> SET email = $0",
            "FROM stg_customers |> LIMIT $0",
            "FROM stg_customers |> LIMIT 3 $0",
            "FROM stg_customers |> DISTINCT $0",
            "FROM stg_customers |> LEFT JOIN $0",
            "FROM stg_customers |> JOIN stg_orders $0",
            "FROM stg_customers |> LEFT JOIN stg_orders o $0",
            "FROM stg_customers |> JOIN stg_orders USING (customer_id) |> EXTEND $0",
            "FROM stg_customers |> PIVOT (count($0) FOR email IN ('a'))",
            "FROM stg_customers |> PIVOT (count(*) FOR $0 IN ('a'))",
            "FROM stg_customers |> EXTEND (SELECT max(order_id) FROM stg_orders WHERE $0) AS x",
        ],
        expect![[r#"
            FROM stg_customers |> WHERE $0
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> WHERE customer_id $0
                AND, BETWEEN, IN, IS NOT NULL, IS NULL, LIKE, OR, |>
            FROM stg_customers |> EXTEND $0
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> EXTEND em$0 |> LIMIT 3
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> EXTEND lower(email) AS mail, $0
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> EXTEND lower(email) $0
                AND, AS, BETWEEN, IN, IS NOT NULL, IS NULL, LIKE, OR, OVER, |>
            FROM stg_customers |> SELECT $0
                customer_id, email, stg_customers, all columns | functions | CASE, CAST, DISTINCT, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> AGGREGATE SU$0
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> AGGREGATE SUM($0)
                customer_id, email, stg_customers | functions | CASE, CAST, DISTINCT, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> AGGREGATE SUM(customer_id $0)
                AND, AS, BETWEEN, FILTER, IN, IS NOT NULL, IS NULL, LIKE, NOT, OR, OVER
            FROM stg_customers |> AGGREGATE count(*) AS n $0
                AND, AS, BETWEEN, GROUP BY, IN, IS NOT NULL, IS NULL, LIKE, OR, OVER, |>
            FROM stg_customers |> AGGREGATE count(*) AS n GROUP BY $0
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> AGGREGATE count(*) AS n GROUP BY email $0
                AS, |>
            FROM stg_customers |> AGGREGATE count(*) AS n GROUP BY email |> WHERE $0
                email, n | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> AGGREGATE count(*) AS n GROUP BY email |> ORDER BY $0
                email, n | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> AGGREGATE count(*) AS n GROUP BY email |> ORDER BY n $0
                ASC, DESC, NULLS FIRST, NULLS LAST, |>
            FROM stg_customers |> DROP $0
                customer_id, email, stg_customers
            FROM stg_customers |> DROP email, $0
                customer_id, email, stg_customers
            FROM stg_customers |> DROP email $0
                |>
            FROM stg_customers |> DROP email |> EXTEND $0
                customer_id | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> RENAME $0
                customer_id, email, stg_customers
            FROM stg_customers |> RENAME email $0
                AS, |>
            FROM stg_customers |> RENAME $0 AS mail
                customer_id, email, stg_customers
            FROM stg_customers |> RENAME email AS $0
                -
            FROM stg_customers |> SET $0
                customer_id, email, stg_customers
            FROM stg_customers |> SET email = $0
                email, customer_id, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> LIMIT $0
                -
            FROM stg_customers |> LIMIT 3 $0
                OFFSET, |>
            FROM stg_customers |> DISTINCT $0
                |>
            FROM stg_customers |> LEFT JOIN $0
                stg_customers, stg_orders, raw.customers, raw.orders | functions | LATERAL
            FROM stg_customers |> JOIN stg_orders $0
                AS so | AS, ON, USING, |>
            FROM stg_customers |> LEFT JOIN stg_orders o $0
                AS, ON, USING, |>
            FROM stg_customers |> JOIN stg_orders USING (customer_id) |> EXTEND $0
                address, amount, customer_id, email, order_id, stg_customers, stg_orders | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> PIVOT (count($0) FOR email IN ('a'))
                customer_id, email, stg_customers | functions | CASE, CAST, DISTINCT, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
            FROM stg_customers |> PIVOT (count(*) FOR $0 IN ('a'))
                customer_id, email, stg_customers
            FROM stg_customers |> EXTEND (SELECT max(order_id) FROM stg_orders WHERE $0) AS x
                customer_id, email, stg_customers | functions | CASE, CAST, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
        "#]],
    );
}
