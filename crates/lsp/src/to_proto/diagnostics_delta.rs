//! Which diagnostics came and went since a client looked last.

use super::diagnostics::Report;
use ide::Delta;
use serde::Serialize;
use tower_lsp::lsp_types::{Diagnostic, Url};

/// What differs from what the client knows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DiagnosticsDelta {
    /// The version of the document that was asked about, where it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<i32>,
    /// The fingerprints of what is said no more, each as often as it was said more often.
    cleared: Vec<String>,
    /// What is said that was not.
    introduced: Vec<Introduced>,
}

/// A diagnostic and its document.
#[derive(Debug, Serialize)]
struct Introduced {
    uri: Url,
    diagnostic: Diagnostic,
}

/// What some reports say that is not known, and what they do not say that is. What has no fingerprint, since it is about
/// the history of the text, is left out.
pub(crate) fn delta(known: &[String], reports: Vec<Report>, version: Option<i32>) -> DiagnosticsDelta {
    let fingerprint = |it: &Diagnostic| Some(it.data.as_ref()?.get("fingerprint")?.as_str()?.to_owned());
    let mut found = Vec::new();
    for report in reports {
        let (uri, items) = report.into_items();
        found.extend(items.into_iter().filter_map(|it| {
            let introduced = |diagnostic| Introduced { uri: uri.clone(), diagnostic };
            Some((fingerprint(&it)?, introduced(it)))
        }));
    }
    let fingerprints: Vec<&str> = found.iter().map(|it| it.0.as_str()).collect();
    let Delta { cleared, introduced } = Delta::new(known, &fingerprints);
    let mut is_introduced = vec![false; found.len()];
    introduced.into_iter().for_each(|it| is_introduced[it] = true);
    let introduced = found.into_iter().zip(is_introduced).filter(|it| it.1).map(|it| it.0.1);
    DiagnosticsDelta { version, cleared, introduced: introduced.collect() }
}
