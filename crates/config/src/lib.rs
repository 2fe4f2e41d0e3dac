//! The TOML files of a project, decoded with ranges: rocky.toml, sidecars, contracts, schema files.
