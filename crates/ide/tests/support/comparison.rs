//! A project, edits of it, and what is said of two revisions of it.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use expect_test::Expect;
use ide::{
    Change, ColumnState, Comparison, FileText, Host, ModelChange, ProjectRoot, RelativePath, Revision,
    RootChange, breaking_changes,
};
use std::fmt::Write;

/// A project of a staging model over a seed, and two models in a row that read it.
pub const SHOP: &str = "
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

pub fn files(fixture: &str) -> Vec<(RelativePath, FileText)> {
    let fixture = testing::fixture::parse(fixture);
    let file = |it: &testing::fixture::FixtureFile| {
        (RelativePath::new(it.path.as_str()), FileText::new(it.text.as_str()))
    };
    fixture.files.iter().map(file).collect()
}

/// The files of the shop with some replaced, added, or, where the text is a lone `-`, removed.
pub fn shop(edits: &str) -> Vec<(RelativePath, FileText)> {
    let mut all = files(SHOP);
    for (path, text) in files(edits) {
        all.retain(|it| it.0 != path);
        if text.text.trim() != "-" {
            all.push((path, text));
        }
    }
    all
}

pub fn root() -> ProjectRoot {
    ProjectRoot("/p".into())
}

pub fn compare(before: &[(RelativePath, FileText)], after: &[(RelativePath, FileText)]) -> Comparison {
    compared(before, after).1
}

pub fn compared(
    before: &[(RelativePath, FileText)],
    after: &[(RelativePath, FileText)],
) -> (Host, Comparison) {
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

pub fn check_files(
    before: &[(RelativePath, FileText)],
    after: &[(RelativePath, FileText)],
    expected: Expect,
) {
    let comparison = compare(before, after);
    let mut output = String::new();
    for model in &comparison.models {
        show_model(model, &mut output);
    }
    expected.assert_eq(&output);
}

/// What an edit of the shop changes.
pub fn check(edits: &str, expected: Expect) {
    check_files(&files(SHOP), &shop(edits), expected);
}
