//! Configuration: text to diagnostics, text to values, kinds of files.

use crate::{
    ConfigDiagnostic, FileKind, ProjectLayout, contract, directory_defaults, environment, keys, rocky_toml,
    schema_file, sidecar,
};
use expect_test::{Expect, expect};
use std::{collections::BTreeMap, fmt::Write};

fn environment_of(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// One line per diagnostic: code, marked text, message, and the text that a fix writes over what.
fn show(text: &str, diagnostics: &[ConfigDiagnostic]) -> String {
    let mut output = String::new();
    for it in diagnostics {
        write!(output, "{} {:?} {}", it.code, &text[it.range], it.message).unwrap();
        if let Some(fix) = &it.suggestion {
            write!(output, " [{:?} -> {:?}]", &text[fix.range], fix.text).unwrap();
        }
        output.push('\n');
    }
    output
}

fn check_project(text: &str, expected: Expect) {
    let environment = environment_of(&[("DB", "wh.duckdb"), ("PORT", "8080"), ("EMPTY", "")]);
    expected.assert_eq(&show(text, &rocky_toml(text, &environment).1));
}

fn check_sidecar(text: &str, expected: Expect) {
    expected.assert_eq(&show(text, &sidecar(text, 0.into(), &BTreeMap::new()).1));
}

const SMALL_PROJECT: &str = r#"
[adapter]
type = "duckdb"
path = "wh.duckdb"

[pipeline.raw]
strategy = "incremental"
timestamp_column = "_loaded_at"
[pipeline.raw.source.schema_pattern]
prefix = "raw__"
separator = "__"
components = ["source"]
[pipeline.raw.target]
catalog_template = "wh"
schema_template = "bronze__{source}"
[pipeline.raw.target.governance]
auto_create_schemas = true
[pipeline.raw.checks]
enabled = true
row_count = true
[[pipeline.raw.checks.assertions]]
table = "orders"
type = "not_null"
column = "order_id"

[pipeline.silver]
type = "transformation"
models = "models/**"
depends_on = ["raw"]

[budget]
max_usd = 5.0
on_breach = "error"

[mask]
pii = "hash"
[mask.prod]
pii = "redact"

[diagnostics]
W007 = "off"
E003 = "warning"
[[diagnostics.override]]
paths = ["models/legacy/**"]
E003 = "off"

[hook.on_pipeline_start]
command = "true"
[[hook.webhooks.on_pipeline_error]]
url = "https://example.org"

[policy]
version = 1
[[policy.rules]]
principal = "agent"
capability = "apply"
scope = { any = true }
effect = "deny"

[state.retry]
max_retries = 1
"#;

#[test]
fn a_right_project_has_no_diagnostics() {
    check_project(SMALL_PROJECT, expect![[""]]);
}

#[test]
fn the_project_is_decoded() {
    let (project, _) = rocky_toml(SMALL_PROJECT, &BTreeMap::new());
    let severity = |code, path| project.diagnostics.severity(code, path, base::Severity::Error);
    expect![[r#"
        (
            Some(
                DuckDb,
            ),
            [
                "raw",
                "silver",
            ],
            [
                "models",
            ],
            Some(
                5.0,
            ),
            Some(
                Warning,
            ),
            None,
            Some(
                Error,
            ),
            1,
        )
    "#]]
    .assert_debug_eq(&(
        project.default_adapter().and_then(|it| it.dialect()),
        project.pipelines.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(),
        project.models_roots().iter().map(|it| it.base.as_str()).collect::<Vec<_>>(),
        project.budget.as_ref().and_then(|it| it.max_usd.as_ref()).map(|it| it.value),
        severity(base::Code::E003, "models/a.sql"),
        severity(base::Code::E003, "models/legacy/x/a.sql"),
        severity(base::Code::E002, "models/legacy/x/a.sql"),
        project.masks.len(),
    ));
}

#[test]
fn unknown_keys_and_wrong_values_of_a_project() {
    check_project(
        r#"
adaptor = 1
[adapter.wh]
type = "duckdb"
pth = "x"
timeout_secs = "5"
[pipeline.silver]
type = "transformation"
strategy = "merge"
modles = "x"
target = { adapter = "wh", gouvernance = {} }
[pipeline.x]
type = "replicaton"
target.adapter = "wh"
[pipeline.y]
source = 1
target = { adapter = "wh" }
[budget]
max_usd = -1
max_duration_ms = -1
on_breach = "eror"
[diagnostics]
E03 = "off"
W001 = "none"
"#,
        expect![[r#"
            V061 "adaptor" unknown key `adaptor`; it has no effect; did you mean `adapter`? ["adaptor" -> "adapter"]
            V061 "pth" unknown key `adapter.wh.pth`; it has no effect; did you mean `path`? ["pth" -> "path"]
            V046 "\"5\"" `adapter.wh.timeout_secs` must be an integer, not a string
            V061 "strategy" `strategy` has no effect with the pipeline type `transformation`; it belongs to `replication`
            V061 "modles" unknown key `pipeline.silver.modles`; it has no effect; did you mean `models`? ["modles" -> "models"]
            V061 "gouvernance" unknown key `pipeline.silver.target.gouvernance`; it has no effect; did you mean `governance`? ["gouvernance" -> "governance"]
            V046 "\"replicaton\"" `replicaton` is no value of `pipeline.x.type`; expected `replication`, `transformation`, `quality`, `snapshot` or `load`; did you mean `replication`? ["replicaton" -> "replication"]
            V046 "target" `pipeline.x.target` needs a key `catalog_template`
            V046 "target" `pipeline.x.target` needs a key `schema_template`
            V022 "y" the source of this pipeline names no adapter, and none is called `default`: write `adapter = "wh"` in its `source`
            V046 "1" `pipeline.y.source` must be a table, not an integer
            V046 "{ adapter = \"wh\" }" `pipeline.y.target` needs a key `catalog_template`
            V046 "{ adapter = \"wh\" }" `pipeline.y.target` needs a key `schema_template`
            V046 "-1" `budget.max_duration_ms` must not be negative
            V046 "\"eror\"" `eror` is no value of `budget.on_breach`; expected `warn` or `error`; did you mean `error`? ["eror" -> "error"]
            V061 "E03" `E03` is no diagnostic code; did you mean `E003`? ["E03" -> "E003"]
            V046 "\"none\"" `none` is no value of `diagnostics.W001`; expected `error`, `warning`, `info` or `off`
        "#]],
    );
}

#[test]
fn rules_of_a_project() {
    check_project(
        "",
        expect![[r#"
        V010 "" no adapter is configured: add `[adapter]` with `type = "duckdb"`, for example
        V020 "" no pipeline is configured: add `[pipeline.<name>]` with `type = "transformation"`, for example
    "#]],
    );
    check_project(
        "[adapter]\ntype = \"duckbd\"\n[pipeline.a]\ntype = \"transformation\"\ndepends_on = [\"b\", \"aa\"]\nmodels = \"../models/**\"\n[pipeline.aaa]\ntype = \"quality\"\n[[pipeline.aaa.tables]]\ncatalog=\"\"\nschema=\"s\"\n",
        expect![[r#"
        V017 "\"duckbd\"" unknown adapter type `duckbd`; expected `databricks`, `snowflake`, `bigquery`, `trino`, `duckdb`, `fivetran`, `airbyte`, `iceberg` or `manual`; did you mean `duckdb`? ["duckbd" -> "duckdb"]
        V029 "\"b\"" unknown pipeline `b` in `depends_on`; did you mean `a`? ["b" -> "a"]
        V029 "\"aa\"" unknown pipeline `aa` in `depends_on`; did you mean `a`? ["aa" -> "a"]
        V047 "\"../models/**\"" `../models/**` leaves the project; models must lie below the folder of rocky.toml
    "#]],
    );
    check_project(
        "[adapter.duck]\ntype = \"duckdb\"\n[pipeline.a]\ntype = \"transformation\"\n[pipeline.b]\ntype = \"transformation\"\ntarget.adapter = \"dukc\"\n",
        expect![[r#"
        V024 "a" the target of this pipeline names no adapter, and none is called `default`: write `adapter = "duck"` in its `target`
        V024 "\"dukc\"" unknown target adapter `dukc`; did you mean `duck`? ["dukc" -> "duck"]
    "#]],
    );
    check_project(
        "[adapters.default]\ntype = \"duckdb\"\n[pipelines.b]\ntype = \"snapshot\"\nunique_key = [\"a\"]\nupdated_at = \"x\"\nsource.adapter = \"src\"\n",
        expect![[r#"
        V022 "\"src\"" unknown source adapter `src`
    "#]],
    );
}

#[test]
fn a_project_that_does_not_parse_is_not_blamed_for_what_may_be_missing() {
    check_project(
        "[adapter\ntype = \"duckdb\"\n[pipeli",
        expect![[r#"
            V001 "[adapter" this table header is not closed: expected `]`
            V001 "[pipeli" this table header is not closed: expected `]`
        "#]],
    );
}

#[test]
fn environment_variables() {
    check_project(
        "[adapter]\ntype = \"duckdb\"\npath = \"${DB}\"\ntimeout_secs = ${PORT}\ntoken = \"a${NOPE}b\"\nhost = ${NOPE:-h}\nrole = \"${EMPTY:-r}\" # ${COMMENT}\nhttp_path = ${EMPTY}\n[pipeline]\ntype = \"${NOPE}\"\n",
        expect![[r#"
            V066 "${NOPE}" the environment variable `NOPE` is not set; set it, or give a default: `${NOPE:-default}`
            V066 "${NOPE}" the environment variable `NOPE` is not set; set it, or give a default: `${NOPE:-default}`
        "#]],
    );
    let text = "a = \"${A} ${B:-x}\" # ${C}\nb = ${D}";
    assert_eq!(environment::variables(text).into_iter().collect::<Vec<_>>(), ["A", "B", "C", "D"]);
    let hostile = environment_of(&[("DB", "x\"\n[adapter.evil]\ntype=\"trino")]);
    let (project, diagnostics) = rocky_toml("[adapter]\ntype = \"duckdb\"\npath = \"${DB}\"\n", &hostile);
    assert_eq!((project.adapters.len(), diagnostics.len()), (1, 1));
}

#[test]
fn sidecars() {
    check_sidecar(
        r#"
name = "orders"
depends_on = ["a", "b"]
adapter = "wh"
intent = "orders"
[strategy]
type = "time_interval"
time_column = "at"
granularity = "day"
[target]
catalog = ""
schema = "s"
[[sources]]
catalog = "c"
schema = "s"
table = "t"
columns = [{ name = "id", type = "BIGINT", nullable = false }]
[freshness]
expected_lag_seconds = 5
[[tests]]
type = "not_null"
column = "id"
[[tests]]
type = "in_range"
column = "id"
min = 1
max = "5"
[[test]]
name = "x"
[[test.given]]
ref = "a"
rows = [{ id = 1 }]
[test.expect]
rows = [{ id = 1 }]
[classification]
email = "pii"
[columns.id]
description = "the key"
[skip]
eligible = true
"#,
        expect![[""]],
    );
    check_sidecar(
        "intnt = \"x\"\n[strategy]\ntype = \"mrege\"\nunique_key = [\"a\"]\n",
        expect![[r#"
        V061 "intnt" unknown key `intnt`; it has no effect; did you mean `intent`? ["intnt" -> "intent"]
        V060 "\"mrege\"" `mrege` is no value of `strategy.type`; expected `full_refresh`, `incremental`, `merge`, `time_interval`, `ephemeral`, `delete_insert`, `microbatch`, `view`, `materialized_view`, `dynamic_table` or `content_addressed`; did you mean `merge`? ["mrege" -> "merge"]
    "#]],
    );
    check_sidecar(
        "[strategy]\ntype = \"merge\"\ntimestamp_column = \"x\"\ndepends_on = []\n",
        expect![[r#"
        V060 "[strategy]" the strategy `merge` needs a key `unique_key`
        V061 "timestamp_column" `timestamp_column` has no effect with the strategy `merge`; it belongs to `incremental` and `microbatch`
        V061 "depends_on" unknown key `strategy.depends_on`; it has no effect
    "#]],
    );
    check_sidecar(
        "strategy = \"merge\"\nname = 5\ndepends_on = \"a\"\nsources = [{}]\ntags = { a = 1 }\n",
        expect![[r#"
        V060 "\"merge\"" `strategy` must be a table, not a string
        V060 "5" `name` must be a string, not an integer
        V060 "\"a\"" `depends_on` must be an array of strings, not a string
        V060 "{}" `sources` needs a key `table`
        V060 "1" `tags.a` must be a string, not an integer
    "#]],
    );
    check_sidecar(
        "[[tests]]\ncolumn = \"a\"\n[[tests]]\ntype = \"uniqe\"\n[[tests]]\ntype = \"unique\"\nvalues = [\"a\"]\n[[tests]]\ntype = \"accepted_values\"\nvalues = []\n[[tests]]\ntype = \"row_count_range\"\n",
        expect![[r#"
        V060 "[[tests]]" `tests` needs a key `type`
        V060 "\"uniqe\"" `uniqe` is no value of `tests.type`; expected `not_null`, `unique`, `accepted_values`, `relationships`, `expression`, `row_count_range`, `in_range`, `regex_match`, `aggregate`, `composite`, `unique_expr`, `not_in_future` or `older_than_n_days`; did you mean `unique`? ["uniqe" -> "unique"]
        V060 "\"unique\"" this test needs a key `column`
        V061 "values" `values` has no effect with the test type `unique`; it belongs to `accepted_values`
        V060 "\"accepted_values\"" `accepted_values` needs at least one value
        V060 "\"row_count_range\"" `row_count_range` needs `min` or `max`
    "#]],
    );
    check_sidecar(
        "retention = \"30\"\n[strategy]\ntype = \"incremental\"\ntimestamp_column = \"a\"\nlookback = \"3 weeks\"\n",
        expect![[r#"
        V060 "\"30\"" `30` is no retention; write days as `30d` or years as `1y`
        V060 "\"3 weeks\"" `3 weeks` is no duration; write seconds, or a number with s, m, h or d
    "#]],
    );
    check_sidecar(
        "name = \"a\nintent = \n[strategy]\ntype = view\n[[freshness]]\nmax_lag_seconds = 1\n",
        expect![[r#"
        V060 "\"a" this string is not closed: expected `"`
        V060 "intent =" this key has no value
        V060 "view" string values must be quoted
        V060 "[[freshness]]" `freshness` must be a table, not an array
    "#]],
    );
}

#[test]
fn frontmatter_has_the_ranges_of_its_file() {
    let file = "---toml\nintnt = \"x\"\n---\nSELECT 1";
    let (_, diagnostics) = sidecar("intnt = \"x\"", 8.into(), &BTreeMap::new());
    expect![[r#"
        V061 "intnt" unknown key `intnt`; it has no effect; did you mean `intent`? ["intnt" -> "intent"]
    "#]]
    .assert_eq(&show(file, &diagnostics));
}

#[test]
fn contracts_schema_files_and_defaults() {
    let text = "[[columns]]\nname = \"id\"\ntype = \"Int64\"\nnulable = false\n[[columns]]\ntype = \"X\"\n[rules]\nrequired = \"id\"\nprotected = [\"a\", 1]\n";
    let (value, diagnostics) = contract(text);
    expect![[r#"
        V061 "nulable" unknown key `columns.nulable`; it has no effect; did you mean `nullable`? ["nulable" -> "nullable"]
        V060 "[[columns]]" `columns` needs a key `name`
        V060 "\"id\"" `rules.required` must be an array of strings, not a string
        V060 "1" `rules.protected[]` must be a string, not an integer
    "#]].assert_eq(&show(text, &diagnostics));
    expect![[r#"
        Contract {
            columns: [
                DeclaredColumn {
                    name: Spanned {
                        value: "id",
                        range: 19..23,
                    },
                    type_name: Some(
                        Spanned {
                            value: "Int64",
                            range: 31..38,
                        },
                    ),
                    nullable: None,
                    description: None,
                    range: 0..54,
                },
            ],
            required: [],
            protected: [
                Spanned {
                    value: "a",
                    range: 115..118,
                },
            ],
            no_new_nullable: None,
        }
    "#]]
    .assert_debug_eq(&value);
    let text = "catalog = \"c\"\ncomplete = true\n[[table]]\nname = \"t\"\ncolumns = [\n  { name = \"id\", type = \"BIGINT\" },\n  { name = \"x\", tipe = \"TEXT\" },\n]\n";
    let (value, diagnostics) = schema_file(text);
    expect![[r#"
        V060 "" this file needs a key `schema`
        V061 "tipe" unknown key `table.columns.tipe`; it has no effect; did you mean `type`? ["tipe" -> "type"]
    "#]].assert_eq(&show(text, &diagnostics));
    expect![[r#"
        (
            true,
            2,
        )
    "#]]
    .assert_debug_eq(&(value.complete, value.tables.iter().map(|it| it.columns.len()).sum::<usize>()));
    let text = "name = \"x\"\n[target]\ncatalog = \"${C}\"\nschema = \"s\"\n[strategy]\ntype = \"view\"\n";
    let (value, diagnostics) = directory_defaults(text, &BTreeMap::new());
    expect![[r#"
        V061 "name" unknown key `name`; it has no effect
        V066 "${C}" the environment variable `C` is not set; set it, or give a default: `${C:-default}`
    "#]]
    .assert_eq(&show(text, &diagnostics));
    expect![[r#"
        (
            Some(
                Spanned {
                    value: "${C}",
                    range: 30..36,
                },
            ),
            Some(
                Spanned {
                    value: View,
                    range: 68..74,
                },
            ),
        )
    "#]]
    .assert_debug_eq(&(value.catalog, value.strategy));
}

#[test]
fn kinds_of_files() {
    let mut output = String::new();
    let (project, _) = rocky_toml(
        "[pipeline.a]\ntype=\"transformation\"\nmodels=\"sql/core/**/*.sql\"\n[pipeline.b]\ntype=\"transformation\"\n",
        &BTreeMap::new(),
    );
    let layout = ProjectLayout::of(&project);
    for path in [
        "rocky.toml",
        "models/a.sql",
        "models/x/a.rocky",
        "models/x/a.toml",
        "models/a.contract.toml",
        "models/x/_defaults.toml",
        "models/groups/g.toml",
        "models/x/test_definitions.toml",
        "sql/core/a.sql",
        "sql/a.sql",
        "modelsx/a.sql",
        "contracts/a.contract.toml",
        "contracts/a.toml",
        "schemas/raw/a.toml",
        "seeds/a.csv",
        "seeds/x/a.csv",
        "data/seed.sql",
        "macros/m.sql",
        "x/rocky.toml",
        "README.md",
        "models/a",
    ] {
        writeln!(output, "{path} {:?}", FileKind::of(path, &layout)).unwrap();
    }
    for root in project.models_roots() {
        writeln!(output, "{} {} {}", root.base, root.pattern, root.matches("sql/core/x/a.sql")).unwrap();
    }
    expect![[r#"
        rocky.toml RockyToml
        models/a.sql SqlModel
        models/x/a.rocky RockyModel
        models/x/a.toml Sidecar
        models/a.contract.toml Contract
        models/x/_defaults.toml Defaults
        models/groups/g.toml Group
        models/x/test_definitions.toml TestDefinitions
        sql/core/a.sql SqlModel
        sql/a.sql Other
        modelsx/a.sql Other
        contracts/a.contract.toml Contract
        contracts/a.toml Other
        schemas/raw/a.toml SchemaFile
        seeds/a.csv SeedCsv
        seeds/x/a.csv Other
        data/seed.sql SeedSql
        macros/m.sql Macro
        x/rocky.toml Other
        README.md Other
        models/a Other
        sql/core sql/core/**/*.sql true
        models models/** false
    "#]]
    .assert_eq(&output);
}

#[test]
fn keys_by_path() {
    let mut output = String::new();
    for (kind, path) in [
        (FileKind::Sidecar, "strategy"),
        (FileKind::Sidecar, "strategy.unique_key"),
        (FileKind::Sidecar, "sources.columns.type"),
        (FileKind::Sidecar, "columns.id.description"),
        (FileKind::Sidecar, "tags.x"),
        (FileKind::Sidecar, "nope"),
        (FileKind::RockyToml, "adapter.type"),
        (FileKind::RockyToml, "adapter.wh.type"),
        (FileKind::RockyToml, "adapters.wh.retry.jitter"),
        (FileKind::RockyToml, "pipeline.x.target.governance"),
        (FileKind::RockyToml, "mask.pii"),
        (FileKind::Contract, "rules.required"),
    ] {
        let path: Vec<&str> = path.split('.').collect();
        let found = match keys::at_path(kind, &path) {
            Some(keys::Target::Table(table, key)) => {
                format!("table of {} keys, {:?}", table.every_key().count(), key.map(|it| it.doc))
            }
            Some(keys::Target::Key(key)) => format!("{:?} {}", key.value.choices(), key.doc),
            Some(keys::Target::Value(value)) => format!("{value:?}"),
            None => "nothing".to_owned(),
        };
        writeln!(output, "{}: {found}", path.join(".")).unwrap();
    }
    expect![[r#"
        strategy: table of 17 keys, Some("How the table is built; rebuilt whole where absent.")
        strategy.unique_key: [] Columns that identify a row.
        sources.columns.type: [] Its type.
        columns.id.description: [] What the column holds.
        tags.x: String
        nope: nothing
        adapter.type: ["databricks", "snowflake", "bigquery", "trino", "duckdb", "fivetran", "airbyte", "iceberg", "manual"] Which warehouse or source this is.
        adapter.wh.type: ["databricks", "snowflake", "bigquery", "trino", "duckdb", "fivetran", "airbyte", "iceberg", "manual"] Which warehouse or source this is.
        adapters.wh.retry.jitter: [] Whether waits vary at random; true where absent.
        pipeline.x.target.governance: table of 7 keys, Some("Catalogs, schemas, tags and grants of the target.")
        mask.pii: OneOf([Choice(["hash", "redact", "partial", "none"]), Table(TableSpec { keys: [], variants: None, rest: Some(Choice(["hash", "redact", "partial", "none"])) })])
        rules.required: [] Columns that must exist.
    "#]].assert_eq(&output);
}

/// What is wrong in one place never costs what stands elsewhere, and nothing panics.
#[test]
fn every_prefix_and_every_deletion_is_decoded() {
    let environment = BTreeMap::new();
    for (index, character) in SMALL_PROJECT.char_indices() {
        rocky_toml(&SMALL_PROJECT[..index], &environment);
        let rest = &SMALL_PROJECT[index + character.len_utf8()..];
        let deleted = format!("{}{rest}", &SMALL_PROJECT[..index]);
        let (project, diagnostics) = rocky_toml(&deleted, &environment);
        for it in &diagnostics {
            assert!(deleted.get(std::ops::Range::<usize>::from(it.range)).is_some());
        }
        // A broken line above `[budget]` leaves the budget alone.
        if SMALL_PROJECT[..index].ends_with("\n\n") && index < SMALL_PROJECT.find("[budget]").unwrap() {
            assert!(project.budget.is_some_and(|it| it.max_usd.is_some()), "{deleted}");
        }
    }
}
