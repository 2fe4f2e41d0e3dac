//! What `cargo metadata` says about the workspace and its resolved dependency graph.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The packages of the resolved graph, by package id.
#[derive(Debug, Default)]
pub(crate) struct WorkspaceMetadata {
    /// Every package, ours and foreign.
    pub(crate) packages: BTreeMap<String, Package>,
    /// Where cargo puts what it builds.
    pub(crate) target_directory: PathBuf,
}

/// One package of the graph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// Whether it is a member of this workspace.
    pub(crate) is_ours: bool,
    /// The manifest, relative to the workspace root, for our own packages.
    pub(crate) manifest: String,
    pub(crate) licence: Option<String>,
    /// `[package.metadata.rocky] floor`.
    pub(crate) floor: Option<u64>,
    /// `[package.metadata.rocky] dev-only`: may only be a dev-dependency.
    pub(crate) is_dev_only: bool,
    /// The dependencies the manifest names.
    pub(crate) dependencies: Vec<Dependency>,
    /// Package ids of the normal dependencies as resolved.
    pub(crate) normal_edges: Vec<String>,
}

/// A dependency as a manifest names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    /// Whether it is a path dependency, which means one of our own crates.
    pub(crate) is_ours: bool,
    pub(crate) is_dev: bool,
}

impl WorkspaceMetadata {
    /// The packages of this workspace, sorted by name.
    pub(crate) fn ours(&self) -> impl Iterator<Item = &Package> {
        let mut ours: Vec<_> = self.packages.values().filter(|it| it.is_ours).collect();
        ours.sort_by(|a, b| a.name.cmp(&b.name));
        ours.into_iter()
    }
}

/// The folder of the workspace's root manifest.
pub(crate) fn root() -> PathBuf {
    // What `cargo run` says comes first: where two clones share a target folder, the folder this was compiled in may be
    // the other one's.
    let running =
        std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).filter(|it| it.ends_with("xtask"));
    let xtask = running.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    xtask.parent().unwrap_or(&xtask).to_owned()
}

/// Asks cargo.
pub(crate) fn load() -> Result<WorkspaceMetadata> {
    let root = root();
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1"])
        .current_dir(&root)
        .output()
        .context("cannot run `cargo metadata`")?;
    if !output.status.success() {
        bail!("`cargo metadata` failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let document = serde_json::from_slice(&output.stdout).context("`cargo metadata` printed no JSON")?;
    Ok(from_json(&document, &root))
}

fn from_json(document: &Value, root: &Path) -> WorkspaceMetadata {
    let members: Vec<&str> = array(document, "workspace_members").filter_map(Value::as_str).collect();
    let mut packages = BTreeMap::new();
    for package in array(document, "packages") {
        let id = text(package, "id");
        let rocky = &package["metadata"]["rocky"];
        let manifest = PathBuf::from(text(package, "manifest_path"));
        packages.insert(
            id.clone(),
            Package {
                name: text(package, "name"),
                is_ours: members.contains(&id.as_str()),
                manifest: manifest.strip_prefix(root).unwrap_or(&manifest).display().to_string(),
                licence: package["license"].as_str().map(str::to_owned),
                floor: rocky["floor"].as_u64(),
                is_dev_only: rocky["dev-only"].as_bool().unwrap_or(false),
                dependencies: array(package, "dependencies").map(dependency).collect(),
                normal_edges: Vec::new(),
            },
        );
    }
    for node in array(&document["resolve"], "nodes") {
        let edges = array(node, "deps")
            .filter(|it| array(it, "dep_kinds").any(|kind| kind["kind"].is_null()))
            .map(|it| text(it, "pkg"))
            .collect();
        if let Some(package) = packages.get_mut(&text(node, "id")) {
            package.normal_edges = edges;
        }
    }
    WorkspaceMetadata { packages, target_directory: text(document, "target_directory").into() }
}

fn dependency(value: &Value) -> Dependency {
    Dependency {
        name: text(value, "name"),
        is_ours: value["path"].is_string(),
        is_dev: value["kind"].as_str() == Some("dev"),
    }
}

fn array<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default().iter()
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn metadata_is_read() {
        let document = json!({
            "workspace_members": ["ide 1"],
            "packages": [
                {"id": "ide 1", "name": "ide", "manifest_path": "/project/crates/ide/Cargo.toml", "license": "MIT",
                 "metadata": {"rocky": {"floor": 7}},
                 "dependencies": [{"name": "base", "path": "/project/crates/base", "kind": null},
                                  {"name": "expect-test", "kind": "dev"}]},
                {"id": "base 1", "name": "base", "manifest_path": "/project/crates/base/Cargo.toml", "metadata": null,
                 "dependencies": []},
            ],
            "resolve": {"nodes": [{"id": "ide 1", "deps": [
                {"pkg": "base 1", "dep_kinds": [{"kind": null}]},
                {"pkg": "expect 1", "dep_kinds": [{"kind": "dev"}]},
            ]}]},
            "target_directory": "/project/target",
        });
        let metadata = from_json(&document, Path::new("/project"));
        let ide = &metadata.packages["ide 1"];
        assert_eq!((ide.floor, ide.manifest.as_str()), (Some(7), "crates/ide/Cargo.toml"));
        assert_eq!(ide.normal_edges, ["base 1"]);
        assert!(ide.dependencies[0].is_ours && !ide.dependencies[0].is_dev);
        assert!(ide.dependencies[1].is_dev && !ide.dependencies[1].is_ours);
        assert_eq!(metadata.ours().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["ide"]);
    }
}
