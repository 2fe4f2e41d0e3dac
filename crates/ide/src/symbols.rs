//! Outlines of files, and search over all names.

mod codes;

use crate::{
    DocumentSymbol, FileId, FileRange, SymbolKind, WorkspaceSymbol,
    body_names::{FileView, has_body},
    card::type_text,
    definition::{column_target, model_target},
};
use base::{Code, Ident, SmolStr, TextRange};
use config::FileKind;
use db::{Db, Project, SourceFile};
use hir::Anchor;
use sema::Definition;
use syntax::toml::{Table, ValueKind};

/// The outline of a file: a model with its CTEs and columns, or the tables and keys of TOML.
pub(crate) fn document_symbols(db: &dyn Db, file: SourceFile) -> Vec<DocumentSymbol> {
    if has_body(db, file) {
        return model_symbols(db, file);
    }
    if file.path(db).extension() != Some("toml") {
        return Vec::new();
    }
    let document = syntax::toml::parse(&file.text(db).text, 0.into());
    table_symbols(&document.root)
}

fn model_symbols(db: &dyn Db, file: SourceFile) -> Vec<DocumentSymbol> {
    let view = FileView::new(db, file);
    let Some(root) = view.body.root else { return Vec::new() };
    let mut children = Vec::new();
    for (query, data) in view.body.queries.iter() {
        let Some(ranges) = view.map.queries.get(query) else { continue };
        for (cte, &hir::CteRanges { full, name: focus, .. }) in data.ctes.iter().zip(&ranges.ctes) {
            let output = view.inference.queries.get(cte.query);
            let columns =
                output.map(|it| it.columns.iter().filter_map(|it| column_symbol(&view, it)).collect());
            let columns: Vec<DocumentSymbol> = columns.unwrap_or_default();
            // A column that a star passed on stands in another place.
            let columns = columns.into_iter().filter(|it| full.contains_range(it.full)).collect();
            let name = cte.name.to_string();
            children.push(DocumentSymbol {
                name,
                detail: None,
                kind: SymbolKind::Cte,
                full,
                focus,
                children: columns,
            });
        }
    }
    let within_cte = |range: TextRange, children: &[DocumentSymbol]| {
        children.iter().any(|it| it.kind == SymbolKind::Cte && it.full.contains_range(range))
    };
    for column in &view.inference.output.columns {
        let symbol = column_symbol(&view, column).filter(|it| !within_cte(it.full, &children));
        children.extend(symbol);
    }
    children.sort_by_key(|it| (it.full.start(), it.full.end()));
    let full = view.map.queries.get(root).map(|it| it.full).unwrap_or_default();
    let focus = sema::start_range(db, file);
    let name = sema::declared_name(db, file).to_string();
    let full = if full.contains_range(focus) { full } else { full.cover(focus) };
    vec![DocumentSymbol { name, detail: None, kind: SymbolKind::Model, full, focus, children }]
}

fn column_symbol(view: &FileView<'_>, column: &sema::OutputColumn) -> Option<DocumentSymbol> {
    let (full, focus) = match column.definition {
        Definition::Item(select, item) => (Anchor::Item(select, item), Anchor::ItemName(select, item)),
        Definition::Named(name @ Anchor::StarReplace(..)) => (name, name),
        _ => return None,
    };
    if column.name.is_empty() {
        return None;
    }
    Some(DocumentSymbol {
        name: column.name.to_string(),
        detail: Some(type_text(&column.value, view.dialect)),
        kind: SymbolKind::Column,
        full: full.range(view.map)?,
        focus: focus.range(view.map)?,
        children: Vec::new(),
    })
}

fn table_symbols(table: &Table) -> Vec<DocumentSymbol> {
    let mut symbols = Vec::new();
    for entry in &table.entries {
        let (kind, children) = match &entry.value.kind {
            ValueKind::Table(table) => (SymbolKind::Table, table_symbols(table)),
            ValueKind::Array(items) => {
                let tables = items.iter().filter_map(|it| it.as_table());
                (SymbolKind::Key, tables.flat_map(table_symbols).collect())
            }
            _ => (SymbolKind::Key, Vec::new()),
        };
        let full = entry.range.cover(entry.key.range);
        let children: Vec<DocumentSymbol> = children;
        let full = children.iter().fold(full, |full, it| full.cover(it.full));
        let name = entry.key.text.to_string();
        symbols.push(DocumentSymbol { name, detail: None, kind, full, focus: entry.key.range, children });
    }
    symbols
}

/// A symbol before its place is looked for.
struct Candidate {
    /// 0 for the name itself, 1 for one that begins so, 2 for one that contains it.
    score: u32,
    name: SmolStr,
    container: SmolStr,
    file: SourceFile,
    what: CandidateKind,
}

