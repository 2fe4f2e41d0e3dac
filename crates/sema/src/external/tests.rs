//! Tables outside the project: what each kind of source declares, and which of them is believed.

use super::{ExternalLookup, ExternalTable, csv, lookup, seed};
use crate::{
    Nullability,
    test_support::{file, project},
};
use base::{DialectKind, Ident};
use db::{CachedTable, CatalogTable, Change, DuckDbCatalog, RootChange};
use expect_test::{Expect, expect};

fn render(table: &ExternalTable) -> String {
    let column = |it: &super::ExternalColumn| {
        let null = match it.null {
            Nullability::Never => " not null",
            Nullability::Possible => "",
            Nullability::Unknown => " null?",
        };
        let ty = it.ty.display(DialectKind::DuckDb);
        format!("{} {ty}{null}", it.name)
    };
    let columns = match &table.columns {
        Some(columns) => columns.iter().map(column).collect::<Vec<_>>().join(", "),
        None => "unknown".to_owned(),
    };
    format!("{}: {columns}\n", table.display_name())
}

fn check_csv(text: &str, expected: Expect) {
    let (db, project) = project(&format!("//- /seeds/regions.csv\n{text}"));
    let table = csv::table(&db, file(&db, project, "seeds/regions.csv"));
    expected.assert_eq(&table.as_ref().map_or("none".to_owned(), render));
}

