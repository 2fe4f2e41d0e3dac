//! From the lineage of models to a graph of those columns that a question is about.

use super::{
    ColumnRef, LineageColumn, LineageDirection, LineageEdge, LineageFault, LineageGraph, LineageRelation,
    LineageRequest, LineageTarget, Lineages, ModelRef,
    model::{ColumnKey, ModelColumn, RelationKey, Source},
};
use crate::{FileId, FileRange, cone, readers::Current};
use base::closest;
use db::{Db, Project, SourceFile};
use rustc_hash::{FxHashMap, FxHashSet};
use sema::EdgeKind;
use std::collections::{BTreeMap, VecDeque};

/// The model that is meant.
pub(crate) fn model(db: &dyn Db, project: Project, meant: &ModelRef) -> Result<SourceFile, LineageFault> {
    let name = match meant {
        ModelRef::File(FileId(file)) if sema::is_model(db, *file) => return Ok(*file),
        ModelRef::File(FileId(file)) => {
            return cone::model_of(db, *file).ok_or(LineageFault::NoModel { closest: None });
        }
        ModelRef::Name(name) => name,
    };
    let index = sema::model_index(db, project);
    index
        .named(name)
        .next()
        .ok_or_else(|| LineageFault::NoModel { closest: closest(name, index.names()).map(str::to_owned) })
}

/// Whatever is reached from some models over at most so many steps, those models included.
pub(crate) fn reach(
    from: impl IntoIterator<Item = SourceFile>,
    depth: Option<usize>,
    next: impl Fn(SourceFile) -> Vec<SourceFile>,
) -> FxHashSet<SourceFile> {
    let mut queue: VecDeque<(SourceFile, usize)> = from.into_iter().map(|it| (it, 0)).collect();
    let mut reached: FxHashSet<SourceFile> = queue.iter().map(|it| it.0).collect();
    while let Some((file, steps)) = queue.pop_front() {
        if depth.is_some_and(|it| steps >= it) {
            continue;
        }
        for other in next(file) {
            if reached.insert(other) {
                queue.push_back((other, steps + 1));
            }
        }
    }
    reached
}

/// The models whose lineage a question needs.
pub(super) fn wanted(
    db: &dyn Db,
    project: Project,
    focus: SourceFile,
    request: &LineageRequest,
) -> FxHashSet<SourceFile> {
    let mut wanted = FxHashSet::from_iter([focus]);
    if request.direction != LineageDirection::Downstream {
        let depth = request.depth.map(|it| it.saturating_sub(1));
        wanted.extend(reach([focus], depth, |it| sema::dependencies(db, it).to_vec()));
    }
    if request.direction != LineageDirection::Upstream {
        let readers = Current::anew(db, project);
        wanted.extend(reach([focus], request.depth, |it| readers.of(db, it)));
    }
    wanted
}

/// An edge before its ends have positions.
struct FoundEdge {
    source: (RelationKey, ColumnKey),
    /// No column: the rows.
    target: (SourceFile, Option<ColumnKey>),
    /// Its place among the sources of its target.
    place: usize,
    path: String,
    kind: EdgeKind,
    branch: Option<u32>,
    role: Option<String>,
    hops: Vec<FileRange>,
}

/// What a walk has found.
#[derive(Default)]
struct Found {
    /// Per relation, its distance and its columns.
    relations: FxHashMap<RelationKey, (isize, BTreeMap<ColumnKey, ()>)>,
    edges: Vec<FoundEdge>,
    /// The edges that are there, by target and place.
    known: FxHashSet<(SourceFile, Option<ColumnKey>, usize)>,
}

impl Found {
    fn touch(&mut self, relation: &RelationKey, column: Option<&ColumnKey>, distance: isize) {
        let entry = self.relations.entry(relation.clone()).or_insert_with(|| (distance, BTreeMap::new()));
        entry.1.extend(column.map(|it| (it.clone(), ())));
    }

