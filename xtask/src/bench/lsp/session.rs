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

/// From the first diagnostics of a session to the first key in its first sweep.
const INTO_FIRST_SWEEP: Duration = Duration::from_millis(700);

/// Measures in new sessions for the start, and in one long session for the rest.
pub(super) fn measure(rocky: &Path, project: &BenchProject, rounds: Rounds) -> Result<Group> {
    let mistake = Keystroke::in_last_word(&project.leaf.text);
    let (mut first, mut swept, mut swept_memory) = (Vec::new(), Vec::new(), Vec::new());
    let (mut early_keys, mut first_keys) = (Vec::new(), Vec::new());
    for _ in 0..rounds.starts {
        let (mut server, mut leaf, _) = start(rocky, project, &mistake)?;
        sleep(INTO_FIRST_SWEEP);
        for is_wrong in [false, true, false] {
            early_keys.push(press(&mut server, &mut leaf, &mistake, is_wrong)?);
            sleep(SWEEPING_PAUSE);
        }
        server.shut_down()?;

        let begun = Instant::now();
        let (mut server, mut leaf, to_first) = start(rocky, project, &mistake)?;
        first.push(to_first);
        wait_for_idle(&mut server)?;
        swept.push(milliseconds(begun.elapsed()));
        swept_memory.extend(server.peak_memory_mib());
        first_keys.push(press(&mut server, &mut leaf, &mistake, false)?);
        server.shut_down()?;
    }
    let key = "keystroke → diagnostics";
    let mut figures = vec![
        Figure::new("start → first diagnostics of an opened leaf", "ms", first).p95_at_most(1500.0),
        Figure::new("start → every file diagnosed", "ms", swept),
        Figure::new("peak memory when every file is diagnosed", "MiB", swept_memory),
        Figure::new(format!("{key}, leaf, in the first sweep"), "ms", early_keys).p95_at_most(20.0),
        Figure::new(format!("{key}, leaf, the first after it"), "ms", first_keys).p95_at_most(20.0),
    ];

    let (mut server, mut leaf, _) = start(rocky, project, &mistake)?;
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
    Ok(Group { title: "Language server".to_owned(), figures })
}

/// A session in which the leaf was opened with a mistake in it, and milliseconds until the mistake was shown.
fn start(
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
fn press(
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
