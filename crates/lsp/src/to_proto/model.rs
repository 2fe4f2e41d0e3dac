//! All that there is to say of a model, for a panel.

use super::uri;
use crate::{run_history::ModelRun, snapshot::Snapshot};
use ide::{Cancellable, ModelOverview, OverviewColumn, RelationKind};
use serde::Serialize;
use tower_lsp::lsp_types::{Range, Url};

/// The answer to `rocky/model`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ModelAnswer {
    pub(crate) name: String,
    uri: Url,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    strategy: String,
    target: String,
    columns: Vec<ModelColumn>,
    /// Why there may be further columns.
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<ContractFile>,
    tests: Vec<ModelTest>,
    upstream: Vec<String>,
    downstream: Vec<String>,
    /// Newest first.
    pub(crate) runs: Vec<ModelRun>,
}

#[derive(Debug, Serialize)]
struct ContractFile {
    uri: Url,
}

#[derive(Debug, Serialize)]
struct ModelTest {
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
}

#[derive(Debug, Serialize)]
struct ModelColumn {
    name: String,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    data_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nullable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    origins: Vec<Origin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    classification: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contract: Option<String>,
    tests: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Origin {
    model: String,
    column: String,
    kind: &'static str,
}

/// The answer about a model, without its runs; nothing where no URI can spell its file.
pub(crate) fn model(snapshot: &Snapshot, model: ModelOverview) -> Cancellable<Option<ModelAnswer>> {
    let file_uri = |file| uri(&snapshot.view, &snapshot.place(file));
    let Some(uri) = file_uri(model.file) else { return Ok(None) };
    let file = model.file;
    let columns = model.columns.into_iter().map(|it| column(snapshot, file, it));
    Ok(Some(ModelAnswer {
        name: model.name,
        uri,
        kind: RelationKind::Model.name(),
        description: model.description,
        strategy: model.strategy,
        target: model.target,
        columns: columns.collect::<Cancellable<_>>()?,
        incomplete: model.open,
        contract: model.contract.and_then(file_uri).map(|uri| ContractFile { uri }),
        tests: model.tests.into_iter().map(|it| ModelTest { kind: it.kind, column: it.column }).collect(),
        upstream: model.upstream,
        downstream: model.downstream,
        runs: Vec::new(),
    }))
}

fn column(snapshot: &Snapshot, model: ide::FileId, column: OverviewColumn) -> Cancellable<ModelColumn> {
    let own = column.facts.definition.filter(|it| it.file == model);
    let origin =
        |it: ide::ColumnOrigin| Origin { model: it.relation, column: it.column, kind: it.kind.name() };
    Ok(ModelColumn {
        name: column.name,
        data_type: column.facts.data_type,
        nullable: column.facts.nullable,
        description: column.facts.description,
        range: own.map(|it| super::range(snapshot, it.file, it.range)).transpose()?,
        origins: column.origins.into_iter().map(origin).collect(),
        classification: (!column.tags.is_empty()).then(|| column.tags.join(", ")),
        contract: column.contract,
        tests: column.tests,
    })
}
