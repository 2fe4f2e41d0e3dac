//! The examples of docs/format.md: what stands behind `after` is what the formatter makes of what stands behind `before`.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind;
use format::{FormatOptions, format};
use std::path::Path;
use syntax::Lexis;

/// The text of the block behind a fence, and where it stands in the page.
fn block<'p>(page: &'p str, from: usize, fence: &str) -> Option<(usize, &'p str)> {
    let open = format!("```{fence}\n");
    let start = from + page[from..].find(&open)? + open.len();
    let length = page[start..].find("```").unwrap();
    Some((start, &page[start..start + length]))
}

#[test]
fn the_page_shows_what_the_formatter_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/format.md");
    let mut page = std::fs::read_to_string(&path).unwrap();
    let mut examples = 0;
    for (language, lexis) in [("sql", Lexis::Sql(DialectKind::DuckDb)), ("rocky", Lexis::Rocky)] {
        let mut from = 0;
        while let Some((start, before)) = block(&page, from, &format!("{language} before")) {
            let formatted = format(before, lexis, &FormatOptions::default());
            assert_eq!((formatted.defect, formatted.untouched.len()), (None, 0));
            let (at, after) = block(&page, start, &format!("{language} after")).unwrap();
            if std::env::var_os("UPDATE_EXPECT").is_some() {
                let end = at + after.len();
                page.replace_range(at..end, &formatted.text);
            } else {
                assert_eq!(after, formatted.text);
            }
            from = at;
            examples += 1;
        }
    }
    assert_eq!(examples, 2);
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, page).unwrap();
    }
}
