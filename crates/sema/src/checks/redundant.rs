//! What models say of themselves that is so without being said.

use crate::{
    Finding, Place, Remedy,
    project::{declared_name, described_model},
};
use base::{Applicability, Code, SmolStr, TextRange, TextSize};
use config::{FileKind, Sidecar, Spanned, line_of_setting};
use db::{Db, Project, SourceFile};
use std::{collections::BTreeMap, sync::Arc};

/// TOML as a person wrote it, and where it begins in its file.
#[derive(Clone, Copy)]
pub(super) struct Written<'t> {
    pub(super) file: SourceFile,
    pub(super) text: &'t str,
    pub(super) offset: TextSize,
}

impl Written<'_> {
    /// The range of a value in `text`; `None` where it came out of the environment, and may be another one tomorrow.
    fn literal(self, value: &Spanned<SmolStr>) -> Option<TextRange> {
        let range = value.range.checked_sub(self.offset)?;
        let text = self.text.get(std::ops::Range::from(range))?;
        (!text.contains("${")).then_some(range)
    }

    fn finding(self, code: Code, value: &Spanned<SmolStr>, message: String) -> Option<Finding> {
        let range = self.literal(value)?;
        let place = Place::Range(self.file, value.range);
        let finding = Finding::new(code, place, value.value.clone(), message).unnecessary();
        let line = line_of_setting(self.text, range);
        Some(finding.remedies(line.map(|it| removal(Place::Range(self.file, it + self.offset)))))
    }
}

/// The remedy of a setting that says nothing.
pub(super) fn removal(line: Place) -> Remedy {
    Remedy::new("Remove this setting", Applicability::MachineApplicable).remove(line)
}

/// L001, L002: a name that is the file's, a table that is called like the model.
pub(super) fn model_findings(
    db: &dyn Db,
    model: SourceFile,
    sidecar: &Sidecar,
    written: Written<'_>,
    findings: &mut Vec<Finding>,
) {
    let stem = model.path(db).stem();
    if let Some(name) = sidecar.name.as_ref().filter(|it| it.as_str() == stem) {
        let message = format!("the model is called `{stem}` after its file, without being told so");
        findings.extend(written.finding(Code::L001, name, message));
    }
    let name = declared_name(db, model);
    // A group may say another table, which this one then takes the place of.
    let table = sidecar.target.table.as_ref().filter(|_| sidecar.group.is_none());
    if let Some(table) = table.filter(|it| it.value == name) {
        let message = format!("the table is called `{name}` after its model, without being told so");
        findings.extend(written.finding(Code::L002, table, message));
    }
}

/// How many models of a folder must say the same target before the folder is to say it.
const REPETITIONS: usize = 3;

/// L003, at the first of the sidecars that repeat a target.
pub(super) fn repeated_target_findings(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let repeated = repeated_targets(db, file.project(db));
    let Some(others) = repeated.get(file.path(db).as_str()) else { return };
    let schema =
        |sidecar: SourceFile| db::sidecar(db, sidecar).value.target.schema.as_ref().map(|it| it.range);
    let Some(range) = schema(file) else { return };
    let message = format!("{} models of this folder say the same catalog and schema", others.len() + 1);
    let mut finding = Finding::new(Code::L003, Place::Range(file, range), "", message)
        .suggest("say them once, in `[target]` of the folder's _defaults.toml");
    for &other in others {
        if let Some(range) = schema(other) {
            finding = finding.related(Place::Range(other, range), "here too");
        }
    }
    findings.push(finding);
}

/// By the path of the first sidecar of each folder that says a target, the others that say the same one, where they
/// are enough and the folder itself says no other.
#[salsa::tracked(returns(clone))]
fn repeated_targets(db: &dyn Db, project: Project) -> Arc<BTreeMap<SmolStr, Vec<SourceFile>>> {
    let mut groups: BTreeMap<(&str, [SmolStr; 2]), Vec<SourceFile>> = BTreeMap::new();
    for &file in project.files(db).values() {
        if let Some(target) = written_target(db, file) {
            groups.entry((file.path(db).directory(), target)).or_default().push(file);
        }
    }
    let mut repeated = BTreeMap::new();
    for ((_, [catalog, schema]), files) in groups {
        let Some((first, others)) = files.split_first() else { continue };
        let defaults = db::companions(db, *first).defaults.map(|it| db::directory_defaults(db, it));
        let agrees = defaults.is_none_or(|it| {
            let says = |said: &Option<Spanned<SmolStr>>, own: &SmolStr| {
                said.as_ref().is_none_or(|it| it.value == *own)
            };
            says(&it.value.catalog, &catalog) && says(&it.value.schema, &schema)
        });
        if files.len() >= REPETITIONS && agrees {
            repeated.insert(first.path(db).as_str().into(), others.to_vec());
        }
    }
    Arc::new(repeated)
}

/// The catalog and the schema that the sidecar of a model says itself.
#[salsa::tracked(returns(clone))]
fn written_target(db: &dyn Db, file: SourceFile) -> Option<[SmolStr; 2]> {
    if db::file_kind(db, file) != FileKind::Sidecar {
        return None;
    }
    described_model(db, file)?;
    let sidecar = db::sidecar(db, file);
    let target = &sidecar.value.target;
    if sidecar.value.group.is_some() {
        return None;
    }
    Some([target.catalog.as_ref()?.value.clone(), target.schema.as_ref()?.value.clone()])
}
