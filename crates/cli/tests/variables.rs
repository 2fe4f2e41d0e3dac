//! Run variables on the command line.

mod support;

use expect_test::{Expect, expect};
use support::Sandbox;

const PROJECT: &str = "
    //- /models/report.toml
    intent = \"a report\"
    //- /models/report.sql
    SELECT id, @var(label) AS label
    FROM @var(source, orders)
    WHERE id > @var(least, 0)
    //- /models/orders.toml
    intent = \"orders\"
    //- /models/orders.sql
    SELECT 1 AS id
";

fn check(arguments: &[&str], expected: Expect) {
    expected.assert_eq(&Sandbox::duckdb(PROJECT).rocky(arguments).transcript());
}

#[test]
fn a_value_is_missing() {
    check(
        &["check"],
        expect![[r#"
        exit 1
        --- stdout
        error[E028]: the variable `label` has neither a value nor a default
          ┌─ models/report.sql:1:12
          │
        1 │ SELECT id, @var(label) AS label
          │            ^^^^^^^^^^^
          │
          = help: pass `--var label=…`, or write a default: `@var(label, …)`

        1 error in 6 files
    "#]],
    );
}

#[test]
fn values_are_given() {
    check(
        &["check", "--var", "label='a=b'"],
        expect![[r#"
        exit 0
        --- stdout
        No problems in 6 files
    "#]],
    );
    check(
        &["check", "--var=label=1", "--var", "label=nope"],
        expect![[r#"
        exit 1
        --- stdout
        error[E003]: `orders` has no column `nope`
          ┌─ models/report.sql:1:12
          │
        1 │ SELECT id, @var(label) AS label
          │            ^^^^^^^^^^^

        1 error in 6 files
    "#]],
    );
    check(
        &["compile", "-o", "table", "--var", "label=1"],
        expect![[r#"
        exit 0
        --- stdout
        ✓ orders (1 column)
        ✓ report (2 columns)
        Compiled: 2 models, 0 errors, 0 warnings
    "#]],
    );
    check(
        &["check", "--var", "label=", "--var", "lable=1"],
        expect![[r#"
            exit 1
            --- stdout
            error[E018]: expected an expression after `,` in the select list, found `AS`
              ┌─ models/report.sql:1:24
              │
            1 │ SELECT id, @var(label) AS label
              │                        ^^

            1 error in 6 files
            --- stderr
            warning: no model uses the variable `lable`; did you mean `label`?
        "#]],
    );
}

#[test]
fn wrong_values() {
    check(
        &["check", "--var", "label"],
        expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'label' for '--var <NAME=VALUE>': it has no `=`: write NAME=VALUE

        For more information, try '--help'.
    "#]],
    );
    check(
        &["check", "--var", "a-b=1"],
        expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'a-b=1' for '--var <NAME=VALUE>': `a-b` cannot name a variable: a name is a letter or `_`, then letters, digits and `_`

        For more information, try '--help'.
    "#]],
    );
    check(
        &["run", "--var", "=1"],
        expect![[r#"
        exit 2
        --- stderr
        error: invalid value '=1' for '--var <NAME=VALUE>': `` cannot name a variable: a name is a letter or `_`, then letters, digits and `_`

        For more information, try '--help'.
    "#]],
    );
}
