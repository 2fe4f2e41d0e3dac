//! The order of the wire: every answer is about the text that the client had when it asked.

use crate::support::{Client, open_in_shop, pulling};
use serde_json::{Value, json};

const EDITS: i32 = 2_000;
const HOVERS: i32 = 400;
const CONTENT_MODIFIED: i64 = -32801;
const REQUEST_CANCELLED: i64 = -32800;

/// A model whose column is called after its version, defined once and read once.
fn text(version: i32) -> String {
    format!("WITH numbered AS (SELECT 1 AS {0})\nSELECT {0} FROM numbered\n", name(version))
}

fn name(version: i32) -> String {
    format!("v{version:04}")
}

/// The edit that renames the column of `text(version - 1)`, the reader first.
fn renaming(version: i32) -> Value {
    let at = |line: i32, start: i32| {
        let end = start + 5;
        json!({
            "range": { "start": { "line": line, "character": start }, "end": { "line": line, "character": end } },
            "text": name(version),
        })
    };
    json!([at(1, 7), at(0, 30)])
}

struct Hovered {
    id: i64,
    version: i32,
    is_cancelled: bool,
}

async fn edits_and_hovers(pause: Option<std::time::Duration>) -> (Client, Vec<Hovered>) {
    let (_folder, mut client, uri) = open_in_shop(pulling(), "models/numbered.sql", 0, &text(0)).await;
    client.idle().await;
    let mut hovers = Vec::new();
    for version in 1..=EDITS {
        client.edit(&uri, version, renaming(version)).await;
        if version % (EDITS / HOVERS) == 0 {
            let position = json!({ "line": 1, "character": 9 });
            let params = json!({ "textDocument": { "uri": uri }, "position": position });
            let id = client.ask("textDocument/hover", params).await;
            let is_cancelled = version % (10 * EDITS / HOVERS) == 0;
            if is_cancelled {
                client.notify("$/cancelRequest", json!({ "id": id })).await;
            }
            hovers.push(Hovered { id, version, is_cancelled });
        }
        if let Some(pause) = pause {
            tokio::time::sleep(pause).await;
        }
    }
    client.idle().await;
    (client, hovers)
}

/// Returns how many hovers that were not cancelled were really answered.
async fn check(client: &mut Client, hovers: &[Hovered]) -> usize {
    let mut answered = 0;
    for hover in hovers {
        let answer = client.answer(hover.id).await;
        match answer["error"]["code"].as_i64() {
            None => {
                let card = answer["result"]["contents"]["value"].as_str().unwrap_or_default();
                assert!(card.contains(&name(hover.version)), "hover at {} saw {answer}", hover.version);
                answered += usize::from(!hover.is_cancelled);
            }
            Some(REQUEST_CANCELLED) => assert!(hover.is_cancelled, "nobody cancelled {}", hover.version),
            Some(code) => assert_eq!(code, CONTENT_MODIFIED, "{answer}"),
        }
    }
    client.idle().await;
    client.heard(|heard| {
        assert!(heard.answers.values().all(|it| it.len() == 1), "a request was answered twice")
    });
    answered
}

#[tokio::test(flavor = "multi_thread")]
async fn every_hover_sees_its_version() {
    let (mut client, hovers) = edits_and_hovers(None).await;
    check(&mut client, &hovers).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hovers_are_answered_between_the_keys_of_a_fast_typist() {
    let (mut client, hovers) = edits_and_hovers(Some(std::time::Duration::from_millis(2))).await;
    let answered = check(&mut client, &hovers).await;
    let asked = hovers.iter().filter(|it| !it.is_cancelled).count();
    assert!(answered * 10 >= asked * 9, "{answered} of {asked} hovers were answered");
}
