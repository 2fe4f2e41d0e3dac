//! Move what describes a model from its sidecar to the head of its file.

use super::{Draft, RefactoringKind, Selection};
use base::{TextRange, TextSize};

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    let sidecar = db::companions(it.db, it.file).sidecar?;
    let has_none = it.file.path(it.db).extension() == Some("sql") && it.file.frontmatter(it.db).is_none();
    if !has_none || !it.is_about_the_whole() {
        return None;
    }
    let toml = sidecar.text(it.db).text.trim().to_owned();
    // A line that begins like the fence would close it.
    if toml.lines().any(|line| line.starts_with("---")) {
        return None;
    }
    let line_break = it.line_break();
    let mut text = format!("---toml{line_break}");
    toml.lines().for_each(|line| text += &format!("{line}{line_break}"));
    text += &format!("---{line_break}{line_break}");
    let title = format!("Move `{}` to frontmatter", sidecar.path(it.db).file_name());
    let start = it.place(TextRange::empty(TextSize::from(0)));
    let draft = Draft::new(RefactoringKind::Inline, title).with(|remedy| remedy.before(start, text));
    Some(draft.deleting(sidecar))
}
