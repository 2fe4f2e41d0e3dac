//! What the vendors' references say of functions: a sentence and the page.
//!
//! A file of pages has one function a line, `name | page | sentence`, and `# base: <address>` before pages that are
//! written without it.

use crate::DialectKind;
use base::SmolStr;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A function's place in its vendor's reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FunctionPage {
    /// One sentence.
    pub summary: &'static str,
    /// The address of the page.
    pub address: String,
}

/// What the reference of `dialect` says of a function, by its name in any case.
pub fn function_page(dialect: DialectKind, name: &str) -> Option<FunctionPage> {
    pages(dialect).page(&SmolStr::from(name.to_ascii_lowercase()))
}

/// The names of all functions on the reference of `dialect`, sorted.
pub fn function_pages(dialect: DialectKind) -> impl Iterator<Item = &'static str> {
    let mut names: Vec<&'static str> = pages(dialect).0.keys().copied().collect();
    names.sort_unstable();
    names.into_iter()
}

fn pages(dialect: DialectKind) -> &'static Pages {
    static PAGES: LazyLock<[Pages; 5]> = LazyLock::new(|| {
        [
            Pages::read(include_str!("data/duckdb_pages.txt")),
            Pages::read(include_str!("data/databricks_pages.txt")),
            Pages::read(include_str!("data/snowflake_pages.txt")),
            Pages::read(include_str!("data/bigquery_pages.txt")),
            Pages::read(include_str!("data/trino_pages.txt")),
        ]
    });
    match dialect {
        DialectKind::DuckDb => &PAGES[0],
        DialectKind::Databricks => &PAGES[1],
        DialectKind::Snowflake => &PAGES[2],
        DialectKind::BigQuery => &PAGES[3],
        DialectKind::Trino => &PAGES[4],
    }
}

/// One file: `(base, page, sentence)` by name.
struct Pages(FxHashMap<&'static str, (&'static str, &'static str, &'static str)>);

impl Pages {
    fn read(file: &'static str) -> Pages {
        let mut base = "";
        let mut pages = FxHashMap::default();
        for line in file.lines() {
            if let Some(address) = line.strip_prefix("# base:") {
                base = address.trim();
            } else if line.starts_with('#') {
                continue;
            } else if let [name, page, summary] = line.splitn(3, " | ").collect::<Vec<_>>()[..] {
                pages.insert(name, (base, page, summary));
            }
        }
        Pages(pages)
    }

    fn page(&self, name: &str) -> Option<FunctionPage> {
        let (base, page, summary) = *self.0.get(name)?;
        let is_whole = page.starts_with("https://");
        Some(FunctionPage {
            summary,
            address: if is_whole { page.to_owned() } else { format!("{base}{page}") },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_of_functions_that_there_are() {
        for dialect in DialectKind::ALL {
            let catalogue = crate::functions(dialect.into());
            for name in catalogue.names() {
                if let Some(page) = function_page(dialect, name) {
                    assert!(page.address.starts_with("https://"), "{dialect} {name}: {page:?}");
                    assert!(page.summary.ends_with('.'), "{dialect} {name}: {page:?}");
                }
            }
        }
    }
}
