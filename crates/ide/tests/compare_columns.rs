//! Columns of two revisions of a project compared: gone, renamed, of another type or logic, and who reads them.

mod support;

use expect_test::expect;
use support::comparison::{check, check_files, shop};

#[test]
fn a_column_that_is_gone_lists_who_read_it() {
    check(
        "//- /models/stg_orders.sql\nSELECT id AS order_id, customer, placed\nFROM raw_orders\n",
        expect![[r#"
            stg_orders: Modified, Query
              [Removed] amount DECIMAL(10,2) NULL -> 
                > revenue.revenue
                >> top.*
                >> top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Breaking: ColumnDropped { column: "amount", data_type: "DECIMAL(10,2)" }
        "#]],
    );
}

#[test]
fn a_rename_is_recognised_and_followed() {
    check(
        "
//- /models/stg_orders.sql
SELECT id AS order_id, customer AS customer_name, amount, placed
FROM raw_orders
//- /models/revenue.sql
SELECT customer_name AS customer, sum(amount) AS revenue, count(*) AS orders
FROM stg_orders
GROUP BY customer_name
",
        expect![[r#"
            revenue: Modified, Query
            stg_orders: Modified, Query
              [Renamed] customer VARCHAR NULL -> customer_name VARCHAR NULL
                > revenue.*
                > revenue.customer
                >> top.best
                contract of revenue.customer in models/revenue.contract.toml
              Breaking: ColumnDropped { column: "customer", data_type: "VARCHAR" }
              Info: ColumnAdded { column: "customer_name", data_type: "VARCHAR", nullable: true }
        "#]],
    );
}

#[test]
fn a_rename_goes_through_stars() {
    let star = "//- /models/all_notes.sql\nSELECT * FROM notes\n//- /models/all_notes.toml\n";
    let renamed = "//- /models/notes.sql\nSELECT id, text AS body FROM raw_notes\n".to_owned() + star;
    check_files(
        &shop(star),
        &shop(&renamed),
        expect![[r#"
        all_notes: Modified, Nothing
          [Renamed] text VARCHAR NULL -> body VARCHAR NULL
          Breaking: ColumnDropped { column: "text", data_type: "VARCHAR" }
          Info: ColumnAdded { column: "body", data_type: "VARCHAR", nullable: true }
        notes: Modified, Query
          [Renamed] text VARCHAR NULL -> body VARCHAR NULL
            > all_notes.text
          Breaking: ColumnDropped { column: "text", data_type: "VARCHAR" }
          Info: ColumnAdded { column: "body", data_type: "VARCHAR", nullable: true }
    "#]],
    );
}

#[test]
fn types_and_nullability_travel() {
    check(
        "//- /models/stg_orders.sql
SELECT id AS order_id, coalesce(customer, '') AS customer, CAST(amount AS DOUBLE) AS amount, placed
FROM raw_orders
",
        expect![[r#"
            revenue: Modified, Nothing
              [Nullability] customer VARCHAR NULL -> customer VARCHAR NOT NULL
                > top.best
                contract of revenue.customer in models/revenue.contract.toml
              [Retyped] revenue DECIMAL(38,2) NULL -> revenue DOUBLE NULL
                > top.*
                > top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Warning: ColumnNullabilityChanged { column: "customer", old_nullable: true, new_nullable: false }
              Breaking: ColumnTypeChanged { column: "revenue", old_type: "DECIMAL(38,2)", new_type: "DOUBLE", narrowing: true }
            stg_orders: Modified, Query
              [Nullability, Logic] customer VARCHAR NULL -> customer VARCHAR NOT NULL
                > revenue.*
                > revenue.customer
                >> top.best
                contract of revenue.customer in models/revenue.contract.toml
              [Retyped, Logic] amount DECIMAL(10,2) NULL -> amount DOUBLE NULL
                > revenue.revenue
                >> top.*
                >> top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Warning: ColumnNullabilityChanged { column: "customer", old_nullable: true, new_nullable: false }
              Breaking: ColumnTypeChanged { column: "amount", old_type: "DECIMAL(10,2)", new_type: "DOUBLE", narrowing: true }
              Info: SqlBodyChanged
            top: Modified, Nothing
              [Nullability] best VARCHAR NULL -> best VARCHAR NOT NULL
              [Retyped] revenue DECIMAL(38,2) NOT NULL -> revenue DOUBLE NOT NULL
              Warning: ColumnNullabilityChanged { column: "best", old_nullable: true, new_nullable: false }
              Breaking: ColumnTypeChanged { column: "revenue", old_type: "DECIMAL(38,2)", new_type: "DOUBLE", narrowing: true }
        "#]],
    );
}

#[test]
fn logic_is_followed_through_common_table_expressions() {
    check(
        "//- /models/revenue.sql
WITH paid AS (SELECT customer, amount AS net FROM stg_orders)
SELECT customer, sum(p.net * 2) AS revenue, count(*) AS orders
FROM paid AS p
GROUP BY 1
",
        expect![[r#"
            revenue: Modified, Query
              [Logic] revenue DECIMAL(38,2) NULL -> revenue DECIMAL(38,2) NULL
                > top.*
                > top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Info: SqlBodyChanged
        "#]],
    );
}

#[test]
fn tables_outside_the_project_count() {
    check(
        "//- /data/seed.sql
CREATE TABLE raw_orders (id INTEGER NOT NULL, customer VARCHAR, amount DECIMAL(12, 2), placed DATE);
CREATE TABLE raw_notes (id INTEGER, text VARCHAR);
",
        expect![[r#"
            stg_orders: Modified, Nothing
              [Retyped] amount DECIMAL(10,2) NULL -> amount DECIMAL(12,2) NULL
                > revenue.revenue
                >> top.*
                >> top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Info: ColumnTypeChanged { column: "amount", old_type: "DECIMAL(10,2)", new_type: "DECIMAL(12,2)", narrowing: false }
        "#]],
    );
}
