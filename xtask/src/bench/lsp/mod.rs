//! `cargo xtask bench lsp`: the language server on a large project: start, keys, answers, what follows downstream,
//! what is tried, idleness, memory.

mod answers;
mod downstream;
mod hierarchy;
mod idle;
mod keystrokes;
pub(super) mod session;
mod trying;

use super::figures::{Figure, Group};
use super::project::{BenchProject, Keystroke};
use anyhow::Result;
use std::path::Path;

/// The most that a key may take to its diagnostics, in milliseconds: the median and the 95th percentile.
const KEY_MEDIAN: f64 = 5.0;
const KEY_P95: f64 = 15.0;

/// How often what is repeated.
#[derive(Clone, Copy)]
pub(super) struct Rounds {
    /// Sessions from the start.
    pub(super) starts: usize,
    /// Pairs of keys: one that makes a diagnostic, one that takes it away.
    pub(super) keys: usize,
}

/// Measures in new sessions for the start, and in one long session for the rest; then the same keys in a larger project.
pub(super) fn measure(
    rocky: &Path,
    project: &BenchProject,
    large: Option<&BenchProject>,
    rounds: Rounds,
    is_quick: bool,
) -> Result<Vec<Group>> {
    let mut figures = keystrokes::starts(rocky, project, rounds)?;
    let mistake = Keystroke::in_last_word(&project.leaf.text);
    let (mut server, mut leaf, _) = session::start(rocky, project, &mistake)?;
    let mut hub = session::open(&mut server, project, &project.hub)?;
    session::wait_for_idle(&mut server)?;
    let keys = keystrokes::keystrokes(&mut server, &mut leaf, &mut hub, project, rounds.keys)?;
    figures.extend(keys.iter().cloned());
    figures.extend(answers::answers(&mut server, &mut leaf, "leaf", &project.leaf.text, rounds.keys)?);
    figures.extend(answers::answers(&mut server, &mut hub, "hub", &project.hub.text, rounds.keys)?);
    figures.push(answers::reference(&mut server, rounds.keys)?);
    figures.extend(hierarchy::hierarchy(&mut server, &mut leaf, &hub, project, rounds.starts)?);
    figures.extend(downstream::downstream(&mut server, &mut hub, project, rounds.starts)?);
    let memory = server.peak_memory_mib().into_iter().collect();
    figures.push(Figure::new("peak memory at the end of the session", "MiB", memory));
    server.shut_down()?;
    figures.extend(trying::trying(rocky, project, rounds.keys)?);
    figures.extend(idle::idle(rocky, project, is_quick)?);

    let mut groups = vec![Group { title: format!("{} models", project.model_count), figures }];
    if let Some(large) = large {
        let figures = keystrokes::growth(rocky, large, &keys, rounds.keys)?;
        groups.push(Group { title: format!("{} models", large.model_count), figures });
    }
    Ok(groups)
}
