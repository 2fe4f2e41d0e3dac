//! What an edit makes run again: its own file's queries, and of its readers' those whose input really changed.
//!
//! Each test edits a project in which every diagnostic has been asked for, asks for all of them again, and shows which
//! queries were executed, in order, with the files they are about.

mod support;

use expect_test::{Expect, expect};
use ide::Host;
use testing::fixture;

/// `raw` → `base` → `left_mart`, `right_mart`; `top` reads `left_mart`; `alone` reads nothing of it.
const PROJECT: &str = r#"
//- /rocky.toml
[adapter]
type = "duckdb"

[pipeline.p]
type = "transformation"
models = "models/**"
//- /models/_defaults.toml
[target]
catalog = "shop"
schema = "main"
//- /models/base.toml
intent = "the base"

[[sources]]
catalog = "shop"
schema = "raw"
table = "orders"
columns = [{ name = "id", type = "BIGINT" }, { name = "amount", type = "INTEGER" }]
//- /models/base.sql
SELECT id, amount FROM raw.orders
//- /models/left_mart.toml
intent = "the left one"
//- /models/left_mart.sql
SELECT id, 1 AS one FROM base
//- /models/right_mart.toml
intent = "the right one"
//- /models/right_mart.sql
SELECT id, amount FROM base
//- /models/right_mart.contract.toml
[rules]
required = ["id"]
//- /models/top.toml
intent = "over the left one"
//- /models/top.sql
SELECT id FROM left_mart
//- /models/alone.toml
intent = "alone"
//- /models/alone.sql
SELECT 1 AS one
"#;

/// Applies an edit to the project, asks for every diagnostic, and compares what was executed and what is said.
fn check(edit: &[(&str, Option<&str>)], executed: Expect, diagnostics: Expect) {
    check_in(PROJECT, edit, executed, diagnostics);
}

fn check_in(project: &str, edit: &[(&str, Option<&str>)], executed: Expect, diagnostics: Expect) {
    let mut host = support::host(&fixture::parse(project));
    assert_eq!(support::lines(&support::diagnostics(&mut host)), Vec::<String>::new());
    host.database().take_executed();
    host.apply(support::change(edit.iter().copied()));
    let found = support::lines(&support::diagnostics(&mut host));
    executed.assert_eq(&take_executed(&host));
    diagnostics.assert_eq(&found.join("\n"));

    // Once more without an edit: nothing is left to do.
    support::diagnostics(&mut host);
    assert_eq!(take_executed(&host), "");
}

/// The executed queries, by file.
fn take_executed(host: &Host) -> String {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for it in host.database().take_executed() {
        let file = it.file.map_or("the project".to_owned(), |it| it.to_string());
        match lines.iter_mut().find(|it| it.0 == file) {
            Some((_, queries)) => queries.push(it.query),
            None => lines.push((file, vec![it.query])),
        }
    }
    let lines: Vec<String> =
        lines.iter().map(|(file, queries)| format!("{file}: {}", queries.join(", "))).collect();
    lines.join("\n")
}

#[test]
fn a_comment_runs_queries_of_its_own_file_only() {
    check(
        &[("models/base.sql", Some("-- every order\nSELECT id,  amount FROM raw.orders\n"))],
        expect!["models/base.sql: lowered, head, body, findings, syntax_findings"],
        expect![""],
    );
}

#[test]
fn a_body_with_an_equal_schema_runs_queries_of_its_own_file_only() {
    check(
        &[("models/base.sql", Some("SELECT id, amount FROM raw.orders ORDER BY id LIMIT 10\n"))],
        expect![[
            "models/base.sql: lowered, head, body, inference, schema, body_uniqueness, findings, syntax_findings, findings"
        ]],
        expect![""],
    );
}

