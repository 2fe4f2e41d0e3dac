//! Module docs: every Rust file begins by saying what it is about.

use super::{Finding, TextFile};

/// Checks the first line. Generated files say so in their `//!` line too.
pub(super) fn check(file: &TextFile) -> Option<Finding> {
    if file.extension() != "rs" || file.text.starts_with("//!") {
        return None;
    }
    Some(Finding::new(
        &file.path,
        1,
        "the first line must be a `//!` line that says what the module is about",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::test_support::{file, printed};

    #[test]
    fn the_first_line_counts() {
        assert_eq!(check(&file("a.rs", "//! Names.\n")), None);
        assert_eq!(check(&file("a.md", "text\n")), None);
        assert_eq!(
            printed(check(&file("a.rs", "use std::fmt;\n//! Names.\n"))),
            ["a.rs:1: the first line must be a `//!` line that says what the module is about"]
        );
    }
}
