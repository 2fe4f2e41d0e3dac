//! The pages of the diagnostic codes are tests: the example has exactly the diagnostics that it shows, at exactly those
//! ranges, and the fixed project has none of that code.

mod support;

use base::Code;
use std::path::PathBuf;
use testing::pages;

fn pages_directory() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/codes")
}

#[test]
fn every_page_shows_its_code() {
    let mut faults = Vec::new();
    for code in Code::ALL {
        let path = pages_directory().join(format!("{code}.md"));
        let markdown = std::fs::read_to_string(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
        match pages::read(&markdown) {
            Ok(page) => check_page(*code, &page, &mut faults),
            Err(error) => faults.push(format!("{code}: {error}")),
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

fn check_page(code: Code, page: &pages::Page, faults: &mut Vec<String>) {
    if page.title != code.title() {
        faults.push(format!("{code}: the title is `{}`, the registry says `{}`", page.title, code.title()));
    }
    let expected = support::expected(&page.example);
    let mut host = support::host(&page.example);
    let found = support::project_diagnostics(&mut host);
    let mut found_lines = support::lines(&found);
    if !found.iter().any(|it| it.1.code == code) {
        faults.push(format!("{code}: the example does not show it"));
    }
    for line in &expected {
        match found_lines.iter().position(|it| it.starts_with(line.as_str())) {
            Some(index) => drop(found_lines.remove(index)),
            None => faults.push(format!("{code}: expected {line}")),
        }
    }
    faults.extend(found_lines.iter().map(|it| format!("{code}: found    {it}")));
    let mut host = support::host(&page.fixed);
    let remaining = support::project_diagnostics(&mut host);
    let remaining = support::lines(&remaining.into_iter().filter(|it| it.1.code == code).collect::<Vec<_>>());
    faults.extend(remaining.iter().map(|it| format!("{code}: not fixed: {it}")));
}
