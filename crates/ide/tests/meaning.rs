//! What has no meaning: operators and branches (E005), calls (E006), aggregates, windows and columns out of place
//! (E007), comparisons that are never true (W014).
#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use ide::Severity;
use support::configuration;
use testing::fixture;

const PROJECT: &str = "
//- /models/orders.sql
SELECT 1 AS order_id, 2 AS customer_id, 'open' AS status, 3.5 AS amount, DATE '2025-01-31' AS placed_on
//- /models/customers.sql
SELECT 2 AS customer_id, CASE WHEN random() < 0.5 THEN 'a@b.c' END AS email
";

/// What is said of a model at least as a warning: the code, the text at fault, the message.
fn check_in(project: &str, text: &str, expected: Expect) {
    let fixture = format!("{PROJECT}{project}\n//- /models/m.sql\n{text}\n");
    let mut host = support::host(&fixture::parse(&fixture));
    let mut out = String::new();
    for (path, it) in support::diagnostics(&mut host) {
        if path != "models/m.sql" || it.severity > Severity::Warning || it.code.name() == "V063" {
            continue;
        }
        out += &support::fault(&mut host, &path, &it);
    }
    expected.assert_eq(&out);
}

fn check(text: &str, expected: Expect) {
    check_in("", text, expected);
}

fn silent(text: &str) {
    check(text, expect![[""]]);
}

