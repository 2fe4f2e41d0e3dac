//! Counts, in words.

use base::counted;
use ide::Severity;

/// How many diagnostics there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Errors.
    pub(crate) errors: usize,
    /// Warnings.
    pub(crate) warnings: usize,
    /// The rest.
    pub(crate) notes: usize,
}

impl Tally {
    /// Counts one more.
    pub(crate) fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.notes += 1,
        }
    }

    /// All of them.
    pub(crate) fn total(&self) -> usize {
        self.errors + self.warnings + self.notes
    }

    /// `2 errors, 1 warning`, without what there is none of; `no problems` where there is nothing.
    pub(crate) fn describe(&self) -> String {
        let parts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| counted(count, word))
            .collect();
        if parts.is_empty() { "no problems".to_owned() } else { parts.join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_in_words() {
        let check = |errors, warnings, notes, expected: &str| {
            assert_eq!(Tally { errors, warnings, notes }.describe(), expected);
        };
        check(0, 0, 0, "no problems");
        check(1, 2, 0, "1 error, 2 warnings");
        check(0, 0, 1, "1 note");
    }
}
