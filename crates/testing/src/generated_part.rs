//! Documentation pages of which a part is generated, and stands between marks: `<!-- name -->`, `<!-- /name -->`.

/// The page with what stands between the marks of a part replaced.
///
/// # Errors
/// The page has no such marks.
pub fn with_part(page: &str, name: &str, content: &str) -> Result<String, String> {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    match (page.split_once(&open), page.find(&close)) {
        (Some((before, _)), Some(end)) => {
            Ok(format!("{before}{open}\n{}\n{}", content.trim_end(), &page[end..]))
        }
        _ => Err(format!("the page has no part `{name}`")),
    }
}
