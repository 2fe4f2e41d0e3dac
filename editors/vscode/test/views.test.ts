// The parts that speak to the editor, against a stand-in for it: what they ask, what they show, what settings change.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { beforeEach, test } from "node:test";
import type { ExtensionContext } from "vscode";
import type { Server } from "../src/client";
import { commandIds } from "../src/commandIds";
import { CompiledSqlView } from "../src/compiled/document";
import { activate, deactivate } from "../src/extension";
import { Follower } from "../src/follow";
import { LineagePanel } from "../src/lineage/panel";
import { subjectOf } from "../src/lineage/subject";
import { LineageTree } from "../src/lineage/tree";
import { ModelPanel } from "../src/model/panel";
import { requireTrust } from "../src/models";
import { newModel } from "../src/newModel";
import { newProject } from "../src/newProject";
import { Tasks } from "../src/tasks";
import { Projects } from "../src/workspace";
import { FakeServer, until } from "./support/server";
import * as fake from "./support/vscode";

const context = {
  extensionPath: "/ext",
  extensionUri: fake.Uri.file("/ext"),
  extension: { packageJSON: { version: "0.1.0" } },
  subscriptions: [],
  globalState: { get: () => undefined, update: async () => undefined },
} as unknown as ExtensionContext;

const orders = "file:///shop/models/orders.sql";
const revenue = "file:///shop/models/revenue.sql";
const range = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 3 } });

/** A server that knows `stg -> orders`. */
function shop(): FakeServer {
  return new FakeServer((method, params) => {
    const model = params.model ?? /(\w+)\.sql$/.exec(params.textDocument?.uri ?? "")?.[1];
    const node = (name: string, more: object = {}) => ({
      name,
      kind: "model",
      uri: `file:///shop/models/${name}.sql`,
      range: range(0),
      columns: [{ name: "id", range: range(7) }],
      hasMoreUpstream: false,
      hasMoreDownstream: false,
      ...more,
    });
    switch (method) {
      case "rocky/lineage":
        return model === "notes"
          ? null
          : {
              focus: { model },
              models: [node("stg", { hasMoreUpstream: model !== "stg" }), node("orders")],
              edges: [
                { from: { model: "stg", column: "id" }, to: { model: "orders", column: "id" }, kind: "identity", indirect: false },
              ],
              modelEdges: [{ from: "stg", to: "orders" }],
              incomplete: [],
            };
      case "rocky/model":
        return {
          name: model, uri: orders, kind: "model", columns: [], tests: [], upstream: [], downstream: [], runs: [],
        };
      default:
        return {
          uri: "rocky-compiled:/shop/models/orders.sql",
          text: "-- first\nSELECT 1\n",
          map: [{ source: range(0), compiled: range(1) }],
        };
    }
  });
}

beforeEach(() => {
  fake.state.configuration = {};
  fake.state.isTrusted = true;
  for (const list of [fake.state.panels, fake.state.shown, fake.state.messages, fake.state.executed, fake.state.tasks, fake.state.created]) {
    list.length = 0;
  }
  fake.window.visibleTextEditors.length = 0;
  fake.window.activeTextEditor = undefined;
});

const lineageQuestions = (server: FakeServer) => server.asked.filter(([method]) => method === "rocky/lineage").map((it) => it[1]);

async function lineage() {
  const server = shop();
  fake.activate(fake.editor(orders));
  const follower = new Follower(server as unknown as Server);
  const panel = new LineagePanel(context, server as unknown as Server, follower);
  await panel.show({ uri: orders });
  const view = fake.state.panels[0];
  assert.ok(view);
  view.webview.received.fire({ kind: "ready" });
  const graphs = () => view.webview.sent.filter((it) => it.kind === "graph");
  await until(() => graphs().length === 1, "a graph");
  return { server, panel, follower, view, graphs };
}

