//! What can be chosen about the layout.

/// What can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FormatOptions {
    /// How many columns a line may take before it is broken, in cells of a terminal. Comments, strings and names may
    /// be longer.
    pub line_width: u32,
    /// What one level of indentation is.
    pub indent: Indent,
    /// How keywords of SQL are spelt.
    pub keyword_case: KeywordCase,
    /// Where the commas of a list stand that takes several lines.
    pub commas: Commas,
}

impl Default for FormatOptions {
    fn default() -> FormatOptions {
        FormatOptions {
            line_width: 100,
            indent: Indent::Spaces(4),
            keyword_case: KeywordCase::Upper,
            commas: Commas::Trailing,
        }
    }
}

/// One level of indentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Indent {
    /// That many blanks.
    Spaces(u32),
    /// A tab, which is shown that wide.
    Tab(u32),
}

impl Indent {
    /// How many columns it takes.
    pub fn width(self) -> u32 {
        match self {
            Indent::Spaces(width) | Indent::Tab(width) => width,
        }
    }
}

/// How keywords are spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeywordCase {
    /// `SELECT`
    Upper,
    /// `select`
    Lower,
    /// As they are.
    Preserve,
}

/// Where commas stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Commas {
    /// At the end of the line.
    Trailing,
    /// At the start of the next line.
    Leading,
}
