//! Floors: every crate of ours stands on one, and its arrows point to smaller floors.

use super::Finding;
use crate::workspace_metadata::WorkspaceMetadata;
use std::collections::BTreeMap;

/// Checks every path dependency, build and dev ones included; only a `dev-only` crate may be a dev-dependency of all.
pub(super) fn check(metadata: &WorkspaceMetadata) -> Vec<Finding> {
    let ours: BTreeMap<&str, _> = metadata.ours().map(|it| (it.name.as_str(), it)).collect();
    let mut findings = Vec::new();
    for package in ours.values() {
        let Some(floor) = package.floor else {
            findings.push(Finding::new(
                &package.manifest,
                1,
                format!("`{}` has no floor: add `[package.metadata.rocky] floor = n`", package.name),
            ));
            continue;
        };
        for dependency in package.dependencies.iter().filter(|it| it.is_ours) {
            let Some(target) = ours.get(dependency.name.as_str()) else { continue };
            if target.is_dev_only {
                if !dependency.is_dev {
                    findings.push(Finding::new(
                        &package.manifest,
                        1,
                        format!("`{}` may only be a dev-dependency of `{}`", target.name, package.name),
                    ));
                }
                continue;
            }
            if target.floor.is_some_and(|it| it >= floor) {
                findings.push(Finding::new(
                    &package.manifest,
                    1,
                    format!("`{}` must not depend on `{}`: arrows point down", package.name, target.name),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::test_support::printed;
    use crate::workspace_metadata::{Dependency, Package};

    fn package(name: &str, floor: Option<u64>, dependencies: &[(&str, bool)]) -> (String, Package) {
        let dependencies = dependencies
            .iter()
            .map(|(name, is_dev)| Dependency { name: (*name).into(), is_ours: true, is_dev: *is_dev })
            .collect();
        let manifest = format!("crates/{name}/Cargo.toml");
        let is_dev_only = name == "testing";
        let package = Package {
            name: name.into(),
            is_ours: true,
            manifest,
            floor,
            is_dev_only,
            dependencies,
            ..Package::default()
        };
        (name.into(), package)
    }

    fn check_packages(packages: Vec<(String, Package)>) -> Vec<String> {
        printed(check(&WorkspaceMetadata { packages: packages.into_iter().collect(), ..Default::default() }))
    }

    #[test]
    fn arrows_down_are_fine() {
        let found = check_packages(vec![
            package("base", Some(0), &[("testing", true)]),
            package("syntax", Some(1), &[("base", false)]),
            package("testing", Some(0), &[]),
        ]);
        assert_eq!(found, [""; 0]);
    }

    #[test]
    fn arrows_up_and_sideways_are_found() {
        let found = check_packages(vec![
            package("base", Some(0), &[("syntax", false)]),
            package("dialect", Some(1), &[("syntax", true)]),
            package("syntax", Some(1), &[]),
        ]);
        assert_eq!(
            found,
            [
                "crates/base/Cargo.toml:1: `base` must not depend on `syntax`: arrows point down",
                "crates/dialect/Cargo.toml:1: `dialect` must not depend on `syntax`: arrows point down",
            ]
        );
    }

    #[test]
    fn a_missing_floor_and_a_test_crate_in_production_are_found() {
        let found = check_packages(vec![
            package("base", None, &[]),
            package("ide", Some(7), &[("testing", false)]),
            package("testing", Some(0), &[]),
        ]);
        assert_eq!(
            found,
            [
                "crates/base/Cargo.toml:1: `base` has no floor: add `[package.metadata.rocky] floor = n`",
                "crates/ide/Cargo.toml:1: `testing` may only be a dev-dependency of `ide`",
            ]
        );
    }
}
