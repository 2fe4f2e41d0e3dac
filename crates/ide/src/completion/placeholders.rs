//! Placeholders and the names of run variables, which stand in the text of a model and not in what is analysed.

use super::Found;
use crate::{Completion, CompletionKind, placeholder};
use base::{TextRange, TextSize};
use db::{Db, SourceFile};
use syntax::{Lexis, SyntaxKind, lex};

/// What is proposed behind an `@` and behind `@var(`; absent elsewhere.
pub(super) fn proposals(db: &dyn Db, file: SourceFile, offset: TextSize) -> Option<Found> {
    let text = &file.text(db).text;
    if !sema::is_statement(db, file) || !text.contains('@') {
        return None;
    }
    let is_rocky = file.path(db).extension() == Some("rocky");
    let lexis = if is_rocky { Lexis::Rocky } else { Lexis::Sql(db::dialect(db, file)) };
    let mut found = Found::default();
    match place(text, offset, lexis)? {
        // Placeholders are for SQL: the DSL has none, and nothing else begins with an `@` either.
        Place::Placeholder(_) | Place::Variable(_) if is_rocky => {}
        Place::Placeholder(range) => {
            let mut add = |name: &str, snippet: Option<&str>, detail: &str| {
                let plain = Completion::plain(CompletionKind::Keyword, name.into(), name.into(), range);
                let (snippet, detail) = (snippet.map(str::to_owned), Some(detail.to_owned()));
                found.add(Completion { snippet, detail, ..plain }, None);
            };
            add("@var", Some("@var(${1:name}, ${2:default})"), "a run variable, or its default");
            if db::is_time_interval(db, file) {
                add("@start_date", None, "the start of the window, which belongs to it");
                add("@end_date", None, "the end of the window, which does not belong to it");
            }
        }
        Place::Variable(range) => {
            let typed = text.get(usize::from(range.start())..usize::from(offset)).unwrap_or_default();
            let is_being_typed = |it: &String| it == &text[range];
            let names = placeholder::variables(db, file.project(db)).into_iter();
            let given = file.project(db).variables(db).keys().cloned();
            let names: std::collections::BTreeSet<String> =
                names.filter(|it| !is_being_typed(it)).chain(given).collect();
            for name in found.few(names.into_iter().collect(), typed, |it: &String| it) {
                let plain = Completion::plain(CompletionKind::Value, name.clone(), name, range);
                found.add(Completion { detail: Some("run variable".to_owned()), ..plain }, None);
            }
        }
    }
    Some(found)
}

/// What is being typed, with what a proposal replaces.
enum Place {
    Placeholder(TextRange),
    Variable(TextRange),
}

fn place(text: &str, offset: TextSize, lexis: Lexis) -> Option<Place> {
    // What stands before the word at the cursor, blanks and comments left out, the nearest last.
    let mut before: Vec<&str> = Vec::new();
    let mut start = TextSize::from(0);
    let mut word = TextRange::empty(offset);
    for token in lex(text, lexis).tokens {
        let range = TextRange::at(start, token.len.into());
        start = range.end();
        let is_text = matches!(token.kind, SyntaxKind::STRING | SyntaxKind::QUOTED_IDENT);
        if range.start() >= offset {
            break;
        }
        if range.end() >= offset && (range.end() > offset || !token.kind.is_trivia()) {
            let content = &text[range];
            match content {
                _ if is_text || token.kind.is_trivia() => return None,
                _ if content.starts_with('@') => return Some(Place::Placeholder(range)),
                _ if content.starts_with(|it: char| it == '_' || it.is_alphabetic()) => word = range,
                _ => before.push(content),
            }
            break;
        }
        if !token.kind.is_trivia() {
            before.push(&text[range]);
        }
    }
    before.ends_with(&["@var", "("]).then_some(Place::Variable(word))
}
