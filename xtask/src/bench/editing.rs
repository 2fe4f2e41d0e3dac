//! The language server: start, keystrokes, hover, completion, memory.

use super::figures::{Figure, Group};
use super::project::{BenchModel, BenchProject, Keystroke};
use crate::language_server::{LanguageServer, uri};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Between two keys: a fast typist. The server's rest of 300 ms does not come, so no sweep begins in between.
const TYPING_PAUSE: Duration = Duration::from_millis(100);

/// Longer than the server's rest: the next key meets the sweep of the whole project that this one has caused.
const SWEEPING_PAUSE: Duration = Duration::from_millis(400);

const STATUS: &str = "rocky/analysisStatus";

/// How often what is repeated.
#[derive(Clone, Copy)]
pub(super) struct Rounds {
    /// Sessions from the start.
    pub(super) starts: usize,
    /// Pairs of keys: one that makes a diagnostic, one that takes it away.
    pub(super) keys: usize,
}

/// An open document in a session.
struct Document {
    uri: String,
    version: i64,
}

/// Measures in new sessions for the start, and in one long session for the rest.
pub(super) fn measure(rocky: &Path, project: &BenchProject, rounds: Rounds) -> Result<Group> {
    let (mut first, mut swept, mut swept_memory) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds.starts {
        let (session, to_first, to_idle) = start(rocky, project)?;
        first.push(to_first);
        swept.push(to_idle);
        swept_memory.extend(session.peak_memory_mib());
        session.shut_down()?;
    }
    let mut figures = vec![
        Figure::new("start → first diagnostics of an opened leaf", "ms", first).p95_at_most(1500.0),
        Figure::new("start → every file diagnosed", "ms", swept),
        Figure::new("peak memory when every file is diagnosed", "MiB", swept_memory),
    ];

    let (mut server, _, _) = start(rocky, project)?;
    let mut leaf = Document { uri: uri(&project.path_of(&project.leaf)), version: 1 };
    replace(&mut server, &mut leaf, &project.leaf.text)?;
    let mut hub = open(&mut server, project, &project.hub)?;
    wait_for_idle(&mut server)?;
    figures.extend(keystrokes(&mut server, &mut leaf, &mut hub, project, rounds.keys)?);
    figures.extend(answers(&mut server, &mut leaf, "leaf", &project.leaf.text, rounds.keys)?);
    figures.extend(answers(&mut server, &mut hub, "hub", &project.hub.text, rounds.keys)?);

    let mut empty = Vec::new();
    for _ in 0..rounds.keys {
        sleep(TYPING_PAUSE);
        empty.push(milliseconds(server.timed_request(STATUS, json!({"waitForIdle": false}))?.1));
    }
    figures.push(Figure::new("reference: a question that needs no analysis", "ms", empty));
    wait_for_idle(&mut server)?;
    let memory = server.peak_memory_mib().into_iter().collect();
    figures.push(Figure::new("peak memory at the end of the session", "MiB", memory));
    server.shut_down()?;
    Ok(Group { title: "Language server", figures })
}

/// A session in which the leaf was opened with a mistake in it: milliseconds until the mistake is shown, and until the
/// server is idle.
fn start(rocky: &Path, project: &BenchProject) -> Result<(LanguageServer, f64, f64)> {
    let document = uri(&project.path_of(&project.leaf));
    let text = Keystroke::in_last_word(&project.leaf.text).after();
    let begun = Instant::now();
    let mut server = LanguageServer::start(rocky, &project.folder)?;
    server.initialize(&project.folder)?;
    server.open(&document, &text)?;
    let shown = server.wait_for(|it| shows(it, &document, 1, true)).context("no diagnostics of the leaf")?;
    let to_first = milliseconds(shown.at - begun);
    wait_for_idle(&mut server)?;
    let to_idle = milliseconds(begun.elapsed());
    Ok((server, to_first, to_idle))
}

fn keystrokes(
    server: &mut LanguageServer,
    leaf: &mut Document,
    hub: &mut Document,
    project: &BenchProject,
    rounds: usize,
) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    let mut add = |what: &str, samples: Vec<f64>| {
        figures
            .push(Figure::new(format!("keystroke → diagnostics, {what}"), "ms", samples).p95_at_most(20.0));
    };
    let key = Keystroke::in_last_word(&project.leaf.text);
    add("leaf, a column misspelt and mended", toggle(server, leaf, None, &key, rounds, TYPING_PAUSE)?.0);
    let key = Keystroke::open_parenthesis(&project.leaf.text);
    add("leaf, the syntax broken and mended", toggle(server, leaf, None, &key, rounds, TYPING_PAUSE)?.0);
    replace(server, leaf, &project.leaf.text)?;

    let key = Keystroke::in_hub_condition(&project.hub.text)?;
    add("hub, the schema stays equal", toggle(server, hub, None, &key, rounds, TYPING_PAUSE)?.0);
    let key = Keystroke::rename_in_hub(&project.hub.text)?;
    let (own, reader) = toggle(server, hub, Some(leaf), &key, rounds, TYPING_PAUSE)?;
    add("hub, an output column is renamed", own);
    add("hub, an output column is renamed: an open reader's", reader);
    let (own, _) = toggle(server, hub, None, &key, rounds, SWEEPING_PAUSE)?;
    add("hub, a rename while the last one's sweep is under way", own);
    replace(server, hub, &project.hub.text)?;
    Ok(figures)
}

