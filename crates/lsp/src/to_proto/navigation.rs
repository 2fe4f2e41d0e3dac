//! Hover, the places that names lead to, links and references.

use super::{links, location, markup, range, uri};
use crate::{schema_cache::age, snapshot::Snapshot};
use ide::{Cancellable, Definitions, FileId, Link, LinkTarget, Reference};
use tower_lsp::lsp_types::{
    DocumentLink, GotoDefinitionResponse, Hover, HoverContents, Location, LocationLink, Url,
};

pub(crate) fn hover(snapshot: &Snapshot, file: FileId, hover: ide::Hover) -> Cancellable<Hover> {
    let mut card = links::resolved(snapshot, file, &hover.markdown);
    if let Some(described_at) = hover.described_at {
        card.push_str(&format!("\nthe warehouse described it {}\n", age(described_at)));
    }
    Ok(Hover {
        range: Some(range(snapshot, file, hover.range)?),
        contents: HoverContents::Markup(markup(snapshot, card)),
    })
}

/// Links where the client understands them, so that it marks the whole name under the cursor.
pub(crate) fn definitions(
    snapshot: &Snapshot,
    file: FileId,
    definitions: Definitions,
    takes_links: bool,
) -> Cancellable<GotoDefinitionResponse> {
    let origin = range(snapshot, file, definitions.origin)?;
    let mut links = Vec::new();
    for target in definitions.targets {
        let Some(target_uri) = uri(&snapshot.view, &snapshot.place(target.full.file)) else { continue };
        links.push(LocationLink {
            origin_selection_range: Some(origin),
            target_uri,
            target_range: range(snapshot, target.full.file, target.full.range)?,
            target_selection_range: range(snapshot, target.full.file, target.focus)?,
        });
    }
    if takes_links {
        return Ok(GotoDefinitionResponse::Link(links));
    }
    let locations =
        links.into_iter().map(|it| Location { uri: it.target_uri, range: it.target_selection_range });
    Ok(GotoDefinitionResponse::Array(locations.collect()))
}

/// Links to files of the project and to addresses.
pub(crate) fn links(snapshot: &Snapshot, file: FileId, links: Vec<Link>) -> Cancellable<Vec<DocumentLink>> {
    let mut found = Vec::with_capacity(links.len());
    for link in links {
        let target = match &link.target {
            LinkTarget::File(file) => uri(&snapshot.view, &snapshot.place(*file)),
            LinkTarget::Address(address) => Url::parse(address).ok(),
        };
        let range = range(snapshot, file, link.range)?;
        found.extend(target.map(|it| DocumentLink { range, target: Some(it), tooltip: None, data: None }));
    }
    Ok(found)
}

pub(crate) fn references(snapshot: &Snapshot, references: Vec<Reference>) -> Cancellable<Vec<Location>> {
    let mut locations = Vec::with_capacity(references.len());
    for reference in references {
        locations.extend(location(snapshot, reference.place)?);
    }
    Ok(locations)
}
