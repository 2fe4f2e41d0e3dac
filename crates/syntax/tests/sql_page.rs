//! `docs/sql.md`: its tables are those of the parser. `UPDATE_EXPECT=1 cargo test` writes them.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind;
use expect_test::expect_file;
use syntax::{Feature, SyntaxKind, is_reserved};
use testing::with_part;

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

#[test]
fn the_page_is_fresh() {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/sql.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let page = with_part(&page, "features", &features()).unwrap();
    let page = with_part(&page, "reserved words", &reserved_words()).unwrap();
    expect_file![path].assert_eq(&page);
}
