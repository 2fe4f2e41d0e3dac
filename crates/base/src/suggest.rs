//! "Did you mean …?"

/// The candidate nearest to `name` by Damerau-Levenshtein distance, ignoring case, if it is near enough to be
/// a slip of the finger: a third of the longer name's characters at most. Ties go to the smaller candidate, so
/// that the answer does not depend on the order of `candidates`.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = name.to_lowercase();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let limit = folded.chars().count().max(candidate.chars().count()) / 3;
            let distance = strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
            (distance <= limit.max(1) && candidate != name).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// How far two names are apart, ignoring case: the slips of the finger between them.
pub fn distance(a: &str, b: &str) -> usize {
    strsim::damerau_levenshtein(&a.to_lowercase(), &b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn finds_slips_and_nothing_else() {
        let columns = ["customer_id", "order_id", "amount"];
        assert_eq!(closest("custmer_id", columns), Some("customer_id"));
        assert_eq!(closest("AMOUNT", columns), Some("amount"));
        assert_eq!(closest("country", columns), None);
        assert_eq!(closest("x", ["y"]), Some("y"));
    }
}
