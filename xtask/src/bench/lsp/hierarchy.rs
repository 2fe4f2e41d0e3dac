//! Who reads the hub and a column of it, and the hub's lineage: questions about all of its readers.

use super::session::{Document, TYPING_PAUSE, milliseconds, replace, wait_for_idle};
use crate::bench::figures::Figure;
use crate::bench::project::{BenchProject, Keystroke};
use crate::language_server::LanguageServer;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::thread::sleep;

/// The most that a card may take, in milliseconds.
const CARD_P95: f64 = 10.0;

/// The most that one hop may take in a session that has looked at everything, in milliseconds.
const HOP_P95: f64 = 1000.0;

/// The column by which all readers join, one hop down; and the hub as a whole, one hop each way. First when nothing of the
/// readers' lineage is known, then after keys in a leaf.
pub(super) fn hierarchy(
    server: &mut LanguageServer,
    leaf: &mut Document,
    hub: &Document,
    project: &BenchProject,
    rounds: usize,
) -> Result<Vec<Figure>> {
    let text = &project.hub.text;
    let column = text.rfind("customer_id").context("the hub has no `customer_id`")? + "customer_id".len();
    let (line, character) = Keystroke { at: column, ..Keystroke::in_last_word(text) }.position();
    let document = json!({"uri": hub.uri});
    let at = json!({"textDocument": document, "position": {"line": line, "character": character}});
    let items = server.request("textDocument/prepareCallHierarchy", at)?;
    let item = json!({"item": items[0]});
    let of_hub = json!({"textDocument": document});
    let mut figures = vec![card(server, leaf, project, rounds)?];
    for (what, method, parameters) in [
        ("who reads a column of the hub, one hop", "callHierarchy/incomingCalls", item),
        ("lineage of the hub, one hop each way", "rocky/lineage", of_hub),
    ] {
        let ask = |server: &mut LanguageServer| -> Result<f64> {
            let (answer, elapsed) = server.timed_request(method, parameters.clone())?;
            ensure!(count(&answer) >= project.hub_readers.len(), "`{method}` does not know all readers");
            Ok(milliseconds(elapsed))
        };
        wait_for_idle(server)?;
        let first = ask(server)?;
        figures.push(Figure::new(format!("{what}, asked first"), "ms", vec![first]).p95_at_most(HOP_P95));
        let mut samples = Vec::new();
        for round in 0..rounds {
            sleep(TYPING_PAUSE);
            replace(server, leaf, &format!("{}{}", project.leaf.text, " ".repeat(round % 3 + 1)))?;
            samples.push(ask(server)?);
        }
        figures
            .push(Figure::new(format!("{what}, after a key in a leaf"), "ms", samples).p95_at_most(HOP_P95));
    }
    replace(server, leaf, &project.leaf.text)?;
    wait_for_idle(server)?;
    Ok(figures)
}

/// The card of the hub, which says how many models read it and how many hang on it, right after a key in a leaf.
fn card(
    server: &mut LanguageServer,
    leaf: &mut Document,
    project: &BenchProject,
    rounds: usize,
) -> Result<Figure> {
    let text = &project.leaf.text;
    let name = project.hub.path.rsplit('/').next().and_then(|it| it.split('.').next()).unwrap_or_default();
    let end = text.find(name).context("the leaf does not name the hub")? + name.len();
    let (line, character) = Keystroke { at: end, ..Keystroke::in_last_word(text) }.position();
    let at = json!({"textDocument": {"uri": leaf.uri}, "position": {"line": line, "character": character}});
    let mut samples = Vec::new();
    for round in 0..rounds * 10 {
        sleep(TYPING_PAUSE);
        replace(server, leaf, &format!("{text}{}", " ".repeat(round % 3 + 1)))?;
        let (answer, elapsed) = server.timed_request("textDocument/hover", at.clone())?;
        let card = answer["contents"]["value"].as_str().unwrap_or_default();
        ensure!(card.contains("models downstream"), "the card does not say who reads the hub: {card}");
        samples.push(milliseconds(elapsed));
    }
    Ok(Figure::new("hover on the hub right after a key in a leaf: who reads it", "ms", samples)
        .p95_at_most(CARD_P95))
}

/// How many calls, or models, an answer has.
fn count(answer: &Value) -> usize {
    answer.as_array().or_else(|| answer["models"].as_array()).map_or(0, Vec::len)
}