test("the lineage view asks as the settings say", async () => {
  fake.state.configuration = { "lineage.depth": 3, "lineage.indirect": true };
  const { server, view, graphs } = await lineage();
  assert.deepEqual(lineageQuestions(server)[0], {
    textDocument: { uri: orders },
    direction: "both",
    depth: 3,
    indirect: true,
  });
  assert.deepEqual(view.webview.sent[0], { kind: "options", follow: true, indirect: true });
  assert.equal(view.title, "Lineage of orders");
  fake.configure("rocky.lineage.indirect", false);
  await until(() => graphs().length === 2, "a graph without what is indirect");
  assert.equal(lineageQuestions(server).at(-1)?.indirect, false);
});

test("the lineage view follows the editor, unless the setting says not to", async () => {
  const { server, graphs } = await lineage();
  fake.activate(fake.editor(revenue));
  await until(() => graphs().length === 2, "the other model");
  assert.equal(lineageQuestions(server).at(-1)?.textDocument.uri, revenue);
  fake.configure("rocky.lineage.followEditor", false);
  await until(() => graphs().length === 3, "the same model again");
  fake.activate(fake.editor(orders));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(lineageQuestions(server).at(-1)?.textDocument.uri, revenue);
});

test("what was expanded is asked for again after an edit", async () => {
  const { server, view, graphs } = await lineage();
  view.webview.received.fire({ kind: "expand", model: "stg", direction: "upstream" });
  await until(() => view.webview.sent.some((it) => it.kind === "more"), "one hop more");
  assert.deepEqual(lineageQuestions(server).at(-1), {
    textDocument: { uri: orders },
    model: "stg",
    direction: "upstream",
    depth: 1,
    indirect: false,
  });
  server.settle();
  await until(() => graphs().length === 2, "the graph after the edit");
  assert.equal(graphs()[1].answers.length, 2);
});

test("a column is opened where it is defined, beside the view", async () => {
  const { view } = await lineage();
  view.webview.received.fire({ kind: "open", model: "stg", column: "id" });
  await until(() => fake.state.shown.length === 1, "the file");
  const [uri, options] = fake.state.shown[0] ?? [];
  assert.equal(String(uri), "file:///shop/models/stg.sql");
  assert.deepEqual(options, { viewColumn: 1, selection: new fake.Range(new fake.Position(7, 0), new fake.Position(7, 3)) });
});

test("a document without lineage says so instead of showing another's", async () => {
  const { view } = await lineage();
  fake.activate(fake.editor("file:///shop/notes.sql"));
  await until(() => view.webview.sent.at(-1)?.kind === "nothing", "a word");
  assert.equal(view.webview.sent.at(-1)?.message, "notes.sql is no model of a project, so it has no lineage.");
});

test("the tree goes one hop at a time", async () => {
  const server = shop();
  fake.activate(fake.editor(orders));
  const tree = new LineageTree(server as unknown as Server, new Follower(server as unknown as Server));
  const roots = await tree.getChildren();
  assert.deepEqual(
    roots.map((it) => tree.getTreeItem(it).label),
    ["orders", "Upstream", "Downstream", "Columns"],
  );
  const [, upstream, downstream, columns] = roots;
  assert.ok(upstream && downstream && columns);
  const [stg] = await tree.getChildren(upstream);
  assert.ok(stg);
  assert.equal(tree.getTreeItem(stg).label, "stg");
  assert.equal(tree.getTreeItem(stg).collapsibleState, fake.TreeItemCollapsibleState.Collapsed);
  assert.deepEqual((await tree.getChildren(downstream)).map((it) => tree.getTreeItem(it).label), ["Nothing reads it"]);
  const [id] = await tree.getChildren(columns);
  assert.ok(id);
  assert.deepEqual((await tree.getChildren(id)).map((it) => tree.getTreeItem(it).label), ["stg.id"]);
});

test("the tree is drawn anew for another model, after an edit, and on demand", async () => {
  const server = shop();
  fake.activate(fake.editor(orders));
  const tree = new LineageTree(server as unknown as Server, new Follower(server as unknown as Server));
  const view = fake.state.trees.at(-1);
  assert.equal(view?.drawn, 0);
  fake.activate(fake.editor(revenue));
  assert.equal(view?.drawn, 1);
  server.settle();
  await until(() => view?.drawn === 2, "the tree after an edit");
  tree.refresh();
  assert.equal(view?.drawn, 3);
});

