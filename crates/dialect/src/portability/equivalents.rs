//! Calls that can be written in another way, for dialects that have no such function.

use crate::DialectKind;
use std::sync::LazyLock;

/// One meaning and the ways to write it.
#[derive(Debug)]
pub struct Equivalence {
    /// The ways, the best first.
    pub ways: Vec<Way>,
}

/// A way to write a meaning.
#[derive(Debug)]
pub struct Way {
    /// What is written.
    pub parts: Vec<TemplatePart>,
    /// The function that is called, where the way is a call and nothing else, and what it takes.
    pub call: Option<(&'static str, Vec<TemplateArgument>)>,
    /// The functions that are called anywhere in it.
    functions: Vec<&'static str>,
    /// Where it means this; everywhere if absent.
    dialects: Option<Vec<DialectKind>>,
}

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplatePart {
    /// Text as it is.
    Text(&'static str),
    /// The argument at this place, from 0.
    Argument(usize),
    /// That, as the operand of an operator.
    Operand(usize),
    /// The unit of time, without quotes.
    Unit,
}

/// An argument of a call that a template describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateArgument {
    /// Any expression; it is the argument at this place.
    Any(usize),
    /// A string that names a unit of time.
    UnitText,
    /// A word that names a unit of time.
    UnitWord,
}

impl Way {
    /// Whether it means this in `dialect`, and the dialect has what it calls.
    pub fn holds_in(&self, dialect: DialectKind) -> bool {
        let catalogue = crate::functions(dialect.into());
        self.dialects.as_ref().is_none_or(|it| it.contains(&dialect))
            && self.functions.iter().all(|it| catalogue.contains(it))
    }
}

/// The meanings of a call of `name`, in any case, with so many arguments, each with the way that it is written in.
pub fn equivalences(
    dialect: DialectKind,
    name: &str,
    arguments: usize,
) -> impl Iterator<Item = (&'static Equivalence, &'static Way)> {
    let is_called = move |way: &&'static Way| match &way.call {
        Some((called, taken)) => {
            called.eq_ignore_ascii_case(name) && taken.len() == arguments && way.holds_in(dialect)
        }
        None => false,
    };
    EQUIVALENCES
        .iter()
        .flat_map(move |meaning| meaning.ways.iter().filter(is_called).map(move |it| (meaning, it)))
}

/// Every meaning.
pub fn all_equivalences() -> &'static [Equivalence] {
    &EQUIVALENCES
}

static EQUIVALENCES: LazyLock<Vec<Equivalence>> = LazyLock::new(|| {
    let lines = include_str!("equivalents.txt").lines().filter(|it| !it.starts_with('#') && !it.is_empty());
    lines.map(|line| Equivalence { ways: line.split(" | ").filter_map(way).collect() }).collect()
});

/// Reads `template @ dialects`.
fn way(text: &'static str) -> Option<Way> {
    let (template, dialects) = text.split_once(" @ ")?;
    let dialects = match dialects.trim() {
        "*" => None,
        names => Some(names.split_ascii_whitespace().filter_map(DialectKind::from_name).collect()),
    };
    Some(Way { parts: parts(template), call: call(template), functions: functions(template), dialects })
}

fn parts(template: &'static str) -> Vec<TemplatePart> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some(at) = rest.find(['$', '#', '%']) {
        let (before, sign) = rest.split_at(at);
        if !before.is_empty() {
            parts.push(TemplatePart::Text(before));
        }
        let place = || sign[1..2].parse::<usize>().map_or(0, |it| it.saturating_sub(1));
        parts.push(match &sign[..1] {
            "$" => TemplatePart::Argument(place()),
            "#" => TemplatePart::Operand(place()),
            _ => TemplatePart::Unit,
        });
        rest = &sign[2..];
    }
    if !rest.is_empty() {
        parts.push(TemplatePart::Text(rest));
    }
    parts
}

/// Reads `NAME(..)` with nothing but placeholders between the parentheses.
fn call(template: &'static str) -> Option<(&'static str, Vec<TemplateArgument>)> {
    let (name, arguments) = template.strip_suffix(')')?.split_once('(')?;
    let is_name = !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_');
    let argument = |text: &str| match text.trim() {
        "'%u'" => Some(TemplateArgument::UnitText),
        "%u" => Some(TemplateArgument::UnitWord),
        text => Some(TemplateArgument::Any(text.strip_prefix('$')?.parse::<usize>().ok()?.checked_sub(1)?)),
    };
    let arguments = match arguments {
        "" => Some(Vec::new()),
        arguments => arguments.split(',').map(argument).collect(),
    };
    Some((name, arguments.filter(|_| is_name)?))
}

/// The words before parentheses.
fn functions(template: &'static str) -> Vec<&'static str> {
    let mut functions = Vec::new();
    for (at, _) in template.match_indices('(') {
        let before = &template[..at];
        let start = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map_or(0, |it| it + 1);
        // COALESCE and NULLIF are words of the language, and not in every catalogue.
        let is_word = |it: &str| ["COALESCE", "NULLIF", "CASE", "WHEN", "IF"].contains(&it);
        if start < at && !is_word(&before[start..]) {
            functions.push(&before[start..]);
        }
    }
    functions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_is_read_and_holds_somewhere() {
        let lines =
            include_str!("equivalents.txt").lines().filter(|it| !it.starts_with('#') && !it.is_empty());
        assert_eq!(lines.flat_map(|it| it.split(" | ")).filter(|it| way(it).is_none()).count(), 0);
        for way in EQUIVALENCES.iter().flat_map(|it| &it.ways) {
            for dialect in way.dialects.iter().flatten() {
                assert!(way.holds_in(*dialect), "{dialect}: {:?}", way.parts);
            }
            assert!(DialectKind::ALL.iter().any(|it| way.holds_in(*it)), "{:?}", way.parts);
        }
    }

    #[test]
    fn calls() {
        let ways = |dialect: DialectKind, name: &str, arguments| {
            equivalences(dialect, name, arguments).flat_map(|it| &it.0.ways).count()
        };
        assert_eq!(ways(DialectKind::Snowflake, "nvl", 2), 3);
        assert_eq!(ways(DialectKind::Snowflake, "nvl", 3), 0);
        assert_eq!(ways(DialectKind::DuckDb, "nvl", 2), 0);
        let (_, way) = equivalences(DialectKind::BigQuery, "date_trunc", 2).next().expect("DATE_TRUNC");
        assert_eq!(
            way.parts,
            [
                TemplatePart::Text("DATE_TRUNC("),
                TemplatePart::Argument(0),
                TemplatePart::Text(", "),
                TemplatePart::Unit,
                TemplatePart::Text(")")
            ]
        );
    }
}
