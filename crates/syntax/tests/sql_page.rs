//! `docs/sql.md`: its tables are those of the parser. `UPDATE_EXPECT=1 cargo test` writes them.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind;
use expect_test::expect_file;
use syntax::{Feature, SyntaxKind, is_reserved};

/// Who has what: a line a feature.
fn features() -> String {
    let mut out = String::from("| construct |");
    for dialect in DialectKind::ALL {
        out += &format!(" {dialect} |");
    }
    out += " for example | elsewhere |\n|---|";
    out += &":-:|".repeat(DialectKind::ALL.len());
    out += "---|---|\n";
    for feature in Feature::ALL {
        let row = feature.row();
        out += &format!("| [{}]({}) |", cell(row.title), row.page);
        for dialect in DialectKind::ALL {
            out += if feature.is_in(dialect) { " ✓ |" } else { " |" };
        }
        out += &format!(" `` {} `` | {} |\n", cell(row.example), cell(row.instead));
    }
    out
}

/// The words that must be quoted to be names.
fn reserved_words() -> String {
    let mut out = String::new();
    for dialect in DialectKind::ALL {
        let words: Vec<&str> =
            SyntaxKind::KEYWORDS.iter().copied().filter(|it| is_reserved(it, dialect)).collect();
        out += &format!("- **{dialect}** ({}): {}\n", words.len(), words.join(", "));
    }
    out
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// The page with what stands between the marks of a part replaced.
fn with_part(page: &str, name: &str, content: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = page.find(&open).unwrap_or_else(|| panic!("the page has no mark `{name}`")) + open.len();
    let end = page.find(&close).unwrap();
    format!("{}\n{}\n{}", &page[..start], content.trim_end(), &page[end..])
}

#[test]
fn the_page_is_fresh() {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/sql.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let page = with_part(&page, "features", &features());
    let page = with_part(&page, "reserved words", &reserved_words());
    expect_file![path].assert_eq(&page);
}
