//! What an edit would do, found out before it is applied: quick fixes and refactorings that are resolved.

use super::session::{Document, TYPING_PAUSE, milliseconds, open, replace, wait_for_idle};
use crate::bench::figures::Figure;
use crate::bench::project::{BenchProject, Keystroke};
use crate::language_server::LanguageServer;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::Path;
use std::thread::sleep;

/// The most that the median may take of what an agent waits for with each step, in milliseconds.
const TRY_MEDIAN: f64 = 100.0;

/// Tries fixes and refactorings in a leaf and in a hub, after every file was diagnosed.
pub(super) fn trying(rocky: &Path, project: &BenchProject, rounds: usize) -> Result<Vec<Figure>> {
    let mut server = LanguageServer::start(rocky, &project.folder)?;
    server.initialize_with(&project.folder, &capabilities())?;
    wait_for_idle(&mut server)?;
    let mut figures = Vec::new();
    let (leaf, hub) = (&project.leaf, &project.hub);
    for (name, model, mistake, readers) in [
        ("leaf", leaf, Keystroke::in_last_word(&leaf.text), ""),
        ("hub", hub, Keystroke::in_hub_output(&hub.text)?, ", its readers included"),
    ] {
        let mut document = open(&mut server, project, model)?;
        // All that reads the hub is computed anew, each time twice.
        let tries = if name == "hub" { rounds.min(5) } else { rounds };
        wait_for_idle(&mut server)?;
        let mut times = resolve(&mut server, &mut document, &mistake.after(), "quickfix", tries)?;
        let first = times.remove(0);
        figures.push(Figure::new(
            format!("a quick fix is tried, {name}, the first{readers}"),
            "ms",
            vec![first],
        ));
        let what = format!("a quick fix is tried after a key, {name}{readers}");
        figures.push(held(Figure::new(what, "ms", times), name));
        let times = resolve(&mut server, &mut document, &model.text, "refactor", rounds)?;
        let what = format!("a refactoring is proven after a key, {name}");
        figures.push(held(Figure::new(what, "ms", times), name));
        replace(&mut server, &mut document, &model.text)?;
        wait_for_idle(&mut server)?;
    }
    let memory = server.peak_memory_mib().into_iter().collect();
    figures.push(Figure::new("peak memory of a session in which they were tried", "MiB", memory));
    server.shut_down()?;
    Ok(figures)
}

/// What the hub's readers cost hangs on how many there are.
fn held(figure: Figure, name: &str) -> Figure {
    if name == "leaf" { figure.median_at_most(TRY_MEDIAN) } else { figure }
}

fn capabilities() -> Value {
    let literals = json!({"codeActionKind": {"valueSet": ["quickfix", "refactor"]}});
    let action = json!({"codeActionLiteralSupport": literals, "dataSupport": true,
        "resolveSupport": {"properties": ["edit"]}});
    let edit = json!({"documentChanges": true, "resourceOperations": ["create"]});
    json!({"textDocument": {"publishDiagnostics": {"versionSupport": true}, "codeAction": action},
           "workspace": {"workspaceEdit": edit}})
}

/// Milliseconds until an action of a kind is resolved, once more than `rounds`, after an edit each time.
fn resolve(
    server: &mut LanguageServer,
    document: &mut Document,
    text: &str,
    kind: &str,
    rounds: usize,
) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    let mut title = None;
    for round in 0..=rounds {
        sleep(TYPING_PAUSE);
        replace(server, document, &format!("{text}{}", " ".repeat(round % 3 + 1)))?;
        let mut actions = actions(server, document, text, kind)?;
        if let Some(title) = &title {
            actions.retain(|it| it["title"] == *title);
        }
        // Not every one can be proven; the first that can be is the one that is measured.
        let resolved = actions.into_iter().find_map(|action| {
            let (answer, elapsed) = server.timed_request("codeAction/resolve", action).ok()?;
            let is_tried = kind != "quickfix" || answer["data"]["resolved"]["verified"] == json!(true);
            is_tried.then(|| (answer["title"].clone(), elapsed))
        });
        let Some((found, elapsed)) = resolved else { bail!("there is no {kind} in {}", document.uri) };
        title = Some(found);
        times.push(milliseconds(elapsed));
    }
    Ok(times)
}

/// The actions of a kind: fixes of the whole document, or refactorings at its last `customer_id`.
fn actions(server: &mut LanguageServer, document: &Document, text: &str, kind: &str) -> Result<Vec<Value>> {
    let range = match kind {
        "quickfix" => {
            let end = text.lines().count() + 1;
            json!({"start": {"line": 0, "character": 0}, "end": {"line": end, "character": 0}})
        }
        _ => {
            let at = text.rfind("customer_id").context("the text reads no customer")?;
            let (line, character) = Keystroke { at, ..Keystroke::in_last_word(text) }.position();
            let position = json!({"line": line, "character": character});
            json!({"start": position, "end": position})
        }
    };
    let parameters = json!({"textDocument": {"uri": document.uri}, "range": range,
        "context": {"diagnostics": [], "only": [kind]}});
    let answer = server.request("textDocument/codeAction", parameters)?;
    Ok(answer.as_array().cloned().unwrap_or_default())
}
