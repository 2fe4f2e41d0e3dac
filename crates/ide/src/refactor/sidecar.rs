//! Move the frontmatter of a model to a sidecar.

use super::{Draft, RefactoringKind, Selection};
use base::TextRange;

pub(super) fn offer(it: &Selection<'_>) -> Option<Draft> {
    let frontmatter = syntax::split_frontmatter(it.text).filter(|it| it.closed)?;
    let path = it.file.path(it.db).as_str();
    let sidecar = format!("{}.toml", path.strip_suffix(".sql")?);
    if it.range.start() > frontmatter.body_start || db::companions(it.db, it.file).sidecar.is_some() {
        return None;
    }
    let toml = it.slice(frontmatter.toml).trim_start_matches(['\r', '\n']);
    // The blanks behind the closing fence belong to it.
    let rest = &it.text[usize::from(frontmatter.body_start)..];
    let blanks = base::TextSize::try_from(rest.len() - rest.trim_start_matches(['\r', '\n']).len()).ok()?;
    let whole = TextRange::up_to(frontmatter.body_start + blanks);
    let file_name = sidecar.rsplit('/').next().unwrap_or_default().to_owned();
    let draft = Draft::new(RefactoringKind::Extract, format!("Move the frontmatter to `{file_name}`"));
    // Its comments go with it.
    Some(draft.with(|remedy| remedy.remove(it.place(whole)).create(sidecar, toml)))
}
