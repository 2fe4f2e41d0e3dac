//! Contracts: `<model>.contract.toml` (formats.md 3.1).

use crate::{ConfigDiagnostic, DeclaredColumn, DeclaredKey, FileKind, Spanned, read, validate};
use base::SmolStr;

/// What a model promises about its output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contract {
    /// `[[columns]]`.
    pub columns: Vec<DeclaredColumn>,
    /// `rules.required`: columns that must exist (E010).
    pub required: Vec<Spanned<SmolStr>>,
    /// `rules.protected`: columns that must not go (E013).
    pub protected: Vec<Spanned<SmolStr>>,
    /// `rules.no_new_nullable`.
    pub no_new_nullable: Option<Spanned<bool>>,
    /// `rules.primary_key` and `rules.unique`.
    pub keys: Vec<DeclaredKey>,
}

/// Decodes a contract. Environment variables are not substituted in contracts.
pub fn contract(text: &str) -> (Contract, Vec<ConfigDiagnostic>) {
    let (root, diagnostics) = read::file(text, 0.into(), FileKind::Contract, validate::OTHER, None);
    let rules = root.table("rules");
    let names = |key| rules.map_or_else(Vec::new, |rules| read::strings(rules, key));
    let contract = Contract {
        columns: read::columns(&root),
        required: names("required"),
        protected: names("protected"),
        no_new_nullable: rules.and_then(|rules| read::boolean(rules, "no_new_nullable")),
        keys: rules.map(DeclaredKey::read_all).unwrap_or_default(),
    };
    (contract, read::sorted(diagnostics))
}
