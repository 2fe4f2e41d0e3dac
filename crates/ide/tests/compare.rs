//! Two revisions of a project compared: what has changed, and who is hit.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use expect_test::{Expect, expect};
use ide::{
    Change, ColumnState, Comparison, FileText, Host, ModelChange, ProjectRoot, RelativePath, Revision,
    RootChange, breaking_changes,
};
use std::fmt::Write;

/// A project of a staging model over a seed, and two models in a row that read it.
const SHOP: &str = "
//- /rocky.toml
[adapter]
type = \"duckdb\"
//- /data/seed.sql
CREATE TABLE raw_orders (id INTEGER NOT NULL, customer VARCHAR, amount DECIMAL(10, 2), placed DATE);
CREATE TABLE raw_notes (id INTEGER, text VARCHAR);
//- /models/stg_orders.sql
SELECT id AS order_id, customer, amount, placed
FROM raw_orders
//- /models/stg_orders.toml
[strategy]
type = \"view\"
//- /models/revenue.sql
SELECT customer, sum(amount) AS revenue, count(*) AS orders
FROM stg_orders
GROUP BY customer
//- /models/revenue.toml
[[tests]]
type = \"not_null\"
column = \"revenue\"
//- /models/revenue.contract.toml
[[columns]]
name = \"customer\"
type = \"String\"
//- /models/top.sql
SELECT r.customer AS best, r.revenue
FROM revenue AS r
WHERE r.revenue > 100
//- /models/top.toml
//- /models/notes.sql
SELECT * FROM raw_notes
//- /models/notes.toml
";

fn files(fixture: &str) -> Vec<(RelativePath, FileText)> {
    let fixture = testing::fixture::parse(fixture);
    let file = |it: &testing::fixture::FixtureFile| {
        (RelativePath::new(it.path.as_str()), FileText::new(it.text.as_str()))
    };
    fixture.files.iter().map(file).collect()
}

/// The files of the shop with some replaced, added, or, where the text is a lone `-`, removed.
fn shop(edits: &str) -> Vec<(RelativePath, FileText)> {
    let mut all = files(SHOP);
    for (path, text) in files(edits) {
        all.retain(|it| it.0 != path);
        if text.text.trim() != "-" {
            all.push((path, text));
        }
    }
    all
}

fn root() -> ProjectRoot {
    ProjectRoot("/p".into())
}

fn compare(before: &[(RelativePath, FileText)], after: &[(RelativePath, FileText)]) -> Comparison {
    compared(before, after).1
}

fn compared(before: &[(RelativePath, FileText)], after: &[(RelativePath, FileText)]) -> (Host, Comparison) {
    let mut host = Host::new();
    let mut change = RootChange::new(root());
    for (path, text) in after {
        change.file(path.clone(), Some(text.clone()));
    }
    host.apply(Change { roots: vec![change] });
    let revision = Revision { files: before.iter().cloned().collect(), ..Revision::default() };
    let comparison = host.compare(&root(), &ProjectRoot("/p@base".into()), &revision).unwrap();
    (host, comparison)
}

fn column(state: &ColumnState) -> String {
    let null = match state.nullable {
        Some(true) => " NULL",
        Some(false) => " NOT NULL",
        None => "",
    };
    format!("{} {}{null}", state.name, state.type_name.as_deref().unwrap_or("?"))
}

fn show_model(change: &ModelChange, output: &mut String) {
    let name = |it: &Option<ide::ModelState>| it.as_ref().map(|it| it.name.clone()).unwrap_or_default();
    let was = if change.before.is_some() && name(&change.before) != change.name {
        format!(" (was {})", name(&change.before))
    } else {
        String::new()
    };
    writeln!(output, "{}{was}: {:?}, {:?}", change.name, change.status, change.edit).unwrap();
    if change.rows_changed {
        writeln!(output, "  rows").unwrap();
    }
    for it in &change.readers {
        writeln!(output, "  {} {}", ">".repeat(it.depth), it.model).unwrap();
    }
    for it in &change.columns {
        let before = it.before.as_ref().map(column).unwrap_or_default();
        let after = it.after.as_ref().map(column).unwrap_or_default();
        writeln!(output, "  {:?} {before} -> {after}", it.aspects).unwrap();
        for it in &it.consumers {
            let arrows = ">".repeat(it.depth);
            writeln!(output, "    {arrows} {}.{}", it.model, it.column.as_deref().unwrap_or("*")).unwrap();
        }
        for it in &it.dependents {
            writeln!(output, "    {} of {}.{} in {}", it.kind, it.model, it.column, it.path).unwrap();
        }
    }
    for it in breaking_changes(change) {
        writeln!(output, "  {:?}: {:?}", it.severity, it.change).unwrap();
    }
    if let Some(reason) = &change.incomplete {
        writeln!(output, "  incomplete: {reason}").unwrap();
    }
}

