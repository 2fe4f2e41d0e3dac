//! Keys in a leaf and in a hub, and when their diagnostics arrive.

use super::session::{
    Document, SWEEPING_PAUSE, TYPING_PAUSE, milliseconds, open, press, replace, start, toggle, wait_for_idle,
};
use super::{KEY_MEDIAN, KEY_P95, Rounds};
use crate::bench::figures::Figure;
use crate::bench::project::{BenchProject, Keystroke};
use crate::language_server::LanguageServer;
use anyhow::Result;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// From the first diagnostics of a session to the first key in its first sweep.
const INTO_FIRST_SWEEP: Duration = Duration::from_millis(700);

/// From the end of the first sweep to the look at what is resident then: the server frees memory when it rests.
const REST: Duration = Duration::from_secs(5);

/// 250 MB in MiB.
const MOST_RESIDENT: f64 = 250e6 / (1024.0 * 1024.0);

/// The start of sessions, and the first keys in them.
pub(super) fn starts(rocky: &Path, project: &BenchProject, rounds: Rounds) -> Result<Vec<Figure>> {
    let mistake = Keystroke::in_last_word(&project.leaf.text);
    let (mut first, mut swept) = (Vec::new(), Vec::new());
    let (mut peak, mut resident) = (Vec::new(), Vec::new());
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
        peak.extend(server.peak_memory_mib());
        sleep(REST);
        resident.extend(server.resident_memory_mib());
        first_keys.push(press(&mut server, &mut leaf, &mistake, false)?);
        server.shut_down()?;
    }
    let key = "keystroke → diagnostics, leaf";
    Ok(vec![
        Figure::new("start → first diagnostics of an opened leaf", "ms", first).p95_at_most(1200.0),
        Figure::new("start → every file diagnosed", "ms", swept),
        Figure::new("peak memory until every file is diagnosed", "MiB", peak),
        Figure::new("resident memory when every file is diagnosed, at rest", "MiB", resident)
            .median_at_most(MOST_RESIDENT),
        Figure::new(format!("{key}, in the first sweep"), "ms", early_keys),
        Figure::new(format!("{key}, the first after it"), "ms", first_keys),
    ])
}

/// Keys in one long session.
pub(super) fn keystrokes(
    server: &mut LanguageServer,
    leaf: &mut Document,
    hub: &mut Document,
    project: &BenchProject,
    rounds: usize,
) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    let mut add = |what: &str, samples: Vec<f64>| {
        let figure = Figure::new(format!("keystroke → diagnostics, {what}"), "ms", samples);
        figures.push(figure.median_at_most(KEY_MEDIAN).p95_at_most(KEY_P95));
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
    wait_for_idle(server)?;
    Ok(figures)
}

/// The same kinds of keys in a project of another size, each as a multiple of its figure here. Both are medians or
/// 95th percentiles of one run each.
pub(super) fn growth(
    rocky: &Path,
    large: &BenchProject,
    small: &[Figure],
    rounds: usize,
) -> Result<Vec<Figure>> {
    let mistake = Keystroke::in_last_word(&large.leaf.text);
    let (mut server, mut leaf, to_first) = start(rocky, large, &mistake)?;
    let mut hub = open(&mut server, large, &large.hub)?;
    wait_for_idle(&mut server)?;
    let memory = server.peak_memory_mib().into_iter().collect();
    let figures = keystrokes(&mut server, &mut leaf, &mut hub, large, rounds)?;
    server.shut_down()?;
    let mut growth = vec![
        Figure::new("start → first diagnostics of an opened leaf", "ms", vec![to_first]),
        Figure::new("peak memory until every file is diagnosed", "MiB", memory),
    ];
    for figure in figures {
        let Some(same) = small.iter().find(|it| it.what == figure.what) else { continue };
        let ratios = vec![figure.median() / same.median(), figure.percentile(95.0) / same.percentile(95.0)];
        let ratio =
            Figure::new(format!("{} ÷ the same in the smaller project (p50; p95)", figure.what), "×", ratios);
        growth.push(figure);
        growth.push(ratio.p95_at_most(1.5));
    }
    Ok(growth)
}
