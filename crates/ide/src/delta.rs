//! Which diagnostics came and went between two looks, by their fingerprints.

use rustc_hash::FxHashMap;

/// What differs from what somebody knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// The fingerprints that are known and not found, in the order in which they are known.
    pub cleared: Vec<String>,
    /// The places, among those found, of what is not known, in order.
    pub introduced: Vec<usize>,
}

impl Delta {
    /// Compares the fingerprints that somebody knows with those that are found. Diagnostics that say the same share one, so
    /// they are counted.
    pub fn new(known: &[String], found: &[&str]) -> Delta {
        let is_missing = |in_list: &[&str]| {
            let mut left: FxHashMap<String, usize> = FxHashMap::default();
            in_list.iter().for_each(|it| *left.entry((*it).to_owned()).or_default() += 1);
            move |fingerprint: &str| match left.get_mut(fingerprint).filter(|it| **it > 0) {
                Some(count) => {
                    *count -= 1;
                    false
                }
                None => true,
            }
        };
        let mut is_cleared = is_missing(found);
        let mut is_introduced = is_missing(&known.iter().map(String::as_str).collect::<Vec<_>>());
        Delta {
            cleared: known.iter().filter(|it| is_cleared(it)).cloned().collect(),
            introduced: (0..).zip(found).filter(|it| is_introduced(it.1)).map(|it| it.0).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_fingerprints_are_counted() {
        let known = ["a", "b", "b", "c"].map(str::to_owned);
        let delta = Delta::new(&known, &["b", "d", "a", "a"]);
        assert_eq!(delta.cleared, ["b", "c"]);
        assert_eq!(delta.introduced, [1, 3]);
        assert_eq!(Delta::new(&known, &["c", "b", "a", "b"]), Delta::default());
    }
}
