//! Meaning: name resolution, types, schemas, order, contracts and their diagnostics.
//!
//! [`schema`] is the firewall between models: diagnostics of one model read the schemas of others, and nothing else of
//! them.

mod contract;
mod external;
mod finding;
mod checks;
mod infer;
mod project;
mod output_schema;

pub use external::{ExternalColumn, ExternalTable, external_names};
pub use finding::{Finding, Place, Remedy};
pub use checks::findings;
pub use contract::{contract_file, contracted_model};
pub use infer::{Definition, Inference, Origin, Output, OutputColumn, Owner, Resolution, StarExpansion, inference};
pub use project::*;
pub use output_schema::{Column, Nullability, OpenReason, Schema, UnknownReason, ValueType, schema, schema_fingerprint};
