//! Names of the project that a value in TOML may be.

use crate::{CompletionKind, symbol::Symbol};
use base::{Ident, SmolStr};
use config::FileKind;
use db::{Db, SourceFile};
use sema::Target;
use std::sync::Arc;
use syntax::toml::Table;

/// A value that names something.
pub(super) struct NamedValue {
    pub(super) name: SmolStr,
    pub(super) kind: CompletionKind,
    pub(super) symbol: Option<Symbol>,
}

/// A value's place: the file, the tables around it, what else is written in the innermost, and the key.
pub(super) struct ValuePlace<'a> {
    pub(super) db: &'a dyn Db,
    pub(super) file: SourceFile,
    pub(super) table: &'a [SmolStr],
    pub(super) written: Option<&'a Table>,
    pub(super) key: &'a str,
}

/// Keys whose values are columns of the model that the file is about.
const COLUMN_KEYS: [&str; 14] = [
    "column",
    "unique_key",
    "update_columns",
    "time_column",
    "timestamp_column",
    "partition_by",
    "partition_columns",
    "cluster_by",
    "required",
    "protected",
    "columns",
    "unique",
    "primary_key",
    "updated_at",
];

impl ValuePlace<'_> {
    /// The names that may stand there.
    pub(super) fn names(&self) -> Vec<NamedValue> {
        let head = self.table.first().map(SmolStr::as_str);
        match (db::file_kind(self.db, self.file), head, self.key) {
            (FileKind::RockyToml, Some("pipeline" | "pipelines"), "depends_on" | "after") => self.pipelines(),
            (FileKind::RockyToml, Some("pipeline" | "pipelines"), "table")
                if self.table.last().is_some_and(|it| it == "assertions") =>
            {
                self.models()
            }
            (FileKind::RockyToml, Some("policy"), "model" | "models") => self.models(),
            (FileKind::RockyToml, _, "classifications" | "exclude_classifications" | "allow_unmasked") => {
                self.tags()
            }
            (_, _, "adapter") => self.adapters(),
            (FileKind::SchemaFile, _, "type") | (_, Some("sources"), "type")
                if self.table.last().is_some_and(|it| it == "columns") =>
            {
                self.types(&[])
            }
            (FileKind::SeedSidecar, Some("column_types"), _) => self.types(&[]),
            (FileKind::RockyToml | FileKind::SchemaFile | FileKind::SeedSidecar, ..) => Vec::new(),
            (_, None, "depends_on") => self.models(),
            (_, None, "group") => self.files_of(FileKind::Group),
            (_, Some("classification"), _) => self.tags(),
            (_, Some("use_test"), "name") => self.test_definitions(),
            (_, Some("tests" | "test"), "to_table" | "ref") => {
                let mut names = self.models();
                names.extend(self.tables());
                names
            }
            (_, Some("tests"), "to_column") => self.columns_of_other_table(),
            (FileKind::Contract, Some("columns"), "name") => self.columns(),
            (FileKind::Contract, Some("columns"), "type") => self.types(dialect::CONTRACT_TYPES),
            // A source has columns of its own.
            (_, Some("sources"), _) => Vec::new(),
            (_, _, key) if COLUMN_KEYS.contains(&key) => self.columns(),
            _ => Vec::new(),
        }
    }

    fn model(&self) -> Option<SourceFile> {
        crate::cone::model_of(self.db, self.file)
    }

    /// Names of types: `neutral` ones, then those of the warehouse.
    fn types(&self, neutral: &[&'static str]) -> Vec<NamedValue> {
        let dialect = db::dialect(self.db, self.model().unwrap_or(self.file));
        let named = |name: &&'static str| NamedValue {
            name: SmolStr::new_static(name),
            kind: CompletionKind::Type,
            symbol: None,
        };
        neutral.iter().chain(dialect::usual_types(dialect)).map(named).collect()
    }

    fn models(&self) -> Vec<NamedValue> {
        let own = self.model();
        let models = &sema::model_index(self.db, self.file.project(self.db)).models;
        let named = |it: &SourceFile| NamedValue {
            name: sema::declared_name(self.db, *it),
            kind: CompletionKind::Model,
            symbol: Some(Symbol::Model(*it)),
        };
        models.iter().filter(|it| Some(**it) != own).map(named).collect()
    }

    fn tables(&self) -> Vec<NamedValue> {
        let dialect = db::dialect(self.db, self.file);
        let named = |(name, table): (String, _)| NamedValue {
            name: name.into(),
            kind: CompletionKind::Source,
            symbol: Some(Symbol::External(table)),
        };
        sema::external_names(self.db, self.file.project(self.db), dialect).into_iter().map(named).collect()
    }

    fn columns(&self) -> Vec<NamedValue> {
        self.model().map(|it| columns_of(self.db, it)).unwrap_or_default()
    }

    /// The columns of the table that the `to_table` beside the key names.
    fn columns_of_other_table(&self) -> Vec<NamedValue> {
        let other = self.written.and_then(|it| it.get("to_table")).and_then(|it| it.as_str());
        let (Some(model), Some(other)) = (self.model(), other) else { return Vec::new() };
        let path: Vec<Ident> = other.split('.').map(Ident::new).collect();
        match sema::resolve_relation(self.db, model, &path) {
            Target::Model(model) => columns_of(self.db, model),
            Target::External(table) => {
                let columns = table.columns.iter().flatten().enumerate();
                let named = |(index, column): (usize, &sema::ExternalColumn)| NamedValue {
                    name: column.name.clone(),
                    kind: CompletionKind::Column,
                    symbol: Some(Symbol::ExternalColumn(Arc::clone(&table), index as u32)),
                };
                columns.map(named).collect()
            }
            Target::Undescribed | Target::Absent { .. } => Vec::new(),
        }
    }

    fn adapters(&self) -> Vec<NamedValue> {
        let settings = db::rocky_toml(self.db, self.file.project(self.db));
        settings.value.adapters.iter().map(|it| plain(it.name.value.clone())).collect()
    }

    /// The other pipelines.
    fn pipelines(&self) -> Vec<NamedValue> {
        let settings = db::rocky_toml(self.db, self.file.project(self.db));
        let names = settings.value.pipelines.iter().map(|it| it.name.value.clone());
        names.filter(|it| self.table.get(1) != Some(it)).map(plain).collect()
    }

    /// The tags that have a mask, or need none.
    fn tags(&self) -> Vec<NamedValue> {
        let settings = &db::rocky_toml(self.db, self.file.project(self.db)).value;
        let tags = settings.masked_tags().chain(&settings.allow_unmasked);
        let mut names: Vec<SmolStr> = tags.map(|it| it.value.clone()).collect();
        names.sort();
        names.dedup();
        names.into_iter().map(plain).collect()
    }

    fn files(&self, kind: FileKind) -> Vec<SourceFile> {
        let files = self.file.project(self.db).files(self.db).values().copied();
        files.filter(|it| db::file_kind(self.db, *it) == kind).collect()
    }

    fn files_of(&self, kind: FileKind) -> Vec<NamedValue> {
        self.files(kind).into_iter().map(|it| plain(it.path(self.db).stem().into())).collect()
    }

    /// The names in `test_definitions.toml`.
    fn test_definitions(&self) -> Vec<NamedValue> {
        let mut names = Vec::new();
        for file in self.files(FileKind::TestDefinitions) {
            let root = syntax::toml::parse(&file.text(self.db).text, base::TextSize::from(0)).root;
            names.extend(root.entries.iter().map(|it| plain(it.key.text.clone())));
        }
        names
    }
}

fn plain(name: SmolStr) -> NamedValue {
    NamedValue { name, kind: CompletionKind::Value, symbol: None }
}

/// The columns of a model that have a name.
pub(super) fn columns_of(db: &dyn Db, model: SourceFile) -> Vec<NamedValue> {
    let schema = sema::schema(db, model);
    let columns = schema.columns.iter().enumerate().filter(|it| !it.1.name.is_empty());
    let named = |(index, column): (usize, &sema::Column)| NamedValue {
        name: column.name.clone(),
        kind: CompletionKind::Column,
        symbol: Some(Symbol::ModelColumn(model, index as u32)),
    };
    columns.map(named).collect()
}
