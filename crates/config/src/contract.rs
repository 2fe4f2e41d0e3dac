//! Contracts: `<model>.contract.toml` (formats.md 3.1).

use crate::{ConfigDiagnostic, DeclaredColumn, DeclaredKey, FileKind, Spanned, read, validate};
use base::{Code, SmolStr};
use std::collections::{BTreeMap, btree_map::Entry};
use syntax::toml::Table;

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
    let (root, mut diagnostics) = read::file(text, 0.into(), FileKind::Contract, validate::OTHER, None);
    let rules = root.table("rules");
    let names = |key| rules.map_or_else(Vec::new, |rules| read::strings(rules, key));
    let contract = Contract {
        columns: read::columns(&root),
        required: names("required"),
        protected: names("protected"),
        no_new_nullable: rules.and_then(|rules| read::boolean(rules, "no_new_nullable")),
        keys: rules.map(DeclaredKey::read_all).unwrap_or_default(),
    };
    unknown_rules(rules, &mut diagnostics);
    duplicate_columns(&contract.columns, &mut diagnostics);
    (contract, read::sorted(diagnostics))
}

/// E014: an unknown key in `[rules]` is a promise that nobody keeps, and more than a key without effect.
fn unknown_rules(rules: Option<&Table>, diagnostics: &mut [ConfigDiagnostic]) {
    let entries = rules.map_or(&[][..], |it| &it.entries);
    let is_rule = |it: &&mut ConfigDiagnostic| {
        it.code == Code::V061 && entries.iter().any(|entry| entry.key.range == it.range)
    };
    for diagnostic in diagnostics.iter_mut().filter(is_rule) {
        diagnostic.code = Code::E014;
    }
}

/// E014: a column that is described twice. Columns are found without regard to the case of their letters.
fn duplicate_columns(columns: &[DeclaredColumn], diagnostics: &mut Vec<ConfigDiagnostic>) {
    let mut first: BTreeMap<String, &Spanned<SmolStr>> = BTreeMap::new();
    for column in columns {
        match first.entry(column.name.as_str().to_lowercase()) {
            Entry::Vacant(entry) => drop(entry.insert(&column.name)),
            Entry::Occupied(entry) => {
                let message = format!("the contract describes `{}` twice", column.name.as_str());
                let diagnostic = ConfigDiagnostic::new(Code::E014, column.name.range, message);
                diagnostics.push(diagnostic.related(entry.get().range, "the first time".to_owned()));
            }
        }
    }
}
