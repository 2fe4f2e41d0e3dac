//! The vocabulary of execution: run plans, statements, run records, and the adapter trait.
//!
//! Everything here is plain data or a trait. `plan` writes a [`RunPlan`], `engine` executes it through
//! an [`Adapter`] and leaves a [`RunRecord`]; neither side needs to know the other. Types that are
//! stored or printed carry a format number, and readers refuse numbers they do not know.

mod adapter;
mod catalog;
pub mod fake;
mod plan;
mod record;
mod strategy;
mod target;
mod timestamp;

pub use adapter::{Adapter, AdapterError, Execution, FailureKind, Rows};
pub use catalog::{
    CATALOG_BUSY, CATALOG_FORMAT, CatalogColumn, CatalogSchema, CatalogSnapshot, CatalogTable, RelationKind,
    RememberedTable,
};
pub use plan::{PLAN_FORMAT, PlanError, Purpose, Refused, RunPlan, Statement, Step, When};
pub use record::{
    InputIdentity, InputKind, ModelRecord, ModelStatus, RECORD_FORMAT, Recipe, RunOrigin, RunRecord,
    RunStatus, Trigger,
};
pub use strategy::Strategy;
pub use target::{ColumnSchema, TargetName};
pub use timestamp::Timestamp;
