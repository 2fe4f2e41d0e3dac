//! Casts: which exist, which happen on their own, which literals convert.

use crate::Type;
use base::DialectKind;

/// Whether one type converts to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CastKind {
    /// The engine inserts it by itself.
    Implicit,
    /// `CAST` does it, perhaps failing for some values.
    Explicit,
    /// The engine refuses it when binding.
    Never,
}

/// Whether `dialect` converts `from` to `to`. What is not known counts as implicit, so that nothing is reported.
pub fn cast_exists(dialect: DialectKind, from: &Type, to: &Type) -> CastKind {
    let _ = (dialect, from, to);
    CastKind::Implicit
}

/// Whether the string `text` converts to `ty`: certain yes, certain no, or `None` where only the engine can tell.
pub fn literal_converts(dialect: DialectKind, text: &str, ty: &Type) -> Option<bool> {
    let _ = (dialect, text, ty);
    None
}
