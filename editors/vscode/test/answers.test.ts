// What the real server answers beyond the protocol, through the functions that show it.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import { after, before, test } from "node:test";
import {
  CodeLensRequest,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
} from "vscode-languageserver-protocol/node";
import { serverCommands } from "../src/commandIds";
import { translate } from "../src/compiled/cursor";
import { columnKey, graphOf, merge, pathThrough } from "../src/lineage/graph";
import { layout } from "../src/lineage/layout";
import { definitionIn } from "../src/lineage/places";
import { pathInWords } from "../src/lineage/words";
import { modelPage } from "../src/model/page";
import type { Method, Requests } from "../src/protocol";
import { previewArguments, readAnswer } from "../src/preview/request";
import { run } from "../src/program";
import { rocky, skip, temporaryProject } from "./support/project";
import { openSession, type Session } from "./support/session";

const totals = `-- totals
WITH paid AS (SELECT amount FROM orders WHERE order_id > 1)
SELECT sum(amount) AS total FROM paid
`;

let folder = "";
let session: Session;

before(async () => {
  if (skip !== false) return;
  folder = temporaryProject({
    "models/totals.sql": totals,
    "models/totals.toml": 'intent = "what was earned"\n\n[columns.total]\ndescription = "all of it"\n',
  });
  session = await openSession(folder);
});

after(async () => {
  if (skip !== false) return;
  await session.close();
  fs.rmSync(folder, { recursive: true });
});

function ask<M extends Method>(method: M, params: Requests[M]["params"]): Promise<Requests[M]["result"]> {
  return session.connection.sendRequest(method, params);
}

const document = (name: string) => ({ uri: `${session.root}/models/${name}` });

test("lineage is drawn, and opened where it is defined", { skip }, async () => {
  const answer = await ask("rocky/lineage", { textDocument: document("totals.sql"), direction: "both", depth: 1 });
  assert.ok(answer);
  assert.equal(answer.focus.model, "totals");
  const graph = graphOf(answer);
  const drawn = layout(graph, { open: new Set(), closed: new Set(), wanted: new Set() });
  assert.deepEqual(drawn.boxes.map((it) => [it.name, it.layer]).sort(), [["orders", 0], ["totals", 1]]);
  assert.match(pathInWords(graph, { model: "totals", column: "total" }), /made of orders\.amount \(aggregate\)/);
  const place = definitionIn([answer], "totals", "total");
  assert.equal(place?.uri, document("totals.sql").uri);
  assert.equal(place?.range?.start.line, 2);
  assert.equal(graph.models.get("orders")?.hasMoreUpstream, true);
});

test("one hop more brings what a table outside passes on", { skip }, async () => {
  const first = await ask("rocky/lineage", { textDocument: document("totals.sql"), direction: "both", depth: 1 });
  const more = await ask("rocky/lineage", {
    textDocument: document("totals.sql"),
    model: "orders",
    direction: "upstream",
    depth: 1,
  });
  assert.ok(first && more);
  const graph = merge(graphOf(first), more);
  assert.equal(graph.focus.model, "totals");
  assert.equal(graph.models.get("orders")?.hasMoreUpstream, false);
  const raw = [...graph.models.values()].find((it) => it.kind !== "model");
  assert.ok(raw, JSON.stringify([...graph.models.keys()]));
  assert.ok(pathThrough(graph, { model: "totals", column: "total" }).columns.has(columnKey({ model: raw.name, column: "amount" })));
});

test("what decides about rows is there on demand", { skip }, async () => {
  const params = { textDocument: document("totals.sql"), direction: "upstream", depth: 1 } as const;
  const [direct, all] = [await ask("rocky/lineage", params), await ask("rocky/lineage", { ...params, indirect: true })];
  assert.ok(direct?.edges.every((it) => !it.indirect));
  assert.ok(all?.edges.some((it) => it.indirect && it.from.column === "order_id"));
});

