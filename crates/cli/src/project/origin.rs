//! Who and what starts a run.

use super::Location;
use std::{
    env, fs,
    process::{Command, Stdio},
};
use warehouse::{RunOrigin, Trigger};

/// The environment variable by which an orchestrator says what asked for the run.
const TRIGGER_VARIABLE: &str = "ROCKY_RUN_TRIGGER";

/// The origin of a run that this process starts. What cannot be found out is left out.
pub(crate) fn run_origin(location: &Location) -> RunOrigin {
    let trigger = env::var(TRIGGER_VARIABLE).ok();
    RunOrigin {
        trigger: trigger.and_then(|it| Trigger::from_name(&it)).unwrap_or_default(),
        rocky_version: env!("CARGO_PKG_VERSION").to_owned(),
        session_source: Some("cli".to_owned()),
        git_commit: git(location, &["rev-parse", "HEAD"]),
        git_branch: git(location, &["symbolic-ref", "--short", "HEAD"]),
        hostname: hostname(),
        triggering_identity: env::var("USER").or_else(|_| env::var("USERNAME")).ok(),
    }
}

fn git(location: &Location, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(&location.root)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let text = text.trim();
    (output.status.success() && !text.is_empty()).then(|| text.to_owned())
}

fn hostname() -> Option<String> {
    let name = fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .or_else(|| env::var("HOSTNAME").ok())
        .or_else(|| env::var("COMPUTERNAME").ok())?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}
