//! What is proposed at a cursor, and in which order.

mod support;

use expect_test::{Expect, expect};
use ide::{Completion, CompletionKind};
use support::{
    ask,
    cursor::{at_cursor, loose_at_cursor, shop, text},
};
use testing::fixture::parse;

/// Checks the proposals at the cursor. Functions and keywords are left out, but for whether there are any.
fn check(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let found = ask(&mut host, |it| it.completions(position));
    expected.assert_eq(&lines(&mut host, position.file, &found));
}

fn lines(host: &mut ide::Host, file: ide::FileId, found: &[Completion]) -> String {
    let mut lines = String::new();
    for it in found.iter().filter(|it| !is_common(it)) {
        let mut line = format!("{:?} {}", it.kind, it.label);
        if it.insert != it.label {
            line += &format!(" => {}", it.insert);
        }
        if let Some(detail) = &it.detail {
            line += &format!(" ({detail})");
        }
        let replaced = text(host, file, it.replace);
        if !replaced.is_empty() {
            line += &format!(" for {replaced}");
        }
        lines += &format!("{line}\n");
    }
    let count = |kind| found.iter().filter(|it| it.kind == kind).count();
    if count(CompletionKind::Function) > 0 {
        lines += "functions\n";
    }
    if count(CompletionKind::Keyword) > 0 {
        lines += "keywords\n";
    }
    let is_last = |it: &&Completion| is_common(it);
    assert_eq!(found.iter().rev().take_while(is_last).count(), found.iter().filter(is_last).count());
    lines
}

fn is_common(it: &Completion) -> bool {
    matches!(it.kind, CompletionKind::Function | CompletionKind::Keyword)
}

/// Checks the words that are proposed.
fn words(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let found = ask(&mut host, |it| it.completions(position));
    let words = found.iter().filter(|it| it.kind == CompletionKind::Keyword).map(|it| it.label.as_str());
    expected.assert_eq(&format!("{}\n", words.collect::<Vec<_>>().join(", ")));
}

