//! What `rocky check` looks at: whole projects, paths, lone files, standard input, other dialects.

mod support;

use expect_test::{Expect, expect};
use support::{BROKEN, CLEAN, Ran, Sandbox, check};

/// The severity, code and place of each diagnostic of a document.
fn places(ran: &Ran) -> Vec<String> {
    let document = ran.json();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("?").to_owned();
    let diagnostics = document["diagnostics"].as_array().into_iter().flatten();
    diagnostics
        .map(|it| {
            let (severity, code, span) = (text(&it["severity"]), text(&it["code"]), &it["span"]);
            format!("{severity} {code} {}:{}:{}", text(&span["file"]), span["line"], span["col"])
        })
        .collect()
}

#[test]
fn target_dialects_are_those_of_the_arguments_where_there_are_any() {
    let sandbox = Sandbox::new(
        "//- /rocky.toml\n[adapter]\ntype = \"duckdb\"\n[portability]\ntarget_dialect = \"snowflake\"\n\
         //- /models/wide.sql\nSELECT 1::HUGEINT AS wide\n",
    );
    let said = |arguments: &[&str]| -> Vec<String> {
        let said = places(&sandbox.rocky(&[arguments, &["--output", "json"]].concat()));
        said.into_iter().filter_map(|it| Some(it.split_once(" P001 ")?.1.to_owned())).collect()
    };
    assert_eq!(said(&["check"]), ["models/wide.sql:1:11"]);
    assert_eq!(said(&["check", "--target-dialect", "duckdb"]), [""; 0]);
    let trino = ["models/wide.sql:1:9", "models/wide.sql:1:11"];
    assert_eq!(said(&["check", "--target-dialect", "trino", "--target-dialect", "sf"]), trino);
    assert_eq!(said(&["compile", "--target-dialect", "trino"]), trino);
}

#[test]
fn paths_restrict_what_is_reported() {
    let sandbox = Sandbox::new(BROKEN);
    let check = |arguments: &[&str], expected: &[&str]| {
        let ran = sandbox.rocky(&[&["check", "-o", "json"], arguments].concat());
        assert_eq!(places(&ran), expected, "{arguments:?}");
        ran.code
    };
    assert_eq!(check(&["models/readers"], &[]), Some(0));
    assert_eq!(check(&["models/totals.sql"], &["Error E003 models/totals.sql:1:12"]), Some(1));
    assert_eq!(check(&["models/totals.toml"], &["Warning V061 models/totals.toml:1:1"]), Some(0));
}

#[test]
fn the_project_is_found_from_below_and_from_outside() {
    let sandbox = Sandbox::new(BROKEN);
    let all = places(&sandbox.rocky(&["check", "-o", "json"]));
    let below =
        sandbox.command(&["check", "-o", "json"]).current_dir(sandbox.path().join("models/readers")).output();
    assert_eq!(places(&Ran::new(below.unwrap(), sandbox.path())), all);
    let config = sandbox.path().join("rocky.toml");
    let outside = Sandbox::empty().rocky(&["--config", config.to_str().unwrap(), "check", "-o", "json"]);
    assert_eq!(places(&outside), all);
    let folder = sandbox.path().to_str().unwrap();
    assert_eq!(places(&Sandbox::empty().rocky(&["check", folder, "-o", "json"])), all);
}

