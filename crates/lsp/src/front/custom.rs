//! The handlers of Rocky's own requests: what views and agents ask beside the protocol.

use super::{Front, error};
use crate::{
    from_proto,
    place::Place,
    read::{OnEdit, Waiting},
    run_history::ModelRun,
    snapshot::Snapshot,
    to_proto::{
        code_lens::{self, Says, Unresolved},
        compiled::{self, CompiledAnswer},
        diagnostics,
        diagnostics_delta::{DiagnosticsDelta, delta},
        lineage::{self, LineageAnswer},
        model::{self, ModelAnswer},
        rename::refusal,
    },
};
use ide::{Cancellable, LineageDirection, LineageFault, LineageRequest, ModelRef, ProjectRoot};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, path::PathBuf};
use tower_lsp::{
    jsonrpc::Result,
    lsp_types::{CodeLens, TextDocumentIdentifier, Url},
};

/// The request for columns and what they are made of.
pub(super) const LINEAGE_METHOD: &str = "rocky/lineage";

/// The request for all that there is to say of a model.
pub(super) const MODEL_METHOD: &str = "rocky/model";

/// The request for a model's SQL as the warehouse sees it.
pub(super) const COMPILED_METHOD: &str = "rocky/compiledSql";

/// The request of LSP 3.18 for the text of a document that only the server has.
pub(super) const CONTENT_METHOD: &str = "workspace/textDocumentContent";

/// The request for what came and went among diagnostics.
pub(super) const DELTA_METHOD: &str = "rocky/diagnosticsDelta";

/// Parameters of [`DELTA_METHOD`]: a document, or all of a project, or of all projects where neither is said.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct DeltaParams {
    text_document: Option<TextDocumentIdentifier>,
    /// A project's folder.
    project: Option<Url>,
    /// The fingerprints of what the client knows.
    known: Vec<String>,
}

/// Which model is meant: the one that a document is or is about, or the one of a name in that document's project, or
/// else in any.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct ModelParams {
    text_document: Option<TextDocumentIdentifier>,
    model: Option<String>,
}

/// Parameters of [`LINEAGE_METHOD`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct LineageParams {
    #[serde(flatten)]
    meant: ModelParams,
    column: Option<String>,
    direction: DirectionParam,
    /// Over how many models at most, each way.
    depth: Option<usize>,
    indirect: bool,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum DirectionParam {
    Upstream,
    Downstream,
    #[default]
    Both,
}

impl DirectionParam {
    fn direction(self) -> LineageDirection {
        match self {
            DirectionParam::Upstream => LineageDirection::Upstream,
            DirectionParam::Downstream => LineageDirection::Downstream,
            DirectionParam::Both => LineageDirection::Both,
        }
    }
}

/// Parameters of [`COMPILED_METHOD`].
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CompiledParams {
    text_document: TextDocumentIdentifier,
}

/// Parameters of [`CONTENT_METHOD`].
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct ContentParams {
    uri: Url,
}

/// The answer to [`CONTENT_METHOD`].
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Content {
    text: String,
}

/// How far lineage goes where nobody says.
const DEFAULT_DEPTH: usize = 1;

impl Front {
    /// Handler of [`LINEAGE_METHOD`].
    pub(crate) async fn lineage(&self, params: LineageParams) -> Result<Option<LineageAnswer>> {
        let LineageParams { meant, column, direction, depth, indirect } = params;
        let request = LineageRequest {
            model: ModelRef::Name(String::new()),
            column,
            direction: direction.direction(),
            depth: Some(depth.unwrap_or(DEFAULT_DEPTH)),
            indirect,
        };
        let answer = self.ask_about_model(&meant, move |snapshot, root, model| {
            let request = LineageRequest { model, ..request.clone() };
            Ok(match snapshot.analysis.lineage_view(root, &request)? {
                Ok(view) => Ok(Some(lineage::lineage(snapshot, &view)?)),
                Err(LineageFault::NoModel { .. }) => Ok(None),
                Err(LineageFault::NoColumn { closest }) => {
                    let column = request.column.as_deref().unwrap_or_default();
                    let hint = closest.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
                    Err(format!("the model has no column `{column}`{hint}"))
                }
            })
        });
        let answer = answer.answer().await.map_err(error)?.transpose().map_err(refusal)?;
        Ok(answer.flatten())
    }

    /// Handler of [`MODEL_METHOD`].
    pub(crate) async fn model(&self, params: ModelParams) -> Result<Option<ModelAnswer>> {
        let answer = self.ask_about_model(&params, |snapshot, root, model| {
            let overview = snapshot.analysis.model_overview(root, &model)?;
            let folder = snapshot.view.projects.iter().find(|it| it.1 == root).map(|it| it.0.clone());
            let overview = overview.map(|it| model::model(snapshot, it)).transpose()?.flatten();
            Ok(overview.map(|it| (it, folder)))
        });
        let Some((mut answer, folder)) = answer.answer().await.map_err(error)?.flatten() else {
            return Ok(None);
        };
        if let Some(folder) = folder {
            answer.runs = self.runs(folder, answer.name.clone()).await;
        }
        Ok(Some(answer))
    }

    /// Handler of [`COMPILED_METHOD`].
    pub(crate) async fn compiled_sql(&self, params: CompiledParams) -> Result<CompiledAnswer> {
        self.compiled(&params.text_document.uri).await
    }

