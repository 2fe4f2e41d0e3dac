//! The fixtures' projects, broken in known ways: `cargo xtask mutate` does the same at length, to a generated project.
#![allow(clippy::unwrap_used, reason = "tests")]

use corpus::{entries, mutate};

#[test]
fn mutations_are_caught_where_they_are_and_nowhere_else() {
    let folder = entries::repository().join("fixtures/projects/retail");
    let figures = mutate::measure(&folder, 260, 1).unwrap();
    let faults: Vec<String> = figures
        .verdicts
        .iter()
        .flat_map(|it| it.faults.iter().map(move |fault| format!("{}: {}: {fault}", it.kind.name(), it.path)))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(figures.verdicts.iter().map(|it| it.refused).sum::<usize>() > 50, "the mutations break little");
}
