//! The documents that only agents ask for: all about a model, and its SQL.

use super::Header;
use ide::{ColumnOrigin, FileId, ModelOverview, OverviewColumn};
use serde::Serialize;

/// All about a model.
#[derive(Serialize)]
pub(crate) struct SchemaOutput {
    #[serde(flatten)]
    header: Header,
    model: String,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    strategy: String,
    target: String,
    columns: Vec<SchemaColumn>,
    /// Why there may be further columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete: Option<String>,
    /// The path of its contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<String>,
    tests: Vec<SchemaTest>,
    /// The models and tables that it reads.
    upstream: Vec<String>,
    /// The models that read it.
    downstream: Vec<String>,
}

#[derive(Serialize)]
struct SchemaColumn {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    data_type: Option<String>,
    /// Absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    nullable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    origins: Vec<SchemaOrigin>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    classification: Vec<String>,
    /// What the contract says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<String>,
    /// The types of its tests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tests: Vec<String>,
}

#[derive(Serialize)]
struct SchemaOrigin {
    model: String,
    column: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct SchemaTest {
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
}

/// The SQL of a model as the warehouse gets it.
#[derive(Serialize)]
pub(crate) struct CompiledSqlOutput {
    /// Version and command.
    #[serde(flatten)]
    pub(crate) header: Header,
    /// The model.
    pub(crate) model: String,
    /// Its file.
    pub(crate) path: String,
    /// Its query.
    pub(crate) sql: String,
}

impl SchemaOutput {
    /// The document about a model. `path` says where a file lies.
    pub(crate) fn new(model: ModelOverview, path: impl Fn(FileId) -> String) -> SchemaOutput {
        SchemaOutput {
            header: Header::new("schema"),
            model: model.name,
            path: path(model.file),
            description: model.description,
            strategy: model.strategy,
            target: model.target,
            columns: model.columns.into_iter().map(column).collect(),
            incomplete: model.open,
            contract: model.contract.map(path),
            tests: model
                .tests
                .into_iter()
                .map(|it| SchemaTest { kind: it.kind, column: it.column })
                .collect(),
            upstream: model.upstream,
            downstream: model.downstream,
        }
    }
}

fn column(column: OverviewColumn) -> SchemaColumn {
    let origin =
        |it: ColumnOrigin| SchemaOrigin { model: it.relation, column: it.column, kind: it.kind.name() };
    SchemaColumn {
        name: column.name,
        data_type: column.facts.data_type,
        nullable: column.facts.nullable,
        description: column.facts.description,
        origins: column.origins.into_iter().map(origin).collect(),
        classification: column.tags,
        contract: column.contract,
        tests: column.tests,
    }
}
