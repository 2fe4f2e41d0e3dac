//! The tables of keys.

use crate::{FileKind, keys};
use expect_test::expect;
use std::fmt::Write;

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
        (FileKind::RockyToml, "format.keyword_case"),
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
        format.keyword_case: ["upper", "lower", "preserve"] How keywords of SQL are spelt; `upper` where absent.
        rules.required: [] Columns that must exist.
    "#]].assert_eq(&output);
}
