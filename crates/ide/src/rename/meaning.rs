//! What a model means, in words that two databases can compare: what its names stand for, what its columns are, what is
//! said of it.

use super::{body::nameless, subject::Subject};
use crate::{
    Diagnostic,
    body_names::{FileView, has_body},
    diagnostics::diagnostics,
    symbol::{Identities, Name, Role, Symbol},
    toml_names::written_names,
};
use base::{CodeGroup, Ident, Severity, SmolStr, TextRange};
use db::{Db, RelativePath, SourceFile};
use hir::{Relation, RelationId};
use sema::{Definition, EdgeKind, Origin, Output, OutputColumn, Owner, SourceColumn, SourceRelation, Target};
use std::collections::BTreeMap;

/// How what is now is called after a rename.
pub(super) struct Lens<'a> {
    /// Where files go.
    pub(super) moves: &'a BTreeMap<RelativePath, RelativePath>,
    /// The column that is renamed, and how its model's engine spells the new name.
    pub(super) renamed: Option<(&'a Subject, &'a dyn Fn(base::DialectKind) -> SmolStr)>,
}

/// What a model means.
#[derive(Default)]
pub(super) struct Meaning {
    /// What each name stands for, in the order of the text, and where it is.
    pub(super) names: Vec<(String, SourceFile, TextRange)>,
    /// The columns of its queries and relations.
    pub(super) columns: Vec<String>,
    /// Which columns its natural joins merge.
    pub(super) natural_joins: Vec<String>,
    /// What each column is made of, and what decides about the rows.
    pub(super) lineage: Vec<String>,
    /// Path, code and severity of each diagnostic, with what it says.
    pub(super) diagnostics: BTreeMap<String, Vec<String>>,
}

impl Lens<'_> {
    /// What a model and its descriptions mean.
    pub(super) fn meaning(&self, db: &dyn Db, model: SourceFile) -> Meaning {
        let mut meaning = Meaning::default();
        if has_body(db, model) {
            self.body(db, model, &mut meaning);
        }
        let described_in = sema::model(db, model).described_in.filter(|it| *it != model);
        let mut files = vec![model];
        files.extend(described_in.into_iter().chain(sema::contract_file(db, model)));
        for file in files {
            for (range, role, written) in written_names(db, file) {
                let key = written.symbol(db).map_or_else(|| "nothing".to_owned(), |it| self.symbol(db, &it));
                meaning.names.push((format!("{role:?} {key}"), file, range));
            }
            // That a setting says nothing new hangs on what things are called, and means nothing; nor do hints.
            let found = diagnostics(db, file, None);
            let is_meant =
                |it: &&Diagnostic| it.code.group() != CodeGroup::Lint && it.severity != Severity::Info;
            for it in found.iter().filter(is_meant) {
                let key = format!("{} {} {:?}", self.path(db, file), it.code, it.severity);
                meaning.diagnostics.entry(key).or_default().push(it.message.clone());
            }
        }
        meaning
    }

    fn body(&self, db: &dyn Db, model: SourceFile, meaning: &mut Meaning) {
        let view = FileView::new(db, model);
        let mut names: Vec<Name> = view.names(db);
        // The DSL has names of its own for what an alias does in SQL.
        names.retain(|it| !matches!(it.symbol, Symbol::Derived(..)));
        names.sort_by_key(|it| (it.range.start(), it.range.end(), it.role == Role::Definition));
        let name = |it: Name| (format!("{:?} {}", it.role, self.symbol(db, &it.symbol)), model, it.range);
        let mut names: Vec<_> = names.into_iter().map(name).collect();
        if view.is_rocky {
            names.sort_by(|a, b| a.0.cmp(&b.0));
        }
        meaning.names = names;
        let mut identities = Identities::new(db);
        let nameless: Vec<_> = nameless(&view).collect();
        let outputs = view.inference.queries.iter().filter(|it| !nameless.contains(&it.0));
        let outputs = outputs.map(|(id, it)| (id.into_raw().into_u32(), 'q', it));
        let relations = view.inference.relations.iter().map(|(id, it)| (id.into_raw().into_u32(), 'r', it));
        for (id, kind, output) in outputs.chain(relations) {
            meaning.columns.push(format!("{kind}{id} {}", output.open.is_some()));
            for column in &output.columns {
                let text = self.column(db, &view, column, &mut identities);
                meaning.columns.push(format!("{kind}{id} {text}"));
            }
        }
        for (id, relation) in view.body.relations.iter() {
            if let Relation::Join { natural: true, left, right, .. } = relation {
                let id = id.into_raw().into_u32();
                meaning.natural_joins.push(format!("{id} {:?}", shared(&view, *left, *right)));
            }
        }
        self.lineage(db, model, &mut meaning.lineage);
    }

    fn lineage(&self, db: &dyn Db, model: SourceFile, lines: &mut Vec<String>) {
        let lineage = sema::lineage(db, model);
        for (index, column) in lineage.columns.iter().enumerate() {
            lines.push(format!("column {index}, complete: {}", column.incomplete.is_none()));
            let edges = column.edges.iter().map(|it| (self.source(db, &it.source), it.kind, it.branch));
            lines.extend(without_roles(edges));
        }
        let indirect = lineage.indirect.iter();
        lines.extend(without_roles(indirect.map(|it| (self.source(db, &it.source), it.kind, None))));
    }

    /// A source by its place in its relation, where that is known: its name may be the one that goes.
    fn source(&self, db: &dyn Db, source: &SourceColumn) -> String {
        let relation = match &source.relation {
            SourceRelation::Model(model) => self.path(db, *model).to_string(),
            SourceRelation::External(table) => table.display_name().to_string(),
            SourceRelation::Undeclared(name) | SourceRelation::Cte(_, name) => name.to_string(),
        };
        format!("{relation} {:?} {:?}", source.index, source.path)
    }

    fn column(
        &self,
        db: &dyn Db,
        view: &FileView<'_>,
        column: &OutputColumn,
        identities: &mut Identities<'_>,
    ) -> String {
        let mut name = column.name.clone();
        if let Some((subject, new)) = self.renamed
            && subject.is_called(&name, view.dialect)
            && let Some(symbol) = view.column_symbol(column)
            && subject.symbols.contains(&identities.of(&symbol))
        {
            name = new(view.dialect);
        }
        let name = dialect::fold(&Ident::quoted(name), view.dialect);
        let definition = match &column.definition {
            Definition::Item(select, item) => format!("item {} {item}", select.into_raw().into_u32()),
            Definition::Origin(origin) => self.origin(db, origin),
            Definition::Named(anchor) => format!("named {anchor:?}"),
            Definition::Construct => "construct".to_owned(),
        };
        let origins: Vec<String> = column.origins.iter().map(|it| self.origin(db, it)).collect();
        let value = &column.value;
        format!("{name} {:?} {:?} {definition} {origins:?}", value.ty, value.null)
    }

    fn origin(&self, db: &dyn Db, origin: &Origin) -> String {
        match &origin.owner {
            Owner::Model(model) => format!("{}.{}", self.path(db, *model), origin.index),
            Owner::External(table) => format!("{}.{}", table.display_name(), origin.index),
        }
    }

    pub(super) fn target(&self, db: &dyn Db, target: &Target) -> Option<RelativePath> {
        match target {
            Target::Model(model) => Some(self.path(db, *model)),
            _ => None,
        }
    }

    pub(super) fn path(&self, db: &dyn Db, file: SourceFile) -> RelativePath {
        let path = file.path(db);
        self.moves.get(path).unwrap_or(path).clone()
    }

    fn symbol(&self, db: &dyn Db, symbol: &Symbol) -> String {
        match symbol {
            Symbol::ModelColumn(model, index) => format!("column {} {index}", self.path(db, *model)),
            Symbol::ExternalColumn(table, index) => format!("column {} {index}", table.display_name()),
            Symbol::Item(_, select, item) => format!("item {} {item}", select.into_raw().into_u32()),
            Symbol::Named(_, anchor) => format!("named {anchor:?}"),
            Symbol::Model(model) => format!("model {}", self.path(db, *model)),
            Symbol::External(table) => format!("table {}", table.display_name()),
            Symbol::Cte(_, (query, index)) => format!("cte {} {index}", query.into_raw().into_u32()),
            Symbol::Alias(_, relation) => format!("alias {}", relation.into_raw().into_u32()),
            Symbol::Star(_, select, item) => format!("star {} {item}", select.into_raw().into_u32()),
            Symbol::Derived(..) => "binding".to_owned(),
            Symbol::Window(_, select, index) => format!("window {} {index}", select.into_raw().into_u32()),
            Symbol::Parameter(_, lambda, index) => {
                format!("parameter {} {index}", lambda.into_raw().into_u32())
            }
            Symbol::Variable(_) => "variable".to_owned(),
            Symbol::WindowBound(name) => format!("bound {name}"),
            Symbol::DeclaredFunction(_, index) => format!("declared function {index}"),
            Symbol::Function(name) => format!("function {name}"),
            Symbol::Value(..) => "value".to_owned(),
        }
    }
}