#[test]
fn a_qualified_column() {
    check(
        "SELECT o.$0 FROM stg_orders o",
        expect![[r#"
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL)
        Column amount (DECIMAL(10,2) NULL)
        Column customer_id (BIGINT NOT NULL)
        Column order_id (BIGINT NOT NULL)
    "#]],
    );
    check(
        "SELECT o.am$0 FROM stg_orders o",
        expect![[r#"
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL) for am
        Column amount (DECIMAL(10,2) NULL) for am
        Column customer_id (BIGINT NOT NULL) for am
        Column order_id (BIGINT NOT NULL) for am
    "#]],
    );
    check(
        "SELECT o.amount, c.$0 FROM stg_orders o JOIN stg_customers c USING (customer_id)",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL)
        Column email (VARCHAR NOT NULL)
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders o WHERE o.$0",
        expect![[r#"
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL)
        Column amount (DECIMAL(10,2) NULL)
        Column customer_id (BIGINT NOT NULL)
        Column order_id (BIGINT NOT NULL)
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders o JOIN stg_customers c ON o.customer_id = c.$0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL)
        Column email (VARCHAR NOT NULL)
    "#]],
    );
    check(
        "WITH a AS (SELECT 1 AS x) SELECT a.$0 FROM a",
        expect![[r#"
        Column x (INTEGER NOT NULL)
    "#]],
    );
    check(
        "SELECT stg_customers.$0 FROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL)
        Column email (VARCHAR NOT NULL)
    "#]],
    );
    check("SELECT nobody.$0 FROM stg_orders o", expect![[""]]);
}

#[test]
fn a_field_of_a_struct() {
    check(
        "SELECT o.address.$0 FROM stg_orders o",
        expect![[r#"
        Column city (VARCHAR)
        Column street (VARCHAR)
    "#]],
    );
    check(
        "SELECT address.$0 FROM stg_orders o",
        expect![[r#"
        Column city (VARCHAR)
        Column street (VARCHAR)
    "#]],
    );
}

#[test]
fn a_bare_column() {
    check(
        "SELECT $0 FROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "SELECT em$0 FROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers) for em
        Column email (VARCHAR NOT NULL · stg_customers) for em
        Alias stg_customers for em
        functions
        keywords
    "#]],
    );
    check(
        "SELECT email, $0 FROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "SELECT email, $0\nFROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "SELECT lower($0) FROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "SELECT CASE WHEN $0 FROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_customers WHERE $0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_customers WHERE email = $0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_customers WHERE email IN ($0)",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "FROM stg_customers SELECT $0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "SELECT $0",
        expect![[r#"
        functions
        keywords
    "#]],
    );
}

#[test]
fn columns_of_several_relations() {
    check(
        "SELECT $0 FROM stg_orders o CROSS JOIN stg_customers c",
        expect![[r#"
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · o)
        Column amount (DECIMAL(10,2) NULL · o)
        Column c.customer_id (BIGINT NOT NULL · c)
        Column email (VARCHAR NOT NULL · c)
        Column o.customer_id (BIGINT NOT NULL · o)
        Column order_id (BIGINT NOT NULL · o)
        Alias c
        Alias o
        functions
        keywords
    "#]],
    );
    check(
        "SELECT $0 FROM stg_orders o JOIN stg_customers c USING (customer_id)",
        expect![[r#"
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · o)
        Column amount (DECIMAL(10,2) NULL · o)
        Column customer_id (BIGINT NOT NULL · o)
        Column email (VARCHAR NOT NULL · c)
        Column order_id (BIGINT NOT NULL · o)
        Alias c
        Alias o
        functions
        keywords
    "#]],
    );
}

#[test]
fn aliases_of_items() {
    check(
        "SELECT lower(email) AS mail, $0 FROM stg_customers",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        Column mail (VARCHAR NOT NULL · of this SELECT)
        functions
        keywords
    "#]],
    );
    check(
        "SELECT lower(email) AS mail FROM stg_customers ORDER BY $0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        Column mail (VARCHAR NOT NULL · of this SELECT)
        functions
        keywords
    "#]],
    );
    check(
        "SELECT lower(email) AS mail FROM stg_customers GROUP BY $0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        Column mail (VARCHAR NOT NULL · of this SELECT)
        functions
        keywords
    "#]],
    );
}

#[test]
fn columns_of_a_set_operation() {
    check(
        "SELECT email AS a FROM stg_customers UNION ALL SELECT $0 FROM stg_orders",
        expect![[r#"
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · stg_orders)
        Column amount (DECIMAL(10,2) NULL · stg_orders)
        Column customer_id (BIGINT NOT NULL · stg_orders)
        Column order_id (BIGINT NOT NULL · stg_orders)
        Alias stg_orders
        functions
        keywords
    "#]],
    );
}

#[test]
fn an_order_of_a_set_operation() {
    check(
        "SELECT email AS a FROM stg_customers UNION ALL SELECT 'x' FROM stg_orders ORDER BY $0",
        expect![[r#"
            Column a (VARCHAR NOT NULL)
        "#]],
    );
    check(
        "WITH u AS (SELECT 1 AS a UNION SELECT 2 ORDER BY $0) SELECT b FROM (SELECT 1 AS b) ORDER BY b",
        expect![[r#"
            Column a (INTEGER NOT NULL)
        "#]],
    );
    check(
        "WITH u AS (SELECT 1 AS a UNION SELECT 2) SELECT b FROM (SELECT 1 AS b) s ORDER BY $0",
        expect![[r#"
            Column b (INTEGER NOT NULL · s)
            Alias s
            functions
            keywords
        "#]],
    );
}

#[test]
fn columns_within_queries() {
    check(
        "WITH a AS (SELECT $0 FROM stg_customers) SELECT * FROM a",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "WITH a AS (SELECT email FROM stg_customers WHERE $0) SELECT * FROM a",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "WITH a AS (SELECT email FROM stg_customers WHERE $0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_customers c WHERE EXISTS (SELECT 1 FROM raw.orders WHERE customer_id = $0)",
        expect![[r#"
            Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · orders)
            Column amount (DECIMAL(10,2) NULL · orders)
            Column customer_id (BIGINT NOT NULL · orders)
            Column id (BIGINT NOT NULL · orders)
            Alias orders
            Column customer_id (BIGINT NOT NULL · c)
            Column email (VARCHAR NOT NULL · c)
            Alias c
            functions
            keywords
        "#]],
    );
    check(
        "SELECT 1 FROM stg_customers c, (SELECT $0 FROM raw.customers) d",
        expect![[r#"
        Column email (VARCHAR NOT NULL · customers)
        Column id (BIGINT NOT NULL · customers)
        Alias customers
        Column customer_id (BIGINT NOT NULL · c)
        Column email (VARCHAR NOT NULL · c)
        Alias c
        functions
        keywords
    "#]],
    );
    check(
        "SELECT s.$0 FROM (SELECT 1 AS one) s",
        expect![[r#"
        Column one (INTEGER NOT NULL)
    "#]],
    );
}

#[test]
fn a_relation() {
    check(
        "SELECT 1 FROM $0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_o$0",
        expect![[r#"
        Model stg_customers (one row per customer) for stg_o
        Model stg_orders (one row per order) for stg_o
        Source raw.customers (declared in the schema file `schemas/raw.toml`) for stg_o
        Source raw.orders (declared in the schema file `schemas/raw.toml`) for stg_o
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders o JOIN $0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders o LEFT JOIN $0 WHERE o.amount > 1",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders, $0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "SELECT 1 FROM raw.$0",
        expect![[r#"
        Source customers (declared in the schema file `schemas/raw.toml`)
        Source orders (declared in the schema file `schemas/raw.toml`)
    "#]],
    );
    check(
        "SELECT 1 FROM shop.$0",
        expect![[r#"
        Source main (schema)
    "#]],
    );
    check(
        "SELECT 1 FROM shop.main.$0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
    "#]],
    );
    check("SELECT 1 FROM nowhere.$0", expect![[""]]);
}

#[test]
fn ctes_that_are_visible() {
    check(
        "WITH a AS (SELECT 1 AS x), b AS (SELECT 2 AS y) SELECT * FROM $0",
        expect![[r#"
        Cte a (CTE)
        Cte b (CTE)
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "WITH a AS (SELECT 1 AS x), b AS (SELECT * FROM $0), c AS (SELECT 1) SELECT 1",
        expect![[r#"
        Cte a (CTE)
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "WITH a AS (SELECT * FROM $0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "WITH o AS (WITH i AS (SELECT 1) SELECT * FROM i) SELECT * FROM $0",
        expect![[r#"
        Cte o (CTE)
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM $0) SELECT * FROM r",
        expect![[r#"
        Cte r (CTE)
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
}

#[test]
fn a_join_column() {
    check(
        "SELECT 1 FROM stg_orders JOIN stg_customers USING ($0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL)
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders JOIN stg_customers USING ($0)",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL)
    "#]],
    );
    check(
        "SELECT 1 FROM stg_orders JOIN stg_customers USING (cust$0) WHERE amount > 1",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL) for cust
    "#]],
    );
}

#[test]
fn a_join_condition() {
    check(
        "SELECT 1 FROM stg_orders o JOIN stg_customers c ON $0",
        expect![[r#"
            Column o.customer_id = c.customer_id
            Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · o)
            Column amount (DECIMAL(10,2) NULL · o)
            Column c.customer_id (BIGINT NOT NULL · c)
            Column email (VARCHAR NOT NULL · c)
            Column o.customer_id (BIGINT NOT NULL · o)
            Column order_id (BIGINT NOT NULL · o)
            Alias c
            Alias o
            functions
            keywords
        "#]],
    );
    check(
        "SELECT 1 FROM stg_orders o JOIN stg_customers c ON $0 JOIN raw.customers r ON r.id = 1",
        expect![[r#"
            Column o.customer_id = c.customer_id
            Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · o)
            Column amount (DECIMAL(10,2) NULL · o)
            Column c.customer_id (BIGINT NOT NULL · c)
            Column email (VARCHAR NOT NULL · c)
            Column o.customer_id (BIGINT NOT NULL · o)
            Column order_id (BIGINT NOT NULL · o)
            Alias c
            Alias o
            functions
            keywords
        "#]],
    );
}

#[test]
fn names_that_need_quotes() {
    check(
        r#"WITH a AS (SELECT 1 AS "order", 2 AS "two words") SELECT $0 FROM a"#,
        expect![[r#"
        Column order => "order" (INTEGER NOT NULL · a)
        Column two words => "two words" (INTEGER NOT NULL · a)
        Alias a
        functions
        keywords
    "#]],
    );
    check(
        r#"WITH "my table" AS (SELECT 1 AS x) SELECT * FROM $0"#,
        expect![[r#"
        Cte my table => "my table" (CTE)
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
        functions
        keywords
    "#]],
    );
    check(
        r#"WITH a AS (SELECT 1 AS "order") SELECT "or$0" FROM a"#,
        expect![[r#"
        Column order => "order" (INTEGER NOT NULL · a) for "or"
        Alias a for "or"
        functions
        keywords
    "#]],
    );
}

#[test]
fn nothing() {
    for text in [
        "SELECT 'o.$0' FROM stg_orders o",
        "SELECT 'it$0",
        "SELECT 1 -- o.$0\nFROM stg_orders o",
        "SELECT 1 /* o.$0 */ FROM stg_orders o",
        "SELECT 1 /* o.$0",
        "SELECT 12$0 FROM stg_orders o",
        "SELECT 1 AS $0 FROM stg_orders o",
        "WITH $0",
        "WITH a AS (SELECT 1), $0",
        "SELECT 1 FROM stg_orders LIMIT $0",
    ] {
        let (mut host, position) = at_cursor(&shop(text));
        let found = ask(&mut host, |it| it.completions(position));
        let labels: Vec<_> = found.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels, Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn words_that_may_follow() {
    words(
        "$0",
        expect![[r#"
        FROM, SELECT, VALUES, WITH
    "#]],
    );
    words(
        "SEL$0",
        expect![[r#"
        FROM, SELECT, VALUES, WITH
    "#]],
    );
    words(
        "SELECT $0",
        expect![[r#"
        CASE, CAST, DISTINCT, EXISTS, FALSE, INTERVAL, NOT, NULL, TRUE
    "#]],
    );
    words(
        "SELECT email $0 FROM stg_customers",
        expect![[r#"
            AND, AS, BETWEEN, EXCLUDE, FILTER, FROM, GROUP BY, IN, IS NOT NULL, IS NULL, LIKE, LIMIT, OR, ORDER BY, OVER, REPLACE, UNION ALL, WHERE
        "#]],
    );
    words(
        "SELECT email F$0",
        expect![[r#"
            AND, AS, BETWEEN, EXCLUDE, FILTER, FROM, GROUP BY, IN, IS NOT NULL, IS NULL, LIKE, LIMIT, OR, ORDER BY, OVER, REPLACE, UNION ALL, WHERE
        "#]],
    );
    words(
        "SELECT * $0",
        expect![[r#"
            AND, AS, BETWEEN, EXCLUDE, FILTER, FROM, GROUP BY, IN, IS NOT NULL, IS NULL, LIKE, LIMIT, OR, ORDER BY, OVER, REPLACE, UNION ALL, WHERE
        "#]],
    );
    words(
        "SELECT email FROM stg_customers $0",
        expect![[r#"
            AS, CROSS JOIN, EXCEPT, FULL JOIN, GROUP BY, HAVING, INNER JOIN, INTERSECT, JOIN, LEFT JOIN, LIMIT, ORDER BY, QUALIFY, RIGHT JOIN, SELECT, UNION, UNION ALL, WHERE
        "#]],
    );
    words(
        "SELECT email FROM stg_customers c $0",
        expect![[r#"
            AS, CROSS JOIN, EXCEPT, FULL JOIN, GROUP BY, HAVING, INNER JOIN, INTERSECT, JOIN, LEFT JOIN, LIMIT, ORDER BY, QUALIFY, RIGHT JOIN, SELECT, UNION, UNION ALL, WHERE
        "#]],
    );
    words(
        "SELECT email FROM stg_customers c LEFT $0",
        expect![[r#"
        JOIN
    "#]],
    );
    words(
        "SELECT email FROM stg_customers c JOIN stg_orders o $0",
        expect![[r#"
            AS, CROSS JOIN, FULL JOIN, GROUP BY, HAVING, INNER JOIN, JOIN, LEFT JOIN, LIMIT, ON, ORDER BY, QUALIFY, RIGHT JOIN, UNION ALL, USING, WHERE
        "#]],
    );
    words(
        "SELECT email FROM stg_customers WHERE email $0",
        expect![[r#"
            AND, BETWEEN, GROUP BY, HAVING, IN, IS NOT NULL, IS NULL, LIKE, LIMIT, OR, ORDER BY, QUALIFY, UNION ALL
        "#]],
    );
    words(
        "SELECT email FROM stg_customers GROUP $0",
        expect![[r#"
        BY
    "#]],
    );
    words(
        "SELECT email FROM stg_customers ORDER BY email $0",
        expect![[r#"
            ASC, DESC, HAVING, LIMIT, NULLS FIRST, NULLS LAST, ORDER BY, QUALIFY, RANGE, ROWS, UNION ALL
        "#]],
    );
    words(
        "SELECT CASE WHEN email = 'a' $0",
        expect![[r#"
            AND, BETWEEN, ELSE, END, IN, IS NOT NULL, IS NULL, LIKE, OR, THEN, WHEN
        "#]],
    );
    words(
        "SELECT 1 UNION $0",
        expect![[r#"
        ALL, BY NAME, FROM, SELECT, VALUES
    "#]],
    );
    words(
        "WITH a AS (SELECT 1) $0",
        expect![[r#"
        FROM, SELECT
    "#]],
    );
    words(
        "WITH a AS ($0",
        expect![[r#"
        FROM, SELECT, VALUES, WITH
    "#]],
    );
    words(
        "SELECT 1 FROM ($0",
        expect![[r#"
        FROM, SELECT, VALUES, WITH
    "#]],
    );
    words(
        "SELECT row_number() OVER ($0",
        expect![[r#"
        ORDER BY, PARTITION BY, RANGE, ROWS
    "#]],
    );
    words(
        "SELECT lower(email $0 FROM stg_customers",
        expect![[r#"
        AND, AS, BETWEEN, FILTER, IN, IS NOT NULL, IS NULL, LIKE, NOT, OR, OVER
    "#]],
    );
    words(
        "SELECT email FROM stg_customers c JOIN stg_orders o ON 1 = 1 $0",
        expect![[r#"
        AND, BETWEEN, CROSS JOIN, FULL JOIN, GROUP BY, HAVING, IN, INNER JOIN, IS NOT NULL, IS NULL, JOIN, LEFT JOIN, LIKE, LIMIT, OR, ORDER BY, QUALIFY, RIGHT JOIN, UNION ALL, WHERE
    "#]],
    );
    words(
        "(SELECT 1) $0",
        expect![[r#"
        EXCEPT, INTERSECT, LIMIT, ORDER BY, UNION, UNION ALL
    "#]],
    );
}

#[test]
fn the_dsl() {
    let rocky = |text: &str, expected| check(&format!("//- /models/report.rocky\n{text}"), expected);
    rocky(
        "from $0",
        expect![[r#"
        Model stg_customers (one row per customer)
        Model stg_orders (one row per order)
        Source raw.customers (declared in the schema file `schemas/raw.toml`)
        Source raw.orders (declared in the schema file `schemas/raw.toml`)
    "#]],
    );
    rocky(
        "from stg_customers\nwhere $0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    rocky(
        "from stg_orders as o\njoin stg_customers as c on $0",
        expect![[r#"
        Column customer_id (in both)
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · o)
        Column amount (DECIMAL(10,2) NULL · o)
        Column c.customer_id (BIGINT NOT NULL · c)
        Column email (VARCHAR NOT NULL · c)
        Column o.customer_id (BIGINT NOT NULL · o)
        Column order_id (BIGINT NOT NULL · o)
        Alias c
        Alias o
        functions
        keywords
    "#]],
    );
    rocky(
        "from stg_customers\nselect { email, $0 }",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    rocky(
        "from stg_customers\nderive { x: lower($0) }",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
        Alias stg_customers
        functions
        keywords
    "#]],
    );
    rocky(
        "from stg_customers\n$0",
        expect![[r#"
        keywords
    "#]],
    );
    rocky(
        "$0",
        expect![[r#"
        keywords
    "#]],
    );
}

#[test]
fn toml() {
    let sidecar = |text: &str, expected| check(&format!("//- /models/stg_customers.toml\n{text}"), expected);
    sidecar(
        "depends_on = [\"$0\"]",
        expect![[r#"
        Value stg_orders => "stg_orders" for ""
    "#]],
    );
    sidecar(
        "depends_on = [$0]",
        expect![[r#"
        Value stg_orders => "stg_orders"
    "#]],
    );
    sidecar(
        "[strategy]\ntype = \"$0\"",
        expect![[r#"
        Value content_addressed => "content_addressed" for ""
        Value delete_insert => "delete_insert" for ""
        Value dynamic_table => "dynamic_table" for ""
        Value ephemeral => "ephemeral" for ""
        Value full_refresh => "full_refresh" for ""
        Value incremental => "incremental" for ""
        Value materialized_view => "materialized_view" for ""
        Value merge => "merge" for ""
        Value microbatch => "microbatch" for ""
        Value time_interval => "time_interval" for ""
        Value view => "view" for ""
    "#]],
    );
    sidecar(
        "[strategy]\ntype = \"merge\"\nunique_key = [\"$0\"]",
        expect![[r#"
        Value customer_id => "customer_id" for ""
        Value email => "email" for ""
    "#]],
    );
    sidecar(
        "[[tests]]\ntype = \"unique\"\ncolumn = $0",
        expect![[r#"
        Value customer_id => "customer_id"
        Value email => "email"
    "#]],
    );
    sidecar(
        "[strategy]\n$0",
        expect![[r#"
            Key type => type =  (one of several words)
        "#]],
    );
    sidecar(
        "[classification]\n$0",
        expect![[r#"
        Key customer_id => customer_id = 
        Key email => email = 
    "#]],
    );
    sidecar(
        "[columns.$0]",
        expect![[r#"
        Key customer_id
        Key email
    "#]],
    );
    sidecar("# comment $0", expect![[""]]);
    sidecar(
        "[strategy]\ntype = \"merge\"\n$0",
        expect![[r#"
        Key unique_key => unique_key =  (array)
        Key update_columns => update_columns =  (array)
    "#]],
    );
    sidecar(
        "[[tests]]\ntype = \"unique\"\n[[tests]]\ntype = \"in_range\"\n$0",
        expect![[r#"
        Key column => column =  (string)
        Key description => description =  (string)
        Key filter => filter =  (string)
        Key max => max =  (one of several kinds)
        Key min => min =  (one of several kinds)
        Key severity => severity =  (one of several words)
    "#]],
    );
    sidecar(
        "intent = \"x\"\nin$0",
        expect![[r#"
            Key adapter => adapter =  (string) for in
            Key args => [args] (table) for in
            Key budget => [budget] (table) for in
            Key classification => [classification] (table) for in
            Key columns => [columns] (table) for in
            Key depends_on => depends_on =  (array) for in
            Key format => format =  (one of several words) for in
            Key format_options => [format_options] (table) for in
            Key freshness => [freshness] (table) for in
            Key governance => [governance] (table) for in
            Key group => group =  (string) for in
            Key name => name =  (string) for in
            Key retention => retention =  (string) for in
            Key skip => [skip] (table) for in
            Key sources => [[sources]] (array) for in
            Key strategy => [strategy] (table) for in
            Key surrogate_key => [[surrogate_key]] (array) for in
            Key tags => [tags] (table) for in
            Key target => [target] (table) for in
            Key test => [[test]] (array) for in
            Key tests => [[tests]] (array) for in
            Key use_test => [[use_test]] (array) for in
        "#]],
    );
    check(
        "//- /models/stg_customers.contract.toml\n[[columns]]\nname = \"$0\"",
        expect![[r#"
        Value customer_id => "customer_id" for ""
        Value email => "email" for ""
    "#]],
    );
    check(
        "//- /models/stg_customers.contract.toml\n[rules]\nrequired = [$0]",
        expect![[r#"
        Value customer_id => "customer_id"
        Value email => "email"
    "#]],
    );
    check(
        "//- /rocky.toml\n[adapter]\ntype = \"$0\"",
        expect![[r#"
        Value airbyte => "airbyte" for ""
        Value bigquery => "bigquery" for ""
        Value databricks => "databricks" for ""
        Value duckdb => "duckdb" for ""
        Value fivetran => "fivetran" for ""
        Value iceberg => "iceberg" for ""
        Value manual => "manual" for ""
        Value snowflake => "snowflake" for ""
        Value trino => "trino" for ""
    "#]],
    );
    check(
        "---toml\ndepends_on = [\"$0\"]\n---\nSELECT 1 AS one",
        expect![[r#"
        Value stg_customers => "stg_customers" for ""
        Value stg_orders => "stg_orders" for ""
    "#]],
    );
}

#[test]
fn a_loose_file() {
    let (mut host, position) =
        loose_at_cursor(&parse("//- /query.sql\nWITH a AS (SELECT 1 AS one) SELECT $0 FROM a"));
    let found = ask(&mut host, |it| it.completions(position));
    expect![[r#"
        Column one (INTEGER NOT NULL · a)
        Alias a
        functions
        keywords
    "#]]
    .assert_eq(&lines(&mut host, position.file, &found));
}
