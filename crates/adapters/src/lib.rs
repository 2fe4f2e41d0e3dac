//! Warehouse adapters.
