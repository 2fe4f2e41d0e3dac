//! `rocky lineage-diff` on a repository with a few edited models, beside `rocky check` on the same files.

use super::figures::{Figure, Group};
use super::program::cost;
use super::project::BenchProject;
use crate::process;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many models are edited. The first is the one with the most readers.
const EDITED: usize = 5;

/// Runs both `runs` times, in turns.
pub(super) fn measure(rocky: &Path, project: &BenchProject, runs: usize) -> Result<Group> {
    let repository = repository(project)?;
    let (mut check, mut diff, mut ratio, mut memory) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..runs {
        let checked = cost(rocky, &["check"], &repository)?;
        let compared = cost(rocky, &["lineage-diff", "main"], &repository)?;
        check.push(checked.wall_seconds);
        diff.push(compared.wall_seconds);
        ratio.push(compared.wall_seconds / checked.wall_seconds);
        memory.push(compared.peak_memory_mib);
    }
    Ok(Group {
        title: format!("Comparing with a git revision, {EDITED} models edited"),
        figures: vec![
            Figure::new("`rocky check`, cold: wall time", "s", check),
            Figure::new("`rocky lineage-diff main`, cold: wall time", "s", diff),
            Figure::new("`rocky lineage-diff` ÷ `rocky check`, pair by pair", "×", ratio).median_at_most(2.0),
            Figure::new("`rocky lineage-diff main`: peak memory", "MiB", memory),
        ],
    })
}

/// A repository whose `main` is the project, and whose working tree has some models edited.
fn repository(project: &BenchProject) -> Result<PathBuf> {
    let folder = project.folder.with_extension("repository");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot delete {}", folder.display()))?;
    }
    process::run(Command::new("cp").arg("-r").arg(&project.folder).arg(&folder))?;
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0"];
        process::run(Command::new("git").args(identity).args(arguments).current_dir(&folder))
    };
    git(&["init", "--quiet", "--initial-branch=main"])?;
    git(&["add", "--all"])?;
    git(&["commit", "--quiet", "--message", "base"])?;
    let readers = project.hub_readers.iter().filter(|it| it.ends_with(".sql"));
    let edited = [&project.hub.path].into_iter().chain(readers).take(EDITED);
    for path in edited {
        let path = folder.join(path);
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let text =
            format!("SELECT *, 1 AS added FROM (\n{}\n) AS edited\n", text.trim_end().trim_end_matches(';'));
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(folder)
}
