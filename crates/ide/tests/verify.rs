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
    let (range, new) = fixed.files[0].difference();
    let mut edited = text.to_string();
    edited.replace_range(std::ops::Range::<usize>::from(range), new);
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
