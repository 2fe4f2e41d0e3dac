//! Rocky held against SQL that nobody here wrote, and against what independent engines say of it.
//!
//! The corpus lies beside the checkout, at `../shared/corpus`, or where `ROCKY_CORPUS` says. It is data of others and no
//! part of this repository.

pub mod duckdb;
pub mod entries;
pub mod fan_out;
pub mod known;
pub mod lineage;
pub mod mutate;
pub mod page;
pub mod parse;
pub mod portability;
mod random;
pub mod recover;
pub mod shape;
pub mod types;
