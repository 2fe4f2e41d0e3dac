//! The last safety net: whether two trees differ in more than blanks, the case of keywords and the place of comments.

use syntax::{NodeOrToken, Parse, SyntaxElement, SyntaxKind, SyntaxToken, WalkEvent};

/// What differs between the tree of a text and that of its formatted form; nothing if all is well.
pub(crate) fn difference(before: &Parse, after: &Parse) -> Option<String> {
    let (mut old, mut new) = (solid(before), solid(after));
    loop {
        match (old.next(), new.next()) {
            (None, None) => break,
            (Some(old), Some(new)) if is_same(&old, &new) => {}
            (Some(old), Some(new)) => {
                return Some(format!("{} would have become {}", describe(&old), describe(&new)));
            }
            (Some(old), None) => return Some(format!("{} would have been lost", describe(&old))),
            (None, Some(new)) => return Some(format!("{} would have been added", describe(&new))),
        }
    }
    if before.errors.len() != after.errors.len() {
        return Some("the syntax errors would have changed".to_owned());
    }
    let (mut old, mut new) = (comments(before), comments(after));
    if old != new {
        // The comments that speak to Rocky may have moved to the head of their statement.
        old.sort();
        new.sort();
        let silent = |it: &Parse| comments(it).into_iter().filter(|it| !syntax::is_pragma(it)).collect();
        let (left, right): (Vec<String>, Vec<String>) = (silent(before), silent(after));
        if old != new || left != right {
            return Some("comments would have been lost or have changed their order".to_owned());
        }
    }
    None
}

/// Nodes and tokens in order, without blanks and comments.
fn solid(parse: &Parse) -> impl Iterator<Item = SyntaxElement> {
    parse.syntax().preorder_with_tokens().filter_map(|event| match event {
        WalkEvent::Enter(element) if !element.kind().is_trivia() => Some(element),
        _ => None,
    })
}

fn is_same(old: &SyntaxElement, new: &SyntaxElement) -> bool {
    old.kind() == new.kind()
        && match (old, new) {
            (NodeOrToken::Token(old), NodeOrToken::Token(new)) => {
                old.text() == new.text()
                    || old.kind().is_keyword() && old.text().eq_ignore_ascii_case(new.text())
                    || old.kind() == SyntaxKind::EOF
            }
            (NodeOrToken::Node(_), NodeOrToken::Node(_)) => true,
            _ => false,
        }
}

fn describe(element: &SyntaxElement) -> String {
    match element {
        NodeOrToken::Token(token) => format!("`{}`", token.text()),
        NodeOrToken::Node(node) => format!("{:?} at {:?}", node.kind(), node.text_range()),
    }
}

/// The comments of a text, without the blanks at their ends.
fn comments(parse: &Parse) -> Vec<String> {
    let is_comment =
        |it: &SyntaxToken| matches!(it.kind(), SyntaxKind::LINE_COMMENT | SyntaxKind::BLOCK_COMMENT);
    let root = parse.syntax();
    let tokens = root.descendants_with_tokens().filter_map(NodeOrToken::into_token);
    tokens.filter(is_comment).map(|it| it.text().trim_end().to_owned()).collect()
}
