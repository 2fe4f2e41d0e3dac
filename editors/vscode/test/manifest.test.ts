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

test("what the manifest names is there", () => {
  const languages = manifest.contributes.languages.map((it: { configuration?: string }) => it.configuration);
  const grammars = manifest.contributes.grammars.map((it: { path: string }) => it.path);
  for (const file of [...languages, ...grammars]) {
    if (file !== undefined) JSON.parse(fs.readFileSync(file, "utf8"));
  }
});

test("the grammar's patterns are regular expressions and colour a pipeline", () => {
  const grammar = JSON.parse(fs.readFileSync(manifest.contributes.grammars[0].path, "utf8"));
  const patterns: { name: string; match?: string; begin?: string }[] = grammar.patterns;
  const scope = (text: string) =>
    patterns.find((it) => new RegExp(it.match ?? it.begin ?? "", "y").test(text))?.name;
  const scopes = ["from orders", "left join", "left", "sum(x)", "@2025-01-31", "1_000", "null", "-- x", "'x'"];
  assert.deepEqual(scopes.map(scope), [
    "keyword.control.rocky",
    "keyword.control.rocky",
    "variable.other.rocky",
    "entity.name.function.rocky",
    "constant.other.date.rocky",
    "constant.numeric.rocky",
    "constant.language.rocky",
    "comment.line.double-dash.rocky",
    "string.quoted.single.rocky",
  ]);
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

test("no file is taken from another extension's SQL by its name", () => {
  const sql = manifest.contributes.languages.find((it: { id: string }) => it.id === "rocky-sql");
  assert.deepEqual([sql.extensions, sql.filenamePatterns, sql.filenames], [undefined, undefined, undefined]);
});

test("buffers that were never saved are selected in every language", () => {
  const untitled = documentSelector.filter((it) => it.scheme === "untitled").map((it) => it.language);
  assert.deepEqual(untitled, ["rocky", "rocky-sql", "sql"]);
});

test("the lock file names no registry", () => {
  assert.ok(!fs.readFileSync("package-lock.json", "utf8").includes('"resolved"'));
});
