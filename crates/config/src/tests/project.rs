//! `rocky.toml`.

use super::{environment_of, show};
use crate::{environment, rocky_toml};
use expect_test::{Expect, expect};
use std::collections::BTreeMap;

fn check_project(text: &str, expected: Expect) {
    let environment = environment_of(&[("DB", "wh.duckdb"), ("PORT", "8080"), ("EMPTY", "")]);
    expected.assert_eq(&show(text, &rocky_toml(text, &environment).1));
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
fn how_sql_is_laid_out() {
    let project = "[adapter]\ntype = \"duckdb\"\n[pipeline.a]\ntype = \"transformation\"\n[format]\n";
    let check = |settings: &str, expected: Expect| {
        let text = format!("{project}{settings}");
        let (decoded, diagnostics) = rocky_toml(&text, &BTreeMap::new());
        expected.assert_eq(&format!("{:?}\n{}", decoded.format, show(&text, &diagnostics)));
    };
    check(
        "line_width = 80\nindent = 2\nkeyword_case = \"lower\"\ncommas = \"leading\"\n",
        expect![[r#"
        FormatSettings { line_width: Some(80), indent: Some(2), keyword_case: Some(Lower), commas: Some(Leading) }
    "#]],
    );
    check(
        "line_width = 19\nindent = 17\nkeyword_case = \"uper\"\ncommas = 1\n",
        expect![[r#"
        FormatSettings { line_width: None, indent: None, keyword_case: None, commas: None }
        V046 "19" `format.line_width` must be 20 to 1000
        V046 "17" `format.indent` must be 1 to 16
        V046 "\"uper\"" `uper` is no value of `format.keyword_case`; expected `upper`, `lower` or `preserve`; did you mean `upper`? ["uper" -> "upper"]
        V046 "1" `format.commas` must be "trailing" or "leading", not an integer
    "#]],
    );
    check(
        "line_width = -1\nindent = 0\ncomas = \"leading\"\n",
        expect![[r#"
        FormatSettings { line_width: None, indent: None, keyword_case: None, commas: None }
        V046 "-1" `format.line_width` must not be negative
        V046 "0" `format.indent` must be 1 to 16
        V061 "comas" unknown key `format.comas`; it has no effect; did you mean `commas`? ["comas" -> "commas"]
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
            V027 "aaa" this pipeline checks nothing: checks are off where `checks.enabled = true` is not said
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
