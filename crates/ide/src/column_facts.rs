//! What TOML says of a model and its columns: descriptions, what the contract promises of a column, what is tested.

use base::SmolStr;
use config::DeclaredTest;
use db::{Db, SourceFile};

/// One thing that a contract says of a column.
pub(crate) enum Promise {
    /// Its type, as the contract spells it.
    Type(SmolStr),
    /// It is never NULL.
    NotNull,
    /// It must exist.
    Required,
    /// It must not go.
    Protected,
}

impl Promise {
    /// It in words.
    pub(crate) fn words(&self) -> &str {
        match self {
            Promise::Type(name) => name,
            Promise::NotNull => "NOT NULL",
            Promise::Required => "required",
            Promise::Protected => "protected",
        }
    }

    /// Whether those words are SQL.
    pub(crate) fn is_sql(&self) -> bool {
        matches!(self, Promise::Type(_) | Promise::NotNull)
    }
}

/// What a model is for, as its sidecar says.
pub(crate) fn intent(db: &dyn Db, model: SourceFile) -> Option<String> {
    let model = sema::model(db, model);
    model.sidecar.as_ref()?.value.intent.as_ref().map(|it| it.value.to_string())
}

/// How the sidecar describes a column.
pub(crate) fn description(db: &dyn Db, model: SourceFile, column: &str) -> Option<String> {
    let model = sema::model(db, model);
    let columns = &model.sidecar.as_ref()?.value.columns;
    let found = columns.iter().find(|it| it.name.as_str().eq_ignore_ascii_case(column))?;
    found.description.as_ref().map(|it| it.value.to_string())
}

/// What the model's contract says of a column.
pub(crate) fn promises(db: &dyn Db, model: SourceFile, column: &str) -> Vec<Promise> {
    let Some(file) = sema::contract_file(db, model) else { return Vec::new() };
    let contract = &db::contract(db, file).value;
    let mut promises = Vec::new();
    if let Some(declared) = contract.columns.iter().find(|it| it.name.value.eq_ignore_ascii_case(column)) {
        promises.extend(declared.type_name.as_ref().map(|it| Promise::Type(it.value.clone())));
        promises.extend(declared.nullable.as_ref().filter(|it| !it.value).map(|_| Promise::NotNull));
    }
    let lists =
        |names: &[config::Spanned<SmolStr>]| names.iter().any(|it| it.value.eq_ignore_ascii_case(column));
    promises.extend(lists(&contract.required).then_some(Promise::Required));
    promises.extend(lists(&contract.protected).then_some(Promise::Protected));
    promises
}

/// The tests of a column that the sidecar declares.
pub(crate) fn tests<'m>(
    model: &'m sema::Model,
    column: &'m str,
) -> impl Iterator<Item = &'m DeclaredTest> + 'm {
    let tests = model.sidecar.iter().flat_map(|it| &it.value.tests);
    tests.filter(move |it| it.column.as_ref().is_some_and(|it| it.value.eq_ignore_ascii_case(column)))
}
