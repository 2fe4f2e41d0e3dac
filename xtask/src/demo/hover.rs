//! Asks `rocky lsp` one question, as an editor does.

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The hover text at the last character of `needle` in a model; `needle` is ASCII and on one line.
pub(super) fn text(rocky: &Path, project: &Path, model: &str, needle: &str) -> Result<String> {
    let path = project.join(model);
    let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let (line, character) =
        position_of_end(&source, needle).ok_or_else(|| anyhow!("{model} has no `{needle}`"))?;
    let uri = format!("file://{}", path.display());
    let root_uri = format!("file://{}", project.display());

    let mut server = Server::start(rocky, project)?;
    server.request(
        "initialize",
        json!({"processId": null, "rootUri": root_uri, "capabilities": {},
               "workspaceFolders": [{"uri": root_uri, "name": "playground"}]}),
    )?;
    server.notify("initialized", json!({}))?;
    server.notify(
        "textDocument/didOpen",
        json!({"textDocument": {"uri": uri, "languageId": "sql", "version": 1, "text": source}}),
    )?;
    let hover = server.request(
        "textDocument/hover",
        json!({"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}),
    )?;
    server.request("shutdown", Value::Null)?;
    server.notify("exit", Value::Null)?;
    server.child.wait().context("cannot wait for `rocky lsp`")?;
    match hover["contents"]["value"].as_str().or(hover["contents"].as_str()) {
        Some(text) => Ok(text.to_owned()),
        None => bail!("`rocky lsp` shows nothing at `{needle}` in {model}"),
    }
}

/// Line and column, 0-based, of the last character of `needle`.
fn position_of_end(source: &str, needle: &str) -> Option<(usize, usize)> {
    let end = source.find(needle)? + needle.len() - 1;
    let line_start = source[..end].rfind('\n').map_or(0, |it| it + 1);
    Some((source[..end].matches('\n').count(), end - line_start))
}

/// A language server over its standard streams.
struct Server {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    last_id: u64,
}

impl Server {
    fn start(rocky: &Path, project: &Path) -> Result<Server> {
        let mut child = Command::new(rocky)
            .arg("lsp")
            .current_dir(project)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start `rocky lsp`")?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            bail!("`rocky lsp` has no standard streams");
        };
        Ok(Server { child, input, output: BufReader::new(output), last_id: 0 })
    }

    fn notify(&mut self, method: &str, parameters: Value) -> Result<()> {
        self.send(&message(None, method, parameters))
    }

    /// Sends a request and waits for its answer; what the server says or asks meanwhile is skipped or answered null.
    fn request(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&message(Some(id), method, parameters))?;
        loop {
            let received = self.receive().with_context(|| format!("no answer to `{method}`"))?;
            if received.get("method").is_some() {
                if let Some(their_id) = received.get("id") {
                    self.send(&json!({"jsonrpc": "2.0", "id": their_id, "result": null}))?;
                }
            } else if received["id"] == json!(id) {
                if let Some(error) = received.get("error") {
                    bail!("`{method}` failed: {}", error["message"].as_str().unwrap_or("no message"));
                }
                return Ok(received["result"].clone());
            }
        }
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{body}", body.len())
            .and_then(|()| self.input.flush())
            .context("`rocky lsp` has closed its input")
    }

    fn receive(&mut self) -> Result<Value> {
        let mut length = None;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line)? == 0 {
                bail!("`rocky lsp` has ended");
            }
            match line.trim_end() {
                "" => break,
                header => {
                    if let Some(value) = header.strip_prefix("Content-Length: ") {
                        length = Some(value.parse::<usize>().context("the Content-Length is no number")?);
                    }
                }
            }
        }
        let mut body = vec![0; length.context("a message without Content-Length")?];
        self.output.read_exact(&mut body)?;
        serde_json::from_slice(&body).context("a message that is no JSON")
    }
}

fn message(id: Option<u64>, method: &str, parameters: Value) -> Value {
    let mut message = json!({"jsonrpc": "2.0", "method": method});
    if let Some(id) = id {
        message["id"] = json!(id);
    }
    if !parameters.is_null() {
        message["params"] = parameters;
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_those_of_the_last_character() {
        assert_eq!(position_of_end("SELECT\n    a.revenue,\n", "a.revenue"), Some((1, 12)));
        assert_eq!(position_of_end("SELECT 1", "x"), None);
    }

    #[test]
    fn notifications_have_no_id() {
        assert_eq!(message(None, "exit", Value::Null), json!({"jsonrpc": "2.0", "method": "exit"}));
        assert_eq!(message(Some(1), "x", json!({}))["id"], json!(1));
    }
}