/// Types a key and deletes it again, `rounds` times. Milliseconds from each edit to the diagnostics of the document that
/// show it, and to those of `reader`, a document that shows the same edit.
fn toggle(
    server: &mut LanguageServer,
    document: &mut Document,
    reader: Option<&Document>,
    keystroke: &Keystroke,
    rounds: usize,
    pause: Duration,
) -> Result<(Vec<f64>, Vec<f64>)> {
    replace(server, document, &keystroke.before)?;
    wait_for_idle(server)?;
    let (line, character) = keystroke.position();
    let (mut own, mut readers) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        for is_wrong in [true, false] {
            sleep(pause);
            let (end, text) = if is_wrong {
                (character, keystroke.key.to_string())
            } else {
                (character + 1, String::new())
            };
            let range = json!({"start": {"line": line, "character": character},
                               "end": {"line": line, "character": end}});
            let typed = Instant::now();
            edit(server, document, json!({"range": range, "text": text}))?;
            let version = document.version;
            let shown = server
                .wait_for(|it| shows(it, &document.uri, version, is_wrong))
                .with_context(|| format!("no diagnostics after the key {keystroke:?}"))?;
            own.push(milliseconds(shown.at - typed));
            if let Some(reader) = reader {
                let shown = server.wait_for(|it| shows(it, &reader.uri, reader.version, is_wrong))?;
                readers.push(milliseconds(shown.at - typed));
            }
        }
    }
    wait_for_idle(server)?;
    Ok((own, readers))
}

/// Hover and completion, each right after a key in the same document, at the text's last column.
fn answers(
    server: &mut LanguageServer,
    document: &mut Document,
    name: &str,
    text: &str,
    rounds: usize,
) -> Result<Vec<Figure>> {
    let cursor = text.rfind("customer_id").map_or(0, |it| it + "customer_id".len());
    let keystroke = Keystroke { at: cursor, ..Keystroke::in_last_word(text) };
    let (line, character) = keystroke.position();
    let at =
        json!({"textDocument": {"uri": document.uri}, "position": {"line": line, "character": character}});
    let (mut hover, mut completion) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let longer = format!("{text}{}", " ".repeat(round % 3 + 1));
        for (method, samples) in
            [("textDocument/hover", &mut hover), ("textDocument/completion", &mut completion)]
        {
            sleep(TYPING_PAUSE);
            replace(server, document, &longer)?;
            let (answer, elapsed) = server.timed_request(method, at.clone())?;
            anyhow::ensure!(!answer.is_null(), "`{method}` has no answer in the {name}");
            samples.push(milliseconds(elapsed));
        }
    }
    replace(server, document, text)?;
    wait_for_idle(server)?;
    Ok(vec![
        Figure::new(format!("hover right after a key, {name}"), "ms", hover),
        Figure::new(format!("completion right after a key, {name}"), "ms", completion),
    ])
}

fn open(server: &mut LanguageServer, project: &BenchProject, model: &BenchModel) -> Result<Document> {
    let document = Document { uri: uri(&project.path_of(model)), version: 1 };
    server.open(&document.uri, &model.text)?;
    Ok(document)
}

fn replace(server: &mut LanguageServer, document: &mut Document, text: &str) -> Result<()> {
    edit(server, document, json!({"text": text}))
}

fn edit(server: &mut LanguageServer, document: &mut Document, change: Value) -> Result<()> {
    document.version += 1;
    server.notify(
        "textDocument/didChange",
        json!({"textDocument": {"uri": document.uri, "version": document.version}, "contentChanges": [change]}),
    )
}

fn wait_for_idle(server: &mut LanguageServer) -> Result<()> {
    server.request(STATUS, json!({"waitForIdle": true})).map(|_| ())
}

/// Whether a notification says of this version of the document that it has errors, or that it has none.
fn shows(message: &Value, uri: &str, version: i64, has_errors: bool) -> bool {
    let parameters = &message["params"];
    let is_error = |it: &Value| it["severity"] == json!(1);
    message["method"] == json!("textDocument/publishDiagnostics")
        && parameters["uri"] == json!(uri)
        && parameters["version"] == json!(version)
        && parameters["diagnostics"].as_array().is_some_and(|it| it.iter().any(is_error) == has_errors)
}

fn milliseconds(duration: Duration) -> f64 {
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
