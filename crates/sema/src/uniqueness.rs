//! Uniqueness: what a row of a relation stands for, and which of its rows a join repeats.
//!
//! Each relation has [`Uniqueness`]: keys that are proven, and grains, which say what a row stands for. Facts come from
//! declarations (`declared`) and from constructs (`select`, `query`); they pass joins by way of a [`JoinGraph`], in which
//! a row of some relations determines the rows of others: the closure of relational theory (Abiteboul, Hull and Vianu,
//! "Foundations of Databases", 8.2).

mod columns;
mod conditions;
mod declared;
mod facts;
mod from;
mod graph;
mod query;
mod select;
#[cfg(test)]
mod tests;

pub(crate) use declared::model_uniqueness;
pub use facts::{Dependency, Grain, Key, Uniqueness};
pub use graph::{GraphColumn, JoinGraph, Leaf, Repetition};
pub use query::{BodyUniqueness, body_uniqueness};
