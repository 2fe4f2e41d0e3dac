//! Columns that descriptions and contracts name, held against what the model yields.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use support::shop;

/// What is said of the project, with the text of each range and the fixes.
fn check(text: &str, expected: Expect) {
    let fixture = shop::with(text);
    let mut host = support::host(&fixture);
    let mut shown = String::new();
    for (path, it) in support::diagnostics(&mut host) {
        let text = &fixture.file(&path).unwrap().text[std::ops::Range::<usize>::from(it.range)];
        shown += &format!("{path} {} {:?} {text:?}: {}\n", it.code, it.severity, it.message);
        for related in &it.related {
            shown += &format!("  {} {}\n", host.path(related.place.file).1, related.message);
        }
        for fix in &it.fixes {
            let edits: String = fix.edits.iter().map(|it| format!(" ‹{}›", it.text)).collect();
            shown += &format!("  {}{edits}\n", fix.title);
        }
    }
    expected.assert_eq(&shown);
}

const QUERY: &str = "//- /models/main.sql\nSELECT order_id, status, placed_at, shipped_on FROM stg_orders\n//- /models/main.toml\n";

fn check_sidecar(toml: &str, expected: Expect) {
    check(&format!("{QUERY}{toml}"), expected);
}

#[test]
fn each_place_that_names_a_column() {
    check_sidecar(
        r#"
[strategy]
type = "merge"
unique_key = ["ORDER_ID", "orderid"]
update_columns = ["statis"]

[freshness]
max_lag_seconds = 10
time_column = "placed"

[[tests]]
type = "composite"
columns = ["order_id", "placedat"]

[[use_test]]
name = "positive"
column = "amount"

[columns.stat]
description = "open or not"

[format_options]
partition_by = ["shiped_on"]

[[surrogate_key]]
name = "row_key"
columns = ["order_id", "sttus"]
"#,
        expect![[r#"
            models/main.toml W006 Warning "\"orderid\"": `main` has no column `orderid` to tell its rows apart by
              Change to `"order_id"` ‹"order_id"›
            models/main.toml E015 Error "\"statis\"": `main` has no column `statis`, which `update_columns` names
              Change to `"status"` ‹"status"›
            models/main.toml E015 Error "\"placed\"": `main` has no column `placed`, which `time_column` names
              Change to `"placed_at"` ‹"placed_at"›
            models/main.toml E015 Error "\"placedat\"": `main` has no column `placedat`, which a test names
              Change to `"placed_at"` ‹"placed_at"›
            models/main.toml E015 Error "\"amount\"": `main` has no column `amount`, which a test names
            models/main.toml E015 Warning "stat": `main` has no column `stat`, which `[columns]` names
              Change to `status` ‹status›
            models/main.toml E015 Error "\"shiped_on\"": `main` has no column `shiped_on`, which the partitioning names
              Change to `"shipped_on"` ‹"shipped_on"›
            models/main.toml E015 Error "\"sttus\"": `main` has no column `sttus`, which a surrogate key names
              Change to `"status"` ‹"status"›
        "#]],
    );
    check_sidecar(
        "[strategy]\ntype = \"incremental\"\ntimestamp_column = \"placed_att\"\n",
        expect![[r#"
        models/main.toml E015 Error "\"placed_att\"": `main` has no column `placed_att`, which `timestamp_column` names
          Change to `"placed_at"` ‹"placed_at"›
    "#]],
    );
    check_sidecar(
        "[strategy]\ntype = \"delete_insert\"\npartition_by = [\"region\"]\n",
        expect![[r#"
        models/main.toml E015 Error "\"region\"": `main` has no column `region`, which the partitioning names
    "#]],
    );
}

#[test]
fn what_is_not_known_is_not_said() {
    // Expressions, fields, keys that the sidecar adds; outputs of which not everything is known.
    check_sidecar(
        "[[tests]]\ntype = \"not_null\"\ncolumn = \"lower(statis)\"\n\n[[tests]]\ntype = \"unique\"\ncolumn = \"row_key\"\n\n[[surrogate_key]]\nname = \"row_key\"\ncolumns = [\"order_id\"]\n",
        expect![[""]],
    );
    check(
        "//- /models/main.sql\nSELECT * FROM main.elsewhere\n//- /models/main.toml\n[strategy]\ntype = \"merge\"\nunique_key = [\"id\"]\n",
        expect![[r#"
            models/main.sql W002 Warning "*": `*` stands for columns that nobody has listed: the columns of `main.elsewhere` are not known
            models/main.sql W015 Warning "main.elsewhere": `main.elsewhere` is neither a model nor a known table; its columns are taken as unknown
              Declare `main.elsewhere` in `[[sources]]` ‹
            [[sources]]
            schema = "main"
            table = "elsewhere"
            ›
        "#]],
    );
    check(
        "//- /models/main.sql\nSELECT order_id, count(*) FROM stg_orders GROUP BY 1 -- rocky-allow: I002\n//- /models/main.toml\n[[tests]]\ntype = \"not_null\"\ncolumn = \"n\"\n",
        expect![[r#"
            models/main.sql W009 Warning "-- rocky-allow: I002": `I002` is not reported here: this suppresses nothing
              Remove the comment ‹›
        "#]],
    );
}

fn window(column: &str, rest: &str) -> String {
    format!("[strategy]\ntype = \"time_interval\"\ntime_column = \"{column}\"\n{rest}\n")
}

const WINDOWED: &str = "//- /models/main.sql\nSELECT order_id, status, placed_at, shipped_on, shipped_on IS NULL AS is_open FROM stg_orders\nWHERE placed_at >= @start_date AND placed_at < @end_date\n//- /models/main.toml\n";

#[test]
fn windows() {
    let check_window = |column: &str, rest: &str, expected: Expect| {
        check(&format!("{WINDOWED}{}", window(column, rest)), expected);
    };
    check_window("Placed_At", "granularity = \"hour\"\nfirst_partition = \"2024-01-01T00\"", expect![[""]]);
    check_window(
        "placedat",
        "granularity = \"day\"",
        expect![[r#"
        models/main.toml E020 Error "\"placedat\"": `main` has no column `placedat`, so its rows cannot be put into windows
          Change to `"placed_at"` ‹"placed_at"›
    "#]],
    );
    check_window(
        "status",
        "granularity = \"day\"",
        expect![[r#"
        models/main.toml E021 Error "\"status\"": `status` is VARCHAR, and a window needs a DATE or a TIMESTAMP
          models/main.sql it is made here
    "#]],
    );
    check_window(
        "shipped_on",
        "granularity = \"hour\"\nfirst_partition = \"2024-01-01\"",
        expect![[r#"
        models/main.toml E022 Error "\"shipped_on\"": `shipped_on` may be NULL, and such a row belongs to no window
          models/main.sql it is made here
        models/main.toml E025 Error "\"hour\"": `shipped_on` is a DATE: all of its rows fall into the first hour of a day
          models/main.sql it is made here
          Change to `"day"` ‹"day"›
        models/main.toml E026 Error "\"2024-01-01\"": `2024-01-01` is no window of the grain hour; one is written as `2025-01-31T09`
    "#]],
    );
    check_window(
        "placed at",
        "granularity = \"month\"\nfirst_partition = \"2024-1-1\"",
        expect![[r#"
        models/main.toml E023 Error "\"placed at\"": `placed at` is no name of a column: letters, digits and `_` make one
        models/main.toml E026 Error "\"2024-1-1\"": `2024-1-1` is no window of the grain month; one is written as `2025-01`; did you mean `2024-01`?
          Change to `2024-01` ‹2024-01›
    "#]],
    );
}

#[test]
fn strategies_of_a_folder() {
    check(
        "//- /models/daily/_defaults.toml\n[target]\ncatalog = \"shop\"\nschema = \"main\"\n\n[strategy]\ntype = \"time_interval\"\ntime_column = \"shipped_on\"\ngranularity = \"hour\"\nfirst_partition = \"2024\"\n//- /models/daily/a.sql\nSELECT shipped_on FROM stg_orders WHERE shipped_on >= @start_date AND shipped_on < @end_date\n//- /models/daily/b.sql\nSELECT placed_at FROM stg_orders WHERE placed_at >= @start_date AND placed_at < @end_date\n",
        expect![[r#"
            models/daily/_defaults.toml E026 Error "\"2024\"": `2024` is no window of the grain hour; one is written as `2025-01-31T09`
            models/daily/a.sql E025 Error "SELECT": `shipped_on` is a DATE: all of its rows fall into the first hour of a day
              models/daily/_defaults.toml the folder's defaults say so here
              models/daily/a.sql it is made here
            models/daily/b.sql E020 Error "SELECT": `b` has no column `shipped_on`, so its rows cannot be put into windows
              models/daily/_defaults.toml the folder's defaults say so here
        "#]],
    );
}

#[test]
fn contracts() {
    check(
        &format!(
            "{QUERY}\n//- /models/main.contract.toml\n{}",
            r#"[[columns]]
name = "order_id"
type = "bigint"
nullable = false

[[columns]]
name = "ORDER_ID"
type = "Int46"

[[columns]]
name = "status"
type = "Array<Nothing>"

[[columns]]
name = "shipped_on"
type = "geschwindigkeit"

[rules]
required = ["order_id"]
protekted = ["status"]
no_new_nulls = true
"#
        ),
        expect![[r#"
            models/main.contract.toml E014 Error "\"ORDER_ID\"": the contract describes `ORDER_ID` twice
              models/main.contract.toml the first time
            models/main.contract.toml E014 Error "\"Int46\"": `Int46` is no type: neither contracts nor DuckDB have it
              Change to `"Int64"` ‹"Int64"›
            models/main.contract.toml E014 Error "\"geschwindigkeit\"": `geschwindigkeit` is no type: neither contracts nor DuckDB have it
            models/main.contract.toml E014 Error "protekted": unknown key `rules.protekted`; it has no effect; did you mean `protected`?
              Change to `protected` ‹protected›
            models/main.contract.toml E014 Error "no_new_nulls": unknown key `rules.no_new_nulls`; it has no effect; did you mean `no_new_nullable`?
              Change to `no_new_nullable` ‹no_new_nullable›
            models/main.sql E011 Error "status": `status` is VARCHAR, and the contract says Array<Nothing>
              models/main.contract.toml promised here
        "#]],
    );
    check(
        "//- /models/main.sql\nSELECT own.f(order_id) AS score, own.f(1) AS level FROM stg_orders -- rocky-allow: I002\n//- /models/main.contract.toml\n[[columns]]\nname = \"score\"\ntype = \"Int64\"\nnullable = false\n\n[[columns]]\nname = \"level\"\nnullable = false\n",
        expect![[r#"
            models/main.contract.toml I003 Info "\"Int64\"": the type of `score` cannot be told, so this promise is not checked: the result of `f` is not in the function catalogue
              models/main.sql the column is made here
            models/main.contract.toml I003 Info "false": nobody says whether `level` may be NULL, so this promise is not checked
              models/main.sql the column is made here
        "#]],
    );
    // What another diagnostic says already is not said again.
    check(
        "//- /models/main.sql\nSELECT amuont AS amount FROM stg_orders\n//- /models/main.contract.toml\n[[columns]]\nname = \"amount\"\ntype = \"Decimal\"\nnullable = false\n",
        expect![[r#"
            models/main.sql E003 Error "amuont": `stg_orders` has no column `amuont`
              models/stg_orders.sql `amount` is defined here
              Change to `amount` ‹amount›
        "#]],
    );
}

#[test]
fn masks_and_freshness() {
    check(
        &format!(
            "//- /rocky.toml\n[adapter]\ntype = \"duckdb\"\n\n[pipeline]\ntype = \"transformation\"\n\n[freshness]\nexpected_lag_seconds = 1\n\n[mask]\nsecret = \"hash\"\n\n[mask.production]\npii = \"redact\"\n\n[classifications]\nallow_unmasked = [\"internal\"]\n{QUERY}{}",
            "[classification]\norder_id = \"pii\"\nstatus = \"internal\"\nplaced_at = \"Secret\"\nshipped_on = \"public\"\nnobody = \"public\"\n"
        ),
        expect![[r#"
            models/main.toml W004 Warning "\"Secret\"": `placed_at` is classified as `Secret`, and no mask is set for that tag
              Change to `"secret"` ‹"secret"›
            models/main.toml W004 Warning "\"public\"": `shipped_on` is classified as `public`, and no mask is set for that tag
            models/main.toml E015 Error "nobody": `main` has no column `nobody`, which `[classification]` names
        "#]],
    );
    check(
        "//- /rocky.toml\n[adapter]\ntype = \"duckdb\"\n\n[pipeline]\ntype = \"transformation\"\n//- /models/stg_orders.toml\n[freshness]\nmax_lag_seconds = 1\n//- /models/stg_payments.toml\n[strategy]\ntype = \"ephemeral\"\n//- /models/a.sql\nSELECT status, shipped_on, placed_at FROM stg_orders\n//- /models/b.sql\nSELECT status FROM stg_orders\n",
        expect![[r#"
            models/a.sql W005 Info "shipped_on": `shipped_on` says how old a row is, and nothing says how old the rows of `a` may be
        "#]],
    );
}
