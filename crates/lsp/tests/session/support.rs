//! A client that speaks JSON-RPC over in-memory pipes, and projects on disk.

use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, DuplexStream, ReadHalf, WriteHalf},
    sync::watch,
    task::JoinHandle,
};

/// What is written to a pipe before the other end must read.
const PIPE_BYTES: usize = 1 << 20;

/// After this long without a word from a server that owes one, a test fails rather than hangs.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

/// Everything that the server has said.
#[derive(Default)]
pub(crate) struct Heard {
    /// Answers by request id; more than one would be a defect.
    pub(crate) answers: BTreeMap<i64, Vec<Value>>,
    /// Answers to messages that could not be read, and so have no id.
    pub(crate) refusals: Vec<Value>,
    /// Notifications in the order of arrival.
    pub(crate) notifications: Vec<Value>,
    /// Requests of the server.
    pub(crate) requests: Vec<Value>,
    /// The answers to `workspace/configuration`; all other requests are answered with `null`.
    pub(crate) configuration: Value,
}

/// A session from the client's side.
pub(crate) struct Client {
    writer: Arc<tokio::sync::Mutex<WriteHalf<DuplexStream>>>,
    heard: Arc<Mutex<Heard>>,
    news: watch::Receiver<u64>,
    last_id: i64,
    server: JoinHandle<std::io::Result<i32>>,
    pub(crate) initialized: Value,
}

/// Capabilities of a client that pulls diagnostics.
pub(crate) fn pulling() -> Value {
    json!({
        "textDocument": { "diagnostic": { "relatedDocumentSupport": true } },
        "workspace": { "diagnostics": { "refreshSupport": true } },
    })
}

/// Capabilities of a client that is pushed diagnostics.
pub(crate) fn pushed() -> Value {
    json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true, "versionSupport": true } } })
}

/// Capabilities with more of them.
pub(crate) fn with(mut base: Value, more: Value) -> Value {
    fn merge(into: &mut Value, more: Value) {
        match (into, more) {
            (Value::Object(into), Value::Object(more)) => {
                for (key, value) in more {
                    merge(into.entry(key).or_insert(Value::Null), value);
                }
            }
            (into, more) => *into = more,
        }
    }
    merge(&mut base, more);
    base
}

impl Client {
    /// Starts a server and initializes it.
    pub(crate) async fn start(capabilities: Value, folders: &[&Path]) -> Client {
        Client::start_with(lsp::Options::default(), capabilities, folders).await
    }

    /// Starts a server with options and initializes it.
    pub(crate) async fn start_with(options: lsp::Options, capabilities: Value, folders: &[&Path]) -> Client {
        let mut client = Client::connect(options);
        client.initialize(capabilities, folders, Value::Null).await;
        client
    }

    /// Says what the client can do and how it is set, and waits until the server has heard it.
    pub(crate) async fn initialize(&mut self, capabilities: Value, folders: &[&Path], settings: Value) {
        let folders: Vec<Value> =
            folders.iter().map(|it| json!({ "uri": uri(it), "name": "folder" })).collect();
        let params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": folders, "initializationOptions": settings });
        self.initialized = self.request("initialize", params).await;
        self.notify("initialized", json!({})).await;
    }

    /// Starts a server and says nothing to it.
    pub(crate) fn connect(options: lsp::Options) -> Client {
        let (ours, theirs) = tokio::io::duplex(PIPE_BYTES);
        let (input, output) = tokio::io::split(theirs);
        let server = tokio::spawn(lsp::serve(input, output, options));
        let (reader, writer) = tokio::io::split(ours);
        let heard = Arc::<Mutex<Heard>>::default();
        let writer = Arc::new(tokio::sync::Mutex::new(writer));
        let (bell, news) = watch::channel(0);
        tokio::spawn(listen(reader, Arc::clone(&writer), Arc::clone(&heard), bell));
        Client { writer, heard, news, last_id: 0, server, initialized: Value::Null }
    }

    pub(crate) async fn notify(&self, method: &str, params: Value) {
        send(&self.writer, &json!({ "jsonrpc": "2.0", "method": method, "params": params })).await;
    }