    fn edge(&mut self, (model, target): (SourceFile, Option<&ColumnKey>), place: usize, source: &Source) {
        if !self.known.insert((model, target.cloned(), place)) {
            return;
        }
        self.edges.push(FoundEdge {
            source: (source.relation.clone(), source.column.clone()),
            target: (model, target.cloned()),
            place,
            path: source.path.clone(),
            kind: source.kind,
            branch: source.branch,
            role: source.role.as_ref().map(ToString::to_string),
            hops: source.hops.iter().map(|it| FileRange { file: FileId(model), range: *it }).collect(),
        });
    }
}

/// The graph that answers a question.
pub(super) fn graph(
    db: &dyn Db,
    project: Project,
    focus: SourceFile,
    lineages: &Lineages,
    request: &LineageRequest,
) -> Result<LineageGraph, LineageFault> {
    let columns = lineages.get(&focus).map_or(&[][..], |it| &it.columns);
    let asked = match &request.column {
        None => columns.iter().enumerate().map(key_of).collect(),
        Some(name) => vec![asked_column(db, focus, lineages, columns, name)?],
    };
    let mut found = Found::default();
    found.touch(&RelationKey::Model(focus), None, 0);
    asked.iter().for_each(|it| found.touch(&RelationKey::Model(focus), Some(it), 0));
    if request.direction != LineageDirection::Downstream {
        upstream(focus, &asked, lineages, request, &mut found);
    }
    if request.direction != LineageDirection::Upstream {
        downstream(db, &Current::anew(db, project), focus, &asked, lineages, request, &mut found);
    }
    let column = request.column.as_ref().and_then(|_| asked.first());
    Ok(placed(db, focus, column, lineages, found))
}

fn key_of((index, column): (usize, &ModelColumn)) -> ColumnKey {
    ColumnKey { index: index as u32, name: column.name.clone() }
}

/// The column of a name; of a model whose columns are not all known, any.
fn asked_column(
    db: &dyn Db,
    focus: SourceFile,
    lineages: &Lineages,
    columns: &[ModelColumn],
    name: &str,
) -> Result<ColumnKey, LineageFault> {
    let exact = columns.iter().position(|it| it.name == name);
    let found = exact.or_else(|| columns.iter().position(|it| it.name.eq_ignore_ascii_case(name)));
    if let Some(index) = found {
        return Ok(key_of((index, &columns[index])));
    }
    let is_open =
        sema::schema(db, focus).open.is_some() || lineages.get(&focus).is_some_and(|it| !it.open.is_empty());
    if is_open {
        return Ok(ColumnKey { index: ColumnKey::NAMED, name: name.into() });
    }
    let names = columns.iter().map(|it| it.name.as_str()).filter(|it| !it.is_empty());
    Err(LineageFault::NoColumn { closest: closest(name, names).map(str::to_owned) })
}

/// The sources of a column of a model. A column that it is not known to have is one of the relation that its stars pass
/// on, if there is but one.
fn sources_of<'l>(
    model: SourceFile,
    column: &ColumnKey,
    lineages: &'l Lineages,
) -> Vec<std::borrow::Cow<'l, Source>> {
    use std::borrow::Cow;
    let Some(lineage) = lineages.get(&model) else { return Vec::new() };
    if let Some(known) = lineage.columns.get(column.index as usize) {
        return known.sources.iter().map(Cow::Borrowed).collect();
    }
    let [relation] = &lineage.open[..] else { return Vec::new() };
    vec![Cow::Owned(Source {
        relation: relation.clone(),
        column: ColumnKey { index: ColumnKey::NAMED, name: column.name.clone() },
        path: String::new(),
        kind: EdgeKind::Identity,
        branch: None,
        role: None,
        hops: Vec::new(),
    })]
}

/// A column that a reader names and its model has after all: found by its position.
fn settled(source: &Source, lineages: &Lineages) -> ColumnKey {
    let RelationKey::Model(model) = source.relation else { return source.column.clone() };
    let Some(lineage) = lineages.get(&model) else { return source.column.clone() };
    let by_name = || lineage.columns.iter().position(|it| it.name.eq_ignore_ascii_case(&source.column.name));
    match source.column.index {
        ColumnKey::NAMED => match by_name() {
            Some(index) => key_of((index, &lineage.columns[index])),
            None => source.column.clone(),
        },
        index => match lineage.columns.get(index as usize) {
            Some(column) => key_of((index as usize, column)),
            None => source.column.clone(),
        },
    }
}

