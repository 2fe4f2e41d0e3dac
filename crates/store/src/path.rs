//! Where the state file is.

use std::path::PathBuf;

/// What the resolution looks at; the caller has asked the file system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatePaths {
    /// `--state-path`.
    pub explicit: Option<PathBuf>,
    /// `--state-namespace`, or the pipeline under `[state] namespacing = "pipeline"`.
    pub namespace: Option<String>,
    /// The models directory, if it exists.
    pub models_dir: Option<PathBuf>,
    /// The working directory.
    pub working_dir: PathBuf,
    /// Whether `<models>/.rocky-state.redb` exists.
    pub models_file_exists: bool,
    /// Whether `<working directory>/.rocky-state.redb`, the place older versions used, exists.
    pub legacy_file_exists: bool,
}

/// The outcome of the resolution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The state file, which need not exist yet.
    pub path: PathBuf,
    /// What the person should know about the choice.
    pub warning: Option<String>,
}

const FILE: &str = ".rocky-state.redb";
const NAMESPACES: &str = ".rocky-state";

/// Finds the state file by the rules of `spec/cli.md` 1.2: the explicit path, then the namespace's file, then
/// the file in the models directory; the old place in the working directory wins while it exists, with a
/// warning.
///
/// # Errors
/// A namespace with characters other than ASCII letters, digits and `_`, as a message for people.
pub fn resolve_state_path(paths: &StatePaths) -> Result<Resolved, String> {
    if let Some(explicit) = &paths.explicit {
        return Ok(Resolved { path: explicit.clone(), warning: None });
    }
    let home = paths.models_dir.as_ref().unwrap_or(&paths.working_dir);
    if let Some(namespace) = &paths.namespace {
        if namespace.is_empty() || !namespace.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            return Err(format!(
                "the state namespace `{namespace}` names a file: use only ASCII letters, digits and `_`"
            ));
        }
        return Ok(Resolved { path: home.join(NAMESPACES).join(format!("{namespace}.redb")), warning: None });
    }
    let legacy = paths.working_dir.join(FILE);
    let preferred = home.join(FILE);
    if !paths.legacy_file_exists || legacy == preferred {
        return Ok(Resolved { path: preferred, warning: None });
    }
    let warning = if paths.models_file_exists {
        format!(
            "two state files exist, {} and {}: the first is used and the second ignored. Keep the one whose \
             history you need, at the second path, and delete the other",
            legacy.display(),
            preferred.display()
        )
    } else {
        format!(
            "the state file {} is at the place older versions used: move it to {}",
            legacy.display(),
            preferred.display()
        )
    };
    Ok(Resolved { path: legacy, warning: Some(warning) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(change: impl FnOnce(&mut StatePaths), expected: Expect) {
        let mut paths = StatePaths {
            models_dir: Some("p/models".into()),
            working_dir: "p".into(),
            ..StatePaths::default()
        };
        change(&mut paths);
        let actual = match resolve_state_path(&paths) {
            Ok(Resolved { path, warning: None }) => format!("{}\n", path.display()),
            Ok(Resolved { path, warning: Some(warning) }) => {
                format!("{}\nwarning: {warning}\n", path.display())
            }
            Err(error) => format!("error: {error}\n"),
        };
        expected.assert_eq(&actual.replace('\\', "/"));
    }

    #[test]
    fn the_explicit_path_beats_all() {
        check(
            |paths| {
                paths.explicit = Some("x.redb".into());
                paths.namespace = Some("ns".to_owned());
                paths.legacy_file_exists = true;
            },
            expect![[r#"
                x.redb
            "#]],
        );
    }

    #[test]
    fn a_namespace_is_a_file_of_its_own() {
        check(
            |paths| {
                paths.namespace = Some("daily_1".to_owned());
                paths.legacy_file_exists = true;
            },
            expect![[r#"
                p/models/.rocky-state/daily_1.redb
            "#]],
        );
        check(
            |paths| paths.namespace = Some("../x".to_owned()),
            expect![[r#"
                error: the state namespace `../x` names a file: use only ASCII letters, digits and `_`
            "#]],
        );
    }

    #[test]
    fn a_new_project_keeps_its_state_beside_the_models() {
        check(
            |_| (),
            expect![[r#"
                p/models/.rocky-state.redb
            "#]],
        );
        check(
            |paths| paths.models_dir = None,
            expect![[r#"
                p/.rocky-state.redb
            "#]],
        );
    }

    #[test]
    fn the_old_place_is_used_with_a_warning() {
        check(
            |paths| paths.legacy_file_exists = true,
            expect![[r#"
                p/.rocky-state.redb
                warning: the state file p/.rocky-state.redb is at the place older versions used: move it to p/models/.rocky-state.redb
            "#]],
        );
        check(
            |paths| {
                paths.legacy_file_exists = true;
                paths.models_file_exists = true;
            },
            expect![[r#"
                p/.rocky-state.redb
                warning: two state files exist, p/.rocky-state.redb and p/models/.rocky-state.redb: the first is used and the second ignored. Keep the one whose history you need, at the second path, and delete the other
            "#]],
        );
    }

    #[test]
    fn without_a_models_directory_the_old_place_is_the_place() {
        check(
            |paths| {
                paths.models_dir = None;
                paths.legacy_file_exists = true;
            },
            expect![[r#"
                p/.rocky-state.redb
            "#]],
        );
    }
}
