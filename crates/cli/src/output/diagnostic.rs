//! Diagnostics in JSON (`spec/decisions.md` 2): the peer's fields, and ends, byte offsets, related places and fixes.

use ide::{Analysis, Applicability, Cancelled, Diagnostic, FileId, FileRange, LineIndex, TextSize};
use rustc_hash::FxHashMap;
use serde::Serialize;
use std::sync::Arc;

/// A diagnostic.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub(crate) struct DiagnosticOutput {
    severity: &'static str,
    code: &'static str,
    message: String,
    span: SpanOutput,
    /// Empty for findings about configuration: readers of the peer's documents expect the field.
    model: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestion: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedOutput>,
    fingerprint: String,
    /// What the message says, for machines: as in a diagnostic's `data` of the language server.
    facts: serde_json::Value,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<OfferedFixOutput>,
}

impl DiagnosticOutput {
    /// Its stable identity.
    pub(crate) fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

/// A stretch of a file. Lines and columns begin at 1, columns count Unicode scalar values, ends are exclusive;
/// `start` and `end` are byte offsets.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub(crate) struct SpanOutput {
    file: String,
    line: u32,
    col: u32,
    end_line: u32,
    end_col: u32,
    start: u32,
    end: u32,
}

/// A place that explains a diagnostic.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
struct RelatedOutput {
    message: String,
    span: SpanOutput,
}

/// A way to mend a diagnostic.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
struct OfferedFixOutput {
    id: String,
    title: String,
    applicability: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    edits: Vec<EditOutput>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    creates: Vec<CreateOutput>,
}

/// A replacement in a file.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
struct EditOutput {
    span: SpanOutput,
    text: String,
}

/// A file to create.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
struct CreateOutput {
    file: String,
    text: String,
}

/// Turns diagnostics into their JSON form, and remembers the line starts of the files it has met.
pub(crate) struct DiagnosticConverter<'a> {
    analysis: &'a Analysis,
    files: FxHashMap<FileId, FileLines>,
}

struct FileLines {
    path: String,
    text: Arc<str>,
    lines: LineIndex,
}

impl<'a> DiagnosticConverter<'a> {
    /// A converter for diagnostics that `analysis` has found.
    pub(crate) fn new(analysis: &'a Analysis) -> DiagnosticConverter<'a> {
        DiagnosticConverter { analysis, files: FxHashMap::default() }
    }

    /// The JSON form of a diagnostic in `file`.
    ///
    /// # Errors
    /// The analysis was cancelled.
    pub(crate) fn convert(
        &mut self,
        file: FileId,
        diagnostic: &Diagnostic,
    ) -> Result<DiagnosticOutput, Cancelled> {
        let related = diagnostic
            .related
            .iter()
            .map(|it| Ok(RelatedOutput { message: it.message.clone(), span: self.span(it.place)? }));
        let related = related.collect::<Result<_, Cancelled>>()?;
        let mut fixes = Vec::with_capacity(diagnostic.fixes.len());
        for fix in &diagnostic.fixes {
            let edits = fix
                .edits
                .iter()
                .map(|edit| Ok(EditOutput { span: self.span(edit.place)?, text: edit.text.clone() }));
            let edits = edits.collect::<Result<_, Cancelled>>()?;
            let creates = fix
                .creates
                .iter()
                .map(|(file, text)| CreateOutput { file: file.clone(), text: text.clone() });
            fixes.push(OfferedFixOutput {
                id: fix.id.clone(),
                title: fix.title.clone(),
                applicability: applicability_name(fix.applicability),
                edits,
                creates: creates.collect(),
            });
        }
        Ok(DiagnosticOutput {
            severity: diagnostic.severity.name(),
            code: diagnostic.code.name(),
            message: diagnostic.message.clone(),
            span: self.span(FileRange { file, range: diagnostic.range })?,
            model: diagnostic.model.clone().unwrap_or_default(),
            suggestion: diagnostic.suggestion.clone(),
            related,
            fingerprint: diagnostic.fingerprint.clone(),
            facts: lsp::facts(diagnostic),
            fixes,
        })
    }

    /// The JSON form of a place.
    ///
    /// # Errors
    /// The analysis was cancelled.
    pub(crate) fn span(&mut self, place: FileRange) -> Result<SpanOutput, Cancelled> {
        let file = self.lines(place.file)?;
        let (line, col) = file.position(place.range.start());
        let (end_line, end_col) = file.position(place.range.end());
        let (start, end) = (place.range.start().into(), place.range.end().into());
        Ok(SpanOutput { file: file.path.clone(), line, col, end_line, end_col, start, end })
    }

    /// A place in words: `models/orders.sql:3:5`.
    ///
    /// # Errors
    /// The analysis was cancelled.
    pub(crate) fn place(&mut self, place: FileRange) -> Result<String, Cancelled> {
        let SpanOutput { file, line, col, .. } = self.span(place)?;
        Ok(format!("{file}:{line}:{col}"))
    }

    fn lines(&mut self, file: FileId) -> Result<&FileLines, Cancelled> {
        use std::collections::hash_map::Entry;
        match self.files.entry(file) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => {
                let (_, path) = self.analysis.path(file);
                let text = self.analysis.text(file);
                let lines = self.analysis.line_index(file)?;
                Ok(unknown.insert(FileLines { path: path.to_string(), text, lines }))
            }
        }
    }
}

impl FileLines {
    /// Line and column of an offset, both from 1, the column in Unicode scalar values.
    fn position(&self, offset: TextSize) -> (u32, u32) {
        let offset = offset.min(TextSize::of(&*self.text));
        let Some(position) = self.lines.try_line_col(offset) else { return (1, 1) };
        let line_start = usize::from(offset) - position.col as usize;
        let before = self.text.get(line_start..usize::from(offset)).unwrap_or_default();
        let column = u32::try_from(before.chars().count()).unwrap_or(u32::MAX - 1);
        (position.line + 1, column + 1)
    }
}

/// How far a fix can be trusted, in one word.
pub(crate) fn applicability_name(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::MachineApplicable => "machine_applicable",
        Applicability::MaybeIncorrect => "maybe_incorrect",
        Applicability::HasPlaceholders => "has_placeholders",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, offset: u32, expected: (u32, u32)) {
        let lines = FileLines { path: String::new(), text: text.into(), lines: Arc::new(ide::lines(text)) };
        assert_eq!(lines.position(offset.into()), expected);
    }

    #[test]
    fn columns_count_scalar_values() {
        check("SELECT 'é😀', b", 17, (1, 14));
        check("a\r\nb", 3, (2, 1));
        check("a\n", 2, (2, 1));
        check("", 0, (1, 1));
        check("a", 9, (1, 2));
    }
}
