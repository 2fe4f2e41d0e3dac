//! Generated files: what codegen would write now is what is checked in.

use super::Finding;

/// Regenerates in memory and compares.
pub(super) fn check() -> Option<Finding> {
    let message = crate::codegen::run(true).err()?;
    Some(Finding::new("xtask/src/codegen/mod.rs", 1, message))
}
