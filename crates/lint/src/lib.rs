//! Rules over meaning that are advice rather than law; one file per rule.

mod consumers;
mod fan_out;
mod freshness;
mod given_names;
mod incomplete_depends_on;
mod portability;
mod star;
mod unknown_types;
mod unmasked;
mod unused_cte;

use base::Code;
use db::{Db, Project, SourceFile};
use rustc_hash::FxHashMap;
use sema::Finding;
use std::sync::Arc;

/// What the rules say of a file: every finding is placed in it.
#[salsa::tracked]
pub fn findings(db: &dyn Db, file: SourceFile) -> Box<[Finding]> {
    let mut findings = Vec::new();
    if sema::is_statement(db, file) {
        fan_out::check(db, file, &mut findings);
        portability::check(db, file, &mut findings);
        unknown_types::check(db, file, &mut findings);
        unused_cte::check(db, file, &mut findings);
        given_names::check(db, file, &mut findings);
    }
    if sema::is_model(db, file) {
        star::check(db, file, &mut findings);
        freshness::check(db, file, &mut findings);
        if sema::model(db, file).described_in == Some(file) {
            incomplete_depends_on::check(db, file, &mut findings);
            unmasked::check(db, file, &mut findings);
        }
    } else if let Some(model) = sema::described_model(db, file)
        && sema::model(db, model).described_in == Some(file)
    {
        incomplete_depends_on::check(db, model, &mut findings);
        unmasked::check(db, model, &mut findings);
    }
    findings.into()
}

/// Findings in models that depend on who reads them, by file. The codes are those of [`base::Code::is_of_project`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectFindings {
    by_file: FxHashMap<SourceFile, Vec<Finding>>,
}

impl ProjectFindings {
    /// Those in a file.
    pub fn of(&self, file: SourceFile) -> &[Finding] {
        self.by_file.get(&file).map_or(&[], |it| it)
    }

    /// What of it still stands, where the file may have been edited since: the findings about stars that are still there,
    /// with the remedies of now. Reads nothing but the file's own findings.
    pub fn standing(&self, db: &dyn Db, file: SourceFile) -> ProjectFindings {
        let stars = || findings(db, file).iter().filter(|it| matches!(it.code, Code::I001 | Code::W002));
        let standing = |it: &Finding| {
            let star = stars().find(|star| star.place == it.place)?;
            Some(Finding { remedies: star.remedies.clone(), ..it.clone() })
        };
        let standing: Vec<Finding> = self.of(file).iter().filter_map(standing).collect();
        ProjectFindings { by_file: FxHashMap::from_iter([(file, standing)]) }
    }
}

/// What the rules that look at consumers say. It reads what is known of every model, so it is for sweeps and pulls of a
/// whole project, never for a keystroke: call [`prepare_project_findings`] for each model first, dependencies first, while
/// its inference is at hand.
#[salsa::tracked(returns(clone))]
pub fn project_findings(db: &dyn Db, project: Project) -> Arc<ProjectFindings> {
    let mut by_file = FxHashMap::default();
    consumers::check(db, project, &mut by_file);
    Arc::new(ProjectFindings { by_file })
}

/// What [`project_findings`] says of one model, where it is known which models read it. Call
/// [`prepare_project_findings`] for each of these first.
pub fn findings_by_readers(
    db: &dyn Db,
    model: SourceFile,
    readers: impl Iterator<Item = SourceFile>,
) -> ProjectFindings {
    ProjectFindings { by_file: FxHashMap::from_iter([(model, consumers::check_model(db, model, readers))]) }
}

/// Computes what [`project_findings`] needs of a file, all of which is kept: of models.
pub fn prepare_project_findings(db: &dyn Db, file: SourceFile) {
    if sema::is_model(db, file) {
        consumers::passing_stars(db, file);
        consumers::named_reads(db, file);
    }
}

/// Whether a file may have findings that depend on who reads it.
pub fn may_have_project_findings(db: &dyn Db, file: SourceFile) -> bool {
    sema::is_model(db, file) && !consumers::passing_stars(db, file).is_empty()
}
