//! `_defaults.toml`: what the models of one directory share (formats.md 2.3).

use crate::{ConfigDiagnostic, FileKind, Freshness, Spanned, Strategy, read, strategy_rules, validate};
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
    let (root, mut diagnostics) =
        read::file(text, 0.into(), FileKind::Defaults, validate::OTHER, Some(environment));
    let target = root.table("target");
    let defaults = DirectoryDefaults {
        catalog: target.and_then(|it| read::string(it, "catalog")),
        schema: target.and_then(|it| read::string(it, "schema")),
        strategy: root.get("strategy").and_then(Strategy::read),
        intent: read::string(&root, "intent"),
        freshness: root.table("freshness").map(Freshness::read),
    };
    strategy_rules::check(defaults.strategy.as_ref(), &mut diagnostics);
    (defaults, read::sorted(diagnostics))
}
