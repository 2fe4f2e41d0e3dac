//! Diagnostics, for the clients that pull them and those that are pushed them.

use super::{diagnostic_data::data, location, range, uri};
use crate::{place::Place, snapshot::Snapshot, task};
use base::Fingerprint;
use ide::{BreakingNote, BreakingSeverity, Cancellable, FileId, Severity};
use tower_lsp::lsp_types::{
    Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, DocumentDiagnosticReport,
    DocumentDiagnosticReportKind, DocumentDiagnosticReportResult, FullDocumentDiagnosticReport,
    NumberOrString, PublishDiagnosticsParams, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Url,
    WorkspaceDiagnosticReport, WorkspaceDiagnosticReportPartialResult, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport,
};

/// The `source` of every diagnostic.
const SOURCE: &str = "rocky";

/// All diagnostics of one file, ready for the wire.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    /// The file.
    pub(crate) place: Place,
    /// The client's version of the text that they are about, where it is open.
    pub(crate) version: Option<i32>,
    /// A fingerprint of the diagnostics: equal for equal lists about the same version of a text. An editor moves marks with
    /// the text around them, so equal diagnostics of another version are news to it.
    pub(crate) result_id: String,
    uri: Url,
    items: Vec<Diagnostic>,
}

impl Report {
    /// The report of a file that is gone. `None` where `uri` is none.
    pub(crate) fn empty(uri: &str) -> Option<Report> {
        let uri = Url::parse(uri).ok()?;
        Some(Report {
            place: crate::from_proto::place(&uri),
            version: None,
            result_id: result_id(&[], None),
            uri,
            items: Vec::new(),
        })
    }

    /// Whether it says that there is nothing to say.
    pub(crate) fn is_clean(&self) -> bool {
        self.items.is_empty()
    }

    /// The URI, and what is said.
    pub(crate) fn into_items(self) -> (Url, Vec<Diagnostic>) {
        (self.uri, self.items)
    }

    /// The URI, as the client spells it.
    pub(crate) fn uri_text(&self) -> &str {
        self.uri.as_str()
    }

    pub(crate) fn publication(self) -> PublishDiagnosticsParams {
        PublishDiagnosticsParams { uri: self.uri, diagnostics: self.items, version: self.version }
    }

    fn full(self) -> FullDocumentDiagnosticReport {
        FullDocumentDiagnosticReport { result_id: Some(self.result_id), items: self.items }
    }

    fn workspace_item(self) -> WorkspaceDocumentDiagnosticReport {
        let result_id = (!self.is_clean()).then_some(self.result_id);
        WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
            uri: self.uri,
            version: self.version.map(i64::from),
            full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items: self.items },
        })
    }
}

/// The reports of a workspace pull's answer.
pub(crate) fn workspace_report(reports: Vec<Report>) -> WorkspaceDiagnosticReport {
    WorkspaceDiagnosticReport { items: reports.into_iter().map(Report::workspace_item).collect() }
}

/// The reports of one of its partial results.
pub(crate) fn partial_report(reports: Vec<Report>) -> WorkspaceDiagnosticReportPartialResult {
    WorkspaceDiagnosticReportPartialResult {
        items: reports.into_iter().map(Report::workspace_item).collect(),
    }
}

/// Diagnoses a file, and says what of it matters to readers when it is compared with a revision of git.
pub(crate) fn report(snapshot: &Snapshot, file: FileId) -> Cancellable<Report> {
    let diagnostics = snapshot.diagnostics(file)?;
    let mut report = report_of(snapshot, file, &diagnostics)?;
    if let Some(found) = snapshot.base_findings(file) {
        for it in &found.notes {
            report.items.push(note(snapshot, it)?);
        }
        report.result_id = result_id(&report.items, report.version);
    }
    Ok(report)
}

/// The `code` of what is said of changes that readers may not survive. No pragma and no setting of the project knows it: the
/// editor's own setting switches it off.
const BREAKING_CHANGE: &str = "breaking-change";