    /// Sends bytes, whatever they are.
    pub(crate) async fn send_bytes(&self, bytes: &[u8]) {
        self.writer.lock().await.write_all(bytes).await.unwrap();
    }

    /// Sends a request and does not wait.
    pub(crate) async fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last_id += 1;
        let mut message = json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method });
        if !params.is_null() {
            message["params"] = params;
        }
        send(&self.writer, &message).await;
        self.last_id
    }

    /// What the client answers when it is asked for its settings.
    pub(crate) fn set_configuration(&self, settings: Value) {
        self.heard.lock().unwrap().configuration = settings;
    }

    /// Waits for the answer to a request: the whole message.
    pub(crate) async fn answer(&self, id: i64) -> Value {
        self.until(|heard| heard.answers.get(&id).map(|it| it[0].clone())).await
    }

    /// Sends a request and waits for its result.
    pub(crate) async fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params).await;
        let answer = self.answer(id).await;
        assert!(answer.get("error").is_none(), "{method} failed: {answer}");
        answer["result"].clone()
    }

    /// Waits until the server has nothing to do.
    pub(crate) async fn idle(&mut self) -> Value {
        self.request("rocky/analysisStatus", json!({ "waitForIdle": true })).await
    }

    /// Waits until `find` finds something in what was heard.
    pub(crate) async fn until<T>(&self, find: impl Fn(&Heard) -> Option<T>) -> T {
        let mut news = self.news.clone();
        loop {
            if let Some(found) = find(&self.heard.lock().unwrap()) {
                return found;
            }
            let change = tokio::time::timeout(PATIENCE, news.changed()).await;
            change.expect("the server says nothing any more").expect("the server has ended");
        }
    }

    pub(crate) fn heard<T>(&self, read: impl Fn(&Heard) -> T) -> T {
        read(&self.heard.lock().unwrap())
    }

    /// What was published last for a file: the version and the diagnostics.
    pub(crate) fn published(&self, uri: &str) -> Option<(Value, Vec<Value>)> {
        self.heard(|it| publications(it, uri).pop())
    }

    /// Everything that was ever published for a file.
    pub(crate) fn all_published(&self, uri: &str) -> Vec<(Value, Vec<Value>)> {
        self.heard(|it| publications(it, uri))
    }

    pub(crate) async fn open(&self, uri: &str, language: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document })).await;
    }

    /// Replaces the whole text.
    pub(crate) async fn set_text(&self, uri: &str, version: i32, text: &str) {
        self.edit(uri, version, json!([{ "text": text }])).await;
    }

    pub(crate) async fn edit(&self, uri: &str, version: i32, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }))
            .await;
    }

    pub(crate) async fn close(&self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } })).await;
    }

    pub(crate) async fn changed_outside(&self, uri: &str, kind: i32) {
        let changes = json!([{ "uri": uri, "type": kind }]);
        self.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes })).await;
    }

    pub(crate) async fn pull(&mut self, uri: &str) -> Value {
        self.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).await
    }

    /// Pulled diagnostics of one file with this code.
    pub(crate) async fn pull_code(&mut self, uri: &str, code: &str) -> Vec<Value> {
        of_code(self.pull(uri).await["items"].as_array().unwrap(), code)
    }

    /// Waits for the server to end and returns its exit code.
    pub(crate) async fn exit_code(self) -> i32 {
        self.server.await.unwrap().unwrap()
    }

    /// Closes the client's end.
    pub(crate) async fn hang_up(self) -> i32 {
        self.writer.lock().await.shutdown().await.unwrap();
        self.server.await.unwrap().unwrap()
    }
}

/// A session on the shop in which this text of one of its models has been opened; the folder lives as long as it is kept.
pub(crate) async fn open_in_shop(
    capabilities: Value,
    path: &str,
    version: i32,
    text: &str,
) -> (TempDir, Client, String) {
    let folder = project(SHOP);
    let client = Client::start(capabilities, &[folder.path()]).await;
    let uri = uri_in(&folder, path);
    client.open(&uri, "sql", version, text).await;
    (folder, client, uri)
}

