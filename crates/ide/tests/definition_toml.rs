//! Where names lead that TOML defines or uses.

mod support;

use expect_test::{Expect, expect};
use support::cursor::check_definition as check;

/// Checks a sidecar of `stg_customers`.
fn sidecar(text: &str, expected: Expect) {
    check(&format!("//- /models/stg_customers.toml\n{text}\n"), expected);
}

#[test]
fn a_source_of_a_sidecar() {
    check(
        r#"
        //- /models/report.toml
        [[sources]]
        schema = "crm"
        table = "leads"
        columns = [{ name = "lead_id", type = "BIGINT" }]
        //- /models/report.sql
        SELECT lead$0_id FROM crm.leads
        "#,
        expect![[r#"
            ‹lead_id›
            models/report.toml:4:21 "lead_id"
        "#]],
    );
    check(
        r#"
        //- /models/report.toml
        [[sources]]
        schema = "crm"
        table = "leads"
        columns = [{ name = "lead_id", type = "BIGINT" }]
        //- /models/report.sql
        SELECT lead_id FROM crm.lea$0ds
        "#,
        expect![[r#"
            ‹crm.leads›
            models/report.toml:3:9 "leads"
        "#]],
    );
}

#[test]
fn a_table_of_the_seed() {
    check(
        "
        //- /data/seed.sql
        CREATE TABLE legacy.carts (cart_id BIGINT, total DOUBLE);
        //- /models/report.sql
        SELECT tot$0al FROM legacy.carts
        ",
        expect![[r#"
            ‹total›
            data/seed.sql:1:44 total
        "#]],
    );
}

#[test]
fn names_in_a_sidecar() {
    check(
        r#"
        //- /models/report.toml
        depends_on = ["stg_orders", "stg_cust$0omers"]
        //- /models/report.sql
        SELECT * FROM stg_orders
        "#,
        expect![[r#"
            ‹"stg_customers"›
            models/stg_customers.sql:1:1 SELECT
        "#]],
    );
    sidecar(
        "[strategy]\ntype = \"merge\"\nunique_key = [\"ema$0il\"]",
        expect![[r#"
        ‹"email"›
        models/stg_customers.sql:1:27 email
    "#]],
    );
    sidecar(
        "[strategy]\ntype = \"incremental\"\ntimestamp_column = \"em$0ail\"",
        expect![[r#"
        ‹"email"›
        models/stg_customers.sql:1:27 email
    "#]],
    );
    sidecar(
        "[classification]\nem$0ail = \"pii\"",
        expect![[r#"
        ‹email›
        models/stg_customers.sql:1:27 email
    "#]],
    );
    sidecar(
        "[columns.em$0ail]\ndescription = \"x\"",
        expect![[r#"
        ‹email›
        models/stg_customers.sql:1:27 email
    "#]],
    );
    sidecar(
        "[[tests]]\ntype = \"not_null\"\ncolumn = \"em$0ail\"",
        expect![[r#"
        ‹"email"›
        models/stg_customers.sql:1:27 email
    "#]],
    );
    sidecar(
        "[freshness]\ntime_column = \"emai$0l\"",
        expect![[r#"
        ‹"email"›
        models/stg_customers.sql:1:27 email
    "#]],
    );
    check(
        r#"
        //- /models/stg_orders.toml
        [[tests]]
        type = "relationships"
        column = "customer_id"
        to_table = "stg_customers"
        to_column = "customer$0_id"
        "#,
        expect![[r#"
            ‹"customer_id"›
            models/stg_customers.sql:1:14 customer_id
        "#]],
    );
}

#[test]
fn names_in_a_contract_and_in_frontmatter() {
    check(
        r#"
        //- /contracts/stg_customers.contract.toml
        [rules]
        required = ["ema$0il"]
        "#,
        expect![[r#"
            ‹"email"›
            models/stg_customers.sql:1:27 email
        "#]],
    );
    check(
        "
        //- /models/report.sql
        ---toml
        depends_on = [\"stg_or$0ders\"]
        ---
        SELECT 1 AS one
        ",
        expect![[r#"
            ‹"stg_orders"›
            models/stg_orders.sql:1:1 SELECT
        "#]],
    );
    check(
        "
        //- /models/report.sql
        ---toml
        [classification]
        on$0e = \"pii\"
        ---
        SELECT 1 AS one
        ",
        expect![[r#"
            ‹one›
            models/report.sql:5:13 one
        "#]],
    );
}
