//! Emits the colours of SQL models and of the Rocky DSL for editors that read TextMate grammars
//! (<https://macromates.com/manual/en/language_grammars>), out of the grammars and the tables of tokens.

mod dsl;
mod sql;

use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(super) use dsl::emit as emit_dsl;
pub(super) use sql::{emit as emit_sql, emit_injection};

fn to_text(language: &Value) -> Result<String, String> {
    serde_json::to_string_pretty(language).map(|it| it + "\n").map_err(|err| err.to_string())
}

fn rule(name: &str, pattern: &str) -> Value {
    json!({ "name": name, "match": pattern })
}

/// A pattern for any of the words, alone.
fn any<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    format!("\\b(?:{})\\b", words.join("|"))
}

/// The quoted words of a grammar.
fn keywords(grammar: &str) -> BTreeSet<String> {
    let rules = grammar.lines().filter(|it| !it.trim_start().starts_with("//"));
    // Between the first quote and the second stands a token, between the second and the third the grammar goes on.
    let tokens = rules.flat_map(|it| it.split('\'').skip(1).step_by(2));
    let is_word = |it: &&str| it.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    tokens.filter(|it| !it.is_empty()).filter(is_word).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_grammar() {
        let grammar = "// The 'comment'.\nLet = 'let' Name '=' ('left' | 'left_join')? '#number' // 'x'\n";
        let words: Vec<String> = keywords(grammar).into_iter().collect();
        assert_eq!(words, ["left", "left_join", "let", "x"]);
    }
}
