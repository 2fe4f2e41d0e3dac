//! I001 and W002: the model's columns depend on what others yield.
//!
//! Only stars that reach the model's output count: `SELECT *` within an import CTE whose columns are then listed is
//! harmless.

use base::{Applicability, Code};
use db::{Db, SourceFile};
use hir::Anchor;
use sema::{Finding, Place, Remedy, StarExpansion, inference};

pub(crate) fn check(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    let inference = inference(db, file);
    for &index in &inference.output.stars {
        let Some(star) = inference.stars.get(index as usize) else { continue };
        let place = Place::Body(file, Anchor::ItemStar(star.select, star.item));
        let finding = match &star.open {
            None => known(star, place, file),
            Some(reason) if reason.is_told() => continue,
            Some(reason) => {
                let message = format!("`*` stands for columns that nobody has listed: {}", reason.words());
                Finding::new(Code::W002, place, "*", message)
                    .suggest("list the columns, or declare those of the source")
            }
        };
        findings.push(finding);
    }
}

fn known(star: &StarExpansion, place: Place, file: SourceFile) -> Finding {
    let message = match star.columns.len() {
        1 => "`*` stands for 1 column now; a column added upstream joins the output unseen".to_owned(),
        count => {
            format!("`*` stands for {count} columns now; a column added upstream joins the output unseen")
        }
    };
    let finding = Finding::new(Code::I001, place, "*", message);
    // A column whose name the engine makes up cannot be listed by a name that is known here.
    let is_listable = !star.columns.is_empty() && star.columns.iter().all(|it| !it.is_empty());
    let Some(text) = star.text.as_ref().filter(|_| is_listable) else { return finding };
    finding.remedy(
        Remedy::new("List the columns", Applicability::MachineApplicable)
            .replace(Place::Body(file, Anchor::Item(star.select, star.item)), text.clone()),
    )
}
