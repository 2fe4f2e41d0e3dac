//! Classic mistakes, each in a project that is otherwise right: exactly that diagnostic, at exactly that range, and no
//! other in the whole project.

mod support;

use support::shop;

/// What is wrong, and the files with the expected diagnostics under their lines.
const MISTAKES: &[(&str, &str)] = &[
    (
        "an unknown column in SELECT",
        "
        SELECT order_id, amuont
        --               ^^^^^^ E003: `stg_orders` has no column `amuont`
        FROM stg_orders
        ",
    ),
    (
        "an unknown column in WHERE",
        "
        SELECT order_id
        FROM stg_orders
        WHERE stauts = 'open'
        --    ^^^^^^ E003: `stg_orders` has no column `stauts`
        ",
    ),
    (
        "an unknown column in ON",
        "
        SELECT o.order_id, c.email
        FROM stg_orders AS o
        INNER JOIN stg_customers AS c ON c.id = o.customer_id
        --                                 ^^ E003: `c` has no column `id`
        ",
    ),
    (
        "an unknown column in GROUP BY",
        "
        SELECT status, count(*) AS order_count
        FROM stg_orders
        GROUP BY status, contry
        --               ^^^^^^ E003: `stg_orders` has no column `contry`
        ",
    ),
    (
        "an unknown column in HAVING",
        "
        SELECT customer_id, sum(amount) AS revenue
        FROM stg_orders
        GROUP BY customer_id
        HAVING max(amont) > 10
        --         ^^^^^ E003: `stg_orders` has no column `amont`
        ",
    ),
    (
        "an unknown column in ORDER BY",
        "
        SELECT order_id
        FROM stg_orders
        ORDER BY placed_on DESC
        --       ^^^^^^^^^ E003: `stg_orders` has no column `placed_on`
        LIMIT 10
        ",
    ),
    (
        "an unknown column in a window",
        "
        SELECT
            order_id,
            row_number() OVER (PARTITION BY customer ORDER BY placed_at) AS position
        --                                  ^^^^^^^^ E003: `stg_orders` has no column `customer`
        FROM stg_orders
        ",
    ),
    (
        "an unknown column in QUALIFY",
        "
        SELECT order_id, customer_id
        FROM stg_orders
        QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY created_at) = 1
        --                                                           ^^^^^^^^^^ E003: `stg_orders` has no column `created_at`
        ",
    ),
    (
        "an unknown column in a common table expression",
        "
        WITH open_orders AS (
            SELECT order_id, custmer_id
        --                   ^^^^^^^^^^ E003: `stg_orders` has no column `custmer_id`
            FROM stg_orders
            WHERE status = 'open'
        )
        SELECT order_id FROM open_orders
        ",
    ),
    (
        "a column that a common table expression does not hand on",
        "
        WITH totals AS (
            SELECT customer_id, sum(amount) AS revenue
            FROM stg_orders
            GROUP BY customer_id
        )
        SELECT customer_id, revenue, status
        --                           ^^^^^^ E003: `totals` has no column `status`
        FROM totals
        ",
    ),
    (
        "an unknown column in a subquery",
        "
        SELECT email
        FROM stg_customers
        WHERE customer_id IN (SELECT buyer_id FROM stg_orders)
        --                           ^^^^^^^^ E003: `stg_orders` has no column `buyer_id`
        ",
    ),
    (
        "an unknown column of the outer query in a correlated subquery",
        "
        SELECT c.email
        FROM stg_customers AS c
        WHERE EXISTS (SELECT 1 FROM stg_orders AS o WHERE o.customer_id = c.id)
        --                                                                  ^^ E003: `c` has no column `id`
        ",
    ),
    (
        "an unknown qualifier",
        "
        SELECT o.order_id, z.email
        --                 ^ E003: no table or alias `z` is in scope
        FROM stg_orders AS o
        INNER JOIN stg_customers AS c ON c.customer_id = o.customer_id
        ",
    ),
    (
        "a table's name where it has an alias",
        "
        SELECT stg_orders.order_id
        --     ^^^^^^^^^^ E003: no table or alias `stg_orders` is in scope
        FROM stg_orders AS o
        ",
    ),
    (
        "a model whose name is almost right",
        "
        SELECT order_id
        FROM stg_ordres
        --   ^^^^^^^^^^ W015: `stg_ordres` is neither a model nor a known table; its columns are taken as unknown
        WHERE amount > 10
        ",
    ),
    (
        "a table that is not in a schema known completely",
        "
        SELECT id
        FROM raw.order
        --   ^^^^^^^^^ E002: no model or table is called `raw.order`
        ",
    ),
    (
        "an ambiguous column",
        "
        SELECT o.order_id, customer_id
        --                 ^^^^^^^^^^^ E004: column `customer_id` is ambiguous: it is in `o` and `c`
        FROM stg_orders AS o
        INNER JOIN stg_customers AS c ON c.customer_id = o.customer_id
        ",
    ),
    (
        "one alias for two tables",
        "
        SELECT o.order_id
        FROM stg_orders AS o
        INNER JOIN stg_customers AS o ON true
        --                          ^ E004: `o` is used twice in one FROM
        ",
    ),
    (
        "a number compared with a text column",
        "
        SELECT o.order_id
        FROM stg_orders AS o
        CROSS JOIN stg_customers AS c
        WHERE o.customer_id = c.email
        --    ^^^^^^^^^^^^^^^^^^^^^^^ W001: BIGINT is compared with VARCHAR: the engine silently casts to BIGINT
        ",
    ),
    (
        "a text that is no number compared with a number",
        "
        SELECT order_id
        FROM stg_orders
        WHERE order_id = 'abc'
        --               ^^^^^ E001: the literal 'abc' cannot be converted to BIGINT
        ",
    ),
    (
        "join keys of raw tables with different names and types",
        "
        SELECT o.id, p.paid_cents
        FROM raw.orders AS o
        INNER JOIN raw.payments AS p ON p.order_reference = o.id
        --                              ^^^^^^^^^^^^^^^^^^^^^^^^ W001: VARCHAR is compared with BIGINT: the engine silently casts to BIGINT
        ",
    ),
    (
        "join keys that cannot be compared",
        "
        SELECT o.order_id, p.paid_cents
        FROM stg_orders AS o
        INNER JOIN stg_payments AS p ON p.payment_no = o.shipped_on
        --                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^ E001: DuckDB cannot compare INTEGER with DATE
        ",
    ),
    (
        "a number in a list of dates",
        "
        SELECT order_id
        FROM stg_orders
        WHERE shipped_on IN (20250131)
        --                   ^^^^^^^^ E001: DuckDB cannot compare DATE with INTEGER
        ",
    ),
    (
        "arms of a UNION with different numbers of columns",
        "
        SELECT order_id, status FROM stg_orders
        UNION ALL
        SELECT payment_no FROM stg_payments
        --     ^^^^^^^^^^ E008: this arm of the UNION has 1 column, the one before it has 2 columns
        ",
    ),
    (
        "arms of a UNION of types that do not convert",
        "
        SELECT order_id, shipped_on FROM stg_orders
        UNION ALL
        SELECT payment_no, paid_cents FROM stg_payments
        --                 ^^^^^^^^^^ W001: this column is BIGINT, and DATE in the arm before it: what is no DATE fails when the query runs
        ",
    ),
    (
        "two output columns of one name",
        "
        SELECT o.order_id, o.status, c.status
        --                             ^^^^^^ E009: the output has a column `status` already; DuckDB calls this one `status_1`
        FROM stg_orders AS o
        INNER JOIN stg_customers AS c ON c.customer_id = o.customer_id
        ",
    ),
    (
        "an unknown field of a struct",
        "
        SELECT order_id, address.zip AS zip
        --                       ^^^ E003: the struct has no field `zip`
        FROM stg_orders
        ",
    ),
    (
        "USING a column that one side lacks",
        "
        SELECT o.order_id, p.paid_cents
        FROM stg_orders AS o
        INNER JOIN stg_payments AS p USING (order_id)
        --                                  ^^^^^^^^ E003: `p` has no column `order_id`
        ",
    ),
    (
        "a star without a column that is not there",
        "
        SELECT count(*) AS row_count
        FROM (SELECT o.* EXCLUDE (adress) FROM stg_orders AS o) AS narrow
        --                        ^^^^^^ E003: the star has no column `adress`
        ",
    ),
    (
        "a column that the model above has dropped",
        "
        //- /models/narrow.sql
        SELECT order_id, customer_id FROM stg_orders
        //- /models/report.sql
        SELECT order_id, amount
        --               ^^^^^^ E003: `narrow` has no column `amount`
        FROM narrow
        ",
    ),
    (
        "a column that a UNION's first arm calls otherwise",
        "
        WITH money AS (
            SELECT amount AS total FROM stg_orders
            UNION ALL
            SELECT paid_cents AS cents FROM stg_payments
        )
        SELECT sum(cents) AS cents
        --         ^^^^^ E003: `money` has no column `cents`
        FROM money
        ",
    ),
    (
        "nothing after an operator",
        "
        SELECT order_id, amount *
        FROM stg_orders
        --<^^^^ E018: expected an expression after `*` in the select list, found `FROM`
        ",
    ),
    (
        "a keyword misspelt",
        "
        SELECT order_id
        FORM stg_orders
        --<^^^^ E018: `FORM` is not a keyword: did you mean `FROM`?
        ",
    ),
    (
        "a parenthesis left open",
        "
        SELECT order_id, round(amount, 2 AS amount
        --                               ^^ E018: expected `)` for the `(` after `2` in the select list, found `AS`
        FROM stg_orders
        ",
    ),
    (
        "a JOIN without a table",
        "
        SELECT o.order_id
        FROM stg_orders AS o
        LEFT JOIN ON o.order_id = 1
        --        ^^ E018: expected a table after `JOIN`, found `ON`
        ",
    ),
    (
        "a second statement",
        "
        SELECT order_id FROM stg_orders;
        SELECT payment_no FROM stg_payments
        --<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ E018: a model is one query; this statement is not part of it
        ",
    ),
    (
        "a contract that requires a column which is not there",
        "
        //- /models/report.sql
        SELECT order_id FROM stg_orders
        --     ^^^^^^^^ E010: the contract requires a column `amount`, which the output lacks
        //- /models/report.contract.toml
        [rules]
        required = [\"order_id\", \"amount\"]
        ",
    ),
    (
        "a contract that promises another type",
        "
        //- /models/report.sql
        SELECT order_id, amount FROM stg_orders
        --               ^^^^^^ E011: `amount` is DECIMAL(10,2), and the contract says Int64
        //- /models/report.contract.toml
        [[columns]]
        name = \"amount\"
        type = \"Int64\"
        ",
    ),
    (
        "a contract that promises what an outer join breaks",
        "
        //- /models/report.sql
        SELECT c.customer_id, o.order_id
        --                    ^^^^^^^^^^ E012: `order_id` may be NULL, and the contract says it never is
        FROM stg_customers AS c
        LEFT JOIN stg_orders AS o ON o.customer_id = c.customer_id
        //- /models/report.contract.toml
        [[columns]]
        name = \"order_id\"
        type = \"Int64\"
        nullable = false
        ",
    ),
    (
        "a protected column that was renamed",
        "
        //- /models/report.sql
        SELECT customer_id AS client_id, email FROM stg_customers
        --     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ E013: the column `customer_id` is protected by the contract, and is gone
        //- /models/report.contract.toml
        [rules]
        protected = [\"customer_id\"]
        ",
    ),
    (
        "two models that read each other",
        "
        //- /models/left_side.sql
        SELECT order_id FROM right_side
        --                   ^^^^^^^^^^ E016: dependency cycle: `left_side` → `right_side` → `left_side`
        //- /models/right_side.sql
        SELECT order_id FROM left_side
        --                   ^^^^^^^^^ E016: dependency cycle: `right_side` → `left_side` → `right_side`
        ",
    ),
    (
        "two models of one name",
        "
        //- /models/report.sql
        SELECT order_id FROM stg_orders
        --<^^^^^^ E017: 2 models are called `report`
        //- /models/old/report.sql
        SELECT order_id FROM stg_orders
        --<^^^^^^ E017: 2 models are called `report`
        ",
    ),
    (
        "two models that write one table",
        "
        //- /models/report.sql
        SELECT order_id FROM stg_orders
        --<^^^^^^ E036: 2 models write the table `shop.main.report`
        //- /models/weekly_report.sql
        SELECT order_id FROM stg_orders
        //- /models/weekly_report.toml
        [target]
        table = \"report\"
        #       ^^^^^^^^ E036: 2 models write the table `shop.main.report`
        ",
    ),
    (
        "a call that is not closed swallows the columns behind it, and readers are not held to them",
        "
        //- /models/first.sql
        SELECT order_id, status, lower(status, amount, placed_at
        FROM stg_orders
        --<^^^^ E018: expected `)` for the `(` after `placed_at` in the select list, found `FROM`
        //- /models/second.sql
        SELECT order_id, sum(amount) AS revenue FROM first WHERE status = 'open' GROUP BY order_id
        //- /models/third.sql
        SELECT f.* EXCLUDE (placed_at), f.amount + 1 AS more FROM first AS f
        //- /models/fourth.sql
        SELECT a.status
        FROM stg_orders AS a
        INNER JOIN stg_orders AS b ON b.order_id = a.order_id
        WHERE a.status IN (SELECT status FROM first)
        ",
    ),
    (
        "a template in FROM costs the relations behind it, not the columns that read them",
        "
        SELECT o.order_id, c.email
        FROM {{ ref('stg_orders') }} AS o
        --   ^^^^^^^^^^^^^^^^^^^^^^^ E018: Jinja templates are not part of SQL: refer to models by their name, to variables by `@var(name)`
        WHERE o.status = 'open'
        ",
    ),
    (
        "a star over a table that does not exist",
        "
        SELECT * FROM raw.order_lines_of_2019
        --            ^^^^^^^^^^^^^^^^^^^^^^^ E002: no model or table is called `raw.order_lines_of_2019`
        ",
    ),
    (
        "a star over a model with a misspelt column",
        "
        //- /models/first.sql
        SELECT order_id, amuont FROM stg_orders
        --               ^^^^^^ E003: `stg_orders` has no column `amuont`
        //- /models/second.sql
        SELECT *, amount * 2 AS twice FROM first
        ",
    ),
    (
        "an arm of a union that lacks a column: which columns meet is not known",
        "
        //- /models/first.sql
        SELECT order_id, status, amount FROM stg_orders
        UNION ALL
        SELECT order_id, amount FROM stg_orders
        --     ^^^^^^^^^^^^^^^^ E008: this arm of the UNION has 2 columns, the one before it has 3 columns
        //- /models/second.sql
        SELECT order_id FROM first WHERE amount > 10 AND status = 'open'
        ",
    ),
];

#[test]
fn each_mistake_is_one_diagnostic() {
    let mut faults = Vec::new();
    for (name, text) in MISTAKES {
        let fixture = shop::with(text);
        let expected: Vec<String> = support::expected(&fixture);
        let mut host = support::host(&fixture);
        let found = support::diagnostics(&mut host);
        let lines = support::lines(&found);
        let same = |(expected, found): (&String, &String)| found == expected;
        if expected.is_empty() || expected.len() != lines.len() || !expected.iter().zip(&lines).all(same) {
            faults.push(format!("{name}\n  expected {expected:#?}\n  found {lines:#?}"));
        }
    }
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), MISTAKES.len(), faults.join("\n"));
}
