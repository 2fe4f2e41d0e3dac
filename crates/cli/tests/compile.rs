//! `rocky compile` and `rocky list`: the models of a project.

mod support;

use expect_test::expect;
use support::{BROKEN, CLEAN, Sandbox, check};

#[test]
fn compile_lists_the_models() {
    let sandbox = Sandbox::new(BROKEN);
    check(
        &sandbox,
        &["compile", "-o", "table"],
        expect![[r#"
        exit 1
        --- stdout
        ✗ totals
        ✓ doubled (2 columns)
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

        Compiled: 2 models, 1 errors, 2 warnings
    "#]],
    );
    check(
        &sandbox,
        &["compile", "-o", "table", "--model", "doubled"],
        expect![[r#"
            exit 0
            --- stdout
            ✓ doubled (2 columns)
            Compiled: 1 models, 0 errors, 0 warnings
        "#]],
    );
    check(
        &sandbox,
        &["compile", "--model", "double"],
        expect![[r#"
        exit 1
        --- stderr
        error: there is no model `double`
        help: did you mean `doubled`?
    "#]],
    );
}

#[test]
fn compile_prints_json_into_a_pipe() {
    let sandbox = Sandbox::duckdb(CLEAN);
    check(
        &sandbox,
        &["compile"],
        expect![[r#"
        exit 0
        --- stdout
        {
          "version": "0.1.0",
          "command": "compile",
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
    let broken = Sandbox::new(BROKEN).rocky(&["compile"]);
    assert_eq!(broken.code, Some(1));
    assert_eq!(broken.json()["has_errors"], true);
}

#[test]
fn models_are_listed() {
    let sandbox = Sandbox::new(BROKEN);
    check(
        &sandbox,
        &["list", "models", "-o", "table"],
        expect![[r#"
        exit 0
        --- stdout
        NAME     TARGET             STRATEGY      CONTRACT  DEPENDS ON
        doubled  shop.main.doubled  full_refresh  no        totals
        totals   shop.main.totals   full_refresh  no
    "#]],
    );
    check(
        &sandbox,
        &["list", "models"],
        expect![[r#"
        exit 0
        --- stdout
        {
          "version": "0.1.0",
          "command": "list_models",
          "models": [
            {
              "name": "doubled",
              "target": {
                "catalog": "shop",
                "schema": "main",
                "table": "doubled"
              },
              "strategy": "full_refresh",
              "depends_on": [
                "totals"
              ],
              "has_contract": false
            },
            {
              "name": "totals",
              "target": {
                "catalog": "shop",
                "schema": "main",
                "table": "totals"
              },
              "strategy": "full_refresh",
              "depends_on": [],
              "has_contract": false
            }
          ]
        }
    "#]],
    );
}
