//! Fixes and refactorings applied to files in memory.

use super::texts::Texts;
use ide::{Fix, Host};
use std::ops::Range;

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

/// Texts as a fixture has them.
pub fn as_fixture(texts: &Texts) -> String {
    texts.iter().map(|(path, text)| format!("//- /{path}\n{}\n", text.trim_end())).collect()
}
