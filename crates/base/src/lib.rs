//! Vocabulary shared by every crate: offsets, names, fingerprints, diagnostic codes.
//!
//! Nothing here knows SQL's meaning, salsa, or the outside world.

mod applicability;
mod code;
mod counted;
mod dialect_kind;
mod fingerprint;
mod ident;
mod severity;
mod suggest;

pub use applicability::Applicability;
pub use code::{Code, CodeGroup};
pub use counted::counted;
pub use dialect_kind::DialectKind;
pub use fingerprint::Fingerprint;
pub use ident::Ident;
pub use severity::Severity;
pub use smol_str::{SmolStr, format_smolstr};
pub use suggest::{closest, distance};
pub use text_size::{TextRange, TextSize};
