//! The names of models, tables and columns in TOML: sidecars, frontmatter, contracts and schema files; and in the other
//! files that declare tables.

use crate::symbol::{Name, Role, Symbol};
use base::{Ident, SmolStr, TextRange};
use config::{FileKind, Source, Spanned, TestKind};
use db::{Db, SourceFile};
use sema::{ExternalTable, Target};
use std::sync::Arc;

/// A name before it is looked up: that of a column needs the schema of its model.
#[derive(Clone, Debug)]
pub(crate) enum Written {
    /// Already a symbol.
    Symbol(Symbol),
    /// A column of a model.
    ColumnOf(SourceFile, SmolStr),
}

impl Written {
    /// What it means. Names in TOML are neither quoted nor folded.
    pub(crate) fn symbol(&self, db: &dyn Db) -> Option<Symbol> {
        match self {
            Written::Symbol(symbol) => Some(symbol.clone()),
            Written::ColumnOf(model, name) => {
                let schema = sema::schema(db, *model);
                Some(Symbol::ModelColumn(*model, schema.position(name)? as u32))
            }
        }
    }
}

/// Every name in a file that is not part of a statement, unsorted.
pub(crate) fn names(db: &dyn Db, file: SourceFile) -> Vec<Name> {
    let mut found = declared_tables(db, file);
    found.extend(declared_functions(db, file));
    for (range, role, written) in written_names(db, file) {
        found.extend(written.symbol(db).map(|symbol| Name { range, symbol, role, expr: None }));
    }
    found
}

/// The names of models and of their columns in a sidecar, in frontmatter or in a contract.
pub(crate) fn written_names(db: &dyn Db, file: SourceFile) -> Vec<(TextRange, Role, Written)> {
    let mut collector = Collector { db, found: Vec::new() };
    match db::file_kind(db, file) {
        FileKind::Sidecar => {
            if let Some(model) = sema::described_model(db, file)
                && sema::model(db, model).described_in == Some(file)
            {
                collector.sidecar(model);
            }
        }
        FileKind::Contract => {
            if let Some(model) = sema::contracted_model(db, file) {
                let contract = &db::contract(db, file).value;
                let columns = contract.columns.iter().map(|it| &it.name);
                let keys = contract.keys.iter().flat_map(|it| &it.columns);
                let names = columns.chain(&contract.required).chain(&contract.protected).chain(keys);
                names.for_each(|it| collector.column(model, it));
            }
        }
        kind if kind.is_statement() && sema::model(db, file).described_in == Some(file) => {
            collector.sidecar(file);
        }
        _ => {}
    }
    collector.found
}

/// The functions that `rocky.toml` declares.
pub(crate) fn declared_functions(db: &dyn Db, file: SourceFile) -> Vec<Name> {
    if db::file_kind(db, file) != FileKind::RockyToml {
        return Vec::new();
    }
    let functions = &db::rocky_toml(db, file.project(db)).value.functions;
    let definition = |(index, it): (u32, &config::FunctionDeclaration)| {
        Name::definition(it.name.range, Symbol::DeclaredFunction(file, index))
    };
    (0..).zip(functions).map(definition).collect()
}

/// The tables outside the project that a file declares, and their columns.
pub(crate) fn declared_tables(db: &dyn Db, file: SourceFile) -> Vec<Name> {
    let may_declare = match db::file_kind(db, file) {
        FileKind::SchemaFile | FileKind::Sidecar | FileKind::SeedCsv => true,
        kind if kind.is_statement() => file.frontmatter(db).is_some(),
        _ => file.path(db).as_str() == "data/seed.sql",
    };
    if !may_declare {
        return Vec::new();
    }
    let mut names = Vec::new();
    for (_, table) in sema::external_names(db, file.project(db), db::dialect(db, file)) {
        let Some((declared_in, range)) = table.declared else { continue };
        if declared_in == file {
            names.push(Name::definition(range, Symbol::External(Arc::clone(&table))));
            let columns = table.columns.iter().flatten().enumerate();
            let columns = columns.filter_map(|(index, it)| Some((index as u32, it.declared?)));
            names.extend(columns.map(|(index, range)| {
                Name::definition(range, Symbol::ExternalColumn(Arc::clone(&table), index))
            }));
        }
    }
    names
}

struct Collector<'a> {
    db: &'a dyn Db,
    found: Vec<(TextRange, Role, Written)>,
}

