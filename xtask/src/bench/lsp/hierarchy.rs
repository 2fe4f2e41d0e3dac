//! Who reads a column of the hub, and the hub's lineage: questions that look at all of its readers.

use super::session::{Document, TYPING_PAUSE, milliseconds, replace, wait_for_idle};
use crate::bench::figures::Figure;
use crate::bench::project::{BenchProject, Keystroke};
use crate::language_server::LanguageServer;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::thread::sleep;

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
    let mut figures = Vec::new();
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

/// How many calls, or models, an answer has.
fn count(answer: &Value) -> usize {
    answer.as_array().or_else(|| answer["models"].as_array()).map_or(0, Vec::len)
}
