//! What a run executes.

use crate::support::Fixture;
use expect_test::{Expect, expect};
use plan::Selection;
use std::fmt::Write;
use warehouse::When;

fn run(fixture: &str, selection: &Selection, expect: Expect) {
    let mut fixture = Fixture::new(fixture);
    let rings = sema::order(&fixture.db, fixture.project).rings.concat();
    fixture.db.set_cut(fixture.project, rings);
    let plan = match plan::run_plan(&fixture.db, fixture.project, selection) {
        Ok(plan) => plan,
        Err(error) => return expect.assert_eq(&error.to_string()),
    };
    plan.validate().unwrap();
    let mut out = format!("{} on {} ({})\n", plan.pipeline, plan.adapter, plan.adapter_type);
    for step in &plan.steps {
        let columns: Vec<_> = step
            .expected_columns
            .iter()
            .map(|it| format!("{} {}", it.name, it.data_type.as_deref().unwrap_or("?")))
            .collect();
        writeln!(out, "{} -> {} [{}]", step.model, step.target, columns.join(", ")).unwrap();
        let inputs: Vec<_> = step.inputs.iter().map(|it| it.name.as_str()).collect();
        if !(step.depends_on.is_empty() && step.refused_inputs.is_empty() && inputs.is_empty()) {
            writeln!(
                out,
                "  after {:?}, withheld by {:?}, reads {inputs:?}",
                step.depends_on, step.refused_inputs
            )
            .unwrap();
        }
        for statement in &step.statements {
            let when = match statement.when {
                When::Always => String::new(),
                When::TargetIs(kind) => format!("if there is a {kind:?}: "),
            };
            writeln!(out, "  {when}{}", statement.sql.replace('\n', " ")).unwrap();
        }
    }
    for refused in &plan.refused {
        writeln!(out, "refused {} ({}): {}", refused.model, refused.failure_kind.name(), refused.reason)
            .unwrap();
    }
    if !plan.ephemeral.is_empty() {
        writeln!(out, "ephemeral {:?}", plan.ephemeral).unwrap();
    }
    writeln!(out, "layers {:?}", plan.layers()).unwrap();
    expect.assert_eq(&out);
}

fn check(fixture: &str, expect: Expect) {
    run(&format!("{PROJECT}{}", fixture.replace("\n            ", "\n")), &Selection::default(), expect);
}

const PROJECT: &str = r#"//- /rocky.toml
[adapter.local]
type = "duckdb"
path = "data/dev.duckdb"

[pipeline.p]
type = "transformation"
models = "models/**"

[pipeline.p.target]
adapter = "local"
//- /models/_defaults.toml
[target]
catalog = "dev"
schema = "main"
"#;

