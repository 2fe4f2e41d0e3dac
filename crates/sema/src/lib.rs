//! Meaning: name resolution, types, schemas, order, contracts and their diagnostics.
