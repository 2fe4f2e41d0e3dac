//! The units that an interval names.

use super::expr::source_text;
use base::SmolStr;
use syntax::{
    SyntaxKind,
    ast::{self, AstNode, LiteralKind},
};

/// The words for units, upper case: those behind the amount, else those within a string.
pub(super) fn units(interval: &ast::IntervalExpr) -> Box<[SmolStr]> {
    let nodes = interval.syntax().children().filter(|it| it.kind() == SyntaxKind::INTERVAL_UNIT);
    let units: Box<[SmolStr]> = nodes.flat_map(|it| words(&source_text(&it))).collect();
    match interval.value() {
        Some(ast::Expr::Literal(value)) if units.is_empty() => match value.kind() {
            Some(LiteralKind::String(token)) => words(&ast::unquote(token.text())).into(),
            _ => units,
        },
        _ => units,
    }
}

fn words(text: &str) -> Vec<SmolStr> {
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    words.map(|word| SmolStr::from(word.to_ascii_uppercase())).filter(|word| word != "TO").collect()
}
