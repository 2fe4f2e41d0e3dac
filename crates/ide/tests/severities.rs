//! Every code can be given another severity, or none: for the project, and by path.

mod support;

use ide::{Code, Severity};
use std::path::PathBuf;
use testing::fixture::{Fixture, FixtureFile};
use testing::pages;

/// The example of a code's page, with `settings` behind its `rocky.toml`.
fn example(code: Code, settings: &str) -> Fixture {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("../../docs/codes/{code}.md"));
    let markdown = std::fs::read_to_string(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
    let mut fixture = pages::read(&markdown).unwrap_or_else(|it| panic!("{code}: {it}")).example;
    let config: Vec<&mut FixtureFile> =
        fixture.files.iter_mut().filter(|it| it.path == "rocky.toml").collect();
    for file in config {
        file.text.push_str(settings);
    }
    fixture
}

/// The severities of a code's findings in its own example.
fn severities(code: Code, settings: &str) -> Vec<Severity> {
    let mut host = support::host(&example(code, settings));
    let found = support::project_diagnostics(&mut host);
    found.into_iter().filter(|it| it.1.code == code).map(|it| it.1.severity).collect()
}

#[test]
fn of_every_code() {
    for &code in Code::ALL {
        // Its example is a `rocky.toml` that cannot be read to its end.
        if code == Code::V001 {
            continue;
        }
        let count = severities(code, "").len();
        assert!(count > 0, "{code} is not in its own example");
        for (word, severity) in
            [("error", Severity::Error), ("warning", Severity::Warning), ("info", Severity::Info)]
        {
            let found = severities(code, &format!("\n[diagnostics]\n{code} = \"{word}\"\n"));
            assert_eq!(found, vec![severity; count], "{code} = {word}");
        }
        assert_eq!(severities(code, &format!("\n[diagnostics]\n{code} = \"off\"\n")), [], "{code} off");
        let by_path = |glob: &str| {
            format!(
                "\n[diagnostics]\n{code} = \"info\"\n\n[[diagnostics.override]]\npaths = [\"{glob}\"]\n{code} = \"off\"\n"
            )
        };
        assert_eq!(severities(code, &by_path("**")), [], "{code} off by path");
        assert_eq!(severities(code, &by_path("other/**")), vec![Severity::Info; count], "{code} elsewhere");
    }
}
