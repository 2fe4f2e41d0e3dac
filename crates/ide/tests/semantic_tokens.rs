//! What tokens are.

mod support;

use expect_test::{Expect, expect};
use ide::{SemanticKind, SemanticModifiers, SemanticToken, TextRange};
use support::{
    ask,
    cursor::{shop, text},
    file, host,
};

/// The tokens of a file; none overlaps the next.
fn tokens(host: &mut ide::Host, file: ide::FileId, within: Option<TextRange>) -> Vec<SemanticToken> {
    let tokens = ask(host, |it| it.semantic_tokens(file, within));
    assert!(tokens.is_sorted_by(|a, b| a.range.end() <= b.range.start()), "{tokens:?}");
    tokens
}

fn modifiers(it: SemanticModifiers) -> String {
    let SemanticModifiers { definition, built_in, external, classified, nullable, deprecated, generated } =
        it;
    let all = [
        (definition, "definition"),
        (built_in, "built_in"),
        (external, "external"),
        (classified, "classified"),
        (nullable, "nullable"),
        (deprecated, "deprecated"),
        (generated, "generated"),
    ];
    all.iter().filter(|it| it.0).map(|it| format!(" {}", it.1)).collect()
}

/// Checks the tokens of a file that are no keywords, operators or comments.
fn check(path: &str, fixture: &str, expected: Expect) {
    let mut host = host(&shop(fixture));
    let file = file(&host, path);
    let mut lines = String::new();
    for it in tokens(&mut host, file, None) {
        if !matches!(it.kind, SemanticKind::Keyword | SemanticKind::Operator | SemanticKind::Comment) {
            let word = text(&mut host, file, it.range).replace('\n', "⏎");
            lines += &format!("{:?} {word}{}\n", it.kind, modifiers(it.modifiers));
        }
    }
    expected.assert_eq(&lines);
}

/// Checks the kinds of all tokens.
fn kinds(path: &str, fixture: &str, expected: Expect) {
    let mut host = host(&shop(fixture));
    let file = file(&host, path);
    let kinds: Vec<String> = tokens(&mut host, file, None)
        .into_iter()
        .map(|it| format!("{:?}:{}", it.kind, text(&mut host, file, it.range).replace('\n', "⏎")))
        .collect();
    expected.assert_eq(&format!("{}\n", kinds.join(" ")));
}

