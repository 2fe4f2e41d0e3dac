//! The promises of the formatter, over the corpus beside the checkout and the committed fixtures: the tokens and the
//! comments stay, a second time changes nothing, and nothing panics.
//!
//! The corpus lies at `../shared/corpus` from the repository, or where `ROCKY_CORPUS` says. Without it only the committed
//! fixtures are tested.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use base::DialectKind;
use format::{Commas, FormatOptions, Indent, KeywordCase, edits, format};
use std::path::{Path, PathBuf};
use syntax::{Lexis, SyntaxKind, lex};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn corpus_root() -> PathBuf {
    std::env::var_os("ROCKY_CORPUS").map_or(repository().join("../shared/corpus"), PathBuf::from)
}

/// The statements of a corpus file; nothing, said aloud, where there is no corpus.
fn statements(file: &str) -> Vec<String> {
    let Ok(text) = std::fs::read_to_string(corpus_root().join(file)) else {
        println!("corpus: {file} is not there, nothing of it is tested");
        return Vec::new();
    };
    let sql = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).unwrap()["sql"].as_str().unwrap().to_owned()
    };
    text.lines().map(sql).collect()
}

/// The `.sql` and `.rocky` files that are committed.
fn fixtures() -> Vec<(String, Lexis)> {
    let mut folders = vec![repository().join("fixtures"), repository().join("crates/syntax/tests/fixtures")];
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let lexis = match path.extension().and_then(|it| it.to_str()) {
                Some("sql") => Lexis::Sql(DialectKind::DuckDb),
                Some("rocky") => Lexis::Rocky,
                _ => continue,
            };
            texts.push((std::fs::read_to_string(path).unwrap(), lexis));
        }
    }
    assert!(texts.len() > 20);
    texts
}

/// What formatting must keep: the tokens, in order, and the comments, in order.
fn content(text: &str, lexis: Lexis) -> (Vec<(SyntaxKind, String)>, Vec<String>) {
    let (mut tokens, mut comments) = (Vec::new(), Vec::new());
    let mut start = 0;
    for token in lex(text, lexis).tokens {
        let piece = &text[start..start + token.len as usize];
        start += token.len as usize;
        match token.kind {
            SyntaxKind::WHITESPACE => {}
            SyntaxKind::LINE_COMMENT | SyntaxKind::BLOCK_COMMENT => {
                comments.push(piece.trim_end().to_owned())
            }
            kind if kind.is_keyword() => tokens.push((kind, piece.to_ascii_lowercase())),
            kind => tokens.push((kind, piece.to_owned())),
        }
    }
    comments.sort();
    (tokens, comments)
}

/// What is wrong with the formatted form of a text.
fn fault(text: &str, lexis: Lexis, options: &FormatOptions) -> Option<String> {
    let formatted = format(text, lexis, options);
    if let Some(defect) = formatted.defect {
        return Some(defect.message);
    }
    if content(text, lexis) != content(&formatted.text, lexis) {
        return Some("the content has changed".to_owned());
    }
    let again = format(&formatted.text, lexis, options);
    if again.text != formatted.text {
        let mut lines = formatted.text.lines().zip(again.text.lines());
        return Some(format!("the second time is different: {:?}", lines.find(|(one, other)| one != other)));
    }
    let mut edited = String::new();
    let mut end = 0;
    for edit in edits(text, &formatted.text, lexis) {
        edited.push_str(&text[end..edit.range.start().into()]);
        edited.push_str(&edit.text);
        end = edit.range.end().into();
    }
    edited.push_str(&text[end..]);
    (edited != formatted.text).then(|| "the edits lead elsewhere".to_owned())
}

