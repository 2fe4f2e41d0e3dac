//! What is wrong with a model as a whole: its syntax, its name, its table, its output.

use crate::{
    Definition, Facts, Finding, Place, Remedy, Rewriter,
    infer::{engine_names, inference},
    project::{Target, declared_name, model, model_index, physical_target, references},
    remedy::Writer,
};
use base::{Applicability, Code, Severity};
use config::Strategy;
use db::{Db, RelativePath, SourceFile};
use hir::Anchor;

/// E018: every mistake in the grammar, statements after the first, and a model without any. E019: what the model's
/// dialect lacks.
pub(super) fn syntax_findings(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let syntax = hir::syntax_findings(db, file);
    if syntax.errors.is_empty() && syntax.extra_statements.is_empty() && hir::body(db, file).root.is_none() {
        let finding =
            Finding::new(Code::E018, Place::File(file), "", "a model needs a query: this one has none");
        findings.push(finding.suggest("write a SELECT, or remove the file"));
    }
    for error in &syntax.errors {
        let mut finding =
            Finding::new(Code::E018, Place::Range(file, error.range), "", error.message.clone());
        if let Some(opened) = error.opened {
            finding = finding.related(Place::Range(file, opened), "never closed");
        }
        if let Some(fix) = &error.fix {
            finding = finding.remedy(
                Remedy::new(fix.label.clone(), Applicability::MaybeIncorrect)
                    .replace(Place::Range(file, fix.range), fix.insert.clone()),
            );
        }
        findings.push(finding);
    }
    for &range in &syntax.extra_statements {
        let message = "a model is one query; this statement is not part of it";
        let finding = Finding::new(Code::E018, Place::Range(file, range), "", message);
        findings.push(finding.suggest("move it to a model of its own, or to a hook"));
    }
    let dialect = db::dialect(db, file);
    let mut rewriter = None;
    for used in syntax.features.iter().filter(|it| !it.feature.is_in(dialect)) {
        let row = used.feature.row();
        let message = format!("{dialect} has {}", used.feature.lack());
        let place = Place::Range(file, used.range);
        let finding = Finding::new(Code::E019, place, used.feature.label(), message)
            .facts(Facts::dialects([dialect]))
            .instead(row.instead);
        let rewriter = rewriter.get_or_insert_with(|| Rewriter::new(db, file));
        findings.push(finding.remedies(rewriter.own_feature(used)));
    }
}

/// E017 and E036 of a model, where they are placed in `file`: the model's own file, or the TOML that says its name or
/// its table.
pub(super) fn identity_findings(
    db: &dyn Db,
    model_file: SourceFile,
    file: SourceFile,
    findings: &mut Vec<Finding>,
) {
    let described = model(db, model_file);
    let index = model_index(db, model_file.project(db));
    let place = |model: SourceFile, written: Option<(SourceFile, base::TextRange)>| match written {
        Some((toml, range)) => Place::Range(toml, range),
        None => Place::File(model),
    };
    let namesakes: Vec<SourceFile> = index.named(&described.name).filter(|it| *it != model_file).collect();
    let own_place = place(model_file, described.name_place());
    if !namesakes.is_empty() && own_place.file() == file {
        let message = format!("{} models are called `{}`", namesakes.len() + 1, described.name);
        let mut finding = Finding::new(Code::E017, own_place, described.name.clone(), message);
        for other in namesakes {
            let words = format!("`{}` is also called so", other.path(db));
            finding = finding.related(place(other, model(db, other).name_place()), words);
        }
        findings.push(finding.suggest("rename one of them: its file, or `name` in its sidecar"));
    }
    let Some(target) = physical_target(db, model_file) else { return };
    // Two models of one name write one table as a matter of course; E017 says so already.
    let writers =
        index.writing(&target).filter(|it| *it != model_file && declared_name(db, *it) != described.name);
    let writers: Vec<SourceFile> = writers.collect();
    let own_place = place(model_file, described.target_place());
    if !writers.is_empty() && own_place.file() == file {
        let table = target.path().iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>().join(".");
        let message = format!("{} models write the table `{table}`", writers.len() + 1);
        let mut finding = Finding::new(Code::E036, own_place, table, message);
        for other in writers {
            let words = format!("`{}` writes it too", declared_name(db, other));
            finding = finding.related(place(other, model(db, other).target_place()), words);
        }
        findings.push(finding.suggest("give one of them another `target.table`"));
    }
}

