//! Licences: every dependency may be used under a licence of the allow-list.

use super::Finding;
use crate::workspace_metadata::WorkspaceMetadata;

/// Licences that ask for no more than attribution, as SPDX identifiers.
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Checks the licence expression of every package in the graph.
pub(super) fn check(metadata: &WorkspaceMetadata) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in metadata.packages.values() {
        let message = match &package.licence {
            None => format!("`{}` states no licence", package.name),
            Some(licence) if is_allowed(licence) => continue,
            Some(licence) => {
                format!("the licence `{licence}` of `{}` is not on the allow-list", package.name)
            }
        };
        findings.push(Finding::new("Cargo.lock", 1, message));
    }
    findings
}

/// Whether an SPDX expression (`/` as the old spelling of `OR`) can be satisfied by allowed licences.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut position = 0;
    let result = alternatives(&tokens, &mut position);
    result && position == tokens.len()
}

fn alternatives(tokens: &[&str], position: &mut usize) -> bool {
    let mut result = conjunction(tokens, position);
    while tokens.get(*position) == Some(&"OR") {
        *position += 1;
        result |= conjunction(tokens, position);
    }
    result
}

fn conjunction(tokens: &[&str], position: &mut usize) -> bool {
    let mut result = licence(tokens, position);
    while tokens.get(*position) == Some(&"AND") {
        *position += 1;
        result &= licence(tokens, position);
    }
    result
}

fn licence(tokens: &[&str], position: &mut usize) -> bool {
    let Some(&token) = tokens.get(*position) else { return false };
    *position += 1;
    if token == "(" {
        let result = alternatives(tokens, position);
        *position += 1;
        return result;
    }
    if tokens.get(*position) == Some(&"WITH")
        && let Some(exception) = tokens.get(*position + 1)
    {
        *position += 2;
        return ALLOWED.contains(&format!("{token} WITH {exception}").as_str());
    }
    ALLOWED.contains(&token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_understood() {
        for (expression, expected) in [
            ("MIT", true),
            ("MIT/Apache-2.0", true),
            ("GPL-3.0", false),
            ("GPL-3.0 OR MIT", true),
            ("GPL-3.0 AND MIT", false),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
            ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", true),
            ("GPL-2.0 WITH Classpath-exception-2.0", false),
            ("MIT MIT", false),
            ("", false),
        ] {
            assert_eq!(is_allowed(expression), expected, "{expression}");
        }
    }
}
