//! Every fix of the code pages' examples removes its diagnostic and adds none.

mod support;

use base::Code;
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
    expect_test::expect!["D011 E002 E003 E004 I001 V017 V022 V061 V063 W001 W010"].assert_eq(&offering.join(" "));
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
