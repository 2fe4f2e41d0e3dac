//! Where a line begins that is being written.
#![allow(clippy::unwrap_used, reason = "tests")]

use base::DialectKind;
use expect_test::{Expect, expect};
use format::{FormatOptions, Indent, format, indentation};
use std::path::{Path, PathBuf};
use syntax::{Lexis, TextSize};

const SQL: Lexis = Lexis::Sql(DialectKind::DuckDb);

/// Checks each line of a text: what stands above it decides where it goes. The text is typed in from above, each line
/// without its blanks; a line of which nothing can be told keeps them.
fn typed(text: &str, lexis: Lexis) -> String {
    let mut written = String::new();
    for line in text.lines() {
        let start = written.len();
        let bare = line.trim_start();
        let with_line = format!("{written}{bare}\n");
        let blanks = &line[..line.len() - bare.len()];
        let offset = TextSize::try_from(start).unwrap();
        let options = FormatOptions::default();
        let indentation = match bare {
            "" => None,
            _ => indentation(&with_line, offset, lexis, &options),
        };
        written += &format!("{}{bare}\n", indentation.as_deref().unwrap_or(blanks));
    }
    written
}

/// Checks the blanks of the empty line at the end of a text.
fn next_line(text: &str, lexis: Lexis, expected: Option<&str>) {
    let offset = TextSize::of(text);
    let found = indentation(text, offset, lexis, &FormatOptions::default());
    assert_eq!(found.as_deref(), expected, "{text}");
}

#[test]
fn an_empty_line_goes_where_the_layout_puts_the_next_word() {
    for (text, expected) in [
        ("SELECT\n", "    "),
        ("SELECT DISTINCT\n", "    "),
        ("SELECT\n    a,\n", "    "),
        ("SELECT a,\n", "    "),
        ("SELECT\n  a,\n", "  "),
        ("SELECT\n    a\n", "    "),
        ("SELECT a\n", ""),
        ("SELECT a\nFROM\n", "    "),
        ("SELECT a\nFROM b\n", ""),
        ("SELECT a\nFROM b\nWHERE\n", "    "),
        ("SELECT a\nFROM b\nWHERE a = 1\n", ""),
        ("SELECT a\nFROM b\nWHERE a = 1 AND\n", "    "),
        ("SELECT a\nFROM b\nWHERE\n    a = 1\n    AND c = 2\n", "    "),
        ("SELECT a\nFROM b\nJOIN c ON\n", "    "),
        ("SELECT a\nFROM b\nJOIN c\n", "    "),
        ("SELECT a\nFROM b\nCROSS JOIN c\n", ""),
        ("SELECT a\nFROM b\nJOIN c ON b.d = c.d\n", ""),
        ("SELECT a\nFROM b\nGROUP BY\n", "    "),
        ("SELECT a\nFROM b\nGROUP BY a,\n", "    "),
        ("SELECT a\nFROM b\nUNION ALL\n", ""),
        ("WITH a AS (\n", "    "),
        ("WITH a AS (\n    SELECT b\n", "    "),
        ("WITH a AS (\n    SELECT\n", "        "),
        ("WITH a AS (\n    SELECT b\n    FROM c\n),\n", ""),
        ("WITH a AS (\n    SELECT b\n    FROM c\n)\n", ""),
        ("SELECT\n    CASE\n", "        "),
        ("SELECT\n    CASE\n        WHEN a THEN 1\n", "        "),
        ("SELECT\n    CASE\n        WHEN a THEN\n", "            "),
        ("SELECT\n    CASE\n        WHEN a THEN 1\n    END AS b,\n", "    "),
        ("SELECT\n    coalesce(\n", "        "),
        ("SELECT\n    coalesce(\n        a,\n", "        "),
        ("SELECT\n    sum(a) OVER (\n        PARTITION BY b\n", "        "),
        ("SELECT a\nFROM b\nWHERE a IN (\n", "    "),
        ("SELECT a\nFROM b\nWHERE a IN (\n    1,\n", "    "),
        ("SELECT a +\n", "    "),
        ("SELECT\n    a +\n", "        "),
        ("SELECT a;\n", ""),
        ("FROM t\n|> WHERE a\n", ""),
    ] {
        next_line(text, SQL, Some(expected));
    }
    for (text, expected) in [
        ("from a\n", ""),
        ("from a\nderive {\n", "    "),
        ("from a\nderive {\n    b: 1,\n", "    "),
        ("from a\nderive { b: match c {\n", "    "),
        ("from a\nwhere b == 1 and\n", "    "),
        ("from a\nsort b,\n", "    "),
        ("let x = from a\n", "    "),
        ("let x = from a\n    where b\n", "    "),
        ("let x =\n", "    "),
        ("let x = from a\n    where b\nfrom x\n", ""),
    ] {
        next_line(text, Lexis::Rocky, Some(expected));
    }
}

