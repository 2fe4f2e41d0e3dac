//! The project compared with a revision of its git repository.

use super::{Project, Selection, analysis_failure};
use crate::{console::Console, failure::Failure, render::while_waiting};
use base::counted;
use config::FileKind;
use ide::{Comparison, FileText, ModelChange, ProjectRoot, RelativePath, Revision};
use std::{collections::BTreeMap, path::Path};
use workspace::{BaseError, BaseRevision, DiscoverOptions, read_base};

/// What differs from a revision.
pub(crate) struct Difference {
    /// The revision as it was asked for, or the default branch.
    pub(crate) base: String,
    /// The commit that was read.
    pub(crate) commit: String,
    /// What differs.
    pub(crate) comparison: Comparison,
}

/// Compares the project, as it lies in the working tree, with a revision; by default with the default branch.
///
/// # Errors
/// The revision cannot be read.
pub(crate) fn compare_with_base(
    project: &mut Project,
    base: Option<&str>,
    console: &Console,
) -> Result<Difference, Failure> {
    let Some(location) = &project.location else {
        return Err(Failure::new("a text outside any project has no base"));
    };
    let working = working_files(project);
    let revision = read(&location.root, base, &working)?;
    for it in &revision.not_held {
        let reason = it.reason.words();
        console.note(&format!("{} {reason}: it is taken to be in the base as it is now", it.path));
    }
    let BaseRevision { name, commit, files, environment, .. } = revision;
    let revision = Revision { files, environment };
    let root = project.root.clone();
    let base_root = ProjectRoot(format!("{}@base", root.0).into());
    let message = format!("comparing with {name}");
    let comparison = while_waiting(&message, || project.host.compare(&root, &base_root, &revision));
    let comparison = comparison.map_err(|it| analysis_failure(&it))?;
    Ok(Difference { base: name, commit, comparison })
}

fn read(
    root: &Path,
    base: Option<&str>,
    working: &BTreeMap<RelativePath, FileText>,
) -> Result<BaseRevision, Failure> {
    let failure = |error: BaseError| Failure::new(error.to_string()).with_help(error.help());
    read_base(root, base, working, DiscoverOptions::default()).map_err(failure)
}

fn working_files(project: &Project) -> BTreeMap<RelativePath, FileText> {
    let db = project.host.database();
    let files = db.project(&project.root).map(|it| it.files(db).clone()).unwrap_or_default();
    files.iter().map(|(path, file)| (path.clone(), file.text(db).clone())).collect()
}

/// Says, once, that rules about change were not checked.
pub(crate) fn note_rules_without_base(project: &Project, console: &Console) {
    let db = project.host.database();
    let files = db.project(&project.root).into_iter().flat_map(|it| it.files(db).values());
    let contracts = files.filter(|it| db::file_kind(db, **it) == FileKind::Contract);
    let has_rule = |it: &&db::SourceFile| {
        db::contract(db, **it).value.no_new_nullable.as_ref().is_some_and(|it| it.value)
    };
    let count = contracts.filter(has_rule).count();
    if count > 0 {
        console.note(&format!(
            "`no_new_nullable` in {} is not checked: it needs a revision to compare with, \
             as in `rocky check --base main`",
            counted(count, "contract")
        ));
    }
}

impl Difference {
    /// Keeps the models whose files are selected.
    pub(crate) fn retain(&mut self, selection: &Selection) {
        let is_selected = |it: &ModelChange| {
            [&it.before, &it.after].into_iter().flatten().any(|it| selection.contains(&it.path))
        };
        self.comparison.models.retain(is_selected);
    }

    /// The base and the first digits of its commit: `main (1a2b3c4d)`.
    pub(crate) fn base_text(&self) -> String {
        const DIGITS: usize = 8;
        format!("{} ({})", self.base, self.commit.get(..DIGITS).unwrap_or(&self.commit))
    }
}
