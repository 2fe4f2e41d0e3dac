//! The chosen signature of a call.

use super::{
    ask,
    cursor::{at_cursor, shop},
};
use expect_test::Expect;

/// Checks the chosen signature, with its active parameter in ‹›, and how many there are.
pub fn check(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let Some(help) = ask(&mut host, |it| it.signature_help(position)) else {
        return expected.assert_eq("nothing");
    };
    let signature = &help.signatures[help.active];
    let mut shown = signature.label.clone();
    if let Some(range) = signature.active_parameter.map(|it| signature.parameters[it]) {
        shown.insert(usize::from(range.end()), '›');
        shown.insert(usize::from(range.start()), '‹');
    }
    expected.assert_eq(&format!("{shown} of {}", help.signatures.len()));
}
