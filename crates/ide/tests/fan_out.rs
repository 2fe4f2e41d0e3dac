//! Which joins are said to repeat rows that are then counted (W007), and about which ones nothing is said.

mod support;

use base::Code;
use testing::fixture::parse;

const SEED: &str = "
//- /rocky.toml
[adapter]
type = \"duckdb\"
[pipeline]
type = \"transformation\"
models = \"models/**\"
//- /data/seed.sql
CREATE TABLE customers (customer_id BIGINT PRIMARY KEY, name VARCHAR, country VARCHAR, credit DECIMAL(10,2));
CREATE TABLE orders (order_id BIGINT PRIMARY KEY, customer_id BIGINT, placed_on DATE, status VARCHAR, total DECIMAL(10,2));
CREATE TABLE lines (order_id BIGINT, line_no BIGINT, product_id BIGINT, amount DECIMAL(10,2), PRIMARY KEY (order_id, line_no));
CREATE TABLE products (product_id BIGINT PRIMARY KEY, price DECIMAL(10,2));
CREATE TABLE prices (price_id BIGINT PRIMARY KEY, product_id BIGINT, valid_from DATE, valid_to DATE, is_current BOOLEAN, price DECIMAL(10,2));
CREATE TABLE events (customer_id BIGINT, kind VARCHAR);
//- /models/details.toml
intent = \"lines with what their order says\"
//- /models/details.sql
SELECT o.order_id, o.total, o.customer_id, l.line_no, l.amount FROM orders AS o JOIN lines AS l ON l.order_id = o.order_id
//- /models/monthly.toml
intent = \"one row for each customer and month\"
//- /models/monthly.sql
SELECT customer_id, date_trunc('month', placed_on) AS month, sum(total) AS total FROM orders GROUP BY ALL
//- /models/report.toml
intent = \"what is tried\"
";

