//! `rocky check --watch`.

mod support;

use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
};
use support::{CLEAN, Sandbox};

#[test]
fn a_watch_checks_again_after_each_change() {
    let sandbox = Sandbox::duckdb(CLEAN);
    let child = sandbox
        .command(&["check", "--watch", "-o", "json"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut child = KilledOnDrop(child);
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    // A file may be seen while it is being written: only what is seen in the end counts.
    let mut wait_for = |has_errors: bool| {
        let wanted = format!("\"has_errors\":{has_errors}");
        lines.by_ref().map(Result::unwrap).find(|it| it.contains(&wanted)).unwrap()
    };
    wait_for(false);
    sandbox.write("models/totals.sql", "SELECT id, amont AS total FROM orders");
    assert!(wait_for(true).contains("E003"));
    sandbox.write("models/totals.sql", "SELECT id, amount AS total FROM orders");
    wait_for(false);
    sandbox.write("models/another.sql", "SELECT nothing FROM totals");
    assert!(wait_for(true).contains("models/another.sql"));
}

/// A process that does not outlive a failed test.
struct KilledOnDrop(Child);

impl Drop for KilledOnDrop {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
