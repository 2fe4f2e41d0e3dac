//! `cargo xtask bench soak`: a day of typing in minutes, and what it does to the server's memory.
//!
//! Random edits in open documents, most of them nonsense; documents that are closed and others that are opened; questions
//! in between. Every hundredth edit puts the document back to what is on disk, so that the project stays one.

use super::figures::{Figure, Group};
use super::lsp::session::{Document, STATUS, edit, replace, wait_for_idle};
use super::project::BenchProject;
use crate::gen_project::Random;
use crate::language_server::{LanguageServer, uri};
use anyhow::{Context, Result, ensure};
use serde_json::json;
use std::fs;
use std::path::Path;

/// How many models the project has.
pub(super) const MODELS: usize = 300;

/// How many documents are open at once.
const OPEN: usize = 8;

/// How many edits there are between two looks at the memory.
const STRIDE: usize = 1_000;

/// Memory is compared with what it was after this share of the edits.
const WARM: f64 = 0.1;

/// What is typed.
const WORDS: [&str; 12] =
    ["a", " ", "(", ")", ",", "SELECT ", "customer_id", "'", "\n", ".", "FROM ", "/* 😀 */"];

/// A document on its way: its text as the server has it.
struct Typed {
    document: Document,
    on_disk: String,
    text: String,
}

/// Types `edits` times, and samples resident memory.
pub(super) fn measure(rocky: &Path, project: &BenchProject, edits: usize) -> Result<Group> {
    let paths = models(&project.folder)?;
    ensure!(paths.len() >= OPEN, "the project has too few models");
    let mut random = Random::new(7);
    let mut server = LanguageServer::start(rocky, &project.folder)?;
    server.initialize(&project.folder)?;
    let mut open = Vec::new();
    for index in 0..OPEN {
        open.push(opened(&mut server, &paths[index * paths.len() / OPEN])?);
    }
    wait_for_idle(&mut server)?;
    let mut samples = Vec::new();
    for count in 1..=edits {
        let index = random.below(open.len());
        if count % 500 == 0 {
            let closed = open.swap_remove(index);
            server.notify("textDocument/didClose", json!({"textDocument": {"uri": closed.document.uri}}))?;
            let is_open = |path: &Path| open.iter().any(|it| it.document.uri == uri(path));
            if let Some(path) = (0..).map(|_| &paths[random.below(paths.len())]).find(|it| !is_open(it)) {
                open.push(opened(&mut server, path)?);
            }
        } else if count % 100 == 0 {
            let typed = &mut open[index];
            typed.text = typed.on_disk.clone();
            replace(&mut server, &mut typed.document, &typed.text)?;
        } else {
            type_at_random(&mut server, &mut open[index], &mut random)?;
        }
        if count % 20 == 0 {
            ask(&mut server, &open[random.below(open.len())], &mut random)?;
        }
        if count % STRIDE == 0 {
            wait_for_idle(&mut server)?;
            server.drop_notifications();
            samples.push(server.resident_memory_mib().context("the system tells no memory")?);
        }
    }
    server.shut_down()?;
    let warm = ((samples.len() as f64 * WARM) as usize).clamp(1, samples.len());
    let after = samples.split_off(warm - 1);
    let growth = after.iter().map(|it| it / after[0]).collect();
    Ok(Group {
        title: format!("{edits} random edits in a project of {MODELS} models"),
        figures: vec![
            Figure::new("resident memory, from the first tenth on", "MiB", after.clone()),
            Figure::new("the same ÷ what it was after the first tenth", "×", growth).p95_at_most(1.1),
            Figure::new(
                "the last ÷ what it was after the first tenth",
                "×",
                vec![after[after.len() - 1] / after[0]],
            )
            .p95_at_most(1.1),
        ],
    })
}

fn opened(server: &mut LanguageServer, path: &Path) -> Result<Typed> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let document = Document { uri: uri(path), version: 1 };
    server.open(&document.uri, &text)?;
    Ok(Typed { document, on_disk: text.clone(), text })
}

/// Types a word somewhere, or deletes a few characters.
fn type_at_random(server: &mut LanguageServer, typed: &mut Typed, random: &mut Random) -> Result<()> {
    let start = boundary(&typed.text, random.below(typed.text.len() + 1));
    let (end, word) = match random.percent(40) {
        true => (boundary(&typed.text, (start + 1 + random.below(12)).min(typed.text.len())), ""),
        false => (start, WORDS[random.below(WORDS.len())]),
    };
    let end = end.max(start);
    let range = json!({"start": position(&typed.text, start), "end": position(&typed.text, end)});
    typed.text.replace_range(start..end, word);
    edit(server, &mut typed.document, json!({"range": range, "text": word}))
}

/// Asks something about a place, and waits for the answer, which may be a refusal because the text has changed.
fn ask(server: &mut LanguageServer, typed: &Typed, random: &mut Random) -> Result<()> {
    let methods =
        ["hover", "completion", "definition", "semanticTokens/full", "documentSymbol", "foldingRange"];
    let method = format!("textDocument/{}", methods[random.below(methods.len())]);
    let at = boundary(&typed.text, random.below(typed.text.len() + 1));
    let parameters =
        json!({"textDocument": {"uri": typed.document.uri}, "position": position(&typed.text, at)});
    server.request_or_refusal(&method, parameters)?;
    server.request(STATUS, json!({"waitForIdle": false})).map(|_| ())
}

/// The character boundary at or before an offset.
fn boundary(text: &str, offset: usize) -> usize {
    (0..=offset).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0)
}

/// Line and character, in UTF-16, of an offset.
fn position(text: &str, offset: usize) -> serde_json::Value {
    let head = &text[..offset];
    let line = head.rsplit('\n').next().unwrap_or_default();
    json!({"line": head.matches('\n').count(), "character": line.encode_utf16().count()})
}

/// The SQL models below a folder, sorted.
fn models(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.join("models")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "sql") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_utf_16() {
        let text = "a\n😀b";
        assert_eq!(position(text, 6), json!({"line": 1, "character": 2}));
        assert_eq!(boundary(text, 4), 2);
    }
}
