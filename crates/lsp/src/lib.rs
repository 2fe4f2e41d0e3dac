//! The language server: tower-lsp at the edge, one thread that owns the database.
