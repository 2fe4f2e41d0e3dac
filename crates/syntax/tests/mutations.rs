//! Texts that nobody wrote: statements with tokens and bytes deleted, doubled, swapped, put in, and spliced together.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use base::DialectKind;
use support::{Random, check, corpus, languages, sample};
use syntax::{BatchParser, Lexis, lex};

const SQL: &[&str] = &[
    include_str!("fixtures/everyday.sql"),
    include_str!("fixtures/expressions.sql"),
    include_str!("fixtures/tables.sql"),
    include_str!("fixtures/frontmatter.sql"),
    include_str!("fixtures/definitions.sql"),
];
const ROCKY: &[&str] = &[include_str!("fixtures/pipeline.rocky")];

/// Text that begins, ends or breaks a token, or is none.
const ODD: &[&str] = &[
    "'",
    "\"",
    "`",
    "$$",
    "$a$",
    "$",
    "/*",
    "*/",
    "--",
    "#",
    "//",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    ";",
    ",",
    ".",
    "..",
    "::",
    ":",
    "@",
    "@var(",
    "?",
    "\\",
    "\0",
    "\r",
    "\u{feff}",
    "\u{a0}",
    "é",
    "🦆",
    "’",
    "r'",
    "b\"\"\"",
    "'''",
    "---toml\n",
    "\n---\n",
    "|>",
    "|",
    "=>",
    "->",
    "<",
    ">",
    "select ",
    " from ",
    " end",
    " not ",
    "case ",
    "1e",
    "0x",
    "1_",
];

/// The last place between two characters that is not behind `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0)
}

/// Changes a text in one place.
fn mutate(random: &mut Random, text: &str, lexis: Lexis, others: &[&str]) -> String {
    let mut ends = vec![0];
    for token in lex(text, lexis).tokens {
        ends.push(ends[ends.len() - 1] + token.len as usize);
    }
    let token = |random: &mut Random| {
        let at = random.below(ends.len() - 1);
        ends[at]..ends[(at + 1).min(ends.len() - 1)]
    };
    let (one, two) = (token(random), token(random));
    let (before, behind) = (&text[..one.start], &text[one.end..]);
    match random.below(8) {
        0 => format!("{before}{behind}"),
        1 => format!("{before}{0}{0}{behind}", &text[one]),
        2 if one.end <= two.start => {
            let (between, last) = (&text[one.end..two.start], &text[two.end..]);
            format!("{before}{}{between}{}{last}", &text[two], &text[one])
        }
        3 => {
            let other = *random.pick(others);
            let at = random.below(other.len());
            let line = other[boundary(other, at)..].lines().next().unwrap_or_default();
            format!("{before}{line}{}{behind}", &text[one])
        }
        4 => {
            let other = *random.pick(others);
            let at = random.below(other.len());
            format!("{before}{}", &other[boundary(other, at)..])
        }
        5 => {
            let from = boundary(text, random.below(text.len()));
            let to = boundary(text, from + random.below(8)).max(from);
            format!("{}{}", &text[..from], &text[to..])
        }
        _ => {
            let at = boundary(text, random.below(text.len() + 1));
            format!("{}{}{}", &text[..at], random.pick(ODD), &text[at..])
        }
    }
}

/// Mutates each text `rounds` times, by one to six changes.
fn check_mutations(seed: u64, texts: &[&str], lexis: Lexis, rounds: usize) {
    let mut random = Random(seed);
    let mut parser = BatchParser::new();
    for text in texts {
        for _ in 0..rounds {
            let mut text = mutate(&mut random, text, lexis, texts);
            for _ in 0..random.below(6) {
                text = mutate(&mut random, &text, lexis, texts);
            }
            check(&mut parser, &text, lexis);
        }
    }
}

#[test]
fn fixtures_mutated() {
    for lexis in languages() {
        check_mutations(1, SQL, lexis, 100);
        check_mutations(2, ROCKY, lexis, 200);
    }
}

#[test]
fn odd_texts_alone() {
    let mut random = Random(3);
    let mut parser = BatchParser::new();
    for lexis in languages() {
        for _ in 0..5_000 {
            let text: String = (0..random.below(12)).map(|_| *random.pick(ODD)).collect();
            check(&mut parser, &text, lexis);
        }
    }
}

#[test]
fn the_corpus_mutated() {
    let statements = sample(&corpus(), 4_000);
    for dialect in DialectKind::ALL {
        let lexis = Lexis::Sql(dialect);
        let texts: Vec<&str> =
            statements.iter().filter(|it| it.lexis == lexis).map(|it| it.sql.as_str()).collect();
        check_mutations(4, &texts, lexis, 8);
    }
}

#[test]
fn the_corpus_in_other_languages() {
    let mut parser = BatchParser::new();
    for statement in sample(&corpus(), 4_000) {
        for lexis in languages() {
            check(&mut parser, &statement.sql, lexis);
        }
    }
}
