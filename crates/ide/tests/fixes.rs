//! Every fix of the code pages' examples removes its diagnostic and adds none.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use base::Code;
use expect_test::{Expect, expect};
use ide::{Applicability, Host};
use std::path::PathBuf;
use support::{
    ask, diagnostics, file,
    fixing::{self, Verdict},
    host,
};
use testing::pages;

#[test]
fn of_every_page() {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/codes");
    let mut verdict = Verdict::default();
    let mut offering = Vec::new();
    for code in Code::ALL {
        let markdown = std::fs::read_to_string(directory.join(format!("{code}.md"))).unwrap();
        let page = pages::read(&markdown).unwrap();
        fixing::check(&format!("{code}.md"), &page.example, &mut verdict);
        if verdict.count.remove(code).is_some() {
            offering.push(code.to_string());
        }
    }
    assert!(verdict.faults.is_empty(), "{} faults:\n{}", verdict.faults.len(), verdict.faults.join("\n"));
    expect![
        "D011 E002 E003 E004 E006 E007 E009 E010 E011 E012 E013 E014 E015 E019 E020 E025 E026 I001 L001 L002 L004 L006 L007 P001 P002 V017 V022 V027 V032 V033 V035 V036 V037 V039 V061 V063 W001 W004 W006 W008 W009 W010 W014 W015"
    ]
    .assert_eq(&offering.join(" "));
    expect![""].assert_eq(&verdict.additions.join("\n"));
}

/// Checks that the fixes in projects of the shop mend, and lists them. A text is that of one model, or of several files.
fn offered(texts: &[&str], expected: Expect) {
    let mut verdict = Verdict::default();
    let mut lines = String::new();
    for text in texts {
        let fixture = support::cursor::shop(text);
        fixing::check(text, &fixture, &mut verdict);
        let mut host = host(&fixture);
        // That a model lacks a sidecar is not what these are about.
        let found = diagnostics(&mut host).into_iter().filter(|it| it.1.code != Code::V063);
        let fixes = found.flat_map(|it| it.1.fixes.into_iter().map(move |fix| (it.1.code, fix)));
        lines += &format!("{}\n", text.replace('\n', " | "));
        for (code, fix) in fixes {
            let texts: Vec<_> = fix.edits.iter().map(|it| format!("‹{}›", it.text)).collect();
            let doubt = match fix.applicability {
                Applicability::MachineApplicable => "",
                Applicability::MaybeIncorrect => "?",
                Applicability::HasPlaceholders => "…",
            };
            let texts = texts.join(" ");
            lines += &format!("    {code}{doubt} {} {texts}\n", fix.title);
        }
    }
    assert!(verdict.faults.is_empty(), "{}", verdict.faults.join("\n"));
    expected.assert_eq(&lines);
}