#[test]
fn paths_that_are_not_there_or_not_in_the_project() {
    let sandbox = Sandbox::duckdb(CLEAN);
    let other = Sandbox::duckdb(CLEAN);
    check(
        &sandbox,
        &["check", "models/total.sql"],
        expect![[r#"
        exit 1
        --- stderr
        error: there is no file or folder models/total.sql
    "#]],
    );
    let ran = sandbox.rocky(&["check", "models", other.path().to_str().unwrap()]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("lies outside the project <folder>"), "{}", ran.stderr);
}

#[test]
fn a_lone_file() {
    let sandbox = Sandbox::empty();
    sandbox.write("query.sql", "SELECT 1 AS a, FROM (SELECT 2 AS b");
    check(
        &sandbox,
        &["check", "query.sql"],
        expect![[r#"
            exit 1
            --- stdout
            error[E018]: expected `)` for the `(` after `b` in FROM, found the end of the text
              ┌─ query.sql:1:34
              │
            1 │ SELECT 1 AS a, FROM (SELECT 2 AS b
              │                     -            ^
              │                     │             
              │                     never closed
              │
              = fix: Insert `)` (if that is what was meant)

            1 error in 1 file
        "#]],
    );
}

#[test]
fn standard_input() {
    let sandbox = Sandbox::duckdb(CLEAN);
    let check = |arguments: &[&str], input: &str, expected: Expect| {
        expected.assert_eq(&sandbox.rocky_with_input(arguments, input).transcript());
    };
    check(
        &["check", "-"],
        "SELECT a FROM (SELECT 1 AS b) AS t",
        expect![[r#"
        exit 1
        --- stdout
        error[E003]: `t` has no column `a`
          ┌─ stdin.sql:1:8
          │
        1 │ SELECT a FROM (SELECT 1 AS b) AS t
          │        ^                   - `b` is defined here
          │
          = help: did you mean `b`?
          = fix: Change to `b` (if that is what was meant)

        1 error in 1 file
    "#]],
    );
    check(
        &["check", "-", "--stdin-path", "models/totals.sql"],
        "SELECT id, amont FROM orders",
        expect![[r#"
            exit 1
            --- stdout
            error[E003]: `orders` has no column `amont`
              ┌─ models/totals.sql:1:12
              │
            1 │ SELECT id, amont FROM orders
              │            ^^^^^
              │
              ┌─ data/seed.sql:1:43
              │
            1 │ CREATE TABLE orders (id INTEGER NOT NULL, amount DECIMAL(10, 2));
              │                                           ------ `amount` is defined here
              │
              = help: did you mean `amount`?
              = fix: Change to `amount` (if that is what was meant)

            1 error in 1 file
        "#]],
    );
    check(
        &["check", "-", "models"],
        "",
        expect![[r#"
        exit 2
        --- stderr
        error: `-` stands alone: standard input is checked once and by itself
        help: rocky check - --stdin-path FILE checks it as part of its project
    "#]],
    );
    check(
        &["check", "--stdin-path", "models/totals.sql"],
        "",
        expect![[r#"
        exit 2
        --- stderr
        error: --stdin-path needs `-` among the paths: rocky check - --stdin-path FILE
    "#]],
    );
}

#[test]
fn text_that_is_not_utf8() {
    let sandbox = Sandbox::duckdb(CLEAN);
    std::fs::write(sandbox.path().join("models/totals.sql"), b"SELECT '\xff'").unwrap();
    check(
        &sandbox,
        &["check"],
        expect![[r#"
        exit 0
        --- stdout
        warning[W013]: the file is not UTF-8: the byte at offset 8 begins no character; it is not analysed
          ┌─ models/totals.sql:1:1
          │
        1 │ 
          │ ^

        1 warning in 5 files
    "#]],
    );
}

#[test]
fn a_configuration_that_does_not_parse_still_gives_a_document() {
    let sandbox = Sandbox::duckdb(CLEAN);
    sandbox.write("rocky.toml", "[adapter\ntype = ");
    for command in ["check", "compile"] {
        let ran = sandbox.rocky(&[command, "-o", "json"]);
        assert_eq!(ran.code, Some(1), "{command}");
        assert!(places(&ran).iter().any(|it| it.starts_with("Error V001 rocky.toml:")), "{}", ran.stdout);
    }
    assert_eq!(sandbox.rocky(&["list", "models"]).code, Some(0));
}

#[test]
fn a_query_beside_the_models_is_checked_where_it_is_named() {
    let sandbox = Sandbox::new(
        "
        //- /rocky.toml
        [adapter]
        type = \"duckdb\"

        [pipeline.shop]
        type = \"transformation\"
        models = \"models/**\"
        //- /models/orders.sql
        SELECT 1 AS order_id
        //- /models/orders.toml
        [target]
        catalog = \"shop\"
        schema = \"main\"
        //- /analyses/deep/top.sql
        SELECT ordre_id FROM orders
        ",
    );
    for (arguments, found) in [
        (&["check"][..], 0),
        (&["check", "."], 0),
        (&["check", "models"], 0),
        (&["check", "analyses"], 1),
        (&["check", "analyses/deep/top.sql", "models"], 1),
    ] {
        let ran = sandbox.rocky(&[arguments, &["-o", "json"]].concat());
        assert_eq!(
            ran.json()["diagnostics"].as_array().unwrap().len(),
            found,
            "{arguments:?}: {}",
            ran.stdout
        );
    }
}
