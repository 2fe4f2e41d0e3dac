//! What is asked, and what is answered.

use crate::{FileId, FileRange};
use sema::EdgeKind;

/// A question about lineage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineageRequest {
    /// The model.
    pub model: ModelRef,
    /// One of its columns; all of them where absent.
    pub column: Option<String>,
    /// Which way to go.
    pub direction: LineageDirection,
    /// Over how many models at most, each way.
    pub depth: Option<usize>,
    /// Whether to follow what decides about values and rows, too.
    pub indirect: bool,
}

/// Which model is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelRef {
    /// The one of this name.
    Name(String),
    /// The one that a file is, or that a TOML file is about.
    File(FileId),
}

/// Which way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineageDirection {
    /// To what it is made of.
    Upstream,
    /// To what is made of it.
    Downstream,
    /// Both.
    Both,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineageFault {
    /// No model is called so, or the file is not about any.
    NoModel {
        /// A name that may have been meant.
        closest: Option<String>,
    },
    /// The model has no such column.
    NoColumn {
        /// A name that may have been meant.
        closest: Option<String>,
    },
}

/// Columns and what they are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineageGraph {
    /// The models and tables: those furthest upstream first, then by name.
    pub relations: Vec<LineageRelation>,
    /// What goes where, by target, in the order in which the target's text names its sources.
    pub edges: Vec<LineageEdge>,
    /// The position of the model that was asked about.
    pub focus: usize,
    /// The column that was asked about, if one was.
    pub column: Option<ColumnRef>,
}

/// A model, or a table outside the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineageRelation {
    /// Its name.
    pub name: String,
    /// The model's file; absent for a table outside the project.
    pub model: Option<FileId>,
    /// How many models away it is: below zero upstream, above zero downstream.
    pub distance: isize,
    /// Those of its columns that are on the way, in its own order; of the model that was asked about, all that were
    /// asked for.
    pub columns: Vec<LineageColumn>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineageColumn {
    /// Its name.
    pub name: String,
    /// Its type in the dialect's spelling, where it is known.
    pub data_type: Option<String>,
    /// Why it may have further sources, to follow "because".
    pub incomplete: Option<String>,
}

/// A column of a [`LineageGraph`], by the positions of its relation and of itself in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ColumnRef {
    /// The relation.
    pub relation: usize,
    /// The column.
    pub column: usize,
}

/// One thing that goes into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineageEdge {
    /// What.
    pub source: ColumnRef,
    /// The part of its value that goes there: `.city`, `[1]`, `[*]`; empty for all of it.
    pub path: String,
    /// Where it goes.
    pub target: LineageTarget,
    /// What becomes of it on the way.
    pub kind: EdgeKind,
    /// The arm of a set operation through which it goes, from 0.
    pub branch: Option<u32>,
    /// The alias under which the target reads the source.
    pub role: Option<String>,
    /// Where each step is written, from the target to the source. Empty for a column that a star passes on and that
    /// nobody declares.
    pub hops: Vec<FileRange>,
}

/// Where an edge ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineageTarget {
    /// At a column.
    Column(ColumnRef),
    /// At the rows of a relation, by its position: it decides which there are.
    Rows(usize),
}
