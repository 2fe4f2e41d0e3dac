//! Trees without their tokens, of statements of which nothing may be said.

use base::DialectKind;
use expect_test::Expect;
use syntax::{SyntaxNode, parse_sql};

/// The nodes, the innermost with their text; there must be no error.
pub(crate) fn check(dialect: DialectKind, text: &str, expected: Expect) {
    let parse = parse_sql(text, dialect);
    assert_eq!(*parse.errors, [], "{text}");
    let missing = parse.features.iter().find(|it| !it.feature.is_in(dialect));
    assert_eq!(missing, None, "{text}");
    let mut out = String::new();
    write(&parse.syntax(), &mut out, 0);
    expected.assert_eq(&out);
}

fn write(node: &SyntaxNode, out: &mut String, depth: usize) {
    out.push_str(&format!("{}{:?}", "  ".repeat(depth), node.kind()));
    if node.first_child().is_none() {
        out.push_str(&format!(" {}", node.text()));
    }
    out.push('\n');
    for child in node.children() {
        write(&child, out, depth + 1);
    }
}
