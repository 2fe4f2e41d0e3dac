//! Columns that no select item makes: those that the list behind an alias or a construct names, and those that the alias
//! itself names; what leads to them, and what they are called afterwards.

mod support;

use expect_test::{Expect, expect};
use ide::{FileRange, ReferenceKind};
use support::{
    ask,
    cursor::{at_cursor, place, shop},
    renaming::applied,
};

/// Checks what the name at the cursor is: where it is defined and used, what may be typed together, and what a rename to
/// `renamed` leaves.
fn check(fixture: &str, expected: Expect) {
    let (mut host, position) = at_cursor(&shop(fixture));
    let mut lines = match ask(&mut host, |it| it.hover(position)) {
        Some(hover) => {
            let first = hover.markdown.lines().find(|it| !it.starts_with("```"));
            first.map(|it| format!("{it}\n")).unwrap_or_default()
        }
        None => String::new(),
    };
    for target in ask(&mut host, |it| it.definition(position)).into_iter().flat_map(|it| it.targets) {
        let focus = FileRange { file: target.full.file, range: target.focus };
        lines += &format!("defined at {}\n", place(&mut host, focus));
    }
    for it in ask(&mut host, |it| it.references(position, true)).unwrap_or_default() {
        let mark = if it.kind == ReferenceKind::Definition { "write" } else { "read" };
        lines += &format!("{mark} {}\n", place(&mut host, it.place));
    }
    if let Some(linked) = ask(&mut host, |it| it.linked_ranges(position)) {
        lines += &format!("typed together at {} places\n", linked.len());
    }
    match ask(&mut host, |it| it.rename(position, "renamed")) {
        Ok(rename) => {
            for (path, text) in applied(&host, &rename).into_values() {
                lines += &format!("//- /{path}\n{}\n", text.trim_end());
            }
        }
        Err(refusal) => lines += &format!("{:?}: {}\n", refusal.reason, refusal.message),
    }
    expected.assert_eq(&lines);
}

/// A model of another dialect, over a table with lists.
fn of(dialect: &str, model: &str) -> String {
    format!(
        "//- /rocky.toml\n[adapter]\ntype = \"{dialect}\"\n[pipeline.shop]\ntype = \"transformation\"\n\
         models = \"models/**\"\n//- /schemas/ga.toml\nschema = \"ga\"\n[[table]]\nname = \"ev\"\n\
         columns = [{{ name = \"id\", type = \"INT64\" }}, {{ name = \"tags\", type = \"ARRAY<STRING>\" }}]\n\
         //- /models/m.sql\n{model}\n"
    )
}

