//! Text tables with aligned columns.

use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// A table: a head and rows of text, two blanks between columns, no trailing blanks.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    right_aligned: Vec<bool>,
}

impl Table {
    /// A table with these column titles.
    pub(crate) fn new<const N: usize>(titles: [&str; N]) -> Table {
        Table::with_titles(titles.into_iter().map(str::to_owned).collect())
    }

    /// A table with these column titles.
    pub(crate) fn with_titles(titles: Vec<String>) -> Table {
        Table { right_aligned: vec![false; titles.len()], rows: vec![titles] }
    }

    /// Aligns a column of numbers to the right.
    #[must_use]
    pub(crate) fn right_aligned(mut self, column: usize) -> Table {
        if let Some(is_right) = self.right_aligned.get_mut(column) {
            *is_right = true;
        }
        self
    }

    /// Adds a row; it has as many cells as there are titles. Line breaks in cells are shown as `\n`.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells.into_iter().map(|it| it.replace('\n', "\\n")).collect());
    }

    /// The text, each line ended.
    pub(crate) fn render(&self) -> String {
        let widths: Vec<usize> = (0..self.right_aligned.len())
            .map(|column| {
                self.rows.iter().filter_map(|row| row.get(column)).map(|it| it.width()).max().unwrap_or(0)
            })
            .collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for ((cell, width), is_right) in row.iter().zip(&widths).zip(&self.right_aligned) {
                let padding = " ".repeat(width.saturating_sub(cell.width()));
                // Writing to a string cannot fail.
                let _ = match is_right {
                    true => write!(line, "{padding}{cell}  "),
                    false => write!(line, "{cell}{padding}  "),
                };
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(["NAME", "ROWS"]).right_aligned(1);
        table.row(vec!["orders".into(), "12".into()]);
        table.row(vec!["日本".into(), "1".into()]);
        table.row(vec!["a\nb".into(), String::new()]);
        expect![[r"
            NAME    ROWS
            orders    12
            日本       1
            a\nb
        "]]
        .assert_eq(&table.render());
    }
}