/// Edges as lines. The alias that a source is read by tells edges apart, and may be what is renamed: without it, those are
/// one that differ in how the value comes out, and the strongest stands.
fn without_roles(edges: impl Iterator<Item = (String, EdgeKind, Option<u32>)>) -> Vec<String> {
    let mut found: BTreeMap<(String, Option<u32>, Option<EdgeKind>), EdgeKind> = BTreeMap::new();
    for (source, kind, branch) in edges {
        let strongest = found.entry((source, branch, (!kind.is_direct()).then_some(kind))).or_insert(kind);
        *strongest = kind.max(*strongest);
    }
    found.into_iter().map(|((source, branch, _), kind)| format!("{source} {kind:?} {branch:?}")).collect()
}

/// The columns that a natural join merges: their places among those of both sides.
fn shared(view: &FileView<'_>, left: RelationId, right: RelationId) -> Vec<(usize, usize)> {
    let (left, right) = (offered(view, left), offered(view, right));
    let mut shared = Vec::new();
    for (at, name) in left.iter().enumerate() {
        let same = |it: &SmolStr| view.is_called(&Ident::quoted(name.clone()), it);
        shared.extend(right.iter().position(same).map(|other| (at, other)));
    }
    shared
}

/// The names of the columns that a side of a join offers.
fn offered(view: &FileView<'_>, side: RelationId) -> Vec<SmolStr> {
    let mut names = Vec::new();
    let mut pending = vec![side];
    while let Some(relation) = pending.pop() {
        match &view.body.relations[relation] {
            Relation::Join { left, right, .. } => pending.extend([*right, *left]),
            _ => {
                let output: Option<&Output> = view.inference.relations.get(relation).map(|it| &**it);
                names.extend(output.into_iter().flat_map(|it| &it.columns).map(|it| it.name.clone()));
            }
        }
    }
    names
}
