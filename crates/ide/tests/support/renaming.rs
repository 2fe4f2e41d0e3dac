//! Renames applied to files in memory.

use super::{
    ask,
    cursor::{at_cursor, place, shop},
    texts::Texts,
};
use expect_test::Expect;
use ide::{Host, Rename};
use std::collections::BTreeMap;

/// The texts of every file that a rename changes or moves, by its path before: path afterwards and text.
pub fn applied(host: &Host, rename: &Rename) -> BTreeMap<String, (String, String)> {
    let mut changed = BTreeMap::new();
    let entry = |file: ide::FileId| {
        let path = host.path(file).1.to_string();
        (path.clone(), (path, host.analysis().text(file).to_string()))
    };
    for edit in rename.edits.iter().rev() {
        let (path, text) = entry(edit.place.file);
        let (_, text) = changed.entry(path).or_insert(text);
        text.replace_range(std::ops::Range::<usize>::from(edit.place.range), &edit.text);
    }
    for it in &rename.moves {
        let (path, text) = entry(it.file);
        changed.entry(path).or_insert(text).0 = it.to.to_string();
    }
    changed
}

/// The files of a project after a rename.
pub fn renamed(host: &Host, files: &Texts, rename: &Rename) -> Texts {
    let mut after = files.clone();
    let changed = applied(host, rename);
    for path in changed.keys() {
        after.remove(path);
    }
    after.extend(changed.into_values());
    after
}

/// Checks what the files say that a rename of what is at the cursor changes.
pub fn check_rename(fixture: &str, new_name: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let rename = match ask(&mut host, |it| it.rename(position, new_name)) {
        Ok(rename) => rename,
        Err(refusal) => panic!("{refusal:?}"),
    };
    let target = ask(&mut host, |it| it.prepare_rename(position));
    assert!(target.is_ok(), "{target:?}");
    let mut lines = String::new();
    for (path, (to, text)) in applied(&host, &rename) {
        match path == to {
            true => lines += &format!("//- /{path}\n"),
            false => lines += &format!("//- /{path} → /{to}\n"),
        }
        lines += text.trim_end();
        lines.push('\n');
    }
    expected.assert_eq(&lines);
}

/// Checks why there is no rename of what is at the cursor.
pub fn check_refused(fixture: &str, new_name: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let refusal = match ask(&mut host, |it| it.rename(position, new_name)) {
        Ok(rename) => panic!("{:?}", applied(&host, &rename)),
        Err(refusal) => refusal,
    };
    let mut line = format!("{:?}: {}\n", refusal.reason, refusal.message);
    if let Some(it) = refusal.place {
        line += &format!("{}\n", place(&mut host, it));
    }
    expected.assert_eq(&line);
}
