//! What `lineage-diff`, `ci-diff` and `check --base` compare with what, and what is said where that cannot be done.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use expect_test::expect;
use serde_json::Value;
use support::Sandbox;
use support::difference::{SHOP, check};

#[test]
fn on_the_default_branch_the_last_commit_counts() {
    let sandbox = Sandbox::duckdb(SHOP);
    sandbox.commit();
    check(
        &sandbox,
        &["lineage-diff", "-o", "table"],
        expect![[r#"
        exit 0
        --- stdout
        Compared with main (<commit>): none of 3 models differs
    "#]],
    );
    sandbox.write(
        "models/top.sql",
        "-- the best\nSELECT r.customer AS best, r.revenue FROM revenue AS r WHERE r.revenue > 100",
    );
    check(
        &sandbox,
        &["lineage-diff", "-o", "table"],
        expect![[r#"
        exit 0
        --- stdout
        top: only formatting changed

        Compared with main (<commit>): none of 3 models differs
    "#]],
    );
    check(
        &sandbox,
        &["lineage-diff", "-o", "md"],
        expect![[r#"
        exit 0
        --- stdout
        ## Column changes

        **No model differs** compared with `main (<commit>)`.

        Edited without a difference for readers: `top`.
    "#]],
    );
}

#[test]
fn a_project_may_lie_below_the_repository() {
    let sandbox = Sandbox::new(
        "
        //- /warehouse/rocky.toml
        [adapter]
        type = \"duckdb\"
        //- /warehouse/models/a.sql
        SELECT 1 AS one, 2 AS two
        //- /warehouse/models/a.toml
        intent = \"numbers\"
        //- /warehouse/models/sub/b.sql
        SELECT two FROM a
        //- /warehouse/models/sub/b.toml
        intent = \"numbers\"
        //- /other/models/a.sql
        SELECT 1 AS x
        ",
    );
    sandbox.commit();
    sandbox.write("warehouse/models/a.sql", "SELECT 1 AS one\n");
    sandbox.write("other/models/a.sql", "SELECT 2 AS y\n");
    check(
        &sandbox,
        &["-c", "warehouse/rocky.toml", "lineage-diff", "-o", "table"],
        expect![[r#"
            exit 0
            --- stdout
            a: 1 column differs
              - two INTEGER NOT NULL: removed
                  went into b.two

            Compared with main (<commit>): 1 modified of 2 models
        "#]],
    );
    check(
        &sandbox,
        &["lineage-diff", "-o", "table", "--models", "warehouse/models/sub"],
        expect![[r#"
            exit 0
            --- stdout
            Compared with main (<commit>): none of 2 models differs
        "#]],
    );
}

#[test]
fn what_cannot_be_compared_is_said() {
    let sandbox = Sandbox::duckdb(SHOP);
    let ran = sandbox.rocky(&["lineage-diff"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("lies in no git repository"), "{}", ran.stderr);
    sandbox.commit();
    check(
        &sandbox,
        &["lineage-diff", "no-such-branch"],
        expect![[r#"
        exit 1
        --- stderr
        error: git knows no revision `no-such-branch`
        help: name a branch, a tag or a commit: origin/main, v1.2, HEAD~3
    "#]],
    );
    check(
        &sandbox,
        &["ci-diff", "--", "-x"],
        expect![[r#"
        exit 1
        --- stderr
        error: `-x` cannot name a revision
        help: name a branch, a tag or a commit: origin/main, v1.2, HEAD~3
    "#]],
    );
}

#[test]
fn a_check_with_a_base_knows_rules_about_change() {
    let sandbox = Sandbox::duckdb(SHOP);
    sandbox.write("models/top.sql", "SELECT * FROM revenue\n");
    let contract = "[rules]\nprotected = [\"revenue\"]\nno_new_nullable = true\n";
    sandbox.write("models/top.contract.toml", contract);
    sandbox.commit();
    let renamed = "SELECT customer, sum(amount) AS turnover, max(customer) AS newest\nFROM stg_orders\nGROUP BY customer\n";
    sandbox.write("models/revenue.sql", renamed);
    let about_top = |document: Value| -> Vec<(String, Vec<String>)> {
        let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
        let all = document["diagnostics"].as_array().unwrap().clone();
        let found = all
            .iter()
            .filter(|it| it["span"]["file"] == "models/top.sql" && text(&it["code"]).starts_with("E01"));
        let related =
            |it: &Value| it["related"].as_array().unwrap().iter().map(|it| text(&it["message"])).collect();
        found.map(|it| (text(&it["code"]), related(it))).collect()
    };
    let run = |arguments: &[&str]| {
        let ran = sandbox.rocky(arguments);
        (ran.stderr.clone(), about_top(serde_json::from_str(&ran.stdout).unwrap()))
    };
    let (said, found) = run(&["check", "-o", "json"]);
    assert!(said.contains("`no_new_nullable` in 1 contract is not checked"), "{said}");
    assert_eq!(found.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), ["E013"]);
    let (said, found) = run(&["check", "-o", "json", "--base", "main"]);
    assert_eq!(said, "");
    let expected: [(&str, &[&str]); 2] = [
        ("E012", &["forbidden here", "it comes from here"]),
        ("E013", &["protected here", "`revenue.revenue` has been renamed to `turnover`"]),
    ];
    let expected = expected.map(|(code, related)| {
        (code.to_owned(), related.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
    });
    assert_eq!(found, expected);
}
