//! What is said of a model as a whole.

use super::findings;
use crate::test_support::{file, project};
use base::Code;
use expect_test::{Expect, expect};

/// The syntax errors of a model, one a line.
fn check_syntax(path: &str, text: &str, expected: Expect) {
    let (db, project) = project(&format!("//- /{path}\n{text}"));
    let findings = findings(&db, file(&db, project, path));
    let errors = findings.iter().filter(|it| it.code == Code::E018);
    expected.assert_eq(&errors.map(|it| format!("{}\n", it.message)).collect::<String>());
}

#[test]
fn a_model_is_one_query() {
    let sql = "models/report.sql";
    check_syntax(sql, "SELECT 1 AS id;\n", expect![[""]]);
    check_syntax(
        sql,
        "",
        expect![[r#"
        a model needs a query: this one has none
    "#]],
    );
    check_syntax(
        sql,
        "-- nothing yet\n;\n",
        expect![[r#"
        a model needs a query: this one has none
    "#]],
    );
    check_syntax(
        sql,
        "---toml\nintent = \"later\"\n---\n",
        expect![[r#"
        a model needs a query: this one has none
    "#]],
    );
    check_syntax(
        sql,
        "CREATE TABLE t (a INTEGER)",
        expect![[r#"
        a model is one query; this statement is not part of it
    "#]],
    );
    check_syntax(
        sql,
        "SELECT 1 AS id; SELECT 2 AS id",
        expect![[r#"
        a model is one query; this statement is not part of it
    "#]],
    );
    check_syntax(
        sql,
        ")",
        expect![[r#"
        expected a statement, found `)`
    "#]],
    );
    check_syntax(
        "models/report.rocky",
        "",
        expect![[r#"
        expected a pipeline: start with `from` and the name of a model
    "#]],
    );
    // A seed is no model: it may be empty.
    check_syntax("data/seed.sql", "", expect![[""]]);
}

/// What is wrong with the `engine_version` of an adapter.
fn check_version(adapter: &str, version: &str, expected: Expect) {
    let toml = format!("[adapter]\ntype = \"{adapter}\"\nengine_version = \"{version}\"\n");
    let (db, project) = project(&format!("//- /rocky.toml\n{toml}"));
    let mut text = String::new();
    for finding in findings(&db, file(&db, project, "rocky.toml")).iter().filter(|it| it.code == Code::V046) {
        let crate::Place::Range(_, range) = finding.place else { panic!("{finding:?}") };
        let (at, hint) = (&toml[range], finding.suggestion.as_deref().unwrap_or("-"));
        text += &format!("{at} {:?}: {}; {hint}\n", finding.severity, finding.message);
    }
    expected.assert_eq(&text);
}

#[test]
fn a_release_must_be_one_that_is_known() {
    check_version(
        "duckdb",
        "newest",
        expect![[r#"
        "newest" None: `newest` is not a version such as `1.5`; known are 1.2, 1.3, 1.4, 1.5, 2.0
    "#]],
    );
    check_version(
        "duckdb",
        "3.7",
        expect![[r#"
        "3.7" Some(Warning): Rocky does not know DuckDB 3.7, and judges by a release that it knows; known are 1.2, 1.3, 1.4, 1.5, 2.0
    "#]],
    );
    check_version(
        "snowflake",
        "next",
        expect![[r#"
        "next" None: `next` is not a version such as `1.5`; -
    "#]],
    );
    check_version("duckdb", "v1.5.6", expect![[""]]);
    check_version("duckdb", "2.0-dev", expect![[""]]);
    check_version("databricks", "16.4 LTS", expect![[""]]);
    check_version("duckdb", "${DUCKDB_RELEASE}", expect![[""]]);
    check_version("duckdb", "${DUCKDB_RELEASE:-1.4}", expect![[""]]);
}
