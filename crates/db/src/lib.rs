//! The salsa inputs, the change that sets them, and the queries over files and configuration.
//!
//! Text comes in through one [`Change`]; every query above this crate is pure. Paths are relative to their project's
//! root and use `/`, so no answer depends on where a project lies.

mod change;
mod database;
mod input;
mod path;
mod revision;
mod settings;

pub use change::{Applied, Change, FileChange, RootChange};
pub use database::{Db, ExecutedQuery, RootDatabase};
pub use input::{
    CachedTable, CatalogTable, DuckDbCatalog, FileText, Frontmatter, MAX_FILE_BYTES, Project, ReadProblem,
    SourceFile,
};
pub use path::{ProjectRoot, RelativePath};
pub use revision::Revision;
pub use settings::{
    Companions, Decoded, companions, contract, description, dialect, directory_defaults, engine, file_kind,
    format_settings, frontmatter, is_time_interval, layout, rocky_toml, rocky_toml_file, schema_file,
    seed_sidecar, sidecar, strategy, target_dialects, written_strategy,
};
