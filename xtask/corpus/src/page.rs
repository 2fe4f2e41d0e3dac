//! The generated parts of `docs/conformance.md`.

use anyhow::{Context, Result, bail};

/// Puts `content` between the marks `<!-- NAME -->` and `<!-- /NAME -->` of the page.
///
/// # Errors
/// The page cannot be read or written, or has no such marks.
pub fn write(name: &str, content: &str) -> Result<()> {
    let path = crate::entries::repository().join("docs/conformance.md");
    let page = std::fs::read_to_string(&path).context("cannot read docs/conformance.md")?;
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (Some(start), Some(end)) = (page.find(&open), page.find(&close)) else {
        bail!("docs/conformance.md has no marks for `{name}`");
    };
    let start = start + open.len();
    if start > end {
        bail!("the marks of `{name}` in docs/conformance.md are in the wrong order");
    }
    let page = format!("{}\n{}\n{}", &page[..start], content.trim_end(), &page[end..]);
    let page = page.replace(&format!("{open}\n\n"), &format!("{open}\n"));
    std::fs::write(&path, page).context("cannot write docs/conformance.md")
}
