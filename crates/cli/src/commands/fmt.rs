//! `rocky fmt`: SQL and the DSL as they should be laid out.

use crate::{
    arguments::{FmtArguments, GlobalOptions, Language},
    console::Console,
    failure::{Exit, Failure, Outcome},
    output::{FmtFileOutput, FmtOutput, FmtStatus, Header},
    project::{self, Location, NamedFile, Project},
    render::unified_diff,
    written_file,
};
use base::counted;
use ide::{FileText, FormatRequest, Formatting, TextRange};
use std::io::{self, Read};

/// The argument that stands for standard input.
const STDIN: &str = "-";

/// What came out of one file.
struct Outcomes {
    output: FmtFileOutput,
    /// The text as it should be; nothing where it failed.
    text: Option<String>,
}

pub(super) fn execute(arguments: &FmtArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    if arguments.paths.iter().any(|it| it.as_os_str() == STDIN) {
        return format_stdin(arguments, options, console);
    }
    if arguments.stdin_path.is_some() {
        return Err(Failure::usage("--stdin-path needs `-` as the path: rocky fmt - --stdin-path FILE"));
    }
    if arguments.language.is_some() {
        return Err(Failure::usage("--language needs `-` as the path: rocky fmt - --language rocky"));
    }
    let (project, files) = match arguments.paths.first() {
        Some(first) => {
            let files = project::files_below(&arguments.paths)?;
            Project::of_files(Location::search(options, Some(first))?, files)?
        }
        None => Project::models_only(Location::find(options, None)?, console)?,
    };
    let request = FormatRequest { dialect: arguments.dialect, ..FormatRequest::default() };
    let analysis = project.host.analysis();
    let mut outcomes = Vec::with_capacity(files.len());
    for (file, id) in &files {
        let formatting = analysis.format(*id, &request).map_err(|it| project::analysis_failure(&it))?;
        let mut outcome = judge(file, formatting, arguments);
        if outcome.output.status == FmtStatus::WouldFormat && !arguments.check && !arguments.diff {
            write(file, &mut outcome);
        }
        outcomes.push(outcome.output);
    }
    report(outcomes, arguments, console)
}

fn extension(language: Language) -> &'static str {
    match language {
        Language::Sql => "sql",
        Language::Rocky => "rocky",
    }
}

fn format_stdin(arguments: &FmtArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    if arguments.paths.len() > 1 {
        return Err(Failure::usage("`-` stands alone: standard input is formatted by itself"));
    }
    let mut bytes = Vec::new();
    io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
    let path = arguments.stdin_path.as_deref().map(workspace::absolute);
    let path = match arguments.language {
        Some(language) => path.map(|it| it.with_extension(extension(language))),
        None => path,
    };
    let name = match &path {
        Some(path) => path.display().to_string(),
        None => format!("stdin.{}", extension(arguments.language.unwrap_or(Language::Sql))),
    };
    let location = Location::search(options, path.as_deref())?;
    let file = NamedFile { path, name, text: FileText::from_bytes(bytes) };
    let (project, files) = Project::of_files(location, vec![file])?;
    let request = FormatRequest { dialect: arguments.dialect, ..FormatRequest::default() };
    let Some((file, id)) = files.first() else { return Ok(Exit::SUCCESS) };
    let formatting =
        project.host.analysis().format(*id, &request).map_err(|it| project::analysis_failure(&it))?;
    let outcome = judge(file, formatting, arguments);
    if arguments.check || arguments.diff || console.is_told_json() {
        return report(vec![outcome.output], arguments, console);
    }
    say(&outcome.output, console);
    console.print(outcome.text.as_deref().unwrap_or(&file.text.text))?;
    Ok(if outcome.output.status == FmtStatus::Failed { Exit::ERROR } else { Exit::SUCCESS })
}

