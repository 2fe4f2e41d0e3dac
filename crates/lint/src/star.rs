//! I001 and W002: the model's columns depend on what others yield.
//!
//! Only stars that reach the model's output count: `SELECT *` within an import CTE whose columns are then listed is
//! harmless.

use base::Code;
use db::{Db, SourceFile};
use hir::Anchor;
use sema::{Finding, Inference, Place, StarExpansion, inference};

pub(crate) fn check(db: &dyn Db, file: SourceFile, findings: &mut Vec<Finding>) {
    for star in in_output(inference(db, file)) {
        let finding = match &star.open {
            None => known(star, file),
            Some(reason) => {
                let message = format!("`*` stands for columns that nobody has listed: {}", reason.words());
                Finding::new(Code::W002, place(star, file), "*", message)
                    .suggest("list the columns, or declare those of the source")
            }
        };
        findings.push(finding);
    }
}

/// The stars that reach the model's output; those over what is at fault, which says so itself, are left out.
pub(crate) fn in_output(inference: &Inference) -> impl Iterator<Item = &StarExpansion> {
    let stars = inference.output.stars.iter().filter_map(|it| inference.stars.get(*it as usize));
    stars.filter(|it| it.open.as_ref().is_none_or(|reason| !reason.is_told()))
}

/// Where a star is.
pub(crate) fn place(star: &StarExpansion, file: SourceFile) -> Place {
    Place::Body(file, Anchor::ItemStar(star.select, star.item))
}

fn known(star: &StarExpansion, file: SourceFile) -> Finding {
    let message = match star.columns.len() {
        1 => "`*` stands for 1 column now; a column added upstream joins the output unseen".to_owned(),
        count => {
            format!("`*` stands for {count} columns now; a column added upstream joins the output unseen")
        }
    };
    Finding::new(Code::I001, place(star, file), "*", message).remedies(star.list_columns(file))
}
