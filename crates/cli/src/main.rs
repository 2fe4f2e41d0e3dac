//! The `rocky` program.

fn main() {}
