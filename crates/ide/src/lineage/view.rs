//! What a view of lineage shows beside the graph: where things are defined, which models read which, and whether there
//! is more.

use super::{
    LineageColumn, LineageDirection, LineageGraph, LineageRelation, LineageRequest, Lineages,
    model::{ModelLineage, RelationKey},
};
use crate::{FileId, FileRange, column_facts, definition, place, readers::Current};
use base::{DialectKind, SmolStr};
use config::FileKind;
use db::{Db, Project, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};
use sema::{ExternalTable, Nullability, SourceRelation, ValueType};
use std::collections::VecDeque;

/// A graph, and what a view shows beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineageView {
    /// The graph. Where a model as a whole was asked about, models and tables that it reads, or that read it, without
    /// passing on a column are added behind the others.
    pub graph: LineageGraph,
    /// What there is to say of each of the graph's relations, by position.
    pub facts: Vec<RelationFacts>,
    /// Which relation is read by which, by their positions, sorted.
    pub reads: Vec<(usize, usize)>,
}

/// What a relation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RelationKind {
    /// A model of the project.
    Model,
    /// A table that a seed of the project makes.
    Seed,
    /// A table outside the project that something declares.
    Source,
    /// A table that nothing declares.
    Undeclared,
}

/// What there is to say of a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationFacts {
    /// What it is.
    pub kind: RelationKind,
    /// Where it is defined or declared.
    pub definition: Option<FileRange>,
    /// What its sidecar says it is for.
    pub description: Option<String>,
    /// What there is to say of its columns, by position.
    pub columns: Vec<ColumnFacts>,
    /// Why it may have further columns, to follow "because".
    pub open: Option<String>,
    /// Whether it reads something that is not in the graph.
    pub has_more_upstream: bool,
    /// Whether a model that is not in the graph reads it. Of a table outside the project that is not looked for.
    pub has_more_downstream: bool,
}

/// What there is to say of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnFacts {
    /// Its type in the dialect's spelling, where it is known.
    pub data_type: Option<String>,
    /// Whether it may be NULL, where that is known.
    pub nullable: Option<bool>,
    /// How its sidecar describes it.
    pub description: Option<String>,
    /// Where it is defined or declared.
    pub definition: Option<FileRange>,
}

impl RelationKind {
    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            RelationKind::Model => "model",
            RelationKind::Seed => "seed",
            RelationKind::Source => "source",
            RelationKind::Undeclared => "undeclared",
        }
    }
}

impl ColumnFacts {
    /// What its value says of a column.
    fn of_value(value: &ValueType, dialect: DialectKind) -> ColumnFacts {
        ColumnFacts {
            data_type: value.is_known().then(|| value.ty.display(dialect).to_string()),
            nullable: match value.null {
                Nullability::Never => Some(false),
                Nullability::Possible => Some(true),
                Nullability::Unknown => None,
            },
            ..ColumnFacts::default()
        }
    }
}

/// What a model reads, each once, in the order in which its text names it. The model itself is left out.
pub(crate) fn inputs(db: &dyn Db, model: SourceFile) -> Vec<SourceRelation> {
    let dialect = db::dialect(db, model);
    let mut inputs: Vec<SourceRelation> = Vec::new();
    let named = sema::references(db, model).iter();
    let named = named.map(|(path, target)| SourceRelation::of_name(path, target, dialect));
    let declared = sema::dependencies(db, model).iter().map(|it| SourceRelation::Model(*it));
    for input in named.chain(declared) {
        if input != SourceRelation::Model(model) && !inputs.contains(&input) {
            inputs.push(input);
        }
    }
    inputs
}

fn key(db: &dyn Db, relation: &SourceRelation) -> RelationKey {
    match relation {
        SourceRelation::Model(model) => RelationKey::Model(*model),
        table => RelationKey::Table(table.display_name(db)),
    }
}

/// The view of a graph.
pub(super) fn view(
    db: &dyn Db,
    project: Project,
    focus: SourceFile,
    graph: LineageGraph,
    lineages: &Lineages,
    request: &LineageRequest,
) -> LineageView {
    let readers = Current::anew(db, project);
    let mut view = Viewer {
        db,
        lineages,
        dialect: db::dialect(db, focus),
        graph,
        positions: FxHashMap::default(),
        tables: FxHashMap::default(),
    };
    for (position, relation) in view.graph.relations.iter().enumerate() {
        let key = match relation.model {
            Some(FileId(model)) => RelationKey::Model(model),
            None => RelationKey::Table(relation.name.as_str().into()),
        };
        view.positions.insert(key, position);
    }
    if request.column.is_none() {
        if request.direction != LineageDirection::Downstream {
            view.add(focus, request.depth, -1, |it| inputs(db, it));
        }
        if request.direction != LineageDirection::Upstream {
            view.add(focus, request.depth, 1, |it| {
                readers.of(db, it).into_iter().map(SourceRelation::Model).collect()
            });
        }
    }
    view.finish(&readers)
}

struct Viewer<'a> {
    db: &'a dyn Db,
    /// The lineage of each model of the graph.
    lineages: &'a Lineages,
    /// In which types of tables outside the project are spelled.
    dialect: DialectKind,
    graph: LineageGraph,
    positions: FxHashMap<RelationKey, usize>,
    /// The tables that models of the graph read, by name.
    tables: FxHashMap<SmolStr, SourceRelation>,
}