#[test]
fn operators_without_a_meaning() {
    check(
        "SELECT placed_on * 2 AS a, -status AS b FROM orders",
        expect![[r#"
        E005 «placed_on * 2» DuckDB has no DATE * INTEGER
        E005 «-status» DuckDB has no -VARCHAR
    "#]],
    );
    check(
        "SELECT [order_id, placed_on] AS a FROM orders",
        expect![[r#"
        E005 «placed_on» the elements of the list have no common type: INTEGER and DATE
    "#]],
    );
    check(
        "SELECT CAST(placed_on AS UUID) AS a, TRY_CAST(placed_on AS UUID) AS b FROM orders",
        expect![[r#"
        E005 «CAST(placed_on AS UUID)» DuckDB cannot cast DATE to UUID
    "#]],
    );
    silent("SELECT placed_on + 2 AS a, -amount AS b, CASE WHEN true THEN 1 ELSE 2.5 END AS c FROM orders");
}

#[test]
fn calls_that_cannot_be() {
    check(
        "SELECT upper(status, 1) AS a, sum(status) AS b FROM orders GROUP BY ALL",
        expect![[r#"
        E006 «upper(status, 1)» `upper` does not take 2 arguments
        E006 «sum(status)» DuckDB has no `sum(VARCHAR)`
    "#]],
    );
    check(
        "SELECT date_trunc('month', 'tomorrow') AS a FROM orders",
        expect![[r#"
        E006 «date_trunc('month', 'tomorrow')» DuckDB cannot choose a `date_trunc`: say the type of argument 2
    "#]],
    );
    check(
        "SELECT row_number() AS a FROM orders",
        expect![[r#"
        E007 «row_number()» `row_number` is a window function and needs OVER (…)
    "#]],
    );
    // One mistake is said once.
    check(
        "SELECT upper(uper(status)) || 'x' AS a FROM orders",
        expect![[r#"
        E006 «uper» DuckDB has no function `uper`
    "#]],
    );
    silent("SELECT my_schema.my_macro(order_id) AS a FROM orders");
}

#[test]
fn table_functions_that_are_not_there() {
    check(
        "SELECT r.i + 1 AS a, missing AS b FROM rang(3) AS r JOIN orders AS o ON o.order_id = r.i",
        expect![[r#"
        E006 «rang» DuckDB has no table function `rang`
    "#]],
    );
    // A function of values is no table, and what its arguments are does not matter then.
    check(
        "SELECT * FROM upper(no_such_column)",
        expect![[r#"
        E006 «upper» DuckDB has no table function `upper`
    "#]],
    );
    check(
        "SELECT o.order_id FROM orders AS o, LATERAL (SELECT * FROM reed_csv('a.csv')) AS l",
        expect![[r#"
        E006 «reed_csv» DuckDB has no table function `reed_csv`
    "#]],
    );
    silent("SELECT * FROM read_csv('a.csv', header = true)");
    silent("SELECT * FROM read_xlsx('a.xlsx')");
    silent("SELECT * FROM tools.days_between(1, 2)");
    let on =
        |adapter| configuration(adapter) + "[[functions]]\nname = \"days_between\"\nreturns = \"DATE\"\n";
    check_in(&on("duckdb"), "SELECT day FROM days_between(1, 2)", expect![[""]]);
    let snowflake = on("snowflake");
    check_in(&snowflake, "SELECT day FROM TABLE(days_between(1, 2))", expect![[""]]);
    check_in(
        &snowflake,
        "SELECT seq4() AS n FROM TABLE(generater(rowcount => 3))",
        expect![[r#"
        E006 «generater» Snowflake has no table function `generater`
    "#]],
    );
}

#[test]
fn what_cannot_stand_where_it_does() {
    check(
        "SELECT (SELECT order_id, status FROM orders LIMIT 1) AS a",
        expect![[r#"
        E005 «(SELECT order_id, status FROM orders LIMIT 1)» a query that stands for one value has one column, and this one has 2
    "#]],
    );
    check(
        "SELECT list_transform([1], lambda x: x + (SELECT max(order_id) FROM orders)) AS a, [unnest([x]) FOR x IN [1]] AS b",
        expect![[r#"
        E007 «(SELECT max(order_id) FROM orders)» a subquery cannot stand in a lambda
        E007 «unnest([x])» UNNEST cannot stand in a lambda
    "#]],
    );
    check(
        "SELECT string_agg(DISTINCT status, ',' ORDER BY placed_on) AS a FROM orders",
        expect![[r#"
        E006 «placed_on» a DISTINCT aggregate can be ordered by its arguments only, and `placed_on` is none
    "#]],
    );
    check(
        "SELECT order_id FROM orders ORDER BY 1 LIMIT -1 OFFSET 2",
        expect![[r#"
        E005 «-1» the number of rows cannot be negative: -1
    "#]],
    );
    silent(
        "SELECT order_id FROM orders WHERE (order_id, status) IN (SELECT order_id, status FROM orders) LIMIT 0",
    );
    silent(
        "SELECT string_agg(DISTINCT status, ',' ORDER BY status) AS a, list(DISTINCT o.order_id ORDER BY order_id) AS b FROM orders AS o",
    );
}

#[test]
fn declared_functions() {
    let project = &(configuration("duckdb")
        + "[[functions]]
name = \"score\"
arguments = [\"BIGINT\", \"VARCHAR\"]
returns = \"DOUBLE\"
[[functions]]
name = \"util.merged\"
returns = \"VARCHAR\"
aggregate = true
");
    check_in(
        project,
        "SELECT score(order_id, status) AS a, score(1) AS b FROM orders",
        expect![[r#"
        E006 «score(1)» `score` does not take 1 argument
    "#]],
    );
    check_in(
        project,
        "SELECT score(placed_on, status) AS a FROM orders",
        expect![[r#"
        E006 «score(placed_on, status)» argument 1 of `score` is BIGINT, not DATE
    "#]],
    );
    check_in(
        project,
        "SELECT customer_id, util.merged(status) AS a, status FROM orders GROUP BY 1",
        expect![[r#"
            E007 «status» `status` is neither grouped nor aggregated
        "#]],
    );
}

#[test]
fn places_of_aggregates_and_windows() {
    check(
        "SELECT o.order_id FROM orders o JOIN customers c ON max(o.customer_id) = c.customer_id",
        expect![[r#"
            E007 «max(o.customer_id)» an aggregate cannot stand in ON
        "#]],
    );
    check(
        "SELECT count(*) AS n FROM orders GROUP BY sum(amount)",
        expect![[r#"
        E007 «sum(amount)» an aggregate cannot stand in GROUP BY
    "#]],
    );
    check(
        "SELECT sum(amount) AS n, 1 AS b FROM orders GROUP BY 1",
        expect![[r#"
        E007 «sum(amount)» an aggregate cannot stand in GROUP BY
    "#]],
    );
    check(
        "SELECT sum(count(*)) AS n FROM orders",
        expect![[r#"
        E007 «count(*)» an aggregate cannot be computed within another
    "#]],
    );
    check(
        "SELECT sum(row_number() OVER ()) AS n FROM orders",
        expect![[r#"
        E007 «row_number() OVER ()» a window function cannot stand within an aggregate
    "#]],
    );
    check(
        "SELECT customer_id FROM orders GROUP BY 1 HAVING rank() OVER (ORDER BY 1) = 1",
        expect![[r#"
        E007 «rank() OVER (ORDER BY 1)» a window function cannot stand in HAVING
    "#]],
    );
    check(
        "SELECT sum(amount) AS total FROM orders WHERE total > 1",
        expect![[r#"
        E007 «total» an aggregate cannot stand in WHERE
    "#]],
    );
    silent("SELECT order_id FROM orders QUALIFY row_number() OVER (ORDER BY amount) = 1");
    silent("SELECT customer_id, sum(sum(amount)) OVER () AS a FROM orders GROUP BY customer_id");
    silent("SELECT customer_id FROM orders GROUP BY 1 HAVING count(*) FILTER (WHERE amount > 1) > 1");
    silent("SELECT order_id FROM orders WHERE amount > (SELECT avg(amount) FROM orders)");
    // An aggregate over columns of the query around it belongs to that.
    silent(
        "SELECT customer_id FROM orders o GROUP BY 1 HAVING EXISTS (SELECT 1 FROM customers c WHERE max(o.amount) > 1)",
    );
}

#[test]
fn ungrouped_columns() {
    check(
        "SELECT status, count(*) AS n FROM orders",
        expect![[r#"
        E007 «status» `status` is neither grouped nor aggregated
    "#]],
    );
    check(
        "SELECT * FROM orders GROUP BY order_id",
        expect![[r#"
        E007 «*» `*` has `customer_id`, which is neither grouped nor aggregated
    "#]],
    );
    check(
        "SELECT customer_id FROM orders GROUP BY 1 ORDER BY status",
        expect![[r#"
        E007 «status» `status` is neither grouped nor aggregated
    "#]],
    );
    check(
        "SELECT customer_id FROM orders GROUP BY 1 HAVING amount > 1",
        expect![[r#"
        E007 «amount» `amount` is neither grouped nor aggregated
    "#]],
    );
    check(
        "SELECT sum(amount) OVER (ORDER BY placed_on) AS a FROM orders GROUP BY customer_id",
        expect![[r#"
            E007 «amount» `amount` is neither grouped nor aggregated
            E007 «placed_on» `placed_on` is neither grouped nor aggregated
        "#]],
    );
    check(
        "SELECT customer_id, max(amount) AS amount, amount + 1 AS more FROM orders GROUP BY customer_id",
        expect![[r#"
            E007 «amount» `amount` is neither grouped nor aggregated
        "#]],
    );
    silent("SELECT customer_id, max(amount) AS amount FROM orders GROUP BY customer_id ORDER BY amount");
    silent("SELECT customer_id, status, sum(amount) AS n FROM orders GROUP BY ALL");
    silent(
        "SELECT customer_id AS c, upper(status) AS s, count(*) AS n FROM orders GROUP BY c, upper(status)",
    );
    silent("SELECT upper(o.status) || '!' AS s FROM orders o GROUP BY upper(status)");
    silent("SELECT 1 AS one, 'x' AS x, count(*) AS n, current_date AS d FROM orders");
    silent(
        "SELECT customer_id, c.email FROM orders JOIN customers c USING (customer_id) GROUP BY customer_id, email",
    );
    silent(
        "SELECT customer_id, status FROM orders GROUP BY GROUPING SETS ((customer_id), (customer_id, status), ())",
    );
    silent(
        "SELECT customer_id + 1 AS a, max(status ORDER BY amount) AS b FROM orders GROUP BY customer_id ORDER BY count(*)",
    );
    silent(
        "SELECT (SELECT max(c.email) FROM customers c WHERE c.customer_id = o.customer_id) AS e FROM orders o GROUP BY o.customer_id",
    );
    silent("SELECT sum(amount) AS amount FROM orders HAVING amount > 1");
}

#[test]
fn what_engines_refuse_besides() {
    check(
        "SELECT order_id FROM orders WHERE order_id LIKE '1%'",
        expect![[r#"
        E005 «order_id LIKE '1%'» DuckDB has no INTEGER LIKE VARCHAR
    "#]],
    );
    check(
        "SELECT unnest(status) AS s FROM orders",
        expect![[r#"
        E006 «unnest(status)» UNNEST takes a list or a struct, not VARCHAR
    "#]],
    );
    check(
        "SELECT order_id FROM orders LIMIT (max(order_id))",
        expect![[r#"
        E007 «max(order_id)» an aggregate cannot stand in LIMIT
        E003 «order_id» there is no column `order_id`: the query has no FROM
    "#]],
    );
    check(
        "SELECT * FROM orders o JOIN customers o ON true",
        expect![[r#"
        E009 «*» the output has a column `customer_id` already; DuckDB calls this one `customer_id_1`
        E004 «o» `o` is used twice in one FROM
    "#]],
    );
    check(
        "SELECT o.amount FROM orders o JOIN customers c ON true JOIN orders p USING (customer_id)",
        expect![[r#"
            E004 «customer_id» `customer_id` is ambiguous on this side of the join: `o` and `c` have it
        "#]],
    );
    silent(
        "SELECT o.amount FROM orders o JOIN customers c USING (customer_id) JOIN orders p USING (customer_id)",
    );
    silent("SELECT status LIKE '%pen' AS a, unnest([1, 2]) AS b FROM orders LIMIT 5 + 5");
}

#[test]
fn fields_of_what_has_none() {
    check(
        "SELECT amount.currency AS a, amount.status AS b FROM orders AS amount",
        expect![[r#"
            E003 «currency» `amount` has no column `currency`
        "#]],
    );
    check(
        "SELECT o.amount.currency AS a FROM orders AS o",
        expect![[r#"
            E003 «currency» no field `currency`: DECIMAL(2,1) has no fields
        "#]],
    );
}

#[test]
fn positions() {
    check(
        "SELECT order_id FROM orders ORDER BY 2, 1",
        expect![[r#"
        E003 «2» ORDER BY 2 means no column: the query has one column
    "#]],
    );
    check(
        "SELECT order_id, count(*) AS n FROM orders GROUP BY 3",
        expect![[r#"
        E003 «3» GROUP BY 3 means no column: the query has 2 columns
    "#]],
    );
    check(
        "SELECT order_id FROM orders UNION ALL SELECT customer_id FROM customers ORDER BY 0",
        expect![[r#"
            E003 «0» ORDER BY 0 means no column: the query has one column
        "#]],
    );
    check(
        "SELECT status FROM orders HAVING status = 'open'",
        expect![[r#"
        E007 «status» `status` is neither grouped nor aggregated
    "#]],
    );
    silent("SELECT order_id, count(*) AS n FROM orders GROUP BY 1 ORDER BY 2 DESC");
}

#[test]
fn comparisons_that_are_never_true() {
    check(
        "SELECT order_id FROM orders WHERE status = NULL OR NULL <> amount",
        expect![[r#"
        W014 «status = NULL» this comparison with NULL is never true
        W014 «NULL <> amount» this comparison with NULL is never true
    "#]],
    );
    check(
        "SELECT CASE status WHEN NULL THEN 1 ELSE 2 END AS a FROM orders",
        expect![[r#"
        W014 «NULL» `WHEN NULL` never matches: it compares with `=`
    "#]],
    );
    check(
        "SELECT order_id FROM orders WHERE order_id NOT IN (1, NULL)",
        expect![[r#"
        W014 «NULL» NOT IN with a NULL in its list is never true
    "#]],
    );
    check(
        "SELECT order_id FROM orders WHERE status NOT IN (SELECT email FROM customers)",
        expect![[r#"
        W014 «status NOT IN (SELECT email FROM customers)» `email` of the subquery may be NULL, and one NULL makes NOT IN never true
    "#]],
    );
    silent(
        "SELECT order_id FROM orders WHERE status NOT IN (SELECT email FROM customers WHERE email IS NOT NULL)",
    );
    silent("SELECT order_id FROM orders WHERE status IS NOT DISTINCT FROM NULL OR order_id IN (1, NULL)");
}