#[test]
fn nothing_is_guessed() {
    for text in [
        "",
        "\n",
        "SELECT a /* goes\n",
        "SELECT 'goes\n",
        "---toml\nname = \"a\"\n---\nSELECT a)\n",
        "SELECT FROM FROM WHERE (\n",
        "SELECT a b c d, (\n",
        "CREATE TABLE t AS\n",
    ] {
        next_line(text, SQL, None);
    }
    let text = "---toml\nname = \"a\"\n---\nSELECT a\n";
    assert_eq!(indentation(text, TextSize::from(9), SQL, &FormatOptions::default()), None);
}

#[test]
fn tabs_stay_tabs_and_what_is_above_is_followed() {
    let tabs = FormatOptions { indent: Indent::Tab(8), ..FormatOptions::default() };
    let of = |text: &str| indentation(text, TextSize::of(text), SQL, &tabs);
    assert_eq!(of("SELECT\n\tcoalesce(\n").as_deref(), Some("\t\t"));
    assert_eq!(of("  SELECT a\n    FROM b\n").as_deref(), Some("    "));
    assert_eq!(of("SELECT a;\n\nSELECT b c d; SELECT\n").as_deref(), Some("\t"));
}

#[test]
fn words_go_to_their_places() {
    let check = |text: &str, lexis, expected: Expect| expected.assert_eq(&typed(text, lexis));
    check(
        "SELECT
        a
            , b
        FROM c
            JOIN d
        ON c.a = d.a
        AND c.b = d.b
        WHERE a = 1
        OR b IN (
        SELECT c
        FROM d
            )
        ORDER BY a
",
        SQL,
        expect![[r#"
            SELECT
                a
                , b
            FROM c
            JOIN d
                ON c.a = d.a
                AND c.b = d.b
            WHERE a = 1
                OR b IN (
                    SELECT c
                    FROM d
                )
            ORDER BY a
        "#]],
    );
    check(
        "let x = from a
where b
from x
derive {
c: match d {
1 => 2
}
}
take 1
",
        Lexis::Rocky,
        expect![[r#"
            let x = from a
                where b
            from x
            derive {
                c: match d {
                    1 => 2
                }
            }
            take 1
        "#]],
    );
}

fn fixtures(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => fixtures(&path, into),
            false => into.push(path),
        }
    }
}

/// What the formatter has laid out is, typed from above, laid out so.
#[test]
fn typed_from_above_a_formatted_text_is_formatted() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = Vec::new();
    fixtures(&root.join("fixtures"), &mut paths);
    fixtures(&root.join("crates/syntax/tests/fixtures"), &mut paths);
    paths.sort();
    let (mut lines, mut others) = (0, String::new());
    for path in paths {
        let lexis = match path.extension().and_then(|it| it.to_str()) {
            Some("sql") => SQL,
            Some("rocky") => Lexis::Rocky,
            _ => continue,
        };
        let formatted = format(&std::fs::read_to_string(&path).unwrap(), lexis, &FormatOptions::default());
        let typed = typed(&formatted.text, lexis);
        for (number, (line, typed)) in formatted.text.lines().zip(typed.lines()).enumerate() {
            lines += 1;
            if line != typed {
                let name = path.file_name().unwrap().to_str().unwrap();
                others += &format!("{name}:{}\n  {line}\n  {typed}\n", number + 1);
            }
        }
    }
    expect![[r#"
        1274 lines
        tables.sql:45
          USING SAMPLE 5 ROWS
              USING SAMPLE 5 ROWS
    "#]]
    .assert_eq(&format!("{lines} lines\n{others}"));
}
