//! A comparison as data.

use crate::FileId;
use dialect::Type;

/// What differs between two revisions of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The models that were edited, or whose columns differ because of what they read; by name.
    pub models: Vec<ModelChange>,
    /// How many models there are in either revision.
    pub total_models: usize,
    /// What it adds to the diagnostics of the project as it is now.
    pub diagnostics: Vec<super::HistoryDiagnostic>,
}

/// What differs in a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelChange {
    /// Its name now, or its last one.
    pub name: String,
    /// Whether it came, went or changed.
    pub status: ModelStatus,
    /// What was edited of it.
    pub edit: EditKind,
    /// What it was.
    pub before: Option<ModelState>,
    /// What it is.
    pub after: Option<ModelState>,
    /// The columns that differ: those that are there, by position, then those that are gone.
    pub columns: Vec<ChangedColumn>,
    /// Whether other rows come out, or the same ones a different number of times.
    pub rows_changed: bool,
    /// Models that read it, directly or not, nearest first. Filled where it is gone, or its rows changed.
    pub readers: Vec<Consumer>,
    /// Why not all of its columns are known in one of the revisions, so that columns may have come or gone unnoticed.
    pub incomplete: Option<String>,
}

/// A model in one revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelState {
    /// Its file.
    pub file: FileId,
    /// Where that lies.
    pub path: String,
    /// Its name.
    pub name: String,
    /// The table that it builds, as far as its parts are said; nothing for an ephemeral model.
    pub target: Option<String>,
    /// How it is built.
    pub strategy: String,
    /// The columns by which it is merged.
    pub unique_key: Vec<String>,
    /// The columns that make its partitions.
    pub partition_by: Vec<String>,
    /// The format of its table, where it is said.
    pub format: Option<String>,
    /// Its columns, in order.
    pub columns: Vec<ColumnState>,
    /// Whether the contract forbids columns that may newly be NULL.
    pub no_new_nullable: bool,
}

/// A column in one revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnState {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// Its type in the spelling of the warehouse; nothing where it is not known.
    pub type_name: Option<String>,
    /// Whether it may be NULL; nothing where nobody has said.
    pub nullable: Option<bool>,
    /// Its position.
    pub index: usize,
}

/// Whether a model came, went or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ModelStatus {
    /// Nothing that a reader can see differs.
    Unchanged,
    /// It differs.
    Modified,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
}

/// What was edited of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditKind {
    /// Nothing: it differs because of what it reads.
    Nothing,
    /// Blanks, comments and spelling: it means what it meant.
    Formatting,
    /// Its sidecar, contract or folder's defaults, or where it lies.
    Configuration,
    /// Its query.
    Query,
}

/// A column that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedColumn {
    /// What it was.
    pub before: Option<ColumnState>,
    /// What it is.
    pub after: Option<ColumnState>,
    /// In what respects; the first is the gravest.
    pub aspects: Vec<ColumnAspect>,
    /// The columns of other models that are made of it, nearest first. Of a column that is gone they are those that were
    /// made of it.
    pub consumers: Vec<Consumer>,
    /// What contracts, tests and other declarations say of it and of its consumers.
    pub dependents: Vec<Dependent>,
}

/// In what respect a column differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnAspect {
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed,
    /// It has another type.
    Retyped,
    /// It may be NULL and could not, or the other way round.
    Nullability,
    /// It is computed in another way, under the same name and type.
    Logic,
    /// It is new.
    Added,
}

/// A column that is made of another, directly or not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Consumer {
    /// How many models it is away.
    pub depth: usize,
    /// Its model's name.
    pub model: String,
    /// Its name; nothing where the model reads the column without putting it into one of its own: in `WHERE`, `JOIN` …
    pub column: Option<String>,
}

/// Something outside of SQL that depends on a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependent {
    /// The column's model.
    pub model: String,
    /// The column.
    pub column: String,
    /// What it is, in words: a contract, a test, a key of the strategy.
    pub kind: String,
    /// The file that says it.
    pub path: String,
}

/// How grave a change is for whoever reads the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreakingSeverity {
    /// Readers fail, or silently read something else.
    Breaking,
    /// Some readers may.
    Warning,
    /// Readers go on as before.
    Info,
}

/// A change with its severity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreakingFinding {
    /// The model.
    pub model: String,
    /// What changed.
    pub change: BreakingChange,
    /// How grave it is.
    pub severity: BreakingSeverity,
}

/// A change that matters to whoever reads the table (formats.md 5.3).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are what the variants say")]
pub enum BreakingChange {
    /// The model is gone.
    ModelRemoved,
    /// The model is new.
    ModelAdded,
    /// A column is gone.
    ColumnDropped { column: String, data_type: String },
    /// A column is new.
    ColumnAdded { column: String, data_type: String, nullable: bool },
    /// A column has another type.
    ColumnTypeChanged { column: String, old_type: String, new_type: String, narrowing: bool },
    /// A column may be NULL and could not, or the other way round.
    ColumnNullabilityChanged { column: String, old_nullable: bool, new_nullable: bool },
    /// A column stands elsewhere.
    ColumnReordered { column: String, old_index: usize, new_index: usize },
    /// The table is built in another way.
    StrategyChanged { old_strategy: String, new_strategy: String },
    /// The columns by which rows are merged are others.
    KeyChanged { key_kind: String, old: Vec<String>, new: Vec<String> },
    /// The columns that make partitions are others.
    PartitionChanged { old: Vec<String>, new: Vec<String> },
    /// The model builds another table.
    TargetRenamed { old: String, new: String },
    /// The table has another format.
    FormatChanged { old: String, new: String },
    /// The query means something else.
    SqlBodyChanged,
}
