//! The vocabulary of execution: run plans, statements, run records, and the adapter trait.