test("the model's panel shows the model in front", async () => {
  const server = shop();
  fake.activate(fake.editor(orders));
  const panel = new ModelPanel(context, server as unknown as Server, new Follower(server as unknown as Server));
  await panel.show(orders, "orders");
  const view = fake.state.panels[0];
  assert.ok(view);
  assert.equal(view.title, "orders");
  assert.match(view.webview.sent.at(-1)?.body, /It has not been run here yet/);
  fake.activate(fake.editor(revenue));
  await until(() => view.title === "revenue", "the other model");
  view.webview.received.fire({ kind: "do", action: "run" });
  assert.deepEqual(fake.state.executed.at(-1), ["rocky.runModel", orders, "revenue", null]);
});

test("the cursor is followed into the compiled SQL, unless the setting says not to", async () => {
  const server = shop();
  const view = new CompiledSqlView(server as unknown as Server, new Follower(server as unknown as Server));
  const source = fake.editor(orders);
  const compiled = fake.editor("rocky-compiled:/shop/models/orders.sql");
  fake.activate(source);
  fake.window.visibleTextEditors.push(compiled);
  await view.show(orders);
  assert.deepEqual(compiled.selection.active, new fake.Position(1, 0));
  source.selection = new fake.Selection(new fake.Position(0, 2), new fake.Position(0, 2));
  fake.events.selection.fire({ textEditor: source });
  assert.deepEqual(compiled.selection.active, new fake.Position(1, 2));
  assert.deepEqual(compiled.revealed?.end, new fake.Position(1, 0), "the line is shown from its beginning");
  assert.equal(compiled.decorated.length, 1);
  fake.configure("rocky.compiledSql.followCursor", false);
  source.selection = new fake.Selection(new fake.Position(0, 0), new fake.Position(0, 0));
  fake.events.selection.fire({ textEditor: source });
  assert.deepEqual(compiled.selection.active, new fake.Position(1, 2));
  assert.equal(await view.provideTextDocumentContent(compiled.document.uri as never), "-- first\nSELECT 1\n");
});

test("tasks run the program in the project's folder", async () => {
  fake.state.folders = [{ uri: fake.Uri.file("/w"), name: "w" }];
  fake.state.projects = ["/w/shop"];
  const projects = new Projects();
  await projects.refresh();
  const server = shop();
  const tasks = new Tasks(server as unknown as Server, projects);
  server.health = { kind: "stopped" };
  await tasks.execute("run", "/w/shop", "orders");
  const [task] = fake.state.tasks;
  assert.deepEqual(task?.execution.args, ["run", "--output", "table", "--model", "orders"]);
  assert.equal(task?.execution.options.cwd, "/w/shop");
  assert.deepEqual(task?.problemMatchers, ["$rocky-nested"]);
  assert.deepEqual(
    tasks.provideTasks().map((it) => it.name),
    ["check (shop)", "compile (shop)", "run (shop)"],
  );
});

test("what the server says of all files no task says once more", async () => {
  fake.state.folders = [{ uri: fake.Uri.file("/w"), name: "w" }];
  fake.state.projects = ["/w"];
  const projects = new Projects();
  await projects.refresh();
  const server = shop();
  const tasks = new Tasks(server as unknown as Server, projects);
  const matchers = (definition: object) => {
    const task = { definition: { type: "rocky", ...definition } };
    return tasks.resolveTask(task as never)?.problemMatchers;
  };
  server.health = { kind: "running", version: undefined, program: "rocky" };
  assert.deepEqual(matchers({ command: "check" }), []);
  assert.deepEqual(matchers({ command: "run", arguments: ["--model", "orders"] }), []);
  assert.deepEqual(matchers({ command: "check", arguments: ["--base", "main"] }), ["$rocky"]);
  server.health = { kind: "failed", message: "" };
  assert.deepEqual(matchers({ command: "check" }), ["$rocky"]);
});

