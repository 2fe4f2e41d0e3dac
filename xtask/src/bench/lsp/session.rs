//! A session with the language server: open documents, keys, and what shows them.

use crate::bench::project::{BenchModel, BenchProject, Keystroke};
use crate::language_server::{LanguageServer, uri};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Between two keys: a fast typist. The server's rest of 150 ms does not come, so no sweep begins in between.
pub(super) const TYPING_PAUSE: Duration = Duration::from_millis(100);

/// Longer than the server's rest: the next key meets the sweep of the whole project that this one has caused.
pub(super) const SWEEPING_PAUSE: Duration = Duration::from_millis(400);

/// The server's own request about its state.
pub(in crate::bench) const STATUS: &str = "rocky/analysisStatus";

/// An open document in a session.
pub(in crate::bench) struct Document {
    pub(in crate::bench) uri: String,
    pub(in crate::bench) version: i64,
}

/// A session in which the leaf was opened with a mistake in it, and milliseconds until the mistake was shown.
pub(super) fn start(
    rocky: &Path,
    project: &BenchProject,
    mistake: &Keystroke,
) -> Result<(LanguageServer, Document, f64)> {
    let leaf = Document { uri: uri(&project.path_of(&project.leaf)), version: 1 };
    let begun = Instant::now();
    let mut server = LanguageServer::start(rocky, &project.folder)?;
    server.initialize(&project.folder)?;
    server.open(&leaf.uri, &mistake.after())?;
    let shown = server.wait_for(|it| shows(it, &leaf.uri, 1, true)).context("no diagnostics of the leaf")?;
    let to_first = milliseconds(shown.at - begun);
    Ok((server, leaf, to_first))
}

/// Types a key and deletes it again, `rounds` times. Milliseconds from each edit to the diagnostics of the document that
/// show it, and to those of `reader`, a document that shows the same edit.
pub(super) fn toggle(
    server: &mut LanguageServer,
    document: &mut Document,
    reader: Option<&Document>,
    keystroke: &Keystroke,
    rounds: usize,
    pause: Duration,
) -> Result<(Vec<f64>, Vec<f64>)> {
    replace(server, document, &keystroke.before)?;
    wait_for_idle(server)?;
    let (mut own, mut readers) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        for is_wrong in [true, false] {
            sleep(pause);
            let typed = Instant::now();
            own.push(press(server, document, keystroke, is_wrong)?);
            if let Some(reader) = reader {
                let shown = server.wait_for(|it| shows(it, &reader.uri, reader.version, is_wrong))?;
                readers.push(milliseconds(shown.at - typed));
            }
        }
    }
    wait_for_idle(server)?;
    Ok((own, readers))
}

/// Types the key, or deletes it again where it `is_wrong` no more: milliseconds to the diagnostics that show it.
pub(super) fn press(
    server: &mut LanguageServer,
    document: &mut Document,
    keystroke: &Keystroke,
    is_wrong: bool,
) -> Result<f64> {
    let (line, character) = keystroke.position();
    let (end, text) =
        if is_wrong { (character, keystroke.key.to_string()) } else { (character + 1, String::new()) };
    let range =
        json!({"start": {"line": line, "character": character}, "end": {"line": line, "character": end}});
    let typed = Instant::now();
    edit(server, document, json!({"range": range, "text": text}))?;
    let version = document.version;
    let shown = server
        .wait_for(|it| shows(it, &document.uri, version, is_wrong))
        .with_context(|| format!("no diagnostics after the key {keystroke:?}"))?;
    Ok(milliseconds(shown.at - typed))
}

pub(super) fn open(
    server: &mut LanguageServer,
    project: &BenchProject,
    model: &BenchModel,
) -> Result<Document> {
    let document = Document { uri: uri(&project.path_of(model)), version: 1 };
    server.open(&document.uri, &model.text)?;
    Ok(document)
}

pub(in crate::bench) fn replace(
    server: &mut LanguageServer,
    document: &mut Document,
    text: &str,
) -> Result<()> {
    edit(server, document, json!({"text": text}))
}

pub(in crate::bench) fn edit(
    server: &mut LanguageServer,
    document: &mut Document,
    change: Value,
) -> Result<()> {
    document.version += 1;
    server.notify(
        "textDocument/didChange",
        json!({"textDocument": {"uri": document.uri, "version": document.version}, "contentChanges": [change]}),
    )
}

pub(in crate::bench) fn wait_for_idle(server: &mut LanguageServer) -> Result<()> {
    server.request(STATUS, json!({"waitForIdle": true})).map(|_| ())
}

/// Whether a notification says of this version of the document that it has errors, or that it has none.
pub(super) fn shows(message: &Value, uri: &str, version: i64, has_errors: bool) -> bool {
    let parameters = &message["params"];
    let is_error = |it: &Value| it["severity"] == json!(1);
    message["method"] == json!("textDocument/publishDiagnostics")
        && parameters["uri"] == json!(uri)
        && parameters["version"] == json!(version)
        && parameters["diagnostics"].as_array().is_some_and(|it| it.iter().any(is_error) == has_errors)
}

pub(super) fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stale_and_foreign_publications_do_not_count() {
        let publication = |version: i64, severity: i64| {
            json!({"method": "textDocument/publishDiagnostics",
                   "params": {"uri": "file:///a", "version": version, "diagnostics": [{"severity": severity}]}})
        };
        assert!(shows(&publication(2, 1), "file:///a", 2, true));
        assert!(shows(&publication(2, 2), "file:///a", 2, false));
        assert!(!shows(&publication(1, 1), "file:///a", 2, true));
        assert!(!shows(&publication(2, 1), "file:///b", 2, true));
        assert!(!shows(&publication(2, 1), "file:///a", 2, false));
    }
}
