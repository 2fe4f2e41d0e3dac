//! The words of the DSL show the SQL that their model means.

mod support;

use expect_test::expect;
use support::cursor::check_hover as check;

const REPORT: &str = "//- /models/report.rocky
from stg_orders as o
left join stg_customers as c on customer_id { keep c.email }
derive { net: amount * 2 }
where net > 1 or net < 0
";

fn report(from: &str, to: &str) -> String {
    REPORT.replacen(from, to, 1)
}

#[test]
fn on_the_words_of_steps() {
    check(
        &report("from", "fr$0om"),
        expect![[r#"
        ‹from›
        the model in the SQL of DuckDB:

        ```sql
        SELECT c.email
        FROM shop.main.stg_orders AS o
        LEFT JOIN shop.main.stg_customers AS c ON o.customer_id = c.customer_id
        WHERE amount * 2 > 1 OR amount * 2 < 0
        ```
    "#]],
    );
    check(
        &report("left join", "left jo$0in"),
        expect![[r#"
        ‹join›
        the model in the SQL of DuckDB:

        ```sql
        SELECT c.email
        FROM shop.main.stg_orders AS o
        LEFT JOIN shop.main.stg_customers AS c ON o.customer_id = c.customer_id
        WHERE amount * 2 > 1 OR amount * 2 < 0
        ```
    "#]],
    );
    check(
        &report("\nwhere", "\n$0where"),
        expect![[r#"
        ‹where›
        the model in the SQL of DuckDB:

        ```sql
        SELECT c.email
        FROM shop.main.stg_orders AS o
        LEFT JOIN shop.main.stg_customers AS c ON o.customer_id = c.customer_id
        WHERE amount * 2 > 1 OR amount * 2 < 0
        ```
    "#]],
    );
    check(
        "//- /models/m.rocky\nl$0et a = from stg_orders take 1\nfrom a select { amount }",
        expect![[r#"
        ‹let›
        the model in the SQL of DuckDB:

        ```sql
        WITH a AS (
        SELECT *
        FROM shop.main.stg_orders AS stg_orders
        LIMIT 1
        )
        SELECT amount
        FROM a
        ```
    "#]],
    );
}

#[test]
fn names_keep_their_own_cards() {
    check(
        &report("net >", "ne$0t >"),
        expect![[r#"
        ‹net›
        ```sql
        net DECIMAL(18,2) NULL
        ```
    "#]],
    );
    check(
        &report("{ keep", "{ ke$0ep"),
        expect![[r#"
        nothing
    "#]],
    );
    check(
        &report("stg_orders as", "stg_ord$0ers as"),
        expect![[r#"
        ‹stg_orders›
        **stg_orders** · full_refresh · `shop.main.stg_orders`

        one row per order

        ```sql
        order_id BIGINT NOT NULL
        customer_id BIGINT NOT NULL
        amount DECIMAL(10,2) NULL
        address STRUCT(street VARCHAR, city VARCHAR) NULL
        ```
    "#]],
    );
}

#[test]
fn while_there_is_no_sql() {
    check(
        "//- /models/m.rocky\nfr$0om stg_orders\nwhere",
        expect![[r#"
        ‹from›
        there is no SQL for the model yet: an expression is missing
    "#]],
    );
    check(
        "//- /models/m.rocky\nfrom$0",
        expect![[r#"
        ‹from›
        there is no SQL for the model yet: a `from` or a `join` names no relation
    "#]],
    );
}

#[test]
fn in_the_warehouse_of_the_model() {
    check(
        "//- /rocky.toml\n[adapter]\ntype = \"bigquery\"\n//- /models/m.rocky\nfrom t where a % 2 == 1 and at != @2025-01-31T10:00Z\n$0select { a, end }",
        expect![[r#"
            ‹select›
            the model in the SQL of BigQuery:

            ```sql
            SELECT a, `end`
            FROM t
            WHERE MOD(a, 2) = 1 AND `at` IS DISTINCT FROM TIMESTAMP '2025-01-31 10:00:00+00:00'
            ```
        "#]],
    );
}
