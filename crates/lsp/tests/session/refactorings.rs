//! Refactorings that make other files of a model's files.

use crate::{
    code_actions::{actions_at, resolving, titled},
    support::{Client, SHOP, project, uri_in, with},
};
use serde_json::{Value, json};

const PIPELINE: &str = "from orders\nselect { order_id }\n";

/// A client that can do these things to files.
fn operating(operations: &[&str]) -> Value {
    let edit = json!({ "documentChanges": true, "resourceOperations": operations });
    with(resolving(), json!({ "workspace": { "workspaceEdit": edit } }))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_edited_and_then_called_otherwise() {
    let folder = project(SHOP);
    std::fs::write(folder.path().join("models/ids.rocky"), PIPELINE).unwrap();
    let mut client = Client::start(operating(&["create", "rename"]), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/ids.rocky");
    client.open(&uri, "rocky", 3, PIPELINE).await;
    let actions = actions_at(&mut client, &uri, 0, json!({ "only": ["refactor"] })).await;
    let action = titled(&actions, "Write this pipeline as SQL").clone();
    let resolved = client.request("codeAction/resolve", action).await;
    let [create, content, edit, rename] = &resolved["edit"]["documentChanges"].as_array().unwrap()[..] else {
        panic!("{resolved:#}")
    };
    assert_eq!(
        (&create["kind"], &create["uri"]),
        (&json!("create"), &json!(uri_in(&folder, "models/ids.toml")))
    );
    assert_eq!(content["edits"][0]["newText"], "[strategy]\ntype = \"full_refresh\"\n");
    assert_eq!(edit["textDocument"], json!({ "uri": uri, "version": 3 }));
    assert_eq!(edit["edits"][0]["newText"], "SELECT order_id\nFROM orders\n");
    let new_uri = uri_in(&folder, "models/ids.sql");
    assert_eq!(*rename, json!({ "kind": "rename", "oldUri": uri, "newUri": new_uri }));
}

#[tokio::test(flavor = "multi_thread")]
async fn sql_is_written_as_a_pipeline_and_its_file_called_so() {
    let folder = project(SHOP);
    let mut client = Client::start(operating(&["rename"]), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 2, "SELECT sum(amount) AS total FROM orders\n").await;
    let actions = actions_at(&mut client, &uri, 0, json!({ "only": ["refactor.rewrite"] })).await;
    let action = titled(&actions, "Write this model as a pipeline").clone();
    let resolved = client.request("codeAction/resolve", action).await;
    let [edit, rename] = &resolved["edit"]["documentChanges"].as_array().unwrap()[..] else {
        panic!("{resolved:#}")
    };
    assert_eq!(edit["textDocument"], json!({ "uri": uri, "version": 2 }));
    assert_eq!(edit["edits"][0]["newText"], "from orders\ngroup {\n    total: sum(amount)\n}\n");
    let new_uri = uri_in(&folder, "models/totals.rocky");
    assert_eq!(*rename, json!({ "kind": "rename", "oldUri": uri, "newUri": new_uri }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_longer_needed_goes() {
    let folder = project(SHOP);
    let mut client = Client::start(operating(&["delete"]), &[folder.path()]).await;
    let uri = uri_in(&folder, "models/totals.sql");
    client.open(&uri, "sql", 1, "SELECT sum(amount) AS total FROM orders\n").await;
    let actions = actions_at(&mut client, &uri, 0, json!({ "only": ["refactor"] })).await;
    let resolved = client
        .request("codeAction/resolve", titled(&actions, "Move `totals.toml` to frontmatter").clone())
        .await;
    let [edit, delete] = &resolved["edit"]["documentChanges"].as_array().unwrap()[..] else {
        panic!("{resolved:#}")
    };
    assert_eq!(edit["edits"][0]["newText"], "---toml\nintent = \"one row\"\n---\n\n");
    assert_eq!(*delete, json!({ "kind": "delete", "uri": uri_in(&folder, "models/totals.toml") }));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_cannot_do_to_files_is_not_offered() {
    let folder = project(SHOP);
    std::fs::write(folder.path().join("models/ids.rocky"), PIPELINE).unwrap();
    let mut client = Client::start(operating(&["create"]), &[folder.path()]).await;
    for (path, language) in [("models/ids.rocky", "rocky"), ("models/totals.sql", "sql")] {
        let uri = uri_in(&folder, path);
        let text = std::fs::read_to_string(folder.path().join(path)).unwrap();
        client.open(&uri, language, 1, &text).await;
        let actions = actions_at(&mut client, &uri, 0, json!({ "only": ["refactor"] })).await;
        let titles: Vec<&str> = actions.iter().filter_map(|it| it["title"].as_str()).collect();
        assert!(
            !titles
                .iter()
                .any(|it| ["as SQL", "as a pipeline", "to frontmatter"].iter().any(|word| it.contains(word))),
            "{titles:?}"
        );
    }
}
