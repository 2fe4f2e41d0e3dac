//! Two revisions of a project compared: which models have changed, and what is said of that in their files.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::expect;
use ide::{Change, Host, ProjectRoot, Revision, RootChange};
use std::fmt::Write;
use support::comparison::{SHOP, check, check_files, compare, compared, files, root, shop};

#[test]
fn nothing_changes_by_itself() {
    let comparison = compare(&files(SHOP), &files(SHOP));
    assert_eq!((comparison.models.len(), comparison.total_models), (0, 4));
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
