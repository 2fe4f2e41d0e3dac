//! Sidecars of seeds: `seeds/<stem>.toml` beside `seeds/<stem>.csv` (formats.md 3.2).

use crate::{ConfigDiagnostic, FileKind, Pair, SidecarTarget, Spanned, read, validate};
use base::SmolStr;

/// The table that a seed becomes. Everything is optional: the table is called as the file is, its schema is `seeds`, and
/// types are inferred from the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeedSidecar {
    /// `name` of the table, where its target says none.
    pub name: Option<Spanned<SmolStr>>,
    /// `[target]`.
    pub target: SidecarTarget,
    /// `[column_types]`: columns and their types, as the warehouse spells them.
    pub column_types: Vec<Pair>,
}

/// Decodes the sidecar of a seed. Environment variables are not substituted in it.
pub fn seed_sidecar(text: &str) -> (SeedSidecar, Vec<ConfigDiagnostic>) {
    let (root, diagnostics) = read::file(text, 0.into(), FileKind::SeedSidecar, validate::OTHER, None);
    let sidecar = SeedSidecar {
        name: read::string(&root, "name"),
        target: root.table("target").map(SidecarTarget::read).unwrap_or_default(),
        column_types: read::pairs(root.table("column_types")),
    };
    (sidecar, read::sorted(diagnostics))
}