/// Diagnostics of one code.
pub(crate) fn of_code(items: &[Value], code: &str) -> Vec<Value> {
    items.iter().filter(|it| it["code"] == code).cloned().collect()
}

/// `line:column-line:column` of something with a range.
pub(crate) fn range_of(it: &Value) -> String {
    let at = |it: &Value| format!("{}:{}", it["line"], it["character"]);
    format!("{}-{}", at(&it["range"]["start"]), at(&it["range"]["end"]))
}

/// Writes a project: files below `//- /path` headers.
pub(crate) fn project(fixture: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_files(folder.path(), fixture);
    folder
}

pub(crate) fn write_files(folder: &Path, fixture: &str) {
    for file in testing::fixture::parse(fixture).files {
        write(&folder.join(file.path), &file.text);
    }
}

pub(crate) fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A small shop: `totals` reads `amount` of `orders`, which reads a table of the seed.
pub(crate) const SHOP: &str = "
    //- /rocky.toml
    [adapter]
    type = \"duckdb\"

    [pipeline]
    type = \"transformation\"
    models = \"models/**\"
    //- /data/seed.sql
    CREATE TABLE raw_orders (order_id INTEGER, amount DECIMAL(10, 2));
    //- /models/_defaults.toml
    [target]
    catalog = \"shop\"
    schema = \"main\"
    //- /models/orders.sql
    SELECT order_id, amount FROM raw_orders
    //- /models/orders.toml
    intent = \"one row per order\"
    //- /models/totals.sql
    SELECT sum(amount) AS total FROM orders
    //- /models/totals.toml
    intent = \"one row\"
    ";

pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

pub(crate) fn uri_in(folder: &TempDir, path: &str) -> String {
    uri(&real(folder).join(path))
}

fn real(folder: &TempDir) -> PathBuf {
    folder.path().to_owned()
}

fn publications(heard: &Heard, uri: &str) -> Vec<(Value, Vec<Value>)> {
    heard
        .notifications
        .iter()
        .filter(|it| it["method"] == "textDocument/publishDiagnostics" && it["params"]["uri"] == uri)
        .map(|it| (it["params"]["version"].clone(), it["params"]["diagnostics"].as_array().unwrap().clone()))
        .collect()
}

async fn send(writer: &tokio::sync::Mutex<WriteHalf<DuplexStream>>, message: &Value) {
    let body = message.to_string();
    let text = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    // A server that has ended reads no more, which its tests see in other ways.
    let _ = writer.lock().await.write_all(text.as_bytes()).await;
}

async fn listen(
    reader: ReadHalf<DuplexStream>,
    writer: Arc<tokio::sync::Mutex<WriteHalf<DuplexStream>>>,
    heard: Arc<Mutex<Heard>>,
    bell: watch::Sender<u64>,
) {
    let mut reader = BufReader::new(reader);
    while let Some(message) = receive(&mut reader).await {
        match (message.get("id"), message.get("method")) {
            (Some(id), Some(method)) => {
                let mut reply = json!({ "jsonrpc": "2.0", "id": id, "result": null });
                if method == "workspace/configuration" {
                    reply["result"] = json!([heard.lock().unwrap().configuration]);
                }
                heard.lock().unwrap().requests.push(message);
                send(&writer, &reply).await;
            }
            (Some(id), None) => {
                let mut heard = heard.lock().unwrap();
                match id.as_i64() {
                    Some(id) => heard.answers.entry(id).or_default().push(message),
                    None => heard.refusals.push(message),
                }
            }
            _ => heard.lock().unwrap().notifications.push(message),
        }
        bell.send_modify(|it| *it += 1);
    }
}

async fn receive(reader: &mut BufReader<ReadHalf<DuplexStream>>) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            line => {
                if let Some(bytes) = line.strip_prefix("Content-Length:") {
                    length = bytes.trim().parse::<usize>().ok();
                }
            }
        }
    }
    let mut body = vec![0; length?];
    reader.read_exact(&mut body).await.ok()?;
    serde_json::from_slice(&body).ok()
}
