//! Correct models, however tricky: nothing at all is said about them, but for the types that nobody can know (I002).

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use std::path::{Path, PathBuf};
use support::shop;
use testing::fixture::{Fixture, FixtureFile};

/// What is right, and the models that show it, in the shop.
const CORRECT: &[(&str, &str)] = &[
    // The graph and common table expressions.
    ("a common table expression that shadows a model", "
        WITH stg_orders AS (SELECT payment_no AS number FROM stg_payments)
        --   ^^^^^^^^^^ W008: `stg_orders` is also the name of a model, which this does not read
        SELECT number FROM stg_orders
    "),
    ("a common table expression called like a model that reads this one", "
        //- /models/first.sql
        WITH second AS (SELECT order_id FROM stg_orders) SELECT order_id FROM second
        --   ^^^^^^ W008: `second` is also the name of a model, which this does not read
        //- /models/second.sql
        SELECT order_id FROM first
    "),
    ("common table expressions that import models of the same name", "
        WITH stg_orders AS (SELECT order_id, customer_id FROM stg_orders),
        stg_customers AS (SELECT customer_id, email FROM stg_customers)
        SELECT stg_orders.order_id, stg_customers.email
        FROM stg_orders
        INNER JOIN stg_customers ON stg_customers.customer_id = stg_orders.customer_id
    "),
    ("a recursive common table expression with a column list", "
        WITH RECURSIVE chain (customer_id, referrer, depth) AS (
            SELECT customer_id, referred_by, 1 FROM stg_customers WHERE referred_by IS NULL
            UNION ALL
            SELECT c.customer_id, c.referred_by, chain.depth + 1
            FROM stg_customers AS c
            INNER JOIN chain ON c.referred_by = chain.customer_id
        )
        SELECT customer_id, max(depth) AS depth FROM chain GROUP BY customer_id
    "),
    ("nested WITH, in a derived table and in an expression", "
        WITH totals AS (
            WITH positive AS (SELECT customer_id, amount FROM stg_orders WHERE amount > 0)
            SELECT customer_id, sum(amount) AS revenue FROM positive GROUP BY customer_id
        )
        SELECT d.customer_id, (WITH best AS (SELECT max(revenue) AS r FROM totals) SELECT r FROM best) AS best
        FROM (WITH named AS (SELECT customer_id, revenue FROM totals) SELECT customer_id FROM named) AS d
    "),
    ("a model by its table's name, in other letters and in quotes", "
        SELECT a.order_id, b.email, c.paid_on
        FROM shop.main.stg_orders AS a
        INNER JOIN main.STG_CUSTOMERS AS b ON b.customer_id = a.customer_id
        INNER JOIN \"stg_payments\" AS c ON c.order_reference = CAST(a.order_id AS VARCHAR)
    "),
    ("a model that reads itself where its strategy allows it", "
        //- /models/report.sql
        SELECT o.order_id, o.placed_at
        FROM stg_orders AS o
        WHERE o.placed_at > (SELECT coalesce(max(r.placed_at), TIMESTAMP '1970-01-01') FROM report AS r)
        //- /models/report.toml
        [strategy]
        type = \"incremental\"
        timestamp_column = \"placed_at\"
    "),
    // Names.
    ("columns of one name and different types that are no keys", "
        SELECT o.order_id, o.status AS order_status, c.status AS customer_status
        FROM stg_orders AS o
        INNER JOIN stg_customers AS c ON c.customer_id = o.customer_id
    "),
    ("an alias used in later items, in WHERE and in GROUP BY", "
        SELECT amount * 2 AS doubled, doubled + 1 AS more, count(*) AS order_count
        FROM stg_orders
        WHERE doubled > 10
        GROUP BY doubled, more
        HAVING order_count > 1
    "),
    ("ORDER BY an alias, a position and a column that is not selected", "
        SELECT order_id, amount AS total FROM stg_orders ORDER BY total DESC, 1, placed_at
    "),
    ("ORDER BY an alias that is also a column", "
        SELECT -amount AS amount, order_id FROM stg_orders ORDER BY amount
    "),
    ("letters in another case", "
        SELECT ORDER_ID, Stg_Orders.Amount FROM STG_ORDERS WHERE \"Status\" = 'open'
    "),
    ("correlated subqueries in SELECT, WHERE and EXISTS", "
        SELECT
            c.customer_id,
            (SELECT max(o.amount) FROM stg_orders AS o WHERE o.customer_id = c.customer_id) AS best,
            c.customer_id IN (SELECT customer_id FROM stg_orders) AS has_ordered
        FROM stg_customers AS c
        WHERE EXISTS (SELECT 1 FROM stg_orders AS o WHERE o.customer_id = c.customer_id AND country = 'CH')
    "),
    ("the key of USING without a qualifier", "
        SELECT customer_id, o.order_id, c.email
        FROM stg_orders AS o
        INNER JOIN stg_customers AS c USING (customer_id)
        WHERE customer_id > 10
    "),
    ("the key of a FULL JOIN by USING, and of a second join", "
        SELECT customer_id, a.revenue, b.order_count, c.email
        FROM (SELECT customer_id, sum(amount) AS revenue FROM stg_orders GROUP BY customer_id) AS a
        FULL JOIN (SELECT customer_id, count(*) AS order_count FROM stg_orders GROUP BY 1) AS b USING (customer_id)
        LEFT JOIN stg_customers AS c USING (customer_id)
        ORDER BY customer_id
    "),
    ("a lateral join and a list of tables", "
        SELECT c.customer_id, latest.order_id, p.payment_no
        FROM stg_customers AS c, stg_payments AS p
        CROSS JOIN LATERAL (
            SELECT o.order_id FROM stg_orders AS o WHERE o.customer_id = c.customer_id ORDER BY o.placed_at DESC LIMIT 1
        ) AS latest
    "),
    ("an alias with a column list", "
        SELECT renamed.number, renamed.who
        FROM (SELECT order_id, customer_id FROM stg_orders) AS renamed (number, who)
    "),
    ("VALUES with a column list", "
        SELECT rates.country, rates.rate, c.email
        FROM (VALUES ('CH', 0.081), ('DE', 0.19)) AS rates (country, rate)
        INNER JOIN stg_customers AS c ON c.country = rates.country
    "),
    ("UNNEST in FROM and in SELECT", "
        SELECT o.order_id, t.tag, unnest(o.tags) AS each_tag
        FROM stg_orders AS o
        CROSS JOIN UNNEST(o.tags) AS t (tag)
    "),
    ("tables of functions", "
        SELECT r.range AS day_number, s.generate_series AS step
        FROM range(0, 10) AS r
        CROSS JOIN generate_series(1, 3) AS s
    "),
    ("a table joined with itself", "
        SELECT a.customer_id, b.email AS referrer_email
        FROM stg_customers AS a
        LEFT JOIN stg_customers AS b ON b.customer_id = a.referred_by
    "),
    // Clauses.
    ("windows, named and derived, with frames", "
        SELECT
            order_id,
            sum(amount) OVER by_customer AS running,
            lag(amount, 1) OVER (PARTITION BY customer_id ORDER BY placed_at) AS previous,
            avg(amount) OVER (by_customer ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS smoothed
        FROM stg_orders
        WINDOW by_customer AS (PARTITION BY customer_id ORDER BY placed_at)
    "),
    ("QUALIFY over a function and over an alias", "
        SELECT order_id, row_number() OVER (PARTITION BY customer_id ORDER BY placed_at DESC) AS position
        FROM stg_orders
        QUALIFY position = 1 AND count(*) OVER (PARTITION BY customer_id) > 1
    "),
    ("FILTER, DISTINCT and ORDER BY in aggregates", "
        SELECT
            customer_id,
            count(*) FILTER (WHERE status = 'open') AS open_count,
            count(DISTINCT status) AS status_count,
            string_agg(status, ', ' ORDER BY placed_at) AS history
        FROM stg_orders
        GROUP BY customer_id
    "),
    ("GROUP BY ALL and ORDER BY ALL", "
        SELECT customer_id, date_trunc('month', placed_at) AS month, sum(amount) AS revenue
        FROM stg_orders
        GROUP BY ALL
        ORDER BY ALL
    "),
    ("GROUPING SETS, ROLLUP and CUBE", "
        SELECT customer_id, status, sum(amount) AS revenue, grouping(customer_id) AS level
        FROM stg_orders
        GROUP BY GROUPING SETS ((customer_id, status), (customer_id), ())
    "),
    ("DISTINCT ON", "
        SELECT DISTINCT ON (customer_id) customer_id, order_id, amount
        FROM stg_orders
        ORDER BY customer_id, placed_at DESC
    "),
    ("a UNION by name, one of different integers and one ordered by the first arm's name", "
        WITH both_kinds AS (
            SELECT order_id AS number, placed_at FROM stg_orders
            UNION ALL BY NAME
            SELECT CAST(payment_no AS BIGINT) AS number, paid_on AS day FROM stg_payments
        ),
        integers AS (
            SELECT order_id AS number FROM stg_orders
            UNION ALL
            SELECT payment_no AS other FROM stg_payments
            ORDER BY number
        )
        SELECT b.number, b.placed_at, b.day, i.number AS second_number
        FROM both_kinds AS b
        INNER JOIN integers AS i ON i.number = b.number
    "),
    ("FROM first", "
        FROM stg_orders AS o SELECT o.order_id, o.amount WHERE o.amount > 1
    "),
    ("PIVOT makes a column of each value", "
        SELECT customer_id, open, shipped
        FROM (SELECT customer_id, status, amount FROM stg_orders)
        PIVOT (sum(amount) FOR status IN ('open', 'shipped'))
    "),
    // Expressions.
    ("lambdas", "
        SELECT
            order_id,
            list_transform(tags, lambda tag: upper(tag)) AS loud,
            list_filter(tags, lambda tag: tag != 'gift') AS others
        FROM stg_orders
    "),
    ("fields of structs", "
        SELECT order_id, address.city, (address).street, o.address.city AS town, address['street'] AS road
        FROM stg_orders AS o
        WHERE address.city = 'Bern'
    "),
    ("structs, lists and maps made in place", "
        SELECT
            {'number': order_id, 'at': placed_at}.number AS number,
            [order_id, customer_id][1] AS first_one,
            MAP {'a': 1, 'b': 2}['a'] AS mapped
        FROM stg_orders
    "),
    ("EXTRACT and the arithmetic of dates", "
        SELECT
            order_id,
            EXTRACT(YEAR FROM placed_at) AS year,
            shipped_on - CAST(placed_at AS DATE) AS days,
            placed_at + INTERVAL 1 DAY AS tomorrow,
            placed_at + INTERVAL '2 hours' AS later,
            shipped_on + 7 AS next_week,
            date_diff('day', placed_at, now()) AS age
        FROM stg_orders
        WHERE placed_at >= CURRENT_DATE - INTERVAL '30' DAY AND shipped_on > DATE '2024-01-01'
    "),
    ("dates and timestamps compared with each other and with texts", "
        SELECT order_id
        FROM stg_orders
        WHERE placed_at >= shipped_on AND placed_at < '2025-01-01' AND shipped_on BETWEEN '2024-01-01' AND '2024-12-31'
    "),
    ("numbers of different widths compared, and a number as text", "
        SELECT o.order_id
        FROM stg_orders AS o
        INNER JOIN stg_payments AS p ON p.payment_no = o.order_id AND p.paid_cents = o.amount * 100
        WHERE o.order_id = '17' AND o.amount > 1e2 AND p.payment_no IN (1, 2, 3)
    "),
    ("CASE, COALESCE and NULLIF over literals", "
        SELECT
            CASE WHEN amount > 100 THEN 'large' WHEN amount IS NULL THEN NULL ELSE 'small' END AS size,
            CASE status WHEN 'open' THEN 1 ELSE 0 END AS is_open,
            COALESCE(amount, 0) AS amount,
            NULLIF(status, '') AS status,
            COALESCE(shipped_on, DATE '2999-12-31') AS shipped_on
        FROM stg_orders
    "),
    ("functions without parentheses, and TRY_CAST, ::, SIMILAR TO", "
        SELECT
            current_date AS today,
            TRY_CAST(status AS INTEGER) AS code,
            status::VARCHAR AS text,
            status SIMILAR TO 'o.*' AS matches,
            status ILIKE '%pen' AS loosely
        FROM stg_orders
    "),
    ("a function of a schema of one's own", "
        SELECT own.my_macro(order_id, status) AS mystery FROM stg_orders WHERE own.my_macro(1, 2) = 'x'
        --                                       ^^^^^^^ I002: the type of `mystery` cannot be told: the result of `my_macro` is not in the function catalogue
    "),
    ("text in other scripts, and names in quotes", "
        SELECT status AS \"Größe 😀\", 'naïve 文' AS greeting FROM stg_orders WHERE status = 'öffnen'
    "),
    // Contracts.
    ("COALESCE makes a column of an outer join non-null", "
        //- /models/report.sql
        SELECT c.customer_id, COALESCE(o.status, 'none') AS status, count(o.order_id) AS order_count
        FROM stg_customers AS c
        LEFT JOIN stg_orders AS o USING (customer_id)
        GROUP BY ALL
        //- /models/report.contract.toml
        [[columns]]
        name = \"customer_id\"
        type = \"Int64\"
        nullable = false
        [[columns]]
        name = \"status\"
        type = \"String\"
        nullable = false
        [[columns]]
        name = \"order_count\"
        type = \"Int64\"
        nullable = false
        [rules]
        required = [\"customer_id\", \"status\"]
        protected = [\"customer_id\"]
    "),
    ("IS NOT NULL makes a column non-null", "
        //- /models/report.sql
        SELECT o.order_id, o.amount, o.shipped_on
        FROM stg_orders AS o
        WHERE o.amount IS NOT NULL AND shipped_on > DATE '2024-01-01'
        //- /models/report.contract.toml
        [[columns]]
        name = \"amount\"
        type = \"Decimal(10,2)\"
        nullable = false
        [[columns]]
        name = \"shipped_on\"
        type = \"Date\"
        nullable = false
    "),
    ("a contract over a column of unknown nullability", "
        //- /models/report.sql
        SELECT number FROM (VALUES (1), (2)) AS numbers (number)
        //- /models/report.contract.toml
        [[columns]]
        name = \"number\"
        type = \"Int32\"
    "),
    ("a model described at its head, under another name than its file", "
        //- /models/report.sql
        ---toml
        name = \"weekly\"
        intent = \"described at its head\"
        ---
        SELECT order_id FROM stg_orders
        //- /models/reader.sql
        SELECT order_id FROM weekly
    "),
];

#[test]
fn correct_models_are_silent() {
    let mut faults = Vec::new();
    for (name, text) in CORRECT {
        let fixture = shop::with(text);
        let (expected, found) = (support::expected(&fixture), alarms(&fixture));
        if found != expected {
            faults.push(format!("{name}\n  expected {expected:#?}\n  found {found:#?}"));
        }
    }
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), CORRECT.len(), faults.join("\n"));
}

#[test]
fn projects_on_disk_are_silent() {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    let mut roots = vec![fixtures.join("playground/quickstart")];
    roots.extend(entries(&fixtures.join("projects")));
    let mut faults = Vec::new();
    for root in roots {
        let mut fixture = Fixture::default();
        read(&root, "", &mut fixture);
        assert!(fixture.file("rocky.toml").is_some(), "{} is no project", root.display());
        faults.extend(alarms(&fixture).into_iter().map(|it| format!("{}: {it}", root.display())));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn alarms(fixture: &Fixture) -> Vec<String> {
    let mut host = support::host(fixture);
    support::lines(&support::diagnostics(&mut host))
}

/// The files below `directory`, under the paths that they have in the project.
fn read(directory: &Path, prefix: &str, fixture: &mut Fixture) {
    for path in entries(directory) {
        let name = format!("{prefix}{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            read(&path, &format!("{name}/"), fixture);
        } else if ["sql", "rocky", "toml", "csv"].iter().any(|it| name.ends_with(it)) {
            let text = std::fs::read_to_string(&path).unwrap();
            fixture.files.push(FixtureFile { path: name, text, annotations: Vec::new(), is_latin1: false });
        }
    }
}

fn entries(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap_or_else(|it| panic!("{}: {it}", directory.display()));
    let mut paths: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    paths.sort();
    paths
}
