//! What `rocky lineage-diff` and `rocky ci-diff` print: for people, for pull requests, for programs and for jobs.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use expect_test::expect;
use serde_json::Value;
use support::Sandbox;
use support::difference::{SHOP, check};

/// The shop, committed to `main`, with a branch for what follows.
fn shop() -> Sandbox {
    let sandbox = Sandbox::duckdb(SHOP);
    sandbox.commit();
    sandbox.git(&["switch", "--quiet", "-c", "feature"]);
    sandbox
}

/// Edits of every kind: a column goes, one is renamed, a model is laid out anew, one comes, one goes.
fn edit(sandbox: &Sandbox) {
    sandbox.write("models/stg_orders.sql", "SELECT id AS order_number, customer\nFROM raw_orders\n");
    sandbox.commit();
    // Neither added nor committed.
    sandbox.write(
        "models/revenue.sql",
        "select customer, sum(amount) as revenue from stg_orders group by customer\n",
    );
    sandbox.write("models/fresh.sql", "SELECT 1 AS one\n");
    sandbox.write("models/fresh.toml", "intent = \"new\"\n");
    std::fs::remove_file(sandbox.path().join("models/top.sql")).unwrap();
    std::fs::remove_file(sandbox.path().join("models/top.toml")).unwrap();
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let ran = sandbox.rocky(arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn a_report_for_people() {
    let sandbox = shop();
    edit(&sandbox);
    check(
        &sandbox,
        &["lineage-diff", "-o", "table"],
        expect![[r#"
            exit 0
            --- stdout
            fresh: added, 1 column

            revenue: only formatting changed

            stg_orders: 2 columns differ
              ~ order_id INTEGER NOT NULL -> order_number INTEGER NOT NULL: renamed
              - amount DECIMAL(10,2): removed
                  went into revenue.revenue, top.revenue
                  decided about the rows of top
                  contract of revenue.revenue in models/revenue.contract.toml
                  test not_null of revenue.revenue in models/revenue.toml

            top: removed
              - best VARCHAR: removed
              - revenue DECIMAL(38,2) NOT NULL: removed

            Compared with main (<commit>): 1 modified, 1 added, 1 removed of 4 models
        "#]],
    );
}

#[test]
fn a_comment_for_a_pull_request() {
    let sandbox = shop();
    edit(&sandbox);
    check(
        &sandbox,
        &["lineage-diff", "main", "-o", "md"],
        expect![[r#"
            exit 0
            --- stdout
            ## Column changes

            **3 breaking changes: 1 modified, 1 added, 1 removed of 4 models** compared with `main (<commit>)`.

            **fresh**: added, 1 column.

            <details><summary><b>stg_orders</b>: 2 columns differ</summary>

            | Column | Change | Old | New | Downstream consumers |
            |---|---|---|---|---|
            | `order_id` → `order_number` | renamed | `INTEGER NOT NULL` | `INTEGER NOT NULL` |  |
            | `amount` | removed | `DECIMAL(10,2)` |  | revenue.revenue, top.revenue<br>rows of top<br>contract of revenue.revenue<br>test not\_null of revenue.revenue |

            </details>

            <details><summary><b>top</b>: removed</summary>

            | Column | Change | Old | New | Downstream consumers |
            |---|---|---|---|---|
            | `best` | removed | `VARCHAR` |  |  |
            | `revenue` | removed | `DECIMAL(38,2) NOT NULL` |  |  |

            </details>

            Edited without a difference for readers: `revenue`.
        "#]],
    );
}

#[test]
fn a_document_for_programs() {
    let sandbox = shop();
    edit(&sandbox);
    let mut document = json(&sandbox, &["lineage-diff", "main"]);
    let comment = document["markdown"].take();
    assert!(comment.as_str().unwrap().starts_with("## Column changes"));
    document["version"].take();
    document["base_commit"].take();
    expect![[r#"
        {
          "version": null,
          "command": "lineage-diff",
          "base_ref": "main",
          "head_ref": "working tree",
          "summary": {
            "total_models": 4,
            "unchanged": 1,
            "modified": 1,
            "added": 1,
            "removed": 1
          },
          "results": [
            {
              "model_name": "fresh",
              "status": "added",
              "column_changes": [
                {
                  "column_name": "one",
                  "change_type": "added",
                  "new_type": "INTEGER",
                  "changes": [
                    "added"
                  ]
                }
              ],
              "path": "models/fresh.sql",
              "edit": "query",
              "rows_changed": false,
              "breaking_findings": [
                {
                  "change": {
                    "kind": "model_added",
                    "model": "fresh"
                  },
                  "severity": "info"
                }
              ]
            },
            {
              "model_name": "revenue",
              "status": "unchanged",
              "column_changes": [],
              "path": "models/revenue.sql",
              "edit": "formatting",
              "rows_changed": false
            },
            {
              "model_name": "stg_orders",
              "status": "modified",
              "column_changes": [
                {
                  "column_name": "order_number",
                  "change_type": "renamed",
                  "old_type": "INTEGER",
                  "new_type": "INTEGER",
                  "changes": [
                    "renamed"
                  ],
                  "previous_name": "order_id"
                },
                {
                  "column_name": "amount",
                  "change_type": "removed",
                  "old_type": "DECIMAL(10,2)",
                  "downstream_consumers": [
                    {
                      "model": "revenue",
                      "column": "revenue",
                      "depth": 1
                    },
                    {
                      "model": "top",
                      "column": "revenue",
                      "depth": 2
                    }
                  ],
                  "row_consumers": [
                    {
                      "model": "top",
                      "depth": 2
                    }
                  ],
                  "changes": [
                    "removed"
                  ],
                  "dependents": [
                    {
                      "model": "revenue",
                      "column": "revenue",
                      "kind": "contract",
                      "path": "models/revenue.contract.toml"
                    },
                    {
                      "model": "revenue",
                      "column": "revenue",
                      "kind": "test not_null",
                      "path": "models/revenue.toml"
                    }
                  ]
                }
              ],
              "path": "models/stg_orders.sql",
              "edit": "query",
              "rows_changed": false,
              "breaking_findings": [
                {
                  "change": {
                    "kind": "column_dropped",
                    "column": "order_id",
                    "data_type": "INTEGER",
                    "model": "stg_orders"
                  },
                  "severity": "breaking"
                },
                {
                  "change": {
                    "kind": "column_added",
                    "column": "order_number",
                    "data_type": "INTEGER",
                    "nullable": false,
                    "model": "stg_orders"
                  },
                  "severity": "warning"
                },
                {
                  "change": {
                    "kind": "column_dropped",
                    "column": "amount",
                    "data_type": "DECIMAL(10,2)",
                    "model": "stg_orders"
                  },
                  "severity": "breaking"
                }
              ]
            },
            {
              "model_name": "top",
              "status": "removed",
              "column_changes": [
                {
                  "column_name": "best",
                  "change_type": "removed",
                  "old_type": "VARCHAR",
                  "changes": [
                    "removed"
                  ]
                },
                {
                  "column_name": "revenue",
                  "change_type": "removed",
                  "old_type": "DECIMAL(38,2)",
                  "changes": [
                    "removed"
                  ]
                }
              ],
              "path": "models/top.sql",
              "edit": "query",
              "rows_changed": false,
              "breaking_findings": [
                {
                  "change": {
                    "kind": "model_removed",
                    "model": "top"
                  },
                  "severity": "breaking"
                }
              ]
            }
          ],
          "markdown": null,
          "base_commit": null
        }
    "#]]
    .assert_eq(&format!("{document:#}\n"));
}

#[test]
fn a_table_for_a_job() {
    let sandbox = shop();
    edit(&sandbox);
    check(
        &sandbox,
        &["ci-diff", "-o", "table", "--semantic"],
        expect![[r#"
            exit 0
            --- stdout
            MODEL       STATUS    TABLE                 COLUMNS
            fresh       added     shop.main.fresh
            stg_orders  modified  shop.main.stg_orders  -1 ~1
            top         removed   shop.main.top         -2

            BREAKING stg_orders.order_id: the column is gone
            BREAKING stg_orders.amount: the column is gone
            BREAKING top: the model is gone
            WARNING stg_orders.order_number: the column is new, INTEGER, never NULL
            INFO fresh: the model is new

            Compared with main (<commit>): 1 modified, 1 added, 1 removed of 4 models
        "#]],
    );
    let document = json(&sandbox, &["ci-diff", "--semantic"]);
    expect![[r#"
        [
          {
            "model_name": "fresh",
            "resolved_target": "shop.main.fresh",
            "status": "added",
            "column_changes": [
              {
                "column_name": "one",
                "change_type": "added",
                "new_type": "INTEGER"
              }
            ]
          },
          {
            "model_name": "revenue",
            "resolved_target": "shop.main.revenue",
            "status": "unchanged"
          },
          {
            "model_name": "stg_orders",
            "resolved_target": "shop.main.stg_orders",
            "status": "modified",
            "column_changes": [
              {
                "column_name": "order_id",
                "change_type": "removed",
                "old_type": "INTEGER"
              },
              {
                "column_name": "order_number",
                "change_type": "added",
                "new_type": "INTEGER"
              },
              {
                "column_name": "amount",
                "change_type": "removed",
                "old_type": "DECIMAL(10,2)"
              }
            ]
          },
          {
            "model_name": "top",
            "resolved_target": "shop.main.top",
            "status": "removed",
            "column_changes": [
              {
                "column_name": "best",
                "change_type": "removed",
                "old_type": "VARCHAR"
              },
              {
                "column_name": "revenue",
                "change_type": "removed",
                "old_type": "DECIMAL(38,2)"
              }
            ]
          }
        ]
        [
          {
            "change": {
              "kind": "model_added",
              "model": "fresh"
            },
            "severity": "info"
          },
          {
            "change": {
              "kind": "column_dropped",
              "column": "order_id",
              "data_type": "INTEGER",
              "model": "stg_orders"
            },
            "severity": "breaking"
          },
          {
            "change": {
              "kind": "column_added",
              "column": "order_number",
              "data_type": "INTEGER",
              "nullable": false,
              "model": "stg_orders"
            },
            "severity": "warning"
          },
          {
            "change": {
              "kind": "column_dropped",
              "column": "amount",
              "data_type": "DECIMAL(10,2)",
              "model": "stg_orders"
            },
            "severity": "breaking"
          },
          {
            "change": {
              "kind": "model_removed",
              "model": "top"
            },
            "severity": "breaking"
          }
        ]
    "#]]
    .assert_eq(&format!("{:#}\n{:#}\n", document["models"], document["breaking_findings"]));
    assert!(json(&sandbox, &["ci-diff"]).get("breaking_findings").is_none());
}

#[test]
fn a_long_comment_is_cut_and_says_so() {
    let columns = |count: usize| {
        (0..count)
            .map(|it| format!("{it} AS a_rather_long_name_of_a_column_{it}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let models = 40;
    let sandbox = Sandbox::duckdb(SHOP);
    for model in 0..models {
        sandbox.write(&format!("models/wide_{model:02}.sql"), &format!("SELECT 1 AS one, {}", columns(200)));
        sandbox.write(&format!("models/wide_{model:02}.toml"), "intent = \"wide\"\n");
    }
    sandbox.commit();
    for model in 0..models {
        sandbox.write(&format!("models/wide_{model:02}.sql"), "SELECT 1 AS one");
    }
    let comment = sandbox.rocky(&["lineage-diff", "-o", "md"]).stdout;
    let length = comment.chars().count();
    assert!((60_000..=65_000).contains(&length), "{length}");
    assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
    expect!["_This comment is cut, because it would be too long: 35 of 40 changed models and 177 columns of the models above are not shown. `rocky lineage-diff main` shows all._"].assert_eq(comment.lines().last().unwrap());
}
