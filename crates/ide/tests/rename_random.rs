//! Two hundred random renames, one after the other: each leaves the project meaning what it meant.
//!
//! Before and after, every name of the changed files leads to the same definition, every model yields the same columns,
//! and the same is said of every file, up to the name. Another sequence:
//! `ROCKY_TEST_SEED=7 cargo test -p ide --test rename_random`.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::expect;
use ide::{FileId, FilePosition, Host, RefusalReason, Rename, RenameKind, RenameTarget, TextSize};
use std::collections::BTreeMap;
use support::{
    ask, generated,
    random::Random,
    renaming::renamed,
    root,
    texts::{Texts, host, retail},
};

/// Renames of each project.
const RENAMES: usize = 100;

#[test]
fn of_a_project_as_analysts_write_them() {
    let files = retail();
    run(files, 0x5EED, |counts| {
        expect![[r#"
            made {"Binding": 2, "Column": 73, "Cte": 9, "Model": 8, "TableAlias": 8}
            refused {"Merged: customer_id": 1}
        "#]]
        .assert_eq(counts);
    });
}

#[test]
fn of_a_generated_project() {
    let files = generated::project(&mut Random::new(0x5EED));
    run(files, 3, |counts| {
        expect![[r#"
            made {"Column": 56, "Cte": 3, "Model": 32, "TableAlias": 9}
            refused {"Unknown: id": 1}
        "#]]
        .assert_eq(counts);
    });
}

#[test]
fn of_names_that_one_statement_has_for_itself() {
    run(local_names(), 11, |counts| {
        expect![[r#"
            made {"Column": 63, "Cte": 1, "Model": 6, "Parameter": 18, "TableAlias": 2, "Variable": 2, "Window": 8}
            refused {}
        "#]]
        .assert_eq(counts);
    });
}

/// Models full of windows and lambdas, some of which share their names with each other, with columns and with tables.
fn local_names() -> Texts {
    let file = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
    [
        (
            "rocky.toml",
            "[adapter]\ntype = \"duckdb\"\n[pipeline.p]\ntype = \"transformation\"\nmodels = \"models/**\"\n",
        ),
        (
            "models/base.sql",
            "SELECT 1 AS x, 2 AS y, [1, 2] AS list, [{'y': 1, 'z': [2]}] AS pairs",
        ),
        (
            "models/windows.sql",
            "WITH w AS (SELECT x, sum(y) OVER w AS total FROM base AS v WINDOW w AS (PARTITION BY v.x))\n\
             SELECT x, count(*) OVER v AS rows_so_far, sum(total) OVER (w ROWS UNBOUNDED PRECEDING) AS w,\n\
             (SELECT max(y) OVER v FROM base WINDOW v AS (ORDER BY x) LIMIT 1) AS most\n\
             FROM w WINDOW w AS (PARTITION BY total ORDER BY x), v AS (w), x AS (v)\n\
             QUALIFY row_number() OVER x = 1 ORDER BY sum(total) OVER w",
        ),
        (
            "models/lambdas.sql",
            "SELECT list_transform(list, x -> x + y) AS a, list_transform(list, lambda y, i: y * i + base.y) AS b,\n\
             list_transform(pairs, p -> list_transform(p.z, x -> x + p.y)) AS c, [i + x FOR i IN list IF i > x] AS d\n\
             FROM base WHERE list_contains(list_filter(list, a -> a > base.x + @var(x, @var(y, 1))), @var(y, 2))",
        ),
    ]
    .into_iter()
    .map(file)
    .collect()
}

/// Renames until enough renames have been made; `counts` checks what was renamed, and why what was not.
fn run(mut files: Texts, seed: u64, counts: impl Fn(&str)) {
    let other_seed: Option<u64> = std::env::var("ROCKY_TEST_SEED").ok().and_then(|it| it.parse().ok());
    let mut random = Random::new(other_seed.unwrap_or(seed));
    let mut made: BTreeMap<String, usize> = BTreeMap::new();
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let mut before = State::of(host(&files));
    let mut number = 0;
    while number < RENAMES {
        let paths: Vec<&String> = files.keys().filter(|it| !it.ends_with("rocky.toml")).collect();
        let path = paths[random.below(paths.len())].clone();
        let words = words(&files[&path]);
        if words.is_empty() {
            continue;
        }
        let offset = words[random.below(words.len())];
        let position = FilePosition { file: support::file(&before.host, &path), offset };
        let Ok(target) = ask(&mut before.host, |it| it.prepare_rename(position)) else { continue };
        let new_name = format!("renamed_{number}");
        match ask(&mut before.host, |it| it.rename(position, &new_name)) {
            Ok(rename) => {
                files = renamed(&before.host, &files, &rename);
                let mut after = State::of(host(&files));
                compare(&mut before, &mut after, (&target, &new_name), &rename);
                *made.entry(format!("{:?}", target.kind)).or_default() += 1;
                number += 1;
                before = after;
            }
            Err(refusal) => {
                // A name that is nowhere else cannot collide.
                assert_ne!(refusal.reason, RefusalReason::Collision, "{refusal:?}");
                *refused.entry(format!("{:?}: {}", refusal.reason, target.name)).or_default() += 1;
            }
        }
    }
    if other_seed.is_none() {
        counts(&format!("made {made:?}\nrefused {refused:?}\n"));
    }
}

/// Where words begin.
fn words(text: &str) -> Vec<TextSize> {
    let is_part = |it: char| it == '_' || it.is_alphanumeric();
    let mut starts = Vec::new();
    let mut within = false;
    for (at, letter) in text.char_indices() {
        if is_part(letter) && !within && !letter.is_ascii_digit() {
            starts.push(TextSize::from(at as u32));
        }
        within = is_part(letter);
    }
    starts
}

/// A project, and what is known of it.
struct State {
    host: Host,
    /// What is said of each file.
    diagnostics: Vec<(String, String)>,
    /// The fingerprint of each model's schema.
    schemas: BTreeMap<String, u64>,
}

impl State {
    fn of(mut host: Host) -> State {
        let files = host.analysis().files(&root());
        let mut diagnostics = Vec::new();
        let mut schemas = BTreeMap::new();
        for file in files {
            let path = host.path(file).1.to_string();
            // That a setting says nothing new hangs on what things are called.
            let found = ask(&mut host, |it| it.diagnostics(file));
            for it in found.iter().filter(|it| it.code.group() != base::CodeGroup::Lint) {
                diagnostics.push((path.clone(), format!("{} {:?} {}", it.code, it.severity, it.message)));
            }
            if ask(&mut host, |it| it.is_model(file)) {
                schemas.insert(path, ask(&mut host, |it| it.interface_fingerprint(file)));
            }
        }
        State { host, diagnostics, schemas }
    }
}

fn compare(before: &mut State, after: &mut State, (target, new): (&RenameTarget, &str), rename: &Rename) {
    let moves: BTreeMap<String, String> =
        rename.moves.iter().map(|it| (before.host.path(it.file).1.to_string(), it.to.to_string())).collect();
    let what = format!("{target:?} to {new}");
    // The same is said, up to the name.
    let moved = |path: &String| moves.get(path).unwrap_or(path).clone();
    let words = |text: &str| text.replace(new, "‹name›").replace(&target.name, "‹name›");
    let said = |it: &State| {
        let lines = it.diagnostics.iter().map(|(path, text)| format!("{} {}", moved(path), words(text)));
        let mut lines: Vec<String> = lines.collect();
        lines.sort();
        lines
    };
    assert_eq!(said(before), said(after), "{what}");
    // Only the models that have the column under its name yield something else.
    for (path, schema) in &before.schemas {
        let is_equal = after.schemas[&moved(path)] == *schema;
        let may_change = matches!(target.kind, RenameKind::Column | RenameKind::Binding);
        assert!(is_equal || may_change, "{what}: {path}");
    }
    // Every name leads where it led.
    let mut edited: Vec<FileId> = rename.edits.iter().map(|it| it.place.file).collect();
    edited.dedup();
    for file in edited {
        let path = before.host.path(file).1.to_string();
        if path.ends_with(".rocky") {
            continue;
        }
        let text = before.host.analysis().text(file).to_string();
        let there = support::file(&after.host, &moved(&path));
        for offset in self::words(&text) {
            let now = leads_to(&mut before.host, file, offset);
            let now: Vec<(String, TextSize)> = now
                .into_iter()
                .map(|(file, at)| {
                    let path = before.host.path(file).1.to_string();
                    (moved(&path), mapped(rename, file, at))
                })
                .collect();
            let then = leads_to(&mut after.host, there, mapped(rename, file, offset));
            let then: Vec<(String, TextSize)> =
                then.into_iter().map(|(file, at)| (after.host.path(file).1.to_string(), at)).collect();
            assert_eq!(
                now,
                then,
                "{what}: {path} at {offset:?}\n{text}\n{}",
                after.host.analysis().text(there)
            );
        }
    }
}

/// Where the thing that a name reads begins.
fn leads_to(host: &mut Host, file: FileId, offset: TextSize) -> Vec<(FileId, TextSize)> {
    let found = ask(host, |it| it.definition(FilePosition { file, offset }));
    found.into_iter().flat_map(|it| it.targets).map(|it| (it.full.file, it.full.range.start())).collect()
}

/// Where what begins at an offset begins after a rename.
fn mapped(rename: &Rename, file: FileId, offset: TextSize) -> TextSize {
    let mut moved = i64::from(u32::from(offset));
    for edit in rename.edits.iter().filter(|it| it.place.file == file) {
        let range = edit.place.range;
        let is_before = range.end() <= offset;
        if is_before {
            moved += edit.text.len() as i64 - i64::from(u32::from(range.len()));
        }
    }
    TextSize::from(moved as u32)
}
