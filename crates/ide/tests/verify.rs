//! What a fix clears and introduces is known before it is applied, and is what applying it does.

mod support;

use base::Code;
use ide::{Applicability, FixRequest, Verification};
use std::collections::BTreeMap;
use support::{ask, cursor::shop, edited::edited, file};

const PROJECT: &str = "
    //- /models/orders.toml
    intent = \"orders\"
    //- /models/orders.sql
    SELECT order_id, amount AS amuont, customer_id FROM stg_orders
    //- /models/orders.contract.toml
    [rules]
    required = [\"amount\"]
    //- /models/totals.toml
    intent = \"totals\"
    //- /models/totals.sql
    SELECT sum(amuont) AS total, count(nothing_like_it) AS count FROM orders WHERE order_id = NULL
    //- /models/all.toml
    intent = \"everything\"
    //- /models/all.sql
    SELECT *, 1 AS one FROM orders -- all of them
";

#[test]
fn a_fix_does_what_its_verification_says() {
    let mut host = support::host(&shop(PROJECT));
    let before = support::diagnostics(&mut host);
    let mut tried = 0;
    for (path, found) in &before {
        for fix in &found.fixes {
            if fix.applicability == Applicability::HasPlaceholders {
                continue;
            }
            let file = file(&host, path);
            let said = ask(&mut host, |it| it.verify(file, fix));
            let mut after = support::host(&shop(PROJECT));
            let changed = edited(&host, fix);
            after.apply(support::change(changed.iter().map(|(path, text)| (&**path, Some(&**text)))));
            assert_eq!(said, difference(&before, &support::diagnostics(&mut after)), "{path}: {}", fix.title);
            assert!(
                said.clears.iter().any(|it| it.fingerprint == found.fingerprint),
                "{path}: {}",
                fix.title
            );
            tried += 1;
        }
    }
    assert!(tried >= 3, "{tried}");
}

fn difference(before: &[(String, ide::Diagnostic)], after: &[(String, ide::Diagnostic)]) -> Verification {
    let count = |of: &[(String, ide::Diagnostic)]| {
        let mut counts = BTreeMap::new();
        for (path, it) in of {
            let verified = ide::Verified {
                path: ide::RelativePath::new(path.as_str()),
                code: it.code,
                severity: it.severity,
                message: it.message.clone(),
                fingerprint: it.fingerprint.clone(),
            };
            *counts.entry(verified).or_insert(0) += 1;
        }
        counts
    };
    let (before, after) = (count(before), count(after));
    let more = |of: &BTreeMap<ide::Verified, i32>, than: &BTreeMap<ide::Verified, i32>| {
        let is_more = |it: &(&ide::Verified, &i32)| it.1 > than.get(it.0).unwrap_or(&0);
        of.iter().filter(is_more).map(|it| it.0.clone()).collect()
    };
    Verification { clears: more(&before, &after), introduces: more(&after, &before) }
}

#[test]
fn a_file_is_fixed_without_touching_the_project() {
    let mut host = support::host(&shop(PROJECT));
    let file = file(&host, "models/all.sql");
    let text = host.analysis().text(file);
    let fixed = ask(&mut host, |it| it.fix_file(file, &FixRequest::default()));
    assert_eq!(fixed.applied.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::I001]);
    let mut edited = text.to_string();
    for it in fixed.files[0].edits.iter().rev() {
        edited.replace_range(std::ops::Range::<usize>::from(it.range), &it.text);
    }
    assert_eq!(edited, *fixed.files[0].after);
    assert_eq!(edited, "SELECT order_id, amuont, customer_id, 1 AS one FROM orders -- all of them\n");
    assert_eq!(host.analysis().text(file), text);
}

#[test]
fn facts_say_what_the_message_says() {
    let mut host = support::host(&shop(PROJECT));
    let found = support::diagnostics(&mut host);
    let facts = |code| found.iter().find(|it| it.1.code == code).map(|it| it.1.facts.clone()).unwrap();
    let unknown = found.iter().find(|it| it.1.message.contains("nothing_like_it")).unwrap();
    assert_eq!(unknown.1.facts.relation.as_deref(), Some("orders"));
    assert_eq!(unknown.1.facts.column.as_deref(), Some("nothing_like_it"));
    let candidates = unknown.1.facts.candidates.iter().map(|it| (it.name.as_str(), it.ty.as_deref()));
    let mut candidates: Vec<_> = candidates.collect();
    candidates.sort_unstable();
    let expected =
        [("amuont", Some("DECIMAL(10,2)")), ("customer_id", Some("BIGINT")), ("order_id", Some("BIGINT"))];
    assert_eq!(candidates, expected);
    assert_eq!(facts(Code::E010).column.as_deref(), Some("amount"));
}

/// The second database, which is kept, says at any time what a new one would.
#[test]
fn what_is_kept_follows_the_project() {
    let mut host = support::host(&shop(PROJECT));
    let check = |host: &mut ide::Host| {
        let mut fresh = ide::Host::new();
        let whole = host.analysis().whole_project(&support::root()).unwrap();
        fresh.apply(ide::Change { roots: vec![whole] });
        for (path, found) in support::diagnostics(host) {
            let (here, there) = (file(host, &path), file(&fresh, &path));
            let in_fresh = ask(&mut fresh, |it| it.diagnostics(there));
            let same = in_fresh.iter().find(|it| it.fingerprint == found.fingerprint).unwrap();
            for (fix, same) in found.fixes.iter().zip(&same.fixes) {
                fresh.free_fork();
                let expected = ask(&mut fresh, |it| it.verify(there, same));
                assert_eq!(ask(host, |it| it.verify(here, fix)), expected, "{path}: {}", fix.title);
            }
        }
    };
    check(&mut host);
    // Another text, a file that goes, one that comes, settings, and back.
    let renamed = "SELECT order_id, amount AS amuont, customer_id AS customer FROM stg_orders";
    host.apply(support::change([("models/orders.sql", Some(renamed))]));
    check(&mut host);
    host.apply(support::change([("models/all.sql", None), ("models/all.toml", None)]));
    check(&mut host);
    let added = "SELECT amuont, amuont + nothing FROM orders";
    host.apply(support::change([("models/added.sql", Some(added)), ("models/orders.contract.toml", None)]));
    check(&mut host);
    let settings = "[diagnostics]\nE003 = \"warning\"\n";
    host.apply(support::change([("rocky.toml", Some(settings))]));
    check(&mut host);
}

/// Where columns are others along a chain, each reader is looked at, however far away.
#[test]
fn consequences_are_followed_to_the_end() {
    let mut text = String::from("//- /models/m0.sql\nSELECT amuont AS it FROM stg_orders\n");
    for at in 1..20 {
        text += &format!("//- /models/m{at}.sql\nSELECT it FROM m{}\n", at - 1);
    }
    text += "//- /models/end.sql\nSELECT it.nothing AS it FROM m19\n";
    let mut host = support::host(&shop(&text));
    let start = file(&host, "models/m0.sql");
    let found = ask(&mut host, |it| it.diagnostics(start));
    let unknown = found.iter().find(|it| it.code == Code::E003).unwrap();
    let verified = ask(&mut host, |it| it.verify(start, &unknown.fixes[0]));
    assert_eq!(verified.clears.len(), 1);
    // What has a type now has no field.
    let introduced: Vec<_> = verified.introduces.iter().map(|it| (it.path.as_str(), it.code)).collect();
    assert_eq!(introduced, [("models/end.sql", Code::E003)]);
}
