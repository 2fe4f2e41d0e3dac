//! Reads projects from disk: discovery, watching, and the change that brings the database up to date.
//!
//! Nothing here knows what a file means beyond its kind. A file that cannot be read is a value with a reason, never an
//! error that stops the rest.

mod base_revision;
mod catalog;
mod discover;
mod environment;
mod path;
mod read;
mod refresh;
mod walk;
mod watch;

#[cfg(test)]
mod tests;

pub use base_revision::{BaseError, BaseRevision, NotHeld, NotHeldReason, read_base};
pub use catalog::{CatalogCommand, CatalogError, read_catalog};
pub use discover::{DiscoverOptions, Discovered, discover, process_environment};
pub use path::{absolute, find_root, project_root, relative};
pub use read::read;
pub use refresh::{refresh, rescan};
pub use watch::{WatchError, Watcher, watch};
