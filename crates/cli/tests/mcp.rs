//! `rocky mcp`, spoken to in JSON-RPC as an agent's client does.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

mod support;

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Stdio},
};
use support::{BROKEN, Sandbox};

/// A session with the real program.
struct Session {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    last_id: u64,
}

impl Session {
    fn start(sandbox: &Sandbox) -> Session {
        let mut command = sandbox.command(&["mcp"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut session = Session { child, input, output: BufReader::new(output), last_id: 0 };
        let client = json!({ "name": "test", "version": "1" });
        let params = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client });
        let answer = session.request("initialize", params);
        assert_eq!(answer["result"]["serverInfo"]["name"], "rocky");
        session.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        session
    }

    fn send(&mut self, message: &Value) {
        writeln!(self.input, "{message}").unwrap();
        self.input.flush().unwrap();
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method, "params": params }));
        loop {
            let mut line = String::new();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the server has ended");
            let message: Value = serde_json::from_str(&line).unwrap();
            if message["id"] == self.last_id {
                return message;
            }
        }
    }

    /// The document that a tool answers.
    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let answer = self.request("tools/call", json!({ "name": tool, "arguments": arguments }));
        let result = &answer["result"];
        assert_eq!(result["isError"], false, "{answer}");
        let text: Value = serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(text, result["structuredContent"]);
        text
    }

    /// Why a tool does not do what it was asked.
    fn refusal(&mut self, tool: &str, arguments: Value) -> String {
        let answer = self.request("tools/call", json!({ "name": tool, "arguments": arguments }));
        assert_eq!(answer["result"]["isError"], true, "{answer}");
        answer["result"]["content"][0]["text"].as_str().unwrap().to_owned()
    }

    fn end(mut self) {
        drop(self.input);
        assert!(self.child.wait().unwrap().success());
    }
}

fn codes(document: &Value) -> Vec<&str> {
    document["diagnostics"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect()
}

/// The document without what differs from one time to the next.
fn timeless(mut document: Value) -> Value {
    document.as_object_mut().unwrap().remove("compile_timings");
    document
}

#[test]
fn an_agent_finds_and_mends_mistakes() {
    let sandbox = Sandbox::new(BROKEN);
    let mut session = Session::start(&sandbox);
    let checked = session.call("check", json!({}));
    let printed = sandbox.rocky(&["check", "--output", "json"]).json();
    assert_eq!(timeless(checked.clone()), timeless(printed));
    assert!(codes(&checked).contains(&"E003"), "{checked}");
    assert_eq!(session.call("check", json!({ "paths": ["models/readers"] }))["has_errors"], false);

    let explained = session.call("explain", json!({ "code": "E003" }));
    assert_eq!(explained, sandbox.rocky(&["explain", "E003", "--output", "json"]).json());

    let before = sandbox.read("models/totals.sql");
    let shown = session.call("fix", json!({ "codes": ["E003"], "unsafe": true }));
    assert_eq!(shown["files"][0]["status"], "would_fix");
    assert!(shown["files"][0]["diff"].as_str().unwrap().contains("+SELECT id, amount AS total"), "{shown}");
    assert_eq!(sandbox.read("models/totals.sql"), before);
    assert!(codes(&session.call("check", json!({}))).contains(&"E003"), "a dry run changes nothing");

    let fixed = session.call("fix", json!({ "codes": ["E003"], "unsafe": true, "dry_run": false }));
    assert_eq!(fixed["files"][0]["status"], "fixed");
    assert!(sandbox.read("models/totals.sql").contains("SELECT id, amount AS total"));
    assert!(!codes(&session.call("check", json!({}))).contains(&"E003"));

    // What others write is seen as well.
    sandbox.write("models/totals.sql", "SELECT id FROM orders WHERE amuont > 1\n");
    assert!(codes(&session.call("check", json!({}))).contains(&"E003"));
    session.end();
}

#[test]
fn an_agent_asks_about_models() {
    let sandbox = Sandbox::duckdb(support::CLEAN);
    sandbox.write("models/doubled.toml", "intent = \"twice that\"\n");
    sandbox.write("models/doubled.sql", "SELECT id, total * 2 AS doubled FROM totals WHERE total > 0\n");
    sandbox.commit();
    let mut session = Session::start(&sandbox);
    let tools = session.request("tools/list", json!({}));
    let tools = tools["result"]["tools"].as_array().unwrap();
    let names: Vec<&str> = tools.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["check", "delta", "explain", "fix", "lineage", "impact", "schema", "compiled_sql"]);
    for tool in tools {
        assert_eq!(tool["inputSchema"]["type"], "object");
        assert_eq!(tool["annotations"]["readOnlyHint"], tool["name"] != "fix");
        let refused = session.refusal(tool["name"].as_str().unwrap(), json!({ "no such": 1 }));
        assert!(refused.contains("unknown field"), "{refused}");
    }

    let lineage =
        session.call("lineage", json!({ "model": "doubled", "column": "doubled", "direction": "upstream" }));
    let printed = sandbox.rocky(&["lineage", "doubled.doubled", "--format", "json"]).json();
    assert_eq!(lineage, printed);

    let impact = session.call("impact", json!({ "model": "totals", "column": "total" }));
    assert_eq!(impact["downstream_consumers"][0], json!({ "model": "doubled", "column": "doubled" }));
    assert!(impact["trace"].as_array().unwrap().iter().any(|it| it["kind"] == "filter"), "{impact}");

    let schema = session.call("schema", json!({ "model": "totals" }));
    assert_eq!(schema["columns"][0]["data_type"], "INTEGER");
    assert_eq!(schema["columns"][0]["nullable"], false);
    assert_eq!(schema["downstream"], json!(["doubled"]));

    let sql = session.call("compiled_sql", json!({ "model": "doubled" }));
    assert_eq!(sql["sql"], "SELECT id, total * 2 AS doubled FROM shop.main.totals AS totals WHERE total > 0");

    sandbox.write("models/totals.sql", "SELECT id FROM orders\n");
    let impact = session.call("impact", json!({ "base": "main" }));
    assert_eq!(impact, sandbox.rocky(&["lineage-diff", "main", "--output", "json"]).json());
    let refused = session.refusal("schema", json!({ "model": "total" }));
    assert_eq!(refused, "there is no model `total`\nhelp: did you mean `totals`?");
    let refused = session.refusal("impact", json!({ "model": "totals", "base": "main" }));
    assert_eq!(refused, "say either `model`, perhaps with `column`, or `base`");
    session.end();
}

