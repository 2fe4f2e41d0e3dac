//! Write a SQL model as a pipeline of the DSL: the model keeps its name, and its file has another one.

use super::{Draft, RefactoringKind, Selection, to_sql::parts};
use crate::{FormatRequest, formatting};
use base::{DialectKind, TextRange, TextSize};
use rustc_hash::FxHashMap;
use syntax::{Lexis, NodeOrToken, SyntaxKind};

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    let path = it.file.path(it.db);
    let is_possible = path.extension() == Some("sql")
        && it.is_about_the_whole()
        && !it.file.project(it.db).loose(it.db)
        && it.file.frontmatter(it.db).is_none()
        && hir::substitution(it.db, it.file).is_none();
    let to = path.sibling(&format!("{}.rocky", path.stem()));
    if !is_possible || it.file.project(it.db).files(it.db).contains_key(&to) {
        return None;
    }
    let (head, body) = parts(it)?;
    let text = plan::pipeline(&it.view.body).filter(|text| is_the_same(it, text))?;
    let options =
        formatting::options(db::format_settings(it.db, it.file.project(it.db)), &FormatRequest::default());
    let formatted = format::format(&text, Lexis::Rocky, &options).text;
    let mut text = formatted.trim_end().replace('\n', it.line_break());
    text.push_str(it.line_break());
    let whole = TextRange::new(head.end(), TextSize::of(it.text).max(body.end()));
    let draft = Draft::new(RefactoringKind::Rewrite, "Write this model as a pipeline")
        .with(|remedy| remedy.replace(it.place(whole), text));
    Some(draft.moving(it.file, to))
}

/// Whether a pipeline is the same SQL as the model. Bodies leave out what bears neither on names nor on types, so the
/// words of the text are counted as well: none of them may be lost on the way.
fn is_the_same(it: &Selection<'_>, pipeline: &str) -> bool {
    let dialect = it.view.dialect;
    let parse = syntax::parse_rocky(pipeline);
    let Some(file) = parse.rocky_file().filter(|_| parse.errors.is_empty()) else { return false };
    let read = hir::lower_rocky(&file, dialect).body;
    let print = |body: &hir::Body| plan::print(body, dialect, &plan::Substitutions::default()).ok();
    let is_wanted = |sql: &String| {
        print(&it.view.body).as_ref() == Some(sql) || print(&with_names(&it.view.body)).as_ref() == Some(sql)
    };
    let Some(sql) = print(&read).filter(is_wanted) else { return false };
    let kept = words(&sql, dialect);
    words(it.text, dialect).iter().all(|(word, count)| kept.get(word).is_some_and(|it| it >= count))
}

/// The body with the names of its columns written, where those are the last parts of qualified names.
fn with_names(body: &hir::Body) -> hir::Body {
    let mut body = body.clone();
    let hir::Body { selects, exprs, .. } = &mut body;
    for item in selects.values_mut().flat_map(|it| it.items.iter_mut()) {
        if let hir::SelectItem::Expr { expr, alias: alias @ None } = item
            && let hir::Expr::Name(path) = &exprs[*expr]
            && path.len() > 1
        {
            *alias = path.last().cloned();
        }
    }
    body
}

/// How often a text has each of its words, but for those that say what would hold without them, and brackets.
fn words(sql: &str, dialect: DialectKind) -> FxHashMap<String, usize> {
    const IDLE: [&str; 4] = ["as", "inner", "outer", "asc"];
    let root = syntax::parse_sql(sql, dialect).syntax();
    let mut counts = FxHashMap::default();
    for token in root.descendants_with_tokens().filter_map(NodeOrToken::into_token) {
        let is_idle = token.kind().is_trivia()
            || token.text().is_empty()
            || matches!(
                token.kind(),
                SyntaxKind::L_PAREN | SyntaxKind::R_PAREN | SyntaxKind::COMMA | SyntaxKind::SEMICOLON
            );
        let word = token.text().trim_matches(['"', '`']).to_lowercase();
        if !is_idle && !IDLE.contains(&word.as_str()) {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}
