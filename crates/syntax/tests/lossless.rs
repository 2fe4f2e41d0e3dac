//! Every text has a tree that spells it, made in linear work: fixtures and statements of the corpus, their prefixes, and
//! each with one token taken out.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use base::DialectKind;
use support::{Statement, check, corpus, languages, sample};
use syntax::{BatchParser, Lexis, lex, parse_rocky, parse_sql, split_frontmatter};

const SQL: &[&str] = &[
    include_str!("fixtures/everyday.sql"),
    include_str!("fixtures/expressions.sql"),
    include_str!("fixtures/tables.sql"),
    include_str!("fixtures/frontmatter.sql"),
    include_str!("fixtures/definitions.sql"),
];
const ROCKY: &[&str] = &[include_str!("fixtures/pipeline.rocky")];

fn check_prefixes(parser: &mut BatchParser, text: &str, lexis: Lexis) {
    for (end, _) in text.char_indices() {
        check(parser, &text[..end], lexis);
    }
}

fn check_deletions(parser: &mut BatchParser, text: &str, lexis: Lexis) {
    let mut start = 0;
    for token in lex(text, lexis).tokens {
        let end = start + token.len as usize;
        check(parser, &format!("{}{}", &text[..start], &text[end..]), lexis);
        start = end;
    }
    assert_eq!(start, text.len());
}

fn check_variants(text: &str, lexis: Lexis) {
    let mut parser = BatchParser::new();
    check_prefixes(&mut parser, text, lexis);
    check_deletions(&mut parser, text, lexis);
}

/// The statements of a sample that are in one language.
fn sampled(count: usize, lexis: Lexis) -> Vec<Statement> {
    let mut statements = sample(&corpus(), count);
    statements.retain(|it| it.lexis == lexis);
    statements
}

#[test]
fn fixtures_have_no_errors() {
    for text in SQL {
        assert_eq!(*parse_sql(text, DialectKind::DuckDb).errors, [], "{text}");
    }
    for text in ROCKY {
        assert_eq!(*parse_rocky(text).errors, [], "{text}");
    }
}

#[test]
fn prefixes_and_deletions_of_sql() {
    for text in SQL {
        check_variants(text, Lexis::Sql(DialectKind::DuckDb));
    }
}

#[test]
fn prefixes_and_deletions_in_other_dialects() {
    for dialect in DialectKind::ALL {
        check_variants(SQL[1], Lexis::Sql(dialect));
    }
}

#[test]
fn prefixes_and_deletions_of_the_dsl() {
    for text in ROCKY {
        check_variants(text, Lexis::Rocky);
        // Each language must survive the other's text.
        check_variants(text, Lexis::Sql(DialectKind::DuckDb));
    }
}

#[test]
fn every_statement_of_the_corpus() {
    let mut parser = BatchParser::new();
    for statement in corpus().iter().flatten() {
        check(&mut parser, &statement.sql, statement.lexis);
    }
}

/// Every prefix of 2,000 statements, in a test for each dialect so that they run side by side.
fn check_prefixes_of_corpus(dialect: DialectKind) {
    let mut parser = BatchParser::new();
    for statement in sampled(2_000, Lexis::Sql(dialect)) {
        check_prefixes(&mut parser, &statement.sql, statement.lexis);
    }
}

#[test]
fn prefixes_of_the_corpus_duckdb() {
    check_prefixes_of_corpus(DialectKind::DuckDb);
}

#[test]
fn prefixes_of_the_corpus_databricks() {
    check_prefixes_of_corpus(DialectKind::Databricks);
}

#[test]
fn prefixes_of_the_corpus_snowflake() {
    check_prefixes_of_corpus(DialectKind::Snowflake);
}

#[test]
fn prefixes_of_the_corpus_bigquery() {
    check_prefixes_of_corpus(DialectKind::BigQuery);
}

#[test]
fn prefixes_of_the_corpus_trino() {
    check_prefixes_of_corpus(DialectKind::Trino);
}

#[test]
fn deletions_from_the_corpus() {
    let mut parser = BatchParser::new();
    for statement in sample(&corpus(), 500) {
        check_deletions(&mut parser, &statement.sql, statement.lexis);
    }
}

#[test]
fn odd_bytes() {
    let odd = "\u{feff}SELECT\r\n\0 größe, \"名前\", a\u{a0}b, 🦆, “x” FROM t\r\n-- end\r";
    for lexis in languages() {
        check_variants(odd, lexis);
    }
}

#[test]
fn empty_texts() {
    for text in ["", " \n", "-- only a comment", ";", ";;"] {
        let parse = parse_sql(text, DialectKind::DuckDb);
        assert_eq!(parse.syntax().text().to_string(), text);
        assert_eq!((parse.errors.len(), parse.sql_file().unwrap().statements().count()), (0, 0));
    }
}

#[test]
fn an_open_fence_is_one_error() {
    let text = "---toml\nname = \"x\"\nSELECT 1";
    assert!(!split_frontmatter(text).unwrap().closed);
    let parse = parse_sql(text, DialectKind::DuckDb);
    assert_eq!(parse.errors[0].range, split_frontmatter(text).unwrap().fence);
}

#[test]
fn the_frontmatter_is_split_at_its_fences() {
    let text = "\n---toml\nname = \"x\"\n---\nSELECT 1";
    let frontmatter = split_frontmatter(text).unwrap();
    assert_eq!(&text[frontmatter.fence], "---toml");
    assert_eq!(&text[frontmatter.toml], "\nname = \"x\"\n");
    assert_eq!(&text[usize::from(frontmatter.body_start)..], "\nSELECT 1");
}
