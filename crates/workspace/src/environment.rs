//! Which environment variables a project's configuration reads.

use db::{FileText, RelativePath};
use std::collections::BTreeSet;

/// The names that a file mentions: TOML, and the frontmatter of SQL. Contracts and schema files have no substitution,
/// but a name too many costs nothing.
pub(crate) fn mentioned(path: &RelativePath, text: &FileText) -> BTreeSet<String> {
    let toml = match path.extension() {
        Some("toml") => &text.text[..],
        Some("sql") => frontmatter(&text.text),
        _ => "",
    };
    config::environment::variables(toml).into_iter().map(String::from).collect()
}

/// What may be the frontmatter of a SQL file: everything up to the closing fence.
fn frontmatter(sql: &str) -> &str {
    let Some(inner) = sql.trim_start().strip_prefix("---toml") else { return "" };
    inner.find("\n---").map_or(inner, |end| &inner[..end])
}
