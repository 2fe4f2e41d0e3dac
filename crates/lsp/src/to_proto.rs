//! From plain data to the protocol's types.

pub(crate) mod actions;
mod annotations;
pub(crate) mod capabilities;
pub(crate) mod code_lens;
pub(crate) mod compiled;
pub(crate) mod completion;
pub(crate) mod diagnostic_data;
pub(crate) mod diagnostics;
pub(crate) mod diagnostics_delta;
pub(crate) mod edits;
mod fix_all;
pub(crate) mod folding;
pub(crate) mod formatting;
pub(crate) mod hierarchy;
pub(crate) mod inlay_hints;
pub(crate) mod lineage;
mod links;
pub(crate) mod model;
pub(crate) mod navigation;
pub(crate) mod rename;
pub(crate) mod selection;
pub(crate) mod signature_help;
pub(crate) mod symbols;
pub(crate) mod tokens;
pub(crate) mod uses;

pub use diagnostic_data::facts;

use crate::{
    place::Place,
    position,
    snapshot::{Snapshot, View},
};
use ide::{Cancellable, FileId, FileRange, TextRange, line_index::LineIndex};
use std::{path::Path, sync::Arc};
use tower_lsp::lsp_types::{Location, MarkupContent, MarkupKind, Position, Range, Url};

/// The URI of a place, spelled as the client does where it has ever named it: another spelling would be another
/// document to it.
pub(crate) fn uri(view: &View, place: &Place) -> Option<Url> {
    Url::parse(&uri_text(view, place)).ok()
}

/// The same as text; empty for a path that no URI can spell.
pub(crate) fn uri_text(view: &View, place: &Place) -> String {
    match (view.spelling.get(place), place) {
        (Some(spelling), _) => spelling.to_string(),
        (None, Place::File(path)) => file_uri(path).map(String::from).unwrap_or_default(),
        (None, Place::Buffer(uri)) => uri.to_string(),
    }
}

/// The URI of a file or folder.
pub(crate) fn file_uri(path: &Path) -> Option<Url> {
    let uri = Url::from_file_path(path).ok()?;
    // RFC 3986 has brackets around addresses of hosts only; WHATWG's rules, which the library goes by, leave them.
    Url::parse(&uri.as_str().replace('[', "%5B").replace(']', "%5D")).ok()
}

pub(crate) fn position(position: position::Position) -> Position {
    Position { line: position.line, character: position.column }
}

pub(crate) fn range(snapshot: &Snapshot, file: FileId, range: TextRange) -> Cancellable<Range> {
    let (start, end) = snapshot.positions(file, range)?;
    Ok(Range { start: position(start), end: position(end) })
}

/// The range of a text that is no file of the database.
pub(crate) fn text_range(snapshot: &Snapshot, index: &LineIndex, range: TextRange) -> Range {
    let encoding = snapshot.features().encoding;
    let at = |offset| position(position::position(index, encoding, offset));
    Range { start: at(range.start()), end: at(range.end()) }
}

/// `None` for a file that no URI can spell.
pub(crate) fn location(snapshot: &Snapshot, place: FileRange) -> Cancellable<Option<Location>> {
    let range = range(snapshot, place.file, place.range)?;
    let uri = uri(&snapshot.view, &snapshot.place(place.file));
    Ok(uri.map(|uri| Location { uri, range }))
}

fn markup(snapshot: &Snapshot, markdown: String) -> MarkupContent {
    match snapshot.features().markdown {
        true => MarkupContent { kind: MarkupKind::Markdown, value: markdown },
        false => MarkupContent { kind: MarkupKind::PlainText, value: without_fences(&markdown) },
    }
}

/// Markdown as one reads it where it is shown as it stands: without the lines around code.
fn without_fences(markdown: &str) -> String {
    markdown.split_inclusive('\n').filter(|it| !it.trim_start().starts_with("```")).collect()
}

/// A URI as the client spells it, for [`View::spelling`].
pub(crate) fn spelling(uri: &Url) -> Arc<str> {
    uri.as_str().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uris_have_what_rfc_3986_lets_stand() {
        let uri = file_uri(Path::new("/a b/[x]/ä#?.sql")).unwrap();
        assert_eq!(uri.as_str(), "file:///a%20b/%5Bx%5D/%C3%A4%23%3F.sql");
        assert_eq!(uri.to_file_path().unwrap(), Path::new("/a b/[x]/ä#?.sql"));
    }

    #[test]
    fn plain_text_has_no_fences() {
        assert_eq!(without_fences("```sql\na INTEGER\n```\nsays `b`"), "a INTEGER\nsays `b`");
    }
}
