//! Strategies, contracts and fan-out (6.8).

use super::check_duckdb;
use expect_test::expect;

#[test]
fn row_98_placeholders_in_comments() {
    check_duckdb(
        r#"//- /models/report.toml
[strategy]
type = "time_interval"
time_column = "placed"
//- /models/report.sql
SELECT id, placed FROM orders -- between @start_date and @end_date
"#,
        expect![[r#"
            id BIGINT not null
            placed DATE null
            error E024 «SELECT» `report` is built window by window, but asks for no window: every run would compute all of it; «"time_interval"» the strategy is set here; filter it: `WHERE placed >= @start_date AND placed < @end_date`
            error V060 models/report.toml «[strategy]» the strategy `time_interval` needs a key `granularity`
            error E022 models/report.toml «"placed"» `placed` may be NULL, and such a row belongs to no window; «placed» it is made here; filter the NULLs out, or give them a value with COALESCE
        "#]],
    );
    check_duckdb(
        r#"//- /models/report.toml
[strategy]
type = "time_interval"
time_column = "placed"
//- /models/report.sql
SELECT id, placed FROM orders WHERE placed >= @start_date
"#,
        expect![[r#"
            id BIGINT not null
            placed DATE not null
            warning W003 «@start_date» the window of `report` has only one side: `@end_date` is used nowhere beside `@start_date`; filter it: `WHERE placed >= @start_date AND placed < @end_date`
            error V060 models/report.toml «[strategy]» the strategy `time_interval` needs a key `granularity`
        "#]],
    );
}

#[test]
fn row_99_a_time_column_in_other_case() {
    check_duckdb(
        r#"//- /models/report.toml
[strategy]
type = "time_interval"
time_column = "Placed"
//- /models/report.sql
SELECT id, placed FROM orders WHERE placed >= @start_date AND placed < @end_date
"#,
        expect![[r#"
            id BIGINT not null
            placed DATE not null
            error V060 models/report.toml «[strategy]» the strategy `time_interval` needs a key `granularity`
        "#]],
    );
}

#[test]
fn row_100_types_of_contracts_in_the_warehouses_spelling() {
    check_duckdb(
        r#"//- /models/report.contract.toml
[[columns]]
name = "id"
type = "BIGINT"
[[columns]]
name = "customer_id"
type = "int64"
[[columns]]
name = "amount"
type = "NUMERIC(10, 2)"
//- /models/report.sql
SELECT id, customer_id, amount FROM orders
"#,
        expect![[r#"
            id BIGINT not null
            customer_id BIGINT null
            amount DECIMAL(10,2) not null
        "#]],
    );
}

#[test]
fn row_101_a_classification_of_no_column() {
    check_duckdb(
        r#"//- /models/report.toml
[classification]
email = "pii"
//- /models/report.sql
SELECT id FROM orders
"#,
        expect![[r#"
            id BIGINT not null
            error E015 models/report.toml «email» `report` has no column `email`, which `[classification]` names
        "#]],
    );
}

#[test]
fn row_105_a_sum_over_repeated_rows() {
    let files = |report: &str| {
        format!(
            "//- /models/shop.toml
[[tests]]
type = \"unique\"
column = \"id\"
//- /models/shop.sql
SELECT id, amount FROM orders
//- /models/visits.toml
[[tests]]
type = \"unique\"
column = \"id\"
//- /models/visits.sql
SELECT id, customer_id AS shop_id FROM orders
//- /models/report.sql
{report}
"
        )
    };
    // A shop has many visits: its amount is counted once for each.
    check_duckdb(
        &files(
            "SELECT s.id, sum(s.amount) AS total FROM shop AS s LEFT JOIN visits AS v ON v.shop_id = s.id GROUP BY s.id",
        ),
        expect![[r#"
            id BIGINT not null
            total DECIMAL(38,2) not null
            warning W007 «visits AS v» `v` has many rows for each `shop_id` (one for each `id`): the join repeats the rows of `s`, and `sum` counts them every time; «sum(s.amount)» summed once for each of those rows; «id» `id` tells the rows of `v` apart; aggregate `v` to one row for each `shop_id` before the join; or, if it has no more than one, declare that: with a `unique` test of a model, with `unique` of a source
        "#]],
    );
    // A visit has one shop at most.
    check_duckdb(
        &files(
            "SELECT s.id, count(v.id) AS visits FROM visits AS v LEFT JOIN shop AS s ON v.shop_id = s.id GROUP BY s.id",
        ),
        expect![[r#"
            id BIGINT null
            visits BIGINT not null
        "#]],
    );
}
