//! All fixes of a project, applied until none is left.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use base::Code;
use expect_test::{Expect, expect};
use ide::{FixEnd, FixRequest};
use std::path::PathBuf;
use support::{cursor, host, root};
use testing::{fixture::Fixture, pages};

/// Fixes a project of the shop, says what was done and what became of the files, and that a second time does nothing.
fn check(text: &str, request: &FixRequest, expected: Expect) {
    expected.assert_eq(&fixed(&cursor::shop(text), request));
}

fn fixed(fixture: &Fixture, request: &FixRequest) -> String {
    let mut host = host(fixture);
    let fixed = host.fix_all(&root(), request, |path| path.as_str().starts_with("models/"));
    assert_eq!(fixed.end, FixEnd::NothingLeft);
    let again = host.fix_all(&root(), request, |path| path.as_str().starts_with("models/"));
    assert!(again.applied.is_empty() && again.files.is_empty(), "{:?}", again.applied);
    assert_eq!(again.remaining, fixed.remaining);
    let mut text = String::new();
    for it in &fixed.applied {
        text += &format!("{}: {} {}\n", it.path, it.code, it.title);
    }
    for it in &fixed.files {
        text += &format!("--- {}\n{}", it.path, it.after.replace('\r', "␍").replace('\u{feff}', "␁"));
    }
    for file in &fixed.remaining {
        for it in file.diagnostics.iter() {
            text += &format!("left {}: {} {}\n", host.path(file.file).1, it.code, it.message);
        }
    }
    text
}

const SAFE: FixRequest = FixRequest { codes: Vec::new(), maybe_incorrect: false, edits_only: false };
const UNSAFE: FixRequest = FixRequest { codes: Vec::new(), maybe_incorrect: true, edits_only: false };

