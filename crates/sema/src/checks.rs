//! All findings of one file.

mod configuration;
mod cycle;
mod declared_tests;
mod duplicate_alias;
mod model;
mod placeholder;
mod redundant;
mod remedies;
mod sidecar_columns;
#[cfg(test)]
mod tests;
mod type_names;

pub use declared_tests::{looked_up_table, models_in_tests};
pub use model::new_sidecar;

use crate::{Finding, Place, contract, infer::inference};
use base::Code;
use config::FileKind;
use db::{Db, ReadProblem, SourceFile};

/// What is wrong with a file: every finding is placed in it. Never read by the analysis of another model.
#[salsa::tracked]
pub fn findings(db: &dyn Db, file: SourceFile) -> Box<[Finding]> {
    let mut findings = Vec::new();
    if let Some(problem) = &file.text(db).problem {
        findings.push(unreadable(file, problem));
        return findings.into();
    }
    match db::file_kind(db, file) {
        kind if kind.is_statement() => {
            model::syntax_findings(db, file, &mut findings);
            type_names::type_name_findings(db, file, &mut findings);
            placeholder::placeholder_findings(db, file, &mut findings);
            if kind.is_model() {
                model::identity_findings(db, file, file, &mut findings);
                model::description_findings(db, file, &mut findings);
            }
            cycle::cycle_findings(db, file, &mut findings);
            let inferred = findings.len();
            findings.extend_from_slice(&inference(db, file).findings);
            remedies::add(db, file, &mut findings[inferred..]);
            contract::model_findings(db, file, &mut findings);
            model::duplicate_column_findings(db, file, &mut findings);
            configuration::frontmatter_findings(db, file, &mut findings);
            sidecar_columns::inherited_findings(db, file, &mut findings);
        }
        FileKind::Contract => {
            configuration::toml_findings(db, file, &mut findings);
            contract::contract_findings(db, file, &mut findings);
        }
        _ => configuration::toml_findings(db, file, &mut findings),
    }
    findings.into()
}

fn unreadable(file: SourceFile, problem: &ReadProblem) -> Finding {
    let message = match problem {
        ReadProblem::NotUtf8 { offset } => {
            format!(
                "the file is not UTF-8: the byte at offset {offset} begins no character; it is not analysed"
            )
        }
        ReadProblem::TooLarge { bytes } => {
            format!("the file has {bytes} bytes, more than Rocky reads; it is not analysed")
        }
        ReadProblem::Io { message } => format!("the file cannot be read: {message}; it is not analysed"),
    };
    Finding::new(Code::W013, Place::File(file), "", message)
}
