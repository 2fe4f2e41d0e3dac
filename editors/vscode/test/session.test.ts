// The real server, through the protocol layer of the language client.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type Diagnostic,
  DocumentDiagnosticRequest,
  ExitNotification,
  HoverRequest,
  InitializedNotification,
  InitializeRequest,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { rocky, skip, temporaryProject } from "./support/project";

test("a mistake is shown and goes away", { skip }, async () => {
  const folder = temporaryProject();
  const child = spawn(rocky, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const watched = new Promise<void>((resolve) => {
    connection.onRequest(RegistrationRequest.type, () => resolve());
  });
  connection.listen();

  const root = pathToFileURL(folder).href;
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "shop" }],
    capabilities: {
      general: { positionEncodings: ["utf-16"] },
      textDocument: { diagnostic: {}, hover: { contentFormat: ["markdown"] } },
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true } },
    },
  });
  assert.equal(initialized.capabilities.positionEncoding, "utf-16");
  await connection.sendNotification(InitializedNotification.type, {});
  await watched;

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

  await connection.sendRequest(ShutdownRequest.type);
  await connection.sendNotification(ExitNotification.type);
  assert.equal(await exit, 0);
  connection.dispose();
  fs.rmSync(folder, { recursive: true });
});
