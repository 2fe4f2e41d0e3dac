//! Checking all files of a project, and what came out of it.

use super::{Project, Selection};
use crate::{
    failure::Failure,
    output::{DiagnosticConverter, DiagnosticOutput},
    render::{Tally, while_waiting},
};
use base::counted;
use ide::{Analysis, Cancelled, Comparison, Diagnostic, FileDiagnostics, FileId, Severity};
use rustc_hash::FxHashSet;
use std::num::NonZeroUsize;

/// What a sweep found.
#[derive(Default)]
pub(crate) struct Findings {
    /// The files that have diagnostics, by path.
    pub(crate) files: Vec<FileDiagnostics>,
    /// How many diagnostics there are.
    pub(crate) tally: Tally,
    /// How many files were asked about.
    pub(crate) checked: usize,
}

impl Findings {
    fn new(files: Vec<FileDiagnostics>, checked: usize) -> Findings {
        let mut tally = Tally::default();
        for diagnostic in files.iter().flat_map(|it| it.diagnostics.iter()) {
            tally.add(diagnostic.severity);
        }
        Findings { files, tally, checked }
    }

    /// Adds what the comparison with a base has found in the selected files.
    pub(crate) fn add(&mut self, comparison: &Comparison, project: &Project, selection: &Selection) {
        let mut files = std::mem::take(&mut self.files);
        project.host.add_history(comparison, &mut files);
        files.retain(|it| selection.contains(project.host.path(it.file).1.as_str()));
        *self = Findings::new(files, self.checked);
    }

    /// Whether there is an error.
    pub(crate) fn has_errors(&self) -> bool {
        self.tally.errors > 0
    }

    /// The files that have errors.
    pub(crate) fn files_with_errors(&self) -> FxHashSet<FileId> {
        let is_error = |it: &Diagnostic| it.severity == Severity::Error;
        self.files.iter().filter(|it| it.diagnostics.iter().any(is_error)).map(|it| it.file).collect()
    }
}

/// Checks the whole project, and keeps what was found in the selected files.
pub(crate) fn sweep(project: &mut Project, selection: &Selection) -> Findings {
    let analysis = project.host.analysis();
    let files = analysis.files(&project.root);
    let checked = files.iter().filter(|it| selection.contains(analysis.path(**it).1.as_str())).count();
    // A snapshot must not live while the host changes the database.
    drop(analysis);
    let message = format!("checking {}", counted(files.len(), "file"));
    let mut found = while_waiting(&message, || project.host.sweep(&project.root));
    found.retain(|it| selection.contains(project.host.path(it.file).1.as_str()));
    Findings::new(found, checked)
}

/// Limits how many threads sweeps use, once, before the first.
///
/// # Errors
/// The threads cannot be started.
pub(crate) fn limit_threads(threads: NonZeroUsize) -> Result<(), Failure> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.get())
        .build_global()
        .map_err(|error| Failure::new(format!("cannot start {threads} threads: {error}")))
}

/// The failure of a command whose analysis gave no answer.
pub(crate) fn analysis_failure(cancelled: &Cancelled) -> Failure {
    let reason = match cancelled {
        Cancelled::ByChange | Cancelled::ByClient | Cancelled::Rest => "it was cancelled".to_owned(),
        Cancelled::Ring(files) => format!("{} models stand in a dependency ring", files.len()),
        Cancelled::Panicked(message) => message.clone(),
    };
    Failure::new(format!("the analysis did not finish: {reason}"))
        .with_help("this is a defect of Rocky: please report it, with the project if you can")
}

/// The findings in JSON, in the same order.
///
/// # Errors
/// The analysis was cancelled.
pub(crate) fn diagnostics_output(
    analysis: &Analysis,
    findings: &Findings,
) -> Result<Vec<DiagnosticOutput>, Cancelled> {
    let mut converter = DiagnosticConverter::new(analysis);
    let mut output = Vec::with_capacity(findings.tally.total());
    for found in &findings.files {
        for diagnostic in found.diagnostics.iter() {
            output.push(converter.convert(found.file, diagnostic)?);
        }
    }
    Ok(output)
}
