//! Warehouse adapters.
//!
//! One module per warehouse, each behind [`warehouse::Adapter`].

pub mod duckdb;
