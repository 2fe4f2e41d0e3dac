//! A language server over its standard streams, with the time at which each of its messages arrived.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// After this long without the awaited message, the server is taken for stuck.
const PATIENCE: Duration = Duration::from_secs(120);

/// A message of the server and when its last byte was read.
pub(crate) struct Received {
    pub(crate) at: Instant,
    pub(crate) message: Value,
}

/// A running server.
pub(crate) struct LanguageServer {
    child: Process,
    input: ChildStdin,
    messages: Receiver<Result<Received>>,
    /// Notifications that came while something else was awaited.
    notifications: VecDeque<Received>,
    last_id: u64,
}

/// A process that does not outlive its owner.
struct Process(Child);

impl LanguageServer {
    /// Starts `rocky lsp`; the server is told of nothing yet.
    pub(crate) fn start(rocky: &Path, project: &Path) -> Result<LanguageServer> {
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
        let (sender, messages) = channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            loop {
                let received = receive(&mut output);
                let is_end = received.is_err();
                if sender.send(received).is_err() || is_end {
                    return;
                }
            }
        });
        Ok(LanguageServer {
            child: Process(child),
            input,
            messages,
            notifications: VecDeque::new(),
            last_id: 0,
        })
    }

    /// The handshake of a client that is pushed diagnostics, with `project` as the only folder.
    pub(crate) fn initialize(&mut self, project: &Path) -> Result<()> {
        let capabilities = json!({"textDocument": {"publishDiagnostics": {"versionSupport": true},
            "semanticTokens": {"requests": {"range": true, "full": {"delta": true}},
                "tokenTypes": ["namespace", "type", "class", "struct", "parameter", "variable", "property",
                    "function", "keyword", "comment", "string", "number", "operator"],
                "tokenModifiers": ["declaration", "definition", "readonly", "deprecated"], "formats": ["relative"]}}});
        self.initialize_with(project, &capabilities)
    }

    /// The handshake of a client that can do this.
    pub(crate) fn initialize_with(&mut self, project: &Path, capabilities: &Value) -> Result<()> {
        let uri = uri(project);
        self.request(
            "initialize",
            json!({"processId": null, "rootUri": uri, "capabilities": capabilities,
                   "workspaceFolders": [{"uri": uri, "name": "project"}]}),
        )?;
        self.notify("initialized", json!({}))
    }

    /// Opens a SQL document as version 1.
    pub(crate) fn open(&mut self, uri: &str, text: &str) -> Result<()> {
        self.notify(
            "textDocument/didOpen",
            json!({"textDocument": {"uri": uri, "languageId": "sql", "version": 1, "text": text}}),
        )
    }

    pub(crate) fn notify(&mut self, method: &str, parameters: Value) -> Result<()> {
        self.send(&message(None, method, parameters))
    }

    /// Sends a request whose answer nobody waits for.
    pub(crate) fn post(&mut self, method: &str, parameters: Value) -> Result<()> {
        self.last_id += 1;
        self.send(&message(Some(self.last_id), method, parameters))
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn request(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.timed_request(method, parameters).map(|(answer, _)| answer)
    }

    /// Sends a request; its answer, and how long that took.
    pub(crate) fn timed_request(&mut self, method: &str, parameters: Value) -> Result<(Value, Duration)> {
        self.last_id += 1;
        let id = self.last_id;
        let asked = Instant::now();
        self.send(&message(Some(id), method, parameters))?;
        loop {
            let received = self.receive().with_context(|| format!("no answer to `{method}`"))?;
            if received.message.get("method").is_some() {
                self.notifications.push_back(received);
            } else if received.message["id"] == json!(id) {
                if let Some(error) = received.message.get("error") {
                    bail!("`{method}` failed: {}", error["message"].as_str().unwrap_or("no message"));
                }
                return Ok((received.message["result"].clone(), received.at - asked));
            }
        }
    }

    /// Waits for a notification that `is_it`; earlier ones are dropped.
    pub(crate) fn wait_for(&mut self, is_it: impl Fn(&Value) -> bool) -> Result<Received> {
        while let Some(received) = self.notifications.pop_front() {
            if is_it(&received.message) {
                return Ok(received);
            }
        }
        loop {
            let received = self.receive()?;
            if is_it(&received.message) {
                return Ok(received);
            }
        }
    }

    /// Most memory that the process has had resident at once, in MiB, where the system tells.
    pub(crate) fn peak_memory_mib(&self) -> Option<f64> {
        self.memory_mib("VmHWM:")
    }

    fn memory_mib(&self, key: &str) -> Option<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.0.id())).ok()?;
        let line = status.lines().find_map(|it| it.strip_prefix(key))?;
        Some(line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()? / 1024.0)
    }

    /// As [`LanguageServer::request`], where the server may refuse to answer: nothing then.
    pub(crate) fn request_or_refusal(&mut self, method: &str, parameters: Value) -> Result<Option<Value>> {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&message(Some(id), method, parameters))?;
        loop {
            let received = self.receive().with_context(|| format!("no answer to `{method}`"))?;
            if received.message.get("method").is_some() {
                self.notifications.push_back(received);
            } else if received.message["id"] == json!(id) {
                return Ok(received.message.get("result").cloned());
            }
        }
    }

    /// Forgets what has been told so far.
    pub(crate) fn drop_notifications(&mut self) {
        self.notifications.clear();
    }

    /// Memory that is resident now, in MiB, where the system tells.
    pub(crate) fn resident_memory_mib(&self) -> Option<f64> {
        self.memory_mib("VmRSS:")
    }

    /// How often the process has been taken off a processor, all threads together, where the system tells.
    pub(crate) fn context_switches(&self) -> Option<u64> {
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.child.0.id())).ok()?;
        let mut switches = 0;
        for thread in threads {
            let status = std::fs::read_to_string(thread.ok()?.path().join("status")).ok()?;
            let counts = status.lines().filter(|it| it.contains("ctxt_switches"));
            switches += counts.filter_map(|it| it.rsplit('\t').next()?.parse::<u64>().ok()).sum::<u64>();
        }
        Some(switches)
    }

    /// Closes the pipes without a word, as a client that dies does: how long the server lives on.
    pub(crate) fn die(self) -> Result<Duration> {
        let LanguageServer { mut child, input, .. } = self;
        let begun = Instant::now();
        drop(input);
        child.0.wait().context("cannot wait for `rocky lsp`")?;
        Ok(begun.elapsed())
    }

    /// Ends the session and the process.
    pub(crate) fn shut_down(mut self) -> Result<()> {
        self.request("shutdown", Value::Null)?;
        self.notify("exit", Value::Null)?;
        self.child.0.wait().context("cannot wait for `rocky lsp`")?;
        Ok(())
    }

    fn send(&mut self, message: &Value) -> Result<()> {
        let body = message.to_string();
        self.input
            .write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes())
            .and_then(|()| self.input.flush())
            .context("`rocky lsp` has closed its input")
    }

    /// The next answer or notification; what the server asks is answered null.
    fn receive(&mut self) -> Result<Received> {
        loop {
            let received = self.messages.recv_timeout(PATIENCE).context("`rocky lsp` is silent")??;
            match received.message.get("id") {
                Some(id) if received.message.get("method").is_some() => {
                    let answer = json!({"jsonrpc": "2.0", "id": id, "result": null});
                    self.send(&answer)?;
                }
                _ => return Ok(received),
            }
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Fails where the process has ended, which is as well.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The `file:` URI of a path that needs no escapes.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

fn receive(output: &mut BufReader<ChildStdout>) -> Result<Received> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line)? == 0 {
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
    output.read_exact(&mut body)?;
    let at = Instant::now();
    Ok(Received { at, message: serde_json::from_slice(&body).context("a message that is no JSON")? })
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
    fn notifications_have_no_id() {
        assert_eq!(message(None, "exit", Value::Null), json!({"jsonrpc": "2.0", "method": "exit"}));
        assert_eq!(message(Some(1), "x", json!({}))["id"], json!(1));
    }
}
