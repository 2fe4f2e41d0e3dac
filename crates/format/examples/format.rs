//! Formats standard input, or, given JSON-lines files of the corpus, checks every statement of them.
#![allow(clippy::print_stdout, clippy::expect_used, clippy::unwrap_used, reason = "a tool for developers")]

use base::DialectKind;
use format::{FormatOptions, format};
use std::io::Read as _;
use syntax::Lexis;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let language = arguments.next().unwrap_or_default();
    let lexis = DialectKind::from_name(&language).map_or(Lexis::Rocky, Lexis::Sql);
    let options = FormatOptions::default();
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).expect("readable standard input");
    let formatted = format(&text, lexis, &options);
    print!("{}", formatted.text);
    if let Some(defect) = formatted.defect {
        println!("DEFECT: {}", defect.message);
    }
    let again = format(&formatted.text, lexis, &options);
    if again.text != formatted.text {
        println!("NOT IDEMPOTENT:\n{}", again.text);
    }
}
