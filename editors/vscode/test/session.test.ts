// The real server, through the protocol layer of the language client.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
import {
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type Diagnostic,
  DocumentDiagnosticRequest,
  HoverRequest,
} from "vscode-languageserver-protocol/node";
import { misfit } from "../src/version";
import { skip, temporaryProject } from "./support/project";
import { openSession } from "./support/session";

test("a mistake is shown and goes away", { skip }, async () => {
  const folder = temporaryProject();
  const { connection, root, initialized, close } = await openSession(folder);
  assert.equal(initialized.capabilities.positionEncoding, "utf-16");

  const uri = `${root}/models/totals.sql`;
  const good = "SELECT '😀' AS mood, sum(amount) AS total FROM orders\n";
  const bad = good.replace("amount", "amuont");
  await connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "sql", version: 1, text: good },
  });
  const errors = async (): Promise<Diagnostic[]> => {
    const report = await connection.sendRequest(DocumentDiagnosticRequest.type, { textDocument: { uri } });
    assert.equal(report.kind, "full");
    return report.kind === "full" ? report.items.filter((it) => it.code === "E003") : [];
  };
  const edit = (version: number, text: string) =>
    connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });

  assert.deepEqual(await errors(), []);
  await edit(2, bad);
  const found = await errors();
  assert.equal(found.length, 1);
  const start = bad.indexOf("amuont");
  assert.deepEqual(found[0]?.range, {
    start: { line: 0, character: start },
    end: { line: 0, character: start + "amuont".length },
  });
  await edit(3, good);
  assert.deepEqual(await errors(), []);

  const hover = await connection.sendRequest(HoverRequest.type, {
    textDocument: { uri },
    position: { line: 0, character: start + 1 },
  });
  assert.match(JSON.stringify(hover?.contents), /amount/);

  assert.equal(await close(), 0);
  fs.rmSync(folder, { recursive: true });
});

test("the server of this repository fits the extension of this repository", { skip }, async () => {
  const folder = temporaryProject();
  const { initialized, close } = await openSession(folder);
  const { version } = JSON.parse(fs.readFileSync("package.json", "utf8"));
  assert.equal(misfit(version, initialized.serverInfo?.version, "rocky"), undefined);
  await close();
  fs.rmSync(folder, { recursive: true });
});
