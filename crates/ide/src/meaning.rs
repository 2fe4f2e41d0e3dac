//! Cards about the words of the DSL: the SQL that a pipeline means.

use crate::{FilePosition, Hover, card::fenced};
use db::Db;
use syntax::{
    SyntaxKind, SyntaxToken, TokenAtOffset,
    ast::{AstNode, LetBinding, Pipeline, Step},
};

/// The SQL of the model, on a word that begins a step of it.
pub(crate) fn hover(db: &dyn Db, position: FilePosition) -> Option<Hover> {
    let file = position.file.0;
    if file.path(db).extension() != Some("rocky") || !sema::is_statement(db, file) {
        return None;
    }
    let tree = hir::parsed(db, file).syntax();
    let token = match tree.token_at_offset(position.offset) {
        TokenAtOffset::None => return None,
        TokenAtOffset::Single(token) => token,
        TokenAtOffset::Between(left, right) => {
            if begins_step(&right) {
                right
            } else {
                left
            }
        }
    };
    if !begins_step(&token) {
        return None;
    }
    let dialect = db::dialect(db, file);
    let markdown = match plan::compiled_sql(db, file) {
        Ok(sql) => format!("the model in the SQL of {dialect}:\n\n{}", fenced(&sql)),
        Err(error) => format!("there is no SQL for the model yet: {}\n", error.reason),
    };
    Some(Hover { range: token.text_range(), markdown, described_at: None, has_levels: false })
}

/// Whether a token is the first word of a step, or of a binding.
fn begins_step(token: &SyntaxToken) -> bool {
    let Some(parent) = token.parent() else { return false };
    let is_step = Step::can_cast(parent.kind()) || LetBinding::can_cast(parent.kind());
    let is_word = !token.kind().is_trivia() && token.kind() != SyntaxKind::COMMA;
    let first =
        parent.children_with_tokens().filter_map(|it| it.into_token()).find(|it| !it.kind().is_trivia());
    is_step
        && is_word
        && (first.as_ref() == Some(token) || is_join_word(token))
        && parent.ancestors().any(|it| Pipeline::can_cast(it.kind()) || LetBinding::can_cast(it.kind()))
}

/// `join` behind `left`, `right`, `full` or `cross`.
fn is_join_word(token: &SyntaxToken) -> bool {
    token.kind() == SyntaxKind::JOIN_KW
}
