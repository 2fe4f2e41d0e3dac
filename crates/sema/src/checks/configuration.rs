//! What is wrong with the TOML of a project.

use super::redundant::{self, Written};
use crate::{
    Finding, Place, Remedy,
    project::{declared_dependencies, declared_name, described_model, has_own_freshness, model_index},
};
use base::{Applicability, Code, Severity, closest};
use config::{ConfigDiagnostic, FileKind, PipelineBody};
use db::{Db, SourceFile};
use dialect::{Engine, EngineVersion};

/// The findings of a TOML file.
pub(super) fn toml_findings(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let mut add =
        |diagnostics: &[ConfigDiagnostic]| findings.extend(diagnostics.iter().map(|it| to_finding(file, it)));
    match db::file_kind(db, file) {
        FileKind::RockyToml => {
            add(&db::rocky_toml(db, file.project(db)).diagnostics);
            models_directory(db, file, findings);
            engine_versions(db, file, findings);
            freshness_schedules(db, file, findings);
        }
        FileKind::Sidecar => {
            let sidecar = db::sidecar(db, file);
            add(&sidecar.diagnostics);
            let Some(model) = described_model(db, file) else {
                orphan_finding(db, file, findings);
                return;
            };
            let written = Written { file, text: &file.text(db).text, offset: 0.into() };
            redundant::model_findings(db, model, &sidecar.value, written, findings);
            redundant::repeated_target_findings(db, file, findings);
            dependency_findings(db, file, model, findings);
            super::sidecar_columns::described_findings(db, model, file, findings);
            super::declared_tests::test_findings(db, model, file, findings);
            super::model::identity_findings(db, model, file, findings);
        }
        FileKind::Defaults => add(&db::directory_defaults(db, file).diagnostics),
        FileKind::Contract => add(&db::contract(db, file).diagnostics),
        FileKind::SchemaFile => add(&db::schema_file(db, file).diagnostics),
        FileKind::SeedSidecar => add(&db::seed_sidecar(db, file).diagnostics),
        _ => {}
    }
}

/// The findings of a model's frontmatter, where that is what describes it.
pub(super) fn frontmatter_findings(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let Some(frontmatter) = db::frontmatter(db, file) else { return };
    if db::companions(db, file).sidecar.is_some() {
        return;
    }
    findings.extend(frontmatter.diagnostics.iter().map(|it| to_finding(file, it)));
    if let Some(it) = file.frontmatter(db) {
        let written = Written { file, text: &it.toml, offset: it.offset };
        redundant::model_findings(db, file, &frontmatter.value, written, findings);
    }
    dependency_findings(db, file, file, findings);
    super::sidecar_columns::described_findings(db, file, file, findings);
    super::declared_tests::test_findings(db, file, file, findings);
}

/// W011: a sidecar beside which no model stands.
fn orphan_finding(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let stem = file.path(db).stem();
    let message =
        format!("there is no `{stem}.sql` or `{stem}.rocky` beside it that this sidecar could describe");
    let finding = Finding::new(Code::W011, Place::File(file), stem, message);
    let index = model_index(db, file.project(db));
    findings.push(match closest(stem, index.names()) {
        Some(name) => finding.suggest(format!("did you mean `{name}`? rename the file")),
        None => finding,
    });
}

/// V064: a name in `depends_on` that no model has.
fn dependency_findings(db: &dyn Db, file: SourceFile, model: SourceFile, findings: &mut Vec<Finding>) {
    let index = model_index(db, file.project(db));
    for (name, _) in declared_dependencies(db, model).unwrap_or_default().iter().filter(|it| it.1.is_none()) {
        let message = format!("`depends_on` names `{}`, which no model is called", name.as_str());
        let place = Place::Range(file, name.range);
        let subject = base::format_smolstr!("{}.{}", declared_name(db, model), name.as_str());
        let guess = closest(name.as_str(), index.names());
        let finding = Finding::new(Code::V064, place, subject, message);
        findings.push(finding.did_you_mean(guess.map(|it| format!("\"{it}\""))));
    }
}

/// V025: a models directory with nothing in it.
fn models_directory(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let project = file.project(db);
    let config = &db::rocky_toml(db, project).value;
    for glob in config.models_roots() {
        let (Some(range), Some(pipeline)) = (glob.range, &glob.pipeline) else { continue };
        let models = &model_index(db, project).models;
        if !models.iter().any(|it| glob.matches(it.path(db).as_str())) {
            let message = format!("no model matches `{}`", glob.pattern);
            findings.push(Finding::new(Code::V025, Place::Range(file, range), pipeline.clone(), message));
        }
    }
}

/// V038: a pipeline that runs when its data grow too old, where nothing says how old they may be.
fn freshness_schedules(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let project = file.project(db);
    let config = &db::rocky_toml(db, project).value;
    if config.freshness.is_some() {
        return;
    }
    for pipeline in &config.pipelines {
        let Some(range) = pipeline.freshness_schedule else { continue };
        let builds_models = matches!(pipeline.body, PipelineBody::Transformation(_));
        if builds_models && model_index(db, project).models.iter().any(|it| has_own_freshness(db, *it)) {
            continue;
        }
        let name = pipeline.name.as_str();
        let message =
            format!("`{name}` runs when its data grow too old, and nothing says how old they may be");
        let finding = Finding::new(Code::V038, Place::Range(file, range), name, message);
        findings.push(finding.suggest("add `[freshness]` with `expected_lag_seconds`"));
    }
}

/// V046: a release that cannot be read, or of which nothing is known.
fn engine_versions(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    for adapter in &db::rocky_toml(db, file.project(db)).value.adapters {
        let (Some(written), Some(dialect)) = (&adapter.engine_version, adapter.dialect()) else { continue };
        let releases = Engine::known_releases(dialect);
        let (message, severity) = match written.as_str().parse::<EngineVersion>() {
            // V066 tells of a variable that is not set.
            Err(_) if written.as_str().contains("${") => continue,
            Err(message) => (message, None),
            // Queries may well mean the same in it, so this is no error.
            Ok(version) if !releases.is_empty() && !releases.contains(&version) => {
                let message =
                    format!("Rocky does not know {dialect} {version}, and judges by a release that it knows");
                (message, Some(Severity::Warning))
            }
            Ok(_) => continue,
        };
        let subject = base::format_smolstr!("{}.engine_version", adapter.name.as_str());
        let mut finding = Finding::new(Code::V046, Place::Range(file, written.range), subject, message);
        finding.severity = severity;
        if !releases.is_empty() {
            let known: Vec<String> = releases.iter().map(EngineVersion::to_string).collect();
            finding = finding.suggest(format!("known are {}", known.join(", ")));
        }
        findings.push(finding);
    }
}

fn to_finding(file: SourceFile, diagnostic: &ConfigDiagnostic) -> Finding {
    let mut finding =
        Finding::new(diagnostic.code, Place::Range(file, diagnostic.range), "", diagnostic.message.clone());
    for related in &diagnostic.related {
        finding = finding.related(Place::Range(file, related.range), related.message.clone());
    }
    if let Some(replacement) = &diagnostic.suggestion {
        let place = Place::Range(file, replacement.range);
        finding = finding.remedy(match replacement.text.as_str() {
            "" => redundant::removal(place),
            text => Remedy::new(format!("Change to `{text}`"), Applicability::MaybeIncorrect)
                .replace(place, replacement.text.clone()),
        });
    }
    finding
}