fn check_files(before: &[(RelativePath, FileText)], after: &[(RelativePath, FileText)], expected: Expect) {
    let comparison = compare(before, after);
    let mut output = String::new();
    for model in &comparison.models {
        show_model(model, &mut output);
    }
    expected.assert_eq(&output);
}

/// What an edit of the shop changes.
fn check(edits: &str, expected: Expect) {
    check_files(&files(SHOP), &shop(edits), expected);
}

#[test]
fn nothing_changes_by_itself() {
    let comparison = compare(&files(SHOP), &files(SHOP));
    assert_eq!((comparison.models.len(), comparison.total_models), (0, 4));
}

#[test]
fn a_column_that_is_gone_lists_who_read_it() {
    check(
        "//- /models/stg_orders.sql\nSELECT id AS order_id, customer, placed\nFROM raw_orders\n",
        expect![[r#"
            stg_orders: Modified, Query
              [Removed] amount DECIMAL(10,2) NULL -> 
                > revenue.revenue
                >> top.*
                >> top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Breaking: ColumnDropped { column: "amount", data_type: "DECIMAL(10,2)" }
        "#]],
    );
}

#[test]
fn a_rename_is_recognised_and_followed() {
    check(
        "
//- /models/stg_orders.sql
SELECT id AS order_id, customer AS customer_name, amount, placed
FROM raw_orders
//- /models/revenue.sql
SELECT customer_name AS customer, sum(amount) AS revenue, count(*) AS orders
FROM stg_orders
GROUP BY customer_name
",
        expect![[r#"
            revenue: Modified, Query
            stg_orders: Modified, Query
              [Renamed] customer VARCHAR NULL -> customer_name VARCHAR NULL
                > revenue.*
                > revenue.customer
                >> top.best
                contract of revenue.customer in models/revenue.contract.toml
              Breaking: ColumnDropped { column: "customer", data_type: "VARCHAR" }
              Info: ColumnAdded { column: "customer_name", data_type: "VARCHAR", nullable: true }
        "#]],
    );
}

#[test]
fn a_rename_goes_through_stars() {
    let star = "//- /models/all_notes.sql\nSELECT * FROM notes\n//- /models/all_notes.toml\n";
    let renamed = "//- /models/notes.sql\nSELECT id, text AS body FROM raw_notes\n".to_owned() + star;
    check_files(
        &shop(star),
        &shop(&renamed),
        expect![[r#"
        all_notes: Modified, Nothing
          [Renamed] text VARCHAR NULL -> body VARCHAR NULL
          Breaking: ColumnDropped { column: "text", data_type: "VARCHAR" }
          Info: ColumnAdded { column: "body", data_type: "VARCHAR", nullable: true }
        notes: Modified, Query
          [Renamed] text VARCHAR NULL -> body VARCHAR NULL
            > all_notes.text
          Breaking: ColumnDropped { column: "text", data_type: "VARCHAR" }
          Info: ColumnAdded { column: "body", data_type: "VARCHAR", nullable: true }
    "#]],
    );
}

#[test]
fn types_and_nullability_travel() {
    check(
        "//- /models/stg_orders.sql
SELECT id AS order_id, coalesce(customer, '') AS customer, CAST(amount AS DOUBLE) AS amount, placed
FROM raw_orders
",
        expect![[r#"
            revenue: Modified, Nothing
              [Nullability] customer VARCHAR NULL -> customer VARCHAR NOT NULL
                > top.best
                contract of revenue.customer in models/revenue.contract.toml
              [Retyped] revenue DECIMAL(38,2) NULL -> revenue DOUBLE NULL
                > top.*
                > top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Warning: ColumnNullabilityChanged { column: "customer", old_nullable: true, new_nullable: false }
              Breaking: ColumnTypeChanged { column: "revenue", old_type: "DECIMAL(38,2)", new_type: "DOUBLE", narrowing: true }
            stg_orders: Modified, Query
              [Nullability, Logic] customer VARCHAR NULL -> customer VARCHAR NOT NULL
                > revenue.*
                > revenue.customer
                >> top.best
                contract of revenue.customer in models/revenue.contract.toml
              [Retyped, Logic] amount DECIMAL(10,2) NULL -> amount DOUBLE NULL
                > revenue.revenue
                >> top.*
                >> top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Warning: ColumnNullabilityChanged { column: "customer", old_nullable: true, new_nullable: false }
              Breaking: ColumnTypeChanged { column: "amount", old_type: "DECIMAL(10,2)", new_type: "DOUBLE", narrowing: true }
              Info: SqlBodyChanged
            top: Modified, Nothing
              [Nullability] best VARCHAR NULL -> best VARCHAR NOT NULL
              [Retyped] revenue DECIMAL(38,2) NOT NULL -> revenue DOUBLE NOT NULL
              Warning: ColumnNullabilityChanged { column: "best", old_nullable: true, new_nullable: false }
              Breaking: ColumnTypeChanged { column: "revenue", old_type: "DECIMAL(38,2)", new_type: "DOUBLE", narrowing: true }
        "#]],
    );
}

#[test]
fn logic_is_followed_through_common_table_expressions() {
    check(
        "//- /models/revenue.sql
WITH paid AS (SELECT customer, amount AS net FROM stg_orders)
SELECT customer, sum(p.net * 2) AS revenue, count(*) AS orders
FROM paid AS p
GROUP BY 1
",
        expect![[r#"
            revenue: Modified, Query
              [Logic] revenue DECIMAL(38,2) NULL -> revenue DECIMAL(38,2) NULL
                > top.*
                > top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Info: SqlBodyChanged
        "#]],
    );
}

#[test]
fn other_rows_are_said_once() {
    check(
        "//- /models/stg_orders.sql
SELECT id AS order_id, customer, amount, placed
FROM raw_orders
WHERE amount > 0
",
        expect![[r#"
            revenue: Modified, Nothing
              [Nullability] revenue DECIMAL(38,2) NULL -> revenue DECIMAL(38,2) NOT NULL
                > top.*
                > top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Warning: ColumnNullabilityChanged { column: "revenue", old_nullable: true, new_nullable: false }
            stg_orders: Modified, Query
              rows
              > revenue
              >> top
              [Nullability] amount DECIMAL(10,2) NULL -> amount DECIMAL(10,2) NOT NULL
                > revenue.revenue
                >> top.*
                >> top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Warning: ColumnNullabilityChanged { column: "amount", old_nullable: true, new_nullable: false }
              Info: SqlBodyChanged
        "#]],
    );
}

#[test]
fn formatting_is_no_change() {
    check(
        "//- /models/stg_orders.sql
-- Orders as they come.
select
    id as order_id,
    customer,
    amount,
    placed
from raw_orders
",
        expect![[r#"
            stg_orders: Unchanged, Formatting
        "#]],
    );
}

#[test]
fn models_come_go_and_move() {
    check(
        "
//- /models/notes.sql
-
//- /models/notes.toml
-
//- /models/remarks.sql
SELECT * FROM raw_notes
//- /models/remarks.toml
//- /models/top.sql
-
//- /models/top.toml
-
//- /models/fresh.sql
SELECT order_id FROM stg_orders
//- /models/fresh.toml
",
        expect![[r#"
            fresh: Added, Query
              [Added]  -> order_id INTEGER NOT NULL
              Info: ModelAdded
            remarks (was notes): Modified, Configuration
              Breaking: TargetRenamed { old: "notes", new: "remarks" }
            top: Removed, Query
              [Removed] best VARCHAR NULL -> 
              [Removed] revenue DECIMAL(38,2) NOT NULL -> 
              Breaking: ModelRemoved
        "#]],
    );
}

#[test]
fn tables_outside_the_project_count() {
    check(
        "//- /data/seed.sql
CREATE TABLE raw_orders (id INTEGER NOT NULL, customer VARCHAR, amount DECIMAL(12, 2), placed DATE);
CREATE TABLE raw_notes (id INTEGER, text VARCHAR);
",
        expect![[r#"
            stg_orders: Modified, Nothing
              [Retyped] amount DECIMAL(10,2) NULL -> amount DECIMAL(12,2) NULL
                > revenue.revenue
                >> top.*
                >> top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              Info: ColumnTypeChanged { column: "amount", old_type: "DECIMAL(10,2)", new_type: "DECIMAL(12,2)", narrowing: false }
        "#]],
    );
}

#[test]
fn configuration_counts_where_it_is_built_in_another_way() {
    check(
        "
//- /models/stg_orders.toml
[strategy]
type = \"full_refresh\"
//- /models/notes.toml
intent = \"remarks\"
",
        expect![[r#"
            notes: Unchanged, Configuration
            stg_orders: Modified, Configuration
              Breaking: StrategyChanged { old_strategy: "view", new_strategy: "full_refresh" }
        "#]],
    );
}

#[test]
fn other_settings_make_everything_apart() {
    check(
        "
//- /rocky.toml
[adapter]
type = \"duckdb\"

[pipeline.p]
type = \"transformation\"
models = \"sql/**\"
//- /models/notes.sql
-
//- /models/notes.toml
-
//- /sql/notes.sql
SELECT id FROM raw_notes
//- /sql/notes.toml
",
        expect![[r#"
            notes: Modified, Query
              [Removed] text VARCHAR NULL -> 
              Breaking: ColumnDropped { column: "text", data_type: "VARCHAR" }
            revenue: Removed, Query
              > top
              [Removed] customer VARCHAR NULL -> 
                > top.best
                contract of revenue.customer in models/revenue.contract.toml
              [Removed] revenue DECIMAL(38,2) NULL -> 
                > top.*
                > top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              [Removed] orders BIGINT NOT NULL -> 
              Breaking: ModelRemoved
            stg_orders: Removed, Query
              > revenue
              >> top
              [Removed] order_id INTEGER NOT NULL -> 
              [Removed] customer VARCHAR NULL -> 
                > revenue.*
                > revenue.customer
                >> top.best
                contract of revenue.customer in models/revenue.contract.toml
              [Removed] amount DECIMAL(10,2) NULL -> 
                > revenue.revenue
                >> top.*
                >> top.revenue
                test not_null of revenue.revenue in models/revenue.toml
              [Removed] placed DATE NULL -> 
              Breaking: ModelRemoved
            top: Removed, Query
              [Removed] best VARCHAR NULL -> 
              [Removed] revenue DECIMAL(38,2) NOT NULL -> 
              Breaking: ModelRemoved
        "#]],
    );
}

#[test]
fn contracts_know_which_edit_broke_them() {
    let contract = "
//- /models/top.contract.toml
[rules]
protected = [\"customer\", \"revenue\"]
no_new_nullable = true
//- /models/top.sql
SELECT * FROM revenue
";
    let before = shop(contract);
    let renamed = "
//- /models/revenue.sql
SELECT customer, sum(amount) AS turnover, count(*) AS orders, max(placed) AS newest
FROM stg_orders
GROUP BY customer
";
    let mut after = before.clone();
    for (path, text) in files(renamed) {
        after.retain(|it| it.0 != path);
        after.push((path, text));
    }
    let (mut host, comparison) = compared(&before, &after);
    let mut found = host.sweep(&root());
    host.add_history(&comparison, &mut found);
    let mut output = String::new();
    for file in &found {
        for it in file.diagnostics.iter().filter(|it| it.code.name().starts_with("E01")) {
            writeln!(output, "{} {}: {}", host.path(file.file).1, it.code, it.message).unwrap();
            for related in &it.related {
                let path = host.path(related.place.file).1;
                writeln!(output, "  {path} {:?}: {}", related.place.range, related.message).unwrap();
            }
            if let Some(suggestion) = &it.suggestion {
                writeln!(output, "  {suggestion}").unwrap();
            }
        }
    }
    expect![[r#"
        models/revenue.toml E015: `revenue` has no column `revenue`, which a test names
        models/top.sql E012: `newest` is new and may be NULL, and the contract allows no new nullable columns
          models/top.contract.toml 62..66: forbidden here
          models/revenue.sql 77..83: it comes from here
          filter the NULLs out, or give them a value with COALESCE
        models/top.sql E013: the column `revenue` is protected by the contract, and is gone
          models/top.contract.toml 33..42: protected here
          models/revenue.sql 32..40: `revenue.revenue` has been renamed to `turnover`
          `revenue.revenue` has been renamed to `turnover`
    "#]]
    .assert_eq(&output);
}

#[test]
fn what_is_not_known_is_not_said_to_be_gone() {
    let before = shop("//- /models/open.sql\nSELECT * FROM nowhere.t\n//- /models/open.toml\n");
    let after = shop("//- /models/open.sql\nSELECT *, 1 AS more FROM nowhere.t\n//- /models/open.toml\n");
    check_files(
        &before,
        &after,
        expect![[r#"
        open: Modified, Query
          incomplete: the columns of `nowhere.t` are not known
    "#]],
    );
}

#[test]
fn rings_are_compared_too() {
    let ring = |column: &str| {
        format!(
            "//- /models/a.sql\nSELECT {column} FROM b\n//- /models/a.toml\n//- /models/b.sql\nSELECT x FROM a\n//- /models/b.toml\n"
        )
    };
    check_files(
        &shop(&ring("x")),
        &shop(&ring("x, 1 AS y")),
        expect![[r#"
        a: Modified, Query
          incomplete: the model stands in a dependency cycle
    "#]],
    );
}

#[test]
fn switching_the_base_a_thousand_times_makes_no_more_inputs() {
    let mut host = Host::new();
    let mut change = RootChange::new(root());
    for (path, text) in files(SHOP) {
        change.file(path, Some(text));
    }
    host.apply(Change { roots: vec![change] });
    let count = |host: &mut Host| {
        let usage = host.memory_usage();
        usage.iter().find(|it| it.name == "SourceFile").map_or(0, |it| it.count)
    };
    let mut after_ten = 0;
    for number in 0..1_000 {
        let edit = format!(
            "//- /models/stg_orders.sql\nSELECT id AS order_{number}, customer, amount, placed FROM raw_orders\n\
             //- /models/only_{number}.sql\nSELECT {number} AS n\n//- /models/only_{number}.toml\n"
        );
        let revision = Revision { files: shop(&edit).into_iter().collect(), ..Revision::default() };
        let comparison = host.compare(&root(), &ProjectRoot("/p@base".into()), &revision).unwrap();
        assert!(comparison.models.len() >= 2);
        if number == 10 {
            after_ten = count(&mut host);
        }
    }
    assert!(after_ten > 0);
    assert_eq!(count(&mut host), after_ten);
}

#[test]
fn what_readers_may_not_survive_is_said_where_it_is_made() {
    let after = shop(
        "//- /models/stg_orders.sql
SELECT id AS order_id, customer, CAST(amount AS INTEGER) AS amount
FROM raw_orders
//- /models/revenue.sql
-- less
SELECT customer, sum(amount) AS revenue
FROM stg_orders
GROUP BY customer
",
    );
    let (host, comparison) = compared(&files(SHOP), &after);
    let analysis = host.analysis();
    let mut output = String::new();
    for note in host.breaking_notes(&comparison, "main") {
        let text = &analysis.text(note.file)[note.range];
        writeln!(output, "{} ‹{text}› {:?}: {}", analysis.path(note.file).1, note.severity, note.message)
            .unwrap();
    }
    expect![[r#"
        models/revenue.sql ‹revenue› Breaking: compared with main, `revenue`: HUGEINT does not hold all that DECIMAL(38,2) held; 1 model reads it
        models/revenue.sql ‹SELECT› Breaking: compared with main, `orders`: the column is gone
        models/stg_orders.sql ‹amount› Breaking: compared with main, `amount`: INTEGER does not hold all that DECIMAL(10,2) held; 2 models read it
        models/stg_orders.sql ‹SELECT› Breaking: compared with main, `placed`: the column is gone
        models/top.sql ‹revenue› Breaking: compared with main, `revenue`: HUGEINT does not hold all that DECIMAL(38,2) held
    "#]].assert_eq(&output);
}
