//! Lineage across models.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use ide::{ColumnRef, Host, LineageDirection, LineageGraph, LineageRequest, LineageTarget, ModelRef};
use support::{generated, random::Random};
use testing::fixture::parse;

/// A project as analysts write them: a source, a staging model that takes all of it, one that joins, one that reports;
/// and a model with a mistake.
const SHOP: &str = "
    //- /data/seed.sql
    CREATE TABLE raw_orders (id BIGINT, customer BIGINT, amount DECIMAL(10,2), status VARCHAR);
    CREATE TABLE raw_customers (id BIGINT, name VARCHAR, manager BIGINT);
    //- /models/stg_orders.toml
    intent = \"orders as they come\"
    //- /models/stg_orders.sql
    SELECT * FROM raw_orders
    //- /models/orders.toml
    intent = \"orders with names\"
    //- /models/orders.sql
    WITH paid AS (SELECT * FROM stg_orders WHERE status = 'paid')
    SELECT paid.id, paid.amount, c.name AS customer, m.name AS manager
    FROM paid
    JOIN raw_customers AS c ON paid.customer = c.id
    LEFT JOIN raw_customers AS m ON c.manager = m.id
    //- /models/report.toml
    intent = \"totals\"
    //- /models/report.sql
    SELECT customer, SUM(amount) AS total, CASE WHEN manager IS NULL THEN 0 ELSE 1 END AS managed
    FROM ORDERS GROUP BY customer, manager
    //- /models/broken.toml
    intent = \"has a mistake\"
    //- /models/broken.sql
    SELECT total, totl * 2 AS twice FROM report
    //- /models/lost.toml
    intent = \"cannot be read\"
    //- /models/lost.sql
    SELECT total FROM report WHERE
";

fn request(target: &str) -> LineageRequest {
    let (model, column) = match target.split_once('.') {
        Some((model, column)) => (model, Some(column.to_owned())),
        None => (target, None),
    };
    LineageRequest {
        model: ModelRef::Name(model.to_owned()),
        column,
        direction: LineageDirection::Both,
        depth: None,
        indirect: false,
    }
}

fn name(graph: &LineageGraph, column: ColumnRef) -> String {
    let relation = &graph.relations[column.relation];
    format!("{}.{}", relation.name, relation.columns[column.column].name)
}

fn render(host: &Host, graph: &LineageGraph) -> String {
    let mut text = String::new();
    for relation in &graph.relations {
        let column = |it: &ide::LineageColumn| {
            let data_type = it.data_type.as_ref().map(|it| format!(" {it}")).unwrap_or_default();
            let incomplete = it.incomplete.as_ref().map(|it| format!(" ({it})")).unwrap_or_default();
            format!("{}{data_type}{incomplete}", it.name)
        };
        let columns: Vec<String> = relation.columns.iter().map(column).collect();
        text += &format!("{:+} {}: {}\n", relation.distance, relation.name, columns.join(", "));
    }
    for edge in &graph.edges {
        let target = match edge.target {
            LineageTarget::Column(it) => name(graph, it),
            LineageTarget::Rows(it) => format!("rows of {}", graph.relations[it].name),
        };
        let hops = edge.hops.iter().map(|it| host.analysis().text(it.file)[it.range].replace('\n', " "));
        let hops: Vec<String> = hops.collect();
        let role = edge.role.as_ref().map(|it| format!(" as {it}")).unwrap_or_default();
        text += &format!(
            "{target} ← {}{}{role} {} [{}]\n",
            name(graph, edge.source),
            edge.path,
            edge.kind.name(),
            hops.join(" → ")
        );
    }
    text
}

fn check_of(fixture: &str, request: &LineageRequest, expected: Expect) {
    let mut host = support::host(&parse(fixture));
    let text = match host.lineage(&support::root(), request) {
        Ok(graph) => render(&host, &graph),
        Err(fault) => format!("{fault:?}\n"),
    };
    expected.assert_eq(&text);
}

fn check(request: LineageRequest, expected: Expect) {
    check_of(SHOP, &request, expected);
}