#[test]
fn types_of_seed_files() {
    check_csv(
        "id,rate,on,at,name\n1,1,true,2026-01-31,a\n-2,0.5,FALSE,2026-01-31T10:00:00,2\n",
        expect![[r#"
            seeds.regions: id BIGINT, rate DOUBLE, on BOOLEAN, at TIMESTAMP, name VARCHAR
        "#]],
    );
    check_csv(
        "mixed,empty,late\n1,,\n2026-01-31,,7\n",
        expect![[r#"
        seeds.regions: mixed VARCHAR, empty VARCHAR, late BIGINT
    "#]],
    );
    check_csv(
        "\"a, b\",\"say \"\"so\"\"\"\r\n\"1\",\"line\nbreak\"\r\n",
        expect![[r#"
        seeds.regions: a, b BIGINT, say "so" VARCHAR
    "#]],
    );
    // Cells beyond the header are nobody's; missing ones say nothing.
    check_csv(
        "a,b\n1,2,3\n4\n",
        expect![[r#"
        seeds.regions: a BIGINT, b BIGINT
    "#]],
    );
    check_csv(
        "only_a_header\n",
        expect![[r#"
        seeds.regions: only_a_header VARCHAR
    "#]],
    );
    check_csv("", expect!["none"]);
}

#[test]
fn a_seed_is_what_its_sidecar_says() {
    check_csv(
        "code,zip,rate\nDE,01234,1\n//- /seeds/regions.toml\nname = \"countries\"\n[target]\nschema = \"ref\"\n[column_types]\nZIP = \"VARCHAR\"\nrate = \"DECIMAL(4, 2)\"\n",
        expect![[r#"
            ref.countries: code VARCHAR, zip VARCHAR, rate DECIMAL(4,2)
        "#]],
    );
    check_csv(
        "a\n1\n//- /seeds/regions.toml\n[target]\ncatalog = \"c\"\nschema = \"s\"\ntable = \"t\"\n[column_types]\na = \"NOPE(\"\n",
        expect![[r#"
            c.s.t: a BIGINT
        "#]],
    );
}

fn check_seed(sql: &str, expected: Expect) {
    let (db, project) = project(&format!("//- /data/seed.sql\n{sql}\n"));
    let seed = seed::tables(&db, file(&db, project, "data/seed.sql"));
    let tables: String = seed.tables.iter().map(render).collect();
    expected.assert_eq(&format!("{tables}complete: {}\n", seed.schemas.join(", ")));
}

#[test]
fn tables_of_the_seed() {
    check_seed(
        "CREATE SCHEMA raw;
         CREATE TABLE raw.orders (id INTEGER PRIMARY KEY, amount DECIMAL(10, 2) NOT NULL, note VARCHAR);
         CREATE TABLE lines (order_id BIGINT, line INTEGER, what frob, PRIMARY KEY (order_id, LINE));
         INSERT INTO raw.orders VALUES (1, 2, 'x');
         CREATE VIEW recent AS SELECT 1;",
        expect![[r#"
            raw.orders: id INTEGER not null, amount DECIMAL(10,2) not null, note VARCHAR
            main.lines: order_id BIGINT not null, line INTEGER not null, what ?
            main.recent: unknown
            complete: main, raw
        "#]],
    );
    check_seed(
        "CREATE TABLE made AS SELECT 1 AS a; CREATE TABLE shop.raw.deep (a INTEGER)",
        expect![[r#"
        main.made: unknown
        shop.raw.deep: a INTEGER
        complete: main
    "#]],
    );
    check_seed(
        "",
        expect![[r#"
        complete: main
    "#]],
    );
}

#[test]
fn a_type_of_the_users_own_is_what_it_stands_for() {
    check_seed(
        "CREATE TYPE mood AS ENUM ('sad', 'ok');
         CREATE TYPE \"Day\" AS STRUCT(started DATE, feels mood);
         CREATE TABLE days (one MOOD, many mood[], day day, other moods);",
        expect![[r#"
            main.days: one ENUM('sad', 'ok'), many ENUM('sad', 'ok')[], day STRUCT(started DATE, feels ENUM('sad', 'ok')), other ?
            complete: main
        "#]],
    );
}

#[test]
fn a_bare_name_in_the_seed_is_in_the_default_schema() {
    for (dialect, adapter) in [
        (DialectKind::Databricks, "databricks"),
        (DialectKind::BigQuery, "bigquery"),
        (DialectKind::Trino, "trino"),
    ] {
        let (db, project) = project(&format!(
            "//- /rocky.toml\n[adapter]\ntype = \"{adapter}\"\n//- /data/seed.sql\nCREATE TABLE orders (id INT);\n"
        ));
        let found = |name: &str| lookup(&db, project, &[Ident::new(name)], dialect);
        assert!(matches!(found("orders"), ExternalLookup::Table(_)), "{adapter}");
        assert_eq!(found("lines"), ExternalLookup::Absent { complete: true }, "{adapter}");
    }
}

/// Looks names up in a project with all sources, and a DuckDB file that holds `main.orders`, and an empty `landing`.
fn check_lookup(names: &[&str], expected: Expect) {
    let (mut db, project) = project(
        "
        //- /rocky.toml
        [adapter]
        type = \"duckdb\"
        path = \"shop.duckdb\"
        //- /schemas/raw.toml
        schema = \"raw\"
        complete = true
        [[table]]
        name = \"orders\"
        columns = [{ name = \"id\", type = \"INTEGER\" }]
        //- /schemas/partly.toml
        schema = \"partly\"
        [[table]]
        name = \"orders\"
        columns = [{ name = \"id\", type = \"INTEGER\" }]
        //- /data/seed.sql
        CREATE TABLE raw.orders (other VARCHAR);
        CREATE VIEW orders AS SELECT 1;
        //- /seeds/regions.csv
        region_id
        1
        ",
    );
    let mut change = RootChange::new(project.root(&db).clone());
    let schemas = ["main", "landing"].map(|it| ["shop".to_owned(), it.to_owned()]);
    let orders = CatalogTable {
        name: ["shop", "main", "orders"].map(str::to_owned),
        columns: vec![("of_the_file".to_owned(), "BIGINT".to_owned(), false)],
        keys: Vec::new(),
    };
    change.duckdb_catalog = Some(Some(DuckDbCatalog::new(schemas.into(), vec![orders]).into()));
    let remembered = |name: [&str; 3]| CachedTable {
        table: CatalogTable {
            name: name.map(str::to_owned),
            columns: vec![("remembered".to_owned(), "DATE".to_owned(), true)],
            keys: Vec::new(),
        },
        described_at: 1_788_048_785_007,
    };
    let cache = [["lake", "events", "clicks"], ["shop", "main", "gone"], ["shop", "partly", "orders"]];
    change.schema_cache = Some(cache.map(remembered).into());
    db.apply(Change { roots: vec![change] });
    let mut found = String::new();
    for name in names {
        let path: Vec<Ident> = name.split('.').map(Ident::new).collect();
        let said = match lookup(&db, project, &path, DialectKind::DuckDb) {
            ExternalLookup::Table(table) => format!("{} says {}", table.source, render(&table)),
            ExternalLookup::System => "the engine's own\n".to_owned(),
            ExternalLookup::Absent { complete: true } => "surely absent\n".to_owned(),
            ExternalLookup::Absent { complete: false } => "not known\n".to_owned(),
        };
        found += &format!("{name}: {said}");
    }
    expected.assert_eq(&found);
}

#[test]
fn the_first_source_with_columns_is_believed() {
    check_lookup(
        &["raw.orders", "RAW.Orders", "orders", "shop.main.orders", "seeds.regions"],
        expect![[r#"
            raw.orders: the schema file `schemas/raw.toml` says raw.orders: id INTEGER null?
            RAW.Orders: the schema file `schemas/raw.toml` says raw.orders: id INTEGER null?
            orders: the project's DuckDB file says shop.main.orders: of_the_file BIGINT not null
            shop.main.orders: the project's DuckDB file says shop.main.orders: of_the_file BIGINT not null
            seeds.regions: the seed `seeds/regions.csv` says seeds.regions: region_id BIGINT
        "#]],
    );
}

#[test]
fn a_name_in_a_schema_that_is_known_completely_is_surely_absent() {
    check_lookup(
        &["raw.lines", "lines", "landing.lines", "shop.landing.lines", "partly.lines", "nowhere.lines"],
        expect![[r#"
            raw.lines: surely absent
            lines: surely absent
            landing.lines: surely absent
            shop.landing.lines: surely absent
            partly.lines: not known
            nowhere.lines: not known
        "#]],
    );
}

#[test]
fn the_engines_own_tables() {
    check_lookup(
        &[
            "information_schema.tables",
            "shop.information_schema.tables",
            "duckdb_tables",
            "raw.duckdb_tables",
        ],
        expect![[r#"
            information_schema.tables: the engine's own
            shop.information_schema.tables: the engine's own
            duckdb_tables: the engine's own
            raw.duckdb_tables: surely absent
        "#]],
    );
}

#[test]
fn what_is_remembered_is_believed_last() {
    check_lookup(
        &["events.clicks", "lake.events.clicks", "events.views", "partly.orders", "gone", "shop.main.gone"],
        expect![[r#"
        events.clicks: the schema cache says lake.events.clicks: remembered DATE
        lake.events.clicks: the schema cache says lake.events.clicks: remembered DATE
        events.views: not known
        partly.orders: the schema file `schemas/partly.toml` says partly.orders: id INTEGER null?
        gone: surely absent
        shop.main.gone: surely absent
    "#]],
    );
}