#[test]
fn of_misspelt_names() {
    offered(
        &[
            "SELECT o.amuont FROM stg_orders o",
            "SELECT x.amount FROM stg_orders o",
            "SELECT ordr.amount FROM stg_orders AS orde",
            "SELECT * EXCLUDE (amuont) FROM stg_orders",
            "SELECT address.cty FROM stg_orders",
            "SELECT 1 AS x FROM stg_orders JOIN stg_customers USING (customr_id)",
            "SELECT 1 AS x FROM stg_ordrs",
            "SELECT 1 AS x FROM raw.ordrs",
            r#"WITH a AS (SELECT 1 AS "my order") SELECT my_order FROM a"#,
            "WITH paid AS (SELECT 1 AS x) SELECT x FROM piad",
            "//- /models/r.rocky\nfrom stg_orders\nselect { amuont }",
            "//- /models/r.rocky\nfrom stg_ordrs\nselect { amount }",
        ],
        expect![[r#"
            SELECT o.amuont FROM stg_orders o
                E003? Change to `amount` ‹amount›
            SELECT x.amount FROM stg_orders o
                E003? Change to `o` ‹o›
            SELECT ordr.amount FROM stg_orders AS orde
                E003? Change to `orde` ‹orde›
            SELECT * EXCLUDE (amuont) FROM stg_orders
                I001 List the columns ‹order_id, customer_id, amount, address›
                E003? Change to `amount` ‹amount›
            SELECT address.cty FROM stg_orders
                E003? Change to `city` ‹city›
            SELECT 1 AS x FROM stg_orders JOIN stg_customers USING (customr_id)
                E003? Change to `customer_id` ‹customer_id›
                E003? Change to `customer_id` ‹customer_id›
            SELECT 1 AS x FROM stg_ordrs
                W015? Change to `stg_orders` ‹stg_orders›
            SELECT 1 AS x FROM raw.ordrs
                E002? Change to `raw.orders` ‹raw.orders›
            WITH a AS (SELECT 1 AS "my order") SELECT my_order FROM a
                E003? Change to `"my order"` ‹"my order"›
            WITH paid AS (SELECT 1 AS x) SELECT x FROM piad
            //- /models/r.rocky | from stg_orders | select { amuont }
                E003? Change to `amount` ‹amount›
            //- /models/r.rocky | from stg_ordrs | select { amount }
                W015? Change to `stg_orders` ‹stg_orders›
        "#]],
    );
}

#[test]
fn of_types() {
    offered(
        &[
            "SELECT order_id FROM stg_orders JOIN stg_customers ON address.city = stg_customers.customer_id",
            "SELECT order_id FROM stg_orders WHERE (address.city || 'x') = order_id",
            "SELECT order_id FROM stg_orders WHERE address.city < amount",
            "SELECT address.city - 1 AS x FROM stg_orders",
            "SELECT CASE WHEN amount > 1 THEN DATE '2025-01-01' ELSE order_id END AS x FROM stg_orders",
            "SELECT order_id FROM stg_orders WHERE address",
            "SELECT order_id AS x FROM stg_orders UNION ALL SELECT email FROM stg_customers",
            "SELECT order_id FROM stg_orders UNION ALL SELECT customer_id FROM stg_customers UNION ALL SELECT email FROM stg_customers",
            "//- /models/r.rocky\nfrom stg_orders\nwhere address.city == order_id\nselect { amount }",
        ],
        expect![[r#"
            SELECT order_id FROM stg_orders JOIN stg_customers ON address.city = stg_customers.customer_id
                W001 Cast to BIGINT ‹CAST(address.city AS BIGINT)›
            SELECT order_id FROM stg_orders WHERE (address.city || 'x') = order_id
                W001 Cast to BIGINT ‹CAST(address.city || 'x' AS BIGINT)›
            SELECT order_id FROM stg_orders WHERE address.city < amount
                E001? Cast to DECIMAL(10,2) ‹CAST(address.city AS DECIMAL(10,2))›
            SELECT address.city - 1 AS x FROM stg_orders
                E005? Cast to INTEGER ‹CAST(address.city AS INTEGER)›
            SELECT CASE WHEN amount > 1 THEN DATE '2025-01-01' ELSE order_id END AS x FROM stg_orders
            SELECT order_id FROM stg_orders WHERE address
            SELECT order_id AS x FROM stg_orders UNION ALL SELECT email FROM stg_customers
                W001 Cast to VARCHAR ‹CAST(order_id AS VARCHAR)›
            SELECT order_id FROM stg_orders UNION ALL SELECT customer_id FROM stg_customers UNION ALL SELECT email FROM stg_customers
            //- /models/r.rocky | from stg_orders | where address.city == order_id | select { amount }
        "#]],
    );
}

#[test]
fn of_groups() {
    offered(
        &[
            "SELECT customer_id, amount, sum(order_id) AS x FROM stg_orders GROUP BY customer_id",
            "SELECT customer_id, amount, sum(order_id) AS x FROM stg_orders GROUP BY 1",
            "SELECT customer_id, sum(order_id) AS x FROM stg_orders WHERE amount > 1",
            "SELECT customer_id, sum(order_id) AS x FROM stg_orders GROUP BY (customer_id + 1)",
            "SELECT customer_id, count(*) AS x FROM stg_orders GROUP BY ROLLUP (amount)",
            "SELECT customer_id, count(*) AS x FROM stg_orders WHERE count(*) > 1 GROUP BY customer_id",
            "SELECT customer_id, count(*) AS x FROM stg_orders WHERE (amount > 1 OR order_id = 2) AND count(*) > 1 GROUP BY customer_id HAVING sum(amount) > 3 OR max(amount) > 4",
            "SELECT customer_id, count(*) AS x FROM stg_orders WHERE count(*) > 1 AND amount > 1 AND order_id = 2 GROUP BY customer_id",
            "SELECT order_id FROM stg_orders WHERE row_number() OVER (ORDER BY amount) = 1 ORDER BY order_id",
            "SELECT order_id FROM stg_orders WHERE amount > 1 -- large\n AND row_number() OVER (ORDER BY amount) = 1",
            "SELECT order_id FROM stg_orders WHERE amount > 1 AND -- first\n row_number() OVER (ORDER BY amount) = 1",
            "FROM stg_orders |> WHERE count(*) > 1 |> SELECT order_id",
            "//- /models/r.rocky\nfrom stg_orders\nwhere count() > 1\nselect { amount }",
        ],
        expect![[r#"
            SELECT customer_id, amount, sum(order_id) AS x FROM stg_orders GROUP BY customer_id
                E007? Add `amount` to GROUP BY ‹, amount›
            SELECT customer_id, amount, sum(order_id) AS x FROM stg_orders GROUP BY 1
                E007? Add `amount` to GROUP BY ‹, amount›
            SELECT customer_id, sum(order_id) AS x FROM stg_orders WHERE amount > 1
                E007? Add `customer_id` to GROUP BY ‹ GROUP BY customer_id›
            SELECT customer_id, sum(order_id) AS x FROM stg_orders GROUP BY (customer_id + 1)
                E007? Add `customer_id` to GROUP BY ‹, customer_id›
            SELECT customer_id, count(*) AS x FROM stg_orders GROUP BY ROLLUP (amount)
            SELECT customer_id, count(*) AS x FROM stg_orders WHERE count(*) > 1 GROUP BY customer_id
                E007? Move it to HAVING ‹› ‹ HAVING count(*) > 1›
            SELECT customer_id, count(*) AS x FROM stg_orders WHERE (amount > 1 OR order_id = 2) AND count(*) > 1 GROUP BY customer_id HAVING sum(amount) > 3 OR max(amount) > 4
                E007? Move it to HAVING ‹› ‹(sum(amount) > 3 OR max(amount) > 4) AND count(*) > 1›
            SELECT customer_id, count(*) AS x FROM stg_orders WHERE count(*) > 1 AND amount > 1 AND order_id = 2 GROUP BY customer_id
                E007? Move it to HAVING ‹› ‹ HAVING count(*) > 1›
            SELECT order_id FROM stg_orders WHERE row_number() OVER (ORDER BY amount) = 1 ORDER BY order_id
                E007? Move it to QUALIFY ‹ QUALIFY row_number() OVER (ORDER BY amount) = 1› ‹›
            SELECT order_id FROM stg_orders WHERE amount > 1 -- large |  AND row_number() OVER (ORDER BY amount) = 1
            SELECT order_id FROM stg_orders WHERE amount > 1 AND -- first |  row_number() OVER (ORDER BY amount) = 1
            FROM stg_orders |> WHERE count(*) > 1 |> SELECT order_id
            //- /models/r.rocky | from stg_orders | where count() > 1 | select { amount }
        "#]],
    );
}

#[test]
fn of_null() {
    offered(
        &[
            "SELECT order_id FROM stg_orders WHERE amount = NULL",
            "SELECT order_id FROM stg_orders WHERE (amount + 1) <> NULL AND NULL = (order_id)",
            "SELECT order_id FROM stg_orders WHERE amount /* none */ = NULL",
            "SELECT order_id FROM stg_orders WHERE order_id NOT IN (1, NULL, 3)",
            "SELECT order_id FROM stg_orders WHERE order_id NOT IN (NULL, 3)",
            "SELECT order_id FROM stg_orders WHERE order_id NOT IN (NULL)",
            "SELECT email FROM stg_customers c WHERE c.customer_id NOT IN (SELECT amount FROM stg_orders o WHERE o.order_id = 1 OR o.order_id = 2)",
            "SELECT order_id FROM stg_orders WHERE order_id NOT IN (SELECT amount FROM stg_orders)",
            "SELECT order_id FROM stg_orders WHERE order_id NOT IN (SELECT max(amount) FROM stg_orders)",
            "//- /models/r.rocky\nfrom stg_orders\nwhere amount == null\nselect { amount }",
        ],
        expect![[r#"
            SELECT order_id FROM stg_orders WHERE amount = NULL
                W014? Write `IS NULL` ‹amount IS NULL›
            SELECT order_id FROM stg_orders WHERE (amount + 1) <> NULL AND NULL = (order_id)
                W014? Write `IS NOT NULL` ‹(amount + 1) IS NOT NULL›
                W014? Write `IS NULL` ‹order_id IS NULL›
            SELECT order_id FROM stg_orders WHERE amount /* none */ = NULL
            SELECT order_id FROM stg_orders WHERE order_id NOT IN (1, NULL, 3)
                W014? Leave NULL out ‹›
            SELECT order_id FROM stg_orders WHERE order_id NOT IN (NULL, 3)
                W014? Leave NULL out ‹›
            SELECT order_id FROM stg_orders WHERE order_id NOT IN (NULL)
            SELECT email FROM stg_customers c WHERE c.customer_id NOT IN (SELECT amount FROM stg_orders o WHERE o.order_id = 1 OR o.order_id = 2)
                W014? Write `NOT EXISTS` ‹NOT EXISTS (SELECT 1 FROM stg_orders o WHERE (o.order_id = 1 OR o.order_id = 2) AND amount = c.customer_id)›
            SELECT order_id FROM stg_orders WHERE order_id NOT IN (SELECT amount FROM stg_orders)
                W014? Leave NULLs out ‹ WHERE amount IS NOT NULL›
            SELECT order_id FROM stg_orders WHERE order_id NOT IN (SELECT max(amount) FROM stg_orders)
            //- /models/r.rocky | from stg_orders | where amount == null | select { amount }
                W014? Write `IS NULL` ‹amount is null›
        "#]],
    );
}

#[test]
fn of_columns() {
    let contract = "//- /models/main.sql\nSELECT order_id, amount AS paid, address.city FROM stg_orders\n\
                    //- /models/main.contract.toml\n";
    let contracts = [
        "[rules]\nrequired = [\"customer_id\"]\n",
        "[rules]\nprotected = [\"order_key\"]\n",
        "[rules]\nrequired = [\"net\"]\n[[columns]]\nname = \"net\"\ntype = \"Decimal\"\n",
        "[[columns]]\nname = \"order_id\"\ntype = \"String\"\n",
        "[[columns]]\nname = \"paid\"\ntype = \"Float64\"\nnullable = false\n",
        "[[columns]]\nname = \"city\"\ntype = \"String\"\nnullable = false\n",
    ];
    let contracts = contracts.map(|it| format!("{contract}{it}"));
    let mut texts: Vec<&str> = contracts.iter().map(String::as_str).collect();
    texts.extend([
        "SELECT order_id, amount, amount * 2 AS amount FROM stg_orders",
        "SELECT o.customer_id, c.customer_id FROM stg_orders o JOIN stg_customers c ON c.customer_id = o.customer_id",
        "SELECT id FROM stg_orders",
        "WITH a AS (SELECT amount AS net FROM stg_orders) SELECT amount FROM a",
        "SELECT customer_id FROM stg_orders JOIN stg_customers ON true",
    ]);
    offered(
        &texts,
        expect![[r#"
        //- /models/main.sql | SELECT order_id, amount AS paid, address.city FROM stg_orders | //- /models/main.contract.toml | [rules] | required = ["customer_id"] | 
            E010? Add `customer_id` ‹, customer_id›
        //- /models/main.sql | SELECT order_id, amount AS paid, address.city FROM stg_orders | //- /models/main.contract.toml | [rules] | protected = ["order_key"] | 
            E013? Rename `order_id` to `order_key` ‹ AS order_key›
        //- /models/main.sql | SELECT order_id, amount AS paid, address.city FROM stg_orders | //- /models/main.contract.toml | [rules] | required = ["net"] | [[columns]] | name = "net" | type = "Decimal" | 
            E010… Add a column `net`, and write what it is ‹, NULL AS net›
        //- /models/main.sql | SELECT order_id, amount AS paid, address.city FROM stg_orders | //- /models/main.contract.toml | [[columns]] | name = "order_id" | type = "String" | 
            E011? Cast to VARCHAR ‹CAST(order_id AS VARCHAR) AS order_id›
        //- /models/main.sql | SELECT order_id, amount AS paid, address.city FROM stg_orders | //- /models/main.contract.toml | [[columns]] | name = "paid" | type = "Float64" | nullable = false | 
            E011? Cast to DOUBLE ‹CAST(amount AS DOUBLE)›
            E012? Take 0 for NULL ‹COALESCE(amount, 0)›
        //- /models/main.sql | SELECT order_id, amount AS paid, address.city FROM stg_orders | //- /models/main.contract.toml | [[columns]] | name = "city" | type = "String" | nullable = false | 
            E012? Take '' for NULL ‹COALESCE(address.city, '') AS city›
        SELECT order_id, amount, amount * 2 AS amount FROM stg_orders
            E009 Name it `amount_1` ‹amount_1›
        SELECT o.customer_id, c.customer_id FROM stg_orders o JOIN stg_customers c ON c.customer_id = o.customer_id
            E009 Name it `customer_id_1` ‹ AS customer_id_1›
        SELECT id FROM stg_orders
            E003? Change to `order_id` ‹order_id›
        WITH a AS (SELECT amount AS net FROM stg_orders) SELECT amount FROM a
            E003? Change to `net` ‹net›
        SELECT customer_id FROM stg_orders JOIN stg_customers ON true
            E004? Change to `stg_orders.customer_id` ‹stg_orders.customer_id›
            E004? Change to `stg_customers.customer_id` ‹stg_customers.customer_id›
    "#]],
    );
}

#[test]
fn of_stars() {
    offered(
        &[
            "SELECT * FROM stg_orders",
            "SELECT o.*, 1 AS x FROM stg_orders o",
            "SELECT * FROM stg_orders o JOIN stg_customers c USING (customer_id)",
            "SELECT * FROM stg_orders o CROSS JOIN stg_customers c",
            "SELECT * FROM stg_orders o FULL JOIN stg_customers c USING (customer_id)",
            "SELECT * REPLACE (1 AS amount) FROM stg_orders",
            "SELECT * RENAME (amount AS paid) FROM stg_orders",
            "SELECT * FROM stg_orders a, stg_orders b",
            "FROM stg_orders",
            "//- /models/r.rocky\nfrom stg_orders\ntake 10",
        ],
        expect![[r#"
            SELECT * FROM stg_orders
                I001 List the columns ‹order_id, customer_id, amount, address›
            SELECT o.*, 1 AS x FROM stg_orders o
                I001 List the columns ‹order_id, customer_id, amount, address›
            SELECT * FROM stg_orders o JOIN stg_customers c USING (customer_id)
                I001 List the columns ‹o.order_id, customer_id, o.amount, o.address, c.email›
            SELECT * FROM stg_orders o CROSS JOIN stg_customers c
                I001 List the columns ‹o.order_id, o.customer_id, o.amount, o.address, c.customer_id, c.email›
            SELECT * FROM stg_orders o FULL JOIN stg_customers c USING (customer_id)
                I001 List the columns ‹o.order_id, customer_id, o.amount, o.address, c.email›
            SELECT * REPLACE (1 AS amount) FROM stg_orders
            SELECT * RENAME (amount AS paid) FROM stg_orders
            SELECT * FROM stg_orders a, stg_orders b
                I001 List the columns ‹a.order_id, a.customer_id, a.amount, a.address, b.order_id, b.customer_id, b.amount, b.address›
            FROM stg_orders
            //- /models/r.rocky | from stg_orders | take 10
        "#]],
    );
}

#[test]
fn of_descriptions() {
    offered(
        &[
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\nintnt = \"x\"\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\n[stratgy]\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\ndepends_on = []\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\ndepends_on = [\"stg_customers\"]\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\ndepends_on = [\"stg_customers\", \"raw.orders\"]\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\ndepends_on = [\"stg_ordrs\"]\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\n[columns.amuont]\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\n[[tests]]\ntype = \"unique\"\ncolumn = \"amuont\"\n",
        ],
        expect![[r#"
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | intnt = "x" | 
                V061? Change to `intent` ‹intent›
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | [stratgy] | 
                V061? Change to `strategy` ‹strategy›
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | depends_on = [] | 
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | depends_on = ["stg_customers"] | 
                D011 Complete the list ‹, "stg_orders"›
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | depends_on = ["stg_customers", "raw.orders"] | 
                D011 Complete the list ‹, "stg_orders"›
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | depends_on = ["stg_ordrs"] | 
                D011 Complete the list ‹, "stg_orders"›
                V064? Change to `"stg_orders"` ‹"stg_orders"›
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | [columns.amuont] | 
                E015? Change to `amount` ‹amount›
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | [[tests]] | type = "unique" | column = "amuont" | 
                E015? Change to `"amount"` ‹"amount"›
        "#]],
    );
}

#[test]
fn of_a_range() {
    let fixture = support::cursor::shop("SELECT amuont, oder_id FROM stg_orders");
    let host = &mut host(&fixture);
    let main = file(host, "models/main.sql");
    let titles = |host: &mut Host, start: u32, end: u32| -> Vec<String> {
        let range = ide::TextRange::new(start.into(), end.into());
        let fixes = ask(host, |it| it.fixes(main, range));
        fixes.into_iter().map(|it| it.1.title).collect()
    };
    assert_eq!(titles(host, 7, 7), ["Change to `amount`"]);
    assert_eq!(titles(host, 13, 13), ["Change to `amount`"]);
    assert_eq!(titles(host, 7, 30), ["Change to `amount`", "Change to `order_id`"]);
    assert_eq!(titles(host, 23, 30), Vec::<String>::new());
}

#[test]
fn of_functions_that_other_dialects_have() {
    offered(
        &[
            "SELECT IFF(amount > 0, 1, 0) AS paid, NVL(amount, 0) AS amount FROM stg_orders",
            "SELECT date_format(now(), 'x') AS day, SAFE_CAST(1) AS one, GETDATE() AS at FROM stg_orders",
        ],
        expect![[r#"
            SELECT IFF(amount > 0, 1, 0) AS paid, NVL(amount, 0) AS amount FROM stg_orders
                E006? Write `CASE WHEN .. THEN .. ELSE .. END`, as DuckDB has it ‹CASE WHEN amount > 0 THEN 1 ELSE 0 END›
                E006? Write `COALESCE`, as DuckDB has it ‹COALESCE›
            SELECT date_format(now(), 'x') AS day, SAFE_CAST(1) AS one, GETDATE() AS at FROM stg_orders
                E019 Write `TRY_CAST` ‹TRY_CAST›
                E006? Write `CURRENT_TIMESTAMP`, as DuckDB has it ‹CURRENT_TIMESTAMP›
        "#]],
    );
}

#[test]
fn of_sources_and_aliases() {
    offered(
        &[
            "SELECT a FROM landing.things",
            "SELECT order_id, o.email FROM stg_orders AS o JOIN stg_customers AS o ON o.customer_id = 1",
            "//- /models/main.toml\nintent = \"main\"\n//- /models/main.sql\nSELECT a FROM far.landing.things",
        ],
        expect![[r#"
            SELECT a FROM landing.things
                W015? Declare `landing.things` in `[[sources]]` 
            SELECT order_id, o.email FROM stg_orders AS o JOIN stg_customers AS o ON o.customer_id = 1
                E004? Call the second one `o_2` ‹o_2› ‹o_2›
            //- /models/main.toml | intent = "main" | //- /models/main.sql | SELECT a FROM far.landing.things
                W015? Declare `far.landing.things` in `[[sources]]` ‹
            [[sources]]
            catalog = "far"
            schema = "landing"
            table = "things"
            ›
        "#]],
    );
}

#[test]
fn none_leads_back_to_the_model_or_writes_what_the_dsl_lacks() {
    offered(
        &[
            "//- /models/stg_peoples.sql\nSELECT 1 AS one FROM raw_peoples",
            "//- /models/main.rocky\nfrom stg_orders\njoin stg_customers as c on customer_id { keep email }\ngroup customer_id, customer_id { n: count() }",
        ],
        expect![[r#"
            //- /models/stg_peoples.sql | SELECT 1 AS one FROM raw_peoples
            //- /models/main.rocky | from stg_orders | join stg_customers as c on customer_id { keep email } | group customer_id, customer_id { n: count() }
        "#]],
    );
}