test("DuckDB is fetched by the program that is the server, in a terminal", async () => {
  fake.state.folders = [{ uri: fake.Uri.file("/w"), name: "w" }];
  fake.state.projects = ["/w"];
  const projects = new Projects();
  await projects.refresh();
  await new Tasks(shop() as unknown as Server, projects).installDuckdb();
  const [task] = fake.state.tasks;
  assert.deepEqual([task?.name, task?.execution.process], ["setup duckdb", process.execPath]);
  assert.deepEqual(task?.execution.args, ["setup", "--output", "table", "duckdb"]);
  assert.deepEqual(task?.problemMatchers, []);
});

test("a new model is open to stay, with the cursor where the query goes on", async () => {
  fake.state.projects = ["/w"];
  fake.state.typed = "late_orders";
  const projects = new Projects();
  await projects.refresh();
  await newModel(projects);
  const [[file, text] = []] = fake.state.created.filter(([uri]) => uri.path.endsWith(".sql"));
  const [[shown, options] = []] = fake.state.shown;
  assert.deepEqual([String(file), String(shown)], Array(2).fill("file:///w/models/late_orders.sql"));
  const end = new fake.Position(0, "SELECT ".length);
  assert.equal(text?.slice(0, end.character), "SELECT ");
  assert.deepEqual(options, { preview: false, selection: new fake.Range(end, end) });
});

test("a new project is made in the folder of the window, by the program", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "rocky-new-"));
  fs.writeFileSync(path.join(folder, "init"), 'require("fs").writeFileSync("rocky.toml", process.argv[2])\n');
  fake.state.folders = [{ uri: fake.Uri.file(folder), name: "fresh" }];
  const projects = new Projects();
  await newProject(shop() as unknown as Server, projects);
  assert.equal(fs.readFileSync(path.join(folder, "rocky.toml"), "utf8"), ".");
  assert.equal(String(fake.state.shown[0]?.[0]), `file://${folder}/rocky.toml`);
  fs.writeFileSync(path.join(folder, "init"), 'console.error("it exists already"); process.exit(1)\n');
  await assert.rejects(newProject(shop() as unknown as Server, projects), /it exists already/);
  fake.state.folders = [];
  await assert.rejects(newProject(shop() as unknown as Server, projects), /Open a folder first/);
  fs.rmSync(folder, { recursive: true });
});

test("without an editor each command says what it would show", () => {
  for (const shown of ["the lineage", "the overview", "the compiled SQL"] as const) {
    assert.throws(() => subjectOf(shown, undefined), { message: `Open a model first: ${shown} is that of the model in the active editor.` });
  }
});

test("no SQL is run in an untrusted workspace", () => {
  requireTrust();
  fake.state.isTrusted = false;
  assert.throws(requireTrust, /trusted workspace/);
});

test("without a program the extension says so once, and its commands say why they cannot do what they should", async () => {
  fake.state.configuration = { "server.path": "/nowhere/rocky" };
  await activate(context);
  assert.deepEqual(fake.state.messages, [
    "The setting rocky.server.path names /nowhere/rocky, which is not a program. Correct it or clear it.",
  ]);
  assert.deepEqual([...fake.state.commands.keys()].sort(), [...commandIds].sort());
  const manifest = JSON.parse(fs.readFileSync("package.json", "utf8"));
  for (const { command } of manifest.contributes.commands) assert.ok(fake.state.commands.has(command), command);
  assert.match(fake.state.items.at(-1)?.text ?? "", /\$\(error\) Rocky/);
  await fake.state.commands.get("rocky.showModel")?.();
  assert.match(fake.state.messages.at(-1) ?? "", /^Open a model first: the overview/);
  await fake.state.commands.get("rocky.showModel")?.(orders, "orders");
});

test("the output outlives the server, which may say something at its end", async () => {
  fake.state.configuration = { "server.path": "/nowhere/rocky" };
  const subscriptions: { dispose(): unknown }[] = [];
  await activate({ ...context, subscriptions } as unknown as ExtensionContext);
  const end = deactivate();
  // As the editor does it: while it waits for the end.
  for (const it of subscriptions) it.dispose();
  assert.equal(fake.state.isOutputClosed, false);
  await end;
  assert.equal(fake.state.isOutputClosed, true);
});
