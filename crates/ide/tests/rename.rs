//! Renames of models, common table expressions, aliases and names of the DSL: what the files say afterwards.

mod support;

use expect_test::expect;
use support::renaming::{applied, check_refused, check_rename as check};

#[test]
fn a_model_with_its_files() {
    check(
        r#"
        //- /models/stg_customers.contract.toml
        [rules]
        required = ["customer_id"]
        //- /contracts/stg_orders.contract.toml
        [rules]
        required = ["order_id"]
        //- /models/report.toml
        depends_on = ["stg_customers"]
        //- /models/report.sql
        SELECT stg_customers.email, c.customer_id
        FROM main.stg_customers JOIN stg_cust$0omers AS c ON c.email = stg_customers.email
        //- /models/other.toml
        [[tests]]
        type = "relationships"
        column = "x"
        to_table = "main.stg_customers"
        to_column = "customer_id"
        //- /models/other.sql
        WITH stg_customers AS (SELECT * FROM stg_customers) SELECT customer_id AS x FROM stg_customers
        //- /models/piped.rocky
        from stg_customers
        join stg_orders as o on customer_id
        select { stg_customers.email, o.amount }
        "#,
        "dim_customers",
        expect![[r#"
            //- /models/other.sql
            WITH stg_customers AS (SELECT * FROM dim_customers) SELECT customer_id AS x FROM stg_customers
            //- /models/other.toml
            [[tests]]
            type = "relationships"
            column = "x"
            to_table = "main.dim_customers"
            to_column = "customer_id"
            //- /models/piped.rocky
            from dim_customers
            join stg_orders as o on customer_id
            select { dim_customers.email, o.amount }
            //- /models/report.sql
            SELECT dim_customers.email, c.customer_id
            FROM main.dim_customers JOIN dim_customers AS c ON c.email = dim_customers.email
            //- /models/report.toml
            depends_on = ["dim_customers"]
            //- /models/stg_customers.contract.toml → /models/dim_customers.contract.toml
            [rules]
            required = ["customer_id"]
            //- /models/stg_customers.sql → /models/dim_customers.sql
            SELECT id AS customer_id, email FROM raw.customers
            //- /models/stg_customers.toml → /models/dim_customers.toml
            intent = "one row per customer"

            [columns.email]
            description = "where to write to"

            [classification]
            email = "pii"
        "#]],
    );
}

#[test]
fn a_model_that_is_chosen_by_its_file() {
    let mut host = support::host(&support::cursor::shop("SELECT email FROM stg_customers"));
    let model = support::file(&host, "models/stg_customers.sql");
    let rename = support::ask(&mut host, |it| it.rename_model(model, "people")).expect("a rename");
    let changed = applied(&host, &rename);
    let lines: Vec<String> = changed.iter().map(|(from, (to, _))| format!("{from} → {to}\n")).collect();
    expect![[r#"
        models/main.sql → models/main.sql
        models/stg_customers.sql → models/people.sql
        models/stg_customers.toml → models/people.toml
    "#]]
    .assert_eq(&lines.concat());
}

#[test]
fn what_is_offered() {
    let mut lines = String::new();
    for (what, fixture) in [
        ("path", "SELECT amount AS x FROM main.stg_ord$0ers"),
        ("quoted", r#"SELECT amount AS "my va$0lue" FROM stg_orders"#),
        (
            "string of TOML",
            "//- /models/r.toml\ndepends_on = [\"stg_or$0ders\"]\n//- /models/r.sql\nSELECT amount FROM stg_orders",
        ),
        ("key of TOML", "//- /models/stg_orders.toml\n[classification]\nam$0ount = \"money\""),
        ("alias", "SELECT o$0.amount FROM stg_orders AS o"),
        ("binding", "//- /models/r.rocky\nfrom stg_orders\nderive { tw$0ice: amount }"),
    ] {
        let (mut host, position) = support::cursor::at_cursor(&support::cursor::shop(fixture));
        let target = support::ask(&mut host, |it| it.prepare_rename(position)).expect("a name");
        let written = support::cursor::text(&mut host, position.file, target.range);
        lines += &format!("{what}: {:?} {} ‹{written}›\n", target.kind, target.name);
    }
    expect![[r#"
        path: Model stg_orders ‹stg_orders›
        quoted: Column my value ‹"my value"›
        string of TOML: Model stg_orders ‹stg_orders›
        key of TOML: Column amount ‹amount›
        alias: TableAlias o ‹o›
        binding: Column twice ‹twice›
    "#]]
    .assert_eq(&lines);
}

#[test]
fn a_model_with_a_name_or_a_table_of_its_own() {
    check(
        r#"
        //- /models/stg_orders.toml
        name = "orders"

        [target]
        schema = "main"
        table = "orders"
        //- /contracts/orders.contract.toml
        [rules]
        required = ["order_id"]
        //- /models/report.sql
        SELECT orders.amount, o.customer_id FROM main.orders JOIN ord$0ers AS o ON o.order_id = orders.order_id
        "#,
        "all orders",
        expect![[r#"
            //- /contracts/orders.contract.toml → /contracts/all orders.contract.toml
            [rules]
            required = ["order_id"]
            //- /models/report.sql
            SELECT orders.amount, o.customer_id FROM main.orders JOIN "all orders" AS o ON o.order_id = orders.order_id
            //- /models/stg_orders.toml
            name = "all orders"

            [target]
            schema = "main"
            table = "orders"
        "#]],
    );
}

#[test]
fn a_common_table_expression() {
    check(
        "WITH a AS (SELECT 1 AS x), b AS (SELECT x FROM a) SELECT a.x FROM $0a JOIN b ON a.x = b.x",
        "first",
        expect![[r#"
            //- /models/main.sql
            WITH first AS (SELECT 1 AS x), b AS (SELECT x FROM first) SELECT first.x FROM first JOIN b ON first.x = b.x
        "#]],
    );
    check(
        "WITH a AS (SELECT 1 AS x) SELECT $0a.* FROM a",
        "select",
        expect![[r#"
        //- /models/main.sql
        WITH "select" AS (SELECT 1 AS x) SELECT "select".* FROM "select"
    "#]],
    );
}

#[test]
fn an_alias_of_a_table() {
    check(
        "SELECT o$0.amount, o.*, p.amount AS other FROM stg_orders o, stg_orders p WHERE o.order_id = p.order_id",
        "ours",
        expect![[r#"
            //- /models/main.sql
            SELECT ours.amount, ours.*, p.amount AS other FROM stg_orders ours, stg_orders p WHERE ours.order_id = p.order_id
        "#]],
    );
}

#[test]
fn names_of_the_dsl() {
    let report = "
        //- /models/report.rocky
        let big = from stg_orders where amount > 10
        from big as o
        join stg_customers as c on customer_id { keep c.email }
        derive { twice: amount * 2 }
        where twice > 10
        select { order_id, o.amount, twice, c.email }
        sort twice
        //- /models/reader.sql
        SELECT twice, amount FROM report
        ";
    let at = |from: &str, to: &str| report.replacen(from, to, 1);
    check(
        &at("where twice", "where tw$0ice"),
        "doubled",
        expect![[r#"
        //- /models/reader.sql
        SELECT doubled AS twice, amount FROM report
        //- /models/report.rocky
        let big = from stg_orders where amount > 10
        from big as o
        join stg_customers as c on customer_id { keep c.email }
        derive { doubled: amount * 2 }
        where doubled > 10
        select { order_id, o.amount, doubled, c.email }
        sort doubled
    "#]],
    );
    check(
        &at("let big", "let b$0ig"),
        "large",
        expect![[r#"
        //- /models/report.rocky
        let large = from stg_orders where amount > 10
        from large as o
        join stg_customers as c on customer_id { keep c.email }
        derive { twice: amount * 2 }
        where twice > 10
        select { order_id, o.amount, twice, c.email }
        sort twice
    "#]],
    );
    check(
        &at("o.amount", "o.am$0ount"),
        "total",
        expect![[r#"
        //- /models/reader.sql
        SELECT twice, total AS amount FROM report
        //- /models/report.rocky
        let big = from stg_orders where amount > 10
        from big as o
        join stg_customers as c on customer_id { keep c.email }
        derive { twice: amount * 2 }
        where twice > 10
        derive { total: o.amount }
        select { order_id, total, twice, c.email }
        sort twice
    "#]],
    );
    check(
        &at("where amount", "where am$0ount"),
        "total",
        expect![[r#"
        //- /models/report.rocky
        let big = from stg_orders where total > 10
        from big as o
        join stg_customers as c on customer_id { keep c.email }
        derive { twice: total * 2 }
        where twice > 10
        derive { amount: o.total }
        select { order_id, amount, twice, c.email }
        sort twice
        //- /models/stg_orders.sql
        SELECT id AS order_id, customer_id, amount AS total, address
        FROM raw.orders
    "#]],
    );
    check(
        &at("as o\n", "as $0o\n"),
        "ours",
        expect![[r#"
        //- /models/report.rocky
        let big = from stg_orders where amount > 10
        from big as ours
        join stg_customers as c on customer_id { keep c.email }
        derive { twice: amount * 2 }
        where twice > 10
        select { order_id, ours.amount, twice, c.email }
        sort twice
    "#]],
    );
    check(
        "
        //- /models/report.rocky
        from stg_orders
        group customer_id { total: sum(amount) }
        where total > 1
        sort total desc
        //- /models/reader.sql
        SELECT customer_id, total FROM report WHERE to$0tal > 2
        ",
        "total_amount",
        expect![[r#"
            //- /models/reader.sql
            SELECT customer_id, total_amount AS total FROM report WHERE total_amount > 2
            //- /models/report.rocky
            from stg_orders
            group customer_id { total_amount: sum(amount) }
            where total_amount > 1
            sort total_amount desc
        "#]],
    );
    check(
        "
        //- /models/report.rocky
        from stg_orders
        where customer_id is not null
        group customer_id { total: sum(amount) }
        //- /models/reader.sql
        SELECT r.customer_id, total FROM stg_orders o JOIN report r ON o.customer_id = r.customer_id
        //- /models/other.rocky
        from report
        where custom$0er_id > 1
        ",
        "client_id",
        expect![[r#"
            //- /models/other.rocky
            from report
            where client_id > 1
            //- /models/reader.sql
            SELECT r.client_id AS customer_id, total FROM stg_orders o JOIN report r ON o.customer_id = r.client_id
            //- /models/report.rocky
            from stg_orders
            where customer_id is not null
            derive { client_id: customer_id }
            group client_id { total: sum(amount) }
        "#]],
    );
}

#[test]
fn what_qualifies_a_column_that_is_not_known() {
    check(
        "SELECT r.order_id, r.nope, $0r.rowid AS n FROM raw.orders AS r",
        "s",
        expect![[r#"
        //- /models/main.sql
        SELECT s.order_id, s.nope, s.rowid AS n FROM raw.orders AS s
    "#]],
    );
    check(
        "SELECT r.order_id, $0r.nope FROM main.stg_orders AS r",
        "s",
        expect![[r#"
        //- /models/main.sql
        SELECT s.order_id, s.nope FROM main.stg_orders AS s
    "#]],
    );
    check(
        "WITH k AS (SELECT 1 AS x) SELECT k.x, k.zz FROM k$0",
        "s",
        expect![[r#"
        //- /models/main.sql
        WITH s AS (SELECT 1 AS x) SELECT s.x, s.zz FROM s
    "#]],
    );
    check(
        "SELECT main.stg_orders.nope, stg_orders.nope.deep FROM main.$0stg_orders",
        "s",
        expect![[r#"
        //- /models/main.sql
        SELECT main.s.nope, s.nope.deep FROM main.s
        //- /models/stg_orders.sql → /models/s.sql
        SELECT id AS order_id, customer_id, amount, address
        FROM raw.orders
        //- /models/stg_orders.toml → /models/s.toml
        intent = "one row per order"
    "#]],
    );
    check(
        "SELECT r.amount, r.nope.deep, r.order_id.deep FROM elsewhere.t AS r$0",
        "s",
        expect![[r#"
        //- /models/main.sql
        SELECT s.amount, s.nope.deep, s.order_id.deep FROM elsewhere.t AS s
    "#]],
    );
}

#[test]
fn one_of_two_aliases_that_are_called_alike() {
    check(
        "SELECT o.order_id, (SELECT max(i.email) FROM stg_customers i$0 WHERE i.customer_id = o.customer_id) AS most,
    (SELECT min(i.email) FROM stg_customers i WHERE i.customer_id = o.customer_id) AS least
FROM stg_orders o",
        "s",
        expect![[r#"
            //- /models/main.sql
            SELECT o.order_id, (SELECT max(s.email) FROM stg_customers s WHERE s.customer_id = o.customer_id) AS most,
                (SELECT min(i.email) FROM stg_customers i WHERE i.customer_id = o.customer_id) AS least
            FROM stg_orders o
        "#]],
    );
}

#[test]
fn a_path_within_one_pair_of_quotes() {
    let project = "//- /rocky.toml\n[adapter]\ntype = \"bigquery\"\nproject_id = \"acme\"\n[pipeline.shop]\n\
                   type = \"transformation\"\nmodels = \"models/**\"\n//- /models/_defaults.toml\n[target]\n\
                   catalog = \"acme\"\nschema = \"marts\"\n//- /models/lat.sql\nSELECT 1 AS id\n";
    let reader = |from: &str| format!("{project}//- /models/u.sql\nSELECT lat.id AS n FROM {from}\n");
    check(
        &reader("`acme.marts.la$0t`"),
        "newer",
        expect![[r#"
        //- /models/lat.sql → /models/newer.sql
        SELECT 1 AS id
        //- /models/u.sql
        SELECT newer.id AS n FROM `acme.marts.newer`
    "#]],
    );
    check(
        &reader("`marts.lat$0` WHERE lat.id > 0"),
        "newer-one",
        expect![[r#"
        //- /models/lat.sql → /models/newer-one.sql
        SELECT 1 AS id
        //- /models/u.sql
        SELECT `newer-one`.id AS n FROM `marts.newer-one` WHERE `newer-one`.id > 0
    "#]],
    );
    check(
        &reader("`acme`.`marts`.`la$0t`"),
        "newer",
        expect![[r#"
        //- /models/lat.sql → /models/newer.sql
        SELECT 1 AS id
        //- /models/u.sql
        SELECT newer.id AS n FROM `acme`.`marts`.newer
    "#]],
    );
    check_refused(
        &reader("`acme.marts.la$0t`"),
        "new`er",
        expect![[r#"
        InvalidName: `new`er` cannot stand within the quotes of a path
        models/u.sql:1:25 `acme.marts.lat`
    "#]],
    );
}
