//! Prints the tree and the errors of the text on standard input, or, given JSON-lines files of the corpus, the
//! statements that do not parse and the speed.
#![allow(clippy::print_stdout, clippy::expect_used, clippy::unwrap_used, reason = "a tool for developers")]

use base::DialectKind;
use std::io::Read as _;
use std::time::Instant;
use syntax::{BatchParser, parse_rocky, parse_sql};

fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    let dialect = arguments.next().unwrap_or_default();
    if arguments.peek().is_none() {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).expect("readable standard input");
        let parse = match DialectKind::from_name(&dialect) {
            Some(dialect) => parse_sql(&text, dialect),
            None => parse_rocky(&text),
        };
        println!("{:#?}", parse.syntax());
        for error in &*parse.errors {
            println!("{:?} {} {:?}", error.range, error.message, &text[error.range]);
        }
        return;
    }
    let dialect = DialectKind::from_name(&dialect).unwrap_or_default();
    let mut texts = Vec::new();
    for file in arguments {
        for line in std::fs::read_to_string(&file).expect("readable corpus").lines() {
            let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
            texts.push((
                row["id"].as_str().unwrap_or("?").to_owned(),
                row["sql"].as_str().unwrap_or("").to_owned(),
            ));
        }
    }
    let mut failing = 0;
    for (id, text) in &texts {
        let parse = parse_sql(text, dialect);
        assert_eq!(parse.syntax().text().to_string(), *text);
        if let Some(error) = parse.errors.first() {
            failing += 1;
            let range = error.range;
            println!(
                "{id}\t{}\t@{:?} {:?}\t{}",
                error.message,
                range.start(),
                &text[range],
                text.replace('\n', " ")
            );
        }
    }
    let mut parser = BatchParser::new();
    let start = Instant::now();
    let mut bytes = 0;
    for _ in 0..5 {
        for (_, text) in &texts {
            bytes += text.len();
            std::hint::black_box(parser.parse_sql(text, dialect));
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!("{failing} of {} fail; {:.1} MB/s", texts.len(), bytes as f64 / seconds / 1e6);
}
