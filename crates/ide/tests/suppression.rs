//! `rocky-allow`: what a comment suppresses, and what is said of a comment that suppresses nothing.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use support::shop;
use testing::fixture::Fixture;

fn check(text: &str, expected: Expect) {
    check_fixture(&shop::with(text), expected);
}

fn check_fixture(fixture: &Fixture, expected: Expect) {
    let mut host = support::host(fixture);
    let found = support::project_diagnostics(&mut host);
    let show = |(path, it): &(String, ide::Diagnostic)| {
        let text = &fixture.file(path).unwrap().text[std::ops::Range::<usize>::from(it.range)];
        let fixes: String = it.fixes.iter().map(|fix| format!("\n    {}", fix.title)).collect();
        format!("{path} {} {:?} {text:?}: {}{fixes}\n", it.code, it.severity, it.message)
    };
    expected.assert_eq(&found.iter().map(show).collect::<String>());
}

#[test]
fn on_the_line_above_it_and_at_the_top() {
    check("SELECT amuont FROM stg_orders -- rocky-allow: E003", expect![""]);
    check("SELECT\n  -- rocky-allow: e003\n  amuont\nFROM stg_orders", expect![""]);
    check("SELECT order_id,\n  /* rocky-allow: E003 */ amuont\nFROM stg_orders", expect![""]);
    check("-- a report\n-- ROCKY-ALLOW: E003, I001\nSELECT *,\n\n  amuont\nFROM stg_orders", expect![""]);
    check(
        "SELECT -- rocky-allow: E003\n  order_id,\n  amuont\nFROM stg_orders",
        expect![[r#"
            models/main.sql W009 Warning "-- rocky-allow: E003": `E003` is not reported here: this suppresses nothing
                Remove the comment
            models/main.sql E003 Error "amuont": `stg_orders` has no column `amuont`
                Change to `amount`
        "#]],
    );
}

#[test]
fn entries_that_do_nothing() {
    check(
        "-- rocky-allow: E003, W001\nSELECT amuont FROM stg_orders",
        expect![[r#"
            models/main.sql W009 Warning "W001": `W001` is not reported here: this suppresses nothing
                Remove `W001` from the list
        "#]],
    );
    check(
        "-- rocky-allow: E003, , W0100\nSELECT amuont FROM stg_orders",
        expect![[r#"
            models/main.sql W009 Warning "-- rocky-allow: E003, , W0100": `rocky-allow` has an empty entry in its list
                Remove the empty entries
            models/main.sql W009 Warning "W0100": there is no code `W0100`
                Change to `W010`
                Remove `W0100` from the list
        "#]],
    );
    check(
        "SELECT order_id FROM stg_orders -- rocky-allow E003",
        expect![[r#"
            models/main.sql W009 Warning "-- rocky-allow E003": `rocky-allow` needs a colon and a list of codes
                Remove the comment
        "#]],
    );
    check(
        "-- rocky-allow:\nSELECT order_id FROM stg_orders",
        expect![[r#"
            models/main.sql W009 Warning "-- rocky-allow:": `rocky-allow` names no code
                Remove the comment
        "#]],
    );
    check("-- rocky-allow: W009, W001\nSELECT order_id FROM stg_orders", expect![""]);
}

#[test]
fn what_cannot_be_judged_is_not_called_idle() {
    // Something may be missing where the text cannot be read, or where what is read is at fault.
    check(
        "SELECT order_id, FROM FROM stg_orders -- rocky-allow: E003",
        expect![[r#"
            models/main.sql E018 Error "FROM": `FROM` is written twice
                Remove it
        "#]],
    );
    check(
        "//- /models/main.sql\nSELECT order_id FROM broken -- rocky-allow: E003\n//- /models/broken.sql\nSELECT * FROM raw.absent",
        expect![[r#"
            models/broken.sql E002 Error "raw.absent": no model or table is called `raw.absent`
                Change to `raw.payments`
        "#]],
    );
    // Portability is not checked here.
    check(
        "SELECT order_id FROM stg_orders QUALIFY row_number() OVER () = 1 -- rocky-allow: QUALIFY, P001",
        expect![""],
    );
}

const PORTABLE: &str = r#"
//- /rocky.toml
[adapter]
type = "duckdb"

[pipeline.shop]
type = "transformation"
models = "models/**"

[freshness]
expected_lag_seconds = 86400

[portability]
target_dialect = "trino"

[diagnostics]
W001 = "off"
"#;

#[test]
fn constructs_by_name() {
    let latest = "SELECT order_id FROM stg_orders\nQUALIFY row_number() OVER (ORDER BY order_id) = 1";
    check(&format!("{PORTABLE}//- /models/main.sql\n{latest} -- rocky-allow: qualify"), expect![""]);
    check(
        &format!("{PORTABLE}//- /models/main.sql\n{latest} -- rocky-allow: NVL"),
        expect![[r#"
            models/main.sql P001 Error "QUALIFY": Trino, where this project must also run, has no `QUALIFY`
            models/main.sql W009 Warning "-- rocky-allow: NVL": `NVL` is not reported here: this suppresses nothing
                Remove the comment
        "#]],
    );
}

#[test]
fn a_code_that_is_off_is_not_in_vain() {
    check(
        &format!(
            "{PORTABLE}//- /models/main.sql\nSELECT order_id FROM stg_orders WHERE status = 1 -- rocky-allow: W001"
        ),
        expect![""],
    );
}

#[test]
fn in_toml_and_frontmatter() {
    check(
        r#"
        //- /models/main.sql
        SELECT order_id FROM stg_orders
        //- /models/main.toml
        # rocky-allow: V061
        intnt = "a"
        colour = "red"
        "#,
        expect![""],
    );
    check(
        r#"
        //- /models/main.sql
        ---toml
        intent = "b"
        intnt = "a" # rocky-allow: V061
        colour = "red"
        ---
        SELECT order_id FROM stg_orders
        "#,
        expect![[r#"
            models/main.sql V061 Warning "colour": unknown key `colour`; it has no effect
        "#]],
    );
}

#[test]
fn comments_of_other_dialects() {
    let with = |adapter: &str, text: &str| {
        format!(
            "{}[freshness]\nexpected_lag_seconds = 86400\n//- /models/main.sql\n{text}",
            support::configuration(adapter)
        )
    };
    let check = |adapter: &str, text: &str| {
        let fixture = shop::with(&with(adapter, text));
        let mut host = support::host(&fixture);
        let found = support::project_diagnostics(&mut host);
        let found: Vec<_> = found.into_iter().filter(|it| it.0 == "models/main.sql").collect();
        assert_eq!(support::lines(&found), Vec::<String>::new(), "{adapter}: {text}");
    };
    check("bigquery", "SELECT amuont FROM stg_orders # rocky-allow: E003");
    check("snowflake", "SELECT amuont FROM stg_orders // rocky-allow: E003");
}