enum CandidateKind {
    Model,
    Column(u32),
    /// A name that the model gives to a relation: perhaps that of a common table expression.
    Given(Ident),
    Contract,
    Macro(TextRange),
    Diagnostic(TextRange),
    /// A place where a code is named.
    Written(TextRange),
}

/// Models, columns, common table expressions, contracts and macros whose name contains `query`, ignoring case; exact
/// matches first, then prefixes, then by name. Where it is a code, that one's diagnostics and where it is named come first.
pub(crate) fn workspace_symbols(
    db: &dyn Db,
    projects: &[Project],
    query: &str,
    limit: usize,
) -> Vec<WorkspaceSymbol> {
    let wanted = query.to_lowercase();
    let score = |name: &str| {
        let name = name.to_lowercase();
        match name.find(&wanted)? {
            _ if name == wanted => Some(0),
            0 => Some(1),
            _ => Some(2),
        }
    };
    let mut found: Vec<Candidate> = Vec::new();
    for &file in projects.iter().flat_map(|it| sema::model_index(db, *it).models.iter()) {
        let model = sema::declared_name(db, file);
        let mut add = |name: &SmolStr, container: SmolStr, what: CandidateKind| {
            let candidate = |score| Candidate { score, name: name.clone(), container, file, what };
            found.extend(score(name).map(candidate));
        };
        add(&model, SmolStr::default(), CandidateKind::Model);
        for (index, column) in sema::schema(db, file).columns.iter().enumerate() {
            if !column.name.is_empty() {
                add(&column.name, model.clone(), CandidateKind::Column(index as u32));
            }
        }
        for given in &hir::head(db, file).given_names {
            add(&given.text, model.clone(), CandidateKind::Given(given.clone()));
        }
        if let Some(contract) = sema::contract_file(db, file) {
            let name = SmolStr::from(contract.path(db).file_name());
            let candidate = |score| Candidate {
                score,
                name: name.clone(),
                container: model.clone(),
                file: contract,
                what: CandidateKind::Contract,
            };
            found.extend(score(&name).map(candidate));
        }
    }
    for project in projects {
        let is_macro = |it: &&SourceFile| db::file_kind(db, **it) == FileKind::Macro;
        for &file in project.files(db).values().filter(is_macro) {
            for (name, range) in codes::macros(&file.text(db).text) {
                let container = SmolStr::from(file.path(db).file_name());
                let what = CandidateKind::Macro(range);
                found.extend(score(&name).map(|score| Candidate { score, name, container, file, what }));
            }
        }
        if let Some(code) = Code::from_name(query) {
            found.extend(codes::of_code(db, *project, code, limit));
        }
    }
    found.sort_by(|a, b| {
        (a.score, &a.name, &a.container)
            .cmp(&(b.score, &b.name, &b.container))
            .then_with(|| a.file.path(db).cmp(b.file.path(db)))
    });
    // Places need trees, so they are looked for only until there are enough.
    found.into_iter().filter_map(|it| placed(db, it)).take(limit).collect()
}

fn placed(db: &dyn Db, candidate: Candidate) -> Option<WorkspaceSymbol> {
    let Candidate { name, container, file, what, .. } = candidate;
    let (kind, range) = match what {
        CandidateKind::Model => (SymbolKind::Model, model_target(db, file).focus),
        CandidateKind::Column(index) => (SymbolKind::Column, column_target(db, file, index)?.focus),
        CandidateKind::Given(name) => (SymbolKind::Cte, cte_range(db, file, &name)?),
        CandidateKind::Contract => (SymbolKind::Contract, sema::start_range(db, file)),
        CandidateKind::Macro(range) => (SymbolKind::Macro, range),
        CandidateKind::Diagnostic(range) => (SymbolKind::Diagnostic, range),
        CandidateKind::Written(range) => (SymbolKind::Key, range),
    };
    Some(WorkspaceSymbol {
        name: name.to_string(),
        container: (!container.is_empty()).then(|| container.to_string()),
        kind,
        place: FileRange { file: FileId(file), range },
    })
}

/// The name of the first common table expression that is spelled so.
fn cte_range(db: &dyn Db, file: SourceFile, name: &Ident) -> Option<TextRange> {
    let body = hir::body(db, file);
    let map = &hir::lowered(db, file).lowering.source_map;
    body.queries.iter().find_map(|(query, data)| {
        let index = data.ctes.iter().position(|it| it.name == *name)?;
        Some(map.queries.get(query)?.ctes.get(index)?.name)
    })
}
