//! Contracts, schema files, directory defaults, and what a file is by its path.

use super::show;
use crate::{FileKind, ProjectLayout, check, contract, directory_defaults, rocky_toml, schema_file};
use expect_test::expect;
use std::{collections::BTreeMap, fmt::Write};

#[test]
fn contracts_schema_files_and_defaults() {
    let text = "[[columns]]\nname = \"id\"\ntype = \"Int64\"\nnulable = false\n[[columns]]\ntype = \"X\"\n[rules]\nrequired = \"id\"\nprotected = [\"a\", 1]\n";
    let (value, diagnostics) = contract(text);
    expect![[r#"
        V061 "nulable" unknown key `columns.nulable`; it has no effect; did you mean `nullable`? ["nulable" -> "nullable"]
        V060 "[[columns]]" `columns` needs a key `name`
        V060 "\"id\"" `rules.required` must be an array of strings, not a string
        V060 "1" `rules.protected[]` must be a string, not an integer
    "#]].assert_eq(&show(text, &diagnostics));
    expect![[r#"
        Contract {
            columns: [
                DeclaredColumn {
                    name: Spanned {
                        value: "id",
                        range: 19..23,
                    },
                    type_name: Some(
                        Spanned {
                            value: "Int64",
                            range: 31..38,
                        },
                    ),
                    nullable: None,
                    description: None,
                    range: 0..54,
                },
            ],
            required: [],
            protected: [
                Spanned {
                    value: "a",
                    range: 115..118,
                },
            ],
            no_new_nullable: None,
            keys: [],
        }
    "#]]
    .assert_debug_eq(&value);
    let text = "catalog = \"c\"\ncomplete = true\n[[table]]\nname = \"t\"\ncolumns = [\n  { name = \"id\", type = \"BIGINT\" },\n  { name = \"x\", tipe = \"TEXT\" },\n]\n";
    let (value, diagnostics) = schema_file(text);
    expect![[r#"
        V060 "" this file needs a key `schema`
        V061 "tipe" unknown key `table.columns.tipe`; it has no effect; did you mean `type`? ["tipe" -> "type"]
    "#]].assert_eq(&show(text, &diagnostics));
    expect![[r#"
        (
            true,
            2,
        )
    "#]]
    .assert_debug_eq(&(value.complete, value.tables.iter().map(|it| it.columns.len()).sum::<usize>()));
    let text = "name = \"x\"\n[target]\ncatalog = \"${C}\"\nschema = \"s\"\n[strategy]\ntype = \"view\"\n";
    let (value, diagnostics) = directory_defaults(text, &BTreeMap::new());
    expect![[r#"
        V061 "name" unknown key `name`; it has no effect
        V066 "${C}" the environment variable `C` is not set; set it, or give a default: `${C:-default}`
    "#]]
    .assert_eq(&show(text, &diagnostics));
    expect![[r#"
        (
            Some(
                Spanned {
                    value: "${C}",
                    range: 30..36,
                },
            ),
            Some(
                Spanned {
                    value: View,
                    range: 68..74,
                },
            ),
        )
    "#]]
    .assert_debug_eq(&(value.catalog, value.strategy));
}

#[test]
fn keys_of_tables() {
    let text = "schema = \"s\"\n[[table]]\nname = \"t\"\ncolumns = [{ name = \"a\" }, { name = \"b\" }]\nprimary_key = [\"A\"]\n\
                unique = [[\"a\", \"b\"], [\"c\"], \"b\"]\n";
    let (value, diagnostics) = schema_file(text);
    expect![[r#"
        V060 "\"c\"" `c` is no column of this table
        V060 "\"b\"" `table.unique[]` must be an array of strings, not a string
    "#]]
    .assert_eq(&show(text, &diagnostics));
    let keys = value.tables.iter().flat_map(|it| &it.keys);
    let names =
        |it: &crate::DeclaredKey| it.columns.iter().map(|it| it.as_str()).collect::<Vec<_>>().join(", ");
    let keys: Vec<String> = keys.map(|it| format!("{}: {}", it.nulls_repeat, names(it))).collect();
    assert_eq!(keys, ["false: A", "true: a, b", "true: c"]);
}

#[test]
fn groups_and_test_definitions_are_checked() {
    let text = "[positive]\ntype = \"expression\"\nexpresion = \"a > 0\"\n";
    let diagnostics = check(text, FileKind::TestDefinitions, &BTreeMap::new());
    expect![[r#"
        V060 "expresion" unknown key `positive.expresion`, and the test type `expression` needs a key `expression`; did you mean `expression`? ["expresion" -> "expression"]
    "#]].assert_eq(&show(text, &diagnostics));
    let text = "schema_template = \"x_{a}\"\nenforce = \"yes\"\n";
    let diagnostics = check(text, FileKind::Group, &BTreeMap::new());
    expect![[r#"
        V060 "\"yes\"" `enforce` must be true or false, not a string
    "#]]
    .assert_eq(&show(text, &diagnostics));
}

#[test]
fn kinds_of_files() {
    let mut output = String::new();
    let (project, _) = rocky_toml(
        "[pipeline.a]\ntype=\"transformation\"\nmodels=\"sql/core/**/*.sql\"\n[pipeline.b]\ntype=\"transformation\"\n",
        &BTreeMap::new(),
    );
    let layout = ProjectLayout::of(&project);
    for path in [
        "rocky.toml",
        "models/a.sql",
        "models/x/a.rocky",
        "models/x/a.toml",
        "models/a.contract.toml",
        "models/x/_defaults.toml",
        "models/groups/g.toml",
        "models/x/test_definitions.toml",
        "sql/core/a.sql",
        "sql/a.sql",
        "modelsx/a.sql",
        "contracts/a.contract.toml",
        "contracts/a.toml",
        "schemas/raw/a.toml",
        "seeds/a.csv",
        "seeds/x/a.csv",
        "data/seed.sql",
        "macros/m.sql",
        "x/rocky.toml",
        "README.md",
        "models/a",
    ] {
        writeln!(output, "{path} {:?}", FileKind::of(path, &layout)).unwrap();
    }
    for root in project.models_roots() {
        writeln!(output, "{} {} {}", root.base, root.pattern, root.matches("sql/core/x/a.sql")).unwrap();
    }
    expect![[r#"
        rocky.toml RockyToml
        models/a.sql SqlModel
        models/x/a.rocky RockyModel
        models/x/a.toml Sidecar
        models/a.contract.toml Contract
        models/x/_defaults.toml Defaults
        models/groups/g.toml Group
        models/x/test_definitions.toml TestDefinitions
        sql/core/a.sql SqlModel
        sql/a.sql SqlQuery
        modelsx/a.sql SqlQuery
        contracts/a.contract.toml Contract
        contracts/a.toml Other
        schemas/raw/a.toml SchemaFile
        seeds/a.csv SeedCsv
        seeds/x/a.csv Other
        data/seed.sql SeedSql
        macros/m.sql Macro
        x/rocky.toml Other
        README.md Other
        models/a Other
        sql/core sql/core/**/*.sql true
        models models/** false
    "#]]
    .assert_eq(&output);
}
