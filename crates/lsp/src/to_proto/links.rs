//! Links to files of a project in cards, whose destinations are relative to the project's root.

use super::uri_text;
use crate::snapshot::Snapshot;
use ide::{FileId, RelativePath};

/// What begins a link to a file of the project, behind its text.
const START: &str = "](<project:";
/// What ends it.
const END: &str = ">)";

/// A card about something in `file`, with links that the client can follow; without any where it shows no Markdown.
pub(crate) fn resolved(snapshot: &Snapshot, file: FileId, markdown: &str) -> String {
    let root = snapshot.analysis.path(file).0;
    let destination = |path: &str, line: &str| {
        let place = snapshot.view.place(&root, &RelativePath::new(path));
        let uri = uri_text(&snapshot.view, &place);
        (!uri.is_empty() && snapshot.features().markdown).then(|| format!("{uri}#L{line}"))
    };
    replaced(markdown, destination)
}

/// Replaces the destination of each link, or leaves only its text.
fn replaced(markdown: &str, destination: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, behind)) = rest.split_once(START) {
        let link = behind.split_once(END).and_then(|(link, after)| Some((link.rsplit_once("#L")?, after)));
        let Some(((path, line), after)) = link else {
            text.push_str(before);
            text.push_str(START);
            rest = behind;
            continue;
        };
        match (destination(path, line), before.rsplit_once('[')) {
            (Some(destination), _) => text.push_str(&format!("{before}](<{destination}>)")),
            (None, Some((before, name))) => text.push_str(&format!("{before}{name}")),
            (None, None) => text.push_str(before),
        }
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_files_or_are_their_text() {
        let card = "from [`a.b`](<project:models/a b.sql#L3>) ← [`c`](<project:x.toml#L1>), [d](http://e)";
        let shown = replaced(card, |path, line| Some(format!("file:///{path}#L{line}")));
        assert_eq!(
            shown,
            "from [`a.b`](<file:///models/a b.sql#L3>) ← [`c`](<file:///x.toml#L1>), [d](http://e)"
        );
        assert_eq!(replaced(card, |_, _| None), "from `a.b` ← `c`, [d](http://e)");
        assert_eq!(replaced("x](<project:open", |_, _| None), "x](<project:open");
    }
}
