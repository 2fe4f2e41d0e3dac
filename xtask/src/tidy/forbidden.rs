//! Forbidden things: tests that cannot fail, panics on user input, notes to self, names of this machine.

use super::rust_source::production_lines;
use super::{Finding, TextFile};
use std::path::Path;

// The words are put together here so that this file does not contain them.
const NOTES_TO_SELF: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X")];
const REGISTRY_HOSTS: &[&str] = &[
    concat!("registry.", "npmjs"),
    concat!("registry.", "yarnpkg"),
    concat!("pypi", ".org"),
    concat!("files.", "pythonhosted"),
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("crates.io", "/api"),
    concat!("artifac", "tory"),
];
const ATTRIBUTES: &[&str] = &[concat!("#[", "ignore"), concat!("#[", "should_panic")];
const PANICS: &[&str] = &[concat!(".unw", "rap()"), concat!(".exp", "ect(\"")];
const ABORT: &str = concat!("panic = ", "\"abort\"");

/// Places that exist on one machine only.
pub(super) struct MachinePaths(Vec<String>);

impl MachinePaths {
    /// The home folder and the checkout.
    pub(super) fn of_this_machine(root: &Path) -> MachinePaths {
        // What the machines have that this is built on; the home folder of any other is its own.
        let mut paths = vec![concat!("/ro", "ot/").to_owned(), concat!("/wo", "rk/").to_owned()];
        let home = std::env::var("HOME").ok().filter(|it| it.len() > 1);
        paths.extend(home.into_iter().chain([root.display().to_string()]).map(|it| format!("{it}/")));
        MachinePaths(paths)
    }

    /// The first such path in `line` that is absolute: nothing that belongs to a path stands before it.
    fn find_in(&self, line: &str) -> Option<&str> {
        self.0.iter().map(String::as_str).find(|path| {
            line.match_indices(path).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                !before.is_some_and(|it| it.is_alphanumeric() || "._-/~}$*".contains(it))
            })
        })
    }
}

/// Checks one file.
pub(super) fn check(file: &TextFile, machine_paths: &MachinePaths) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = |line: usize, message: String| findings.push(Finding::new(&file.path, line, message));
    let is_lock_file = file.path.ends_with(".lock") || file.path.ends_with("package-lock.json");
    let is_test_data = file.path.starts_with("fixtures/");
    for (number, line) in file.numbered_lines() {
        if let Some(host) = REGISTRY_HOSTS.iter().find(|it| line.contains(**it)) {
            report(
                number,
                format!("names the package registry `{host}`: leave it to the user's configuration"),
            );
        }
        if let Some(path) = machine_paths.find_in(line) {
            report(number, format!("the path `{path}` exists on one machine only"));
        }
        if !is_lock_file
            && !is_test_data
            && let Some(word) = NOTES_TO_SELF.iter().find(|it| contains_word(line, it))
        {
            report(number, format!("`{word}`: do it, or open an issue"));
        }
        if file.extension() == "toml" && line.trim_start().starts_with(ABORT) {
            report(number, format!("`{ABORT}`: salsa cancels by unwinding"));
        }
        if file.extension() == "rs"
            && let Some(attribute) = ATTRIBUTES.iter().find(|it| line.trim_start().starts_with(**it))
        {
            report(number, format!("`{attribute}]`: assert the behaviour as it is and say why"));
        }
    }
    for (number, line) in production_lines(file) {
        let is_excused = line.contains("unwrap_used") || line.contains("expect_used");
        if !is_excused && PANICS.iter().any(|it| line.contains(it)) {
            report(
                number,
                "`unwrap` and `expect` panic on what a user may write: return the error".to_owned(),
            );
        }
    }
    findings
}

fn contains_word(line: &str, word: &str) -> bool {
    let is_word_char = |it: char| it.is_alphanumeric() || it == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].chars().next_back().is_some_and(is_word_char)
            && !line[at + word.len()..].chars().next().is_some_and(is_word_char)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::test_support::{file, printed};

    fn check_text(path: &str, text: &str) -> Vec<String> {
        let paths = MachinePaths(vec!["/somewhere/".to_owned()]);
        printed(check(&file(path, text), &paths))
    }

    #[test]
    fn tests_that_cannot_fail_are_found() {
        let text = format!("{}]\n{}(expected = \"x\")]\n", ATTRIBUTES[0], ATTRIBUTES[1]);
        assert_eq!(check_text("a.rs", &text).len(), 2);
    }

    #[test]
    fn panics_are_found_outside_tests() {
        let unwrapping = "fn f() { g().unwrap(); h().expect(\"h\"); p.expect(COMMA); }\n";
        assert_eq!(check_text("crates/a/src/lib.rs", unwrapping).len(), 1);
        assert_eq!(check_text("crates/a/src/lib.rs", "fn f() { p.expect(COMMA); }\n").len(), 0);
        assert_eq!(check_text("crates/a/tests/b.rs", unwrapping).len(), 0);
    }

    #[test]
    fn notes_to_self_are_words() {
        assert_eq!(check_text("a.md", &format!("{}: later\n", NOTES_TO_SELF[0])).len(), 1);
        assert_eq!(check_text("a.md", &format!("{}S\n", NOTES_TO_SELF[0])).len(), 0);
        assert_eq!(check_text("Cargo.lock", &format!("\"{}\"\n", NOTES_TO_SELF[0])).len(), 0);
    }

    #[test]
    fn machines_and_registries_are_not_named() {
        assert_eq!(
            check_text("a.md", "see /somewhere/a and https://example.com/somewhere/b\n"),
            ["a.md:1: the path `/somewhere/` exists on one machine only"]
        );
        assert_eq!(check_text("b.md", "https://example.com/somewhere/b\n"), [""; 0]);
        let lock = format!("\"resolved\": \"https://{}.org/x\"\n", REGISTRY_HOSTS[0]);
        assert_eq!(check_text("package-lock.json", &lock).len(), 1);
    }

    #[test]
    fn unwinding_stays_on() {
        assert_eq!(check_text("Cargo.toml", &format!("[profile.release]\n{ABORT}\n")).len(), 1);
        assert_eq!(check_text("Cargo.toml", &format!("# never {ABORT}\n")).len(), 0);
    }
}
