//! The graph, and common table expressions (6.1).

use super::{check_duckdb, check_in, check_lineage, trace};
use base::DialectKind::{BigQuery, Databricks, DuckDb, Snowflake, Trino};
use expect_test::expect;

#[test]
fn row_01_a_model_read_through_a_cte() {
    check_lineage(
        DuckDb,
        "//- /models/stg.sql
SELECT id, amount FROM orders
//- /models/report.sql
WITH s AS (SELECT * FROM stg) SELECT id FROM s
",
        expect![[r#"
            stg.id ← main.orders.id identity
            report.id ← stg.id identity
            ---
            id BIGINT not null
        "#]],
    );
}

#[test]
fn row_02_a_recursive_cte_with_a_column_list() {
    check_lineage(
        DuckDb,
        "WITH RECURSIVE chain (employee, level) AS (
  SELECT id, 1 FROM orders WHERE customer_id IS NULL
  UNION ALL
  SELECT o.id, c.level + 1 FROM orders AS o JOIN chain AS c ON o.customer_id = c.employee
)
SELECT employee, level FROM chain
",
        expect![[r#"
            report.employee ← main.orders.id identity of arm 0
            report.employee ← main.orders.id identity of arm 1 as o
            rows of report ← main.orders.customer_id filter
            rows of report ← main.orders.customer_id join as o
            rows of report ← main.orders.id join
            rows of report ← main.orders.id join as o
            ---
            employee BIGINT not null
            level INTEGER
        "#]],
    );
    check_duckdb(
        "WITH RECURSIVE chain (employee, level) AS (
  SELECT id, 1 FROM orders
  UNION ALL
  SELECT o.id, c.levl + 1 FROM orders AS o JOIN chain AS c ON o.customer_id = c.employee
)
SELECT employee, level FROM chain
",
        expect![[r#"
            employee BIGINT not null
            level unknown
            error E003 «levl» `c` has no column `levl`; «1» `level` is defined here; did you mean `level`?
        "#]],
    );
}

#[test]
fn row_03_a_cte_that_shadows_a_model() {
    check_lineage(
        DuckDb,
        "//- /models/stg.sql
SELECT id FROM orders
//- /models/report.sql
WITH stg AS (SELECT name FROM customers) SELECT name FROM stg
",
        expect![[r#"
            report.name ← main.customers.name identity
            ---
            name VARCHAR not null
            info W008 «stg» `stg` is also the name of a model, which this does not read
        "#]],
    );
}

#[test]
fn row_04_a_cte_named_like_a_model_downstream() {
    check_lineage(
        DuckDb,
        "//- /models/report.sql
WITH totals AS (SELECT id, amount FROM orders) SELECT id, amount FROM totals
//- /models/totals.sql
SELECT id, amount FROM report
",
        expect![[r#"
            report.id ← main.orders.id identity
            report.amount ← main.orders.amount identity
            ---
            id BIGINT not null
            amount DECIMAL(10,2) not null
            info W008 «totals» `totals` is also the name of a model, which this does not read
        "#]],
    );
}

#[test]
fn row_05_scopes_nest() {
    check_lineage(
        DuckDb,
        "//- /models/stg.sql
SELECT id, amount FROM orders
//- /models/report.sql
WITH one AS (SELECT id, amount FROM stg), two AS (SELECT id, amount * 2 AS double FROM one)
SELECT d.id, d.double FROM (WITH three AS (SELECT id, double FROM two) SELECT * FROM three) AS d
",
        expect![[r#"
            stg.id ← main.orders.id identity
            stg.amount ← main.orders.amount identity
            report.id ← stg.id identity
            report.double ← stg.amount transform
            ---
            id BIGINT not null
            double DECIMAL(18,2) not null
        "#]],
    );
}

#[test]
fn row_06_a_cte_that_nobody_reads() {
    check_lineage(
        DuckDb,
        "//- /models/stg.sql
SELECT id FROM orders
//- /models/report.sql
WITH unused AS (SELECT id FROM stg) SELECT name FROM customers
",
        expect![[r#"
            report.name ← main.customers.name identity
            ---
            name VARCHAR not null
            warning W008 «unused» nothing reads `unused`
        "#]],
    );
}

#[test]
fn row_07_a_union_of_two_models() {
    check_lineage(
        DuckDb,
        "//- /models/new.sql
SELECT id, amount FROM orders
//- /models/old.sql
SELECT id, customer_id FROM orders
//- /models/report.sql
SELECT id, amount FROM new UNION ALL SELECT id, customer_id FROM old
",
        expect![[r#"
            new.id ← main.orders.id identity
            new.amount ← main.orders.amount identity
            old.id ← main.orders.id identity
            old.customer_id ← main.orders.customer_id identity
            report.id ← new.id identity of arm 0
            report.id ← old.id identity of arm 1
            report.amount ← new.amount identity of arm 0
            report.amount ← old.customer_id identity of arm 1
            ---
            id BIGINT not null
            amount DECIMAL(21,2) null
        "#]],
    );
}

#[test]
fn row_08_arms_that_do_not_fit() {
    check_duckdb(
        "SELECT id, customer_id, amount FROM orders UNION ALL SELECT id, name, region, 1 AS one FROM customers",
        expect![[r#"
            id unknown
            customer_id unknown
            amount unknown
            and others: a part of it is at fault
            error E008 «id, name, region, 1 AS one» this arm of the UNION has 4 columns, the one before it has 3 columns; «id, customer_id, amount» 3 columns here
        "#]],
    );
    check_duckdb(
        "SELECT id, placed FROM orders UNION ALL SELECT id, amount FROM orders",
        expect![[r#"
        id BIGINT not null
        placed DATE null
        warning W001 «amount» this column is DECIMAL(10,2), and DATE in the arm before it: what is no DATE fails when the query runs; «placed» DATE here; say which type is meant with an explicit CAST
    "#]],
    );
    check_in(
        &[DuckDb, Databricks, Snowflake, BigQuery, Trino],
        "SELECT id FROM orders UNION ALL SELECT name FROM customers",
        expect![[r#"
            DuckDB:
            id VARCHAR not null
            warning W001 «name» this column is VARCHAR, and BIGINT in the arm before it: both silently become VARCHAR; «id» BIGINT here; say which type is meant with an explicit CAST
            Databricks:
            id BIGINT not null
            warning W001 «name» this column is STRING, and BIGINT in the arm before it: both silently become BIGINT; «id» BIGINT here; say which type is meant with an explicit CAST
            Snowflake:
            ID NUMBER(38,5) not null
            warning W001 «name» this column is VARCHAR, and NUMBER(38,0) in the arm before it: both silently become NUMBER(38,5); «id» NUMBER(38,0) here; say which type is meant with an explicit CAST
            BigQuery:
            id unknown
            error E008 «name» this column is STRING, and INT64 in the arm before it: no type holds both; «id» INT64 here
            Trino:
            id unknown
            error E008 «name» this column is varchar, and bigint in the arm before it: no type holds both; «id» bigint here
        "#]],
    );
}

#[test]
fn row_09_a_union_by_name_in_a_derived_table() {
    check_lineage(
        DuckDb,
        "SELECT id, region, amount FROM (SELECT id, region FROM customers UNION ALL BY NAME SELECT amount, id FROM orders) AS u",
        expect![[r#"
            report.id ← main.customers.id identity of arm 0
            report.id ← main.orders.id identity of arm 1
            report.region ← main.customers.region identity of arm 0
            report.amount ← main.orders.amount identity of arm 1
            ---
            id BIGINT not null
            region VARCHAR null
            amount DECIMAL(10,2) null
        "#]],
    );
}

#[test]
fn row_10_subqueries_that_are_correlated() {
    check_lineage(
        DuckDb,
        "//- /models/stg.sql
SELECT id, customer_id, amount FROM orders
//- /models/vip.sql
SELECT id FROM customers
//- /models/report.sql
SELECT c.name, (SELECT max(s.amount) FROM stg AS s WHERE s.customer_id = c.id) AS largest
FROM customers AS c
WHERE EXISTS (SELECT 1 FROM stg AS s WHERE s.customer_id = c.id) AND c.id IN (SELECT id FROM vip)
",
        expect![[r#"
            stg.customer_id ← main.orders.customer_id identity
            stg.amount ← main.orders.amount identity
            vip.id ← main.customers.id identity
            report.name ← main.customers.name identity as c
            report.largest ← stg.amount aggregate as s
            rows of report ← vip.id semi_join
            rows of report ← main.customers.id semi_join as c
            rows of report ← stg.customer_id semi_join as s
            rows of report ← stg.customer_id filter as s
            rows of report ← main.customers.id filter as c
            ---
            name VARCHAR not null
            largest DECIMAL(10,2) null
        "#]],
    );
}

#[test]
fn row_11_ways_to_write_the_name_of_a_model() {
    // A name of three parts begins with the catalog that the model is written to.
    let written = |name: &str| {
        format!(
            "//- /models/_defaults.toml\n[target]\ncatalog = \"warehouse\"\nschema = \"main\"\n//- /models/stg.sql\nSELECT id FROM orders\n//- /models/report.sql\nSELECT id FROM {name}\n"
        )
    };
    check_lineage(
        DuckDb,
        &written("stg"),
        expect![[r#"
        stg.id ← main.orders.id identity
        report.id ← stg.id identity
        ---
        id BIGINT not null
    "#]],
    );
    for name in ["\"stg\"", "STG", "\"STG\"", "main.stg", "warehouse.main.stg"] {
        assert_eq!(trace(DuckDb, &written(name)), trace(DuckDb, &written("stg")), "{name}");
    }
    check_lineage(
        Databricks,
        &written("`stg`"),
        expect![[r#"
        stg.id ← default.orders.id identity
        report.id ← stg.id identity
        ---
        id BIGINT not null
    "#]],
    );
    check_duckdb(
        "//- /models/a/stg.sql\nSELECT id FROM orders\n//- /models/b/stg.sql\nSELECT id FROM customers\n//- /models/report.sql\nSELECT id FROM stg\n",
        expect![[r#"
            id BIGINT not null
            error E017 models/a/stg.sql «SELECT» 2 models are called `stg`; «SELECT» `models/b/stg.sql` is also called so; rename one of them: its file, or `name` in its sidecar
            error E017 models/b/stg.sql «SELECT» 2 models are called `stg`; «SELECT» `models/a/stg.sql` is also called so; rename one of them: its file, or `name` in its sidecar
        "#]],
    );
}

#[test]
fn row_12_a_ring_through_ctes() {
    check_duckdb(
        "//- /models/other.sql
WITH r AS (SELECT id FROM report) SELECT id FROM r
//- /models/report.sql
WITH o AS (SELECT id FROM other) SELECT id FROM o
",
        expect![[r#"
            and others: the model stands in a dependency cycle
            error E016 models/other.sql «report» dependency cycle: `other` → `report` → `other`; «other» `report` reads `other`
            error E016 «other» dependency cycle: `report` → `other` → `report`; «report» `other` reads `report`
        "#]],
    );
}

#[test]
fn row_13_a_model_that_reads_itself() {
    check_duckdb(
        r#"//- /models/report.toml
[strategy]
type = "incremental"
timestamp_column = "placed"
//- /models/report.sql
SELECT o.id, o.placed FROM orders AS o WHERE o.placed > (SELECT max(r.placed) FROM report AS r)
"#,
        expect![[r#"
            id BIGINT not null
            placed DATE not null
        "#]],
    );
    check_duckdb(
        "SELECT o.id, o.placed FROM orders AS o WHERE o.placed > (SELECT max(r.placed) FROM report AS r)",
        expect![[r#"
            id BIGINT not null
            placed DATE not null
            error V065 «report» `report` reads its own table, which the strategy full_refresh builds anew each time; use an incremental strategy, or read the table that was meant
        "#]],
    );
}

#[test]
fn row_14_one_file_with_a_syntax_error() {
    check_duckdb(
        "//- /models/broken.sql
SELECT id, FROM WHERE orders
//- /models/reader.sql
SELECT id, nothing FROM broken
//- /models/report.sql
SELECT idd FROM orders
",
        expect![[r#"
            ? unknown
            and others: a part of it is at fault
            error E018 models/broken.sql «WHERE» expected a table after `FROM`, found `WHERE`
            error E003 models/reader.sql «nothing» `broken` has no column `nothing`
            error E003 «idd» `orders` has no column `idd`; «id» `id` is defined here; did you mean `id`?
        "#]],
    );
}

#[test]
fn row_15_two_statements() {
    check_duckdb(
        "SELECT id FROM orders; SELECT name FROM customers",
        expect![[r#"
        id BIGINT not null
        error E018 «SELECT name FROM customers» a model is one query; this statement is not part of it; move it to a model of its own, or to a hook
    "#]],
    );
}

#[test]
fn row_16_what_stands_behind_an_at() {
    // Macros are no part of the language (decisions.md); what is written behind an `@` and is no variable is said where it
    // stands, and the rest of the model keeps its meaning.
    check_duckdb(
        "SELECT id, @my_macro(amount) AS doubled FROM orders",
        expect![[r#"
        id BIGINT not null
        doubled unknown
        info I002 «doubled» the type of `doubled` cannot be told: the result of the macro `@my_macro`, which is not expanded, is not computed; an explicit CAST tells it
    "#]],
    );
}

#[test]
fn row_17_a_list_of_dependencies_that_is_too_short() {
    check_duckdb(
        r#"//- /models/one.sql
SELECT id FROM orders
//- /models/two.sql
SELECT id FROM customers
//- /models/report.toml
depends_on = ["one"]
//- /models/report.sql
SELECT one.id FROM one JOIN two ON one.id = two.id
"#,
        expect![[r#"
            id BIGINT not null
            warning D011 models/report.toml «["one"]» `depends_on` does not list `two`, which the query reads; «two» read here
        "#]],
    );
}
