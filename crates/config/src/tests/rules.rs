//! The rules about adapters, pipelines and schedules of `rocky.toml`.

use super::show;
use crate::rocky_toml;
use expect_test::{Expect, expect};
use std::collections::BTreeMap;

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&show(text, &rocky_toml(text, &BTreeMap::new()).1));
}

/// A replication pipeline `raw` between two adapters, without its table `[pipeline.raw.source.schema_pattern]`.
const REPLICATION: &str = "[adapter.default]\ntype = \"duckdb\"\n[pipeline.raw]\n[pipeline.raw.target]\n\
                           catalog_template = \"c\"\nschema_template = \"s\"\n";

#[test]
fn what_adapters_need_to_connect() {
    check(
        "[adapter.dbx]\ntype = \"databricks\"\nclient_id = \"a\"\n[adapter.ft]\ntype = \"fivetran\"\n[pipeline]\ntype = \"transformation\"\ntarget.adapter = \"dbx\"\n",
        expect![[r#"
            V011 "dbx" the adapter `dbx` cannot connect: it needs `host`, the workspace
            V012 "dbx" the adapter `dbx` cannot connect: it needs `http_path`, the SQL warehouse
            V013 "dbx" the adapter `dbx` cannot connect: it needs `token`, or `client_id` and `client_secret`, to log in
            V014 "ft" the adapter `ft` cannot connect: it needs `api_key` to log in
            V015 "ft" the adapter `ft` cannot connect: it needs `api_secret` to log in
            V016 "ft" the adapter `ft` cannot connect: it needs `destination_id`, the destination whose tables it lists
            V032 "\"fivetran\"" `fivetran` only lists what a source has: it needs `kind = "discovery"`
        "#]],
    );
    check(
        "[adapter.dbx]\ntype = \"databricks\"\nhost = \"${HOST:-}\"\nhttp_path = \"/sql\"\nclient_id = \"a\"\nclient_secret = \"b\"\n[adapter.ft]\ntype = \"fivetran\"\nkind = \"discovery\"\napi_key = \"a\"\napi_secret = \"b\"\ndestination_id = \"c\"\n[pipeline]\ntype = \"transformation\"\ntarget.adapter = \"dbx\"\n",
        expect![[""]],
    );
}

#[test]
fn what_adapters_can_be_used_for() {
    check(
        r#"
[adapter.snow]
type = "snowflake"
kind = "discovery"
[adapter.air]
type = "airbyte"
kind = "data"
[adapter.duck]
type = "duckdb"
kind = "data"
[adapter.trino]
type = "trino"
kind = "discovery"
[pipeline.raw]
[pipeline.raw.source]
adapter = "air"
discovery.adapter = "duck"
schema_pattern = { prefix = "p", separator = "_", components = [] }
[pipeline.raw.target]
adapter = "trino"
catalog_template = "c"
schema_template = "s"
[pipeline.kept]
type = "snapshot"
unique_key = ["a"]
updated_at = "b"
source.adapter = "snow"
target.adapter = "air"
"#,
        expect![[r#"
            V032 "\"discovery\"" `snowflake` can be no discovery source; did you mean `data`? ["discovery" -> "data"]
            V032 "\"data\"" `airbyte` can be no warehouse; did you mean `discovery`? ["data" -> "discovery"]
            V033 "\"air\"" the adapter `air` is no warehouse, and cannot be the source of a pipeline
            V033 "\"duck\"" the adapter `duck` is no discovery source, and cannot be the discovery of a pipeline
            V033 "\"air\"" the adapter `air` is no warehouse, and cannot be the target of a pipeline
        "#]],
    );
}

#[test]
fn schema_patterns() {
    let pattern =
        |keys: &str| format!("{REPLICATION}[pipeline.raw.source.schema_pattern]\nprefix = \"p\"\n{keys}\n");
    check(
        &pattern(
            "separator = \"\"\ncomponents = [\"a\", \"table\", \"id...\", \"\", \"...\", \"a...\", \"b...\", \"c...\"]",
        ),
        expect![[r#"
            V021 "\"\"" an empty separator splits no schema name into its components
            V021 "\"table\"" no component can be called `table`: that is what filters call something else
            V021 "\"id...\"" no component can be called `id`: that is what filters call something else
            V021 "\"\"" a component needs a name
            V021 "\"...\"" a component needs a name
            V021 "\"a...\"" there is a component `a` already
            V021 "\"b...\"" only one component can take several parts: where it ends is not certain otherwise
            V021 "\"c...\"" only one component can take several parts: where it ends is not certain otherwise
        "#]],
    );
    check(&pattern("separator = \"__\"\ncomponents = [\"a\", \"b...\", \"c\"]"), expect![[""]]);
}

#[test]
fn strategies_of_replications() {
    check(
        "[adapter]\ntype = \"duckdb\"\n[pipeline.raw]\nstrategy = \"incrementel\"\n[pipeline.raw.source.schema_pattern]\nprefix = \"p\"\nseparator = \"_\"\ncomponents = [\"a\"]\n[pipeline.raw.target]\ncatalog_template = \"c\"\nschema_template = \"s\"\n[[pipeline.raw.table_overrides]]\nmatch.table = \"t\"\nstrategy = \"append\"\n[[pipeline.raw.table_overrides]]\nmatch.table = \"u\"\nstrategy = \"${S:-merge}\"\n",
        expect![[r#"
            V035 "\"incrementel\"" unknown replication strategy `incrementel`; expected `incremental`, `full_refresh`, `merge`, `view`, `materialized_view` or `dynamic_table`; did you mean `incremental`? ["incrementel" -> "incremental"]
            V035 "\"append\"" unknown replication strategy `append`; expected `incremental`, `full_refresh`, `merge`, `view`, `materialized_view` or `dynamic_table`
        "#]],
    );
}

#[test]
fn pipelines_that_check_or_keep_nothing() {
    check(
        r#"
[adapter]
type = "duckdb"
[pipeline.a]
type = "quality"
tables = []
checks = { enabled = false, column_match = true, cross_source_overlap.keys = ["k"] }
[pipeline.b]
type = "quality"
tables = [{ catalog = "c", schema = "s" }]
checks = { row_count = true, column_match = false }
[pipeline.c]
type = "snapshot"
unique_key = []
updated_at = "u"
[pipeline.d]
type = "transformation"
[pipeline.d.checks]
enabled = true
row_count = true
column_match = { severity = "warning" }
"#,
        expect![[r#"
            V026 "[]" this pipeline checks nothing: it lists no table
            V027 "false" this pipeline checks nothing: its checks are switched off ["false" -> "true"]
            V034 "column_match" `column_match` never runs: it compares a copy with its source, which a quality pipeline does not have
            V034 "cross_source_overlap" `cross_source_overlap` never runs: it compares several sources of one table, which a quality pipeline does not have
            V027 "{ row_count = true, column_match = false }" this pipeline checks nothing: checks are off where `checks.enabled = true` is not said
            V028 "[]" a snapshot needs a column in `unique_key`: without one no row can be told from another
            V034 "column_match" `column_match` never runs: it compares a copy with its source, which a transformation pipeline does not have
        "#]],
    );
}

#[test]
fn pipelines_that_wait_for_each_other() {
    check(
        r#"
[adapter]
type = "duckdb"
[pipeline.a]
type = "transformation"
depends_on = ["b"]
[pipeline.b]
type = "transformation"
depends_on = ["d", "c"]
[pipeline.c]
type = "transformation"
depends_on = ["a", "b"]
[pipeline.d]
type = "transformation"
[pipeline.e]
type = "transformation"
depends_on = ["a", "e"]
schedule.after = ["f"]
[pipeline.f]
type = "transformation"
schedule.after = ["e"]
"#,
        expect![[r#"
            V030 "\"b\"" these pipelines wait for each other: `a` → `b` → `c` → `a`
            V030 "\"e\"" `e` waits for itself
            V042 "\"f\"" these pipelines wait for each other: `e` → `f` → `e`
        "#]],
    );
}

#[test]
fn schedules() {
    check(
        r#"
[adapter]
type = "duckdb"
[schedule]
timezone = "Europe/Berln"
[pipeline.load]
type = "load"
source_dir = "in"
schedule.cron = "x"
[pipeline.a]
type = "transformation"
[pipeline.a.schedule]
cron = "0 25 * * *"
timezone = "europe/berlin"
catchup = "all"
[pipeline.b]
type = "transformation"
schedule = { cron = "hourly", after = ["load", "c"], catchup = "lates" }
[pipeline.c]
type = "transformation"
schedule = { timezone = "UTC" }
[pipeline.d]
type = "transformation"
schedule = { corn = "0 6 * * *" }
[pipeline.e]
type = "transformation"
schedule = { enabled = false }
[pipeline.f]
type = "transformation"
schedule = { freshness = true }
"#,
        expect![[r#"
            V036 "\"Europe/Berln\"" unknown time zone `Europe/Berln`; expected a name of the IANA database, such as `Europe/Berlin`; did you mean `Europe/Berlin`? ["Europe/Berln" -> "Europe/Berlin"]
            V044 "schedule" a load pipeline has no schedule: files are loaded by `rocky load`
            V036 "25" `25` is no hour: write 0 to 23
            V037 "\"all\"" missed runs are never all made up for: `catchup` can be `latest` or `skip`
            V036 "\"hourly\"" a cron expression has five fields, minute, hour, day of the month, month and weekday; this one has 1
            V045 "\"load\"" nothing starts after `load`: a load pipeline is never run by a schedule
            V037 "\"lates\"" `lates` is no value of `catchup`; expected `latest` or `skip`; did you mean `latest`? ["lates" -> "latest"]
            V040 "{ timezone = \"UTC\" }" this schedule never starts its pipeline: it has neither `cron` nor `after` nor `freshness = true`
            V061 "corn" unknown key `pipeline.d.schedule.corn`; it has no effect; did you mean `cron`? ["corn" -> "cron"]
        "#]],
    );
}

#[test]
fn settings_that_are_so_anyway() {
    let text = r#"
[adapter]
type = "duckdb"
[state]
backend = "local"
[pipeline.a]
type = "transformation"
[pipeline.a.target]
adapter = "default" # the only one
governance = { auto_create_catalogs = false, auto_create_schemas = true }
[pipeline.b]
type = "transformation"
target.adapter = "default"
target.governance.auto_create_schemas = false
"#;
    check(
        text,
        expect![[r#"
        L004 "\"local\"" state is kept locally without being said so ["backend = \"local\"\n" -> ""]
        L007 "\"default\"" the only adapter is used without being named
        L006 "false" nothing is created where this is not `true`
        L007 "\"default\"" the only adapter is used without being named ["target.adapter = \"default\"\n" -> ""]
        L006 "false" nothing is created where this is not `true` ["target.governance.auto_create_schemas = false\n" -> ""]
    "#]],
    );
    check(
        &text.replace("[state]", "[adapters.other]\ntype = \"duckdb\"\n[state]"),
        expect![[r#"
        L004 "\"local\"" state is kept locally without being said so ["backend = \"local\"\n" -> ""]
        L006 "false" nothing is created where this is not `true`
        L006 "false" nothing is created where this is not `true` ["target.governance.auto_create_schemas = false\n" -> ""]
    "#]],
    );
}
