//! Which lines of a Rust file are production code, judged by layout alone.

use super::TextFile;

/// The crate a file belongs to: `sema` for `crates/sema/src/lib.rs`.
pub(super) fn crate_of(file: &TextFile) -> Option<&str> {
    file.path.strip_prefix("crates/")?.split_once('/').map(|(name, _)| name)
}

/// The lines of a Rust file that run in production, with their 1-based numbers.
///
/// Tests are files named so, folders named `tests`, `benches` or `examples`, and everything behind an inline `#[cfg(test)] mod`,
/// which stands at the end of its file. Comment lines are left out.
pub(super) fn production_lines(file: &TextFile) -> Vec<(usize, &str)> {
    if file.extension() != "rs" || is_test_path(&file.path) {
        return Vec::new();
    }
    let lines: Vec<(usize, &str)> = file.numbered_lines().collect();
    let tests_begin = lines.windows(2).position(|pair| {
        let [(_, attribute), (_, item)] = pair else { return false };
        attribute.trim() == "#[cfg(test)]" && item.contains("mod ") && item.trim_end().ends_with('{')
    });
    let production = &lines[..tests_begin.unwrap_or(lines.len())];
    production.iter().copied().filter(|(_, line)| !line.trim_start().starts_with("//")).collect()
}

fn is_test_path(path: &str) -> bool {
    path.starts_with("crates/testing/")
        || path.split('/').any(|it| {
            let name = it.strip_suffix(".rs").unwrap_or(it);
            matches!(name, "tests" | "benches" | "examples" | "test_support") || name.ends_with("_tests")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::test_support::file;

    fn numbers(path: &str, text: &str) -> Vec<usize> {
        production_lines(&file(path, text)).into_iter().map(|(number, _)| number).collect()
    }

    #[test]
    fn production_ends_where_inline_tests_begin() {
        let text = "use a;\n// why\nfn f() {}\n#[cfg(test)]\nmod tests {\n}\n";
        assert_eq!(numbers("crates/sema/src/lib.rs", text), [1, 3]);
        assert_eq!(numbers("crates/sema/src/lib.rs", "#[cfg(test)]\nmod tests;\nfn f() {}\n"), [1, 2, 3]);
    }

    #[test]
    fn test_files_have_no_production_lines() {
        for path in ["crates/a/tests/b.rs", "crates/a/src/tests.rs", "crates/a/src/lib_tests.rs", "docs/a.md"]
        {
            assert_eq!(numbers(path, "fn f() {}\n"), [0; 0], "{path}");
        }
    }

    #[test]
    fn crates_are_named_by_their_folder() {
        assert_eq!(crate_of(&file("crates/sema/src/lib.rs", "")), Some("sema"));
        assert_eq!(crate_of(&file("xtask/src/main.rs", "")), None);
    }
}