#[test]
fn an_agent_asks_what_an_edit_has_changed() {
    let sandbox = Sandbox::new(BROKEN);
    let mut session = Session::start(&sandbox);
    let fingerprints = |document: &Value| -> Vec<Value> {
        let list = document["diagnostics"].as_array().unwrap();
        list.iter().map(|it| it["fingerprint"].clone()).collect()
    };
    let known = fingerprints(&session.call("check", json!({})));
    let delta = session.call("delta", json!({ "known": known }));
    assert_eq!((&delta["cleared"], &delta["introduced"]), (&json!([]), &json!([])));
    session.call("fix", json!({ "codes": ["E003"], "unsafe": true, "dry_run": false }));
    let delta = session.call("delta", json!({ "known": known }));
    assert_eq!(delta["cleared"].as_array().unwrap().len(), 1, "{delta}");
    assert_eq!(delta["introduced"], json!([]));
    let unknown = session.call("delta", json!({ "known": [], "paths": ["models"] }));
    assert_eq!(
        fingerprints(&json!({ "diagnostics": unknown["introduced"] })).len(),
        known.len() - 2,
        "{unknown}"
    );
    session.end();
}

#[test]
fn tables_that_are_made_meanwhile_are_known() {
    let sandbox = Sandbox::duckdb("");
    sandbox.write("models/totals.toml", "intent = \"totals\"\n");
    sandbox.write("models/totals.sql", "SELECT id, amount FROM raw.orders\n");
    let make = |script: &str| {
        sandbox.write("make.sql", script);
        assert_eq!(sandbox.rocky(&["internal", "duckdb-script", "shop.duckdb", "make.sql"]).code, Some(0));
    };
    let mut session = Session::start(&sandbox);
    assert!(codes(&session.call("check", json!({}))).contains(&"W015"));
    make("CREATE SCHEMA raw; CREATE TABLE raw.orders (id INTEGER);");
    assert_eq!(codes(&session.call("check", json!({}))), ["E003"]);
    make("ALTER TABLE raw.orders ADD COLUMN amount DECIMAL(10, 2);");
    assert_eq!(session.call("check", json!({}))["diagnostics"], json!([]));
    std::fs::remove_file(sandbox.path().join("shop.duckdb")).unwrap();
    assert!(codes(&session.call("check", json!({}))).contains(&"W015"));
    session.end();
}
