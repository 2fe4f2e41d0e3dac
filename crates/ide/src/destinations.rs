//! Where else a name leads: to what is promised of it, to the relation behind it, to the expression that makes it.

use crate::{
    Definitions, FileId, FilePosition, FileRange, NavigationTarget,
    body_names::{FileView, has_body},
    definition::{column_target, definition, local_target, model_target, read_symbols, target_of},
    symbol::{Identities, Name, Role, Symbol, names_at, target_symbol},
};
use base::{TextRange, TextSize};
use config::FileKind;
use db::{Db, SourceFile};
use hir::{Anchor, QueryBody, QueryId, Relation, RelationId, SelectId};
use rustc_hash::FxHashSet;
use sema::{EdgeKind, SourceRelation};

/// What is promised of the name under the cursor: the entry of a contract, the declaration of a table outside the
/// project. What nobody promises anything of is declared where it is defined.
pub(crate) fn declaration(db: &dyn Db, position: FilePosition) -> Option<Definitions> {
    let (origin, names) = names_at(db, position)?;
    let mut identities = Identities::new(db);
    // A model may promise a column that a star of it passes on, too.
    let symbols = names.iter().flat_map(|it| [it.symbol.clone(), identities.of(&it.symbol)]);
    let symbols: Vec<Symbol> = symbols.collect();
    let is_here = |it: &NavigationTarget| it.full.file == position.file && it.focus == origin;
    let promised = symbols.iter().filter_map(|it| promise(db, it)).filter(|it| !is_here(it));
    found(origin, promised).or_else(|| definition(db, position))
}

/// The entry of the contract, or of the declared schema, for a symbol.
fn promise(db: &dyn Db, symbol: &Symbol) -> Option<NavigationTarget> {
    match symbol {
        Symbol::ModelColumn(model, index) => {
            let schema = sema::schema(db, *model);
            let column = &schema.columns.get(*index as usize)?.name;
            let file = sema::contract_file(db, *model)?;
            let contract = &db::contract(db, file).value;
            let entry = contract.columns.iter().find(|it| it.name.value.eq_ignore_ascii_case(column))?;
            let full = FileRange { file: FileId(file), range: entry.name.range };
            Some(NavigationTarget { name: entry.name.value.to_string(), full, focus: full.range })
        }
        Symbol::Model(model) => {
            let file = sema::contract_file(db, *model)?;
            let whole = TextRange::up_to(TextSize::of(&*file.text(db).text));
            let name = file.path(db).file_name().to_owned();
            let full = FileRange { file: FileId(file), range: whole };
            Some(NavigationTarget { name, full, focus: sema::start_range(db, file) })
        }
        Symbol::External(_) | Symbol::ExternalColumn(..) => target_of(db, symbol),
        _ => None,
    }
}

/// The relation behind the name under the cursor: what an alias stands for, what a column belongs to.
pub(crate) fn type_definition(db: &dyn Db, position: FilePosition) -> Option<Definitions> {
    let file = position.file.0;
    let (origin, names) = names_at(db, position)?;
    let view = has_body(db, file).then(|| FileView::new(db, file));
    let reads = names.iter().any(|it| it.role == Role::Read);
    let meant = names.iter().filter(|it| !reads || it.role == Role::Read);
    found(origin, meant.flat_map(|it| relations_of(db, view.as_ref(), it)))
}