#[test]
fn the_list_behind_values() {
    let model = "SELECT v.a, v.b AS c FROM (VALUES (1, 'x')) AS v(a, b) WHERE v.a > 1 AND b <> 'y'";
    let at = |it: &str| model.replacen(&it.replace("$0", ""), it, 1);
    check(
        &at("v(a$0, b)"),
        expect![[r#"
        a INTEGER NOT NULL
        defined at models/main.sql:1:50 a
        read models/main.sql:1:10 a
        write models/main.sql:1:50 a
        read models/main.sql:1:64 a
        //- /models/main.sql
        SELECT v.renamed AS a, v.b AS c FROM (VALUES (1, 'x')) AS v(renamed, b) WHERE v.renamed > 1 AND b <> 'y'
    "#]],
    );
    check(
        &at("WHERE v.$0a"),
        expect![[r#"
        a INTEGER NOT NULL
        defined at models/main.sql:1:50 a
        read models/main.sql:1:10 a
        write models/main.sql:1:50 a
        read models/main.sql:1:64 a
        //- /models/main.sql
        SELECT v.renamed AS a, v.b AS c FROM (VALUES (1, 'x')) AS v(renamed, b) WHERE v.renamed > 1 AND b <> 'y'
    "#]],
    );
    check(
        &at("AND $0b"),
        expect![[r#"
        b VARCHAR NOT NULL
        defined at models/main.sql:1:53 b
        read models/main.sql:1:15 b
        write models/main.sql:1:53 b
        read models/main.sql:1:74 b
        //- /models/main.sql
        SELECT v.a, v.renamed AS c FROM (VALUES (1, 'x')) AS v(a, renamed) WHERE v.a > 1 AND renamed <> 'y'
    "#]],
    );
    // What an item without an alias makes is meant, as elsewhere.
    check(
        &at("SELECT v.$0a"),
        expect![[r#"
        a INTEGER NOT NULL
        defined at models/main.sql:1:50 a
        read models/main.sql:1:10 a
        write models/main.sql:1:50 a
        read models/main.sql:1:64 a
        //- /models/main.sql
        SELECT v.a AS renamed, v.b AS c FROM (VALUES (1, 'x')) AS v(a, b) WHERE v.a > 1 AND b <> 'y'
    "#]],
    );
    check(
        &at("v($0a, b)").replace("SELECT v.a, v.b AS c", "SELECT *"),
        expect![[r#"
        main.a INTEGER NOT NULL
        defined at models/main.sql:1:38 a
        write models/main.sql:1:38 a
        read models/main.sql:1:52 a
        //- /models/main.sql
        SELECT * FROM (VALUES (1, 'x')) AS v(renamed, b) WHERE v.renamed > 1 AND b <> 'y'
    "#]],
    );
}

#[test]
fn lists_behind_other_relations() {
    check(
        "SELECT x.tag AS t FROM unnest([1, 2]) AS x(t$0ag)",
        expect![[r#"
        tag INTEGER
        defined at models/main.sql:1:44 tag
        read models/main.sql:1:10 tag
        write models/main.sql:1:44 tag
        //- /models/main.sql
        SELECT x.renamed AS t FROM unnest([1, 2]) AS x(renamed)
    "#]],
    );
    check(
        "WITH v(a, b) AS (VALUES (1, 2)) SELECT v.$0a + v.b AS c FROM v",
        expect![[r#"
        a INTEGER NOT NULL
        defined at models/main.sql:1:8 a
        write models/main.sql:1:8 a
        read models/main.sql:1:42 a
        //- /models/main.sql
        WITH v(renamed, b) AS (VALUES (1, 2)) SELECT v.renamed + v.b AS c FROM v
    "#]],
    );
    check(
        "SELECT q.a AS c FROM (VALUES (1)) AS v(a) CROSS JOIN (SELECT 1 AS b) AS q(a$0)",
        expect![[r#"
        a INTEGER NOT NULL
        defined at models/main.sql:1:67 b
        read models/main.sql:1:10 a
        write models/main.sql:1:67 b
        read models/main.sql:1:75 a
        //- /models/main.sql
        SELECT q.renamed AS c FROM (VALUES (1)) AS v(a) CROSS JOIN (SELECT 1 AS b) AS q(renamed)
    "#]],
    );
    check(
        &of("databricks", "SELECT e.tag AS t FROM ga.ev LATERAL VIEW explode(array(1)) e AS t$0ag"),
        expect![[r#"
            tag INT
            defined at models/m.sql:1:66 tag
            read models/m.sql:1:10 tag
            write models/m.sql:1:66 tag
            //- /models/m.sql
            SELECT e.renamed AS t FROM ga.ev LATERAL VIEW explode(array(1)) e AS renamed
        "#]],
    );
}

#[test]
fn names_within_a_construct() {
    let unpivot =
        "SELECT k AS a, v AS b FROM (UNPIVOT stg_customers ON email INTO NAME k VALUE v) WHERE v$0 <> ''";
    check(
        unpivot,
        expect![[r#"
        v VARCHAR NOT NULL
        defined at models/main.sql:1:78 v
        read models/main.sql:1:16 v
        write models/main.sql:1:78 v
        read models/main.sql:1:87 v
        //- /models/main.sql
        SELECT k AS a, renamed AS b FROM (UNPIVOT stg_customers ON email INTO NAME k VALUE renamed) WHERE renamed <> ''
    "#]],
    );
    check(
        "SELECT customer_id, u.ke$0y AS a FROM stg_customers UNPIVOT (val FOR key IN (email)) AS u",
        expect![[r#"
            key VARCHAR NOT NULL
            defined at models/main.sql:1:68 key
            read models/main.sql:1:23 key
            write models/main.sql:1:68 key
            //- /models/main.sql
            SELECT customer_id, u.renamed AS a FROM stg_customers UNPIVOT (val FOR renamed IN (email)) AS u
        "#]],
    );
    // The list behind the alias calls the column otherwise, and so it stays.
    check(
        "SELECT a, u.b AS x FROM stg_customers UNPIVOT (va$0l FOR key IN (email)) AS u(i, a, b)",
        expect![[r#"
            val VARCHAR NOT NULL
            defined at models/stg_customers.sql:1:27 email
            read models/main.sql:1:13 b
            write models/main.sql:1:48 val
            read models/main.sql:1:83 b
            //- /models/main.sql
            SELECT a, u.b AS x FROM stg_customers UNPIVOT (renamed FOR key IN (email)) AS u(i, a, b)
        "#]],
    );
    check(
        &of(
            "bigquery",
            "SELECT id, pos + 1 AS next FROM ga.ev, UNNEST(tags) AS tag WITH OFFSET AS pos WHERE $0pos > 0",
        ),
        expect![[r#"
            pos INT64 NOT NULL
            defined at models/m.sql:1:75 pos
            read models/m.sql:1:12 pos
            write models/m.sql:1:75 pos
            read models/m.sql:1:85 pos
            //- /models/m.sql
            SELECT id, renamed + 1 AS next FROM ga.ev, UNNEST(tags) AS tag WITH OFFSET AS renamed WHERE renamed > 0
        "#]],
    );
    check(
        &of(
            "bigquery",
            "SELECT id, offset + 1 AS next FROM ga.ev, UNNEST(tags) AS tag WITH OFFSET WHERE $0offset > 0",
        ),
        expect![[r#"
            offset INT64 NOT NULL
            NoName: there is no name here that could be renamed
        "#]],
    );
    check(
        &of(
            "trino",
            "SELECT m.t$0op + 1 AS t FROM (SELECT 1 AS a) MATCH_RECOGNIZE (\n\
             ORDER BY a MEASURES last(x.a) AS top PATTERN (x+) DEFINE x AS true) AS m",
        ),
        expect![[r#"
            top integer NULL
            defined at models/m.sql:2:34 top
            read models/m.sql:1:10 top
            write models/m.sql:2:34 top
            //- /models/m.sql
            SELECT m.renamed + 1 AS t FROM (SELECT 1 AS a) MATCH_RECOGNIZE (
            ORDER BY a MEASURES last(x.a) AS renamed PATTERN (x+) DEFINE x AS true) AS m
        "#]],
    );
    check(
        &of("trino", "SELECT j.a + 1 AS b FROM JSON_TABLE('[]', '$' COLUMNS (a$0 INTEGER PATH '$.a')) AS j"),
        expect![[r#"
            a integer
            defined at models/m.sql:1:56 a
            read models/m.sql:1:10 a
            write models/m.sql:1:56 a
            //- /models/m.sql
            SELECT j.renamed + 1 AS b FROM JSON_TABLE('[]', '$' COLUMNS (renamed INTEGER PATH '$.a')) AS j
        "#]],
    );
}

#[test]
fn an_alias_that_names_the_column() {
    let model = "SELECT id, tag FROM ga.ev, UNNEST(tags) AS tag WHERE tag != 'x'";
    let at = |it: &str| of("bigquery", &model.replacen(&it.replace("$0", ""), it, 1));
    check(
        &at("AS t$0ag"),
        expect![[r#"
        a table function
        defined at schemas/ga.toml:4:54 "tags"
        read models/m.sql:1:12 tag
        write models/m.sql:1:44 tag
        read models/m.sql:1:54 tag
        //- /models/m.sql
        SELECT id, renamed AS tag FROM ga.ev, UNNEST(tags) AS renamed WHERE renamed != 'x'
    "#]],
    );
    check(
        &at("WHERE t$0ag"),
        expect![[r#"
        tag STRING
        defined at models/m.sql:1:44 tag
        read models/m.sql:1:12 tag
        write models/m.sql:1:44 tag
        read models/m.sql:1:54 tag
        //- /models/m.sql
        SELECT id, renamed AS tag FROM ga.ev, UNNEST(tags) AS renamed WHERE renamed != 'x'
    "#]],
    );
    check(
        &at("id, t$0ag"),
        expect![[r#"
        tag STRING NOT NULL
        defined at models/m.sql:1:44 tag
        read models/m.sql:1:12 tag
        write models/m.sql:1:44 tag
        read models/m.sql:1:54 tag
        //- /models/m.sql
        SELECT id, tag AS renamed FROM ga.ev, UNNEST(tags) AS tag WHERE tag != 'x'
    "#]],
    );
    check(
        &at("AS t$0ag").replace("id, tag", "id, tag AS t"),
        expect![[r#"
        a table function
        defined at schemas/ga.toml:4:54 "tags"
        read models/m.sql:1:12 tag
        write models/m.sql:1:49 tag
        read models/m.sql:1:59 tag
        typed together at 3 places
        //- /models/m.sql
        SELECT id, renamed AS t FROM ga.ev, UNNEST(tags) AS renamed WHERE renamed != 'x'
    "#]],
    );
    // A star makes it a column of the model.
    check(
        &(at("WHERE t$0ag").replace("id, tag", "*") + "//- /models/reader.sql\nSELECT tag FROM m\n"),
        expect![[r#"
            m.tag STRING
            defined at models/m.sql:1:38 tag
            write models/m.sql:1:38 tag
            read models/m.sql:1:48 tag
            read models/reader.sql:1:8 tag
            //- /models/m.sql
            SELECT * FROM ga.ev, UNNEST(tags) AS renamed WHERE renamed != 'x'
            //- /models/reader.sql
            SELECT renamed AS tag FROM m
        "#]],
    );
    let path = "SELECT o.id FROM ga.ev AS o, o.tags AS tag WHERE t$0ag != 'x'";
    check(
        &of("bigquery", path),
        expect![[r#"
        tag STRING
        defined at models/m.sql:1:40 tag
        write models/m.sql:1:40 tag
        read models/m.sql:1:50 tag
        typed together at 2 places
        //- /models/m.sql
        SELECT o.id FROM ga.ev AS o, o.tags AS renamed WHERE renamed != 'x'
    "#]],
    );
    // Nobody wrote this one.
    check(
        &of("bigquery", &path.replace(" AS tag", "").replace("t$0ag", "tags.t$0ags")),
        expect![[r#"
        tags STRING
        defined at models/m.sql:1:30 o.tags
        read models/m.sql:1:43 tags
        read models/m.sql:1:48 tags
        Generated: nobody wrote the name `tags`: a construct makes it
    "#]],
    );
}

#[test]
fn an_alias_of_a_release_of_duckdb() {
    let model = "//- /rocky.toml\n[adapter]\ntype = \"duckdb\"\nengine_version = \"2.0\"\n[pipeline.shop]\n\
                 type = \"transformation\"\nmodels = \"models/**\"\n//- /models/m.sql\n\
                 SELECT t.t AS x FROM unnest([1, 2]) AS t WHERE t$0 > 1\n";
    check(
        model,
        expect![[r#"
        t INTEGER
        defined at models/m.sql:1:40 t
        read models/m.sql:1:8 t
        read models/m.sql:1:10 t
        write models/m.sql:1:40 t
        read models/m.sql:1:48 t
        typed together at 4 places
        //- /models/m.sql
        SELECT renamed.renamed AS x FROM unnest([1, 2]) AS renamed WHERE renamed > 1
    "#]],
    );
    check(
        &model.replace("unnest([1, 2])", "range(3)"),
        expect![[r#"
        t BIGINT
        defined at models/m.sql:1:34 t
        read models/m.sql:1:8 t
        read models/m.sql:1:10 t
        write models/m.sql:1:34 t
        read models/m.sql:1:42 t
        typed together at 4 places
        //- /models/m.sql
        SELECT renamed.renamed AS x FROM range(3) AS renamed WHERE renamed > 1
    "#]],
    );
    check(
        &model.replace("AS t WHERE t$0 > 1", "AS t(u) WHERE $0u > 1").replace("t.t", "t.u"),
        expect![[r#"
        u INTEGER
        defined at models/m.sql:1:42 u
        read models/m.sql:1:10 u
        write models/m.sql:1:42 u
        read models/m.sql:1:51 u
        //- /models/m.sql
        SELECT t.renamed AS x FROM unnest([1, 2]) AS t(renamed) WHERE renamed > 1
    "#]],
    );
}

#[test]
fn what_replaces_a_column_of_a_star() {
    let reader = "//- /models/a.sql\nSELECT * REPLACE (upper(email) AS email, 1 AS customer_id) FROM stg_customers\n\
                  //- /models/m.sql\nSELECT em$0ail AS e FROM a";
    check(
        reader,
        expect![[r#"
        a.email VARCHAR NOT NULL
        defined at models/a.sql:1:35 email
        write models/a.sql:1:35 email
        read models/m.sql:1:8 email
        Generated: nobody wrote the name `email`: a construct makes it
    "#]],
    );
    check(
        "WITH c AS (SELECT * REPLACE (upper(email) AS email) FROM stg_customers) SELECT c.e$0mail AS e FROM c",
        expect![[r#"
            email VARCHAR NOT NULL
            defined at models/main.sql:1:46 email
            write models/main.sql:1:46 email
            read models/main.sql:1:82 email
            Generated: nobody wrote the name `email`: a construct makes it
        "#]],
    );
}
