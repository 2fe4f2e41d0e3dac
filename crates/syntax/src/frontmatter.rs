//! The TOML block that may stand at the head of a SQL model.

use rowan::{TextRange, TextSize};

/// Where the frontmatter of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frontmatter {
    /// The opening `---toml`.
    pub fence: TextRange,
    /// The TOML between the fences, line breaks included; empty where the fence is not closed.
    pub toml: TextRange,
    /// Where the SQL begins: behind the closing fence, or behind the opening one where none closes it.
    pub body_start: TextSize,
    /// Whether there is a closing fence.
    pub closed: bool,
}

const OPEN: &str = "---toml";

/// Finds the frontmatter: behind leading blank space the text starts with `---toml`; the TOML runs to the next line
/// that starts with `---`; the rest is SQL.
pub fn split_frontmatter(text: &str) -> Option<Frontmatter> {
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !trimmed.starts_with(OPEN) {
        return None;
    }
    let start = text.len() - trimmed.len();
    let toml_start = start + OPEN.len();
    let fence = range(start, toml_start);
    match text[toml_start..].find("\n---") {
        Some(length) => {
            let toml_end = toml_start + length + 1;
            Some(Frontmatter {
                fence,
                toml: range(toml_start, toml_end),
                body_start: size(toml_end + 3),
                closed: true,
            })
        }
        None => Some(Frontmatter {
            fence,
            toml: range(toml_start, toml_start),
            body_start: size(toml_start),
            closed: false,
        }),
    }
}

fn size(offset: usize) -> TextSize {
    TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX))
}

fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(size(start), size(end))
}