/// V062, V063 and V065.
pub(super) fn description_findings(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let described = model(db, file);
    let frontmatter = db::frontmatter(db, file);
    match (db::companions(db, file).sidecar, frontmatter) {
        (Some(sidecar), Some(_)) => {
            let message = format!("the frontmatter is ignored, because `{}` exists", sidecar.path(db));
            let finding = Finding::new(Code::V062, Place::File(file), described.name.clone(), message);
            findings.push(finding.suggest("move its keys to the sidecar and delete it"));
        }
        (None, None) if file.path(db).extension() == Some("sql") && !file.project(db).loose(db) => {
            findings.push(without_sidecar(db, file));
        }
        _ => {}
    }
    self_reference(db, file, &described.strategy, findings);
}

fn without_sidecar(db: &dyn Db, file: SourceFile) -> Finding {
    let (sidecar, content) = new_sidecar(db, file);
    let name = declared_name(db, file);
    let message = format!("`{name}` has neither a sidecar nor frontmatter; defaults apply");
    Finding::new(Code::V063, Place::File(file), name, message).suggest(format!("create `{sidecar}`")).remedy(
        Remedy::new(format!("Create `{}`", sidecar.file_name()), Applicability::MachineApplicable)
            .create(sidecar.to_string(), content),
    )
}

/// The sidecar that a model without one might have, which says what holds anyway: its path and its text.
pub fn new_sidecar(db: &dyn Db, file: SourceFile) -> (RelativePath, &'static str) {
    let path = file.path(db).sibling(&format!("{}.toml", file.path(db).stem()));
    // It must not take the place of what the folder says.
    let content = match model(db, file).strategy {
        Strategy::FullRefresh => "[strategy]\ntype = \"full_refresh\"\n",
        _ => "# The strategy is that of the folder's _defaults.toml.\n",
    };
    (path, content)
}

/// V065: a model that reads its own table, under a strategy that builds the table anew.
fn self_reference(db: &dyn Db, file: SourceFile, strategy: &Strategy, findings: &mut Vec<Finding>) {
    if strategy.allows_self_reference() {
        return;
    }
    let own = references(db, file).iter().find(|(_, target)| **target == Target::Model(file));
    let Some((path, _)) = own else { return };
    let name = declared_name(db, file);
    let message =
        format!("`{name}` reads its own table, which the strategy {} builds anew each time", strategy.name());
    let place = Place::Reference(file, path.into());
    findings.push(
        Finding::new(Code::V065, place, name, message)
            .suggest("use an incremental strategy, or read the table that was meant"),
    );
}

/// E009: two columns of one name in a model that becomes a table or view.
pub(super) fn duplicate_column_findings(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let described = model(db, file);
    if described.strategy == Strategy::Ephemeral {
        return;
    }
    let dialect = db::dialect(db, file);
    let body = hir::body(db, file);
    let output = &inference(db, file).output;
    let names = engine_names(output, dialect);
    let mut first: rustc_hash::FxHashMap<String, usize> = rustc_hash::FxHashMap::default();
    for (index, column) in output.columns.iter().enumerate().filter(|(_, it)| !it.name.is_empty()) {
        let Some(&earlier) = first.get(&column.name.to_lowercase()) else {
            first.insert(column.name.to_lowercase(), index);
            continue;
        };
        let place = |index: usize| match output.columns[index].definition {
            Definition::Item(select, item) => Place::Body(file, Anchor::ItemName(select, item)),
            _ => Place::Column(file, index as u32),
        };
        let subject = base::format_smolstr!("{}.{}", described.name, column.name);
        let (severity, message) = match names[index] != column.name {
            true => {
                let message = format!(
                    "the output has a column `{}` already; {dialect} calls this one `{}`",
                    column.name, names[index]
                );
                (Severity::Warning, message)
            }
            false => (Severity::Error, format!("the output has two columns `{}`", column.name)),
        };
        let mut finding = Finding::new(Code::E009, place(index), subject, message)
            .facts(Facts::column(column.name.clone()))
            .related(place(earlier), "the first one")
            .suggest("give one of them another alias");
        finding.severity = Some(severity);
        if let Definition::Item(select, item) = column.definition {
            let engine_name = (names[index] != column.name).then_some(names[index].as_str());
            let writer = Writer::new(db, file, &body);
            finding.remedies.extend(writer.alias((select, item), engine_name, &output.columns));
        }
        findings.push(finding);
    }
}
