//! Executes a run plan: order, failures, interruption, records.
