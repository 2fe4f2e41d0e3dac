//! What differs from a revision of git, as open documents say it.
//!
//! The comparison has a database of its own: it takes long, and whoever types is to wait for none of it.

use crate::snapshot::Snapshot;
use ide::{
    BreakingNote, Cancelled, Change, Diagnostic, FileId, Host, ProjectRoot, RelativePath, Revision,
    RootChange,
};
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};
use workspace::{DiscoverOptions, read_base};

/// What a comparison has found in the files of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BaseFindings(FxHashMap<FileId, FileFindings>);

/// What a comparison has found in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FileFindings {
    /// The text that it is about.
    text: Arc<str>,
    /// Diagnostics that only a comparison can make, or make better.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Changes that matter to readers.
    pub(crate) notes: Vec<BreakingNote>,
}

impl BaseFindings {
    /// What was found in a file, as long as it has the text that it had.
    pub(crate) fn of(&self, file: FileId, text: &str) -> Option<&FileFindings> {
        self.0.get(&file).filter(|it| *it.text == *text)
    }
}

/// A project as a snapshot has it: every file with its text, and the files by their paths.
struct Present {
    folder: PathBuf,
    root: ProjectRoot,
    change: RootChange,
    files: FxHashMap<RelativePath, FileId>,
}

/// Compares projects, as a snapshot has them, with a revision. The snapshot is dropped as soon as it was copied from.
///
/// # Errors
/// The revision cannot be read, or the comparison met a defect of ours; in words.
pub(crate) fn compare(
    host: &mut Host,
    snapshot: Snapshot,
    projects: Vec<(PathBuf, ProjectRoot)>,
    base: &str,
) -> Result<Vec<(ProjectRoot, BaseFindings)>, String> {
    let analysis = &snapshot.analysis;
    let present = projects.into_iter().filter_map(|(folder, root)| {
        let change = analysis.whole_project(&root)?;
        let files = analysis.files(&root).into_iter().map(|it| (analysis.path(it).1, it)).collect();
        Some(Present { folder, root, change, files })
    });
    let present: Vec<Present> = present.collect();
    drop(snapshot);
    present.into_iter().map(|it| Ok((it.root.clone(), compare_one(host, it, base)?))).collect()
}

fn compare_one(host: &mut Host, present: Present, base: &str) -> Result<BaseFindings, String> {
    let Present { folder, root, mut change, files } = present;
    let texts = change.files.iter().filter_map(|it| Some((it.path.clone(), it.text.clone()?)));
    let texts: BTreeMap<_, _> = texts.collect();
    let analysis = host.analysis();
    let known: Vec<_> = analysis.files(&root).into_iter().map(|it| analysis.path(it).1).collect();
    drop(analysis);
    for gone in known.into_iter().filter(|it| !texts.contains_key(it)) {
        change.file(gone, None);
    }
    host.apply(Change { roots: vec![change] });
    let revision = read_base(&folder, Some(base), &texts, DiscoverOptions::default());
    let revision = revision.map_err(|error| error.to_string())?;
    let name = revision.name;
    let revision = Revision { files: revision.files, environment: revision.environment };
    let base_root = ProjectRoot(format!("{}@base", root.0).into());
    let comparison = host.compare(&root, &base_root, &revision).map_err(|it| in_words(&it))?;
    let notes = host.breaking_notes(&comparison, &name);
    let analysis = host.analysis();
    let here = |file: FileId| files.get(&analysis.path(file).1).copied();
    let mut found: FxHashMap<FileId, FileFindings> = FxHashMap::default();
    for note in notes {
        let text = analysis.text(note.file);
        if let Some(file) = here(note.file) {
            let findings = found.entry(file).or_default();
            findings.text = text;
            findings.notes.push(BreakingNote { file, ..note });
        }
    }
    for it in comparison.diagnostics {
        let text = analysis.text(it.file);
        if let (Some(file), Some(diagnostic)) = (here(it.file), it.diagnostic.with_files(here)) {
            let findings = found.entry(file).or_default();
            findings.text = text;
            findings.diagnostics.push(diagnostic);
        }
    }
    Ok(BaseFindings(found))
}

fn in_words(reason: &Cancelled) -> String {
    match reason {
        Cancelled::Panicked(message) => message.clone(),
        other => format!("the comparison did not finish: {other:?}"),
    }
}
