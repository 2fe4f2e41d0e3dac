//! `rocky fix`: the fixes of a project, applied.

use crate::{
    arguments::{FixArguments, GlobalOptions},
    console::Console,
    failure::{Exit, Failure, Outcome},
    output::{AppliedFixOutput, FixFileOutput, FixOutput, FixStatus, Header, LeftOutput, applicability_name},
    project::{self, Findings, Knowledge, Location, Project, Selection},
    render::{Tally, unified_diff, while_waiting},
    written_file,
};
use base::counted;
use ide::{Applicability, AppliedFix, FileDiagnostics, FixAll, FixEnd, FixRequest, FixedFile};
use std::path::Path;

pub(super) fn execute(arguments: &FixArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    if let Some(missing) = arguments.paths.iter().find(|it| !it.exists()) {
        return Err(Failure::new(format!("there is no file or folder {}", missing.display())));
    }
    let location = Location::find(options, arguments.paths.first().map(|it| it.as_path()))?;
    let selection = Selection::new(&location, &arguments.paths)?;
    let mut project = Project::load(location, Knowledge::new(arguments.locked, options), None, console)?;
    project.set_variables(arguments.variables.values(), console)?;
    let request = FixRequest {
        codes: arguments.codes.clone(),
        maybe_incorrect: arguments.is_unsafe,
        ..FixRequest::default()
    };
    let fixed = while_waiting("fixing", || {
        project.host.fix_all(&project.root, &request, |path| selection.contains(path.as_str()))
    });
    let files = files(&project, &fixed, arguments.diff);
    report(&project, fixed, files, arguments, console)
}

/// Writes what was fixed, or shows it in a dry run, and says of each file what came of it.
pub(super) fn files(project: &Project, fixed: &FixAll, is_dry_run: bool) -> Vec<FixFileOutput> {
    match &project.location {
        Some(location) if !is_dry_run => fixed.files.iter().map(|it| written(&location.root, it)).collect(),
        _ => fixed.files.iter().map(shown).collect(),
    }
}

/// What would be done to a file.
fn shown(file: &FixedFile) -> FixFileOutput {
    let path = file.path.to_string();
    let diff = unified_diff(&path, file.before.as_deref(), &file.after);
    let status = if file.before.is_some() { FixStatus::WouldFix } else { FixStatus::WouldCreate };
    FixFileOutput { path, status, diff: Some(diff), error: None }
}

/// Writes a file, unless it is no longer what was analysed.
fn written(root: &Path, file: &FixedFile) -> FixFileOutput {
    let path = root.join(file.path.as_str());
    let outcome = match &file.before {
        Some(before) => replace(&path, before, &file.after),
        None => written_file::create(&path, &file.after)
            .map_err(|error| format!("it cannot be created: {error}"))
            .map(|()| FixStatus::Created),
    };
    let (status, error) = match outcome {
        Ok(status) => (status, None),
        Err(error) => (FixStatus::Failed, Some(error)),
    };
    FixFileOutput { path: file.path.to_string(), status, diff: None, error }
}

fn replace(path: &Path, before: &str, after: &str) -> Result<FixStatus, String> {
    let now = workspace::read(path);
    if let Some(problem) = &now.problem {
        return Err(format!("it cannot be read any more: {problem}"));
    }
    if *now.text != *before {
        return Err("it has changed since it was read".to_owned());
    }
    written_file::replace(path, after).map_err(|error| format!("it cannot be written: {error}"))?;
    Ok(FixStatus::Fixed)
}

fn report(
    project: &Project,
    fixed: FixAll,
    files: Vec<FixFileOutput>,
    arguments: &FixArguments,
    console: &Console,
) -> Outcome {
    if console.is_told_json() {
        let document = document(project, fixed, files, console)?;
        console.print_json(&document)?;
        let has_failed = document.files.iter().any(|it| it.status == FixStatus::Failed);
        return Ok(if has_failed || document.has_errors { Exit::ERROR } else { Exit::SUCCESS });
    }
    let findings = findings(fixed.remaining);
    let failed = files.iter().filter(|it| it.status == FixStatus::Failed).count();
    let applied = applied(fixed.applied, &files);
    let is_wrong = failed > 0 || findings.has_errors();
    let exit = if is_wrong { Exit::ERROR } else { Exit::SUCCESS };
    let analysis = project.host.analysis();
    warn(fixed.end, &files, console);
    let summary = summary(applied.len(), files.len() - failed, &findings, arguments);
    if arguments.diff {
        files.iter().filter_map(|it| it.diff.as_deref()).try_for_each(|it| console.print(it))?;
        console.note(&summary);
        return Ok(exit);
    }
    super::check::print_reports(&analysis, &findings, console)?;
    for fix in &applied {
        console.print(&format!("fixed {}: {} {}: {}\n", fix.path, fix.code, fix.message, fix.title))?;
    }
    console.print(&format!("{summary}\n"))?;
    Ok(exit)
}

