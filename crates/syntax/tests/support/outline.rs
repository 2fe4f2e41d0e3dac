//! What is said of a text, and what is left of its tree.

use base::DialectKind;
use expect_test::Expect;
use syntax::ast::AstNode;
use syntax::{SyntaxNode, parse_sql};

/// The errors, each as the marked text and the message, and below them the clauses that have a node.
pub(crate) fn check(text: &str, expected: Expect) {
    check_in(DialectKind::DuckDb, text, expected);
}

pub(crate) fn check_in(dialect: DialectKind, text: &str, expected: Expect) {
    let parse = parse_sql(text, dialect);
    assert_eq!(parse.syntax().text().to_string(), text);
    let mut out = String::new();
    for error in &*parse.errors {
        let (start, end) = (usize::from(error.range.start()), usize::from(error.range.end()));
        out += &format!("{}«{}»{}\n", &text[..start], &text[start..end], &text[end..]);
        out += &format!("  {}\n", error.message);
        if let Some(fix) = &error.fix {
            let (start, end) = (usize::from(fix.range.start()), usize::from(fix.range.end()));
            out += &format!("  fix: {}{}{}\n", &text[..start], fix.insert, &text[end..]);
        }
    }
    for statement in parse.sql_file().unwrap().syntax().children() {
        outline(&statement, &mut out, 0);
    }
    expected.assert_eq(&out);
}

/// Clauses and other landmarks, expressions left out.
fn outline(node: &SyntaxNode, out: &mut String, depth: usize) {
    let kind = format!("{:?}", node.kind());
    let landmark = kind.ends_with("_CLAUSE")
        || kind.ends_with("_STATEMENT")
        || kind.ends_with("_TABLE")
        || matches!(&*kind, "SELECT_ITEM" | "CTE" | "ERROR" | "SET_OPERATION" | "JOIN_ON" | "CASE_EXPR");
    if landmark {
        let text = node.text().to_string().replace('\n', " ");
        out.push_str(&format!("{}{kind} {text}\n", "  ".repeat(depth)));
    }
    for child in node.children() {
        outline(&child, out, depth + usize::from(landmark));
    }
}
