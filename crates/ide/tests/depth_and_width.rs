//! Projects and models of sizes that nobody writes by hand: nothing overflows a small stack, and nothing takes the square
//! of the size, at which these tests would not end.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use ide::{FilePosition, FileText, Host, RelativePath, RootChange, TextSize};
use support::ask;

/// The stack of each test: what a thread gets that asks for nothing.
const STACK: usize = 2 << 20;

const CHAIN: usize = 20_000;

/// Runs a test in a thread of two megabytes.
fn in_small_thread(test: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(STACK).spawn(test).unwrap().join().unwrap();
}

/// A project of models that have sidecars.
fn host_of(models: impl IntoIterator<Item = (String, String)>) -> Host {
    let mut change = RootChange::new(support::root());
    for (name, text) in models {
        change.file(RelativePath::new(format!("models/{name}.sql")), Some(FileText::new(text)));
        change.file(RelativePath::new(format!("models/{name}.toml")), Some(FileText::new("intent = \"\"\n")));
    }
    change.environment = Some(Default::default());
    let mut host = Host::with_event_log();
    host.apply(ide::Change { roots: vec![change] });
    host
}

/// How often each query was executed since the last call.
fn executed(host: &Host, query: &str) -> usize {
    host.database().take_executed().iter().filter(|it| it.query == query).count()
}

/// The diagnostics of the model `name`, as lines.
fn diagnostics(host: &mut Host, name: &str) -> Vec<String> {
    let path = format!("models/{name}.sql");
    let file = support::file(host, &path);
    let found: Vec<_> =
        ask(host, |it| it.diagnostics(file)).iter().map(|it| (path.clone(), it.clone())).collect();
    support::lines(&found)
}

fn one_model(text: String) -> Vec<String> {
    diagnostics(&mut host_of([("wide".to_owned(), text)]), "wide")
}

fn list(count: usize, separator: &str, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect::<Vec<_>>().join(separator)
}

/// A chain of models, each over the one before it; the last one also reads a column that the first one lacks.
fn chain() -> Host {
    host_of((0..CHAIN).map(|index| {
        let text = match index {
            0 => "SELECT 1 AS id, 'x' AS label\n".to_owned(),
            _ if index == CHAIN - 1 => format!("SELECT id, label, lable FROM m{}\n", index - 1),
            _ => format!("SELECT id, label FROM m{}\n", index - 1),
        };
        (format!("m{index}"), text)
    }))
}

const LAST_OF_CHAIN: &str = "models/m19999.sql:18..23 E003 `m19998` has no column `lable`";

#[test]
fn a_chain_of_models_is_swept() {
    in_small_thread(|| {
        let mut host = chain();
        let found: Vec<_> = (host.sweep(&support::root()).iter())
            .flat_map(|it| it.diagnostics.iter().map(|one| (host.path(it.file).1.to_string(), one.clone())))
            .collect();
        assert_eq!(support::lines(&found), [LAST_OF_CHAIN]);
        assert_eq!(executed(&host, "schema"), CHAIN);
    });
}

#[test]
fn the_last_of_a_chain_is_asked_first() {
    in_small_thread(|| {
        let mut host = chain();
        assert_eq!(diagnostics(&mut host, "m19999"), [LAST_OF_CHAIN]);
        // The last one's own schema is asked for as well.
        assert_eq!(executed(&host, "schema"), CHAIN);

        // A new type at the far end goes through all of it, and through nothing twice.
        host.apply(support::change([("models/m0.sql", Some("SELECT 1.5 AS id, 'x' AS label\n"))]));
        assert_eq!(diagnostics(&mut host, "m19999"), [LAST_OF_CHAIN]);
        assert_eq!(executed(&host, "schema"), CHAIN);

        let file = support::file(&host, "models/m19999.sql");
        let hover = ask(&mut host, |it| it.hover(FilePosition { file, offset: TextSize::from(7) }));
        assert!(hover.unwrap().markdown.contains("DECIMAL(2,1)"));
    });
}

#[test]
fn a_chain_is_reported_file_by_file() {
    in_small_thread(|| {
        let mut host = chain();
        let mut files = 0;
        let mut lines = Vec::new();
        ask(&mut host, |it| it.project_diagnostics(&support::root(), |_| true));
        ask(&mut host, |it| it.workspace_symbols("m19999", 3))
            .iter()
            .for_each(|it| lines.push(it.name.clone()));
        host.analysis()
            .project_diagnostics(&support::root(), |it| {
                files += 1;
                lines.extend(it.diagnostics.iter().map(|it| it.message.clone()));
                true
            })
            .unwrap();
        assert_eq!(lines, ["m19999", "`m19998` has no column `lable`"]);
        assert_eq!(files, 2 * CHAIN);
    });
}

