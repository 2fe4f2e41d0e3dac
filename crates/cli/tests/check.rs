//! `rocky check` and `rocky compile`: reports, documents, exit codes, streams.

mod support;

use expect_test::{Expect, expect};
use support::{BROKEN, CLEAN, Ran, Sandbox};

fn check(sandbox: &Sandbox, arguments: &[&str], expected: Expect) {
    expected.assert_eq(&sandbox.rocky(arguments).transcript());
}

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
fn reports() {
    check(
        &Sandbox::new(BROKEN),
        &["check"],
        expect![[r#"
        exit 1
        --- stdout
        error[E003]: `orders` has no column `amuont`
          ┌─ models/totals.sql:1:12
          │
        1 │ SELECT id, amuont AS total
          │            ^^^^^^
          │
          ┌─ data/seed.sql:1:43
          │
        1 │ CREATE TABLE orders (id INTEGER NOT NULL, amount DECIMAL(10, 2));
          │                                           ------ `amount` is defined here
          │
          = help: did you mean `amount`?
          = fix: Change to `amount` (if that is what was meant)

        warning[V061]: unknown key `intnt`; it has no effect; did you mean `intent`?
          ┌─ models/totals.toml:1:1
          │
        1 │ intnt = "what each order is worth"
          │ ^^^^^
          │
          = fix: Change to `intent` (if that is what was meant)

        warning[V061]: unknown key `budgett`; it has no effect; did you mean `budget`?
          ┌─ rocky.toml:9:2
          │
        9 │ [budgett]
          │  ^^^^^^^
          │
          = fix: Change to `budget` (if that is what was meant)

        1 error, 2 warnings in 8 files
    "#]],
    );
}

#[test]
fn a_project_without_mistakes() {
    let sandbox = Sandbox::duckdb(CLEAN);
    check(
        &sandbox,
        &["check"],
        expect![[r#"
        exit 0
        --- stdout
        No problems in 5 files
    "#]],
    );
    check(
        &sandbox,
        &["check", "-o", "json"],
        expect![[r#"
        exit 0
        --- stdout
        {
          "version": "0.1.0",
          "command": "check",
          "models": 1,
          "execution_layers": 1,
          "diagnostics": [],
          "has_errors": false,
          "compile_timings": {
            "project_load_ms": #,
            "semantic_graph_ms": #,
            "typecheck_ms": #,
            "typecheck_join_keys_ms": #,
            "contracts_ms": #,
            "total_ms": #
          },
          "models_detail": [
            {
              "name": "totals",
              "strategy": {
                "type": "full_refresh"
              },
              "target": {
                "catalog": "shop",
                "schema": "main",
                "table": "totals"
              }
            }
          ]
        }
    "#]],
    );
}

#[test]
fn the_document_has_ranges_fixes_and_fingerprints() {
    check(
        &Sandbox::new(BROKEN),
        &["check", "-o", "json"],
        expect![[r#"
            exit 1
            --- stdout
            {
              "version": "0.1.0",
              "command": "check",
              "models": 2,
              "execution_layers": 2,
              "diagnostics": [
                {
                  "severity": "Error",
                  "code": "E003",
                  "message": "`orders` has no column `amuont`",
                  "span": {
                    "file": "models/totals.sql",
                    "line": 1,
                    "col": 12,
                    "end_line": 1,
                    "end_col": 18,
                    "start": 11,
                    "end": 17
                  },
                  "model": "totals",
                  "suggestion": "did you mean `amount`?",
                  "related": [
                    {
                      "message": "`amount` is defined here",
                      "span": {
                        "file": "data/seed.sql",
                        "line": 1,
                        "col": 43,
                        "end_line": 1,
                        "end_col": 49,
                        "start": 42,
                        "end": 48
                      }
                    }
                  ],
                  "fingerprint": "62762c747ac7d02efe84132b3524635d",
                  "facts": {
                    "subject": "amuont",
                    "relation": "orders",
                    "column": "amuont",
                    "candidates": [
                      {
                        "name": "amount",
                        "type": "DECIMAL(10,2)"
                      },
                      {
                        "name": "id",
                        "type": "INTEGER"
                      }
                    ]
                  },
                  "fixes": [
                    {
                      "id": "a636ed0808721f8ac65155783443e23a",
                      "title": "Change to `amount`",
                      "applicability": "maybe_incorrect",
                      "edits": [
                        {
                          "span": {
                            "file": "models/totals.sql",
                            "line": 1,
                            "col": 12,
                            "end_line": 1,
                            "end_col": 18,
                            "start": 11,
                            "end": 17
                          },
                          "text": "amount"
                        }
                      ]
                    }
                  ]
                },
                {
                  "severity": "Warning",
                  "code": "V061",
                  "message": "unknown key `intnt`; it has no effect; did you mean `intent`?",
                  "span": {
                    "file": "models/totals.toml",
                    "line": 1,
                    "col": 1,
                    "end_line": 1,
                    "end_col": 6,
                    "start": 0,
                    "end": 5
                  },
                  "model": "totals",
                  "fingerprint": "da82d908e9499b925da279def5044c15",
                  "facts": {},
                  "fixes": [
                    {
                      "id": "e1abbdf877b8eb891d98e642c424c2f8",
                      "title": "Change to `intent`",
                      "applicability": "maybe_incorrect",
                      "edits": [
                        {
                          "span": {
                            "file": "models/totals.toml",
                            "line": 1,
                            "col": 1,
                            "end_line": 1,
                            "end_col": 6,
                            "start": 0,
                            "end": 5
                          },
                          "text": "intent"
                        }
                      ]
                    }
                  ]
                },
                {
                  "severity": "Warning",
                  "code": "V061",
                  "message": "unknown key `budgett`; it has no effect; did you mean `budget`?",
                  "span": {
                    "file": "rocky.toml",
                    "line": 9,
                    "col": 2,
                    "end_line": 9,
                    "end_col": 9,
                    "start": 106,
                    "end": 113
                  },
                  "model": "",
                  "fingerprint": "782e5c7bc6573a6d3f682aa5de2bba33",
                  "facts": {},
                  "fixes": [
                    {
                      "id": "364aa3c5fcf770daabc209b39ad251b1",
                      "title": "Change to `budget`",
                      "applicability": "maybe_incorrect",
                      "edits": [
                        {
                          "span": {
                            "file": "rocky.toml",
                            "line": 9,
                            "col": 2,
                            "end_line": 9,
                            "end_col": 9,
                            "start": 106,
                            "end": 113
                          },
                          "text": "budget"
                        }
                      ]
                    }
                  ]
                }
              ],
              "has_errors": true,
              "compile_timings": {
                "project_load_ms": #,
                "semantic_graph_ms": #,
                "typecheck_ms": #,
                "typecheck_join_keys_ms": #,
                "contracts_ms": #,
                "total_ms": #
              },
              "models_detail": [
                {
                  "name": "totals",
                  "strategy": {
                    "type": "full_refresh"
                  },
                  "target": {
                    "catalog": "shop",
                    "schema": "main",
                    "table": "totals"
                  }
                },
                {
                  "name": "doubled",
                  "strategy": {
                    "type": "full_refresh"
                  },
                  "target": {
                    "catalog": "shop",
                    "schema": "main",
                    "table": "doubled"
                  },
                  "depends_on": [
                    "totals"
                  ]
                }
              ]
            }
        "#]],
    );
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
fn a_closed_pipe_is_quiet() {
    let sandbox = Sandbox::new(BROKEN);
    for arguments in
        [&["check"][..], &["check", "-o", "json"], &["compile"], &["list", "models"], &["explain", "E003"]]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = sandbox.command(arguments).stdout(writer).output().unwrap();
        let ran = Ran::new(output, sandbox.path());
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(141), ""), "{arguments:?}");
    }
}

#[test]
fn colours_are_asked_for_or_for_terminals() {
    let sandbox = Sandbox::new(BROKEN);
    let plain = sandbox.rocky(&["check"]).stdout;
    assert!(!plain.contains('\x1b'));
    assert_eq!(sandbox.rocky(&["check", "--color", "never"]).stdout, plain);
    let coloured = sandbox.rocky(&["check", "--color", "always"]).stdout;
    assert!(coloured.contains("\x1b["));
    let json = sandbox.rocky(&["check", "--color", "always", "-o", "json"]).stdout;
    assert!(!json.contains('\x1b'));
}

/// `script` gives the command a terminal, where there is one on the machine.
#[test]
#[cfg(target_os = "linux")]
fn no_color_is_honoured_on_a_terminal() {
    let sandbox = Sandbox::new(BROKEN);
    let on_terminal = |no_color: Option<&str>| {
        let mut command = std::process::Command::new("script");
        command.args(["-qec", &format!("{} check", env!("CARGO_BIN_EXE_rocky")), "/dev/null"]);
        command.current_dir(sandbox.path()).env("TERM", "xterm").env_remove("NO_COLOR");
        if let Some(value) = no_color {
            command.env("NO_COLOR", value);
        }
        let output = command.output().expect("`script` of util-linux gives the test its terminal");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(on_terminal(None).contains("\x1b["));
    assert!(!on_terminal(Some("1")).contains("\x1b["));
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