/// What is to be said and written of a file.
fn judge(file: &NamedFile, formatting: Option<Formatting>, arguments: &FmtArguments) -> Outcomes {
    let mut output = FmtFileOutput {
        path: file.name.clone(),
        status: FmtStatus::Unchanged,
        untouched_lines: Vec::new(),
        diff: None,
        error: None,
    };
    let error = match &formatting {
        _ if file.text.problem.is_some() => file.text.problem.as_ref().map(|it| format!("it cannot be read: {it}")),
        None => Some("it is neither SQL nor the Rocky DSL".to_owned()),
        Some(formatting) => formatting.defect.as_ref().map(|it| {
            format!("formatting it would have changed more than its layout ({it}): please report this defect of Rocky")
        }),
    };
    let Some(formatting) = formatting.filter(|_| error.is_none()) else {
        output.status = FmtStatus::Failed;
        output.error = error;
        return Outcomes { output, text: None };
    };
    let text = &file.text.text;
    output.untouched_lines = lines(text, &formatting.untouched);
    if formatting.text != **text {
        output.status = FmtStatus::WouldFormat;
        if arguments.diff {
            output.diff = Some(unified_diff(&file.name, Some(text), &formatting.text));
        }
    }
    Outcomes { output, text: Some(formatting.text) }
}

/// The lines, from 1, that ranges begin on.
fn lines(text: &str, ranges: &[TextRange]) -> Vec<usize> {
    let line = |it: &TextRange| text[..usize::from(it.start())].matches('\n').count() + 1;
    let mut lines: Vec<usize> = ranges.iter().map(line).collect();
    lines.dedup();
    lines
}

fn write(file: &NamedFile, outcome: &mut Outcomes) {
    let (Some(path), Some(text)) = (&file.path, &outcome.text) else { return };
    match written_file::replace(path, text) {
        Ok(()) => outcome.output.status = FmtStatus::Formatted,
        Err(error) => {
            outcome.output.status = FmtStatus::Failed;
            outcome.output.error = Some(format!("it cannot be written: {error}"));
        }
    }
}

fn report(outcomes: Vec<FmtFileOutput>, arguments: &FmtArguments, console: &Console) -> Outcome {
    let count = |status| outcomes.iter().filter(|it| it.status == status).count();
    let (failed, would, done) =
        (count(FmtStatus::Failed), count(FmtStatus::WouldFormat), count(FmtStatus::Formatted));
    let is_wrong = failed > 0 || arguments.check && would > 0;
    let exit = if is_wrong { Exit::ERROR } else { Exit::SUCCESS };
    let total = outcomes.len();
    for outcome in outcomes.iter().filter(|_| !console.is_told_json()) {
        say(outcome, console);
        match &outcome.diff {
            Some(diff) => console.print(diff)?,
            None if outcome.status == FmtStatus::Formatted => {
                console.print(&format!("formatted {}\n", outcome.path))?
            }
            None if outcome.status == FmtStatus::WouldFormat => {
                console.print(&format!("would format {}\n", outcome.path))?;
            }
            None => {}
        }
    }
    if console.is_told_json() {
        console.print_json(&FmtOutput { header: Header::new("fmt"), files: outcomes })?;
    } else if !arguments.diff {
        let changed = match arguments.check {
            true => format!("{} would be formatted", counted(would, "file")),
            false => format!("{} formatted", counted(done, "file")),
        };
        let failures = if failed > 0 { format!(", {failed} failed") } else { String::new() };
        console.print(&format!("{changed}, {} unchanged{failures}\n", total - would - done - failed))?;
    }
    Ok(exit)
}

/// Says on standard error what is wrong with a file.
fn say(outcome: &FmtFileOutput, console: &Console) {
    if let Some(error) = &outcome.error {
        console.report_failure(&format!("{} was left as it is: {error}", outcome.path), None);
    }
    if let [first, rest @ ..] = outcome.untouched_lines.as_slice() {
        let more: String = rest.iter().map(|it| format!(", {it}")).collect();
        let lines = if rest.is_empty() { "line" } else { "lines" };
        console.warn(&format!(
            "{} has syntax errors; what contains them was left as it is, at {lines} {first}{more}",
            outcome.path
        ));
    }
}