fn upstream(
    focus: SourceFile,
    asked: &[ColumnKey],
    lineages: &Lineages,
    request: &LineageRequest,
    found: &mut Found,
) {
    let mut seen: FxHashSet<(SourceFile, ColumnKey)> = FxHashSet::default();
    let mut rows: FxHashSet<SourceFile> = FxHashSet::default();
    let mut queue: VecDeque<(SourceFile, ColumnKey, usize)> =
        asked.iter().map(|it| (focus, it.clone(), 0)).collect();
    while let Some((model, column, steps)) = queue.pop_front() {
        if request.depth.is_some_and(|it| steps >= it) || !seen.insert((model, column.clone())) {
            continue;
        }
        let mut follow = |target: Option<&ColumnKey>, place: usize, source: &Source, found: &mut Found| {
            let source = Source { column: settled(source, lineages), ..source.clone() };
            found.touch(&source.relation, Some(&source.column), -(steps as isize) - 1);
            found.edge((model, target), place, &source);
            if let RelationKey::Model(next) = source.relation {
                queue.push_back((next, source.column, steps + 1));
            }
        };
        for (place, source) in sources_of(model, &column, lineages).iter().enumerate() {
            if request.indirect || source.kind.is_direct() {
                follow(Some(&column), place, source, found);
            }
        }
        if request.indirect && rows.insert(model) {
            let sources = lineages.get(&model).map_or(&[][..], |it| &it.rows);
            sources.iter().enumerate().for_each(|(place, it)| follow(None, place, it, found));
        }
    }
}

fn downstream(
    db: &dyn Db,
    readers: &Current,
    focus: SourceFile,
    asked: &[ColumnKey],
    lineages: &Lineages,
    request: &LineageRequest,
    found: &mut Found,
) {
    let uses = Uses::new(lineages);
    let mut seen: FxHashSet<(SourceFile, ColumnKey)> = FxHashSet::default();
    let mut queue: VecDeque<(SourceFile, ColumnKey, usize)> =
        asked.iter().map(|it| (focus, it.clone(), 0)).collect();
    while let Some((model, column, steps)) = queue.pop_front() {
        if request.depth.is_some_and(|it| steps >= it) || !seen.insert((model, column.clone())) {
            continue;
        }
        let distance = steps as isize + 1;
        for Use { reader, target, place, source } in uses.of(model, &column) {
            if !(request.indirect || source.kind.is_direct()) {
                continue;
            }
            let source = Source { column: column.clone(), ..Source::clone(source) };
            found.touch(&RelationKey::Model(*reader), target.as_ref(), distance);
            found.edge((*reader, target.as_ref()), *place, &source);
            queue.extend(target.iter().map(|it| (*reader, it.clone(), steps + 1)));
        }
        // What is not known to be a column of a reader may be passed on by it.
        for reader in readers.of(db, model) {
            let Some(lineage) = lineages.get(&reader) else { continue };
            let passes = lineage.open[..] == [RelationKey::Model(model)];
            let passed = ColumnKey { index: ColumnKey::NAMED, name: column.name.clone() };
            if column.index == ColumnKey::NAMED && passes {
                for source in sources_of(reader, &passed, lineages) {
                    found.touch(&RelationKey::Model(reader), Some(&passed), distance);
                    found.edge((reader, Some(&passed)), 0, &source);
                }
                queue.push_back((reader, passed, steps + 1));
            }
        }
    }
}

/// One place at which a model reads a column of another.
struct Use<'l> {
    reader: SourceFile,
    target: Option<ColumnKey>,
    place: usize,
    source: &'l Source,
}

/// Who reads which column of which model.
struct Uses<'l> {
    by_column: FxHashMap<(SourceFile, ColumnKey), Vec<Use<'l>>>,
}

