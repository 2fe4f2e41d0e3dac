//! `data/seed.sql`: the tables, views and schemas that its DDL creates. Other statements are opaque, never errors.

use super::{ExternalColumn, ExternalKey, ExternalTable, layer::project_dialect};
use crate::Nullability;
use base::{DialectKind, Ident, SmolStr};
use db::{Db, SourceFile};
use dialect::Type;
use syntax::{
    ast::{self, AstNode},
    trimmed,
};

/// What a seed file creates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SeedTables {
    /// The tables and views.
    pub(super) tables: Vec<ExternalTable>,
    /// The schemas that it knows completely: the default one, and those that it creates.
    pub(super) schemas: Vec<SmolStr>,
}

/// What the seed file creates.
#[salsa::tracked]
pub(super) fn tables(db: &dyn Db, file: SourceFile) -> SeedTables {
    let dialect = project_dialect(db, file.project(db));
    let parse = syntax::parse_sql(&file.text(db).text, dialect);
    let default_schema = SmolStr::new_static(dialect::default_schema(dialect).unwrap_or_default());
    let stored = |it: &Ident| dialect::stored_name(it, dialect);
    let mut seed = SeedTables { tables: Vec::new(), schemas: vec![default_schema.clone()] };
    let mut types = UserTypes { dialect, spelled: Vec::new() };
    let source = SmolStr::from(format!("the seed `{}`", file.path(db)));
    let statements = parse.sql_file().map(|it| it.statements().collect::<Vec<_>>()).unwrap_or_default();
    for statement in statements {
        let mut keys = Box::default();
        let (path, columns) = match &statement {
            ast::Statement::CreateTable(it) => {
                keys = it.column_def_list().map(|it| declared_keys(&it)).unwrap_or_default();
                (it.path(), it.column_def_list().map(|it| columns(&it, &types)))
            }
            ast::Statement::CreateView(it) => (it.path(), None),
            ast::Statement::CreateSchema(it) => {
                let name = it.path().and_then(|it| it.last()).and_then(|it| it.ident());
                seed.schemas.extend(name.map(|it| stored(&it)));
                continue;
            }
            ast::Statement::CreateType(it) => {
                types.add(it);
                continue;
            }
            _ => continue,
        };
        let Some(path) = path else { continue };
        let range = trimmed(path.syntax());
        let parts: Vec<Ident> = path.idents().collect();
        let name = match &parts[..] {
            [table] => [SmolStr::default(), default_schema.clone(), stored(table)],
            [schema, table] => [SmolStr::default(), stored(schema), stored(table)],
            [catalog, schema, table] => [catalog, schema, table].map(stored),
            _ => continue,
        };
        let declared = Some((file, range));
        seed.tables.push(ExternalTable {
            name,
            columns,
            keys,
            declared,
            source: source.clone(),
            described_at: None,
        });
    }
    seed
}

/// The types that `CREATE TYPE` has named so far, each as the text that it stands for, in which no such name is left.
struct UserTypes {
    dialect: DialectKind,
    spelled: Vec<(Ident, String)>,
}

impl UserTypes {
    fn add(&mut self, statement: &ast::CreateType) {
        let name = statement.path().and_then(|it| it.last()).and_then(|it| it.ident());
        if let (Some(name), Some(definition)) = (name, statement.type_name()) {
            let text = self.expand(&definition);
            self.spelled.push((name, text));
        }
    }

    fn read(&self, name: &ast::TypeName) -> Type {
        let text = name.syntax().text().to_string();
        let built_in = dialect::parse_type(text.trim(), self.dialect);
        built_in.or_else(|| dialect::parse_type(&self.expand(name), self.dialect)).unwrap_or_default()
    }

    /// The text of a type in which every name of the user's stands for its definition.
    fn expand(&self, name: &ast::TypeName) -> String {
        let tokens = name.syntax().descendants_with_tokens().filter_map(syntax::NodeOrToken::into_token);
        let spell = |token: syntax::SyntaxToken| {
            let written = token.text().trim_matches(['"', '`']);
            let found = self.spelled.iter().rev().find(|(it, _)| it.text.eq_ignore_ascii_case(written));
            found.map_or_else(|| token.text().to_owned(), |(_, text)| text.clone())
        };
        tokens.map(spell).collect::<String>().trim().to_owned()
    }
}

/// What `PRIMARY KEY` and `UNIQUE` say, of a column and of the table.
fn declared_keys(list: &ast::ColumnDefList) -> Box<[ExternalKey]> {
    let mut keys = Vec::new();
    for column in list.column_defs() {
        let Some(name) = column.name().and_then(|it| it.ident()) else { continue };
        for constraint in column.column_constraints() {
            let is_primary = constraint.primary_token().is_some();
            if is_primary || constraint.unique_token().is_some() {
                keys.push(ExternalKey { columns: Box::new([name.text.clone()]), nulls_repeat: !is_primary });
            }
        }
    }
    for constraint in list.table_constraints() {
        let is_primary = constraint.primary_token().is_some();
        if (is_primary || constraint.unique_token().is_some())
            && let Some(names) = constraint.column_name_list()
        {
            let columns = names.names().filter_map(|it| it.ident()).map(|it| it.text).collect();
            keys.push(ExternalKey { columns, nulls_repeat: !is_primary });
        }
    }
    keys.into()
}

fn columns(list: &ast::ColumnDefList, types: &UserTypes) -> Box<[ExternalColumn]> {
    let dialect = types.dialect;
    let keys: Vec<Ident> = list
        .table_constraints()
        .filter(|it| it.primary_token().is_some())
        .filter_map(|it| it.column_name_list())
        .flat_map(|it| it.names().filter_map(|it| it.ident()).collect::<Vec<_>>())
        .collect();
    let column = |it: ast::ColumnDef| {
        let name = it.name()?;
        let ident = name.ident()?;
        let not_null = |it: ast::ColumnConstraint| {
            it.primary_token().is_some() || (it.not_token().is_some() && it.null_token().is_some())
        };
        let is_key = keys.iter().any(|it| dialect::same_name(it, &ident, dialect));
        let null = match is_key || it.column_constraints().any(not_null) {
            true => Nullability::Never,
            false => Nullability::Possible,
        };
        Some(ExternalColumn {
            name: dialect::stored_name(&ident, dialect),
            ty: it.type_name().map(|it| types.read(&it)).unwrap_or_default(),
            null,
            declared: Some(trimmed(name.syntax())),
        })
    };
    list.column_defs().filter_map(column).collect()
}
