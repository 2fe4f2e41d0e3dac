//! Reach: what a crate must not be able to see, however long the way, and which crate alone may name a library.

use super::Finding;
use crate::workspace_metadata::{Package, WorkspaceMetadata};
use std::collections::{BTreeMap, VecDeque};

/// From the crate on the left no path of normal dependencies leads to a crate on the right.
const UNREACHABLE: &[(&str, &[&str])] = &[
    ("ide", &["tokio", "reqwest", "redb", "lsp-types", "tower-lsp", "serde_json", "notify", "libduckdb-sys"]),
    ("lsp", &["libduckdb-sys", "libloading", "redb", "adapters", "engine", "store"]),
    ("engine", &["salsa", "rowan"]),
    ("adapters", &["salsa", "rowan"]),
    ("warehouse", &["salsa", "rowan", "tokio", "reqwest"]),
    ("syntax", &["salsa", "serde"]),
    ("format", &["salsa", "serde"]),
];

/// The library on the left is named in the manifests of the crates on the right only.
const NAMED_ONLY_BY: &[(&str, &[&str])] = &[
    ("tower-lsp", &["lsp"]),
    ("lsp-types", &["lsp"]),
    ("redb", &["store"]),
    ("reqwest", &["adapters"]),
    ("libduckdb-sys", &["adapters"]),
    ("duckdb", &["adapters"]),
    ("clap", &["cli", "corpus", "xtask"]),
    ("rmcp", &["cli"]),
    ("similar", &["cli"]),
    ("gix", &["workspace"]),
];

/// Checks both tables on the resolved graph.
pub(super) fn check(metadata: &WorkspaceMetadata) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in metadata.ours() {
        for (_, forbidden) in UNREACHABLE.iter().filter(|(name, _)| *name == package.name) {
            for path in forbidden_paths(metadata, package, forbidden) {
                let message = format!(
                    "`{}` must not reach `{}`: {}",
                    package.name,
                    path[path.len() - 1],
                    path.join(" → ")
                );
                findings.push(Finding::new(&package.manifest, 1, message));
            }
        }
        for (library, allowed) in NAMED_ONLY_BY {
            let is_named = package.dependencies.iter().any(|it| it.name == *library);
            if is_named && !allowed.contains(&package.name.as_str()) {
                let message = format!("only `{}` may depend on `{library}`", allowed.join("`, `"));
                findings.push(Finding::new(&package.manifest, 1, message));
            }
        }
    }
    findings
}

/// A shortest path of package names from `start` to each forbidden package that it reaches.
fn forbidden_paths(metadata: &WorkspaceMetadata, start: &Package, forbidden: &[&str]) -> Vec<Vec<String>> {
    let Some((start_id, _)) = metadata.packages.iter().find(|(_, it)| it.is_ours && it.name == start.name)
    else {
        return Vec::new();
    };
    let mut came_from: BTreeMap<&str, Option<&str>> = BTreeMap::from([(start_id.as_str(), None)]);
    let mut queue = VecDeque::from([start_id.as_str()]);
    let mut found = Vec::new();
    while let Some(id) = queue.pop_front() {
        let Some(package) = metadata.packages.get(id) else { continue };
        if forbidden.contains(&package.name.as_str()) {
            let mut path = Vec::new();
            let mut step = Some(id);
            while let Some(id) = step {
                path.push(metadata.packages[id].name.clone());
                step = came_from[id];
            }
            path.reverse();
            found.push(path);
        }
        for next in &package.normal_edges {
            if !came_from.contains_key(next.as_str()) {
                came_from.insert(next, Some(id));
                queue.push_back(next);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::test_support::printed;
    use crate::workspace_metadata::Dependency;

    fn package(name: &str, is_ours: bool, edges: &[&str]) -> (String, Package) {
        let dependencies =
            edges.iter().map(|it| Dependency { name: (*it).into(), ..Dependency::default() }).collect();
        let package = Package {
            name: name.into(),
            is_ours,
            manifest: format!("crates/{name}/Cargo.toml"),
            dependencies,
            normal_edges: edges.iter().map(|it| (*it).into()).collect(),
            ..Package::default()
        };
        (name.into(), package)
    }

    fn check_packages(packages: Vec<(String, Package)>) -> Vec<String> {
        printed(check(&WorkspaceMetadata { packages: packages.into_iter().collect(), ..Default::default() }))
    }

    #[test]
    fn a_long_way_down_is_found() {
        let found = check_packages(vec![
            package("ide", true, &["plan"]),
            package("plan", true, &["helper"]),
            package("helper", false, &["serde_json"]),
            package("serde_json", false, &[]),
        ]);
        assert_eq!(
            found,
            ["crates/ide/Cargo.toml:1: `ide` must not reach `serde_json`: ide → plan → helper → serde_json"]
        );
    }

    #[test]
    fn a_library_has_one_door() {
        let found = check_packages(vec![
            package("store", true, &["redb"]),
            package("workspace", true, &["redb"]),
            package("redb", false, &[]),
        ]);
        assert_eq!(found, ["crates/workspace/Cargo.toml:1: only `store` may depend on `redb`"]);
    }
}
