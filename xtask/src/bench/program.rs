//! What a program costs: processor time, wall time, most memory resident at once.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// GNU time, which reports what the kernel says of a child and its children.
const TIME: &str = "/usr/bin/time";

/// The cost of one run.
pub(super) struct Cost {
    /// User and system time of the program and its children, in seconds.
    pub(super) cpu_seconds: f64,
    pub(super) wall_seconds: f64,
    pub(super) peak_memory_mib: f64,
}

/// Runs a program to its end, its output thrown away. Exit code 1 is fine: a check has found errors.
pub(super) fn cost(program: &Path, arguments: &[&str], folder: &Path) -> Result<Cost> {
    let report = std::env::temp_dir().join(format!("rocky-bench-{}", std::process::id()));
    let begun = Instant::now();
    let status = Command::new(TIME)
        .args(["--quiet", "--format", "%U %S %M", "--output"])
        .arg(&report)
        .arg(program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {TIME}: install GNU time"))?;
    let wall_seconds = begun.elapsed().as_secs_f64();
    if !matches!(status.code(), Some(0 | 1)) {
        bail!("`{} {}` failed ({status})", program.display(), arguments.join(" "));
    }
    let text =
        std::fs::read_to_string(&report).with_context(|| format!("{TIME} wrote no {}", report.display()))?;
    std::fs::remove_file(&report).with_context(|| format!("cannot delete {}", report.display()))?;
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|it| it.parse().ok()).collect();
    let [user, system, kibibytes] = numbers[..] else {
        bail!("{TIME} is not GNU time: it printed {text:?}");
    };
    Ok(Cost { cpu_seconds: user + system, wall_seconds, peak_memory_mib: kibibytes / 1024.0 })
}

/// Milliseconds from the start of a program to its end, nothing in between.
pub(super) fn start_up_milliseconds(program: &Path, argument: &str) -> Result<f64> {
    let begun = Instant::now();
    let status = Command::new(program)
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .with_context(|| format!("cannot start {}", program.display()))?;
    let elapsed = begun.elapsed();
    if !status.success() {
        bail!("`{} {argument}` failed ({status})", program.display());
    }
    Ok(elapsed.as_secs_f64() * 1000.0)
}
