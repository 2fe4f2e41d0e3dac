//! Inlay hints.

use super::{edits, location, markup, position};
use crate::{from_proto, position::Position, snapshot::Snapshot};
use ide::{Cancellable, FileId, FilePosition, InlayHintKind, InlayHintRequest, TextRange};
use serde::{Deserialize, Serialize};
use tower_lsp::lsp_types::{self, InlayHint, InlayHintLabel, InlayHintLabelPart, InlayHintTooltip, Url};

/// What a hint carries until the client asks where it comes from.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct HintData {
    /// The document.
    pub(crate) uri: Url,
    /// The version of it that the hint is about.
    version: Option<i32>,
}

/// The hints between two positions, as far as the settings want them.
pub(crate) fn inlay_hints(
    snapshot: &Snapshot,
    file: FileId,
    uri: &Url,
    (start, end): (Position, Position),
) -> Cancellable<Vec<InlayHint>> {
    let wanted = &snapshot.settings().inlay_hints;
    let request = InlayHintRequest {
        range: snapshot.range(file, start, end)?,
        types: wanted.types,
        nullability: wanted.nullability,
        expanded_stars: wanted.expanded_stars,
        join_cardinality: wanted.join_cardinality,
        dependencies: wanted.dependencies,
    };
    let hints = snapshot.analysis.inlay_hints(file, &request)?;
    hints.into_iter().map(|it| hint(snapshot, file, uri, it)).collect()
}

fn hint(snapshot: &Snapshot, file: FileId, uri: &Url, hint: ide::InlayHint) -> Cancellable<InlayHint> {
    let at = snapshot.positions(file, TextRange::empty(hint.position))?.0;
    let is_resolved_later =
        hint.kind == InlayHintKind::Type && snapshot.features().resolves_inlay_hint_locations;
    let data = is_resolved_later
        .then(|| HintData { uri: uri.clone(), version: snapshot.version(&from_proto::place(uri)) });
    let part = InlayHintLabelPart { value: hint.label.clone(), ..InlayHintLabelPart::default() };
    Ok(InlayHint {
        position: position(at),
        label: match is_resolved_later {
            true => InlayHintLabel::LabelParts(vec![part]),
            false => InlayHintLabel::String(hint.label),
        },
        kind: match hint.kind {
            InlayHintKind::Type => Some(lsp_types::InlayHintKind::TYPE),
            InlayHintKind::Star | InlayHintKind::Join | InlayHintKind::Dependencies => None,
        },
        text_edits: match hint.edits.is_empty() {
            true => None,
            false => Some(edits::text_edits(snapshot, &hint.edits)?),
        },
        tooltip: hint.tooltip.map(|it| InlayHintTooltip::MarkupContent(markup(snapshot, it))),
        padding_left: Some(true),
        padding_right: None,
        // Nothing of it can fail to be JSON.
        data: data.and_then(|it| serde_json::to_value(it).ok()),
    })
}

/// What a hint carries, if it is one of ours that has more to say.
pub(crate) fn data(hint: &InlayHint) -> Option<HintData> {
    serde_json::from_value(hint.data.clone()?).ok()
}

/// The same hint with the place that it comes from, as long as its document has not changed.
pub(crate) fn resolve(snapshot: &Snapshot, data: &HintData, mut hint: InlayHint) -> Cancellable<InlayHint> {
    let place = from_proto::place(&data.uri);
    let Some(file) = snapshot.file(&place).filter(|_| snapshot.version(&place) == data.version) else {
        return Ok(hint);
    };
    let at = from_proto::position(hint.position);
    let offset = snapshot.range(file, at, at)?.start();
    let origin = snapshot.analysis.inlay_hint_origin(FilePosition { file, offset })?;
    if let (InlayHintLabel::LabelParts(parts), Some(origin)) = (&mut hint.label, origin)
        && let Some(part) = parts.first_mut()
    {
        part.location = location(snapshot, origin)?;
    }
    Ok(hint)
}
