//! Outlines of files, and search over all names.

use crate::{
    DocumentSymbol, FileId, FileRange, SymbolKind, WorkspaceSymbol,
    body_names::{FileView, has_body},
    card::type_text,
    definition::{column_target, model_target},
};
use base::{SmolStr, TextRange};
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
    let Definition::Item(select, item) = column.definition else { return None };
    if column.name.is_empty() {
        return None;
    }
    Some(DocumentSymbol {
        name: column.name.to_string(),
        detail: Some(type_text(&column.value, view.dialect)),
        kind: SymbolKind::Column,
        full: Anchor::Item(select, item).range(view.map)?,
        focus: Anchor::ItemName(select, item).range(view.map)?,
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

/// Models and columns whose name contains `query`, ignoring case; exact matches first, then prefixes, then by name.
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
    let mut found: Vec<(u32, SmolStr, SmolStr, SourceFile, Option<u32>)> = Vec::new();
    for &model in projects.iter().flat_map(|it| sema::model_index(db, *it).models.iter()) {
        let model_name = sema::declared_name(db, model);
        if let Some(score) = score(&model_name) {
            found.push((score, model_name.clone(), SmolStr::default(), model, None));
        }
        let schema = sema::schema(db, model);
        for (index, column) in schema.columns.iter().enumerate().filter(|(_, it)| !it.name.is_empty()) {
            if let Some(score) = score(&column.name) {
                found.push((score, column.name.clone(), model_name.clone(), model, Some(index as u32)));
            }
        }
    }
    found.sort_by(|a, b| {
        (a.0, &a.1, &a.2).cmp(&(b.0, &b.1, &b.2)).then_with(|| a.3.path(db).cmp(b.3.path(db)))
    });
    found.truncate(limit);
    // Places need trees, so they are looked for only now.
    let symbol = |(_, name, container, model, column): (u32, SmolStr, SmolStr, SourceFile, Option<u32>)| {
        let target = match column {
            Some(index) => column_target(db, model, index)?,
            None => model_target(db, model),
        };
        Some(WorkspaceSymbol {
            name: name.to_string(),
            container: column.map(|_| container.to_string()),
            kind: if column.is_some() { SymbolKind::Column } else { SymbolKind::Model },
            place: FileRange { file: FileId(model), range: target.focus },
        })
    };
    found.into_iter().filter_map(symbol).collect()
}