#[test]
fn a_column_upstream_to_its_sources() {
    let upstream = |it| LineageRequest { direction: LineageDirection::Upstream, ..request(it) };
    check(
        upstream("report.total"),
        expect![[r#"
        -3 main.raw_orders: amount
        -2 stg_orders: amount DECIMAL(10,2)
        -1 orders: amount DECIMAL(10,2)
        +0 report: total DECIMAL(38,2)
        stg_orders.amount ← main.raw_orders.amount identity [*]
        orders.amount ← stg_orders.amount identity [amount → *]
        report.total ← orders.amount aggregate [amount]
    "#]],
    );
    check(
        LineageRequest { depth: Some(1), ..upstream("report.total") },
        expect![[r#"
        -1 orders: amount
        +0 report: total DECIMAL(38,2)
        report.total ← orders.amount aggregate [amount]
    "#]],
    );
    check(
        LineageRequest { indirect: true, ..upstream("report.managed") },
        expect![[r#"
        -3 main.raw_orders: customer, status
        -2 main.raw_customers: id, name, manager
        -2 stg_orders: customer BIGINT, status VARCHAR
        -1 orders: customer VARCHAR, manager VARCHAR
        +0 report: managed INTEGER
        stg_orders.customer ← main.raw_orders.customer identity [*]
        stg_orders.status ← main.raw_orders.status identity [*]
        orders.customer ← main.raw_customers.name as c identity [name]
        orders.manager ← main.raw_customers.name as m identity [name]
        rows of orders ← main.raw_customers.manager as c join [manager]
        rows of orders ← main.raw_customers.id as m join [id]
        rows of orders ← stg_orders.customer join [customer → *]
        rows of orders ← main.raw_customers.id as c join [id]
        rows of orders ← stg_orders.status filter [status]
        report.managed ← orders.manager condition [manager]
        rows of report ← orders.customer group [customer]
        rows of report ← orders.manager group [manager]
    "#]],
    );
}

#[test]
fn a_column_downstream_to_whatever_reads_it() {
    let downstream = |it| LineageRequest { direction: LineageDirection::Downstream, ..request(it) };
    check(
        downstream("stg_orders.amount"),
        expect![[r#"
        +0 stg_orders: amount DECIMAL(10,2)
        +1 orders: amount DECIMAL(10,2)
        +2 report: total DECIMAL(38,2)
        +3 broken: total DECIMAL(38,2)
        +3 lost: total DECIMAL(38,2)
        orders.amount ← stg_orders.amount identity [amount → *]
        report.total ← orders.amount aggregate [amount]
        broken.total ← report.total identity [total]
        lost.total ← report.total identity [total]
    "#]],
    );
    check(
        LineageRequest { depth: Some(1), ..downstream("stg_orders.amount") },
        expect![[r#"
        +0 stg_orders: amount DECIMAL(10,2)
        +1 orders: amount DECIMAL(10,2)
        orders.amount ← stg_orders.amount identity [amount → *]
    "#]],
    );
    check(
        LineageRequest { indirect: true, ..downstream("stg_orders.status") },
        expect![[r#"
        +0 stg_orders: status VARCHAR
        +1 orders: 
        rows of orders ← stg_orders.status filter [status]
    "#]],
    );
}

#[test]
fn a_model_with_its_neighbours() {
    check(
        LineageRequest { depth: Some(1), ..request("orders") },
        expect![[r#"
        -1 main.raw_customers: name
        -1 stg_orders: id, amount
        +0 orders: id BIGINT, amount DECIMAL(10,2), customer VARCHAR, manager VARCHAR
        +1 report: customer VARCHAR, total DECIMAL(38,2)
        orders.id ← stg_orders.id identity [id → *]
        orders.amount ← stg_orders.amount identity [amount → *]
        orders.customer ← main.raw_customers.name as c identity [name]
        orders.manager ← main.raw_customers.name as m identity [name]
        report.customer ← orders.customer identity [customer]
        report.total ← orders.amount aggregate [amount]
    "#]],
    );
}

#[test]
fn names_that_nothing_has() {
    check(
        request("reprot"),
        expect![[r#"
        NoModel { closest: Some("report") }
    "#]],
    );
    check(
        request("report.totl"),
        expect![[r#"
        NoColumn { closest: Some("total") }
    "#]],
    );
    check(
        LineageRequest { direction: LineageDirection::Upstream, ..request("REPORT.TOTAL") },
        expect![[r#"
        -3 main.raw_orders: amount
        -2 stg_orders: amount DECIMAL(10,2)
        -1 orders: amount DECIMAL(10,2)
        +0 report: total DECIMAL(38,2)
        stg_orders.amount ← main.raw_orders.amount identity [*]
        orders.amount ← stg_orders.amount identity [amount → *]
        report.total ← orders.amount aggregate [amount]
    "#]],
    );
}

#[test]
fn unknown_columns_pass_through_stars_of_models() {
    let fixture = "
        //- /models/stg.toml
        intent = \"all that comes\"
        //- /models/stg.sql
        SELECT * FROM raw.events
        //- /models/mid.toml
        intent = \"again\"
        //- /models/mid.sql
        SELECT * FROM stg
        //- /models/last.toml
        intent = \"one of it\"
        //- /models/last.sql
        SELECT upper(kind) AS kind FROM mid
    ";
    check_of(
        fixture,
        &request("last.kind"),
        expect![[r#"
        -3 raw.events: kind
        -2 stg: kind
        -1 mid: kind
        +0 last: kind VARCHAR
        stg.kind ← raw.events.kind identity []
        mid.kind ← stg.kind identity []
        last.kind ← mid.kind transform [kind → mid]
    "#]],
    );
    let downstream = LineageRequest { direction: LineageDirection::Downstream, ..request("stg.kind") };
    check_of(
        fixture,
        &downstream,
        expect![[r#"
        +0 stg: kind
        +1 mid: kind
        +2 last: kind VARCHAR
        mid.kind ← stg.kind identity []
        last.kind ← mid.kind transform [kind → mid]
    "#]],
    );
}

#[test]
fn models_that_read_themselves_or_stand_in_a_ring() {
    let fixture = "
        //- /models/a.toml
        intent = \"in a ring\"
        //- /models/a.sql
        WITH x AS (SELECT id FROM b) SELECT id FROM x
        //- /models/b.toml
        intent = \"in a ring\"
        //- /models/b.sql
        SELECT id FROM a
        //- /models/grows.toml
        intent = \"reads itself\"
        [strategy]
        type = \"incremental\"
        timestamp_column = \"at\"
        //- /models/grows.sql
        SELECT id, 1 AS at FROM a WHERE id > (SELECT max(id) FROM grows)
    ";
    check_of(
        fixture,
        &LineageRequest { indirect: true, ..request("grows.id") },
        expect![[r#"
        -2 b: id
        -1 a: id
        +0 grows: id
        b.id ← a.id identity [id → a]
        a.id ← b.id identity [id → id → b]
        grows.id ← a.id identity [id → a]
        rows of grows ← a.id filter [id → a]
        rows of grows ← grows.id filter [(SELECT max(id) FROM grows) → id → grows]
    "#]],
    );
}

/// Names of models, whatever their spelling (row 11 of the specification's list).
#[test]
fn a_model_is_found_however_it_is_spelled() {
    let fixture = "
        //- /models/_defaults.toml
        [target]
        catalog = \"db\"
        schema = \"main\"
        //- /models/stg.toml
        intent = \"one row\"
        //- /models/stg.sql
        SELECT 1 AS id
        //- /models/all.toml
        intent = \"every spelling\"
        //- /models/all.sql
        SELECT a.id AS a, b.id AS b, c.id AS c, d.id AS d
        FROM \"stg\" AS a, STG AS b, main.stg AS c, db.main.stg AS d
    ";
    check_of(
        fixture,
        &request("all"),
        expect![[r#"
        -1 stg: id INTEGER
        +0 all: a INTEGER, b INTEGER, c INTEGER, d INTEGER
        all.a ← stg.id as a identity [id]
        all.b ← stg.id as b identity [id]
        all.c ← stg.id as c identity [id]
        all.d ← stg.id as d identity [id]
    "#]],
    );
}

/// The lineage of every model of a project, in words.
fn everything(host: &mut Host) -> String {
    let analysis = host.analysis();
    let files = analysis.files(&support::root());
    let models = files.into_iter().filter(|it| analysis.is_model(*it) == Ok(true));
    let names: Vec<String> = models.map(|it| analysis.path(it).1.stem().to_owned()).collect();
    drop(analysis);
    let mut text = String::new();
    for name in names {
        let request = LineageRequest { depth: Some(2), indirect: true, ..request(&name) };
        text += &match host.lineage(&support::root(), &request) {
            Ok(graph) => render(host, &graph),
            Err(fault) => format!("{name}: {fault:?}\n"),
        };
    }
    text
}

#[test]
fn a_history_of_edits_and_any_number_of_threads_change_nothing() {
    let mut random = Random::new(7);
    let mut files = generated::project(&mut random);
    let mut host = Host::new();
    host.apply(support::change(files.iter().map(|(path, text)| (&**path, Some(&**text)))));
    for _ in 0..30 {
        everything_of_one(&mut host, &files, &mut random);
        let (_, changed) = generated::edit(&mut files, &mut random);
        let change = changed.iter().map(|path| (&**path, files.get(path).map(|it| &**it)));
        host.apply(support::change(change));
    }
    let edited = everything(&mut host);
    assert!(edited.lines().count() > 100, "{edited}");
    for threads in [1, 4] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let mut fresh = Host::new();
        fresh.apply(support::change(files.iter().map(|(path, text)| (&**path, Some(&**text)))));
        assert_eq!(pool.install(|| everything(&mut fresh)), edited, "{threads} threads");
    }
}

/// Asks about one model between edits, so that there is something to forget.
fn everything_of_one(host: &mut Host, files: &generated::Files, random: &mut Random) {
    let models: Vec<&String> = files.keys().filter(|it| it.ends_with(".sql")).collect();
    let path = models[random.below(models.len())];
    let stem = path.rsplit('/').next().and_then(|it| it.strip_suffix(".sql")).unwrap_or_default();
    let _ = host.lineage(&support::root(), &request(stem));
}
