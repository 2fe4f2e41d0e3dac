//! Vocabulary shared by every crate: offsets, names, fingerprints, diagnostic codes.
//!
//! Nothing here knows SQL's meaning, salsa, or the outside world.

mod code;
mod dialect_kind;
mod fingerprint;
mod ident;
mod severity;
mod suggest;

pub use code::{Code, CodeGroup};
pub use dialect_kind::DialectKind;
pub use fingerprint::Fingerprint;
pub use ident::Ident;
pub use severity::Severity;
pub use smol_str::{SmolStr, format_smolstr};
pub use suggest::closest;
pub use text_size::{TextRange, TextSize};

/// A byte store addressed by fingerprints. The content cache implements it; a test can use a map.
///
/// A value is a pure function of its key, so a miss and a hit must never change an answer.
pub trait ByteStore: Send + Sync {
    /// The bytes stored under `key`, or nothing.
    fn get(&self, key: Fingerprint) -> Option<Vec<u8>>;
    /// Remembers `value` under `key`, now or at the next flush.
    fn put(&self, key: Fingerprint, value: Vec<u8>);
}
