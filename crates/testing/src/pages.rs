//! The documentation pages of diagnostic codes, read as tests. `docs/codes/README.md` describes the format.

use crate::fixture::{Fixture, FixtureFile};

/// The `rocky.toml` of every example that does not show one.
pub const DEFAULT_CONFIG: &str = "\
[adapter]
type = \"duckdb\"

[pipeline]
type = \"transformation\"
models = \"models/**\"

[freshness]
expected_lag_seconds = 86400
";

/// The `models/_defaults.toml` of every example that does not show one.
pub const DEFAULT_DEFAULTS: &str = "\
[target]
catalog = \"shop\"
schema = \"main\"
";

/// One page `docs/codes/<CODE>.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The code in the heading, such as `E003`.
    pub code: String,
    /// The words after it.
    pub title: String,
    /// The prose between the heading and the first section.
    pub prose: String,
    /// The bad project with the diagnostics expected in it, completed by the default files.
    pub example: Fixture,
    /// The good project, completed by the default files. No diagnostic of this code may appear in it.
    pub fixed: Fixture,
    /// How to silence the code.
    pub silence: String,
}

/// Reads a page. An error names what is missing or misplaced.
pub fn read(markdown: &str) -> Result<Page, String> {
    let (heading, rest) = markdown.split_once('\n').ok_or("the page has only one line")?;
    let (code, title) = heading
        .strip_prefix("# ")
        .and_then(|it| it.split_once(": "))
        .ok_or_else(|| format!("the first line must be `# CODE: title`, found `{heading}`"))?;
    let (prose, sections) = split_sections(rest);
    let [(example_title, example), (fixed_title, fixed), (silence_title, silence)] = sections.as_slice()
    else {
        return Err(format!(
            "expected the sections Example, Fixed, How to silence; found {}",
            sections.len()
        ));
    };
    for (found, expected) in
        [(example_title, "Example"), (fixed_title, "Fixed"), (silence_title, "How to silence")]
    {
        if found != expected {
            return Err(format!("expected the section `{expected}`, found `{found}`"));
        }
    }
    let page = Page {
        code: code.trim().to_owned(),
        title: title.trim().to_owned(),
        prose: prose.trim().to_owned(),
        example: with_default_files(read_files(example)?),
        fixed: with_default_files(read_files(fixed)?),
        silence: silence.trim().to_owned(),
    };
    if page.prose.is_empty() || page.silence.is_empty() {
        return Err("the page needs prose under its heading and under `How to silence`".to_owned());
    }
    Ok(page)
}

/// The text before the first `## ` heading, and each section's heading and body. Fenced lines are never headings.
fn split_sections(text: &str) -> (String, Vec<(String, String)>) {
    let mut prose = String::new();
    let mut sections: Vec<(String, String)> = Vec::new();
    let mut is_fenced = false;
    for line in text.split_inclusive('\n') {
        if line.starts_with("```") {
            is_fenced = !is_fenced;
        }
        match line.strip_prefix("## ") {
            Some(title) if !is_fenced => sections.push((title.trim().to_owned(), String::new())),
            _ => match sections.last_mut() {
                Some((_, body)) => body.push_str(line),
                None => prose.push_str(line),
            },
        }
    }
    (prose, sections)
}

/// Collects the fenced blocks whose info string is `<language> <path>`; blocks without a path are prose.
fn read_files(section: &str) -> Result<Vec<FixtureFile>, String> {
    let mut files = Vec::new();
    let mut lines = section.split_inclusive('\n');
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let mut text = String::new();
        loop {
            match lines.next() {
                None => return Err(format!("the block `{}` is not closed", info.trim())),
                Some(line) if line.starts_with("```") => break,
                Some(line) => text.push_str(line),
            }
        }
        if let Some((language, path)) = info.trim().split_once(' ') {
            let is_latin1 = language == "latin1";
            files.push(FixtureFile { is_latin1, ..FixtureFile::new(path, &text) });
        }
    }
    if files.is_empty() {
        return Err("a section has no block with a path such as ```sql models/orders.sql".to_owned());
    }
    Ok(files)
}

fn with_default_files(mut files: Vec<FixtureFile>) -> Fixture {
    for (path, text) in [("rocky.toml", DEFAULT_CONFIG), ("models/_defaults.toml", DEFAULT_DEFAULTS)] {
        if !files.iter().any(|it| it.path == path) {
            files.push(FixtureFile::new(path, text));
        }
    }
    Fixture { files, cursor: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
# E003: unknown column

A misspelt column stops the build.

## Example

Some words.

```sql models/a.sql
SELECT b
--     ^ E003: unknown column `b`
```

```toml models/_defaults.toml
```

## Fixed

```sql models/a.sql
SELECT 1
```

## How to silence

Fix it.
";

    #[test]
    fn a_page_is_read() {
        let page = read(PAGE).unwrap();
        assert_eq!((page.code.as_str(), page.title.as_str()), ("E003", "unknown column"));
        assert_eq!(page.prose, "A misspelt column stops the build.");
        assert_eq!(page.silence, "Fix it.");
        let paths: Vec<_> = page.example.files.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths, ["models/a.sql", "models/_defaults.toml", "rocky.toml"]);
        let model = page.example.file("models/a.sql").unwrap();
        assert_eq!(model.text, "SELECT b\n");
        assert_eq!(model.annotations[0].code(), "E003");
        assert_eq!(page.fixed.files.len(), 3);
    }

    #[test]
    fn a_latin1_block_is_not_utf8() {
        let page =
            read(&PAGE.replace("```toml models/_defaults.toml\n", "```latin1 a.toml\na = \"ü\"\n")).unwrap();
        assert_eq!(page.example.file("a.toml").unwrap().bytes(), b"a = \"\xfc\"\n");
        assert_eq!(page.example.file("models/a.sql").unwrap().bytes(), b"SELECT b\n");
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (from, to, expected) in [
            ("# E003: ", "# ", "the first line must be `# CODE: title`, found `# unknown column`"),
            ("## Fixed", "## Good", "expected the section `Fixed`, found `Good`"),
            ("Fix it.", "", "the page needs prose under its heading and under `How to silence`"),
            ("```\n\n## Fixed", "## Fixed", "expected the sections Example, Fixed, How to silence; found 1"),
        ] {
            assert_eq!(read(&PAGE.replace(from, to)).unwrap_err(), expected);
        }
    }
}
