//! Names of types: who takes which.

use crate::DialectKind;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Who takes a name.
#[derive(Debug, Default)]
struct Takers {
    any: Vec<DialectKind>,
    /// Only with arguments in parentheses.
    with_arguments: Vec<DialectKind>,
}

static NAMES: LazyLock<FxHashMap<&'static str, Takers>> = LazyLock::new(|| {
    let lines = include_str!("type_names.txt").lines().filter(|it| !it.starts_with('#'));
    lines.filter_map(|it| it.split_once(": ")).map(|(name, dialects)| (name, takers(dialects))).collect()
});

fn takers(dialects: &'static str) -> Takers {
    let mut takers = Takers::default();
    for word in dialects.split_ascii_whitespace() {
        match word.strip_suffix("(n)") {
            Some(name) => takers.with_arguments.extend(DialectKind::from_name(name)),
            None => takers.any.extend(DialectKind::from_name(word)),
        }
    }
    takers
}

/// Whether a dialect takes a type called `name`, in any case; `None` where that is not known.
pub fn has_type_name(dialect: DialectKind, name: &str, has_arguments: bool) -> Option<bool> {
    let takers = NAMES.get(name.to_ascii_uppercase().as_str())?;
    Some(takers.any.contains(&dialect) || has_arguments && takers.with_arguments.contains(&dialect))
}

/// Every name that is known, sorted.
pub fn type_names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = NAMES.keys().copied().collect();
    names.sort_unstable();
    names
}

/// The names that every one of `dialects` takes, those that most dialects take first.
pub fn common_type_names(dialects: &[DialectKind], has_arguments: bool) -> Vec<&'static str> {
    let mut names = type_names();
    names.retain(|name| dialects.iter().all(|it| has_type_name(*it, name, has_arguments) == Some(true)));
    names.sort_by_key(|it| std::cmp::Reverse(NAMES[it].any.len()));
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use DialectKind::*;

    #[test]
    fn names() {
        assert_eq!(has_type_name(Snowflake, "hugeint", false), Some(false));
        assert_eq!(has_type_name(Databricks, "varchar", false), Some(false));
        assert_eq!(has_type_name(Databricks, "VARCHAR", true), Some(true));
        assert_eq!(has_type_name(DuckDb, "mood", false), None);
        assert_eq!(common_type_names(&[DuckDb, BigQuery], false).first(), Some(&"BIGINT"));
    }

    #[test]
    fn every_name_is_a_type_of_those_that_take_it() {
        for (name, takers) in NAMES.iter() {
            assert!(!takers.any.is_empty(), "{name}: no dialect takes it");
            for dialect in &takers.any {
                assert!(crate::parse_type(name, *dialect).is_some(), "{dialect} {name}");
            }
        }
    }
}
