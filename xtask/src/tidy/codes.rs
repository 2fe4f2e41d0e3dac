//! Codes: every diagnostic code has its page, and every page its code and the code's title.

use super::{Finding, TextFile};
use std::collections::BTreeMap;

const REGISTRY: &str = "crates/base/src/code.rs";
const PAGES: &str = "docs/codes/";

/// Compares the registry with the folder of pages.
pub(super) fn check(files: &[TextFile]) -> Vec<Finding> {
    let Some(registry) = files.iter().find(|it| it.path == REGISTRY) else {
        return vec![Finding::new(REGISTRY, 1, "the registry of codes is missing")];
    };
    let codes = registered(registry);
    let mut findings = Vec::new();
    if codes.is_empty() {
        findings.push(Finding::new(REGISTRY, 1, "no code found: has the layout of `codes!` changed?"));
    }
    let pages: BTreeMap<&str, &TextFile> = files
        .iter()
        .filter_map(|it| Some((it.path.strip_prefix(PAGES)?.strip_suffix(".md")?, it)))
        .filter(|(name, _)| *name != "README")
        .collect();
    for (code, (line, title)) in &codes {
        let Some(page) = pages.get(code) else {
            findings.push(Finding::new(REGISTRY, *line, format!("`{code}` has no page {PAGES}{code}.md")));
            continue;
        };
        let heading = format!("# {code}: {title}");
        if page.text.lines().next() != Some(heading.as_str()) {
            findings.push(Finding::new(&page.path, 1, format!("the first line must be `{heading}`")));
        }
    }
    for (name, page) in pages {
        if !codes.contains_key(name) {
            findings.push(Finding::new(&page.path, 1, format!("`{name}` is no code of {REGISTRY}")));
        }
    }
    findings
}

/// The codes in lines of the shape `E001, Error, "title";`, with line number and title.
fn registered(registry: &TextFile) -> BTreeMap<&str, (usize, &str)> {
    registry
        .numbered_lines()
        .filter_map(|(number, line)| {
            let (code, rest) = line.trim().split_once(", ")?;
            let (_, title) = rest.split_once(", \"")?;
            let title = title.strip_suffix("\";")?;
            let is_code = code.len() == 4 && code[1..].bytes().all(|it| it.is_ascii_digit());
            is_code.then_some((code, (number, title)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::test_support::{file, printed};

    #[test]
    fn codes_and_pages_are_paired() {
        let files = [
            file(REGISTRY, "codes! {\n    E001, Error, \"types\";\n    E002, Error, \"unknown table\";\n}\n"),
            file("docs/codes/E001.md", "# E001: types\n"),
            file("docs/codes/E099.md", "# E099: gone\n"),
            file("docs/codes/README.md", "# Pages\n"),
        ];
        assert_eq!(
            printed(check(&files)),
            [
                "crates/base/src/code.rs:3: `E002` has no page docs/codes/E002.md",
                "docs/codes/E099.md:1: `E099` is no code of crates/base/src/code.rs",
            ]
        );
    }

    #[test]
    fn the_title_is_the_codes_own() {
        let files =
            [file(REGISTRY, "    E001, Error, \"types\";\n"), file("docs/codes/E001.md", "# E001: kinds\n")];
        assert_eq!(printed(check(&files)), ["docs/codes/E001.md:1: the first line must be `# E001: types`"]);
    }
}
