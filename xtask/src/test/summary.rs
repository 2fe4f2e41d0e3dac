//! Reads how many tests passed and failed out of what the test runners print.

use std::ops::AddAssign;

/// Numbers of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// `Summary [   1.2s] 9 tests run: 7 passed, 1 failed, 1 timed out, 3 skipped`, possibly coloured.
pub(super) fn of_nextest(text: &str) -> Counts {
    let Some(line) =
        text.lines().map(without_colours).rfind(|it| it.contains("tests run:") || it.contains("test run:"))
    else {
        return Counts::default();
    };
    let passed = number_before(&line, " passed");
    let failed = [" failed", " timed out", " exec failed", " setup scripts failed"];
    Counts { passed, failed: failed.iter().map(|it| number_before(&line, it)).sum() }
}

/// `test result: ok. 7 passed; 1 failed; 0 ignored`, once for each test program.
pub(super) fn of_cargo_test(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines().map(without_colours).filter(|it| it.starts_with("test result: ")) {
        counts += Counts { passed: number_before(&line, " passed"), failed: number_before(&line, " failed") };
    }
    counts
}

/// Node's test runner (`# pass 7`, `ℹ fail 1`), Mocha (`7 passing`) and Vitest (`Tests  1 failed | 7 passed (8)`).
pub(super) fn of_node_test(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines().map(without_colours) {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) {
            counts.passed += rest.strip_prefix("pass ").and_then(|it| it.parse().ok()).unwrap_or(0);
            counts.failed += rest.strip_prefix("fail ").and_then(|it| it.parse().ok()).unwrap_or(0);
        } else if line.starts_with("Tests ") {
            counts.passed += number_before(line, " passed");
            counts.failed += number_before(line, " failed");
        } else if line.starts_with(|it: char| it.is_ascii_digit()) {
            counts.passed += number_before(line, " passing");
            counts.failed += number_before(line, " failing");
        }
    }
    counts
}

/// A script that prints `ok …` and `not ok …` for each test. One that prints neither, or fails in spite of what it
/// prints, is judged by its exit code.
pub(super) fn of_script(text: &str, is_success: bool) -> Counts {
    let count = |prefix: &str| text.lines().filter(|it| it.trim_start().starts_with(prefix)).count();
    let counts = Counts { passed: count("ok "), failed: count("not ok ") };
    match counts {
        Counts { passed: 0, failed: 0 } => {
            Counts { passed: usize::from(is_success), failed: usize::from(!is_success) }
        }
        Counts { passed, failed: 0 } if !is_success => Counts { passed, failed: 1 },
        _ => counts,
    }
}

/// The number that stands right before `word`; 0 where there is none.
fn number_before(line: &str, word: &str) -> usize {
    let Some(at) = line.find(word) else { return 0 };
    let head = &line[..at];
    let digits = head.len() - head.trim_end_matches(|it: char| it.is_ascii_digit()).len();
    head[head.len() - digits..].parse().unwrap_or(0)
}

fn without_colours(line: &str) -> String {
    let mut result = String::with_capacity(line.len());
    let mut parts = line.split('\u{1b}');
    result.push_str(parts.next().unwrap_or_default());
    for part in parts {
        result.push_str(part.split_once('m').map_or(part, |(_, rest)| rest));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: usize, failed: usize) -> Counts {
        Counts { passed, failed }
    }

    #[test]
    fn nextest() {
        let text = "  PASS a\n     Summary [   0.123s] 13 tests run: 13 passed, 0 skipped\n";
        assert_eq!(of_nextest(text), counts(13, 0));
        let text = "Summary [ 1.2s] 9/12 tests run: 6 passed (1 slow), 2 failed, 1 timed out, 3 skipped\n";
        assert_eq!(of_nextest(text), counts(6, 3));
        let text =
            "\u{1b}[32;1m Summary\u{1b}[0m [ 1s] \u{1b}[1m2\u{1b}[0m tests run: \u{1b}[1m2\u{1b}[0m passed\n";
        assert_eq!(of_nextest(text), counts(2, 0));
        assert_eq!(of_nextest("error: could not compile\n"), counts(0, 0));
    }

    #[test]
    fn cargo_test() {
        let text =
            "test result: ok. 7 passed; 0 failed; 0 ignored\n\ntest result: FAILED. 3 passed; 2 failed;\n";
        assert_eq!(of_cargo_test(text), counts(10, 2));
    }

    #[test]
    fn node() {
        assert_eq!(of_node_test("# tests 8\n# pass 7\n# fail 1\n"), counts(7, 1));
        assert_eq!(of_node_test("ℹ pass 4\nℹ fail 0\n"), counts(4, 0));
        assert_eq!(of_node_test("  7 passing (12ms)\n  2 failing\n"), counts(7, 2));
        assert_eq!(of_node_test(" Tests  1 failed | 7 passed (8)\n"), counts(7, 1));
    }

    #[test]
    fn scripts() {
        assert_eq!(of_script("ok shows E003\nnot ok fixes it\n", false), counts(1, 1));
        assert_eq!(of_script("ok shows E003\n", false), counts(1, 1));
        assert_eq!(of_script("", true), counts(1, 0));
        assert_eq!(of_script("", false), counts(0, 1));
    }
}
