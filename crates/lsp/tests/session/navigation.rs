//! Hover, definitions, references and symbols, in the protocol's shapes.

use crate::support::{Client, SHOP, project, pulling, range_of, uri_in, with};
use serde_json::{Value, json};

const TOTALS: &str = "SELECT sum(amount) AS total FROM orders\n";

fn at(uri: &str, character: u32) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": character } })
}

async fn open_totals(capabilities: Value) -> (tempfile::TempDir, Client, String) {
    let folder = project(SHOP);
    let client = Client::start(capabilities, &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, TOTALS).await;
    (folder, client, uri)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hover_marks_what_it_is_about() {
    let capabilities =
        with(pulling(), json!({ "textDocument": { "hover": { "contentFormat": ["markdown"] } } }));
    let (_folder, mut client, uri) = open_totals(capabilities).await;
    let hover = client.request("textDocument/hover", at(&uri, 13)).await;
    assert_eq!(range_of(&hover), "0:11-0:17");
    assert_eq!(hover["contents"]["kind"], "markdown");
    assert!(hover["contents"]["value"].as_str().unwrap().contains("amount"), "{hover}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_leads_to_its_definition_upstream() {
    let capabilities = with(pulling(), json!({ "textDocument": { "definition": { "linkSupport": true } } }));
    let (folder, mut client, uri) = open_totals(capabilities).await;
    let links = client.request("textDocument/definition", at(&uri, 13)).await;
    let link = &links[0];
    assert_eq!(link["targetUri"], uri_in(&folder, "models/orders.sql"));
    assert_eq!(range_of(&json!({ "range": link["originSelectionRange"] })), "0:11-0:17");
    assert_eq!(range_of(&json!({ "range": link["targetSelectionRange"] })), "0:17-0:23");
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_without_links_get_locations() {
    let (folder, mut client, uri) = open_totals(pulling()).await;
    let locations = client.request("textDocument/definition", at(&uri, 13)).await;
    assert_eq!(locations[0]["uri"], uri_in(&folder, "models/orders.sql"));
    assert_eq!(range_of(&locations[0]), "0:17-0:23");
}

#[tokio::test(flavor = "multi_thread")]
async fn references_are_locations() {
    let (_folder, mut client, uri) = open_totals(pulling()).await;
    let mut params = at(&uri, 13);
    params["context"] = json!({ "includeDeclaration": true });
    let found = client.request("textDocument/references", params).await;
    let places: Vec<(&str, String)> =
        found.as_array().unwrap().iter().map(|it| (it["uri"].as_str().unwrap(), range_of(it))).collect();
    assert!(places.contains(&(uri.as_str(), "0:11-0:17".to_owned())), "{places:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn outlines_are_trees_where_the_client_shows_trees() {
    let tree = json!({ "textDocument": { "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } } });
    for (capabilities, is_tree) in [(with(pulling(), tree), true), (pulling(), false)] {
        let (_folder, mut client, uri) = open_totals(capabilities).await;
        let params = json!({ "textDocument": { "uri": uri } });
        let symbols = client.request("textDocument/documentSymbol", params).await;
        let first = &symbols[0];
        assert_eq!(first["name"], "totals");
        assert_eq!(first.get("selectionRange").is_some(), is_tree);
        assert_eq!(first.get("location").is_some(), !is_tree);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn symbols_of_the_whole_workspace_are_found_by_name() {
    let (folder, mut client, _uri) = open_totals(pulling()).await;
    let symbols = client.request("workspace/symbol", json!({ "query": "orders" })).await;
    let model = symbols.as_array().unwrap().iter().find(|it| it["name"] == "orders").unwrap();
    assert_eq!(model["location"]["uri"], uri_in(&folder, "models/orders.sql"));
}

#[tokio::test(flavor = "multi_thread")]
async fn links_depend_on_what_the_client_takes_for_each_question() {
    let links = json!({ "textDocument": { "typeDefinition": { "linkSupport": true } } });
    let (folder, mut client, uri) = open_totals(with(pulling(), links)).await;
    let orders = uri_in(&folder, "models/orders.sql");
    let relation = client.request("textDocument/typeDefinition", at(&uri, 13)).await;
    assert_eq!(relation[0]["targetUri"], orders);
    let declaration = client.request("textDocument/declaration", at(&uri, 13)).await;
    assert_eq!((&declaration[0]["uri"], range_of(&declaration[0])), (&json!(orders), "0:17-0:23".to_owned()));
    let maker = client.request("textDocument/implementation", at(&uri, 13)).await;
    assert_eq!(maker[0]["uri"], orders);
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_have_links() {
    let (folder, mut client, _uri) = open_totals(pulling()).await;
    let sidecar = uri_in(&folder, "models/totals.toml");
    client.open(&sidecar, "toml", 1, "# https://example.com\ndepends_on = [\"orders\"]\n").await;
    let links =
        client.request("textDocument/documentLink", json!({ "textDocument": { "uri": sidecar } })).await;
    let found: Vec<(String, &Value)> =
        links.as_array().unwrap().iter().map(|it| (range_of(it), &it["target"])).collect();
    let orders = json!(uri_in(&folder, "models/orders.sql"));
    let expected =
        [("0:2-0:21".to_owned(), &json!("https://example.com/")), ("1:15-1:21".to_owned(), &orders)];
    assert_eq!(found, expected);
}
