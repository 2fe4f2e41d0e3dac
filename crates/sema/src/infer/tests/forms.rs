//! What has no meaning in its place, and what has one that only a dialect knows.

use super::{check, check_duckdb};
use base::DialectKind::{self, BigQuery, Databricks, Snowflake, Trino};
use expect_test::expect;

#[test]
fn steps_of_a_path_into_json_text() {
    check(
        Databricks,
        "SELECT status:a AS a, status:a.b AS b, status:a[0].b AS c, status:['a']['b'] AS d, status:a[*].b AS e, \
         status:`x y`.z::INT AS f FROM orders",
        expect![[r#"
            a STRING null
            b STRING null
            c STRING null
            d STRING null
            e STRING null
            f INT null
        "#]],
    );
    check(
        Databricks,
        "SELECT status.a AS a FROM orders",
        expect![[r#"
        a unknown: see its error, or that of what it is made of
        E003 no field `a`: STRING has no fields
    "#]],
    );
}

#[test]
fn windows_of_time_are_columns_of_their_groups() {
    check(
        Databricks,
        "SELECT window.start AS s, window.end AS e, count(*) AS n FROM orders \
         GROUP BY window(CAST(placed AS TIMESTAMP), '30 minutes') HAVING window.end IS NOT NULL ORDER BY window.start",
        expect![[r#"
            s TIMESTAMP
            e TIMESTAMP
            n BIGINT not null
        "#]],
    );
    check(
        Databricks,
        "SELECT customer, session_window.start AS s FROM orders \
         GROUP BY session_window(CAST(placed AS TIMESTAMP), '5 minutes'), customer",
        expect![[r#"
            customer BIGINT null
            s TIMESTAMP null
        "#]],
    );
    check(
        Databricks,
        "SELECT w.window.end AS e FROM (SELECT window(CAST(placed AS TIMESTAMP), '1 day'), count(*) AS n FROM orders \
         GROUP BY window(CAST(placed AS TIMESTAMP), '1 day')) w",
        expect![[r#"
            e TIMESTAMP
        "#]],
    );
    check(
        Databricks,
        "SELECT window.start AS s FROM orders GROUP BY customer",
        expect![[r#"
        s unknown: see its error, or that of what it is made of
        E003 no table or alias `window` is in scope
    "#]],
    );
    check(
        Databricks,
        "SELECT window.begin AS s FROM orders GROUP BY window(CAST(placed AS TIMESTAMP), '1 day')",
        expect![[r#"
            s unknown: see its error, or that of what it is made of
            E003 the struct has no field `begin`
        "#]],
    );
}

#[test]
fn a_mistake_in_one_item_costs_no_other() {
    check_duckdb(
        "SELECT (1 + ) AS z, id FROM orders",
        expect![[r#"
        z unknown: see its error, or that of what it is made of
        id BIGINT not null
    "#]],
    );
    check_duckdb(
        "SELECT amount + AS z, id FROM orders",
        expect![[r#"
        z unknown: see its error, or that of what it is made of
        id BIGINT not null
    "#]],
    );
    check_duckdb(
        "SELECT coalesce(amount, (1 + )) AS z, id FROM orders",
        expect![[r#"
        z unknown: see its error, or that of what it is made of not null
        id BIGINT not null
    "#]],
    );
    // Items may have been swallowed, or a name may be missing.
    check_duckdb(
        "SELECT coalesce(amount, AS z, id FROM orders",
        expect![[r#"
        z DECIMAL(10,2) not null
        id BIGINT not null
        open: part of the statement could not be read
    "#]],
    );
    check_duckdb(
        "SELECT sum(amount, ) AS z, id FROM orders",
        expect![[r#"
        z DECIMAL(38,2) null
        id unknown: see its error, or that of what it is made of
        open: part of the statement could not be read
        E007 `id` is neither grouped nor aggregated
    "#]],
    );
    check_duckdb(
        "SELECT (1 + ), id FROM orders",
        expect![[r#"
        ? unknown: see its error, or that of what it is made of
        id BIGINT not null
        open: part of the statement could not be read
    "#]],
    );
}

#[test]
fn columns_of_stars_must_be_grouped() {
    check_duckdb(
        "SELECT o.*, count(*) AS n FROM orders o GROUP BY o.id",
        expect![[r#"
        id BIGINT not null
        customer BIGINT null
        amount DECIMAL(10,2) not null
        status VARCHAR null
        placed DATE null
        n BIGINT not null
        E007 `*` has `customer`, which is neither grouped nor aggregated
    "#]],
    );
    check_duckdb(
        "SELECT c.*, sum(o.amount) AS n FROM customers c JOIN orders o ON o.customer = c.id GROUP BY c.id, name, region",
        expect![[r#"
            id BIGINT not null
            name VARCHAR not null
            region VARCHAR null
            n DECIMAL(38,2) not null
        "#]],
    );
    check_duckdb(
        "SELECT o.* EXCLUDE (amount, status, placed) FROM orders o GROUP BY id",
        expect![[r#"
        id BIGINT not null
        customer BIGINT null
        E007 `*` has `customer`, which is neither grouped nor aggregated
    "#]],
    );
    check_duckdb(
        "SELECT * REPLACE (sum(amount) AS amount) FROM orders GROUP BY id, customer, status, placed",
        expect![[r#"
            id BIGINT not null
            customer BIGINT null
            amount DECIMAL(38,2) not null
            status VARCHAR null
            placed DATE null
        "#]],
    );
    check_duckdb(
        "SELECT o.* FROM orders o GROUP BY ALL",
        expect![[r#"
        id BIGINT not null
        customer BIGINT null
        amount DECIMAL(10,2) not null
        status VARCHAR null
        placed DATE null
    "#]],
    );
    check_duckdb(
        "SELECT c.* FROM customers c JOIN orders o USING (id) GROUP BY id, name, region",
        expect![[r#"
            id BIGINT not null
            name VARCHAR not null
            region VARCHAR null
        "#]],
    );
    check(
        BigQuery,
        "SELECT o.*, count(*) AS n FROM orders o GROUP BY o.id",
        expect![[r#"
        id INT64 not null
        customer INT64 null
        amount NUMERIC(10, 2) not null
        status STRING null
        placed DATE null
        n INT64 not null
        E007 `*` has `customer`, which is neither grouped nor aggregated
    "#]],
    );
}

#[test]
fn what_subqueries_read_must_be_grouped() {
    let said = "E007 `c.region` is neither grouped nor aggregated";
    for dialect in DialectKind::ALL {
        for wrong in [
            "SELECT c.id, (SELECT sum(amount) FROM orders WHERE status = c.region) AS s FROM customers c GROUP BY c.id",
            "SELECT c.id FROM customers c GROUP BY c.id HAVING EXISTS (SELECT 1 FROM orders WHERE status = c.region)",
        ] {
            assert!(super::analyse(dialect, wrong).contains(said), "{dialect} {wrong}");
        }
        for right in [
            "SELECT c.id, (SELECT sum(amount) FROM orders WHERE customer = c.id) AS s FROM customers c GROUP BY c.id",
            "SELECT lower(c.region) AS r, (SELECT max(amount) FROM orders WHERE status = lower(c.region)) AS s \
             FROM customers c GROUP BY lower(c.region)",
            "SELECT c.id, (SELECT max(c.region) FROM orders) AS s FROM customers c GROUP BY c.id",
            "SELECT c.id, max((SELECT max(amount) FROM orders WHERE status = c.region)) AS s FROM customers c GROUP BY c.id",
            "SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders WHERE status = c.region) GROUP BY id",
        ] {
            assert!(!super::analyse(dialect, right).contains("E0"), "{dialect} {right}");
        }
    }
}

#[test]
fn qualify_needs_a_window() {
    for dialect in [DialectKind::DuckDb, Snowflake, BigQuery, Databricks] {
        let text = "SELECT amount FROM orders QUALIFY amount > 1";
        assert!(super::analyse(dialect, text).contains("E007 QUALIFY needs a window function"), "{dialect}");
        for text in [
            "SELECT amount FROM orders QUALIFY row_number() OVER (ORDER BY id) = 1",
            "SELECT amount, row_number() OVER (ORDER BY id) AS n FROM orders QUALIFY n = 1",
            "SELECT amount, 1 + row_number() OVER (ORDER BY id) AS n FROM orders QUALIFY amount > 1",
        ] {
            assert!(!super::analyse(dialect, text).contains("E0"), "{dialect} {text}");
        }
    }
    for (dialect, text) in [
        // It lacks QUALIFY, which E019 says.
        (Trino, "SELECT amount FROM orders QUALIFY amount > 1"),
        (DialectKind::DuckDb, "SELECT id FROM orders QUALIFY id > 1 ORDER BY row_number() OVER ()"),
    ] {
        assert!(!super::analyse(dialect, text).contains("E007"), "{dialect}");
    }
}

#[test]
fn natural_joins_of_nothing() {
    let said = "E003 the sides of the NATURAL JOIN have no column in common";
    let none = "SELECT year, id FROM sales NATURAL JOIN orders";
    assert!(super::analyse(DialectKind::DuckDb, none).contains(said));
    assert!(!super::analyse(Snowflake, none).contains("E0"));
    let some = "SELECT name FROM customers NATURAL JOIN sales";
    let unknown = "SELECT id FROM orders NATURAL JOIN unknown_table";
    for text in [some, unknown] {
        assert!(!super::analyse(DialectKind::DuckDb, text).contains(said), "{text}");
    }
}

#[test]
fn as_many_columns_behind_in_as_values_before_it() {
    for dialect in DialectKind::ALL {
        for wrong in [
            "SELECT id FROM orders WHERE id IN (SELECT id, name FROM customers)",
            "SELECT id FROM orders WHERE (id, customer) IN (SELECT id FROM customers)",
            "SELECT id FROM orders WHERE (id, customer) NOT IN (SELECT id, name, region FROM customers)",
        ] {
            assert!(super::analyse(dialect, wrong).contains("E005 the query behind IN"), "{dialect} {wrong}");
        }
        for right in [
            "SELECT id FROM orders WHERE id IN (SELECT id FROM customers)",
            "SELECT id FROM orders WHERE (id, customer) IN (SELECT id, id FROM customers)",
            "SELECT id FROM orders WHERE id IN (SELECT * FROM unknown_table)",
        ] {
            assert!(!super::analyse(dialect, right).contains("E005"), "{dialect} {right}");
        }
    }
    let rows = "SELECT id FROM orders WHERE (id, customer) IN (SELECT AS STRUCT id, id FROM customers)";
    assert!(!super::analyse(BigQuery, rows).contains("E005"));
    let rows = "SELECT id FROM orders WHERE struct(id, customer) IN (SELECT id, id FROM customers)";
    assert!(!super::analyse(Databricks, rows).contains("E005"));
}

#[test]
fn parts_of_moments() {
    for dialect in DialectKind::ALL {
        let wrong = "SELECT EXTRACT(mnth FROM placed) AS a FROM orders";
        let said = "E006 EXTRACT knows no part of a moment called `mnth`";
        assert!(super::analyse(dialect, wrong).contains(said), "{dialect}");
        let right = "SELECT EXTRACT(MONTH FROM placed) AS a FROM orders";
        assert!(!super::analyse(dialect, right).contains("E0"), "{dialect}");
    }
    let wrong = "SELECT date_trunc('mnth', placed) AS a FROM orders";
    let said = "E006 `date_trunc` knows no part of a moment called `mnth`";
    assert!(super::analyse(DialectKind::DuckDb, wrong).contains(said));
    // Databricks yields NULL (<https://docs.databricks.com/en/sql/language-manual/functions/date_trunc.html>), and Trino
    // fails on the first row only.
    for dialect in [Databricks, Trino] {
        assert!(!super::analyse(dialect, wrong).contains("E0"), "{dialect}");
    }
    let right = "SELECT date_trunc('month', placed) AS a, date_trunc(status, placed) AS b FROM orders";
    assert!(!super::analyse(DialectKind::DuckDb, right).contains("E0"));
}

#[test]
fn what_stands_beside_an_aggregate_is_no_key_of_group_by_all() {
    let check = |select: &str, expected| {
        check_duckdb(&format!("SELECT {select} FROM customers GROUP BY ALL"), expected)
    };
    check(
        "id + count(*) AS n",
        expect![[r#"
        n unknown: see its error, or that of what it is made of
        E007 `id` is neither grouped nor aggregated
    "#]],
    );
    check(
        "id, id + count(*) AS n",
        expect![[r#"
        id BIGINT not null
        n unknown: see its error, or that of what it is made of
        E007 `id` is neither grouped nor aggregated
    "#]],
    );
    check(
        "name, 1 + count(*) FILTER (WHERE id > 1) AS n, count(*) OVER () AS o",
        expect![[r#"
        name VARCHAR not null
        n BIGINT not null
        o BIGINT not null
    "#]],
    );
}
