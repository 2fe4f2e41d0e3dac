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
