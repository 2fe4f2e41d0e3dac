//! Every fix of the code pages' examples removes its diagnostic and adds none.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use base::Code;
use expect_test::{Expect, expect};
use ide::{Diagnostic, FileText, Fix, Host, RootChange, Severity};
use std::path::PathBuf;
use support::{ask, describe, diagnostics, file, host, root};
use testing::{fixture::Fixture, pages};

/// A project with a fix applied to it.
fn fixed(fixture: &Fixture, host: &Host, fix: &Fix) -> Host {
    let mut applied = support::host(fixture);
    let mut change = RootChange::new(root());
    let mut edits: Vec<_> = fix.edits.iter().map(|it| (host.path(it.place.file).1, it)).collect();
    edits.sort_by(|a, b| (&a.0, a.1.place.range.start()).cmp(&(&b.0, b.1.place.range.start())));
    for files in edits.chunk_by(|a, b| a.0 == b.0) {
        let path = &files[0].0;
        let mut text = host.analysis().text(files[0].1.place.file).to_string();
        for (_, edit) in files.iter().rev() {
            text.replace_range(std::ops::Range::<usize>::from(edit.place.range), &edit.text);
        }
        change.file(path.clone(), Some(FileText::new(text)));
    }
    for (path, text) in &fix.creates {
        change.file(path.as_str(), Some(FileText::new(text.as_str())));
    }
    applied.apply(ide::Change { roots: vec![change] });
    applied
}

/// What a diagnostic is, apart from where it stands.
fn identity((path, it): &(String, Diagnostic)) -> (String, Code, String) {
    (path.clone(), it.code, it.message.clone())
}

/// Applies every fix of a project, one at a time.
fn check(code: Code, fixture: &Fixture, faults: &mut Vec<String>) -> usize {
    let mut host = host(fixture);
    let before = diagnostics(&mut host);
    let mut count = 0;
    for found in &before {
        for fix in &found.1.fixes {
            count += 1;
            let mut applied = fixed(fixture, &host, fix);
            let after = diagnostics(&mut applied);
            let gone = identity(found);
            let remaining = after.iter().filter(|it| identity(it) == gone).count();
            let said = before.iter().filter(|it| identity(it) == gone).count();
            if remaining >= said {
                faults.push(format!("{code}: `{}` does not remove {}", fix.title, describe(&host, &found.1)));
            }
            for it in after.iter().filter(|it| it.1.severity == Severity::Error) {
                if !before.iter().any(|old| identity(old) == identity(it)) {
                    faults.push(format!("{code}: `{}` adds {} {}", fix.title, it.1.code, it.1.message));
                }
            }
        }
    }
    count
}