impl Collector<'_> {
    fn column(&mut self, model: SourceFile, name: &Spanned<SmolStr>) {
        self.found.push((name.range, Role::Read, Written::ColumnOf(model, name.value.clone())));
    }

    fn sidecar(&mut self, model: SourceFile) {
        let described = sema::model(self.db, model);
        let Some(sidecar) = &described.sidecar else { return };
        let sidecar = &sidecar.value;
        if let Some(name) = &sidecar.name {
            let symbol = Written::Symbol(Symbol::Model(model));
            self.found.push((name.range, Role::Definition, symbol));
        }
        for (name, target) in sema::declared_dependencies(self.db, model).unwrap_or_default() {
            let symbol = target.map(|it| Written::Symbol(Symbol::Model(it)));
            self.found.extend(symbol.map(|it| (name.range, Role::Read, it)));
        }
        for mention in sidecar.column_mentions() {
            self.column(model, mention.name);
        }
        for source in &sidecar.sources {
            self.source(model, source);
        }
        for test in &sidecar.tests {
            if let TestKind::Relationships { to_table: Some(table), to_column } = &test.kind.value {
                self.relationship(model, table, to_column.as_ref());
            }
        }
        for sql in crate::test_sql::row_sql(sidecar) {
            self.columns_in_sql((model, described.described_in), sql);
        }
    }

    fn columns_in_sql(&mut self, (model, file): (SourceFile, Option<SourceFile>), sql: &Spanned<SmolStr>) {
        let names = file.and_then(|file| crate::test_sql::column_names(self.db, (model, file), sql));
        for (range, name) in names.into_iter().flatten() {
            self.found.push((range, Role::Read, Written::ColumnOf(model, name.text)));
        }
    }

    /// A source that is the table of another model, which is found first; or one that another file declares as well, and
    /// whose declaration counts.
    fn source(&mut self, model: SourceFile, source: &Source) {
        let Some(table) = &source.table else { return };
        let parts = [source.catalog.as_ref(), source.schema.as_ref(), Some(table)];
        let path: Vec<Ident> = parts
            .into_iter()
            .flatten()
            .filter(|it| !it.value.is_empty())
            .map(|it| Ident::quoted(it.value.clone()))
            .collect();
        if path.len() < 2 {
            return;
        }
        match sema::resolve_relation(self.db, model, &path) {
            Target::Model(target) => {
                self.found.push((table.range, Role::Read, Written::Symbol(Symbol::Model(target))));
                for column in source.columns.iter().flatten() {
                    self.column(target, &column.name);
                }
            }
            Target::External(it)
                if it.declared.is_some_and(|it| Some(it.0) != sema::model(self.db, model).described_in) =>
            {
                self.found.push((table.range, Role::Read, Written::Symbol(Symbol::External(it))));
            }
            _ => {}
        }
    }

    /// The table and the column that a `relationships` test looks values up in.
    fn relationship(
        &mut self,
        model: SourceFile,
        table: &Spanned<SmolStr>,
        column: Option<&Spanned<SmolStr>>,
    ) {
        let target = sema::looked_up_table(self.db, model, &table.value);
        let of_table = |table: &Arc<ExternalTable>, name: &str| {
            let columns = table.columns.as_ref()?;
            let index = columns.iter().position(|it| it.name.eq_ignore_ascii_case(name))?;
            Some(Written::Symbol(Symbol::ExternalColumn(Arc::clone(table), index as u32)))
        };
        let (relation, column_name) = match &target {
            Target::Model(target) => {
                (Symbol::Model(*target), column.map(|it| Written::ColumnOf(*target, it.value.clone())))
            }
            Target::External(table) => {
                (Symbol::External(Arc::clone(table)), column.and_then(|it| of_table(table, &it.value)))
            }
            Target::Undescribed | Target::Absent { .. } => return,
        };
        self.found.push((table.range, Role::Read, Written::Symbol(relation)));
        self.found.extend(column.zip(column_name).map(|(it, name)| (it.range, Role::Read, name)));
    }
}

/// A key as TOML has it: in quotes only where it needs them.
pub(crate) fn quoted_key(key: &str) -> String {
    let is_bare = key.chars().all(|it| it.is_ascii_alphanumeric() || it == '_' || it == '-');
    if is_bare && !key.is_empty() { key.to_owned() } else { config::quoted(key) }
}
