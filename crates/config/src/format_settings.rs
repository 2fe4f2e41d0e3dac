//! `[format]`: how SQL and the Rocky DSL are laid out.

use crate::{ConfigDiagnostic, Spanned, read};
use base::Code;
use std::ops::RangeInclusive;
use syntax::toml::Table;

/// The columns that a line may have.
const LINE_WIDTHS: RangeInclusive<u64> = 20..=1000;
/// The blanks that a level of indentation may have.
const INDENTS: RangeInclusive<u64> = 1..=16;

/// `[format]`. What is absent, or wrong and therefore reported, has its default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FormatSettings {
    /// `line_width`: columns.
    pub line_width: Option<u32>,
    /// `indent`: blanks.
    pub indent: Option<u32>,
    /// `keyword_case`.
    pub keyword_case: Option<KeywordCase>,
    /// `commas`.
    pub commas: Option<Commas>,
}

/// How keywords are spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeywordCase {
    /// `upper`
    Upper,
    /// `lower`
    Lower,
    /// `preserve`
    Preserve,
}

/// Where the commas of a list stand that takes several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Commas {
    /// `trailing`
    Trailing,
    /// `leading`
    Leading,
}

impl FormatSettings {
    /// Takes the settings out of the table.
    pub(crate) fn read(table: &Table) -> FormatSettings {
        let number = |key, range: RangeInclusive<u64>| {
            let value = read::integer(table, key)?.value;
            u32::try_from(value).ok().filter(|_| range.contains(&value))
        };
        let word = |key| read::string(table, key).map(|it| it.value);
        FormatSettings {
            line_width: number("line_width", LINE_WIDTHS),
            indent: number("indent", INDENTS),
            keyword_case: word("keyword_case").and_then(|it| match it.as_str() {
                "upper" => Some(KeywordCase::Upper),
                "lower" => Some(KeywordCase::Lower),
                "preserve" => Some(KeywordCase::Preserve),
                _ => None,
            }),
            commas: word("commas").and_then(|it| match it.as_str() {
                "trailing" => Some(Commas::Trailing),
                "leading" => Some(Commas::Leading),
                _ => None,
            }),
        }
    }
}

/// Numbers that are out of range: V046. Negative ones are reported with all others.
pub(crate) fn check(table: &Table, diagnostics: &mut Vec<ConfigDiagnostic>) {
    for (key, range) in [("line_width", LINE_WIDTHS), ("indent", INDENTS)] {
        if let Some(Spanned { value, range: place }) = read::integer(table, key)
            && !range.contains(&value)
        {
            let message = format!("`format.{key}` must be {} to {}", range.start(), range.end());
            diagnostics.push(ConfigDiagnostic::new(Code::V046, place, message));
        }
    }
}
