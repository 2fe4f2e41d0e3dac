//! The ways in which a project is broken.

/// A way to break a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Takes an item out of the list that makes a model's columns.
    DropColumn,
    /// Gives another name to a column of a model.
    RenameColumn,
    /// Casts a column of a model to another type.
    RetypeColumn,
    /// Takes an item out of one arm of a set operation.
    DropFromArm,
    /// Misspells the name of a column.
    MisspellColumn,
    /// Misspells what stands before the point.
    MisspellQualifier,
    /// Leaves out what stands before the point.
    DropQualifier,
    /// Reads another column of the same model in its place.
    SwapColumn,
    /// Misspells the name of a relation.
    MisspellRelation,
    /// Misspells the name of a function.
    MisspellFunction,
    /// Calls another function.
    SwapFunction,
    /// Takes an argument out of a call.
    DropArgument,
    /// Doubles the last argument of a call.
    DoubleArgument,
    /// Takes an expression out of a `GROUP BY`.
    DropGroupKey,
    /// Compares a count in a `WHERE`.
    AggregateInWhere,
    /// Deletes a model.
    RemoveModel,
    /// Takes a column out of a source table.
    DropSourceColumn,
    /// Gives another name to a column of a source table.
    RenameSourceColumn,
    /// Gives another type to a column of a source table.
    RetypeSourceColumn,
    /// Compares with NULL.
    CompareWithNull,
    /// Adds a common table expression that nobody reads.
    UnusedCte,
    /// Gives one name to two columns of a model.
    DuplicateOutput,
    /// Misspells a column in a contract.
    ContractColumn,
    /// Writes another type into a contract.
    ContractType,
    /// Misspells a column in a test of a sidecar.
    SidecarColumn,
    /// Reads one of the model's own readers.
    Cycle,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 26] = [
        Kind::DropColumn,
        Kind::RenameColumn,
        Kind::RetypeColumn,
        Kind::DropFromArm,
        Kind::MisspellColumn,
        Kind::MisspellQualifier,
        Kind::DropQualifier,
        Kind::SwapColumn,
        Kind::MisspellRelation,
        Kind::MisspellFunction,
        Kind::SwapFunction,
        Kind::DropArgument,
        Kind::DoubleArgument,
        Kind::DropGroupKey,
        Kind::AggregateInWhere,
        Kind::RemoveModel,
        Kind::DropSourceColumn,
        Kind::RenameSourceColumn,
        Kind::RetypeSourceColumn,
        Kind::CompareWithNull,
        Kind::UnusedCte,
        Kind::DuplicateOutput,
        Kind::ContractColumn,
        Kind::ContractType,
        Kind::SidecarColumn,
        Kind::Cycle,
    ];

    /// In a few words.
    pub fn name(self) -> &'static str {
        match self {
            Kind::DropColumn => "drop a column of a model",
            Kind::RenameColumn => "rename a column of a model",
            Kind::RetypeColumn => "retype a column of a model",
            Kind::DropFromArm => "drop a column of a set operation's arm",
            Kind::MisspellColumn => "misspell a column",
            Kind::MisspellQualifier => "misspell a qualifier",
            Kind::DropQualifier => "leave out a qualifier",
            Kind::SwapColumn => "read another column",
            Kind::MisspellRelation => "misspell a relation",
            Kind::MisspellFunction => "misspell a function",
            Kind::SwapFunction => "call another function",
            Kind::DropArgument => "drop an argument",
            Kind::DoubleArgument => "double an argument",
            Kind::DropGroupKey => "drop a grouping key",
            Kind::AggregateInWhere => "aggregate in WHERE",
            Kind::RemoveModel => "delete a model",
            Kind::DropSourceColumn => "drop a source's column",
            Kind::RenameSourceColumn => "rename a source's column",
            Kind::RetypeSourceColumn => "retype a source's column",
            Kind::CompareWithNull => "compare with NULL",
            Kind::UnusedCte => "add an unused CTE",
            Kind::DuplicateOutput => "name two columns alike",
            Kind::ContractColumn => "misspell a contract's column",
            Kind::ContractType => "change a contract's type",
            Kind::SidecarColumn => "misspell a test's column",
            Kind::Cycle => "read a reader",
        }
    }

    /// The code that Rocky must report for it, where no engine is asked: it is known from the mutation.
    pub fn known_code(self) -> Option<&'static str> {
        match self {
            Kind::CompareWithNull => Some("W014"),
            Kind::UnusedCte => Some("W008"),
            Kind::DuplicateOutput => Some("E009"),
            Kind::ContractColumn => Some("W010"),
            Kind::ContractType => Some("E011"),
            Kind::SidecarColumn => Some("E015"),
            Kind::Cycle => Some("E016"),
            _ => None,
        }
    }
}