#[test]
fn tables_and_views_in_dependency_order() {
    check(
        "//- /models/z_first.sql
            SELECT 1 AS id
            //- /models/z_first.toml
            //- /models/b.sql
            SELECT id, id + 1 AS next FROM z_first
            //- /models/b.toml
            [strategy]
            type = \"view\"
            [target]
            schema = \"gold\"
            //- /models/a.rocky
            from b join z_first as z on id select { next }",
        expect![[r#"
            p on local (duckdb)
            z_first -> dev.main.z_first [id INTEGER]
              if there is a View: DROP VIEW dev.main.z_first
              CREATE OR REPLACE TABLE dev.main.z_first AS SELECT 1 AS id
            b -> dev.gold.b [id INTEGER, next INTEGER]
              after [0], withheld by [], reads ["dev.main.z_first"]
              CREATE SCHEMA IF NOT EXISTS dev.gold
              if there is a Table: DROP TABLE dev.gold.b
              CREATE OR REPLACE VIEW dev.gold.b AS SELECT id, id + 1 AS next FROM dev.main.z_first AS z_first
            a -> dev.main.a [next INTEGER]
              after [0, 1], withheld by [], reads ["dev.gold.b", "dev.main.z_first"]
              if there is a View: DROP VIEW dev.main.a
              CREATE OR REPLACE TABLE dev.main.a AS SELECT next FROM dev.gold.b AS b JOIN dev.main.z_first AS z ON b.id = z.id
            layers [[0], [1], [2]]
        "#]],
    );
}

#[test]
fn ephemeral_models_pass_their_dependencies_on() {
    check(
        "//- /models/base.sql
            SELECT 1 AS id
            //- /models/base.toml
            //- /models/e.sql
            SELECT id FROM base
            //- /models/e.toml
            [strategy]
            type = \"ephemeral\"
            //- /models/top.sql
            SELECT id FROM e
            //- /models/top.toml",
        expect![[r#"
            p on local (duckdb)
            base -> dev.main.base [id INTEGER]
              if there is a View: DROP VIEW dev.main.base
              CREATE OR REPLACE TABLE dev.main.base AS SELECT 1 AS id
            top -> dev.main.top [id INTEGER]
              after [0], withheld by [], reads ["dev.main.base"]
              if there is a View: DROP VIEW dev.main.top
              CREATE OR REPLACE TABLE dev.main.top AS WITH e AS ( SELECT id FROM dev.main.base AS base ) SELECT id FROM e
            ephemeral ["e"]
            layers [[0], [1]]
        "#]],
    );
}

#[test]
fn models_with_errors_are_refused_and_their_readers_withheld() {
    check(
        "//- /models/bad.sql
            SELECT nope FROM base
            //- /models/bad.toml
            //- /models/base.sql
            SELECT 1 AS id
            //- /models/base.toml
            //- /models/fine.sql
            SELECT id FROM base
            //- /models/fine.toml
            //- /models/reader.sql
            SELECT * FROM bad
            //- /models/reader.toml",
        expect![[r#"
            p on local (duckdb)
            base -> dev.main.base [id INTEGER]
              if there is a View: DROP VIEW dev.main.base
              CREATE OR REPLACE TABLE dev.main.base AS SELECT 1 AS id
            fine -> dev.main.fine [id INTEGER]
              after [0], withheld by [], reads ["dev.main.base"]
              if there is a View: DROP VIEW dev.main.fine
              CREATE OR REPLACE TABLE dev.main.fine AS SELECT id FROM dev.main.base AS base
            reader -> dev.main.reader []
              after [], withheld by ["bad"], reads ["dev.main.bad"]
              if there is a View: DROP VIEW dev.main.reader
              CREATE OR REPLACE TABLE dev.main.reader AS SELECT * FROM dev.main.bad AS bad
            refused bad (compile-error): models/bad.sql: E003: `base` has no column `nope`
            layers [[0, 2], [1]]
        "#]],
    );
}

#[test]
fn other_strategies_are_refused() {
    check(
        "//- /models/inc.sql
            SELECT 1 AS id, TIMESTAMP '2026-01-01' AS at
            //- /models/inc.toml
            [strategy]
            type = \"incremental\"
            timestamp_column = \"at\"
            //- /models/reader.sql
            SELECT id FROM inc
            //- /models/reader.toml",
        expect![[r#"
            p on local (duckdb)
            reader -> dev.main.reader [id INTEGER]
              after [], withheld by ["inc"], reads ["dev.main.inc"]
              if there is a View: DROP VIEW dev.main.reader
              CREATE OR REPLACE TABLE dev.main.reader AS SELECT id FROM dev.main.inc AS inc
            refused inc (query-rejected): this build of rocky does not run the strategy `incremental` yet: use `full_refresh` or `view`, or leave the model out of the run
            layers [[0]]
        "#]],
    );
}

#[test]
fn a_broken_ephemeral_model_refuses_its_readers() {
    check(
        "//- /models/e.sql
            SELECT nope FROM base
            //- /models/e.toml
            [strategy]
            type = \"ephemeral\"
            //- /models/base.sql
            SELECT 1 AS id
            //- /models/base.toml
            //- /models/reader.sql
            SELECT * FROM e
            //- /models/reader.toml",
        expect![[r#"
            p on local (duckdb)
            base -> dev.main.base [id INTEGER]
              if there is a View: DROP VIEW dev.main.base
              CREATE OR REPLACE TABLE dev.main.base AS SELECT 1 AS id
            reader -> dev.main.reader []
              after [0], withheld by ["e"], reads ["dev.main.base"]
              if there is a View: DROP VIEW dev.main.reader
              CREATE OR REPLACE TABLE dev.main.reader AS WITH e AS ( SELECT nope FROM dev.main.base AS base ) SELECT * FROM e
            refused e (compile-error): models/e.sql: E003: `base` has no column `nope`
            layers [[0], [1]]
        "#]],
    );
}

#[test]
fn rings_are_refused() {
    check(
        "//- /models/a.sql
            SELECT * FROM b
            //- /models/a.toml
            //- /models/b.sql
            SELECT * FROM a
            //- /models/b.toml",
        expect![[r#"
            p on local (duckdb)
            refused a (compile-error): models/a.sql: E016: dependency cycle: `a` → `b` → `a`
            refused b (compile-error): models/b.sql: E016: dependency cycle: `b` → `a` → `b`
            layers []
        "#]],
    );
}

#[test]
fn one_model() {
    let project = format!(
        "{PROJECT}//- /models/a.sql\nSELECT 1 AS id\n//- /models/a.toml\n//- /models/b.sql\nSELECT id FROM a\n//- /models/b.toml\n"
    );
    let model = |name: &str| Selection { pipeline: None, model: Some(name.to_owned()) };
    run(
        &project,
        &model("b"),
        expect![[r#"
        p on local (duckdb)
        b -> dev.main.b [id INTEGER]
          after [], withheld by [], reads ["dev.main.a"]
          if there is a View: DROP VIEW dev.main.b
          CREATE OR REPLACE TABLE dev.main.b AS SELECT id FROM dev.main.a AS a
        layers [[0]]
    "#]],
    );
    run(&project, &model("c"), expect!["the pipeline has no model `c`; did you mean `a`?"]);
}

#[test]
fn pipelines() {
    let project = PROJECT.replace(
        "//- /models/_defaults",
        "[pipeline.other]\ntype = \"transformation\"\nmodels = \"other/**\"\ntarget.adapter = \"nowhere\"\n//- /models/_defaults",
    );
    let pipeline = |name: &str| Selection { pipeline: Some(name.to_owned()), model: None };
    run(
        &project,
        &Selection::default(),
        expect!["the project has several transformation pipelines, name one of them: p, other"],
    );
    run(
        &project,
        &pipeline("othr"),
        expect!["rocky.toml has no transformation pipeline `othr`; did you mean `other`?"],
    );
    run(
        &project,
        &pipeline("other"),
        expect![
            "the pipeline `other` builds with the adapter `nowhere`, which rocky.toml does not configure"
        ],
    );
    run(
        &project,
        &pipeline("p"),
        expect![[r#"
        p on local (duckdb)
        layers []
    "#]],
    );
}

#[test]
fn auto_created_schemas_and_names_that_the_connection_completes() {
    run(
        "//- /rocky.toml
[adapter]
type = \"duckdb\"

[pipeline.p]
type = \"transformation\"

[pipeline.p.target.governance]
auto_create_schemas = true
//- /models/a.rocky
from raw.events
",
        &Selection::default(),
        expect![[r#"
            p on default (duckdb)
            a -> memory.main.a []
              after [], withheld by [], reads ["raw.events"]
              CREATE SCHEMA IF NOT EXISTS main
              if there is a View: DROP VIEW main.a
              CREATE OR REPLACE TABLE main.a AS SELECT * FROM raw.events
            layers [[0]]
        "#]],
    );
}

#[test]
fn a_broken_contract_or_sidecar_refuses_its_model() {
    check(
        "//- /models/a.sql
            SELECT 1 AS id
            //- /models/a.toml
            //- /contracts/a.contract.toml
            [rules]
            required = [\"amount\"]
            //- /models/b.sql
            SELECT 1 AS id
            //- /models/b.toml
            [strategy
            type = \"view\"
            //- /models/c.sql
            SELECT 1 AS id
            //- /models/c.toml
            [[surrogate_key]]
            name = \"key\"
            columns = [\"id\"]",
        expect![[r#"
            p on local (duckdb)
            refused a (compile-error): models/a.sql: E010: the contract requires a column `amount`, which the output lacks
            refused b (compile-error): models/b.toml: V060: this table header is not closed: expected `]`
            refused c (query-rejected): this build of rocky does not add surrogate keys yet: write the key in the query
            layers []
        "#]],
    );
}

#[test]
fn two_models_of_one_table_are_refused() {
    check(
        "//- /models/a.sql
            SELECT 1 AS id
            //- /models/a.toml
            [target]
            table = \"x\"
            //- /models/b.sql
            SELECT 1 AS id
            //- /models/b.toml
            [target]
            table = \"X\"",
        expect![[r#"
            p on local (duckdb)
            refused a (compile-error): models/a.toml: E036: 2 models write the table `dev.main.x`
            refused b (compile-error): models/b.toml: E036: 2 models write the table `dev.main.X`
            layers []
        "#]],
    );
}

#[test]
fn severities_of_the_project_count() {
    run(
        &PROJECT.replace("//- /models/_defaults", "[diagnostics]\nE003 = \"warning\"\n//- /models/_defaults").replace(
            "schema = \"main\"\n",
            "schema = \"main\"\n//- /models/a.toml\n//- /models/a.sql\nSELECT id, nope FROM b\n//- /models/b.toml\n//- /models/b.sql\nSELECT 1 AS id\n",
        ),
        &Selection { pipeline: None, model: Some("a".to_owned()) },
        expect![[r#"
            p on local (duckdb)
            a -> dev.main.a []
              after [], withheld by [], reads ["dev.main.b"]
              if there is a View: DROP VIEW dev.main.a
              CREATE OR REPLACE TABLE dev.main.a AS SELECT id, nope FROM dev.main.b AS b
            layers [[0]]
        "#]],
    );
}
