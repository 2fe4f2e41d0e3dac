//! The committed lists of what is known to go wrong: they may only become shorter.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A list: what an entry is, and why it is on the list.
pub type Known = BTreeMap<String, String>;

fn path(list: &str) -> PathBuf {
    crate::entries::repository().join(format!("fixtures/corpus/{list}.txt"))
}

/// Reads a list; an absent one is empty.
///
/// # Errors
/// The file cannot be read.
pub fn read(list: &str) -> Result<Known> {
    let path = path(list);
    if !path.exists() {
        return Ok(Known::new());
    }
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = text.lines().filter(|it| !it.is_empty() && !it.starts_with('#'));
    let parts = lines.map(|it| it.split_once(' ').unwrap_or((it, "")));
    Ok(parts.map(|(id, reason)| (id.to_owned(), reason.to_owned())).collect())
}

/// What was found and is on no list, and what is on the list and was not found, each with why.
pub fn differences(known: &Known, found: &Known) -> (Vec<String>, Vec<String>) {
    let missing_in = |one: &Known, other: &Known| {
        let missing = one.iter().filter(|(id, _)| !other.contains_key(*id));
        missing.map(|(id, why)| format!("{id} {why}")).collect()
    };
    (missing_in(found, known), missing_in(known, found))
}

/// Writes a list. A reason that somebody wrote stays; an entry without one gets what is found.
///
/// # Errors
/// The file cannot be read or written.
pub fn write(list: &str, heading: &str, found: &Known) -> Result<()> {
    let before = read(list)?;
    let reason = |(id, reason): (&String, &String)| (id.clone(), before.get(id).unwrap_or(reason).clone());
    write_anew(list, heading, &found.iter().map(reason).collect())
}

/// Writes a list of which nobody has written the reasons.
///
/// # Errors
/// The file cannot be written.
pub fn write_anew(list: &str, heading: &str, found: &Known) -> Result<()> {
    let mut text = format!("# {heading} The list may only shrink.\n");
    for (id, reason) in found {
        text += format!("{id} {reason}").trim_end();
        text.push('\n');
    }
    let path = path(list);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))
}
