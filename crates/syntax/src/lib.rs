//! Text to lossless trees: SQL, the Rocky DSL and TOML.
