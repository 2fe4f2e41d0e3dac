//! All fixes of one file: as edits of its text as it is, with what is left and why.

mod support;

use expect_test::{Expect, expect};
use ide::{FixRequest, LeftReason};
use support::{ask, cursor::shop, file, host};

/// Fixes `models/main.sql`, and says what is edited and what is left.
fn check(project: &str, request: &FixRequest, expected: Expect) {
    let mut host = host(&shop(project));
    let main = file(&host, "models/main.sql");
    let before = host.analysis().text(main);
    let fixed = ask(&mut host, |it| it.fix_file(main, request));
    let mut said = String::new();
    for file in &fixed.files {
        let mut text = file.before.as_deref().unwrap_or_default().to_owned();
        for it in file.edits.iter().rev() {
            text.replace_range(std::ops::Range::<usize>::from(it.range), &it.text);
        }
        for it in &file.edits {
            let codes: Vec<_> = it.codes.iter().map(|it| it.name()).collect();
            said += &format!("{}: `{}` -> `{}`\n", codes.join(" "), &before[it.range], it.text);
        }
        match file.before {
            Some(_) => assert_eq!(text, *file.after),
            None => said += &format!("creates {}\n", file.path),
        }
    }
    let after = fixed.files.iter().find(|it| it.path.as_str() == "models/main.sql");
    let after = after.map_or(&*before, |it| &*it.after);
    for it in &fixed.left {
        said += &format!("left: {} `{}`: {}\n", it.code, &after[it.range], it.reason.name());
    }
    expected.assert_eq(&said);
    assert_eq!(host.analysis().text(main), before);
}

const UNSAFE: FixRequest = FixRequest { codes: Vec::new(), maybe_incorrect: true, edits_only: false };

#[test]
fn edits_are_where_something_was_fixed() {
    check(
        "
        //- /models/main.toml
        intent = \"x\"
        //- /models/main.sql
        SELECT amuont, order_id
        FROM stg_ordrs
        WHERE amount = NULL
        ",
        &UNSAFE,
        expect![[r#"
            E003: `uo` -> `ou`
            W015: `` -> `e`
            W014: `=` -> `IS`
        "#]],
    );
}

#[test]
fn what_depends_on_readers_is_fixed_as_well() {
    check(
        "
        //- /models/main.sql
        SELECT * FROM stg_orders -- rocky-allow: I001
        //- /models/reader.sql
        SELECT order_id FROM main
        ",
        &FixRequest { codes: vec![ide::Code::P002], ..FixRequest::default() },
        expect![[r#"
            P002: `*` -> `order_id, customer_id, amount, address`
            left: V063 `SELECT`: not_wanted
            left: W009 `-- rocky-allow: I001`: not_wanted
        "#]],
    );
}

#[test]
fn what_is_left_has_a_reason() {
    check(
        "
        //- /models/main.sql
        SELECT amuont, customer_id, nothing_like_it FROM stg_orders JOIN stg_customers ON true
        ",
        &FixRequest { edits_only: true, ..FixRequest::default() },
        expect![[r#"
            left: V063 `SELECT`: creates_file
            left: E003 `amuont`: guess
            left: E004 `customer_id`: several_guesses
            left: E003 `nothing_like_it`: no_fix
        "#]],
    );
    check(
        "
        //- /models/main.toml
        intent = \"x\"
        depends_on = []
        //- /models/main.sql
        SELECT amuont FROM stg_orders
        ",
        &FixRequest { codes: vec![ide::Code::W001], ..FixRequest::default() },
        expect![[r#"
            left: E003 `amuont`: not_wanted
        "#]],
    );
}

#[test]
fn reasons_have_names_of_their_own() {
    let all = [
        LeftReason::NotWanted,
        LeftReason::NoFix,
        LeftReason::NeedsInput,
        LeftReason::Guess,
        LeftReason::SeveralGuesses,
        LeftReason::OtherFiles,
        LeftReason::CreatesFile,
        LeftReason::FileExists,
        LeftReason::DidNotHelp,
        LeftReason::NotReached,
    ];
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/fix.md");
    let page = std::fs::read_to_string(page).unwrap_or_else(|error| panic!("{error}"));
    for reason in all {
        assert!(page.contains(&format!("| `{}` |", reason.name())), "{reason:?} is not on docs/fix.md");
    }
}