/// A ring of models, with a chain of as many models that leads into it and a reader of it.
fn ring(count: usize) -> Host {
    let mut models: Vec<(String, String)> =
        (0..count).map(|it| (format!("r{it}"), format!("SELECT id FROM r{}\n", (it + 1) % count))).collect();
    models.push(("reader".to_owned(), "SELECT id FROM r0\n".to_owned()));
    models.extend((0..count).map(|index| {
        let text = match index {
            0 => "SELECT 1 AS id\n".to_owned(),
            _ => format!("SELECT id FROM c{}\n", index - 1),
        };
        (format!("c{index}"), text)
    }));
    models[0].1 = format!("SELECT r1.id FROM r1 CROSS JOIN c{}\n", count - 1);
    host_of(models)
}

/// Asks each of some members first, then all by a sweep, then opens the ring.
fn check_ring(count: usize) {
    let mut host = ring(count);
    let last = count - 1;
    assert_eq!(diagnostics(&mut host, "reader"), Vec::<String>::new());
    let expected =
        format!("models/r0.sql:18..20 E016 dependency cycle through {count} models: `r0` → `r1` → … → `r0`");
    assert_eq!(diagnostics(&mut host, "r0"), [&*expected]);
    let expected = format!(
        "models/r{last}.sql:15..17 E016 dependency cycle through {count} models: `r{last}` → `r0` → … → `r{last}`"
    );
    assert_eq!(diagnostics(&mut host, &format!("r{last}")), [&*expected]);
    host.database().take_executed();
    let found = host.sweep(&support::root());
    assert_eq!(found.iter().map(|it| it.diagnostics.len()).sum::<usize>(), count);
    assert!(executed(&host, "inference") <= 3 * (2 * count + 1));

    host.apply(support::change([(&*format!("models/r{last}.sql"), Some("SELECT 1 AS id\n"))]));
    assert_eq!(diagnostics(&mut host, "reader"), Vec::<String>::new());
    assert_eq!(diagnostics(&mut host, "r1"), Vec::<String>::new());
    assert!(host.sweep(&support::root()).is_empty());
}

#[test]
fn a_ring_through_500_models() {
    in_small_thread(|| check_ring(500));
}

#[test]
fn a_ring_through_20_000_models() {
    in_small_thread(|| check_ring(CHAIN));
}

#[test]
fn a_ring_that_is_swept_first() {
    in_small_thread(|| {
        let found = ring(CHAIN).sweep(&support::root());
        assert_eq!(found.iter().map(|it| it.diagnostics.len()).sum::<usize>(), CHAIN);
    });
}

#[test]
fn a_model_of_2_000_columns() {
    in_small_thread(|| {
        const WIDTH: usize = 2_000;
        let wide = format!("SELECT\n    {}\n", list(WIDTH, ",\n    ", |it| format!("{it} AS c{it}")));
        let narrow = format!(
            "SELECT\n    {}\nFROM star\nWHERE c1999x > 0\n",
            list(WIDTH, ",\n    ", |it| format!("c{it} + 1 AS d{it}"))
        );
        let mut host = host_of([
            ("wide".to_owned(), wide),
            ("star".to_owned(), "SELECT * FROM wide\n".to_owned()),
            ("names".to_owned(), narrow.clone()),
            (
                "joined".to_owned(),
                "SELECT a.*, b.c7 AS seven FROM wide AS a INNER JOIN star AS b USING (c0)\n".to_owned(),
            ),
        ]);
        let at = narrow.find("c1999x").unwrap();
        assert_eq!(
            diagnostics(&mut host, "names"),
            [format!("models/names.sql:{at}..{} E003 `star` has no column `c1999x`", at + 6)]
        );
        for (name, star) in [("star", 7..8), ("joined", 7..10)] {
            let (start, end) = (star.start, star.end);
            let found = diagnostics(&mut host, name);
            assert_eq!(found.len(), 1, "{found:#?}");
            assert!(found[0].starts_with(&format!("models/{name}.sql:{start}..{end} I001 ")), "{found:#?}");
        }
    });
}

#[test]
fn five_hundred_common_table_expressions() {
    in_small_thread(|| {
        let ctes = list(500, ",\n", |it| match it {
            0 => "t0 AS (SELECT 1 AS id)".to_owned(),
            _ => format!("t{it} AS (SELECT id + 1 AS id FROM t{})", it - 1),
        });
        assert_eq!(one_model(format!("WITH {ctes}\nSELECT id FROM t499\n")), Vec::<String>::new());
        let ctes = list(500, ",\n", |it| format!("t{it} AS (SELECT {it} AS id{it})"));
        let joins = list(499, "\n", |it| format!("CROSS JOIN t{}", it + 1));
        let names = list(500, ", ", |it| format!("id{it}"));
        assert_eq!(
            one_model(format!("WITH {ctes}\nSELECT {names} FROM t0\n{joins}\n")),
            Vec::<String>::new()
        );
    });
}

