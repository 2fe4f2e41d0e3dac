//! Write a pipeline of the DSL as SQL: the model keeps its name, and its file has another one.

use super::{Draft, RefactoringKind, Selection};
use crate::{FormatRequest, formatting};
use base::{TextRange, TextSize};
use syntax::{Lexis, NodeOrToken, SyntaxKind};

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    if !it.view.is_rocky || !it.is_about_the_whole() || it.file.project(it.db).loose(it.db) {
        return None;
    }
    let path = it.file.path(it.db);
    let to = path.sibling(&format!("{}.sql", path.stem()));
    if it.file.project(it.db).files(it.db).contains_key(&to) {
        return None;
    }
    let (head, body) = parts(it)?;
    let dialect = it.view.dialect;
    let sql = plan::print(&it.view.body, dialect, &plan::Substitutions::default()).ok()?;
    let options =
        formatting::options(db::format_settings(it.db, it.file.project(it.db)), &FormatRequest::default());
    let formatted = format::format(&sql, Lexis::Sql(dialect), &options).text;
    let mut text = formatted.trim_end().replace('\n', it.line_break());
    text.push_str(it.line_break());
    let whole = TextRange::new(head.end(), TextSize::of(it.text).max(body.end()));
    let mut draft = Draft::new(RefactoringKind::Rewrite, "Write this pipeline as SQL")
        .with(|remedy| remedy.replace(it.place(whole), text));
    // A pipeline needs none, and a SQL model does.
    if db::companions(it.db, it.file).sidecar.is_none() {
        let (path, content) = sema::new_sidecar(it.db, it.file);
        draft = draft.with(|remedy| remedy.create(path.to_string(), content));
    }
    Some(draft.moving(it.file, to))
}

/// The comments that a file begins with, which are the same in SQL, and the rest; nothing where that has comments, whose
/// place in SQL nobody knows.
pub(super) fn parts(it: &Selection<'_>) -> Option<(TextRange, TextRange)> {
    let root = hir::parsed(it.db, it.file).syntax();
    let tokens = root.descendants_with_tokens().filter_map(NodeOrToken::into_token);
    let mut body: Option<TextRange> = None;
    for token in tokens {
        match token.kind() {
            SyntaxKind::WHITESPACE => {}
            SyntaxKind::LINE_COMMENT | SyntaxKind::BLOCK_COMMENT if body.is_some() => return None,
            SyntaxKind::LINE_COMMENT | SyntaxKind::BLOCK_COMMENT => {}
            _ => body = Some(body.map_or(token.text_range(), |it| it.cover(token.text_range()))),
        }
    }
    let body = body?;
    Some((TextRange::up_to(body.start()), body))
}
