//! `rocky check`: mistakes in a project, as reports or JSON.

use crate::{
    arguments::{CheckArguments, GlobalOptions},
    console::Console,
    failure::{Exit, Failure, Outcome},
    output::{CompileOutput, PhaseTimings},
    project::{self, Findings, Knowledge, Location, Project, Selection, Stopwatch, Watch},
    render::Reporter,
};
use base::counted;
use ide::{Analysis, FileText};
use std::{
    io::Read,
    path::{Path, PathBuf},
};

/// The argument that stands for standard input, and the name that its text gets.
const STDIN: &str = "-";
const STDIN_NAME: &str = "stdin.sql";

pub(super) fn execute(arguments: &CheckArguments, options: &GlobalOptions, console: &Console) -> Outcome {
    let mut watch = Stopwatch::start();
    if let Some(threads) = arguments.threads {
        project::limit_threads(threads)?;
    }
    let (mut project, selection) = open(arguments, options, console)?;
    project.set_target_dialects(&arguments.target_dialects);
    project.set_variables(arguments.variables.values(), console)?;
    watch.loaded();
    let mut following = if arguments.watch { Some(Watch::start(&mut project)?) } else { None };
    let outcome = check(&mut project, &selection, arguments, &mut watch, console)?;
    if arguments.memory {
        report_memory(&mut project, console);
    }
    let Some(following) = &mut following else { return Ok(outcome) };
    loop {
        console.note("waiting for changes; Ctrl-C ends");
        following.wait(&mut project)?;
        let mut watch = Stopwatch::start();
        check(&mut project, &selection, arguments, &mut watch, console)?;
    }
}

/// Loads what the arguments name, and says what of it is to be reported.
fn open(
    arguments: &CheckArguments,
    options: &GlobalOptions,
    console: &Console,
) -> Result<(Project, Selection), Failure> {
    if arguments.paths.iter().any(|it| it.as_os_str() == STDIN) {
        return open_stdin(arguments, options, console);
    }
    if arguments.stdin_path.is_some() {
        return Err(Failure::usage(
            "--stdin-path needs `-` among the paths: rocky check - --stdin-path FILE",
        ));
    }
    if let Some(missing) = arguments.paths.iter().find(|it| !it.exists()) {
        return Err(Failure::new(format!("there is no file or folder {}", missing.display())));
    }
    let first = arguments.paths.first().map(PathBuf::as_path);
    let location = match Location::search(options, first)? {
        Some(location) => location,
        None => match arguments.paths.as_slice() {
            [file] if file.is_file() => {
                return Ok((
                    Project::loose(&file_name(file), workspace::read(file)),
                    Selection::everything(),
                ));
            }
            _ => Location::find(options, first)?,
        },
    };
    let selection = Selection::new(&location, &arguments.paths)?;
    let mut project = Project::load(location, Knowledge::new(arguments.locked, options), None, console)?;
    if !selection.is_everything() {
        project.add_queries(&arguments.paths)?;
    }
    Ok((project, selection))
}

fn open_stdin(
    arguments: &CheckArguments,
    options: &GlobalOptions,
    console: &Console,
) -> Result<(Project, Selection), Failure> {
    if arguments.paths.len() > 1 || arguments.watch {
        return Err(Failure::usage("`-` stands alone: standard input is checked once and by itself")
            .with_help("rocky check - --stdin-path FILE checks it as part of its project"));
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(format!("cannot read standard input: {error}")))?;
    let text = FileText::from_bytes(bytes);
    let Some(path) = &arguments.stdin_path else {
        return Ok((Project::loose(STDIN_NAME, text), Selection::everything()));
    };
    let path = workspace::absolute(path);
    match Location::search(options, Some(&path))? {
        Some(location) => {
            let selection = Selection::new(&location, std::slice::from_ref(&path))?;
            let knowledge = Knowledge::new(arguments.locked, options);
            Ok((Project::load(location, knowledge, Some((path, text)), console)?, selection))
        }
        None => Ok((Project::loose(&file_name(&path), text), Selection::everything())),
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| STDIN_NAME.to_owned(), |it| it.to_string_lossy().into_owned())
}

fn check(
    project: &mut Project,
    selection: &Selection,
    arguments: &CheckArguments,
    watch: &mut Stopwatch,
    console: &Console,
) -> Outcome {
    let mut findings = project::sweep(project, selection);
    match &arguments.base {
        Some(base) => {
            let difference = project::compare_with_base(project, Some(base), console)?;
            findings.add(&difference.comparison, project, selection);
        }
        None => project::note_rules_without_base(project, console),
    }
    let analysis = project.host.analysis();
    watch.swept();
    if console.is_told_json() {
        let output = document("check", project, &analysis, &findings, watch.timings())?;
        if arguments.watch {
            console.print_json_line(&output)?;
        } else {
            console.print_json(&output)?;
        }
    } else {
        print_reports(&analysis, &findings, console)?;
        let summary = format!("{} in {}\n", findings.tally.describe(), counted(findings.checked, "file"));
        console.print(&capitalised(&summary))?;
    }
    Ok(if findings.has_errors() { Exit::ERROR } else { Exit::SUCCESS })
}

/// Prints the report of every diagnostic, some kilobytes at a time.
pub(super) fn print_reports(
    analysis: &Analysis,
    findings: &Findings,
    console: &Console,
) -> Result<(), Failure> {
    const CHUNK: usize = 64 * 1024;
    let mut reporter = Reporter::new(analysis);
    let mut buffer = console.buffer();
    for file in &findings.files {
        for diagnostic in file.diagnostics.iter() {
            let reported = reporter.report(file.file, diagnostic, &mut buffer);
            reported.map_err(|it| project::analysis_failure(&it))?;
            if buffer.len() > CHUNK {
                console.print_buffer(&buffer)?;
                buffer.clear();
            }
        }
    }
    console.print_buffer(&buffer)
}

/// The document about the findings.
pub(super) fn document(
    command: &'static str,
    project: &Project,
    analysis: &Analysis,
    findings: &Findings,
    timings: PhaseTimings,
) -> Result<CompileOutput, Failure> {
    let models = project.models();
    let diagnostics =
        project::diagnostics_output(analysis, findings).map_err(|it| project::analysis_failure(&it))?;
    Ok(CompileOutput::new(command, &models, diagnostics, findings.has_errors(), timings))
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// Says how much memory the process has used at most, where the system tells, and what the database holds.
fn report_memory(project: &mut Project, console: &Console) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|it| it.strip_prefix("VmHWM:")).map(str::trim);
    console.note(&format!("peak memory: {}", peak.unwrap_or("not known on this system")));
    for usage in project.host.memory_usage().iter().take(20) {
        console.note(&format!("{:>8} kB  {:>8}  {}", usage.bytes / 1024, usage.count, usage.name));
    }
}