impl<'l> Uses<'l> {
    fn new(lineages: &'l Lineages) -> Uses<'l> {
        let mut by_column: FxHashMap<(SourceFile, ColumnKey), Vec<Use<'l>>> = FxHashMap::default();
        let mut add = |reader: SourceFile, target: Option<ColumnKey>, sources: &'l [Source]| {
            for (place, source) in sources.iter().enumerate() {
                if let RelationKey::Model(model) = source.relation {
                    let key = (model, settled(source, lineages));
                    by_column.entry(key).or_default().push(Use {
                        reader,
                        target: target.clone(),
                        place,
                        source,
                    });
                }
            }
        };
        for (reader, lineage) in lineages {
            for (index, column) in lineage.columns.iter().enumerate() {
                add(*reader, Some(key_of((index, column))), &column.sources);
            }
            add(*reader, None, &lineage.rows);
        }
        Uses { by_column }
    }

    fn of(&self, model: SourceFile, column: &ColumnKey) -> &[Use<'l>] {
        self.by_column.get(&(model, column.clone())).map_or(&[], |it| it)
    }
}

/// Gives everything its position: whatever order it was found in, the graph is the same.
fn placed(
    db: &dyn Db,
    focus: SourceFile,
    column: Option<&ColumnKey>,
    lineages: &Lineages,
    found: Found,
) -> LineageGraph {
    let mut relations: Vec<_> = found.relations.into_iter().collect();
    let name = |key: &RelationKey| match key {
        RelationKey::Model(model) => sema::declared_name(db, *model),
        RelationKey::Table(name) => name.clone(),
    };
    let path = |key: &RelationKey| match key {
        RelationKey::Model(model) => Some(model.path(db).clone()),
        RelationKey::Table(_) => None,
    };
    relations.sort_by_cached_key(|(key, (distance, _))| (*distance, name(key), path(key)));
    let mut positions: FxHashMap<(RelationKey, ColumnKey), ColumnRef> = FxHashMap::default();
    let mut graph = LineageGraph::default();
    let mut relation_positions: FxHashMap<RelationKey, usize> = FxHashMap::default();
    for (relation, (key, (distance, columns))) in relations.into_iter().enumerate() {
        let model = match key {
            RelationKey::Model(model) => Some(model),
            RelationKey::Table(_) => None,
        };
        let lineage = model.and_then(|it| lineages.get(&it));
        let mut shown = Vec::new();
        for (place, column) in columns.into_keys().enumerate() {
            let known = lineage.and_then(|it| it.columns.get(column.index as usize));
            shown.push(LineageColumn {
                name: column.name.to_string(),
                data_type: known.and_then(|it| it.data_type.clone()),
                incomplete: known.and_then(|it| it.incomplete.clone()),
            });
            positions.insert((key.clone(), column), ColumnRef { relation, column: place });
        }
        graph.relations.push(LineageRelation {
            name: name(&key).to_string(),
            model: model.map(FileId),
            distance,
            columns: shown,
        });
        relation_positions.insert(key, relation);
    }
    let mut edges: Vec<((usize, usize, usize), LineageEdge)> = Vec::new();
    for edge in found.edges {
        let target_relation = RelationKey::Model(edge.target.0);
        let target = match edge.target.1 {
            Some(column) => positions.get(&(target_relation, column)).map(|it| LineageTarget::Column(*it)),
            None => relation_positions.get(&target_relation).map(|it| LineageTarget::Rows(*it)),
        };
        let (Some(target), Some(source)) = (target, positions.get(&edge.source)) else { continue };
        let order = match target {
            LineageTarget::Column(it) => (it.relation, it.column, edge.place),
            LineageTarget::Rows(it) => (it, usize::MAX, edge.place),
        };
        let FoundEdge { path, kind, branch, role, hops, .. } = edge;
        edges.push((order, LineageEdge { source: *source, path, target, kind, branch, role, hops }));
    }
    edges.sort_by_key(|it| it.0);
    graph.edges = edges.into_iter().map(|it| it.1).collect();
    let key = RelationKey::Model(focus);
    graph.focus = relation_positions.get(&key).copied().unwrap_or_default();
    graph.column = column.and_then(|it| positions.get(&(key, it.clone())).copied());
    graph
}