/// The document about what was fixed, and what is left.
pub(super) fn document(
    project: &Project,
    fixed: FixAll,
    files: Vec<FixFileOutput>,
    console: &Console,
) -> Result<FixOutput, Failure> {
    let findings = findings(fixed.remaining);
    let analysis = project.host.analysis();
    warn(fixed.end, &files, console);
    let left = fixed.left.into_iter().map(|it| LeftOutput {
        file: it.path.to_string(),
        code: it.code.name(),
        fingerprint: it.fingerprint,
        reason: it.reason.name(),
    });
    let fixes = applied(fixed.applied, &files).into_iter().map(|it| AppliedFixOutput {
        file: it.path.to_string(),
        code: it.code.name(),
        message: it.message,
        title: it.title,
        applicability: applicability_name(it.applicability),
    });
    let diagnostics =
        project::diagnostics_output(&analysis, &findings).map_err(|it| project::analysis_failure(&it))?;
    Ok(FixOutput {
        header: Header::new("fix"),
        fixes: fixes.collect(),
        has_errors: findings.has_errors(),
        files,
        diagnostics,
        left: left.collect(),
        is_complete: fixed.end == FixEnd::NothingLeft,
    })
}

/// The fixes that count: what could not be written is not fixed.
fn applied(fixes: Vec<AppliedFix>, files: &[FixFileOutput]) -> Vec<AppliedFix> {
    let is_written = |path: &str| !files.iter().any(|it| it.path == path && it.status == FixStatus::Failed);
    fixes.into_iter().filter(|it| is_written(it.path.as_str())).collect()
}

fn findings(files: Vec<FileDiagnostics>) -> Findings {
    let mut tally = Tally::default();
    files.iter().flat_map(|it| it.diagnostics.iter()).for_each(|it| tally.add(it.severity));
    let checked = files.len();
    Findings { files, tally, checked }
}

/// Says on standard error what did not go as it should.
fn warn(end: FixEnd, files: &[FixFileOutput], console: &Console) {
    for file in files {
        if let Some(error) = &file.error {
            console.report_failure(&format!("{} was left as it is: {error}", file.path), None);
        }
    }
    match end {
        FixEnd::NothingLeft => {}
        FixEnd::Cycle => console.warn("some fixes undo each other: please report this defect of Rocky"),
        FixEnd::TooManyRounds => console.warn("there is more to fix: run rocky fix once more"),
    }
}

/// `3 fixes in 2 files; 1 error remains, 1 of which can be fixed with --unsafe`.
fn summary(applied: usize, files: usize, findings: &Findings, arguments: &FixArguments) -> String {
    let verb = if arguments.diff { "would be made" } else { "made" };
    let fixes = match applied {
        0 => format!("no fixes {verb}"),
        _ => format!("{} {verb} in {}", fixes_in_words(applied), counted(files, "file")),
    };
    let diagnostics = || findings.files.iter().flat_map(|it| it.diagnostics.iter());
    let wanted = |code| arguments.codes.is_empty() || arguments.codes.contains(&code);
    let guesses = diagnostics()
        .filter(|it| wanted(it.code))
        .filter(|it| it.fixes.iter().any(|it| it.applicability == Applicability::MaybeIncorrect))
        .count();
    let left = match findings.tally.total() {
        0 => "no problems remain".to_owned(),
        _ => format!("{} left", findings.tally.describe()),
    };
    let hint = match guesses {
        0 => String::new(),
        _ if arguments.is_unsafe => format!(", {guesses} with a fix that a person must choose"),
        _ => format!(", {guesses} with a fix that --unsafe applies or a person must choose"),
    };
    format!("{fixes}; {left}{hint}")
}

fn fixes_in_words(count: usize) -> String {
    if count == 1 { "1 fix".to_owned() } else { format!("{count} fixes") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ide::RelativePath;

    #[test]
    fn a_file_that_has_changed_since_it_was_read_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sql");
        std::fs::write(&path, "SELECT 3 AS a\n").unwrap();
        let fixed = FixedFile {
            path: RelativePath::new("a.sql"),
            before: Some("SELECT 1 AS a\n".into()),
            after: "SELECT 2 AS a\n".into(),
            edits: Vec::new(),
        };
        let outcome = written(folder.path(), &fixed);
        assert_eq!(outcome.status, FixStatus::Failed);
        assert_eq!(outcome.error.as_deref(), Some("it has changed since it was read"));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "SELECT 3 AS a\n");

        // Nor is one that was to be created and is there.
        let created = FixedFile { before: None, ..fixed };
        assert_eq!(written(folder.path(), &created).status, FixStatus::Failed);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "SELECT 3 AS a\n");
    }
}
