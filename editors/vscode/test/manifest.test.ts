import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
import { documentSelector } from "../src/selectors";

const manifest = JSON.parse(fs.readFileSync("package.json", "utf8"));
const source = fs.readFileSync("src/extension.ts", "utf8");

test("every command of the manifest is registered", () => {
  for (const { command } of manifest.contributes.commands) {
    assert.ok(source.includes(`"${command}"`), command);
  }
});

test("every setting of the server is read", () => {
  for (const setting of Object.keys(manifest.contributes.configuration.properties)) {
    const name = setting.match(/^rocky\.server\.(.*)$/)?.[1];
    assert.ok(name === undefined || source.includes(`("${name}",`), setting);
  }
});

test("the language client is all that is shipped besides our own code", () => {
  assert.deepEqual(Object.keys(manifest.dependencies), ["vscode-languageclient"]);
});

test("buffers that were never saved are selected in both languages", () => {
  const untitled = documentSelector.filter((it) => it.scheme === "untitled").map((it) => it.language);
  assert.deepEqual(untitled, ["rocky", "sql"]);
});

test("the lock file names no registry", () => {
  assert.ok(!fs.readFileSync("package-lock.json", "utf8").includes('"resolved"'));
});
