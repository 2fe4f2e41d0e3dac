//! What a pipeline of the DSL defines and its result leaves out: no SQL has it, and its names mean what they say.

mod support;

use expect_test::{Expect, expect};
use support::cursor::{self, check_definition, check_hover, check_references, shop};
use support::{ask, file};

/// Checks what is said of `models/report.rocky`.
fn check_diagnostics(report: &str, expected: Expect) {
    let fixture = shop(&format!("//- /models/report.rocky\n{report}"));
    let mut host = support::host(&fixture);
    let file = file(&host, "models/report.rocky");
    let found = ask(&mut host, |it| it.diagnostics(file));
    let mut lines = Vec::new();
    for it in found.iter() {
        let at_fault = cursor::text(&mut host, file, it.range);
        lines.push(format!("{} ‹{at_fault}› {}\n", it.code, it.message));
    }
    expected.assert_eq(&lines.concat());
}

#[test]
fn unknown_names_are_reported_once() {
    check_diagnostics(
        "from stg_orders as o\nderive { label: o.statusss, z: nope + 1, y: z * 2 }\nselect { order_id }",
        expect![[r#"
            E003 ‹statusss› `o` has no column `statusss`
            E003 ‹nope› `o` has no column `nope`
        "#]],
    );
    check_diagnostics(
        "from stg_orders as o\njoin stg_customers as c on customer_id { keep c.email }\nderive { z: nope }",
        expect![[r#"
            E003 ‹nope› no table in scope has a column `nope`
        "#]],
    );
    check_diagnostics(
        "from stg_orders\nderive { double: amount * 2, unused: nope }\ngroup customer_id { m: max(double) }",
        expect![[r#"
            E003 ‹nope› `stg_orders` has no column `nope`
        "#]],
    );
    check_diagnostics(
        "from stg_orders\ngroup customer_id { m: max(amount), n: min(nope) }\nselect { m }",
        expect![[r#"
            E003 ‹nope› `stg_orders` has no column `nope`
        "#]],
    );
    check_diagnostics(
        "let a = from stg_orders derive { z: nope } select { amount }\nfrom a",
        expect![[r#"
            E003 ‹nope› `stg_orders` has no column `nope`
        "#]],
    );
    check_diagnostics(
        "from stg_orders as o\njoin stg_customers as c on customer_id { keep c.nope }\nselect { order_id }",
        expect![[r#"
            E003 ‹nope› `c` has no column `nope`
        "#]],
    );
}

#[test]
fn what_is_right_is_silent() {
    check_diagnostics(
        "from stg_orders as o
derive { label: match o.amount { > 5 => 1, _ => 2 }, all: sum(o.amount), rank: row_number() over (sort amount) }
group customer_id { m: max(amount), n: count() }
derive { half: m / 2, twice: half * 4 }
select { m }",
        expect![[r#""#]],
    );
}

const REPORT: &str = "
//- /models/report.rocky
from stg_orders as o
join stg_customers as c on customer_id { keep o.order_id }
derive { label: match o.amount { > 5 => o.amount, _ => 2 }, next: label }
";

fn report(from: &str, to: &str) -> String {
    REPORT.replacen(from, to, 1)
}

#[test]
fn names_have_cards_and_lead_somewhere() {
    check_hover(
        &report("match o.amount", "match o.am$0ount"),
        expect![[r#"
        ‹amount›
        ```sql
        stg_orders.amount DECIMAL(10,2) NULL
        ```

        from [`raw.orders.amount`](<project:schemas/raw.toml#L9>)
    "#]],
    );
    check_hover(
        &report("label:", "la$0bel:"),
        expect![[r#"
        ‹label›
        ```sql
        label DECIMAL(12,2) NULL
        ```
    "#]],
    );
    check_hover(
        &report("next", "ne$0xt"),
        expect![[r#"
        ‹next›
        ```sql
        next DECIMAL(12,2) NULL
        ```
    "#]],
    );
    check_definition(
        &report("match o.amount", "match o.am$0ount"),
        expect![[r#"
        ‹amount›
        models/stg_orders.sql:1:37 amount
    "#]],
    );
    check_definition(
        &report("match o.amount", "match $0o.amount"),
        expect![[r#"
        ‹o›
        models/report.rocky:1:20 o
    "#]],
    );
    check_definition(
        &report("next: label", "next: la$0bel"),
        expect![[r#"
        ‹label›
        models/report.rocky:3:10 label
    "#]],
    );
}

#[test]
fn uses_are_found() {
    check_references(
        &report("as o", "as $0o"),
        expect![[r#"
        definition models/report.rocky:1:20 o
        read models/report.rocky:2:47 o
        read models/report.rocky:3:23 o
        read models/report.rocky:3:41 o
    "#]],
    );
}

#[test]
fn renames_reach_them() {
    use support::renaming::check_rename as check;
    check(
        &report("as o", "as $0o"),
        "ours",
        expect![[r#"
        //- /models/report.rocky
        from stg_orders as ours
        join stg_customers as c on customer_id { keep ours.order_id }
        derive { label: match ours.amount { > 5 => ours.amount, _ => 2 }, next: label }
    "#]],
    );
    check(
        &report("match o.amount", "match o.am$0ount"),
        "total",
        expect![[r#"
        //- /models/report.rocky
        from stg_orders as o
        join stg_customers as c on customer_id { keep o.order_id }
        derive { label: match o.total { > 5 => o.total, _ => 2 }, next: label }
        //- /models/stg_orders.sql
        SELECT id AS order_id, customer_id, amount AS total, address
        FROM raw.orders
    "#]],
    );
    check(
        &report("label:", "la$0bel:"),
        "kind",
        expect![[r#"
        //- /models/report.rocky
        from stg_orders as o
        join stg_customers as c on customer_id { keep o.order_id }
        derive { kind: match o.amount { > 5 => o.amount, _ => 2 }, next: kind }
    "#]],
    );
    check(
        "
        //- /models/report.rocky
        from stg_orders
        derive { double: amount * 2, unused: stg_orders.cust$0omer_id }
        group order_id { m: max(double) }
        ",
        "client_id",
        expect![[r#"
            //- /models/report.rocky
            from stg_orders
            derive { double: amount * 2, unused: stg_orders.client_id }
            group order_id { m: max(double) }
            //- /models/stg_orders.sql
            SELECT id AS order_id, customer_id AS client_id, amount, address
            FROM raw.orders
        "#]],
    );
}

#[test]
fn an_aggregate_in_a_pipeline_that_passes_on_every_column() {
    check_diagnostics(
        "from stg_orders\nderive { total: sum(amount) }",
        expect![[r#"
        I001 ‹from› `*` stands for 4 columns now; a column added upstream joins the output unseen
        E007 ‹sum(amount)› this makes one row of all, and the result has `order_id`, which is not aggregated
    "#]],
    );
    check_diagnostics(
        "from stg_orders\nderive { total: sum(amount) over (partition customer_id) }",
        expect![[r#"
            I001 ‹from› `*` stands for 4 columns now; a column added upstream joins the output unseen
        "#]],
    );
    check_diagnostics("from stg_orders\nderive { total: sum(amount) }\nselect { total }", expect![[r#""#]]);
}
