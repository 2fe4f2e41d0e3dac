//! Checking all files of a project, and what came out of it.

use super::Project;
use crate::{
    failure::Failure,
    output::{DiagnosticConverter, DiagnosticOutput},
    render::{Progress, Tally},
};
use ide::{Analysis, Cancelled, Diagnostic, FileDiagnostics, FileId, Severity};
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

/// Checks the files of the project that `is_wanted`.
///
/// # Errors
/// A defect of ours stopped the analysis.
pub(crate) fn sweep(
    project: &mut Project,
    threads: Option<NonZeroUsize>,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<(Analysis, Findings), Failure> {
    loop {
        let analysis = project.host.analysis();
        match sweep_once(&analysis, project, threads, &is_wanted) {
            Ok(findings) => return Ok((analysis, findings)),
            Err(Cancelled::LargeRing(ring)) => {
                drop(analysis);
                project.host.cut_rings(&ring);
            }
            Err(cancelled) => return Err(analysis_failure(&cancelled)),
        }
    }
}

fn sweep_once(
    analysis: &Analysis,
    project: &Project,
    _threads: Option<NonZeroUsize>,
    is_wanted: &impl Fn(&str) -> bool,
) -> Result<Findings, Cancelled> {
    let mut findings = Findings::default();
    let mut progress = Progress::new(analysis.files(&project.root).len());
    analysis.project_diagnostics(&project.root, |found| {
        let (_, path) = analysis.path(found.file);
        progress.advance(path.as_str());
        if is_wanted(path.as_str()) {
            findings.checked += 1;
            for diagnostic in found.diagnostics.iter() {
                findings.tally.add(diagnostic.severity);
            }
            if !found.diagnostics.is_empty() {
                findings.files.push(found);
            }
        }
        true
    })?;
    progress.finish();
    findings.files.sort_by_cached_key(|it| analysis.path(it.file).1);
    Ok(findings)
}

/// The failure of a command whose analysis gave no answer.
pub(crate) fn analysis_failure(cancelled: &Cancelled) -> Failure {
    let reason = match cancelled {
        Cancelled::ByChange | Cancelled::ByClient => "it was cancelled".to_owned(),
        Cancelled::LargeRing(files) => format!("{} models stand in a dependency ring", files.len()),
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
