//! What the tools answer: the documents of the command line.

use super::tool::Tool;
use crate::{
    commands::{check, explain, fix, lineage},
    console::Console,
    failure::Failure,
    output::{
        CompiledSqlOutput, DeltaOutput, DiagnosticConverter, DiagnosticOutput, Header, LineageDiffOutput,
        LineageDocument, SchemaOutput,
    },
    project::{self, Project, Selection, Stopwatch, analysis_failure, compare_with_base, diagnostics_output},
};
use ide::{Code, Delta, FixRequest, LineageDirection, LineageRequest, ModelOverview, ModelRef};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::num::NonZeroUsize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckCall {
    #[serde(default)]
    paths: Vec<String>,
    base: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeltaCall {
    #[serde(default)]
    paths: Vec<String>,
    known: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExplainCall {
    code: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FixCall {
    #[serde(default)]
    paths: Vec<String>,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default, rename = "unsafe")]
    is_unsafe: bool,
    #[serde(default = "yes")]
    dry_run: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineageCall {
    model: String,
    column: Option<String>,
    #[serde(default)]
    direction: Direction,
    depth: Option<NonZeroUsize>,
    #[serde(default)]
    indirect: bool,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Direction {
    Upstream,
    Downstream,
    #[default]
    Both,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ImpactCall {
    model: Option<String>,
    column: Option<String>,
    base: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ModelCall {
    model: String,
}

/// The answer to a call.
///
/// # Errors
/// The arguments are wrong, or the tool cannot do what it was asked.
pub(super) fn answer(
    project: &mut Project,
    tool: Tool,
    arguments: Value,
    console: &Console,
) -> Result<Value, Failure> {
    match tool {
        Tool::Check => check(project, &read(arguments)?, console),
        Tool::Delta => delta(project, &read(arguments)?),
        Tool::Explain => {
            let ExplainCall { code } = read(arguments)?;
            written(&explain::document(&code)?)
        }
        Tool::Fix => fix(project, read(arguments)?, console),
        Tool::Lineage => {
            let LineageCall { model, column, direction, depth, indirect } = read(arguments)?;
            let direction = match direction {
                Direction::Upstream => LineageDirection::Upstream,
                Direction::Downstream => LineageDirection::Downstream,
                Direction::Both => LineageDirection::Both,
            };
            let depth = depth.map(NonZeroUsize::get).or(if column.is_some() { None } else { Some(1) });
            follow(project, model, |model| LineageRequest { model, column, direction, depth, indirect })
        }
        Tool::Impact => impact(project, read(arguments)?, console),
        Tool::Schema => {
            let model = overview(project, read(arguments)?)?;
            let analysis = project.host.analysis();
            written(&SchemaOutput::new(model, |file| analysis.path(file).1.to_string()))
        }
        Tool::CompiledSql => compiled_sql(project, read(arguments)?),
    }
}

fn read<T: DeserializeOwned>(arguments: Value) -> Result<T, Failure> {
    serde_json::from_value(arguments)
        .map_err(|error| Failure::new(format!("the arguments are not what the tool takes: {error}")))
}

fn written(document: &impl Serialize) -> Result<Value, Failure> {
    serde_json::to_value(document)
        .map_err(|error| Failure::new(format!("the answer cannot be written as JSON: {error}")))
}

/// What of the project is meant by paths relative to its folder.
fn selection(project: &Project, paths: &[String]) -> Result<Selection, Failure> {
    let Some(location) = &project.location else { return Ok(Selection::everything()) };
    let paths: Vec<_> = paths.iter().map(|it| location.root.join(it)).collect();
    if let Some(missing) = paths.iter().find(|it| !it.exists()) {
        return Err(Failure::new(format!("there is no file or folder {}", missing.display())));
    }
    Selection::new(location, &paths)
}

fn check(project: &mut Project, call: &CheckCall, console: &Console) -> Result<Value, Failure> {
    let mut watch = Stopwatch::start();
    let selection = selection(project, &call.paths)?;
    watch.loaded();
    let mut findings = project::sweep(project, &selection);
    if let Some(base) = &call.base {
        let difference = compare_with_base(project, Some(base), console)?;
        findings.add(&difference.comparison, project, &selection);
    }
    let analysis = project.host.analysis();
    watch.swept();
    written(&check::document("check", project, &analysis, &findings, watch.timings())?)
}

fn delta(project: &mut Project, call: &DeltaCall) -> Result<Value, Failure> {
    let selection = selection(project, &call.paths)?;
    let findings = project::sweep(project, &selection);
    let analysis = project.host.analysis();
    let found = diagnostics_output(&analysis, &findings).map_err(|it| analysis_failure(&it))?;
    let fingerprints: Vec<&str> = found.iter().map(DiagnosticOutput::fingerprint).collect();
    let Delta { cleared, introduced } = Delta::new(&call.known, &fingerprints);
    let introduced = introduced.into_iter().map(|it| found[it].clone()).collect();
    written(&DeltaOutput { header: Header::new("delta"), cleared, introduced })
}

fn fix(project: &mut Project, call: FixCall, console: &Console) -> Result<Value, Failure> {
    let selection = selection(project, &call.paths)?;
    let code = |name: &String| {
        Code::from_name(name).ok_or_else(|| Failure::new(format!("there is no diagnostic code `{name}`")))
    };
    let codes = call.codes.iter().map(code).collect::<Result<_, Failure>>()?;
    let request = FixRequest { codes, maybe_incorrect: call.is_unsafe, ..FixRequest::default() };
    let fixed = project.host.fix_all(&project.root, &request, |path| selection.contains(path.as_str()));
    let files = fix::files(project, &fixed, call.dry_run);
    written(&fix::document(project, fixed, files, console)?)
}

fn follow(
    project: &mut Project,
    model: String,
    request: impl FnOnce(ModelRef) -> LineageRequest,
) -> Result<Value, Failure> {
    let request = request(ModelRef::Name(model.clone()));
    let root = project.root.clone();
    let graph = project.host.lineage(&root, &request);
    let graph = graph.map_err(|it| lineage::failure(&it, &model, &request))?;
    let analysis = project.host.analysis();
    let mut converter = DiagnosticConverter::new(&analysis);
    let document = LineageDocument::new(&graph, lineage::direction_name(request.direction), &mut converter);
    written(&document.map_err(|it| analysis_failure(&it))?)
}

fn impact(project: &mut Project, call: ImpactCall, console: &Console) -> Result<Value, Failure> {
    match call {
        ImpactCall { model: Some(model), column, base: None } => {
            follow(project, model, |model| LineageRequest {
                model,
                column,
                direction: LineageDirection::Downstream,
                depth: None,
                indirect: true,
            })
        }
        ImpactCall { model: None, column: None, base: Some(base) } => {
            let difference = compare_with_base(project, Some(&base), console)?;
            written(&LineageDiffOutput::new(&difference))
        }
        _ => Err(Failure::new("say either `model`, perhaps with `column`, or `base`")),
    }
}

fn overview(project: &mut Project, call: ModelCall) -> Result<ModelOverview, Failure> {
    let root = project.root.clone();
    let meant = ModelRef::Name(call.model.clone());
    let found = project.ask(|analysis| analysis.model_overview(&root, &meant));
    found.map_err(|it| analysis_failure(&it))?.ok_or_else(|| {
        project.host.prepare_order(&root);
        project::unknown_model(&call.model, &project.models())
    })
}

fn compiled_sql(project: &mut Project, call: ModelCall) -> Result<Value, Failure> {
    let ModelOverview { name, file, .. } = overview(project, call)?;
    let sql = project.ask(|analysis| analysis.compiled_sql(file)).map_err(|it| analysis_failure(&it))?;
    let sql = sql.unwrap_or_else(|| Err("it is no model".to_owned()));
    let sql = sql.map_err(|reason| Failure::new(format!("there is no SQL for `{name}`: {reason}")))?.text;
    let path = project.host.path(file).1.to_string();
    written(&CompiledSqlOutput { header: Header::new("compiled_sql"), model: name, path, sql })
}