#[test]
fn two_thousand_terms_in_a_row() {
    in_small_thread(|| {
        for operator in [" AND ", " OR "] {
            let terms = list(2_000, operator, |it| format!("id <> {it}"));
            assert_eq!(
                one_model(format!("SELECT id FROM (SELECT 1 AS id) AS t WHERE {terms}\n")),
                Vec::<String>::new()
            );
        }
        // DuckDB itself stops at its `max_expression_depth` of 1,000; of AND and OR it makes flat lists.
        for operator in [" + ", " || ", " - "] {
            let terms = list(1_000, operator, |it| it.to_string());
            assert_eq!(one_model(format!("SELECT {terms} AS total\n")), Vec::<String>::new());
            let terms = list(2_000, operator, |it| it.to_string());
            let found = one_model(format!("SELECT {terms} AS total\n"));
            assert!(
                found.len() == 1 && found[0].ends_with("E018 more than 1000 operators in a row"),
                "{found:?}"
            );
        }
        let terms = list(2_000, ", ", |it| it.to_string());
        assert_eq!(one_model(format!("SELECT 1 IN ({terms}) AS found\n")), Vec::<String>::new());
        let terms = list(2_000, " ", |it| format!("WHEN {it} THEN 'x'"));
        assert_eq!(one_model(format!("SELECT CASE 7 {terms} END AS found\n")), Vec::<String>::new());
    });
}

#[test]
fn a_thousand_arms_of_a_union() {
    in_small_thread(|| {
        let arms = list(1_000, "\nUNION ALL\n", |it| format!("SELECT {it} AS id, 'x' AS label"));
        assert_eq!(one_model(arms.clone()), Vec::<String>::new());
        let mut models: Vec<(String, String)> =
            (0..1_000).map(|it| (format!("m{it}"), format!("SELECT {it} AS id\n"))).collect();
        models.push((
            "all_of_them".to_owned(),
            list(1_000, "\nUNION ALL\n", |it| format!("SELECT id FROM m{it}")),
        ));
        assert_eq!(diagnostics(&mut host_of(models), "all_of_them"), Vec::<String>::new());
        let found = one_model(format!("{arms}\nUNION ALL\nSELECT 1 AS id\n"));
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].contains(" E008 "), "{found:#?}");
    });
}

#[test]
fn parentheses_10_000_deep() {
    in_small_thread(|| {
        let nested = |before: &str, core: &str, after: &str| {
            format!("SELECT {}{core}{} AS x\n", before.repeat(10_000), after.repeat(10_000))
        };
        for text in [
            nested("(", "1", ")"),
            nested("(SELECT ", "1", ")"),
            nested("CASE WHEN true THEN ", "1", " END"),
            nested("- ", "1", ""),
            nested("NOT ", "true", ""),
            nested("abs(", "1", ")"),
            nested("[", "1", "]"),
            nested("(", "1", ""),
        ] {
            let found = one_model(text);
            assert_eq!(found.len(), 1, "{found:#?}");
            assert!(found[0].contains(" E018 "), "{found:#?}");
        }
        let relation =
            format!("SELECT x FROM {}raw{}\n", "(SELECT x FROM ".repeat(10_000), ") AS t".repeat(10_000));
        let found = one_model(relation);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].contains(" E018 "), "{found:#?}");
    });
}

#[test]
fn a_chain_of_models_stands_behind_a_test() {
    /// What the sidecar of a model says whose tests name the end of a chain, in a table and in SQL.
    const TESTS: &str = "intent = \"\"\n[[tests]]\ntype = \"relationships\"\ncolumn = \"id\"\nto_table = \"m19998\"\n\
        to_column = \"ident\"\n[[tests]]\ntype = \"expression\"\nexpression = \"id IN (SELECT ident FROM m19997)\"\n";
    const EXPECTED: [&str; 2] = [
        "models/aaa.toml:91..98 E015 `m19998` has no column `ident`, which a test looks values up in",
        "models/aaa.toml:157..162 E003 `m19997` has no column `ident`",
    ];
    let host = || {
        let mut host = chain();
        let mut change = RootChange::new(support::root());
        // The first file of all, so that nothing behind it is done.
        let texts = [("models/aaa.sql", "SELECT 1 AS id\n"), ("models/aaa.toml", TESTS)];
        texts.iter().for_each(|(path, text)| change.file(*path, Some(FileText::new(*text))));
        host.apply(ide::Change { roots: vec![change] });
        host
    };
    in_small_thread(move || {
        let mut swept = host();
        let found: Vec<_> = (swept.sweep(&support::root()).iter())
            .flat_map(|it| it.diagnostics.iter().map(|one| (swept.path(it.file).1.to_string(), one.clone())))
            .filter(|it| it.0 == "models/aaa.toml")
            .collect();
        assert_eq!(support::lines(&found), EXPECTED);

        let mut asked = host();
        let file = support::file(&asked, "models/aaa.toml");
        let found = ask(&mut asked, |it| it.diagnostics(file));
        let found: Vec<_> = found.iter().map(|it| ("models/aaa.toml".to_owned(), it.clone())).collect();
        assert_eq!(support::lines(&found), EXPECTED);
    });
}