/// Formats texts in two layouts and holds the results to the promises, on every core.
fn check(texts: impl Iterator<Item = (String, Lexis)>) {
    let texts: Vec<_> = texts.collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let faults_of = |texts: &[(String, Lexis)]| {
        let mut faults = Vec::new();
        for (text, lexis) in texts {
            for options in [FormatOptions::default(), narrow()] {
                if let Some(fault) = fault(text, *lexis, &options) {
                    faults.push((text.len(), fault, text.clone()));
                }
            }
        }
        faults
    };
    let mut faults: Vec<_> = std::thread::scope(|scope| {
        let parts = texts.chunks(texts.len().div_ceil(cores).max(1));
        let threads: Vec<_> = parts.map(|it| scope.spawn(move || faults_of(it))).collect();
        threads.into_iter().flat_map(|it| it.join().unwrap()).collect()
    });
    faults.sort();
    let shortest: Vec<String> = faults.iter().take(3).map(|it| format!("{}\n{}", it.1, it.2)).collect();
    assert!(faults.is_empty(), "{} of {}, such as:\n{}", faults.len(), texts.len(), shortest.join("\n\n"));
}

fn corpus() -> Vec<(String, Lexis)> {
    let mut texts = Vec::new();
    for (file, dialect) in [
        ("ansi", DialectKind::DuckDb),
        ("duckdb", DialectKind::DuckDb),
        ("databricks", DialectKind::Databricks),
        ("spark", DialectKind::Databricks),
        ("snowflake", DialectKind::Snowflake),
        ("bigquery", DialectKind::BigQuery),
        ("trino", DialectKind::Trino),
    ] {
        let mut read = statements(&format!("parse/{file}.jsonl"));
        for part in ["nonquery", "negative", "disputed"] {
            // Not every dialect has each of them.
            let path = format!("parse/{file}.{part}.jsonl");
            if corpus_root().join(&path).exists() {
                read.extend(statements(&path));
            }
        }
        println!("corpus: {} statements of {file}", read.len());
        texts.extend(read.into_iter().map(|it| (it, Lexis::Sql(dialect))));
    }
    texts
}

/// Another layout than the default in every respect.
fn narrow() -> FormatOptions {
    FormatOptions {
        line_width: 30,
        indent: Indent::Tab(3),
        keyword_case: KeywordCase::Lower,
        commas: Commas::Leading,
    }
}

#[test]
fn every_text_keeps_its_content() {
    check(fixtures().into_iter().chain(corpus()));
}

#[test]
fn comments_between_any_tokens_stay() {
    check(fixtures().into_iter().chain(corpus().into_iter().step_by(7)).enumerate().map(
        |(i, (text, lexis))| {
            let mut commented = String::new();
            let mut start = 0;
            for (j, token) in lex(&text, lexis).tokens.iter().enumerate() {
                commented.push_str(&text[start..start + token.len as usize]);
                start += token.len as usize;
                let is_body =
                    !matches!(token.kind, SyntaxKind::FRONTMATTER_OPEN | SyntaxKind::FRONTMATTER_TEXT);
                match (i + j) % 13 {
                    0 if is_body => commented.push_str(" -- behind\n"),
                    4 if is_body => commented.push_str("\n-- above\n"),
                    8 if is_body && lexis != Lexis::Rocky => commented.push_str("/* within */"),
                    _ => {}
                }
            }
            (commented, lexis)
        },
    ));
}

/// The place of some token of a text.
fn some_token(seed: usize, text: &str, lexis: Lexis) -> std::ops::Range<usize> {
    let tokens = lex(text, lexis).tokens;
    let at = (seed * 31) % tokens.len().max(1);
    let start = tokens[..at].iter().map(|it| it.len as usize).sum();
    start..start + tokens.get(at).map_or(0, |it| it.len as usize)
}

#[test]
fn texts_that_are_half_typed_keep_their_content() {
    check(fixtures().into_iter().chain(corpus().into_iter().step_by(5)).enumerate().map(
        |(i, (text, lexis))| {
            let end = some_token(i, &text, lexis).end;
            (text[..end].to_owned(), lexis)
        },
    ));
}

#[test]
fn texts_without_one_token_keep_their_content() {
    check(fixtures().into_iter().chain(corpus().into_iter().step_by(5)).enumerate().map(
        |(i, (text, lexis))| {
            let gap = some_token(i, &text, lexis);
            (format!("{}{}", &text[..gap.start], &text[gap.end..]), lexis)
        },
    ));
}
