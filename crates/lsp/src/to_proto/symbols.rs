//! Document symbols and workspace symbols.

use super::{location, range, uri};
use crate::snapshot::Snapshot;
use ide::{Cancellable, FileId, SymbolKind as Kind};
use tower_lsp::lsp_types::{
    DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind, Url,
};

/// A tree where the client can show one, else a list in the order of the tree.
pub(crate) fn document_symbols(
    snapshot: &Snapshot,
    file: FileId,
    symbols: Vec<ide::DocumentSymbol>,
) -> Cancellable<DocumentSymbolResponse> {
    let tree: Cancellable<Vec<_>> = symbols.into_iter().map(|it| nested(snapshot, file, it)).collect();
    let tree = tree?;
    if snapshot.features().hierarchical_symbols {
        return Ok(DocumentSymbolResponse::Nested(tree));
    }
    let mut list = Vec::new();
    if let Some(uri) = uri(&snapshot.view, &snapshot.place(file)) {
        flatten(&uri, None, tree, &mut list);
    }
    Ok(DocumentSymbolResponse::Flat(list))
}

pub(crate) fn workspace_symbols(
    snapshot: &Snapshot,
    symbols: Vec<ide::WorkspaceSymbol>,
) -> Cancellable<Vec<SymbolInformation>> {
    let mut list = Vec::with_capacity(symbols.len());
    for symbol in symbols {
        if let Some(location) = location(snapshot, symbol.place)? {
            list.push(information(symbol.name, kind(symbol.kind), location, symbol.container));
        }
    }
    Ok(list)
}

#[expect(deprecated, reason = "the protocol's type cannot be built without its deprecated field")]
fn nested(snapshot: &Snapshot, file: FileId, it: ide::DocumentSymbol) -> Cancellable<DocumentSymbol> {
    let children: Cancellable<Vec<_>> =
        it.children.into_iter().map(|it| nested(snapshot, file, it)).collect();
    let children = children?;
    Ok(DocumentSymbol {
        name: it.name,
        detail: it.detail,
        kind: kind(it.kind),
        tags: None,
        deprecated: None,
        range: range(snapshot, file, it.full)?,
        selection_range: range(snapshot, file, it.focus)?,
        children: (!children.is_empty()).then_some(children),
    })
}

fn flatten(uri: &Url, container: Option<&str>, tree: Vec<DocumentSymbol>, list: &mut Vec<SymbolInformation>) {
    for symbol in tree {
        let location = Location { uri: uri.clone(), range: symbol.selection_range };
        list.push(information(symbol.name.clone(), symbol.kind, location, container.map(str::to_owned)));
        flatten(uri, Some(&symbol.name), symbol.children.unwrap_or_default(), list);
    }
}

#[expect(deprecated, reason = "the protocol's type cannot be built without its deprecated field")]
fn information(
    name: String,
    kind: SymbolKind,
    location: Location,
    container_name: Option<String>,
) -> SymbolInformation {
    SymbolInformation { name, kind, tags: None, deprecated: None, location, container_name }
}

fn kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Model => SymbolKind::CLASS,
        Kind::Cte => SymbolKind::STRUCT,
        Kind::Column => SymbolKind::FIELD,
        Kind::Contract => SymbolKind::INTERFACE,
        Kind::Table => SymbolKind::NAMESPACE,
        Kind::Key => SymbolKind::PROPERTY,
        Kind::Macro => SymbolKind::FUNCTION,
        Kind::Diagnostic => SymbolKind::EVENT,
    }
}
