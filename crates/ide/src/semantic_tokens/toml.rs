//! The tokens of TOML.

use super::SemanticKind;
use base::{TextRange, TextSize};
use syntax::toml::{Node, NodeKind, Pair, Scalar, StatementKind, parse_statements};

/// The tokens of a text that begins at `offset` of its file, in order.
pub(super) fn tokens(text: &str, offset: TextSize) -> Vec<(TextRange, SemanticKind)> {
    let parse = parse_statements(text, offset);
    let mut found: Vec<_> = parse.comments.iter().map(|it| (*it, SemanticKind::Comment)).collect();
    for statement in &parse.statements {
        match &statement.kind {
            StatementKind::Header(header) => {
                found.extend(header.keys.iter().map(|it| (it.range, SemanticKind::Namespace)));
            }
            StatementKind::Pair(it) => pair(it, &mut found),
        }
    }
    found.retain(|it| !it.0.is_empty());
    found.sort_by_key(|it| it.0.start());
    found
}

fn pair(pair: &Pair, found: &mut Vec<(TextRange, SemanticKind)>) {
    found.extend(pair.keys.iter().map(|it| (it.range, SemanticKind::Key)));
    let equals = pair.equals.map(|end| TextRange::new(end - TextSize::of('='), end));
    found.extend(equals.map(|it| (it, SemanticKind::Operator)));
    pair.value.iter().for_each(|it| value(it, found));
}

fn value(node: &Node, found: &mut Vec<(TextRange, SemanticKind)>) {
    let scalar = match &node.kind {
        NodeKind::Array(items) => return items.iter().for_each(|it| value(it, found)),
        NodeKind::Table(pairs) => return pairs.iter().for_each(|it| pair(it, found)),
        NodeKind::Scalar(scalar) => scalar,
    };
    let kind = match scalar {
        Scalar::String(_) | Scalar::Invalid(_) => SemanticKind::String,
        Scalar::Integer(_) | Scalar::Float(_) | Scalar::Datetime(_) => SemanticKind::Number,
        Scalar::Boolean(_) => SemanticKind::Keyword,
        Scalar::Variable(_) => SemanticKind::Placeholder,
    };
    found.push((node.range, kind));
}