test("a document that is no model has no lineage and no overview", { skip }, async () => {
  const textDocument = { uri: `${session.root}/rocky.toml` };
  assert.equal(await ask("rocky/lineage", { textDocument }), null);
  assert.equal(await ask("rocky/model", { textDocument }), null);
});

test("a model's overview becomes a page", { skip }, async () => {
  const answer = await ask("rocky/model", { textDocument: document("totals.sql") });
  assert.ok(answer);
  const page = modelPage(answer, String).replace(/<[^>]*>/g, " ");
  for (const part of ["what was earned", "total", "all of it", "DECIMAL", "orders.amount", "aggregate", "main"]) {
    assert.ok(page.includes(part), `${part}: ${page}`);
  }
});

test("lenses hold commands that are registered here, with the arguments that they take", { skip }, async () => {
  const lenses = (await session.connection.sendRequest(CodeLensRequest.type, { textDocument: document("totals.sql") })) ?? [];
  const commands = lenses.flatMap((it) => (it.command === undefined || it.command.command === "" ? [] : [it.command]));
  for (const { command } of commands) {
    assert.ok((serverCommands as readonly string[]).includes(command), command);
  }
  const given = (id: string) => commands.find((it) => it.command === id)?.arguments;
  const { uri } = document("totals.sql");
  assert.deepEqual(given("rocky.runModel"), [uri, "totals"]);
  assert.deepEqual(given("rocky.previewModel"), [uri, "totals", null]);
  assert.deepEqual(given("rocky.showLineage")?.slice(0, 2), [uri, "totals"]);
});

test("rows are those of the buffer, or it is said why there are none", { skip }, async () => {
  const preview = async (input: string, cte: string | null) => {
    const request = { model: "totals", cte, limit: 2 };
    const outcome = await run({ program: rocky, arguments: previewArguments(request, true), folder, input });
    assert.ok(outcome);
    return readAnswer(outcome.code, outcome.output, outcome.errors);
  };
  const text = "WITH three AS (SELECT * FROM (VALUES (1), (2), (NULL)) AS v(n)) SELECT count(*) AS rows FROM three\n";
  const rows = await preview(text, "three");
  assert.ok("rows" in rows, JSON.stringify(rows));
  assert.deepEqual([rows.columns.map((it) => it.name), rows.rows.length, rows.truncated], [["n"], 2, true]);
  const broken = await preview("SELECT FROM WHERE", null);
  assert.ok("failure" in broken && broken.failure.length > 10, JSON.stringify(broken));
});

test("compiled SQL is that of the buffer, and places lead there and back", { skip }, async () => {
  const textDocument = document("totals.sql");
  await session.connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { ...textDocument, languageId: "sql", version: 1, text: totals },
  });
  await session.connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { ...textDocument, version: 2 },
    contentChanges: [{ text: totals.replace("AS total", "AS 😀, count(*) AS typed") }],
  });
  const answer = await ask("rocky/compiledSql", { textDocument });
  assert.ok(answer);
  assert.match(answer.text, /AS typed/);
  const source = { line: 2, character: totals.split("\n")[2]?.indexOf("sum") ?? 0 };
  const place = translate(answer.map, source, "source");
  assert.ok(place, JSON.stringify(answer.map));
  assert.ok(answer.text.split("\n")[place.line]?.slice(place.character).startsWith("sum(amount)"), answer.text);
  assert.deepEqual(translate(answer.map, place, "compiled"), source);
  assert.deepEqual(await ask("workspace/textDocumentContent", { uri: answer.uri }), { text: answer.text });
});

test("what cannot be compiled says why", { skip }, async () => {
  const textDocument = document("totals.sql");
  await session.connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { ...textDocument, version: 3 },
    contentChanges: [{ text: "SELECT FROM WHERE" }],
  });
  await assert.rejects(ask("rocky/compiledSql", { textDocument }), /\w/);
});
