//! What views of lineage and of a model show beside the columns themselves.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use expect_test::{Expect, expect};
use ide::{Analysis, FileRange, Host, LineageDirection, LineageRequest, ModelRef};
use support::{ask, file, root};
use testing::fixture::parse;

const SHOP: &str = "
    //- /data/seed.sql
    CREATE TABLE raw_orders (id BIGINT NOT NULL, amount DECIMAL(10,2), status VARCHAR);
    //- /models/stg_orders.toml
    intent = \"orders as they come\"
    [classification]
    amount = \"finance\"
    [columns.amount]
    description = \"with tax\"
    [[tests]]
    type = \"not_null\"
    column = \"id\"
    [[tests]]
    type = \"row_count_range\"
    min = 1
    //- /models/stg_orders.contract.toml
    [[columns]]
    name = \"id\"
    type = \"BIGINT\"
    nullable = false
    [rules]
    protected = [\"id\"]
    //- /models/stg_orders.sql
    SELECT id, amount FROM raw_orders WHERE status = 'paid'
    //- /models/blocked.toml
    intent = \"customers who may not buy\"
    //- /models/blocked.sql
    SELECT 1::BIGINT AS id
    //- /models/orders.toml
    intent = \"orders\"
    //- /models/orders.sql
    SELECT s.id, s.amount * 2 AS twice, e.more
    FROM stg_orders s JOIN elsewhere e ON true WHERE s.id NOT IN (SELECT id FROM blocked)
    //- /models/report.toml
    intent = \"totals\"
    //- /models/report.sql
    SELECT sum(twice) AS total FROM orders
";

fn words(analysis: &Analysis, place: Option<FileRange>) -> String {
    place.map_or_else(String::new, |it| {
        let text = &analysis.text(it.file)[it.range];
        format!(" @{}:{}", analysis.path(it.file).1, text.lines().next().unwrap_or_default())
    })
}

fn check_view(request: &LineageRequest, expected: Expect) {
    let mut host = support::host(&parse(SHOP));
    let view = ask(&mut host, |it| it.lineage_view(&root(), request)).unwrap();
    let analysis = host.analysis();
    let mut text = String::new();
    for (relation, facts) in view.graph.relations.iter().zip(&view.facts) {
        text += &format!(
            "{:+} {} {}{}{}{}{}\n",
            relation.distance,
            facts.kind.name(),
            relation.name,
            words(&analysis, facts.definition),
            if facts.has_more_upstream { " ↑" } else { "" },
            if facts.has_more_downstream { " ↓" } else { "" },
            facts.open.as_ref().map(|it| format!(" ({it})")).unwrap_or_default(),
        );
        for (column, more) in relation.columns.iter().zip(&facts.columns) {
            text += &format!(
                "     {} {} {:?}{}\n",
                column.name,
                more.data_type.as_deref().unwrap_or("?"),
                more.nullable,
                words(&analysis, more.definition)
            );
        }
    }
    let name = |it: usize| &*view.graph.relations[it].name;
    for (from, to) in &view.reads {
        text += &format!("{} → {}\n", name(*from), name(*to));
    }
    expected.assert_eq(&text);
}

fn request(model: &str) -> LineageRequest {
    LineageRequest {
        model: ModelRef::Name(model.to_owned()),
        column: None,
        direction: LineageDirection::Both,
        depth: Some(1),
        indirect: false,
    }
}

#[test]
fn a_model_with_its_neighbours() {
    check_view(
        &request("orders"),
        expect![[r#"
        -1 undeclared elsewhere (its columns are not declared)
             more ? None
        -1 model stg_orders @models/stg_orders.sql:SELECT ↑
             id BIGINT Some(false) @models/stg_orders.sql:id
             amount DECIMAL(10,2) Some(true) @models/stg_orders.sql:amount
        +0 model orders @models/orders.sql:SELECT
             id BIGINT Some(false) @models/orders.sql:id
             twice DECIMAL(18,2) Some(true) @models/orders.sql:twice
             more ? None @models/orders.sql:more
        +1 model report @models/report.sql:SELECT
             total DECIMAL(38,2) Some(true) @models/report.sql:total
        -1 model blocked @models/blocked.sql:SELECT
        elsewhere → orders
        stg_orders → orders
        orders → report
        blocked → orders
    "#]],
    );
}

#[test]
fn a_column_with_what_it_is_made_of_alone() {
    let request = LineageRequest {
        column: Some("amount".to_owned()),
        direction: LineageDirection::Upstream,
        ..request("stg_orders")
    };
    check_view(
        &request,
        expect![[r#"
        -1 seed main.raw_orders @data/seed.sql:raw_orders
             amount DECIMAL(10,2) Some(true) @data/seed.sql:amount
        +0 model stg_orders @models/stg_orders.sql:SELECT ↓
             amount DECIMAL(10,2) Some(true) @models/stg_orders.sql:amount
        main.raw_orders → stg_orders
    "#]],
    );
}

fn overview(host: &mut Host, model: &ModelRef) -> Option<ide::ModelOverview> {
    ask(host, |it| it.model_overview(&root(), model))
}

#[test]
fn everything_about_a_model() {
    let mut host = support::host(&parse(SHOP));
    let model = overview(&mut host, &ModelRef::Name("stg_orders".to_owned())).unwrap();
    let analysis = host.analysis();
    let mut text = format!(
        "{} {} {}: {}\ncontract {}\nreads {:?}, read by {:?}\n",
        model.name,
        model.strategy,
        model.target,
        model.description.unwrap_or_default(),
        model.contract.map(|it| analysis.path(it).1.to_string()).unwrap_or_default(),
        model.upstream,
        model.downstream,
    );
    for column in &model.columns {
        let origins = column.origins.iter();
        let origins = origins.map(|it| format!("{}.{} {}", it.relation, it.column, it.kind.name()));
        text += &format!(
            "{} {:?} from {:?} {:?} {:?} {:?} {:?}\n",
            column.name,
            column.facts.nullable,
            origins.collect::<Vec<_>>(),
            column.facts.description,
            column.tags,
            column.contract,
            column.tests,
        );
    }
    for test in &model.tests {
        text += &format!("test {} {:?}\n", test.kind, test.column);
    }
    expect![[r#"
        stg_orders full_refresh stg_orders: orders as they come
        contract models/stg_orders.contract.toml
        reads ["main.raw_orders"], read by ["orders"]
        id Some(false) from ["main.raw_orders.id identity"] None [] Some("BIGINT, NOT NULL, protected") ["not_null"]
        amount Some(true) from ["main.raw_orders.amount identity"] Some("with tax") ["finance"] None []
        test not_null Some("id")
        test row_count_range None
    "#]]
    .assert_eq(&text);
}

#[test]
fn a_sidecar_stands_for_its_model_and_a_seed_for_none() {
    let mut host = support::host(&parse(SHOP));
    let of = |host: &mut Host, path: &str| {
        let meant = ModelRef::File(file(host, path));
        overview(host, &meant).map(|it| it.name)
    };
    assert_eq!(of(&mut host, "models/orders.toml").as_deref(), Some("orders"));
    assert_eq!(of(&mut host, "models/stg_orders.contract.toml").as_deref(), Some("stg_orders"));
    assert_eq!(of(&mut host, "data/seed.sql"), None);
}
