//! How `rocky check` and `rocky compile` say what they found: reports, documents, colours, closed pipes.

mod support;

use expect_test::expect;
use support::{BROKEN, CLEAN, Ran, Sandbox, check};

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
