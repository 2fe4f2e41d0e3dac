//! How much a diagnostic matters.

/// Severity of a diagnostic. The order is from most to least severe.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The warehouse would refuse it, or a declared contract is broken.
    Error,
    /// Suspicious: silently coerced, renamed, ignored.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The spelling in JSON outputs.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "Error",
            Severity::Warning => "Warning",
            Severity::Info => "Info",
        }
    }
}