#[test]
fn of_every_page() {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/codes");
    let mut faults = Vec::new();
    let mut offering = Vec::new();
    for code in Code::ALL {
        let markdown = std::fs::read_to_string(directory.join(format!("{code}.md"))).unwrap();
        let page = pages::read(&markdown).unwrap();
        if check(*code, &page.example, &mut faults) > 0 {
            offering.push(code.to_string());
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    expect!["D011 E002 E003 E004 E006 E007 E019 I001 V017 V022 V061 V063 W001 W010 W014"]
        .assert_eq(&offering.join(" "));
}

/// Checks that the fixes in projects of the shop mend, and lists them. A text is that of one model, or of several files.
fn offered(texts: &[&str], expected: Expect) {
    let mut faults = Vec::new();
    let mut lines = String::new();
    for text in texts {
        let fixture = support::cursor::shop(text);
        check(Code::E003, &fixture, &mut faults);
        let mut host = host(&fixture);
        // That a model lacks a sidecar is not what these are about.
        let found = diagnostics(&mut host).into_iter().filter(|it| it.1.code != Code::V063);
        let fixes = found.flat_map(|it| it.1.fixes.into_iter().map(move |fix| (it.1.code, fix)));
        lines += &format!("{}\n", text.replace('\n', " | "));
        for (code, fix) in fixes {
            let texts: Vec<_> = fix.edits.iter().map(|it| format!("‹{}›", it.text)).collect();
            lines += &format!("    {code} {} {}\n", fix.title, texts.join(" "));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    expected.assert_eq(&lines);
}

#[test]
fn of_misspelt_names() {
    offered(
        &[
            "SELECT o.amuont FROM stg_orders o",
            "SELECT x.amount FROM stg_orders o",
            "SELECT ordr.amount FROM stg_orders AS orde",
            "SELECT * EXCLUDE (amuont) FROM stg_orders",
            "SELECT address.cty FROM stg_orders",
            "SELECT 1 AS x FROM stg_orders JOIN stg_customers USING (customr_id)",
            "SELECT 1 AS x FROM stg_ordrs",
            "SELECT 1 AS x FROM raw.ordrs",
            r#"WITH a AS (SELECT 1 AS "my order") SELECT my_order FROM a"#,
            "WITH paid AS (SELECT 1 AS x) SELECT x FROM piad",
            "//- /models/r.rocky\nfrom stg_orders\nselect { amuont }",
            "//- /models/r.rocky\nfrom stg_ordrs\nselect { amount }",
        ],
        expect![[r#"
            SELECT o.amuont FROM stg_orders o
                E003 Change to `amount` ‹amount›
            SELECT x.amount FROM stg_orders o
                E003 Change to `o` ‹o›
            SELECT ordr.amount FROM stg_orders AS orde
                E003 Change to `orde` ‹orde›
            SELECT * EXCLUDE (amuont) FROM stg_orders
                I001 List the columns ‹order_id, customer_id, amount, address›
                E003 Change to `amount` ‹amount›
            SELECT address.cty FROM stg_orders
                E003 Change to `city` ‹city›
            SELECT 1 AS x FROM stg_orders JOIN stg_customers USING (customr_id)
                E003 Change to `customer_id` ‹customer_id›
                E003 Change to `customer_id` ‹customer_id›
            SELECT 1 AS x FROM stg_ordrs
                W015 Change to `stg_orders` ‹stg_orders›
            SELECT 1 AS x FROM raw.ordrs
                E002 Change to `raw.orders` ‹raw.orders›
            WITH a AS (SELECT 1 AS "my order") SELECT my_order FROM a
                E003 Change to `"my order"` ‹"my order"›
            WITH paid AS (SELECT 1 AS x) SELECT x FROM piad
            //- /models/r.rocky | from stg_orders | select { amuont }
                E003 Change to `amount` ‹amount›
            //- /models/r.rocky | from stg_ordrs | select { amount }
                W015 Change to `stg_orders` ‹stg_orders›
        "#]],
    );
}

#[test]
fn of_stars() {
    offered(
        &[
            "SELECT * FROM stg_orders",
            "SELECT o.*, 1 AS x FROM stg_orders o",
            "SELECT * FROM stg_orders o JOIN stg_customers c USING (customer_id)",
            "SELECT * FROM stg_orders o CROSS JOIN stg_customers c",
            "SELECT * FROM stg_orders o FULL JOIN stg_customers c USING (customer_id)",
            "SELECT * REPLACE (1 AS amount) FROM stg_orders",
            "SELECT * RENAME (amount AS paid) FROM stg_orders",
            "SELECT * FROM stg_orders a, stg_orders b",
            "FROM stg_orders",
            "//- /models/r.rocky\nfrom stg_orders\ntake 10",
        ],
        expect![[r#"
            SELECT * FROM stg_orders
                I001 List the columns ‹order_id, customer_id, amount, address›
            SELECT o.*, 1 AS x FROM stg_orders o
                I001 List the columns ‹order_id, customer_id, amount, address›
            SELECT * FROM stg_orders o JOIN stg_customers c USING (customer_id)
                I001 List the columns ‹o.order_id, customer_id, o.amount, o.address, c.email›
            SELECT * FROM stg_orders o CROSS JOIN stg_customers c
                I001 List the columns ‹o.order_id, o.customer_id, o.amount, o.address, c.customer_id, c.email›
            SELECT * FROM stg_orders o FULL JOIN stg_customers c USING (customer_id)
                I001 List the columns ‹o.order_id, customer_id, o.amount, o.address, c.email›
            SELECT * REPLACE (1 AS amount) FROM stg_orders
            SELECT * RENAME (amount AS paid) FROM stg_orders
            SELECT * FROM stg_orders a, stg_orders b
                I001 List the columns ‹a.order_id, a.customer_id, a.amount, a.address, b.order_id, b.customer_id, b.amount, b.address›
            FROM stg_orders
            //- /models/r.rocky | from stg_orders | take 10
        "#]],
    );
}

#[test]
fn of_descriptions() {
    offered(
        &[
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\nintnt = \"x\"\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\n[stratgy]\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\ndepends_on = []\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\ndepends_on = [\"stg_customers\"]\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\ndepends_on = [\"stg_customers\", \"raw.orders\"]\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\ndepends_on = [\"stg_ordrs\"]\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\n[columns.amuont]\n",
            "//- /models/report.sql\nSELECT amount FROM stg_orders\n//- /models/report.toml\n[[tests]]\ntype = \"unique\"\ncolumn = \"amuont\"\n",
        ],
        expect![[r#"
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | intnt = "x" | 
                V061 Change to `intent` ‹intent›
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | [stratgy] | 
                V061 Change to `strategy` ‹strategy›
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | depends_on = [] | 
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | depends_on = ["stg_customers"] | 
                D011 Complete the list ‹["stg_customers", "stg_orders"]›
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | depends_on = ["stg_customers", "raw.orders"] | 
                D011 Complete the list ‹["stg_customers", "raw.orders", "stg_orders"]›
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | depends_on = ["stg_ordrs"] | 
                D011 Complete the list ‹["stg_ordrs", "stg_orders"]›
                V064 Change to `"stg_orders"` ‹"stg_orders"›
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | [columns.amuont] | 
            //- /models/report.sql | SELECT amount FROM stg_orders | //- /models/report.toml | [[tests]] | type = "unique" | column = "amuont" | 
        "#]],
    );
}

#[test]
fn of_a_range() {
    let fixture = support::cursor::shop("SELECT amuont, oder_id FROM stg_orders");
    let host = &mut host(&fixture);
    let main = file(host, "models/main.sql");
    let titles = |host: &mut Host, start: u32, end: u32| -> Vec<String> {
        let range = ide::TextRange::new(start.into(), end.into());
        let fixes = ask(host, |it| it.fixes(main, range));
        fixes.into_iter().map(|it| it.1.title).collect()
    };
    assert_eq!(titles(host, 7, 7), ["Change to `amount`"]);
    assert_eq!(titles(host, 13, 13), ["Change to `amount`"]);
    assert_eq!(titles(host, 7, 30), ["Change to `amount`", "Change to `order_id`"]);
    assert_eq!(titles(host, 23, 30), Vec::<String>::new());
}