fn note(snapshot: &Snapshot, note: &BreakingNote) -> Cancellable<Diagnostic> {
    Ok(Diagnostic {
        range: range(snapshot, note.file, note.range)?,
        severity: Some(match note.severity {
            BreakingSeverity::Breaking => DiagnosticSeverity::WARNING,
            BreakingSeverity::Warning => DiagnosticSeverity::INFORMATION,
            BreakingSeverity::Info => DiagnosticSeverity::HINT,
        }),
        code: Some(NumberOrString::String(BREAKING_CHANGE.to_owned())),
        source: Some(SOURCE.to_owned()),
        message: note.message.clone(),
        ..Diagnostic::default()
    })
}

/// The report of a file whose diagnostics are known.
pub(crate) fn report_of(
    snapshot: &Snapshot,
    file: FileId,
    diagnostics: &[ide::Diagnostic],
) -> Cancellable<Report> {
    let place = snapshot.place(file);
    let uri = file_uri(snapshot, &place)?;
    let items: Cancellable<Vec<_>> = diagnostics.iter().map(|it| diagnostic(snapshot, file, it)).collect();
    let items = items?;
    let version = snapshot.version(&place);
    Ok(Report { version, result_id: result_id(&items, version), uri, items, place })
}

/// The answer to a document pull: its diagnostics, and those of open documents downstream of it.
pub(crate) fn document_report(
    snapshot: &Snapshot,
    place: &Place,
    previous: Option<&str>,
) -> Cancellable<DocumentDiagnosticReportResult> {
    let Some(file) = snapshot.file(place) else {
        let nothing = DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport::default());
        return Ok(nothing.into());
    };
    let report = report(snapshot, file)?;
    let mut related = Vec::new();
    if snapshot.features().related_documents {
        for place in task::open_dependants(snapshot, file)? {
            if let Some(file) = snapshot.file(&place) {
                let report = self::report(snapshot, file)?;
                related.push((report.uri.clone(), DocumentDiagnosticReportKind::Full(report.full())));
            }
        }
    }
    let related_documents = (!related.is_empty()).then(|| related.into_iter().collect());
    let report = if previous == Some(&report.result_id) {
        DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport {
                result_id: report.result_id,
            },
        })
    } else {
        DocumentDiagnosticReport::Full(RelatedFullDocumentDiagnosticReport {
            related_documents,
            full_document_diagnostic_report: report.full(),
        })
    };
    Ok(report.into())
}

/// One diagnostic.
pub(crate) fn diagnostic(
    snapshot: &Snapshot,
    file: FileId,
    diagnostic: &ide::Diagnostic,
) -> Cancellable<Diagnostic> {
    let message = match &diagnostic.suggestion {
        Some(suggestion) => format!("{}\n{suggestion}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut related = Vec::new();
    if snapshot.features().related_information {
        for it in &diagnostic.related {
            if let Some(location) = location(snapshot, it.place)? {
                related.push(DiagnosticRelatedInformation { location, message: it.message.clone() });
            }
        }
    }
    Ok(Diagnostic {
        range: range(snapshot, file, diagnostic.range)?,
        severity: Some(severity(diagnostic.severity)),
        code: Some(NumberOrString::String(diagnostic.code.name().to_owned())),
        // `rocky explain CODE` prints the page; it has no address on the web to link to.
        code_description: None,
        source: Some(SOURCE.to_owned()),
        message,
        related_information: (!related.is_empty()).then_some(related),
        tags: (diagnostic.is_unnecessary && snapshot.features().diagnostic_tags)
            .then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: Some(data(snapshot, file, diagnostic)?),
    })
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    }
}

/// The fingerprint of what the client would see in a version of a text; nothing is the same in all.
fn result_id(items: &[Diagnostic], version: Option<i32>) -> String {
    let version = version.filter(|_| !items.is_empty());
    let text = serde_json::to_vec(&(items, version)).unwrap_or_default();
    Fingerprint::of(&text).to_string()
}

fn file_uri(snapshot: &Snapshot, place: &Place) -> Cancellable<Url> {
    uri(&snapshot.view, place)
        .ok_or_else(|| ide::Cancelled::Panicked(format!("no URI can spell the place {place:?}")))
}
