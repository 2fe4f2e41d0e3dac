//! What is said of a text in the DSL, and what is left of its tree.

use expect_test::Expect;
use syntax::ast::AstNode;
use syntax::{SyntaxNode, parse_rocky};

/// The errors, each as the marked text and the message, and below them the tree down to expressions.
pub(crate) fn check(text: &str, expected: Expect) {
    let parse = parse_rocky(text);
    assert_eq!(parse.syntax().text().to_string(), text);
    let mut out = String::new();
    for error in &*parse.errors {
        let (start, end) = (usize::from(error.range.start()), usize::from(error.range.end()));
        out += &format!("{}«{}»{}\n", &text[..start], &text[start..end], &text[end..]);
        out += &format!("  {}\n", error.message);
    }
    for child in parse.rocky_file().unwrap().syntax().children() {
        outline(&child, &mut out, 0);
    }
    expected.assert_eq(&out);
}

/// Bindings, steps and what is listed in them, expressions left out.
fn outline(node: &SyntaxNode, out: &mut String, depth: usize) {
    let kind = format!("{:?}", node.kind());
    let is_leaf =
        kind.ends_with("_EXPR") || kind.ends_with("_KEY") || matches!(&*kind, "COLUMN_REF" | "LITERAL");
    if is_leaf || matches!(&*kind, "NAME" | "NAME_REF" | "PATH") {
        return;
    }
    let text = node.text().to_string().replace('\n', " ");
    out.push_str(&format!("{}{kind} {}\n", "  ".repeat(depth), text.trim()));
    for child in node.children() {
        outline(&child, out, depth + 1);
    }
}