    /// Handler of [`CONTENT_METHOD`].
    pub(crate) async fn text_document_content(&self, params: ContentParams) -> Result<Content> {
        let source = compiled::source_uri(&params.uri);
        let source = source.ok_or_else(|| refusal(format!("Rocky has no document {}", params.uri)))?;
        Ok(Content { text: self.compiled(&source).await?.text })
    }

    /// Handler of [`DELTA_METHOD`].
    pub(crate) async fn diagnostics_delta(&self, params: DeltaParams) -> Result<DiagnosticsDelta> {
        let DeltaParams { text_document, project, known } = params;
        if let Some(TextDocumentIdentifier { uri }) = text_document {
            let report = self.ask_about(&uri, diagnostics::report);
            let report = report.answer().await.map_err(error)?;
            let report = report.ok_or_else(|| refusal("the document belongs to no project".to_owned()))?;
            let version = report.version;
            return Ok(delta(&known, vec![report], version));
        }
        let folder = match project {
            Some(uri) => match from_proto::file(&uri) {
                Some(folder) => Some(folder),
                None => return Err(refusal(format!("{uri} is no folder"))),
            },
            None => None,
        };
        let mut reports = self.pull_workspace(BTreeMap::new(), None).await.map_err(error)?;
        if let Some(folder) = folder {
            reports.retain(|it| it.place.file().is_some_and(|it| it.starts_with(&folder)));
        }
        Ok(delta(&known, reports, None))
    }

    async fn compiled(&self, source: &Url) -> Result<CompiledAnswer> {
        let answer = self.ask_about(source, |snapshot, file| match snapshot.analysis.compiled_sql(file)? {
            Some(Ok(sql)) => compiled::compiled(snapshot, file, sql),
            Some(Err(reason)) => Ok(Err(format!("there is no SQL for the model yet: {reason}"))),
            None => Ok(Err("the document is no model".to_owned())),
        });
        let answer = answer.answer().await.map_err(error)?;
        answer.unwrap_or_else(|| Err("the document belongs to no project".to_owned())).map_err(refusal)
    }

    /// Gives a lens that was seen its words.
    pub(super) async fn resolve_lens(&self, lens: CodeLens) -> Result<CodeLens> {
        let Some(data) = &lens.data else { return Ok(lens) };
        let Ok(of) = serde_json::from_value::<Unresolved>(data.clone()) else { return Ok(lens) };
        let command = match of.says {
            Says::BlastRadius => {
                let radius = self.ask_about(&of.uri, Snapshot::blast_radius);
                let radius = radius.answer().await.map_err(error)?;
                code_lens::blast_radius(&of, radius.unwrap_or_default())
            }
            Says::LastRun => {
                let place = from_proto::place(&of.uri);
                let folder = self.ask(Some(&of.uri), OnEdit::Retry, move |snapshot| {
                    let project = place.file().and_then(|it| snapshot.view.project_of(it));
                    Ok(project.map(|it| it.0.clone()))
                });
                let runs = match folder.answer().await.map_err(error)? {
                    Some(folder) => self.runs(folder, of.model.clone()).await,
                    None => Vec::new(),
                };
                code_lens::last_run(&of, runs.first())
            }
        };
        Ok(CodeLens { command: Some(command), ..lens })
    }

    /// The runs of a model, read while no snapshot is held.
    async fn runs(&self, folder: PathBuf, model: String) -> Vec<ModelRun> {
        let Some(reader) = self.runs.clone() else { return Vec::new() };
        let read = tokio::task::spawn_blocking(move || (reader.0)(&folder, &model));
        read.await.unwrap_or_else(|failure| {
            tracing::error!("reading past runs failed, which is a defect of Rocky: {failure}");
            Vec::new()
        })
    }

    /// Queues a read about a model; nothing where no project has it.
    fn ask_about_model<T: Send + 'static>(
        &self,
        meant: &ModelParams,
        compute: impl Fn(&Snapshot, &ProjectRoot, ModelRef) -> Cancellable<T> + Send + 'static,
    ) -> Waiting<Option<T>> {
        let uri = meant.text_document.as_ref().map(|it| &it.uri);
        let place = uri.map(from_proto::place);
        let name = meant.model.clone();
        self.ask(uri, OnEdit::Retry, move |snapshot| {
            let found = find_model(snapshot, place.as_ref(), name.as_deref())?;
            found.map(|(root, model)| compute(snapshot, &root, model)).transpose()
        })
    }
}

/// The model that is meant, with its project.
fn find_model(
    snapshot: &Snapshot,
    place: Option<&Place>,
    name: Option<&str>,
) -> Cancellable<Option<(ProjectRoot, ModelRef)>> {
    let file = place.and_then(|it| snapshot.file(it));
    let root = file.map(|it| snapshot.analysis.path(it).0);
    match (root, file, name) {
        (Some(root), _, Some(name)) => Ok(Some((root, ModelRef::Name(name.to_owned())))),
        (Some(root), Some(file), None) => Ok(Some((root, ModelRef::File(file)))),
        (_, _, Some(name)) if place.is_none() => {
            let model = ModelRef::Name(name.to_owned());
            for root in snapshot.view.projects.values() {
                if snapshot.analysis.has_model(root, &model)? {
                    return Ok(Some((root.clone(), model)));
                }
            }
            Ok(None)
        }
        _ => Ok(None),
    }
}