/// A query, and the texts that W007 marks in it.
const CASES: &[(&str, &str, &[&str])] = &[
    (
        "a detail table",
        "SELECT sum(o.total) AS x FROM orders AS o LEFT JOIN lines AS l ON l.order_id = o.order_id",
        &["lines AS l"],
    ),
    (
        "a comma, and a condition in WHERE",
        "SELECT count(o.order_id) AS x FROM orders AS o, lines AS l WHERE l.order_id = o.order_id AND l.amount > 5",
        &["lines AS l"],
    ),
    ("USING", "SELECT sum(total) AS x FROM orders JOIN lines USING (order_id)", &["lines"]),
    (
        "a column that is no key of a table with another key",
        "SELECT sum(c.credit) AS x FROM customers AS c JOIN orders AS o ON o.customer_id = c.customer_id",
        &["orders AS o"],
    ),
    (
        "two details beside each other repeat each other",
        "SELECT sum(l.amount) AS a, sum(m.amount) AS b FROM lines AS l JOIN lines AS m ON m.order_id = l.order_id",
        &["lines AS m", "lines AS m"],
    ),
    (
        "a part of the key of a grouped model",
        "SELECT sum(c.credit) AS x FROM customers AS c JOIN monthly AS m ON m.customer_id = c.customer_id",
        &["monthly AS m"],
    ),
    (
        "a subquery that has lost a column of its key",
        "SELECT sum(o.total) AS x FROM orders AS o JOIN (SELECT order_id, amount FROM lines) AS l ON l.order_id = o.order_id",
        &["(SELECT order_id, amount FROM lines) AS l"],
    ),
    (
        "a term of a difference",
        "SELECT sum(l.amount - o.total) AS x FROM orders AS o JOIN lines AS l ON l.order_id = o.order_id",
        &["lines AS l"],
    ),
    (
        "a group of the detail's own column",
        "SELECT l.product_id, sum(o.total) AS x FROM orders AS o JOIN lines AS l ON l.order_id = o.order_id GROUP BY 1",
        &["lines AS l"],
    ),
    (
        "a window",
        "SELECT sum(o.total) OVER (PARTITION BY o.customer_id) AS x FROM orders AS o JOIN lines AS l USING (order_id)",
        &["lines AS l"],
    ),
    (
        "what another model has repeated",
        "SELECT customer_id, sum(total) AS x FROM details GROUP BY 1",
        &["sum(total)"],
    ),
    (
        "a lookup",
        "SELECT sum(l.amount) AS x FROM lines AS l JOIN orders AS o ON o.order_id = l.order_id",
        &[],
    ),
    (
        "a measure of what is looked up",
        "SELECT sum(p.price) AS x FROM lines AS l JOIN products AS p USING (product_id)",
        &[],
    ),
    ("the same in another model", "SELECT customer_id, sum(amount) AS x FROM details GROUP BY 1", &[]),
    (
        "a value taken once",
        "SELECT customer_id, max(total) AS x, count(DISTINCT order_id) AS n FROM details GROUP BY 1",
        &[],
    ),
    (
        "nothing known of the table",
        "SELECT sum(c.credit) AS x FROM customers AS c JOIN events AS e USING (customer_id)",
        &[],
    ),
    (
        "rows that are counted as such",
        "SELECT count(*) AS n, avg(o.total) AS a FROM orders AS o JOIN lines AS l USING (order_id)",
        &[],
    ),
    (
        "one row of each detail",
        "SELECT sum(o.total) AS x FROM orders AS o JOIN lines AS l ON l.order_id = o.order_id AND l.line_no = 1",
        &[],
    ),
    (
        "the first row of each partition",
        "SELECT sum(o.total) AS x FROM orders AS o JOIN (SELECT * FROM lines QUALIFY row_number() OVER (PARTITION BY \
         order_id ORDER BY line_no) = 1) AS l USING (order_id)",
        &[],
    ),
    (
        "a group for each row of the detail",
        "SELECT l.order_id, l.line_no, sum(o.total) AS x FROM orders AS o JOIN lines AS l USING (order_id) GROUP BY 1, 2",
        &[],
    ),
    (
        "values of both sides",
        "SELECT sum(o.total * l.amount) AS x FROM orders AS o JOIN lines AS l USING (order_id)",
        &[],
    ),
    (
        "a range of dates",
        "SELECT sum(o.total) AS x FROM orders AS o JOIN lines AS l USING (order_id) JOIN prices AS p \
         ON p.product_id = l.product_id AND o.placed_on BETWEEN p.valid_from AND p.valid_to WHERE l.line_no = 1",
        &[],
    ),
    (
        "a flag",
        "SELECT sum(l.amount) AS x FROM lines AS l JOIN prices AS p ON p.product_id = l.product_id AND p.is_current",
        &[],
    ),
    (
        "no end yet",
        "SELECT sum(l.amount) AS x FROM lines AS l JOIN prices AS p ON p.product_id = l.product_id WHERE p.valid_to IS NULL",
        &[],
    ),
    (
        "two columns that may be a key",
        "SELECT sum(c.credit) AS x FROM customers AS c JOIN orders AS o ON o.customer_id = c.customer_id AND o.status = c.name",
        &[],
    ),
    ("a semi join", "SELECT sum(o.total) AS x FROM orders AS o SEMI JOIN lines AS l USING (order_id)", &[]),
    ("a cross join", "SELECT sum(o.total) AS x FROM orders AS o CROSS JOIN products AS p", &[]),
    (
        "an aggregate of all",
        "SELECT sum(o.total) AS x FROM orders AS o JOIN (SELECT max(order_id) AS last FROM orders) AS m ON m.last >= o.order_id",
        &[],
    ),
    (
        "customers that have no order",
        "SELECT sum(c.credit) AS x FROM customers AS c LEFT JOIN orders AS o USING (customer_id) WHERE o.order_id IS NULL",
        &[],
    ),
    (
        "both arms of a union have the key",
        "WITH u AS (SELECT order_id, total FROM orders UNION ALL SELECT order_id, total FROM orders) \
         SELECT sum(l.amount) AS x FROM lines AS l JOIN u ON u.order_id = l.order_id",
        &[],
    ),
];

#[test]
fn joins_that_repeat_what_is_counted() {
    let mut faults = Vec::new();
    for (name, sql, expected) in CASES {
        let fixture = parse(&format!("{SEED}//- /models/report.sql\n{sql}\n"));
        let mut host = support::host(&fixture);
        let found = support::diagnostics(&mut host);
        let of_report = |it: &&(String, ide::Diagnostic)| {
            it.0 == "models/report.sql" && (it.1.code == Code::W007 || it.1.severity == ide::Severity::Error)
        };
        let marked: Vec<&str> = found.iter().filter(of_report).map(|it| &sql[it.1.range]).collect();
        if marked != *expected {
            faults.push(format!("{name}\n  expected {expected:?}\n  found {marked:?}"));
        }
        let elsewhere = found.iter().filter(|it| it.0 != "models/report.sql" && it.1.code == Code::W007);
        faults.extend(elsewhere.map(|it| format!("{name}: {} {}", it.0, it.1.message)));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
