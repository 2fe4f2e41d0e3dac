//! Reports of diagnostics with the text they are about, in the manner of `rustc`.

use codespan_reporting::{
    diagnostic::{Diagnostic as Report, Label, Severity as ReportSeverity},
    files::{Error as FilesError, Files},
    term::{self, Config},
};
use ide::{
    Analysis, Applicability, Cancelled, Diagnostic, FileId, FileRange, LineIndex, Severity, TextRange,
};
use rustc_hash::FxHashMap;
use std::{ops::Range, sync::Arc};
use termcolor::Buffer;

/// A longer line is not shown, in bytes.
const MAX_LINE: usize = 2_000;

/// Renders the diagnostics of one analysis.
pub(crate) struct Reporter<'a> {
    analysis: &'a Analysis,
    config: Config,
    sources: Sources,
}

impl<'a> Reporter<'a> {
    /// A reporter of what `analysis` has found.
    pub(crate) fn new(analysis: &'a Analysis) -> Reporter<'a> {
        Reporter { analysis, config: Config::default(), sources: Sources::default() }
    }

    /// Appends the report of one diagnostic.
    ///
    /// # Errors
    /// The analysis was cancelled.
    pub(crate) fn report(
        &mut self,
        file: FileId,
        diagnostic: &Diagnostic,
        buffer: &mut Buffer,
    ) -> Result<(), Cancelled> {
        let mut labels = vec![self.label(FileRange { file, range: diagnostic.range }, Label::primary)?];
        for related in &diagnostic.related {
            labels.push(self.label(related.place, Label::secondary)?.with_message(&related.message));
        }
        let mut notes = notes(diagnostic);
        if labels.iter().any(|it| self.sources.is_line_long(it)) {
            // The report shows whole lines.
            let places = labels.iter().map(|it| self.sources.place_in_words(it));
            notes.splice(0..0, places.collect::<Vec<_>>());
            labels.clear();
        }
        let report = Report::new(report_severity(diagnostic.severity))
            .with_code(diagnostic.code)
            .with_message(&diagnostic.message)
            .with_labels(labels)
            .with_notes(notes);
        let rendered = term::emit_to_write_style(buffer, &self.config, &self.sources, &report);
        rendered.map_err(|error| Cancelled::Panicked(format!("a report could not be rendered: {error}")))
    }

    fn label(
        &mut self,
        place: FileRange,
        style: fn(usize, Range<usize>) -> Label<usize>,
    ) -> Result<Label<usize>, Cancelled> {
        let index = self.sources.add(self.analysis, place.file)?;
        Ok(style(index, visible_range(&self.sources.files[index].text, place.range)))
    }
}

/// The range, held inside the text: a report is never refused.
fn visible_range(text: &str, range: TextRange) -> Range<usize> {
    let range: Range<usize> = range.into();
    let end = range.end.min(text.len());
    range.start.min(end)..end
}

fn report_severity(severity: Severity) -> ReportSeverity {
    match severity {
        Severity::Error => ReportSeverity::Error,
        Severity::Warning => ReportSeverity::Warning,
        Severity::Info => ReportSeverity::Note,
    }
}

fn notes(diagnostic: &Diagnostic) -> Vec<String> {
    let mut notes: Vec<String> = diagnostic.suggestion.iter().map(|it| format!("help: {it}")).collect();
    for fix in &diagnostic.fixes {
        let doubt = match fix.applicability {
            Applicability::MachineApplicable => "",
            Applicability::MaybeIncorrect => " (if that is what was meant)",
            Applicability::HasPlaceholders => " (and fill in the rest)",
        };
        notes.push(format!("fix: {}{doubt}", fix.title));
    }
    notes
}

/// The texts that reports have shown so far.
#[derive(Default)]
struct Sources {
    files: Vec<Source>,
    indexes: FxHashMap<FileId, usize>,
}

struct Source {
    name: String,
    text: Arc<str>,
    lines: LineIndex,
}

impl Sources {
    fn add(&mut self, analysis: &Analysis, file: FileId) -> Result<usize, Cancelled> {
        if let Some(index) = self.indexes.get(&file) {
            return Ok(*index);
        }
        let lines = analysis.line_index(file)?;
        let name = analysis.path(file).1.to_string();
        self.files.push(Source { name, text: analysis.text(file), lines });
        let index = self.files.len() - 1;
        self.indexes.insert(file, index);
        Ok(index)
    }

    /// Whether a label stands on a line that is too long to be shown.
    fn is_line_long(&self, label: &Label<usize>) -> bool {
        let lines = [label.range.start, label.range.end].map(|at| self.line_index(label.file_id, at));
        lines.into_iter().any(|line| {
            let range = line.and_then(|it| self.line_range(label.file_id, it));
            range.is_ok_and(|it| it.len() > MAX_LINE)
        })
    }

    /// File, line and byte of a label, and its message.
    fn place_in_words(&self, label: &Label<usize>) -> String {
        let place = self.name(label.file_id).and_then(|name| {
            let line = self.line_index(label.file_id, label.range.start)?;
            let start = self.line_range(label.file_id, line)?.start;
            Ok(format!("{name}:{}, byte {}", line + 1, label.range.start.saturating_sub(start) + 1))
        });
        let place = place.unwrap_or_default();
        match label.message.as_str() {
            "" => format!("at {place} of a line too long to be shown"),
            message => format!("at {place}: {message}"),
        }
    }

