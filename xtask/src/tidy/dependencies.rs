//! Dependencies: every library that a crate of ours names is justified in `docs/dependencies.md`.

use super::{Finding, TextFile};
use crate::workspace_metadata::WorkspaceMetadata;
use std::collections::{BTreeMap, BTreeSet};

const LIST: &str = "docs/dependencies.md";

/// Compares the list with the manifests, and the list with its sorted self.
pub(super) fn check(files: &[TextFile], metadata: &WorkspaceMetadata) -> Vec<Finding> {
    let Some(list) = files.iter().find(|it| it.path == LIST) else {
        return vec![Finding::new(LIST, 1, "the list of dependencies is missing")];
    };
    let mut used: BTreeMap<&str, &str> = BTreeMap::new();
    for package in metadata.ours() {
        for dependency in package.dependencies.iter().filter(|it| !it.is_ours) {
            used.entry(&dependency.name).or_insert(&package.manifest);
        }
    }
    for name in files.iter().filter(|it| it.path == "Cargo.toml").flat_map(workspace_table) {
        used.entry(name).or_insert("Cargo.toml");
    }
    let listed = listed(list);
    let names: BTreeSet<&str> = listed.iter().map(|(_, name)| *name).collect();
    let mut findings = Vec::new();
    for (name, manifest) in &used {
        if !names.contains(name) {
            findings.push(Finding::new(
                manifest,
                1,
                format!("`{name}` has no line in {LIST} that justifies it"),
            ));
        }
    }
    for (number, name) in &listed {
        if !used.contains_key(name) {
            findings.push(Finding::new(
                LIST,
                *number,
                format!("no crate depends on `{name}`: delete the line"),
            ));
        }
    }
    for pair in listed.windows(2) {
        let [(_, first), (number, second)] = pair else { continue };
        if first >= second {
            findings.push(Finding::new(LIST, *number, format!("`{second}` must stand before `{first}`")));
        }
    }
    findings
}

/// The names in the root manifest's `[workspace.dependencies]` that are no path dependencies.
fn workspace_table(manifest: &TextFile) -> Vec<&str> {
    let lines = manifest.text.lines().skip_while(|it| *it != "[workspace.dependencies]").skip(1);
    lines
        .take_while(|it| !it.starts_with('['))
        .filter(|it| !it.contains("path = "))
        .filter_map(|it| it.split_once(" = ").map(|(name, _)| name))
        .collect()
}

/// The names in lines of the shape "- `name`: why", with or without the backticks.
fn listed(list: &TextFile) -> Vec<(usize, &str)> {
    list.numbered_lines()
        .filter_map(|(number, line)| {
            let (name, _) = line.strip_prefix("- ")?.split_once(": ")?;
            Some((number, name.trim_matches('`')))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::test_support::{file, printed};
    use crate::workspace_metadata::{Dependency, Package};

    #[test]
    fn the_workspace_table_counts_as_used() {
        let table = "[workspace.dependencies]\nbase = { path = \"crates/base\" }\nrayon = \"1\"\n\n[profile.dev]\na = 1\n";
        let metadata = WorkspaceMetadata::default();
        let check = |list: &str| printed(check(&[file("Cargo.toml", table), file(LIST, list)], &metadata));
        assert_eq!(check("- `rayon`: sweeps.\n"), [""; 0]);
        assert_eq!(
            check(""),
            ["Cargo.toml:1: `rayon` has no line in docs/dependencies.md that justifies it"]
        );
    }

    #[test]
    fn list_and_manifests_agree() {
        let dependencies =
            ["rowan", "salsa"].map(|it| Dependency { name: it.into(), ..Dependency::default() });
        let package = Package {
            name: "db".into(),
            is_ours: true,
            manifest: "crates/db/Cargo.toml".into(),
            dependencies: dependencies.into(),
            ..Package::default()
        };
        let metadata =
            WorkspaceMetadata { packages: BTreeMap::from([("db".into(), package)]), ..Default::default() };
        let check = |text: &str| printed(check(&[file(LIST, text)], &metadata));

        assert_eq!(check("- `rowan`: trees.\n- salsa: queries.\n"), [""; 0]);
        assert_eq!(
            check("- salsa: queries.\n- `logos`: tokens.\n"),
            [
                "crates/db/Cargo.toml:1: `rowan` has no line in docs/dependencies.md that justifies it",
                "docs/dependencies.md:2: no crate depends on `logos`: delete the line",
                "docs/dependencies.md:2: `logos` must stand before `salsa`",
            ]
        );
    }
}
