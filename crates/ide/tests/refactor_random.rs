//! Refactorings at random places, one after the other: each leaves every model with its columns, and says nothing new of
//! any file. Another sequence: `ROCKY_TEST_SEED=7 cargo test -p ide --test refactor_random`.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::expect;
use ide::{Code, Host, TextRange, TextSize};
use std::collections::BTreeMap;
use support::{
    ask,
    edited::refactored,
    generated,
    random::Random,
    root,
    texts::{Texts, host, retail},
};

#[test]
fn of_a_project_as_analysts_write_them() {
    let files = retail();
    run(files, (400, 0x5EED), |counts| {
        expect![[r#"
            made {
                "add-alias": 12,
                "cte-to-model": 1,
                "extract-contract": 18,
                "extract-cte": 1,
                "frontmatter-to-sidecar": 3,
                "inline-cte": 1,
                "pipeline-to-sql": 5,
                "qualify-columns": 24,
                "sidecar-to-frontmatter": 5,
                "sql-to-pipeline": 2,
            }
            refused {}
        "#]]
        .assert_eq(counts);
    });
}

#[test]
fn of_a_generated_project() {
    let files = generated::project(&mut Random::new(0x5EED));
    run(files, (40, 3), |counts| {
        expect![[r#"
            made {
                "extract-contract": 5,
                "extract-cte": 2,
                "inline-cte": 1,
                "qualify-columns": 14,
                "sidecar-to-frontmatter": 3,
            }
            refused {}
        "#]]
        .assert_eq(counts);
    });
}

/// What is known of a project, by paths without what they end in: how often each code is said of a model and of what
/// describes it, and the fingerprint of each model's schema.
struct State {
    said: BTreeMap<(String, Code), usize>,
    schemas: BTreeMap<String, u64>,
}

impl State {
    fn of(host: &mut Host) -> State {
        let (mut said, mut schemas) = (BTreeMap::new(), BTreeMap::new());
        let files = host.analysis().files(&root());
        for file in files {
            let path = host.path(file).1.to_string();
            let path = path.rsplit_once('.').map_or(&*path, |it| it.0).to_owned();
            for it in ask(host, |it| it.diagnostics(file)).iter() {
                *said.entry((path.clone(), it.code)).or_default() += 1;
            }
            if ask(host, |it| it.is_model(file)) {
                schemas.insert(path, ask(host, |it| it.interface_fingerprint(file)));
            }
        }
        State { said, schemas }
    }
}

/// Tries so many places; `counts` checks what was done, and why what was not.
fn run(mut files: Texts, (places, seed): (usize, u64), counts: impl Fn(&str)) {
    let other_seed: Option<u64> = std::env::var("ROCKY_TEST_SEED").ok().and_then(|it| it.parse().ok());
    let mut random = Random::new(other_seed.unwrap_or(seed));
    let mut made: BTreeMap<&str, usize> = BTreeMap::new();
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let mut host = host(&files);
    let mut before = State::of(&mut host);
    for _ in 0..places {
        let paths: Vec<&String> = files.keys().filter(|it| !it.ends_with(".toml")).collect();
        let path = paths[random.below(paths.len())].clone();
        let text = &files[&path];
        let offset = random.below(text.len() + 1);
        if !text.is_char_boundary(offset) {
            continue;
        }
        let file = support::file(&host, &path);
        let range = TextRange::empty(TextSize::from(offset as u32));
        let offered = ask(&mut host, |it| it.refactorings(file, range));
        if offered.is_empty() {
            continue;
        }
        let it = &offered[random.below(offered.len())];
        if let Err(reason) = ask(&mut host, |host| host.prove(file, it)) {
            *refused.entry(format!("{}: {reason}", it.name)).or_default() += 1;
            continue;
        }
        let changed = refactored(&host, it);
        let what = format!("{} at {offset} of {path}: {changed:#?}", it.name);
        *made.entry(it.name).or_default() += 1;
        host.apply(support::change(changed.iter().map(|(path, text)| (&**path, text.as_deref()))));
        for (path, text) in changed {
            match text {
                Some(text) => files.insert(path, text),
                None => files.remove(&path),
            };
        }
        let after = State::of(&mut host);
        for (path, schema) in &before.schemas {
            assert_eq!(after.schemas.get(path), Some(schema), "{path} after {what}");
        }
        for (of, count) in &after.said {
            assert!(count <= before.said.get(of).unwrap_or(&0), "{of:?} after {what}");
        }
        before = after;
    }
    if other_seed.is_none() {
        counts(&format!("made {made:#?}\nrefused {refused:#?}\n"));
    }
}
