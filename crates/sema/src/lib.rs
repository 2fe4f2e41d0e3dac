//! Meaning: name resolution, types, schemas, order, contracts and their diagnostics.
//!
//! [`schema`] is the firewall between models: diagnostics of one model read the schemas of others, and nothing else of
//! them.

mod checks;
mod column_lineage;
mod contract;
mod external;
mod facts;
mod finding;
mod infer;
mod output_schema;
mod place;
mod project;
mod remedy;
mod rewrite;
mod suppression;
#[cfg(test)]
mod test_support;
mod uniqueness;

pub use checks::{findings, looked_up_table, models_in_tests, new_sidecar};
pub use column_lineage::{
    ColumnLineage, CteLineage, EdgeKind, Feed, IncompleteReason, IndirectEdge, Lineage, LineageEdge,
    PathStep, SourceColumn, SourceRelation, cte_lineage, lineage, local_lineage,
};
pub use contract::{
    Cause, WasColumn, contract_file, contracted_model, new_nullable_finding, protected_findings,
};
pub use external::{ExternalColumn, ExternalKey, ExternalTable, external_names};
pub use facts::{Candidate, Facts};
pub use finding::Finding;
pub use infer::{
    Definition, Derivation, Inference, Origin, Output, OutputColumn, Owner, Resolution, StarExpansion,
    inference, inference_elsewhere, operand_of,
};
pub use output_schema::{
    Column, Nullability, OpenReason, Schema, UnknownReason, ValueType, schema, schema_fingerprint,
};
pub use place::{Place, column_range, start_range};
pub use project::*;
pub use remedy::{Boundary, Edit, NewText, Piece, Remedy};
pub use rewrite::{Rewriter, WrittenTypeName, written_type_names};
pub use suppression::{Suppressions, pragmas_of};
pub use uniqueness::{
    BodyUniqueness, Dependency, Grain, GraphColumn, JoinGraph, Key, Leaf, Repetition, Uniqueness,
    body_uniqueness,
};