impl Viewer<'_> {
    /// Adds what is reached from a model, over at most so many steps that each lead so far.
    fn add(
        &mut self,
        focus: SourceFile,
        depth: Option<usize>,
        step: isize,
        next: impl Fn(SourceFile) -> Vec<SourceRelation>,
    ) {
        let mut queue = VecDeque::from([(focus, 0_isize)]);
        let mut seen = FxHashSet::from_iter([focus]);
        while let Some((model, distance)) = queue.pop_front() {
            if depth.is_some_and(|it| distance.unsigned_abs() >= it) {
                continue;
            }
            for relation in next(model) {
                let distance = distance + step;
                let model = match relation {
                    SourceRelation::Model(model) => Some(model),
                    _ => None,
                };
                queue.extend(model.filter(|it| seen.insert(*it)).map(|it| (it, distance)));
                let position = self.graph.relations.len();
                self.positions.entry(key(self.db, &relation)).or_insert_with(|| {
                    self.graph.relations.push(LineageRelation {
                        name: relation.display_name(self.db).to_string(),
                        model: model.map(FileId),
                        distance,
                        columns: Vec::new(),
                    });
                    position
                });
            }
        }
    }

    fn finish(mut self, readers: &Current) -> LineageView {
        let mut reads = Vec::new();
        let mut has_more_upstream = Vec::new();
        for (position, relation) in self.graph.relations.iter().enumerate() {
            let mut has_more = false;
            for input in relation.model.iter().flat_map(|it| inputs(self.db, it.0)) {
                let key = key(self.db, &input);
                match self.positions.get(&key) {
                    Some(read) => reads.push((*read, position)),
                    None => has_more = true,
                }
                if let RelationKey::Table(name) = key {
                    self.tables.entry(name).or_insert(input);
                }
            }
            has_more_upstream.push(has_more);
        }
        reads.sort_unstable();
        let more_downstream = |model: SourceFile| {
            let mut readers = readers.of(self.db, model).into_iter();
            readers.any(|it| it != model && !self.positions.contains_key(&RelationKey::Model(it)))
        };
        let facts = self.graph.relations.iter().zip(has_more_upstream);
        let facts = facts.map(|(relation, has_more_upstream)| match relation.model {
            Some(FileId(model)) => RelationFacts {
                has_more_upstream,
                has_more_downstream: more_downstream(model),
                ..self.model_facts(model, &relation.columns)
            },
            None => self.table_facts(relation),
        });
        let facts = facts.collect();
        LineageView { graph: self.graph, facts, reads }
    }

    fn model_facts(&self, model: SourceFile, columns: &[LineageColumn]) -> RelationFacts {
        let lineage = self.lineages.get(&model).map(|it| &**it);
        let schema = sema::schema(self.db, model);
        let column = |it: &LineageColumn| {
            let index = schema.columns.iter().position(|column| column.name == it.name)?;
            Some(column_facts_of(self.db, model, index, lineage))
        };
        let start = lineage.map_or_else(|| sema::start_range(self.db, model), |it| it.start);
        RelationFacts {
            kind: RelationKind::Model,
            definition: Some(FileRange { file: FileId(model), range: start }),
            description: column_facts::intent(self.db, model),
            columns: columns.iter().map(|it| column(it).unwrap_or_default()).collect(),
            open: schema.open.as_ref().map(sema::OpenReason::words),
            has_more_upstream: false,
            has_more_downstream: false,
        }
    }

    fn table_facts(&self, relation: &LineageRelation) -> RelationFacts {
        let table = match self.tables.get(relation.name.as_str()) {
            Some(SourceRelation::External(table)) => Some(table),
            _ => None,
        };
        let column =
            |it: &LineageColumn| table.and_then(|table| table_column(self.db, table, &it.name, self.dialect));
        let columns = relation.columns.iter().map(|it| column(it).unwrap_or_default()).collect();
        let declared = table.and_then(|it| it.declared);
        let kind = match declared.map(|(file, _)| db::file_kind(self.db, file)) {
            Some(FileKind::SeedCsv | FileKind::SeedSql) => RelationKind::Seed,
            _ if table.is_some() => RelationKind::Source,
            _ => RelationKind::Undeclared,
        };
        RelationFacts {
            kind,
            definition: declared.map(|(file, range)| place::range(self.db, &sema::Place::Range(file, range))),
            description: None,
            columns,
            open: table
                .is_none_or(|it| it.columns.is_none())
                .then(|| "its columns are not declared".to_owned()),
            has_more_upstream: false,
            has_more_downstream: false,
        }
    }
}

/// What there is to say of a column of a model, by its position.
pub(crate) fn model_column(db: &dyn Db, model: SourceFile, index: usize) -> ColumnFacts {
    column_facts_of(db, model, index, None)
}

/// The same, without another look at the model's text where its lineage is at hand.
fn column_facts_of(
    db: &dyn Db,
    model: SourceFile,
    index: usize,
    lineage: Option<&ModelLineage>,
) -> ColumnFacts {
    let schema = sema::schema(db, model);
    let Some(column) = schema.columns.get(index) else { return ColumnFacts::default() };
    let known = lineage.and_then(|it| it.columns.get(index)?.place).map(|it| it.1);
    let focus = known.or_else(|| Some(definition::column_target(db, model, index as u32)?.focus));
    ColumnFacts {
        description: column_facts::description(db, model, &column.name),
        definition: focus.map(|range| FileRange { file: FileId(model), range }),
        ..ColumnFacts::of_value(&column.value, db::dialect(db, model))
    }
}

fn table_column(db: &dyn Db, table: &ExternalTable, name: &str, dialect: DialectKind) -> Option<ColumnFacts> {
    let columns = table.columns.as_ref()?;
    let index = columns.iter().position(|it| it.name == name)?;
    Some(ColumnFacts {
        definition: table.column_place(index as u32).map(|it| place::range(db, &it)),
        ..ColumnFacts::of_value(&columns[index].value(table), dialect)
    })
}
