//! The command line: a cold `rocky check`, and start-up.

use super::figures::{Figure, Group};
use super::program::{cost, start_up_milliseconds};
use super::project::BenchProject;
use anyhow::Result;
use std::path::Path;

/// Reads the same models and counts their words: what the machine needs to look at each byte once.
const REFERENCE: &str = "find models \\( -name '*.sql' -o -name '*.rocky' \\) -exec cat {} + | wc";

/// Megabytes that the bar on processor time is for.
const UNIT_OF_SQL: f64 = 5e6;

/// Runs everything `runs` times, the reference in between.
pub(super) fn measure(rocky: &Path, project: &BenchProject, runs: usize) -> Result<Group> {
    let (mut cpu, mut wall, mut memory) = (Vec::new(), Vec::new(), Vec::new());
    let (mut reference, mut ratio) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let words = cost(Path::new("sh"), &["-c", REFERENCE], &project.folder)?;
        let check = cost(rocky, &["check"], &project.folder)?;
        cpu.push(check.cpu_seconds);
        wall.push(check.wall_seconds);
        memory.push(check.peak_memory_mib);
        ratio.push(check.cpu_seconds / words.cpu_seconds.max(0.01));
        reference.push(words.cpu_seconds);
    }
    let units = project.sql_bytes as f64 / UNIT_OF_SQL;
    let per_unit = cpu.iter().map(|it| it / units).collect();
    let start_up =
        (0..runs * 4).map(|_| start_up_milliseconds(rocky, "--version")).collect::<Result<Vec<_>>>()?;
    Ok(Group {
        title: "Command line".to_owned(),
        figures: vec![
            Figure::new("`rocky check`: user and system time", "s", cpu),
            Figure::new("`rocky check`: the same for 5 MB of SQL", "s", per_unit).median_at_most(1.5),
            Figure::new("`rocky check`: wall time", "s", wall),
            Figure::new("`rocky check`: peak memory", "MiB", memory).median_at_most(200.0),
            Figure::new(
                "reference: user and system time of `cat` and `wc` on the same models",
                "s",
                reference,
            ),
            Figure::new("`rocky check` ÷ reference, pair by pair", "×", ratio),
            Figure::new("`rocky --version`: wall time", "ms", start_up).median_at_most(20.0),
        ],
    })
}
