//! Bases in repositories that `git` itself has made.

use super::*;
use expect_test::{Expect, expect};
use std::{fmt::Write, fs, process::Command};

struct Fixture {
    folder: tempfile::TempDir,
    /// Where the project lies in the repository.
    project: &'static str,
}

impl Fixture {
    fn new(project: &'static str) -> Fixture {
        let folder = tempfile::Builder::new().prefix("repository").tempdir().unwrap();
        let fixture = Fixture { folder, project };
        fs::create_dir_all(fixture.root()).unwrap();
        fixture.git(&["init", "--quiet", "--initial-branch=main"]);
        fixture
    }

    fn root(&self) -> std::path::PathBuf {
        self.folder.path().join(self.project)
    }

    fn git(&self, arguments: &[&str]) {
        let output = Command::new("git")
            .current_dir(self.folder.path())
            .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn put(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "--all", "."]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
    }

    fn read(&self, base: Option<&str>) -> Result<BaseRevision, BaseError> {
        let working = crate::discover(&self.root(), DiscoverOptions::default()).files.into_iter().collect();
        read_base(&self.root(), base, &working, DiscoverOptions::default())
    }

    /// The base's name, and each file with its text; `=` marks what is the working tree's own text.
    fn check(&self, base: Option<&str>, expected: Expect) {
        let working: BTreeMap<_, _> =
            crate::discover(&self.root(), DiscoverOptions::default()).files.into_iter().collect();
        let mut output = String::new();
        match read_base(&self.root(), base, &working, DiscoverOptions::default()) {
            Ok(revision) => {
                writeln!(output, "{}", revision.name).unwrap();
                for (path, text) in &revision.files {
                    let same =
                        working.get(path).is_some_and(|it| std::sync::Arc::ptr_eq(&it.text, &text.text));
                    writeln!(output, "{} {path}: {:?}", if same { '=' } else { ' ' }, text.text).unwrap();
                }
                for NotHeld { path, reason } in &revision.not_held {
                    writeln!(output, "{path} {}", reason.words()).unwrap();
                }
            }
            Err(error) => writeln!(output, "{error}\nhelp: {}", error.help()).unwrap(),
        }
        let folder = self.folder.path().to_string_lossy();
        expected.assert_eq(&output.replace(&*folder, "<repository>"));
    }
}

