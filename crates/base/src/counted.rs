//! Numbers with their nouns.

use std::fmt::Display;

/// `1 model`, `2 models`: a number and a noun whose plural ends in `s`.
pub fn counted<N: Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    let plural = if count == N::from(1) { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
