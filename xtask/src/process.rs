//! Running other programs: shown before they start, their output passed on as it comes.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

/// What a program printed on both streams, each in its order, and whether it succeeded.
pub(crate) struct Outcome {
    pub(crate) text: String,
    pub(crate) is_success: bool,
}

/// Runs a program to its end; a failure is an error.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = announce(command);
    let status = command.status().with_context(|| format!("cannot start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// Runs a program and keeps what it prints while passing it on.
pub(crate) fn run_and_keep(command: &mut Command) -> Result<Outcome> {
    let shown = announce(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{shown}`"))?;
    let stdout = child.stdout.take().map(|it| thread::spawn(move || pass_on(it, std::io::stdout())));
    let stderr = child.stderr.take().map(|it| thread::spawn(move || pass_on(it, std::io::stderr())));
    let mut text = String::new();
    for reader in [stdout, stderr].into_iter().flatten() {
        match reader.join() {
            Ok(part) => text.push_str(&part.with_context(|| format!("cannot read what `{shown}` prints"))?),
            Err(_) => bail!("the reader of `{shown}` stopped"),
        }
    }
    let status = child.wait().with_context(|| format!("cannot wait for `{shown}`"))?;
    Ok(Outcome { text, is_success: status.success() })
}

fn pass_on(from: impl Read, mut to: impl Write) -> std::io::Result<String> {
    let mut reader = BufReader::new(from);
    let mut kept = String::new();
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        to.write_all(&line)?;
        kept.push_str(&String::from_utf8_lossy(&line));
        line.clear();
    }
    to.flush()?;
    Ok(kept)
}

/// Prints the command line to standard error and returns it.
fn announce(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|it| it.to_string_lossy().into_owned()));
    let shown = words.join(" ");
    eprintln!("$ {shown}");
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_kept_and_failure_is_told() {
        let outcome =
            run_and_keep(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap();
        assert_eq!((outcome.text.as_str(), outcome.is_success), ("out\nerr\n", false));
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert_eq!(error.to_string(), "`sh -c exit 3` failed (exit status: 3)");
        assert!(run(&mut Command::new("rocky-no-such-program")).is_err());
    }
}
