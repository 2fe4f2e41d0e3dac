//! Formats standard input, or, given JSON-lines files of the corpus, counts how much of statements that break off after
//! some token stays as it is.
#![allow(clippy::print_stdout, clippy::expect_used, clippy::unwrap_used, reason = "a tool for developers")]

use base::DialectKind;
use format::{FormatOptions, format};
use std::io::Read as _;
use syntax::{Lexis, lex};

fn main() {
    let mut arguments = std::env::args().skip(1).peekable();
    let language = arguments.next().unwrap_or_default();
    let lexis = DialectKind::from_name(&language).map_or(Lexis::Rocky, Lexis::Sql);
    let options = FormatOptions::default();
    if arguments.peek().is_some() {
        return count(arguments, lexis, &options);
    }
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

/// Of every statement the part up to one token, a different one for each.
fn count(files: impl Iterator<Item = String>, lexis: Lexis, options: &FormatOptions) {
    let (mut broken, mut whole, mut long, mut tokens, mut kept) = (0, 0, 0, 0, 0);
    for file in files {
        for (i, line) in std::fs::read_to_string(file).unwrap().lines().enumerate() {
            let row: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = row["sql"].as_str().unwrap();
            let lexed = lex(text, lexis).tokens;
            let at = (i * 31) % lexed.len().max(1);
            let end: usize = lexed.iter().take(at + 1).map(|it| it.len as usize).sum();
            let formatted = format(&text[..end], lexis, options);
            if formatted.untouched.is_empty() {
                continue;
            }
            let (mut start, mut all, mut inside) = (0_usize, 0, 0);
            for token in lex(&text[..end], lexis).tokens {
                if !token.kind.is_trivia() {
                    all += 1;
                    let is_inside = |it: &&base::TextRange| {
                        usize::from(it.start()) <= start && start < usize::from(it.end())
                    };
                    inside += usize::from(formatted.untouched.iter().find(is_inside).is_some());
                }
                start += token.len as usize;
            }
            broken += 1;
            whole += usize::from(inside == all);
            long += usize::from(inside == all && all > 15);
            tokens += all;
            kept += inside;
        }
    }
    println!(
        "{broken} broken texts: {whole} stay wholly as they are, {long} of more than 15 tokens; {kept} of {tokens} tokens do"
    );
}
