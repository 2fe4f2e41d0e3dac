//! `_defaults.toml`: what the models of one directory share (formats.md 2.3).

use crate::{ConfigDiagnostic, Freshness, Spanned, Strategy};
use base::SmolStr;
use std::collections::BTreeMap;

/// Defaults for the models of the same directory, not of its subdirectories.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryDefaults {
    /// `target.catalog`.
    pub catalog: Option<Spanned<SmolStr>>,
    /// `target.schema`.
    pub schema: Option<Spanned<SmolStr>>,
    /// `[strategy]`; the range is that of its `type`, or of the table.
    pub strategy: Option<Spanned<Strategy>>,
    /// `intent`.
    pub intent: Option<Spanned<SmolStr>>,
    /// `[freshness]`.
    pub freshness: Option<Freshness>,
}

/// Decodes a `_defaults.toml`. `environment` holds the variables that are set.
pub fn directory_defaults(
    text: &str,
    environment: &BTreeMap<String, String>,
) -> (DirectoryDefaults, Vec<ConfigDiagnostic>) {
    let _ = (text, environment);
    (DirectoryDefaults::default(), Vec::new())
}
