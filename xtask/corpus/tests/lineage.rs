//! Where Rocky finds the sources of others' columns it finds them for ever: the list of differences only becomes shorter.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod support;

use corpus::lineage;
use support::{assert_list_is_true, corpus_with};

#[test]
fn sources_are_exact_but_for_a_list() {
    let Some(corpus) = corpus_with("lineage", "lineage") else { return };
    let figures = lineage::measure(&corpus).unwrap();
    assert!(!figures.judgements.is_empty(), "no columns");
    assert_list_is_true(figures.list_differences().unwrap(), "lineage");
}
