//! What the rest of the project needs to know of a model before it looks at its body.

use base::Ident;

/// The names of relations that a model reads, without positions: enough to draw the dependency graph.
///
/// Names of common table expressions are not among them, and neither are names that a CTE in scope shadows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Each name once, in order of first appearance; parts from catalog to table.
    pub relations: Box<[Box<[Ident]>]>,
    /// The names that it gives to relations: those of common table expressions, and aliases that are not the name of the
    /// table itself. Each spelling once.
    pub given_names: Box<[Ident]>,
}
