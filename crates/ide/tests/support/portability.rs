//! What is said of a model that must also run in other warehouses, and what fixes make of it.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use base::{Applicability, Code, DialectKind};
use expect_test::Expect;
use ide::{Diagnostic, Fix};
use testing::fixture;

/// One table whose columns are known, in capitals, which Snowflake's bare names mean.
const TABLE: &str = r#"
[pipeline.shop]
type = "transformation"
models = "models/**"
//- /models/_defaults.toml
[target]
catalog = "SHOP"
schema = "MAIN"
//- /models/report.toml
intent = "what is tried"
//- /schemas/raw.toml
catalog = "SHOP"
schema = "RAW"
complete = true

[[table]]
name = "T"
columns = [
    { name = "A", type = "BIGINT", nullable = false },
    { name = "N", type = "BIGINT", nullable = true },
    { name = "X", type = "DOUBLE", nullable = false },
    { name = "S", type = "STRING", nullable = false },
    { name = "B", type = "BOOLEAN", nullable = false },
    { name = "D", type = "DATE", nullable = false },
]
"#;

/// What is said of a model in the dialect of `own` that must also run in `targets`.
pub fn said(own: DialectKind, targets: &[DialectKind], model: &str) -> Vec<Diagnostic> {
    said_with(own, targets, "", model)
}

pub fn said_with(own: DialectKind, targets: &[DialectKind], settings: &str, model: &str) -> Vec<Diagnostic> {
    let names: Vec<String> = targets.iter().map(|it| format!("\"{}\"", it.name())).collect();
    let text = format!(
        "//- /rocky.toml\n[portability]\ntarget_dialects = [{}]\n{settings}\n[adapter]\ntype = \"{}\"\n{TABLE}\
         //- /models/report.sql\n{model}\n",
        names.join(", "),
        own.name(),
    );
    let mut host = super::host(&fixture::parse(&text));
    let found = super::diagnostics(&mut host);
    found.into_iter().filter(|(path, _)| path == "models/report.sql").map(|it| it.1).collect()
}

pub fn is_told(it: &Diagnostic) -> bool {
    !matches!(it.code, Code::I001 | Code::I002 | Code::W001 | Code::W005)
}

pub fn applied(model: &str, fix: &Fix) -> String {
    let mut text = model.to_owned();
    for edit in fix.edits.iter().rev() {
        text.replace_range(std::ops::Range::<usize>::from(edit.place.range), &edit.text);
    }
    text
}

/// Every diagnostic with its text, and what each fix makes of the model.
pub fn check(own: &str, targets: &str, model: &str, expected: Expect) {
    let kind = |name: &str| DialectKind::from_name(name).unwrap();
    let targets: Vec<DialectKind> = targets.split_ascii_whitespace().map(kind).collect();
    let mut shown = String::new();
    for it in said(kind(own), &targets, model).iter().filter(|it| is_told(it)) {
        let text = &model[std::ops::Range::<usize>::from(it.range)];
        shown += &format!("{} {text:?}: {}\n", it.code, it.message);
        for fix in &it.fixes {
            let sure = fix.applicability == Applicability::MachineApplicable;
            let sign = if sure { "=>" } else { "?>" };
            shown += &format!("  {sign} {}\n", applied(model, fix));
        }
    }
    expected.assert_eq(&shown);
}
