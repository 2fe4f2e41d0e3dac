//! Proposals that write more than a name: conditions of joins, all columns, aliases, calls; and what is said of each.

mod support;

use expect_test::expect;
use ide::CompletionKind;
use support::{
    ask,
    completion::{check_documentation, check_kind as check, proposed},
    cursor::{at_cursor, shop},
};

#[test]
fn conditions_come_from_what_is_declared() {
    let project = |model: &str| {
        format!(
            "//- /models/stg_orders.toml
[[tests]]
type = \"relationships\"
column = \"customer_id\"
to_table = \"stg_customers\"
to_column = \"customer_id\"
//- /models/lines.toml
[[tests]]
type = \"composite\"
kind = \"unique\"
columns = [\"order_id\", \"line\"]
//- /models/lines.sql
SELECT order_id, 1 AS line, 'a' AS amount FROM stg_orders
//- /models/report.sql
{model}"
        )
    };
    let model = project("SELECT 1 FROM stg_customers c JOIN stg_orders o ON $0");
    check(
        CompletionKind::Condition,
        &model,
        expect![[r#"
        Condition c.customer_id = o.customer_id (by a test of relationships)
    "#]],
    );
    let model = project("SELECT 1 FROM stg_orders o JOIN lines l ON $0");
    check(
        CompletionKind::Condition,
        &model,
        expect![[r#"
        Condition o.order_id = l.order_id
    "#]],
    );
    let model = project("SELECT 1 FROM lines l JOIN lines m ON $0");
    check(
        CompletionKind::Condition,
        &model,
        expect![[r#"
        Condition l.order_id = m.order_id AND l.line = m.line (a key of `m`)
        Condition l.amount = m.amount
        Condition l.line = m.line
        Condition l.order_id = m.order_id
    "#]],
    );
}

#[test]
fn all_columns() {
    let all = |text: &str, expected| check(CompletionKind::Columns, text, expected);
    all(
        "SELECT *$0 FROM stg_orders o JOIN stg_customers c USING (customer_id)",
        expect![[r#"
            Columns * => o.order_id, customer_id, o.amount, o.address, c.email (5 columns) for *
        "#]],
    );
    all(
        "SELECT o.*$0, c.email FROM stg_orders o JOIN stg_customers c ON true",
        expect![[r#"
            Columns o.* => o.order_id, o.customer_id, o.amount, o.address (4 columns) for o.*
        "#]],
    );
    all(
        "SELECT *$0 FROM stg_orders o CROSS JOIN stg_customers c",
        expect![[r#"
            Columns * => o.order_id, o.customer_id, o.amount, o.address, c.customer_id, c.email (6 columns) for *
        "#]],
    );
    all("SELECT $0 FROM raw.unknown", expect![""]);
}

#[test]
fn an_alias_that_is_not_there_yet() {
    let columns = |text: &str, expected| check(CompletionKind::Column, text, expected);
    columns(
        "SELECT c.$0 FROM stg_customers",
        expect![[r#"
        Column customer_id + AS c (BIGINT NOT NULL · adds AS c)
        Column email + AS c (VARCHAR NOT NULL · adds AS c)
    "#]],
    );
    columns(
        "SELECT so.$0 FROM stg_customers, stg_orders WHERE true",
        expect![[r#"
        Column address + AS so (STRUCT(street VARCHAR, city VARCHAR) NULL · adds AS so)
        Column amount + AS so (DECIMAL(10,2) NULL · adds AS so)
        Column customer_id + AS so (BIGINT NOT NULL · adds AS so)
        Column order_id + AS so (BIGINT NOT NULL · adds AS so)
    "#]],
    );
    // An alias would hide the name that is used.
    columns("SELECT stg_customers.email, c.$0 FROM stg_customers", expect![""]);
    // Either may be meant.
    columns("SELECT s.$0 FROM stg_customers, stg_orders", expect![""]);
    check(
        CompletionKind::Alias,
        "SELECT 1 FROM stg_customers $0",
        expect![[r#"
        Alias AS sc
    "#]],
    );
    check(CompletionKind::Alias, "SELECT 1 FROM stg_customers c $0", expect![""]);
    check(
        CompletionKind::Alias,
        "SELECT 1 FROM raw.orders o JOIN stg_orders $0 ON true",
        expect![[r#"
        Alias AS so
    "#]],
    );
}

#[test]
fn windows_by_name() {
    let windows = |text: &str, expected| check(CompletionKind::Window, text, expected);
    windows(
        "SELECT sum(amount) OVER $0 FROM stg_orders WINDOW w AS (PARTITION BY customer_id), v AS (w)",
        expect![[r#"
            Window v (window)
            Window w (window)
        "#]],
    );
    windows(
        "SELECT sum(amount) OVER ($0) FROM stg_orders WINDOW w AS (PARTITION BY customer_id)",
        expect![[r#"
            Window w (window)
        "#]],
    );
}

#[test]
fn what_is_compared_comes_first() {
    let columns = |text: &str, expected| check(CompletionKind::Column, text, expected);
    columns(
        "SELECT 1 FROM stg_orders o, stg_customers c WHERE email = $0",
        expect![[r#"
        Column email (VARCHAR NOT NULL · c)
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL · o)
        Column amount (DECIMAL(10,2) NULL · o)
        Column c.customer_id (BIGINT NOT NULL · c)
        Column o.customer_id (BIGINT NOT NULL · o)
        Column order_id (BIGINT NOT NULL · o)
    "#]],
    );
    columns(
        "SELECT 1 FROM stg_orders o WHERE o.amount > o.$0",
        expect![[r#"
        Column amount (DECIMAL(10,2) NULL)
        Column customer_id (BIGINT NOT NULL)
        Column order_id (BIGINT NOT NULL)
        Column address (STRUCT(street VARCHAR, city VARCHAR) NULL)
    "#]],
    );
}

#[test]
fn calls() {
    let call = |text: &str, name: &str| {
        let found = proposed(&shop(text));
        found.into_iter().find(|it| it.label == name).and_then(|it| it.snippet)
    };
    assert_eq!(call("SELECT $0 FROM stg_orders", "round").as_deref(), Some("round($0)"));
    assert_eq!(call("SELECT $0 FROM stg_orders", "pi").as_deref(), Some("pi()"));
    assert_eq!(call("SELECT ro$0(amount) FROM stg_orders", "round"), None);
}

#[test]
fn half_typed_statements() {
    let columns = |text: &str, expected| check(CompletionKind::Column, text, expected);
    columns("SELECT $0 FROM", expect![""]);
    columns(
        "SELECT email, FROM stg_customers WHERE $0",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL · stg_customers)
        Column email (VARCHAR NOT NULL · stg_customers)
    "#]],
    );
    columns(
        "SELECT (SELECT max(c.$0 FROM stg_customers c",
        expect![[r#"
        Column customer_id (BIGINT NOT NULL)
        Column email (VARCHAR NOT NULL)
    "#]],
    );
    columns(
        "WITH a AS (SELECT email FROM stg_customers), b AS (SELECT a.$0 FROM a) SELECT",
        expect![[r#"
        Column email (VARCHAR NOT NULL)
    "#]],
    );
}

#[test]
fn documentation_is_looked_up() {
    check_documentation(
        "SELECT 1 FROM $0",
        CompletionKind::Model,
        "stg_customers",
        expect![[r#"
        **stg_customers** · full_refresh · `shop.main.stg_customers`

        one row per customer

        ```sql
        customer_id BIGINT NOT NULL
        email VARCHAR NOT NULL
        ```
    "#]],
    );
    check_documentation(
        "SELECT 1 FROM $0",
        CompletionKind::Source,
        "raw.customers",
        expect![[r#"
        **raw.customers** · declared in the schema file `schemas/raw.toml`

        ```sql
        id BIGINT NOT NULL
        email VARCHAR NOT NULL
        ```
    "#]],
    );
    check_documentation(
        "SELECT em$0 FROM stg_customers",
        CompletionKind::Column,
        "email",
        expect![[r#"
        ```sql
        stg_customers.email VARCHAR NOT NULL
        ```

        where to write to

        from [`raw.customers.email`](<project:schemas/raw.toml#L17>)

        classified pii
    "#]],
    );
    check_documentation(
        "SELECT $0 FROM stg_customers",
        CompletionKind::Function,
        "pi",
        expect![[r#"
        ```sql
        pi() -> DOUBLE
        ```

        function

        Returns the value of pi. [DuckDB](https://duckdb.org/docs/stable/sql/functions/numeric)
    "#]],
    );
    check_documentation(
        "WITH a AS (SELECT 1 AS x) SELECT x FROM $0",
        CompletionKind::Cte,
        "a",
        expect![[r#"
        ```sql
        WITH a
        ```

        ```sql
        x INTEGER NOT NULL
        ```
    "#]],
    );
    check_documentation(
        "SELECT $0 FROM stg_customers",
        CompletionKind::Keyword,
        "CASE",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn of_thousands_of_models_those_that_go_with_what_is_typed() {
    let mut text = String::new();
    for number in 0..1_200 {
        text += &format!("//- /models/model_{number}.sql\nSELECT 1 AS one\n");
    }
    let found = |typed: &str| {
        let (mut host, position) =
            at_cursor(&shop(&format!("{text}//- /models/report.sql\nSELECT 1 FROM {typed}$0")));
        let found = ask(&mut host, |it| it.completions(position));
        let models = found.items.iter().filter(|it| it.kind == CompletionKind::Model).count();
        (models, found.is_incomplete)
    };
    assert_eq!(found(""), (1_000, true));
    assert_eq!(found("m11"), (147, true));
}