#[test]
fn names_say_what_they_mean() {
    check(
        "models/main.sql",
        "WITH big AS (SELECT order_id, amount AS \"größe\" FROM stg_orders WHERE amount > 1.5)
SELECT b.\"größe\", sum(r.amount), main.f(1), c.email AS mail, CAST(b.order_id AS DECIMAL(10, 2)), 'é🦀'
FROM big b JOIN raw.orders r ON r.id = b.order_id JOIN stg_customers AS c ON TRUE",
        expect![[r#"
            Cte big definition
            Column order_id definition
            Column amount
            Column "größe" definition
            Relation stg_orders
            Column amount nullable
            Number 1.5
            Alias b
            Column "größe" definition
            Function sum built_in
            Alias r
            Column amount external nullable
            Namespace main
            Function f
            Number 1
            Alias c
            Column email classified
            Column mail definition
            Alias b
            Column order_id
            Type DECIMAL
            Number 10
            Number 2
            String 'é🦀'
            Cte big
            Alias b definition
            Namespace raw
            Relation orders external
            Alias r definition
            Alias r
            Column id external
            Alias b
            Column order_id
            Relation stg_customers
            Alias c definition
        "#]],
    );
}

#[test]
fn what_means_nothing_is_told_by_its_place() {
    check(
        "models/main.sql",
        "SELECT x, t.y, f(z => 1, v -> v + 1) OVER w FROM nobody.knows AS t WINDOW w AS (PARTITION BY",
        expect![[r#"
            Column x definition
            Alias t
            Column y definition
            Function f
            Parameter z
            Number 1
            Parameter v definition
            Parameter v
            Number 1
            Alias w
            Namespace nobody
            Relation knows
            Alias t definition
            Alias w definition
        "#]],
    );
}

#[test]
fn columns_that_constructs_make() {
    check(
        "models/main.sql",
        "SELECT u.word, u.letter, g.range, n.item, p.\"1\", first_value(order_id) OVER ()
FROM stg_orders UNPIVOT (letter FOR word IN (order_id, customer_id)) AS u, range(3) AS g, unnest([1, 2]) AS n(item),
(PIVOT stg_orders ON customer_id IN (1) USING sum(amount)) AS p",
        expect![[r#"
            Alias u
            Column word definition generated
            Alias u
            Column letter definition generated
            Alias g
            Column range definition generated
            Alias n
            Column item definition generated
            Alias p
            Column "1" definition nullable generated
            Function first_value built_in
            Column order_id
            Relation stg_orders
            Column letter definition generated
            Column word definition generated
            Column order_id
            Column customer_id
            Alias u definition
            Function range built_in
            Number 3
            Alias g definition
            Function unnest built_in
            Number 1
            Number 2
            Alias n definition
            Column item definition generated
            Relation stg_orders
            Column customer_id
            Number 1
            Function sum built_in
            Column amount nullable
            Alias p definition
        "#]],
    );
}

#[test]
fn fields_are_columns_of_their_own() {
    check(
        "models/main.sql",
        "WITH p AS (SELECT {'loc': {'lat': 1}} AS geo) SELECT p.geo.loc.lat, geo.loc.lat AS y, nope.loc.lat FROM p",
        expect![[r#"
            Cte p definition
            Column 'loc' definition
            Column 'lat' definition
            Number 1
            Column geo definition
            Cte p
            Column geo
            Column loc
            Column lat definition
            Column geo
            Column loc
            Column lat
            Column y definition
            Alias nope
            Alias loc
            Column lat definition
            Cte p
        "#]],
    );
}

#[test]
fn functions_that_the_reference_advises_against() {
    check(
        "models/m.sql",
        "//- /rocky.toml
[adapter]
type = \"bigquery\"

[pipeline.shop]
type = \"transformation\"
models = \"models/**\"
//- /models/m.sql
SELECT JSON_EXTRACT('{}', '$') AS a, JSON_QUERY('{}', '$') AS b",
        expect![[r#"
            Function JSON_EXTRACT built_in deprecated
            String '{}'
            String '$'
            Column a definition nullable
            Function JSON_QUERY built_in
            String '{}'
            String '$'
            Column b definition nullable
        "#]],
    );
}

#[test]
fn what_an_outer_join_makes_optional_and_what_is_declared_of_columns() {
    check(
        "models/main.sql",
        "SELECT c.email, o.id, c.customer_id AS who FROM raw.orders AS o LEFT JOIN stg_customers AS c ON c.customer_id = o.id",
        expect![[r#"
            Alias c
            Column email definition classified nullable
            Alias o
            Column id definition external
            Alias c
            Column customer_id nullable
            Column who definition nullable
            Namespace raw
            Relation orders external
            Alias o definition
            Relation stg_customers
            Alias c definition
            Alias c
            Column customer_id
            Alias o
            Column id external
        "#]],
    );
    check(
        "models/stg_customers.toml",
        "//- /models/stg_customers.toml\n[columns.email]\ndescription = \"x\"\n[classification]\nemail = \"pii\"\n",
        expect![[r#"
            Namespace columns
            Column email classified
            Key description
            String "x"
            Namespace classification
            Column email classified
            String "pii"
        "#]],
    );
}

#[test]
fn placeholders_are_placeholders_whatever_they_stand_for() {
    check(
        "models/main.sql",
        "SELECT amount AS @var(name, paid), '@var(x)' FROM @var(from, stg_orders) WHERE amount > @var(least) AND ? > $1",
        expect![[r#"
            Column amount
            Placeholder @var
            Parameter name
            Column paid definition
            String '@var(x)'
            Placeholder @var
            Relation stg_orders
            Column amount nullable
            Placeholder @var
            Parameter least
            Parameter ?
            Parameter $1
        "#]],
    );
}

#[test]
fn every_word_of_a_statement_is_coloured() {
    kinds(
        "models/main.sql",
        "-- a\nSELECT DISTINCT CASE WHEN amount IS NULL THEN 0 ELSE amount * 2 END, INTERVAL 1 DAY /* b\nc */\nFROM stg_orders ORDER BY 1 DESC;",
        expect![[r#"
            Comment:-- a Keyword:SELECT Keyword:DISTINCT Keyword:CASE Keyword:WHEN Column:amount Keyword:IS Keyword:NULL Keyword:THEN Number:0 Keyword:ELSE Column:amount Operator:* Number:2 Keyword:END Keyword:INTERVAL Number:1 Keyword:DAY Comment:/* b⏎c */ Keyword:FROM Relation:stg_orders Keyword:ORDER Keyword:BY Number:1 Keyword:DESC
        "#]],
    );
}

#[test]
fn every_word_of_a_pipeline_is_coloured() {
    kinds(
        "models/main.rocky",
        "
//- /models/main.rocky
let paid = from stg_orders where amount > 10 -- größer
from paid as p
join stg_customers as c on customer_id { keep c.email }
derive { twice: amount * 2, kind: match twice { > 5 => \"big\", _ => null } }
group customer_id { total: sum(twice), n: count() }
sort total desc
take 10
",
        expect![[r#"
            Keyword:let Cte:paid Operator:= Keyword:from Relation:stg_orders Keyword:where Column:amount Operator:> Number:10 Comment:-- größer Keyword:from Cte:paid Keyword:as Alias:p Keyword:join Relation:stg_customers Keyword:as Alias:c Keyword:on Column:customer_id Keyword:keep Alias:c Column:email Keyword:derive Column:twice Column:amount Operator:* Number:2 Column:kind Keyword:match Column:twice Operator:> Number:5 Operator:=> String:"big" Keyword:_ Operator:=> Keyword:null Keyword:group Column:customer_id Column:total Function:sum Column:twice Column:n Function:count Keyword:sort Column:total Keyword:desc Keyword:take Number:10
        "#]],
    );
}

#[test]
fn toml_is_coloured_by_itself_and_by_what_it_names() {
    let toml = "intent = \"x\" # why\ndepends_on = [\"stg_customers\", \"nobody\"]\n[strategy]\ntype = \"merge\"\nunique_key = [\"order_id\"]\n[target]\ncatalog = ${CATALOG}\nlimit = 1\non = true\nbroken = \"\n";
    kinds(
        "models/stg_orders.toml",
        &format!("//- /models/stg_orders.toml\n{toml}"),
        expect![[r#"
        Key:intent Operator:= String:"x" Comment:# why Key:depends_on Operator:= Relation:"stg_customers" String:"nobody" Namespace:strategy Key:type Operator:= String:"merge" Key:unique_key Operator:= Column:"order_id" Namespace:target Key:catalog Operator:= Placeholder:${CATALOG} Key:limit Operator:= Number:1 Key:on Operator:= Keyword:true Key:broken Operator:= String:"
    "#]],
    );
    kinds(
        "models/main.sql",
        "---toml\ndepends_on = [\"stg_orders\"]\n---\nSELECT 1 AS one FROM stg_orders",
        expect![[r#"
            Comment:---toml Key:depends_on Operator:= Relation:"stg_orders" Comment:--- Keyword:SELECT Number:1 Keyword:AS Column:one Keyword:FROM Relation:stg_orders
        "#]],
    );
}

#[test]
fn a_range_has_the_tokens_that_touch_it() {
    let mut host = host(&shop("SELECT amount AS a, order_id AS b FROM stg_orders"));
    let file = file(&host, "models/main.sql");
    let all = tokens(&mut host, file, None);
    for (start, end) in [(0, 0), (0, 3), (6, 7), (7, 25), (30, 100), (49, 49)] {
        let range = TextRange::new(start.into(), end.into());
        let touching = |it: &&SemanticToken| it.range.start() < range.end() && range.start() < it.range.end();
        let expected: Vec<SemanticToken> = all.iter().filter(touching).copied().collect();
        assert_eq!(tokens(&mut host, file, Some(range)), expected, "{range:?}");
    }
}
