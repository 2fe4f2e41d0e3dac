//! What `cargo xtask codegen` writes.

pub(crate) mod kinds;