#[test]
fn a_base_is_what_both_sides_share() {
    let fixture = Fixture::new("");
    fixture.put("rocky.toml", "");
    fixture.put("models/a.sql", "SELECT 1 AS a");
    fixture.put("models/gone.sql", "SELECT 1 AS gone");
    fixture.put("README.md", "not Rocky's");
    fixture.commit("one");
    fixture.git(&["switch", "--quiet", "-c", "feature"]);
    fixture.put("models/a.sql", "SELECT 2 AS a");
    fixture.commit("on the branch");
    fixture.git(&["switch", "--quiet", "main"]);
    fixture.put("models/of_others.sql", "SELECT 3 AS c");
    fixture.commit("what others do meanwhile");
    fixture.git(&["switch", "--quiet", "feature"]);
    // Neither added nor committed.
    fs::remove_file(fixture.root().join("models/gone.sql")).unwrap();
    fixture.put("models/untracked.sql", "SELECT 4 AS d");
    fixture.check(
        None,
        expect![[r#"
            main
              models/a.sql: "SELECT 1 AS a"
              models/gone.sql: "SELECT 1 AS gone"
            = rocky.toml: ""
        "#]],
    );
    assert_eq!(fixture.read(None).unwrap(), fixture.read(Some("main")).unwrap());
    fixture.check(
        Some("HEAD"),
        expect![[r#"
            HEAD
            = models/a.sql: "SELECT 2 AS a"
              models/gone.sql: "SELECT 1 AS gone"
            = rocky.toml: ""
        "#]],
    );
}

#[test]
fn a_project_may_lie_below_the_repository() {
    let fixture = Fixture::new("warehouse/sql");
    fixture.put("rocky.toml", "[pipeline.p]\ntype = \"transformation\"\nmodels = \"sql/**\"\n");
    fixture.put("sql/deep/er/a.sql", "SELECT 1 AS a");
    fixture.put("models/elsewhere.sql", "SELECT 1 AS a");
    fixture.put("../outside.sql", "SELECT 1 AS a");
    fixture.commit("one");
    fixture.check(
        None,
        expect![[r#"
            main
            = rocky.toml: "[pipeline.p]\ntype = \"transformation\"\nmodels = \"sql/**\"\n"
            = sql/deep/er/a.sql: "SELECT 1 AS a"
        "#]],
    );
}

#[test]
fn line_ends_and_large_seeds_are_no_change() {
    let fixture = Fixture::new("");
    let seed = "id,name\n".to_owned() + &"1,x\n".repeat(100_000);
    fixture.put("rocky.toml", "");
    fixture.put("models/a.sql", "SELECT 1\nAS a\n");
    fixture.put("seeds/s.csv", &seed);
    fixture.commit("one");
    fixture.put("models/a.sql", "SELECT 1\r\nAS a\r\n");
    let revision = fixture.read(None).unwrap();
    assert_eq!(&*revision.files[&RelativePath::new("models/a.sql")].text, "SELECT 1\r\nAS a\r\n");
    let working = crate::read(&fixture.root().join("seeds/s.csv"));
    assert_eq!(revision.files[&RelativePath::new("seeds/s.csv")], working);
}

#[test]
#[cfg(unix)]
fn what_objects_do_not_hold_is_said() {
    let fixture = Fixture::new("");
    fixture.put("rocky.toml", "");
    fixture.put("seeds/s.csv", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n");
    fixture.put("models/a.sql", "SELECT 1 AS a");
    std::os::unix::fs::symlink("a.sql", fixture.root().join("models/link.sql")).unwrap();
    fixture.git(&["init", "--quiet", "models/other"]);
    fixture.put("models/other/b.sql", "SELECT 2 AS b");
    for arguments in [&["add", "."][..], &["commit", "--quiet", "-m", "theirs"]] {
        fixture.git(&[&["-C", "models/other"], arguments].concat());
    }
    fixture.commit("one");
    fixture.put("seeds/s.csv", "id\n1\n");
    fixture.check(
        None,
        expect![[r#"
            main
            = models/a.sql: "SELECT 1 AS a"
            = models/link.sql: "SELECT 1 AS a"
            = models/other/b.sql: "SELECT 2 AS b"
            = rocky.toml: ""
            = seeds/s.csv: "id\n1\n"
            models/link.sql is a symbolic link
            models/other is a submodule
            seeds/s.csv is kept in Git LFS
        "#]],
    );
}

#[test]
fn what_cannot_be_compared_is_said() {
    let unborn = Fixture::new("");
    unborn.put("rocky.toml", "");
    unborn.check(
        None,
        expect![[r#"
            the repository has no commit yet, so there is nothing to compare with
            help: commit once, then compare with HEAD
        "#]],
    );
    let fixture = Fixture::new("project");
    fs::write(fixture.folder.path().join("README.md"), "").unwrap();
    fixture.commit("one");
    fixture.put("rocky.toml", "");
    fixture.commit("two");
    fixture.check(
        Some("HEAD~1"),
        expect![[r#"
            `HEAD~1` has no folder `project`: the project is new since then
            help: compare with a later revision
        "#]],
    );
    fixture.check(
        Some("no-such"),
        expect![[r#"
            git knows no revision `no-such`
            help: name a branch, a tag or a commit: origin/main, v1.2, HEAD~3
        "#]],
    );
    fixture.check(
        Some("--output=x"),
        expect![[r#"
            `--output=x` cannot name a revision
            help: name a branch, a tag or a commit: origin/main, v1.2, HEAD~3
        "#]],
    );
    let clone = tempfile::tempdir().unwrap();
    let url = format!("file://{}", fixture.folder.path().display());
    fixture.git(&["clone", "--quiet", "--depth", "1", &url, &clone.path().join("c").to_string_lossy()]);
    let root = clone.path().join("c/project");
    let error = read_base(&root, Some("HEAD~1"), &BTreeMap::new(), DiscoverOptions::default()).unwrap_err();
    assert!(error.help().contains("shallow"), "{error}");
}

#[test]
fn outside_a_repository_there_is_no_base() {
    let folder = tempfile::tempdir().unwrap();
    let error = read_base(folder.path(), None, &BTreeMap::new(), DiscoverOptions::default()).unwrap_err();
    assert!(matches!(error, BaseError::NoRepository { .. }), "{error}");
}
