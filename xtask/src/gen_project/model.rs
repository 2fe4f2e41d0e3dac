//! What the generator knows of the models it has written: enough that every later reference is valid.

/// The types that generated columns have. Expressions keep a column within its kind, so unions and keys always agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Key,
    Text,
    Amount,
    Integer,
    Ratio,
    Flag,
    Date,
    Timestamp,
}

impl Kind {
    /// The type in DuckDB's spelling.
    pub(super) fn sql_type(self) -> &'static str {
        match self {
            Kind::Key | Kind::Integer => "BIGINT",
            Kind::Text => "VARCHAR",
            Kind::Amount => "DECIMAL(18, 2)",
            Kind::Ratio => "DOUBLE",
            Kind::Flag => "BOOLEAN",
            Kind::Date => "DATE",
            Kind::Timestamp => "TIMESTAMP",
        }
    }

    /// The type in the neutral spelling of contracts.
    pub(super) fn contract_type(self) -> &'static str {
        match self {
            Kind::Key | Kind::Integer => "Int64",
            Kind::Text => "String",
            Kind::Amount => "Decimal(18,2)",
            Kind::Ratio => "Float64",
            Kind::Flag => "Boolean",
            Kind::Date => "Date",
            Kind::Timestamp => "Timestamp",
        }
    }
}

/// A column of a model's output.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(super) name: String,
    /// The attribute it was derived from: derived names are built from it so that they do not grow layer by layer.
    pub(super) stem: String,
    pub(super) kind: Kind,
}

/// The columns of a SELECT under construction; names stay distinct.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns(pub(super) Vec<Column>);

impl Columns {
    /// Adds a column and returns its name, numbered where the wanted one is taken.
    pub(super) fn add(&mut self, name: &str, stem: &str, kind: Kind) -> String {
        let mut unique = name.to_owned();
        let mut number = 2;
        while self.0.iter().any(|it| it.name == unique) {
            unique = format!("{name}_{number}");
            number += 1;
        }
        self.0.push(Column { name: unique.clone(), stem: stem.to_owned(), kind });
        unique
    }
}

/// The language a model is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    Sql,
    Dsl,
}

/// A source table that a staging model reads.
#[derive(Clone, Debug)]
pub(crate) struct SourceTable {
    pub(super) schema: String,
    pub(super) table: String,
    /// Names and types in DuckDB's spelling.
    pub(super) columns: Vec<(String, &'static str)>,
    /// Whether the columns are declared in the model's sidecar; otherwise in the schema's file.
    pub(super) is_in_sidecar: bool,
}

/// A finished model.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) name: String,
    /// Folder below `models/`.
    pub(crate) folder: String,
    pub(super) language: Language,
    pub(crate) text: String,
    pub(super) columns: Vec<Column>,
    /// The words for one row of it, such as `order`.
    pub(super) entity: String,
    /// Names of the models it reads.
    pub(crate) reads: Vec<String>,
    pub(super) source: Option<SourceTable>,
    /// Whether one row is one customer.
    pub(crate) is_customer_table: bool,
}

impl Model {
    /// The extension of its file.
    pub(crate) fn extension(&self) -> &'static str {
        match self.language {
            Language::Dsl => "rocky",
            Language::Sql => "sql",
        }
    }

    /// The columns of one of these kinds.
    pub(super) fn columns_of(&self, kinds: &[Kind]) -> Vec<&Column> {
        self.columns.iter().filter(|it| kinds.contains(&it.kind)).collect()
    }
}
