//! W007 says nothing of right queries: those of TPC-H and TPC-DS with the keys of their specifications, and of our shop.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

mod support;

#[test]
fn right_queries_are_silent() {
    let Some(corpus) = support::corpus_with("types", "fan-outs") else { return };
    let alarms: Vec<String> = corpus::fan_out::originals(&corpus)
        .unwrap()
        .into_iter()
        .flat_map(|(schema, _, alarms)| alarms.into_iter().map(move |it| format!("{schema}: {it}")))
        .collect();
    support::assert_list_is_true((alarms, Vec::new()), "fan-out");
}
