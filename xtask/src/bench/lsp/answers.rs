//! Questions in the same moment as an edit: nothing is known of the new text yet.

use super::session::{Document, STATUS, TYPING_PAUSE, milliseconds, replace, wait_for_idle};
use crate::bench::figures::Figure;
use crate::bench::project::Keystroke;
use crate::language_server::LanguageServer;
use anyhow::{Result, ensure};
use serde_json::{Value, json};
use std::thread::sleep;

/// The most that the 95th percentile of an answer may take, in milliseconds.
const ANSWER_P95: f64 = 10.0;

/// Calls of functions that generated models have; what is read as an expression of its own, such as `CAST`, has no
/// signature.
const CALLS: [&str; 8] = ["SUM(", "COALESCE(", "COUNT(", "LOWER(", "UPPER(", "TRIM(", "MAX(", "NULLIF("];

/// Hover, completion, signature help and semantic tokens at the text's last `customer_id`, and within its last call.
pub(super) fn answers(
    server: &mut LanguageServer,
    document: &mut Document,
    name: &str,
    text: &str,
    rounds: usize,
) -> Result<Vec<Figure>> {
    let behind = |word: &str| text.rfind(word).map(|it| it + word.len());
    let column = behind("customer_id").unwrap_or_default();
    let call = CALLS.iter().filter_map(|it| behind(it)).max();
    let mut figures = Vec::new();
    for (what, method, offset) in [
        ("hover", "textDocument/hover", Some(column)),
        ("completion", "textDocument/completion", Some(column)),
        ("signature help", "textDocument/signatureHelp", call),
    ] {
        let Some(offset) = offset else { continue };
        let (line, character) = Keystroke { at: offset, ..Keystroke::in_last_word(text) }.position();
        let parameters = json!({"textDocument": {"uri": document.uri}, "position": {"line": line, "character": character}});
        let samples = ask(server, document, text, rounds, method, |_| parameters.clone())?;
        figures.push(figure(what, name, samples));
    }

    let full = json!({"textDocument": {"uri": document.uri}});
    let tokens = server.request("textDocument/semanticTokens/full", full.clone())?;
    let mut previous = tokens["resultId"].clone();
    let method = "textDocument/semanticTokens/full/delta";
    let samples = ask(server, document, text, rounds, method, |answer| {
        if let Some(answer) = answer {
            previous = answer["resultId"].clone();
        }
        let mut parameters = full.clone();
        parameters["previousResultId"] = previous.clone();
        parameters
    })?;
    figures.push(figure("delta of the semantic tokens", name, samples));
    replace(server, document, text)?;
    wait_for_idle(server)?;
    Ok(figures)
}

/// What a question costs that needs no analysis.
pub(super) fn reference(server: &mut LanguageServer, rounds: usize) -> Result<Figure> {
    let mut samples = Vec::new();
    for _ in 0..rounds {
        sleep(TYPING_PAUSE);
        samples.push(milliseconds(server.timed_request(STATUS, json!({"waitForIdle": false}))?.1));
    }
    Ok(Figure::new("reference: a question that needs no analysis", "ms", samples))
}

/// Milliseconds of each answer. `parameters` is told the last answer.
fn ask(
    server: &mut LanguageServer,
    document: &mut Document,
    text: &str,
    rounds: usize,
    method: &str,
    mut parameters: impl FnMut(Option<&Value>) -> Value,
) -> Result<Vec<f64>> {
    let mut samples = Vec::new();
    let mut last = None;
    for round in 0..rounds {
        sleep(TYPING_PAUSE);
        // Another text each time.
        replace(server, document, &format!("{text}{}", " ".repeat(round % 3 + 1)))?;
        let (answer, elapsed) = server.timed_request(method, parameters(last.as_ref()))?;
        ensure!(!answer.is_null(), "`{method}` has no answer");
        samples.push(milliseconds(elapsed));
        last = Some(answer);
    }
    Ok(samples)
}

fn figure(what: &str, name: &str, samples: Vec<f64>) -> Figure {
    Figure::new(format!("{what} right after a key, {name}"), "ms", samples).p95_at_most(ANSWER_P95)
}
