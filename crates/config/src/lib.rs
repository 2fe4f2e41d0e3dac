//! The TOML files of a project, decoded with ranges: rocky.toml, sidecars, contracts, schema files.
//!
//! Every decoder takes text and gives back a value and what is wrong with the text. A fault costs the key it is in,
//! never the file: what is not decoded has its default.

mod adapter_rules;
mod column_mention;
mod contract;
mod cron;
mod declared_key;
mod diagnostic;
mod directory_defaults;
pub mod environment;
mod file_kind;
mod format_settings;
pub mod keys;
mod mask;
mod pipeline_order;
mod pipeline_rules;
mod project;
mod project_decode;
mod project_rules;
mod quote;
mod read;
mod redundant;
mod schedule_rules;
mod schema_file;
mod seed_sidecar;
mod sidecar;
mod sidecar_decode;
mod sidecar_rules;
mod strategy;
mod strategy_rules;
mod validate;

#[cfg(test)]
mod tests;

pub use column_mention::{ColumnMention, ColumnPurpose};
pub use contract::{Contract, contract};
pub use declared_key::DeclaredKey;
pub use diagnostic::{ConfigDiagnostic, RelatedRange, Replacement, Spanned};
pub use directory_defaults::{DirectoryDefaults, directory_defaults};
pub use file_kind::{BUFFERS, FileKind, ModelsGlob, ProjectLayout};
pub use format_settings::{Commas, FormatSettings, KeywordCase};
pub use mask::Mask;
pub use project::*;
pub use project_decode::rocky_toml;
pub use quote::quoted;
pub use read::check;
pub use redundant::line_of_setting;
pub use schema_file::{DeclaredColumn, SchemaFile, SchemaTable, schema_file};
pub use seed_sidecar::{SeedSidecar, seed_sidecar};
pub use sidecar::*;
pub use sidecar_decode::sidecar;
pub use strategy::{Granularity, Strategy};
pub use strategy_rules::is_plain_name;