#[test]
fn a_renamed_column_runs_its_readers() {
    check(
        &[("models/base.sql", Some("SELECT id, amount AS total FROM raw.orders\n"))],
        expect![[r#"
            models/base.sql: lowered, head, body, inference, schema, body_uniqueness, findings, syntax_findings, findings, former_names
            models/left_mart.sql: inference, schema, body_uniqueness, findings, findings
            models/right_mart.sql: inference, schema, body_uniqueness, findings, own_diagnostics, findings
            models/right_mart.contract.toml: findings"#]],
        expect!["models/right_mart.sql:11..17 E003 `base` has no column `amount`"],
    );
}

#[test]
fn a_new_type_runs_as_far_as_schemas_change() {
    check(
        &[("models/base.sql", Some("SELECT CAST(id AS INTEGER) AS id, amount FROM raw.orders\n"))],
        expect![[r#"
            models/base.sql: lowered, head, body, inference, schema, body_uniqueness, findings, syntax_findings, findings
            models/left_mart.sql: inference, schema, body_uniqueness, findings, findings
            models/right_mart.sql: inference, schema, body_uniqueness, findings, findings
            models/right_mart.contract.toml: findings
            models/top.sql: inference, schema, body_uniqueness, findings, findings"#]],
        expect![""],
    );
}

#[test]
fn a_comment_in_a_sidecar_touches_nothing_downstream() {
    check(
        &[("models/left_mart.toml", Some("# who reads this?\nintent = \"the left one\"\n"))],
        expect![[r#"
            models/left_mart.toml: sidecar, written_target, findings, findings
            models/left_mart.sql: model, declared_name, physical_target, dependencies, schema, findings, findings
            the project: source_layer"#]],
        expect![""],
    );
}

#[test]
fn a_comment_above_a_declared_source_touches_nothing_downstream() {
    check(
        &[(
            "models/base.toml",
            Some(
                "# the source\nintent = \"the base\"\n\n[[sources]]\ncatalog = \"shop\"\nschema = \"raw\"\ntable = \"orders\"\ncolumns = [{ name = \"id\", type = \"BIGINT\" }, { name = \"amount\", type = \"INTEGER\" }]\n",
            ),
        )],
        expect![[r#"
            models/base.toml: sidecar, written_target, findings, findings
            models/base.sql: model, declared_name, physical_target, references, dependencies, inference, schema, body_uniqueness, findings, findings
            the project: source_layer"#]],
        expect![""],
    );
}

#[test]
fn an_unrelated_model_runs_no_inference_of_another() {
    check(
        &[("models/new.sql", Some("SELECT 2 AS two\n")), ("models/new.toml", Some("intent = \"new\"\n"))],
        expect![[r#"
            the project: rocky_toml, model_index, repeated_targets, source_layer, schema_file_layer, seed_layer
            models/_defaults.toml: findings
            models/alone.sql: companions, contract_keys, findings
            models/base.sql: companions, references, contract_keys, findings
            models/left_mart.sql: companions, references, contract_keys, findings
            models/new.sql: file_kind, declared_name, model, companions, physical_target, written_target, dialect, engine, dependencies, references, head, lowered, schema, is_cut, inference, body, contract_keys, body_uniqueness, findings, syntax_findings, frontmatter, findings
            models/new.toml: sidecar, file_kind, written_target, findings, findings
            models/right_mart.sql: companions, references, contract_keys, findings
            models/top.sql: companions, references, contract_keys, findings
            models/alone.toml: findings, written_target, findings
            models/base.toml: written_target, findings, findings
            models/left_mart.toml: written_target, findings, findings
            models/right_mart.toml: written_target, findings, findings
            models/top.toml: written_target, findings, findings
            models/right_mart.contract.toml: findings, findings
            rocky.toml: findings, findings"#]],
        expect![""],
    );
}

#[test]
fn a_contract_touches_the_findings_of_its_model_only() {
    check(
        &[("models/right_mart.contract.toml", Some("[rules]\nrequired = [\"id\", \"total\"]\n"))],
        expect![[r#"
            models/right_mart.contract.toml: contract, findings
            models/right_mart.sql: contract_keys, findings, own_diagnostics"#]],
        expect![
            "models/right_mart.sql:7..17 E010 the contract requires a column `total`, which the output lacks"
        ],
    );
}

#[test]
fn the_same_text_again_is_no_change() {
    check(&[("models/base.sql", Some("SELECT id, amount FROM raw.orders\n"))], expect![""], expect![""]);
}

/// The readers of a model decide what is said of its star: only what looks at whole projects may ask for that.
#[test]
fn what_depends_on_readers_is_asked_by_sweeps_only() {
    let star = "//- /models/star.toml\nintent = \"a star\"\n//- /models/star.sql\nSELECT * FROM base\n";
    let reader =
        "//- /models/reader.toml\nintent = \"its reader\"\n//- /models/reader.sql\nSELECT id FROM star\n";
    let mut host = support::host(&fixture::parse(&format!("{PROJECT}{star}{reader}")));
    support::project_diagnostics(&mut host);
    support::diagnostics(&mut host);
    host.database().take_executed();
    host.apply(support::change([("models/reader.sql", Some("SELECT amount AS id FROM star\n"))]));
    support::diagnostics(&mut host);
    expect!["models/reader.sql: lowered, head, body, inference, schema, body_uniqueness, findings, syntax_findings, findings"].assert_eq(&take_executed(&host));
    let found = support::lines(&support::project_diagnostics(&mut host));
    expect![[r#"
        models/reader.sql: passing_stars, lineage, named_reads
        the project: project_findings"#]]
    .assert_eq(&take_executed(&host));
    expect![[r#"
        models/star.sql:7..8 I001 `*` stands for 2 columns now; a column added upstream joins the output unseen
        models/star.sql:7..8 P002 `*` passes on columns that other models read by name: `reader` reads `amount`"#]].assert_eq(&found.join("\n"));
}

/// A model whose rows are tested by SQL that reads another model.
const TESTED: &str = r#"
//- /models/tested.sql
SELECT id, 1 AS one FROM base
//- /models/tested.toml
[[tests]]
type = "expression"
expression = "one > 0 AND id IN (SELECT other.id FROM alone_too AS other)"
//- /models/alone_too.toml
intent = "named by a test"
//- /models/alone_too.sql
SELECT 1 AS id
"#;

fn check_tested(edit: &[(&str, Option<&str>)], executed: Expect, diagnostics: Expect) {
    check_in(&format!("{PROJECT}{TESTED}"), edit, executed, diagnostics);
}

#[test]
fn sql_in_a_test_is_read_again_only_when_it_or_a_schema_changes() {
    // Another word in a string of the sidecar.
    let text = "[[tests]]\ntype = \"expression\"\nexpression = \"one > 1 AND id IN (SELECT other.ident FROM alone_too AS other)\"\n";
    check_tested(
        &[("models/tested.toml", Some(text))],
        expect![[r#"
            models/tested.toml: sidecar, written_target, findings, own_diagnostics, findings
            models/tested.sql: model, declared_name, physical_target, dependencies, schema, models_in_tests, findings, findings
            the project: source_layer
            models/alone_too.sql: former_names"#]],
        expect!["models/tested.toml:76..81 E003 `other` has no column `ident`"],
    );
    // The model itself, its schema stays equal.
    check_tested(
        &[("models/tested.sql", Some("SELECT id, 1 AS one FROM base WHERE id > 0\n"))],
        expect![[r#"
            models/tested.sql: lowered, head, body, inference, schema, body_uniqueness, findings, syntax_findings, findings
            models/tested.toml: findings"#]],
        expect![""],
    );
    // The other model, its schema stays equal.
    check_tested(
        &[("models/alone_too.sql", Some("SELECT 1 AS id LIMIT 1\n"))],
        expect![
            "models/alone_too.sql: lowered, head, body, inference, schema, body_uniqueness, findings, syntax_findings, findings"
        ],
        expect![""],
    );
    // The other model has another column.
    check_tested(
        &[("models/alone_too.sql", Some("SELECT 1 AS ident\n"))],
        expect![[r#"
            models/alone_too.sql: lowered, head, body, inference, schema, body_uniqueness, findings, syntax_findings, findings, former_names
            models/tested.toml: findings, own_diagnostics"#]],
        expect!["models/tested.toml:76..78 E003 `other` has no column `id`"],
    );
}
