//! What is left of the columns behind a `group` step of the DSL.

use crate::tokens::{is_word, next, unquoted};
use base::{SmolStr, TextSize};
use syntax::{
    SyntaxKind, SyntaxNode, SyntaxToken,
    ast::{self, AstNode},
};

/// The columns that the pipeline around a place, the innermost one that has begun, has before it, if it has grouped its
/// rows.
pub(super) fn grouped(root: &SyntaxNode, offset: TextSize) -> Option<Vec<SmolStr>> {
    let has_begun = |it: &ast::Pipeline| it.syntax().text_range().start() <= offset;
    let pipelines = root.descendants().filter_map(ast::Pipeline::cast).filter(has_begun);
    let pipeline = pipelines.max_by_key(|it| it.syntax().text_range().start())?;
    let mut names: Option<Vec<SmolStr>> = None;
    for step in pipeline.syntax().children().filter_map(ast::Step::cast) {
        match step {
            ast::Step::GroupStep(step) if is_whole(step.syntax(), offset) => {
                let keys = step.keys().filter_map(|it| last_word(it.syntax()));
                names = Some(keys.chain(derived(step.derived_list(), offset)).collect());
            }
            ast::Step::DeriveStep(step) => {
                if let Some(names) = &mut names {
                    names.extend(derived(step.derived_list(), offset));
                }
            }
            _ => {}
        }
    }
    names
}

/// Whether a step ends, with its brace, before a place.
fn is_whole(step: &SyntaxNode, offset: TextSize) -> bool {
    let last = words_of(step).last();
    last.is_some_and(|it| it.kind() == SyntaxKind::R_BRACE && it.text_range().end() <= offset)
}

/// The name of a key, the last part of it.
fn last_word(key: &SyntaxNode) -> Option<SmolStr> {
    words_of(key).last().filter(is_word).map(|it| unquoted(it.text()))
}

fn words_of(node: &SyntaxNode) -> impl Iterator<Item = SyntaxToken> {
    let tokens = node.descendants_with_tokens().filter_map(|it| it.into_token());
    tokens.filter(|it| !it.kind().is_trivia() && !it.text().is_empty())
}

/// The names of those columns of a list that something follows before a place.
fn derived(list: Option<ast::DerivedList>, offset: TextSize) -> Vec<SmolStr> {
    let is_before = |column: &ast::DerivedColumn| {
        let last = words_of(column.syntax()).last();
        last.and_then(|it| next(&it)).is_some_and(|it| it.text_range().start() < offset)
    };
    let columns = list.into_iter().flat_map(|it| it.derived_columns().collect::<Vec<_>>());
    columns
        .filter(is_before)
        .filter_map(|it| Some(unquoted(&it.name()?.syntax().text().to_string())))
        .collect()
}
