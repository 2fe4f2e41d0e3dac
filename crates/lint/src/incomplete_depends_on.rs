//! D011: `depends_on` is written, and leaves out a model that the query reads.

use base::{Applicability, Code};
use db::{Db, SourceFile};
use sema::{Finding, Place, Remedy, Target, declared_dependencies, declared_name, model, references};

pub(crate) fn check(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let Some(declared) = declared_dependencies(db, file).filter(|it| !it.is_empty()) else { return };
    let described = model(db, file);
    let (Some(toml), Some(sidecar)) = (described.described_in, &described.sidecar) else { return };
    let Some(list) = &sidecar.value.depends_on else { return };
    let mut missing = Vec::new();
    for (path, target) in references(db, file).iter() {
        let Target::Model(read) = target else { continue };
        let listed = declared.iter().any(|(_, model)| *model == Some(*read));
        if *read != file && !listed && missing.iter().all(|(it, _)| it != read) {
            missing.push((*read, path));
        }
    }
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|(it, _)| declared_name(db, *it).to_string()).collect();
    let quoted: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
    let message = format!("`depends_on` does not list {}, which the query reads", quoted.join(", "));
    let mut finding =
        Finding::new(Code::D011, Place::Range(toml, list.range), described.name.clone(), message);
    for (_, path) in &missing {
        finding = finding.related(Place::Reference(file, (*path).into()), "read here");
    }
    let Some(last) = declared.iter().map(|it| it.0.range).max_by_key(|it| it.end()) else { return };
    let more: String = names.iter().map(|it| format!(", \"{it}\"")).collect();
    findings.push(
        finding.remedy(
            Remedy::new("Complete the list", Applicability::MachineApplicable)
                .behind(Place::Range(toml, last), more),
        ),
    );
}
