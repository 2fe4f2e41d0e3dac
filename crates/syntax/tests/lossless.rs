//! Every text has a tree that spells it: fixtures, their prefixes, and fixtures with one token taken out.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind;
use syntax::{BatchParser, Lexis, lex, parse_rocky, parse_sql, split_frontmatter};

const SQL: &[&str] = &[
    include_str!("fixtures/everyday.sql"),
    include_str!("fixtures/expressions.sql"),
    include_str!("fixtures/tables.sql"),
    include_str!("fixtures/frontmatter.sql"),
    include_str!("fixtures/definitions.sql"),
];
const ROCKY: &[&str] = &[include_str!("fixtures/pipeline.rocky")];

fn check_text(parser: &mut BatchParser, text: &str, lexis: Lexis) {
    let parse = match lexis {
        Lexis::Sql(dialect) => parser.parse_sql(text, dialect),
        Lexis::Rocky => parser.parse_rocky(text),
    };
    assert_eq!(parse.syntax().text().to_string(), text);
    for error in &*parse.errors {
        assert!(usize::from(error.range.end()) <= text.len(), "{error:?}");
    }
}

fn check_variants(text: &str, lexis: Lexis) {
    let mut parser = BatchParser::new();
    for (end, _) in text.char_indices() {
        check_text(&mut parser, &text[..end], lexis);
    }
    let mut start = 0;
    for token in lex(text, lexis).tokens {
        let end = start + token.len as usize;
        check_text(&mut parser, &format!("{}{}", &text[..start], &text[end..]), lexis);
        start = end;
    }
    assert_eq!(start, text.len());
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
fn odd_bytes() {
    let odd = "\u{feff}SELECT\r\n\0 größe, \"名前\", a\u{a0}b, 🦆, “x” FROM t\r\n-- end\r";
    for lexis in DialectKind::ALL.map(Lexis::Sql).into_iter().chain([Lexis::Rocky]) {
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
