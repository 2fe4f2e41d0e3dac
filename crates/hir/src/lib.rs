//! Lowering: trees to position-free bodies, heads and source maps.
//!
//! A file is lowered as a whole; [`head`] and [`body`] are the firewalls that stop an edit which does not change them.
//! Nothing here knows a type.

mod anchor;
mod construct;
mod expression;
mod interface;
mod lower;
mod query;
mod relation;
mod source_map;
mod statement;
mod substitution;
mod walk;

pub use anchor::{Anchor, removal_anchors};
pub use construct::*;
pub use expression::*;
pub use interface::Head;
pub use la_arena::ArenaMap;
pub use lower::{CteId, Lowering, lower_rocky, lower_sql};
pub use query::{
    LoweredFile, SyntaxFindings, analysed, analysed_text, analysed_tree, body, has_variables, head, lowered,
    parsed, read_as, syntax_findings,
};
pub use relation::*;
pub use source_map::{
    Clause, CteRanges, InlinedName, ItemRanges, QueryRanges, RelationRanges, SelectRanges, SourceMap,
    StarRanges, WindowRanges, WithRanges,
};
pub use statement::*;
pub use substitution::{FIRST_RUN, Filled, Filling, Substitution, substitution};
