//! Configuration: text to diagnostics, text to values, kinds of files, keys.

mod files;
mod keys;
mod project;
mod rules;
mod sidecar;

use crate::ConfigDiagnostic;
use std::{collections::BTreeMap, fmt::Write};

fn environment_of(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// One line per diagnostic: code, marked text, message, and the text that a fix writes over what.
fn show(text: &str, diagnostics: &[ConfigDiagnostic]) -> String {
    let mut output = String::new();
    for it in diagnostics {
        write!(output, "{} {:?} {}", it.code, &text[it.range], it.message).unwrap();
        if let Some(fix) = &it.suggestion {
            write!(output, " [{:?} -> {:?}]", &text[fix.range], fix.text).unwrap();
        }
        output.push('\n');
    }
    output
}
