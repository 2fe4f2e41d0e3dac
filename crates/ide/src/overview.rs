//! All that there is to say of one model, for a panel beside its text.

use crate::{ColumnFacts, EdgeKind, FileId, column_facts, lineage, readers::Current};
use db::{Db, SourceFile};
use sema::SourceRelation;

/// A model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelOverview {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: FileId,
    /// What its sidecar says it is for.
    pub description: Option<String>,
    /// How it is built.
    pub strategy: String,
    /// The table that it builds, as far as it is said.
    pub target: String,
    /// Its columns.
    pub columns: Vec<OverviewColumn>,
    /// Why it may have further columns, to follow "because".
    pub open: Option<String>,
    /// Its contract.
    pub contract: Option<FileId>,
    /// The tests that its sidecar declares.
    pub tests: Vec<ModelTest>,
    /// The models and tables that it reads, in the order in which its text names them.
    pub upstream: Vec<String>,
    /// The models that read it, those that come first in the project's order first.
    pub downstream: Vec<String>,
}

/// A column of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewColumn {
    /// Its name.
    pub name: String,
    /// Its type, nullability, description and place.
    pub facts: ColumnFacts,
    /// What goes into its value, roughly in the order in which the text names it.
    pub origins: Vec<ColumnOrigin>,
    /// How it is classified.
    pub tags: Vec<String>,
    /// What the contract says of it.
    pub contract: Option<String>,
    /// The types of the tests that are about it.
    pub tests: Vec<String>,
}

/// What goes into a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnOrigin {
    /// The model or table.
    pub relation: String,
    /// Its column.
    pub column: String,
    /// What becomes of it on the way.
    pub kind: EdgeKind,
}

/// A test that a sidecar declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelTest {
    /// Its `type`.
    pub kind: String,
    /// The column that it is about.
    pub column: Option<String>,
}

/// The overview of a model, whose dependencies' schemas are known.
pub(crate) fn overview(db: &dyn Db, file: SourceFile) -> ModelOverview {
    let model = sema::model(db, file);
    let schema = sema::schema(db, file);
    let names = |relations: Vec<SourceRelation>| {
        relations.into_iter().map(|it| it.display_name(db).to_string()).collect()
    };
    let readers = Current::anew(db, file.project(db)).of(db, file);
    let readers = readers.into_iter().filter(|it| *it != file).map(SourceRelation::Model);
    let tests = model.sidecar.iter().flat_map(|it| &it.value.tests);
    let target = model.target.path().iter().map(|it| it.as_str().to_owned()).collect::<Vec<_>>();
    ModelOverview {
        name: model.name.to_string(),
        file: FileId(file),
        description: column_facts::intent(db, file),
        strategy: model.strategy.name().to_owned(),
        target: target.join("."),
        columns: columns(db, file),
        open: schema.open.as_ref().map(sema::OpenReason::words),
        contract: sema::contract_file(db, file).map(FileId),
        tests: tests
            .map(|it| ModelTest {
                kind: it.kind.value.name().to_owned(),
                column: it.column.as_ref().map(|it| it.value.to_string()),
            })
            .collect(),
        upstream: names(lineage::inputs(db, file)),
        downstream: names(readers.collect()),
    }
}

fn columns(db: &dyn Db, file: SourceFile) -> Vec<OverviewColumn> {
    let model = sema::model(db, file);
    let schema = sema::schema(db, file);
    let lineage = sema::lineage(db, file);
    let origins = |index: usize| {
        let edges = lineage.columns.get(index).map_or(&[][..], |it| &it.edges);
        let direct = edges.iter().filter(|it| it.kind.is_direct());
        direct.map(|it| ColumnOrigin {
            relation: it.source.relation.display_name(db).to_string(),
            column: it.source.column.to_string(),
            kind: it.kind,
        })
    };
    let column = |(index, column): (usize, &sema::Column)| {
        let promises = column_facts::promises(db, file, &column.name);
        let promises: Vec<&str> = promises.iter().map(column_facts::Promise::words).collect();
        let tests = column_facts::tests(&model, &column.name);
        OverviewColumn {
            name: column.name.to_string(),
            facts: lineage::model_column(db, file, index),
            origins: origins(index).collect(),
            tags: column.tags.iter().map(ToString::to_string).collect(),
            contract: (!promises.is_empty()).then(|| promises.join(", ")),
            tests: tests.map(|it| it.kind.value.name().to_owned()).collect(),
        }
    };
    schema.columns.iter().enumerate().map(column).collect()
}