    fn get(&self, index: usize) -> Result<&Source, FilesError> {
        self.files.get(index).ok_or(FilesError::FileMissing)
    }
}

impl<'a> Files<'a> for Sources {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, FilesError> {
        Ok(&self.get(id)?.name)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, FilesError> {
        Ok(&self.get(id)?.text)
    }

    fn line_index(&'a self, id: usize, byte_index: usize) -> Result<usize, FilesError> {
        let source = self.get(id)?;
        let offset = u32::try_from(byte_index.min(source.text.len())).unwrap_or(u32::MAX);
        Ok(source.lines.try_line_col(offset.into()).map_or(0, |it| it.line as usize))
    }

    fn line_range(&'a self, id: usize, line_index: usize) -> Result<Range<usize>, FilesError> {
        let source = self.get(id)?;
        let line = u32::try_from(line_index).unwrap_or(u32::MAX);
        let range = source
            .lines
            .line(line)
            .ok_or(FilesError::LineTooLarge { given: line_index, max: source.lines.len().into() })?;
        Ok(range.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use ide::{Change, Code, FileText, Fix, Host, ProjectRoot, Related, RelativePath, RootChange};

    /// Reports a diagnostic at `range` of a text, with a related place at `related`.
    fn check(text: &str, range: Range<u32>, related: Option<Range<u32>>, expected: Expect) {
        let root = ProjectRoot("test".into());
        let mut change = RootChange::new(root.clone());
        change.file("models/a.sql", Some(FileText::new(text)));
        let mut host = Host::new();
        host.apply(Change { roots: vec![change] });
        let analysis = host.analysis();
        let file = analysis.file(&root, &RelativePath::new("models/a.sql")).unwrap();
        let to_range = |it: Range<u32>| TextRange::new(it.start.into(), it.end.into());
        let related = related.map(|it| Related {
            place: FileRange { file, range: to_range(it) },
            message: "it is defined here".to_owned(),
        });
        let diagnostic = Diagnostic {
            code: Code::E003,
            severity: Severity::Error,
            message: "unknown column `amuont`".to_owned(),
            model: Some("a".to_owned()),
            range: to_range(range),
            related: related.into_iter().collect(),
            suggestion: Some("did you mean `amount`?".to_owned()),
            fixes: vec![Fix {
                id: String::new(),
                title: "write `amount`".to_owned(),
                applicability: Applicability::MaybeIncorrect,
                edits: Vec::new(),
                creates: Vec::new(),
            }],
            fingerprint: String::new(),
            subject: String::new(),
            facts: ide::Facts::default(),
            is_unnecessary: false,
        };
        let mut buffer = Buffer::no_color();
        Reporter::new(&analysis).report(file, &diagnostic, &mut buffer).unwrap();
        expected.assert_eq(&String::from_utf8(buffer.into_inner()).unwrap());
    }

    #[test]
    fn a_line() {
        check(
            "SELECT amuont\nFROM orders AS o\n",
            7..13,
            Some(19..25),
            expect![[r#"
            error[E003]: unknown column `amuont`
              ┌─ models/a.sql:1:8
              │
            1 │ SELECT amuont
              │        ^^^^^^
            2 │ FROM orders AS o
              │      ------ it is defined here
              │
              = help: did you mean `amount`?
              = fix: write `amount` (if that is what was meant)

        "#]],
        );
    }

    #[test]
    fn wide_characters_and_tabs() {
        check(
            "SELECT '日本',\tamuont",
            17..23,
            None,
            expect![[r#"
            error[E003]: unknown column `amuont`
              ┌─ models/a.sql:1:14
              │
            1 │ SELECT '日本',  amuont
              │                 ^^^^^^
              │
              = help: did you mean `amount`?
              = fix: write `amount` (if that is what was meant)

        "#]],
        );
    }

    #[test]
    fn several_lines() {
        check(
            "SELECT (\n  amuont\n)",
            7..19,
            None,
            expect![[r#"
            error[E003]: unknown column `amuont`
              ┌─ models/a.sql:1:8
              │  
            1 │   SELECT (
              │ ╭────────^
            2 │ │   amuont
            3 │ │ )
              │ ╰─^
              │  
              = help: did you mean `amount`?
              = fix: write `amount` (if that is what was meant)

        "#]],
        );
    }

    #[test]
    fn the_end_of_the_file() {
        check(
            "SELECT a\n",
            9..9,
            None,
            expect![[r#"
            error[E003]: unknown column `amuont`
              ┌─ models/a.sql:2:1
              │
            2 │ 
              │ ^
              │
              = help: did you mean `amount`?
              = fix: write `amount` (if that is what was meant)

        "#]],
        );
        check(
            "",
            0..0,
            None,
            expect![[r#"
            error[E003]: unknown column `amuont`
              ┌─ models/a.sql:1:1
              │
            1 │ 
              │ ^
              │
              = help: did you mean `amount`?
              = fix: write `amount` (if that is what was meant)

        "#]],
        );
    }

    #[test]
    fn the_end_of_a_line() {
        check(
            "SELECT\nFROM t",
            6..6,
            None,
            expect![[r#"
            error[E003]: unknown column `amuont`
              ┌─ models/a.sql:1:7
              │
            1 │ SELECT
              │       ^
              │
              = help: did you mean `amount`?
              = fix: write `amount` (if that is what was meant)

        "#]],
        );
    }
}
