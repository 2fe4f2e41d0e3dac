//! Helpers for tests: inline fixtures with caret annotations and a cursor, and the documentation pages that are tests.
//!
//! Nothing here knows what a diagnostic is: a fixture is files plus what the author wrote under their lines.

mod annotations;
pub mod fixture;
mod generated_part;
pub mod pages;

pub use annotations::Annotation;
pub use fixture::{Fixture, FixtureFile};
pub use generated_part::with_part;
