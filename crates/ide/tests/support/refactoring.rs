//! Refactorings at a cursor.

use super::{
    ask,
    cursor::{at_cursor, shop},
    edited::{as_fixture, refactored},
};
use expect_test::Expect;
use ide::{Refactoring, TextRange};

/// Checks what the files say that a refactoring at the cursor edits or creates, or why it is not made.
pub fn check(name: &str, fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let range = TextRange::empty(position.offset);
    let offered = ask(&mut host, |it| it.refactorings(position.file, range));
    let Some(found) = offered.into_iter().find(|it| it.name == name) else {
        return expected.assert_eq("not offered\n");
    };
    let proof = ask(&mut host, |it| it.prove(position.file, &found));
    let files = refactored(&host, &found);
    let gone: String =
        files.iter().filter(|it| it.1.is_none()).map(|(path, _)| format!("gone: {path}\n")).collect();
    let texts = files.into_iter().filter_map(|(path, text)| Some((path, text?))).collect();
    let Refactoring { kind, fix, .. } = found;
    let said = match proof {
        Ok(()) => format!("{kind:?}: {}", fix.title),
        Err(reason) => reason,
    };
    expected.assert_eq(&format!("{said}\n{gone}{}", as_fixture(&texts)));
}
