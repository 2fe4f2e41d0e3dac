//! Fixes and refactorings applied to files in memory.

use super::texts::Texts;
use ide::{Fix, Host, Refactoring};
use std::{collections::BTreeMap, ops::Range};

/// The texts of the files that a fix edits or creates.
pub fn edited(host: &Host, fix: &Fix) -> Texts {
    let mut texts = Texts::new();
    for edit in fix.edits.iter().rev() {
        let path = host.path(edit.place.file).1.to_string();
        let text = texts.entry(path).or_insert_with(|| host.analysis().text(edit.place.file).to_string());
        text.replace_range(Range::<usize>::from(edit.place.range), &edit.text);
    }
    texts.extend(fix.creates.iter().cloned());
    texts
}

/// The texts of the files that a refactoring edits or creates, as they are called afterwards; nothing for those that go.
pub fn refactored(host: &Host, it: &Refactoring) -> BTreeMap<String, Option<String>> {
    let texts = edited(host, &it.fix);
    let mut files: BTreeMap<_, _> = texts.into_iter().map(|(path, text)| (path, Some(text))).collect();
    for moved in &it.moves {
        let old = host.path(moved.file).1.to_string();
        let text = files.insert(old, None).flatten();
        let text = text.unwrap_or_else(|| host.analysis().text(moved.file).to_string());
        files.insert(moved.to.to_string(), Some(text));
    }
    files.extend(it.deletes.iter().map(|it| (host.path(*it).1.to_string(), None)));
    files
}

/// Texts as a fixture has them.
pub fn as_fixture(texts: &Texts) -> String {
    texts.iter().map(|(path, text)| format!("//- /{path}\n{}\n", text.trim_end())).collect()
}
