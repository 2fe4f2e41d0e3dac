//! Which columns are proposed at a cursor, and in which order.

mod support;

use expect_test::expect;
use support::{
    ask,
    completion::{check, lines},
    cursor::{at_cursor, loose_at_cursor},
};
use testing::fixture::parse;

#[test]
fn a_qualified_column() {
    check(
        "SELECT o.$0 FROM stg_orders o",
        expect![[r#"
            Column address (STRUCT(street VARCHAR, city VARCHAR) NULL)
            Column amount (DECIMAL(10,2) NULL)
            Column customer_id (BIGINT NOT NULL)
            Column order_id (BIGINT NOT NULL)
            Columns all columns => order_id, o.customer_id, o.amount, o.address (4 columns)
        "#]],
    );
    check(
        "SELECT o.am$0 FROM stg_orders o",
        expect![[r#"
            Column address (STRUCT(street VARCHAR, city VARCHAR) NULL) for am
            Column amount (DECIMAL(10,2) NULL) for am
            Column customer_id (BIGINT NOT NULL) for am
            Column order_id (BIGINT NOT NULL) for am
            Columns all columns => order_id, o.customer_id, o.amount, o.address (4 columns) for am
        "#]],
    );
    check(
        "SELECT o.amount, c.$0 FROM stg_orders o JOIN stg_customers c USING (customer_id)",
        expect![[r#"
            Column customer_id (BIGINT NOT NULL)
            Column email (VARCHAR NOT NULL)
            Columns all columns => customer_id, c.email (2 columns)
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
            Columns all columns => customer_id, stg_customers.email (2 columns)
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
            Columns all columns => customer_id, email (2 columns)
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
            Columns all columns => customer_id, email (2 columns) for em
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
            Columns all columns => customer_id, email (2 columns)
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
            Columns all columns => customer_id, email (2 columns)
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
            Column email (VARCHAR NOT NULL · stg_customers)
            Column customer_id (BIGINT NOT NULL · stg_customers)
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
            Columns all columns => customer_id, email (2 columns)
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
            Columns all columns => order_id, o.customer_id, amount, address, c.customer_id, email (6 columns)
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
            Columns all columns => order_id, customer_id, amount, address, email (5 columns)
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
            Columns all columns => customer_id, email (2 columns)
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
fn aliases_of_items_where_the_dialect_lets_them_be_named() {
    let list = "SELECT lower(email) AS mail, count(*) AS times FROM stg_customers c";
    let places = [
        ("ON", format!("{list} JOIN stg_orders o ON $0")),
        ("WHERE", format!("{list} WHERE $0")),
        ("a longer WHERE", format!("{list} WHERE email = 'a' AND $0 GROUP BY 1")),
        ("GROUP BY", format!("{list} GROUP BY $0")),
        ("HAVING", format!("{list} GROUP BY 1 HAVING $0")),
        ("ORDER BY", format!("{list} GROUP BY 1 ORDER BY $0")),
        ("the list", "SELECT lower(email) AS mail, count(*) AS times, $0 FROM stg_customers c".to_owned()),
    ];
    let mut table = String::new();
    for (place, text) in places {
        for dialect in ["duckdb", "databricks", "snowflake", "bigquery", "trino"] {
            let models = "//- /models/stg_customers.sql\nSELECT 1 AS customer_id, 'a' AS email\n\
                //- /models/stg_orders.sql\nSELECT 1 AS order_id\n//- /models/totals.sql\n";
            let fixture = format!("//- /rocky.toml\n[adapter]\ntype = \"{dialect}\"\n{models}{text}\n");
            let (mut host, position) = at_cursor(&parse(&fixture));
            let found = ask(&mut host, |it| it.completions(position));
            let is_proposed = |name: &str| found.items.iter().any(|it| it.label.eq_ignore_ascii_case(name));
            let seen: Vec<&str> = ["mail", "times"].into_iter().filter(|it| is_proposed(it)).collect();
            let seen = if seen.is_empty() { "-".to_owned() } else { seen.join(" ") };
            table += &format!("{place}, {dialect}: {seen}\n");
        }
    }
    expect![[r#"
        ON, duckdb: -
        ON, databricks: -
        ON, snowflake: -
        ON, bigquery: -
        ON, trino: -
        WHERE, duckdb: mail
        WHERE, databricks: -
        WHERE, snowflake: mail
        WHERE, bigquery: -
        WHERE, trino: -
        a longer WHERE, duckdb: mail
        a longer WHERE, databricks: -
        a longer WHERE, snowflake: mail
        a longer WHERE, bigquery: -
        a longer WHERE, trino: -
        GROUP BY, duckdb: mail
        GROUP BY, databricks: mail
        GROUP BY, snowflake: mail
        GROUP BY, bigquery: mail
        GROUP BY, trino: -
        HAVING, duckdb: mail times
        HAVING, databricks: mail times
        HAVING, snowflake: mail times
        HAVING, bigquery: mail times
        HAVING, trino: -
        ORDER BY, duckdb: mail times
        ORDER BY, databricks: mail times
        ORDER BY, snowflake: mail times
        ORDER BY, bigquery: mail times
        ORDER BY, trino: mail times
        the list, duckdb: mail times
        the list, databricks: mail times
        the list, snowflake: mail times
        the list, bigquery: -
        the list, trino: -
    "#]]
    .assert_eq(&table);
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
            Columns all columns => order_id, customer_id, amount, address (4 columns)
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
            Columns all columns => customer_id, email (2 columns)
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
            Column amount (DECIMAL(10,2) NULL · orders)
            Column customer_id (BIGINT NOT NULL · orders)
            Column id (BIGINT NOT NULL · orders)
            Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · orders)
            Alias orders
            Column c.customer_id (BIGINT NOT NULL · c)
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
            Columns all columns => id, email (2 columns)
            Column c.email (VARCHAR NOT NULL · c)
            Column customer_id (BIGINT NOT NULL · c)
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
fn a_loose_file() {
    let (mut host, position) =
        loose_at_cursor(&parse("//- /query.sql\nWITH a AS (SELECT 1 AS one) SELECT $0 FROM a"));
    let found = ask(&mut host, |it| it.completions(position)).items;
    expect![[r#"
        Column one (INTEGER NOT NULL · a)
        Alias a
        functions
        keywords
    "#]]
    .assert_eq(&lines(&mut host, position.file, &found));
}
