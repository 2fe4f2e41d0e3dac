//! Discovery, refreshing and watching, on temporary folders.

use crate::{DiscoverOptions, discover, find_root, refresh, relative, rescan, watch};
use config::ProjectLayout;
use db::{FileChange, RelativePath, RootChange};
use expect_test::{Expect, expect};
use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    sync::mpsc,
    time::Duration,
};

/// A folder with these files.
fn project(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("project").tempdir().unwrap();
    for (path, content) in files {
        put(folder.path(), path, content);
    }
    folder
}

fn put(root: &Path, path: &str, content: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn environment(name: &str) -> Option<String> {
    (name == "SET").then(|| "value".to_owned())
}

const OPTIONS: DiscoverOptions<'static> = DiscoverOptions { models: None, environment: &environment };

/// One line per file with its size or what is wrong with it, then the environment.
fn check(root: &Path, options: DiscoverOptions<'_>, expected: Expect) {
    let discovered = discover(root, options);
    let mut output = String::new();
    for (path, text) in &discovered.files {
        match &text.problem {
            Some(problem) => writeln!(output, "{path}: {problem:?}").unwrap(),
            None => writeln!(output, "{path}: {} bytes", text.text.len()).unwrap(),
        }
    }
    for (name, value) in &discovered.environment {
        writeln!(output, "{name}={value}").unwrap();
    }
    expected.assert_eq(&output);
}

fn show(change: &RootChange) -> String {
    let mut output = String::new();
    for FileChange { path, text } in &change.files {
        let text = text.as_ref().map(|it| it.text.to_string());
        writeln!(output, "{path}: {text:?}").unwrap();
    }
    writeln!(output, "environment: {:?}", change.environment).unwrap();
    output
}

#[test]
fn finds_what_a_project_consists_of() {
    let folder = project(&[
        ("rocky.toml", b"[adapter]\ntype = \"duckdb\"\npath = \"${SET}${UNSET}\""),
        ("models/b.sql", b"SELECT 1"),
        ("models/b.toml", b"intent = \"x\""),
        ("models/b.contract.toml", b""),
        ("models/a.rocky", b"from b"),
        ("models/sub/_defaults.toml", b""),
        ("models/sub/.hidden/c.sql", b"---toml\nname = \"${SET}\"\n---\nSELECT '${NO}'"),
        ("models/sub/groups/g.toml", b""),
        ("models/notes.md", b"no"),
        ("models/bad.sql", b"SELECT \xff"),
        ("models/.rocky-state.redb", b"no"),
        ("contracts/b.contract.toml", b""),
        ("schemas/raw/x.toml", b""),
        ("data/seed.sql", b"CREATE TABLE t (a INT)"),
        ("data/other.sql", b"no"),
        ("seeds/s.csv", b"a,b\n1,2\n"),
        ("macros/m.sql", b"-- @macro m()"),
        ("elsewhere/x.sql", b"no"),
    ]);
    check(
        folder.path(),
        OPTIONS,
        expect![[r#"
        contracts/b.contract.toml: 0 bytes
        data/seed.sql: 22 bytes
        macros/m.sql: 13 bytes
        models/a.rocky: 6 bytes
        models/b.contract.toml: 0 bytes
        models/b.sql: 8 bytes
        models/b.toml: 12 bytes
        models/bad.sql: NotUtf8 { offset: 7 }
        models/sub/.hidden/c.sql: 42 bytes
        models/sub/_defaults.toml: 0 bytes
        models/sub/groups/g.toml: 0 bytes
        rocky.toml: 49 bytes
        schemas/raw/x.toml: 0 bytes
        seeds/s.csv: 8 bytes
        SET=value
    "#]],
    );
}

#[test]
fn model_roots_come_from_the_pipelines_or_the_command_line() {
    let folder = project(&[
        (
            "rocky.toml",
            b"[pipeline.a]\ntype = \"transformation\"\nmodels = \"sql/${SET}/**\"\n[pipeline.b]\ntype = \"transformation\"\nmodels = \"one/x.sql\"\n",
        ),
        ("sql/value/a.sql", b""),
        ("sql/a.sql", b""),
        ("one/x.sql", b""),
        ("one/y.sql", b""),
        ("models/m.sql", b""),
    ]);
    check(
        folder.path(),
        OPTIONS,
        expect![[r#"
        one/x.sql: 0 bytes
        rocky.toml: 120 bytes
        sql/value/a.sql: 0 bytes
        SET=value
    "#]],
    );
    check(
        folder.path(),
        DiscoverOptions { models: Some("models"), ..OPTIONS },
        expect![[r#"
        models/m.sql: 0 bytes
        rocky.toml: 120 bytes
        SET=value
    "#]],
    );
    check(project(&[]).path(), OPTIONS, expect![[""]]);
}

#[test]
fn large_files_are_not_read_and_of_seeds_only_the_head() {
    let row = "1,abcdefgh\n";
    let seed = row.repeat(10_000);
    let large = vec![b' '; 9 * 1024 * 1024];
    let folder = project(&[("models/large.sql", &large), ("seeds/s.csv", seed.as_bytes())]);
    check(
        folder.path(),
        OPTIONS,
        expect![[r#"
        models/large.sql: TooLarge { bytes: 9437184 }
        seeds/s.csv: 65527 bytes
    "#]],
    );
}

#[cfg(unix)]
#[test]
fn links_are_followed_once_and_never_in_circles() {
    use std::os::unix::fs::symlink;
    let folder = project(&[("models/a/x.sql", b"x"), ("shared/y.sql", b"y")]);
    let models = folder.path().join("models");
    symlink(folder.path().join("shared"), models.join("link1")).unwrap();
    symlink(folder.path().join("shared"), models.join("link2")).unwrap();
    symlink(&models, models.join("a/around")).unwrap();
    symlink(folder.path().join("nowhere"), models.join("z.sql")).unwrap();
    check(
        folder.path(),
        OPTIONS,
        expect![[r#"
        models/a/x.sql: 1 bytes
        models/link1/y.sql: 1 bytes
        models/z.sql: Io { message: "entity not found" }
    "#]],
    );
}

#[test]
fn refreshes_only_what_changed() {
    let folder = project(&[("rocky.toml", b""), ("models/a.sql", b"1"), ("models/b.sql", b"2")]);
    let root = folder.path();
    let known: BTreeSet<RelativePath> = discover(root, OPTIONS).files.into_iter().map(|it| it.0).collect();
    put(root, "models/a.sql", b"3");
    put(root, "models/c.sql", b"4");
    put(root, "README.md", b"5");
    fs::remove_file(root.join("models/b.sql")).unwrap();
    let changed: Vec<PathBuf> = ["models/a.sql", "models/b.sql", "models/c.sql", "README.md"]
        .iter()
        .map(|it| root.join(it))
        .collect();
    expect![[r#"
        models/a.sql: Some("3")
        models/b.sql: None
        models/c.sql: Some("4")
        environment: None
    "#]]
    .assert_eq(&show(&refresh(root, &changed, &known, OPTIONS)));

    put(root, "rocky.toml", b"[pipeline]\ntype = \"transformation\"\nmodels = \"sql/**\"\n");
    put(root, "sql/s.sql", b"6");
    expect![[r#"
        rocky.toml: Some("[pipeline]\ntype = \"transformation\"\nmodels = \"sql/**\"\n")
        sql/s.sql: Some("6")
        models/a.sql: None
        models/b.sql: None
        environment: Some({})
    "#]]
    .assert_eq(&show(&refresh(root, &[root.join("rocky.toml")], &known, OPTIONS)));
    fs::remove_dir_all(root.join("models")).unwrap();
    expect![[r#"
        rocky.toml: Some("[pipeline]\ntype = \"transformation\"\nmodels = \"sql/**\"\n")
        sql/s.sql: Some("6")
        models/a.sql: None
        models/b.sql: None
        environment: Some({})
    "#]]
    .assert_eq(&show(&rescan(root, &known, OPTIONS)));
}

#[test]
fn roots_and_relative_paths() {
    let folder = project(&[("rocky.toml", b""), ("models/a.sql", b""), ("models/sub/rocky.toml", b"")]);
    let root = crate::absolute(folder.path());
    assert_eq!(find_root(&root.join("models/a.sql")), Some(root.clone()));
    assert_eq!(find_root(&root.join("models/not/there.sql")), Some(root.clone()));
    assert_eq!(find_root(&root.join("models/sub/x.sql")), Some(root.join("models/sub")));
    let path = |it: &str| relative(&root, Path::new(it)).map(|it| it.to_string());
    let inside = root.join("models/../models/./a.sql");
    assert_eq!(path(&inside.to_string_lossy()).as_deref(), Some("models/a.sql"));
    assert_eq!(path(&root.join("../x.sql").to_string_lossy()), None);
    assert_eq!(path(&root.to_string_lossy()), None);
}

#[test]
fn watches_the_folders_of_a_project() {
    let folder = project(&[("rocky.toml", b""), ("models/sub/a.sql", b"1"), ("models/.rocky/x", b"")]);
    let root = fs::canonicalize(folder.path()).unwrap();
    let (sender, receiver) = mpsc::channel();
    let watcher = watch(&root, &ProjectLayout::default(), move |paths| {
        let _ = sender.send(paths);
    });
    let watcher = watcher.unwrap();
    put(&root, "models/.rocky/x", b"own");
    put(&root, "models/sub/a.sql", b"2");
    let changed = root.join("models/sub/a.sql");
    let mut seen = BTreeSet::new();
    while !seen.contains(&changed) {
        seen.extend(receiver.recv_timeout(Duration::from_secs(30)).unwrap());
    }
    assert!(!seen.contains(&root.join("models/.rocky/x")));
    drop(watcher);
}