#[test]
fn safe_fixes_only() {
    check(
        "//- /models/main.sql\nSELECT amuont, amount, amount FROM stg_orders WHERE address.city = order_id\n",
        &SAFE,
        expect![[r#"
            models/main.sql: V063 Create `main.toml`
            models/main.sql: E009 Name it `amount_1`
            models/main.sql: W001 Cast to BIGINT
            --- models/main.sql
            SELECT amuont, amount, amount AS amount_1 FROM stg_orders WHERE CAST(address.city AS BIGINT) = order_id
            --- models/main.toml
            [strategy]
            type = "full_refresh"
            left models/main.sql: E003 `stg_orders` has no column `amuont`
        "#]],
    );
}

#[test]
fn guesses_where_there_is_one_only() {
    check(
        "//- /models/main.toml\nintent = \"x\"\n//- /models/main.sql\nSELECT amuont, customer_id FROM stg_ordrs JOIN stg_customers ON true WHERE amount = NULL\n",
        &UNSAFE,
        expect![[r#"
            models/main.sql: W015 Change to `stg_orders`
            models/main.sql: W014 Write `IS NULL`
            models/main.sql: E003 Change to `amount`
            --- models/main.sql
            SELECT amount, customer_id FROM stg_orders JOIN stg_customers ON true WHERE amount IS NULL
            left models/main.sql: E004 column `customer_id` is ambiguous: it is in `stg_orders` and `stg_customers`
        "#]],
    );
}

#[test]
fn what_a_fix_uncovers_is_fixed_next() {
    check(
        "//- /models/main.toml\nintent = \"x\"\n//- /models/main.sql\nSELECT * FROM stg_orders WHERE (address.city = order_id) = NULL\n",
        &UNSAFE,
        expect![[r#"
            models/main.sql: I001 List the columns
            models/main.sql: W014 Write `IS NULL`
            models/main.sql: W001 Cast to BIGINT
            --- models/main.sql
            SELECT order_id, customer_id, amount, address FROM stg_orders WHERE (CAST(address.city AS BIGINT) = order_id) IS NULL
        "#]],
    );
}

#[test]
fn of_one_code() {
    check(
        "//- /models/main.sql\nSELECT amount, amount FROM stg_orders WHERE address.city = order_id\n",
        &FixRequest { codes: vec![Code::W001], maybe_incorrect: false, edits_only: false },
        expect![[r#"
            models/main.sql: W001 Cast to BIGINT
            --- models/main.sql
            SELECT amount, amount FROM stg_orders WHERE CAST(address.city AS BIGINT) = order_id
            left models/main.sql: V063 `main` has neither a sidecar nor frontmatter; defaults apply
            left models/main.sql: E009 the output has a column `amount` already; DuckDB calls this one `amount_1`
        "#]],
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    check(
        "//- /models/main.sql\n\u{feff}SELECT amount,\r\n    amount\r\nFROM stg_orders\r\nWHERE address.city = order_id -- é\r\n",
        &SAFE,
        expect![[r#"
            models/main.sql: V063 Create `main.toml`
            models/main.sql: E009 Name it `amount_1`
            models/main.sql: W001 Cast to BIGINT
            --- models/main.sql
            ␁SELECT amount,␍
                amount AS amount_1␍
            FROM stg_orders␍
            WHERE CAST(address.city AS BIGINT) = order_id -- é␍
            --- models/main.toml
            [strategy]
            type = "full_refresh"
        "#]],
    );
}

#[test]
fn frontmatter_and_placeholders_stay() {
    check(
        "//- /models/main.sql\n---toml\nintnt = \"x\"\n---\nSELECT amount, amount FROM stg_orders WHERE address.city = @var(id, order_id) AND @var(name, address.city) = 1\n",
        &UNSAFE,
        expect![[r#"
            models/main.sql: V061 Change to `intent`
            models/main.sql: E009 Name it `amount_1`
            models/main.sql: W001 Cast to BIGINT
            models/main.sql: W001 Cast to INTEGER
            --- models/main.sql
            ---toml
            intent = "x"
            ---
            SELECT amount, amount AS amount_1 FROM stg_orders WHERE CAST(address.city AS BIGINT) = @var(id, order_id) AND @var(name, CAST(address.city AS INTEGER)) = 1
        "#]],
    );
}

#[test]
fn of_sidecars() {
    check(
        "//- /models/main.sql\nSELECT o.amount, c.email FROM stg_orders o JOIN stg_customers c USING (customer_id)\n//- /models/main.toml\nintent = \"x\"\ndepends_on = [\"stg_orders\"]\n",
        &SAFE,
        expect![[r#"
            models/main.toml: D011 Complete the list
            --- models/main.toml
            intent = "x"
            depends_on = ["stg_orders", "stg_customers"]
        "#]],
    );
    check(
        "//- /models/main.sql\nSELECT o.amount, c.email FROM stg_orders o JOIN stg_customers c USING (customer_id)\n//- /models/main.toml\nintent = \"x\"\ndepends_on = [\n    \"stg_orders\", # the facts\n]\n",
        &SAFE,
        expect![[r#"
            models/main.toml: D011 Complete the list
            --- models/main.toml
            intent = "x"
            depends_on = [
                "stg_orders", "stg_customers", # the facts
            ]
        "#]],
    );
}

#[test]
fn of_every_page() {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/codes");
    for code in Code::ALL {
        let markdown = std::fs::read_to_string(directory.join(format!("{code}.md"))).unwrap();
        let page = pages::read(&markdown).unwrap();
        for request in [&SAFE, &UNSAFE] {
            fixed(&page.example, request);
        }
    }
}

/// The examples of docs/fix.md: what stands behind `after` is what fixing makes of what stands behind `before`.
#[test]
fn the_page_shows_what_fixing_does() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/fix.md");
    let mut page = std::fs::read_to_string(&path).unwrap();
    for (grade, request) in [("", SAFE), (" unsafe", UNSAFE)] {
        let (_, before) = block(&page, &format!("sql before{grade}"));
        let fixture =
            cursor::shop(&format!("//- /models/main.toml\nintent = \"x\"\n//- /models/main.sql\n{before}"));
        let mut host = host(&fixture);
        let fixed = host.fix_all(&root(), &request, |path| path.as_str() == "models/main.sql");
        let [file] = &fixed.files[..] else { panic!("{:?}", fixed.applied) };
        let (at, after) = block(&page, &format!("sql after{grade}"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            let end = at + after.len();
            page.replace_range(at..end, &file.after);
        } else {
            assert_eq!(after, &*file.after);
        }
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, page).unwrap();
    }
}

/// Where the text of the block behind a fence begins, and the text.
fn block<'p>(page: &'p str, fence: &str) -> (usize, &'p str) {
    let open = format!("```{fence}\n");
    let start = page.find(&open).unwrap() + open.len();
    let length = page[start..].find("```").unwrap();
    (start, &page[start..start + length])
}
