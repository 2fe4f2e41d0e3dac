//! Lineage as hierarchies of calls and of types.

use super::{range, uri};
use crate::snapshot::Snapshot;
use ide::{Cancellable, CteName, FileRange, HierarchyCall, HierarchyItem, HierarchyKey, HierarchyRelation};
use serde_json::{Value, json};
use tower_lsp::lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, Range, SymbolKind,
    TypeHierarchyItem,
};

/// What the client sends back with its next question: names, which outlive edits.
fn data(key: &HierarchyKey) -> Value {
    match &key.relation {
        HierarchyRelation::Model(name) => json!({ "model": name, "column": key.column }),
        HierarchyRelation::Table(name) => json!({ "table": name, "column": key.column }),
        HierarchyRelation::Cte(CteName { model, name, occurrence }) => {
            json!({ "model": model, "cte": name, "occurrence": occurrence, "column": key.column })
        }
    }
}

/// What an item of the client stands for, by the data that it was given with.
pub(crate) fn key(data: Option<&Value>) -> Option<HierarchyKey> {
    let data = data?;
    let text = |name: &str| data.get(name).and_then(Value::as_str).map(str::to_owned);
    let relation = match (text("model"), text("cte")) {
        (Some(model), Some(name)) => {
            let occurrence = data.get("occurrence").and_then(Value::as_u64).unwrap_or_default();
            let occurrence = usize::try_from(occurrence).unwrap_or(usize::MAX);
            HierarchyRelation::Cte(CteName { model, name, occurrence })
        }
        (Some(model), None) => HierarchyRelation::Model(model),
        (None, _) => HierarchyRelation::Table(text("table")?),
    };
    Some(HierarchyKey { relation, column: text("column") })
}

fn kind(key: &HierarchyKey) -> SymbolKind {
    match (&key.relation, &key.column) {
        (_, Some(_)) => SymbolKind::FIELD,
        (HierarchyRelation::Model(_), None) => SymbolKind::CLASS,
        (HierarchyRelation::Table(_) | HierarchyRelation::Cte(_), None) => SymbolKind::STRUCT,
    }
}

/// `None` for an item in a file that no URI can spell.
pub(crate) fn call_item(snapshot: &Snapshot, item: HierarchyItem) -> Cancellable<Option<CallHierarchyItem>> {
    let HierarchyItem { key, detail, full, focus } = item;
    let Some(uri) = uri(&snapshot.view, &snapshot.place(full.file)) else { return Ok(None) };
    Ok(Some(CallHierarchyItem {
        name: key.display_name(),
        kind: kind(&key),
        tags: None,
        detail,
        uri,
        range: range(snapshot, full.file, full.range)?,
        selection_range: range(snapshot, full.file, focus)?,
        data: Some(data(&key)),
    }))
}

pub(crate) fn type_item(snapshot: &Snapshot, item: HierarchyItem) -> Cancellable<Option<TypeHierarchyItem>> {
    let Some(item) = call_item(snapshot, item)? else { return Ok(None) };
    let CallHierarchyItem { name, kind, tags: _, detail, uri, range, selection_range, data } = item;
    Ok(Some(TypeHierarchyItem { name, kind, tags: None, detail, uri, range, selection_range, data }))
}

/// The items that can be told.
pub(crate) fn items<T>(
    snapshot: &Snapshot,
    items: Vec<HierarchyItem>,
    item: impl Fn(&Snapshot, HierarchyItem) -> Cancellable<Option<T>>,
) -> Cancellable<Vec<T>> {
    let found: Cancellable<Vec<Option<T>>> = items.into_iter().map(|it| item(snapshot, it)).collect();
    Ok(found?.into_iter().flatten().collect())
}

/// Consumers call what they read.
pub(crate) fn incoming(
    snapshot: &Snapshot,
    calls: Vec<HierarchyCall>,
) -> Cancellable<Vec<CallHierarchyIncomingCall>> {
    let mut found = Vec::with_capacity(calls.len());
    for call in calls {
        let from_ranges = ranges(snapshot, &call.ranges)?;
        let from = call_item(snapshot, described(call))?;
        found.extend(from.map(|from| CallHierarchyIncomingCall { from, from_ranges }));
    }
    Ok(found)
}

pub(crate) fn outgoing(
    snapshot: &Snapshot,
    calls: Vec<HierarchyCall>,
) -> Cancellable<Vec<CallHierarchyOutgoingCall>> {
    let mut found = Vec::with_capacity(calls.len());
    for call in calls {
        let from_ranges = ranges(snapshot, &call.ranges)?;
        let to = call_item(snapshot, described(call))?;
        found.extend(to.map(|to| CallHierarchyOutgoingCall { to, from_ranges }));
    }
    Ok(found)
}

fn ranges(snapshot: &Snapshot, places: &[FileRange]) -> Cancellable<Vec<Range>> {
    places.iter().map(|it| range(snapshot, it.file, it.range)).collect()
}

/// The item of a call, with what becomes of values on the way.
fn described(call: HierarchyCall) -> HierarchyItem {
    let kinds: Vec<&str> = call.kinds.iter().map(|it| it.name()).collect();
    let words = call.item.detail.into_iter().chain((!kinds.is_empty()).then(|| kinds.join(", ")));
    let detail = words.collect::<Vec<_>>().join(" · ");
    HierarchyItem { detail: (!detail.is_empty()).then_some(detail), ..call.item }
}
