import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
import { commandIds, serverCommands } from "../src/commandIds";
import { experimental } from "../src/features";
import { documentSelector } from "../src/selectors";

const manifest = JSON.parse(fs.readFileSync("package.json", "utf8"));
const sources = fs
  .readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, text: fs.readFileSync(`src/${name}`, "utf8") }));

test("the manifest's commands are the registered ones", () => {
  const declared = manifest.contributes.commands.map((it: { command: string }) => it.command);
  assert.deepEqual([...declared].sort(), [...commandIds].sort());
});

test("commands are registered in one place, from one list", () => {
  const registering = sources.filter((it) => it.text.includes("registerCommand("));
  assert.deepEqual(registering.map((it) => it.name), ["commands.ts"]);
});

test("menus, keys and views name commands that exist", () => {
  const { menus = {}, keybindings = [], viewsWelcome = [], walkthroughs = [] } = manifest.contributes;
  const used = [...Object.values<{ command: string }[]>(menus).flat(), ...keybindings].map((it) => it.command);
  const linked = JSON.stringify([viewsWelcome, walkthroughs]).match(/(?<=command:)rocky[.\w]+/g) ?? [];
  for (const command of [...used, ...linked]) {
    assert.ok((commandIds as readonly string[]).includes(command), command);
  }
});

test("the empty tree offers what can be done: where there is no folder, no project, and a project", () => {
  const offered = manifest.contributes.viewsWelcome.map((it: { when: string; contents: string }) => [
    it.when,
    it.contents.match(/(?<=command:)[.\w]+/g),
  ]);
  assert.deepEqual(offered, [
    ["workspaceFolderCount == 0", ["vscode.openFolder"]],
    ["workspaceFolderCount != 0 && rocky.projects == 0", ["rocky.newProject", "vscode.openFolder"]],
    ["rocky.projects > 0", ["rocky.newModel"]],
  ]);
});

test("the server is told the commands that its answers may hold", () => {
  assert.deepEqual(experimental, { rockyAnalysisStatus: true, rocky: { commands: [...serverCommands] } });
});

test("what the manifest names is there", () => {
  const languages = manifest.contributes.languages.map((it: { configuration?: string }) => it.configuration);
  const grammars = manifest.contributes.grammars.map((it: { path: string }) => it.path);
  for (const file of [...languages, ...grammars]) {
    if (file !== undefined) JSON.parse(fs.readFileSync(file, "utf8"));
  }
  const named = JSON.stringify(manifest).match(/(?<=")(?:\.\/)?(?:icons|snippets|walkthrough)\/[^"]+(?=")/g) ?? [];
  assert.ok(named.length > 8);
  for (const file of named) {
    assert.ok(fs.existsSync(file), file);
    const folder = file.replace(/^\.\//, "").split("/")[0];
    assert.ok(fs.readFileSync(".vscodeignore", "utf8").includes(`!${folder}/**`), `${file} is not packaged`);
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

test("settings that start programs are not read in an untrusted workspace", () => {
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  assert.deepEqual(restrictedConfigurations, ["rocky.server.path", "rocky.server.arguments"]);
});
