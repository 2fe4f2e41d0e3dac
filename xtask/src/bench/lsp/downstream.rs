//! What a rename in the hub does to other files: those that are open, and the whole project.

use super::session::{Document, SWEEPING_PAUSE, milliseconds, press, replace, shows, wait_for_idle};
use crate::bench::figures::Figure;
use crate::bench::project::{BenchProject, Keystroke};
use crate::language_server::{LanguageServer, uri};
use anyhow::{Context, Result};
use std::thread::sleep;
use std::time::Instant;

/// How many readers of the hub are open.
const OPEN_READERS: usize = 20;

/// Milliseconds from a rename of a column that all readers join by, to the diagnostics of all readers that are open,
/// and to the end of the look at the whole project that follows when the keyboard has rested.
pub(super) fn downstream(
    server: &mut LanguageServer,
    hub: &mut Document,
    project: &BenchProject,
    rounds: usize,
) -> Result<Vec<Figure>> {
    let mut readers = Vec::new();
    for path in project.hub_readers.iter().filter(|it| it.ends_with(".sql")).take(OPEN_READERS) {
        let path = project.folder.join(path);
        let text =
            std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let document = Document { uri: uri(&path), version: 1 };
        server.open(&document.uri, &text)?;
        readers.push(document);
    }
    let rename = Keystroke::rename_in_hub(&project.hub.text)?;
    replace(server, hub, &rename.before)?;
    wait_for_idle(server)?;
    let (mut open, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        for is_wrong in [true, false] {
            sleep(SWEEPING_PAUSE);
            let typed = Instant::now();
            press(server, hub, &rename, is_wrong)?;
            let mut waiting: Vec<&Document> = readers.iter().collect();
            let mut last = typed;
            while !waiting.is_empty() {
                let is_one =
                    |it: &serde_json::Value| waiting.iter().any(|reader| shows(it, &reader.uri, 1, is_wrong));
                let shown = server.wait_for(is_one).context("no diagnostics of an open reader")?;
                waiting.retain(|it| shown.message["params"]["uri"] != serde_json::json!(it.uri));
                last = shown.at;
            }
            open.push(milliseconds(last - typed));
            wait_for_idle(server)?;
            whole.push(milliseconds(typed.elapsed()));
        }
    }
    replace(server, hub, &project.hub.text)?;
    wait_for_idle(server)?;
    Ok(vec![
        Figure::new(format!("hub renames a column → {OPEN_READERS} open readers diagnosed"), "ms", open)
            .p95_at_most(100.0),
        Figure::new(
            "hub renames a column → the whole project diagnosed, its rest of 150 ms included",
            "ms",
            whole,
        )
        .p95_at_most(1500.0),
    ])
}