fn relations_of(db: &dyn Db, view: Option<&FileView<'_>>, name: &Name) -> Vec<NavigationTarget> {
    let one = match &name.symbol {
        Symbol::ModelColumn(model, _) | Symbol::Model(model) => Some(model_target(db, *model)),
        Symbol::ExternalColumn(table, _) => target_of(db, &Symbol::External(table.clone())),
        Symbol::External(_) | Symbol::Cte(..) => target_of(db, &name.symbol),
        Symbol::Alias(file, relation) => {
            let body = hir::body(db, *file);
            let symbol = match &body.relations[*relation] {
                Relation::Name { cte: Some(cte), .. } => Some(Symbol::Cte(*file, *cte)),
                Relation::Name { path, .. } => target_symbol(sema::references(db, *file).target(path)),
                // A subquery, a function: what the alias is given to stands before it.
                _ => None,
            };
            match symbol {
                Some(symbol) => target_of(db, &symbol),
                None if matches!(body.relations[*relation], Relation::Name { .. }) => None,
                None => relation_target(db, *file, *relation),
            }
        }
        Symbol::Item(file, select, _) | Symbol::Named(file, Anchor::StarReplace(select, ..)) => {
            let body = hir::body(db, *file);
            let is_query = |query: QueryId| makes_rows(&body, query, *select);
            let mut ctes = body.queries.iter().flat_map(|(query, data)| {
                data.ctes.iter().enumerate().map(move |(index, cte)| ((query, index as u32), cte.query))
            });
            let cte = ctes.find(|it| is_query(it.1)).map(|it| it.0);
            cte.and_then(|it| target_of(db, &Symbol::Cte(*file, it)))
        }
        Symbol::Named(file, Anchor::AliasColumn(relation, _) | Anchor::RelationColumn(relation, _)) => {
            relation_target(db, *file, *relation)
        }
        Symbol::Named(file, Anchor::CteColumn(query, cte, _)) => {
            target_of(db, &Symbol::Cte(*file, (*query, *cte)))
        }
        Symbol::Star(..) => {
            let symbols = read_symbols(db, view, name);
            return symbols.iter().filter_map(|it| target_of(db, it)).collect();
        }
        Symbol::Derived(..)
        | Symbol::Window(..)
        | Symbol::Parameter(..)
        | Symbol::Variable(_)
        | Symbol::WindowBound(_)
        | Symbol::DeclaredFunction(..)
        | Symbol::Function(_)
        | Symbol::Named(..)
        | Symbol::Value(..) => None,
    };
    one.into_iter().collect()
}

/// A relation of a body, at its alias.
fn relation_target(db: &dyn Db, file: SourceFile, relation: RelationId) -> Option<NavigationTarget> {
    let map = &hir::lowered(db, file).lowering.source_map;
    let full = Anchor::Relation(relation).range(map)?;
    local_target(db, file, full, Anchor::RelationAlias(relation).range(map)?)
}

/// Whether a `SELECT` is a query, or an arm of one.
fn makes_rows(body: &hir::Body, query: QueryId, select: SelectId) -> bool {
    let mut pending = vec![query];
    while let Some(query) = pending.pop() {
        match body.queries[query].body {
            QueryBody::Select(it) if it == select => return true,
            QueryBody::Nested(inner) => pending.push(inner),
            QueryBody::SetOperation { left, right, .. } => pending.extend([left, right]),
            QueryBody::Select(_) | QueryBody::Values(_) | QueryBody::Missing => {}
        }
    }
    false
}

/// The expression that makes the value of the column under the cursor, through models that pass it on or rename it; in a
/// contract, the model that keeps it.
pub(crate) fn implementation(db: &dyn Db, position: FilePosition) -> Option<Definitions> {
    let file = position.file.0;
    let Some((origin, names)) = names_at(db, position) else {
        if db::file_kind(db, file) != FileKind::Contract {
            return None;
        }
        let model = sema::contracted_model(db, file)?;
        return found(TextRange::empty(position.offset), [model_target(db, model)]);
    };
    let mut identities = Identities::new(db);
    let targets = names.iter().filter_map(|it| match identities.of(&it.symbol) {
        Symbol::ModelColumn(model, index) => {
            let (model, index) = maker(db, model, index);
            column_target(db, model, index)
        }
        Symbol::Model(model) => Some(model_target(db, model)),
        symbol @ (Symbol::Item(..) | Symbol::Named(..) | Symbol::Cte(..) | Symbol::Derived(..)) => {
            target_of(db, &symbol)
        }
        _ => None,
    });
    found(origin, targets)
}

/// The column that a column is, as far up as models only pass it on or rename it.
fn maker(db: &dyn Db, model: SourceFile, index: u32) -> (SourceFile, u32) {
    let (mut model, mut index) = (model, index);
    let mut seen = FxHashSet::default();
    while seen.insert((model, index)) {
        let lineage = sema::lineage(db, model);
        let Some(column) = lineage.columns.get(index as usize) else { break };
        let [edge] = &column.edges[..] else { break };
        let is_same = edge.kind == EdgeKind::Identity && edge.source.path.is_empty();
        match (&edge.source.relation, edge.source.index) {
            (SourceRelation::Model(next), Some(position)) if is_same => (model, index) = (*next, position),
            _ => break,
        }
    }
    (model, index)
}

/// The targets, each once, if there are some.
fn found(origin: TextRange, targets: impl IntoIterator<Item = NavigationTarget>) -> Option<Definitions> {
    let mut unique: Vec<NavigationTarget> = Vec::new();
    for target in targets {
        if !unique.contains(&target) {
            unique.push(target);
        }
    }
    (!unique.is_empty()).then_some(Definitions { origin, targets: unique })
}
