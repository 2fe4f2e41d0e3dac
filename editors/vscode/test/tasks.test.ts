import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import { commandLine, modelArguments, parseTask, problemMatchers, taskName, tasksOf } from "../src/taskDefinition";
import type { Server } from "../src/client";
import { matched, TaskProblems } from "../src/taskProblems";
import { FakeServer, until } from "./support/server";
import * as fake from "./support/vscode";
import { rocky, skip, temporaryProject } from "./support/project";

interface Pattern {
  readonly regexp: string;
  readonly file?: number;
  readonly line?: number;
  readonly column?: number;
  readonly severity?: number;
  readonly code?: number;
  readonly message?: number;
}

const manifest = JSON.parse(fs.readFileSync("package.json", "utf8"));
const matchers: { name: string; owner: string; source: string; fileLocation: string[]; pattern: Pattern[] }[] = manifest.contributes.problemMatchers;

/** What a multi-line problem matcher of the editor makes of a text. */
function problems(text: string, patterns: readonly Pattern[]): Record<string, string>[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((_, start) => {
    const found: Record<string, string> = {};
    for (const [offset, { regexp, ...groups }] of patterns.entries()) {
      const match = new RegExp(regexp).exec(lines[start + offset] ?? "");
      if (match === null) return [];
      for (const [name, group] of Object.entries(groups)) found[name] = match[group] ?? "";
    }
    return [found];
  });
}

test("every problem of a real report is found, with file, line, column, code and severity", { skip }, () => {
  const wide = `SELECT '${"x".repeat(9000)}' AS x, nowhere AS total FROM orders\n`;
  const folder = temporaryProject({
    "models/bad.sql": "SELECT\n  order_id, amuont AS '😀', missing\nFROM orders\n",
    "models/bad.toml": 'intent = "a"\nintnet = "b"\n',
    "models/wide.sql": wide,
    "models/wide.toml": 'intent = "wide"\n',
  });
  const report = spawnSync(rocky, commandLine({ type: "rocky", command: "check" }), { cwd: folder, encoding: "utf8" });
  const json = spawnSync(rocky, ["check", "--output", "json"], { cwd: folder, encoding: "utf8" });
  const expected: { code: string; severity: string; message: string; span: { file: string; line: number } }[] =
    JSON.parse(json.stdout).diagnostics;
  for (const { name, pattern } of matchers) {
    const found = problems(report.stdout + report.stderr, pattern);
    const key = (it: { file?: string; line?: string | number; code?: string }) => `${it.file}:${it.line} ${it.code}`;
    assert.deepEqual(
      found.map(key).sort(),
      expected.map((it) => key({ file: it.span.file, line: it.span.line, code: it.code })).sort(),
      name,
    );
    const mistake = found.find((it) => it["message"]?.includes("amuont"));
    assert.deepEqual([mistake?.["line"], mistake?.["column"], mistake?.["severity"]], ["2", "13", "error"]);
    // A line too long to be shown has its place in words.
    const far = found.find((it) => it["file"] === "models/wide.sql" && it["code"] === "E003");
    assert.equal(far?.["column"], String(wide.indexOf("nowhere") + 1));
  }
  fs.rmSync(folder, { recursive: true });
});

test("a run of one model is asked for by name", { skip }, () => {
  const line = commandLine({ type: "rocky", command: "run", arguments: modelArguments("orders") });
  assert.deepEqual(line, ["run", "--output", "table", "--model", "orders"]);
  const help = execFileSync(rocky, ["run", "--help"], { encoding: "utf8" });
  for (const flag of ["--output", "--model"]) assert.ok(help.includes(flag), flag);
});

test("the program knows the commands that are offered", { skip }, () => {
  for (const { command } of tasksOf(["/w"], "/w")) {
    execFileSync(rocky, [command, "--help"]);
  }
});

test("projects offer their tasks, those in subfolders by name", () => {
  const names = tasksOf(["/w", path.join("/w", "shops", "north")], "/w").map(taskName);
  assert.deepEqual(names, [
    "check",
    "compile",
    "run",
    "check (shops/north)",
    "compile (shops/north)",
    "run (shops/north)",
  ]);
});

test("paths are looked up below the project only where it is clear which one is meant", () => {
  assert.deepEqual(problemMatchers("/w", ["/w", "/w/a"], "/w"), ["$rocky"]);
  assert.deepEqual(problemMatchers("/w/a", ["/w/a"], "/w"), ["$rocky-nested"]);
  assert.deepEqual(problemMatchers("/w/a", ["/w/a", "/w/b"], "/w"), []);
  assert.deepEqual(
    matchers.map((it) => [`$${it.name}`, it.fileLocation[1]]),
    [
      ["$rocky", "${workspaceFolder}"],
      ["$rocky-nested", "${command:rocky.projectFolder}"],
    ],
  );
});

test("what matchers find has an owner of its own: a task clears what its owner has listed", () => {
  for (const { owner, source } of matchers) assert.deepEqual({ owner, source }, matched);
});

test("what a task finds and the server says is listed once, and what only the task finds stays until the server has news", async () => {
  const server = new FakeServer(() => null);
  const problems = new TaskProblems(server as unknown as Server);
  const orders = fake.Uri.file("/w/models/orders.sql");
  const at = (line: number, code: string, source: string): fake.Problem => {
    const place = new fake.Position(line, 0);
    return { source, code, range: new fake.Range(place, place) };
  };
  const listed = () => fake.languages.getDiagnostics(orders).map((it) => `${(it as fake.Problem).source} ${(it as fake.Problem).code}`);
  fake.list("rocky", orders, [at(3, "W005", "rocky")]);
  fake.list(matched.owner, orders, [at(3, "W005", matched.source), at(5, "E027", matched.source)]);
  await until(() => listed().length === 2, "each once");
  assert.deepEqual(listed(), ["rocky W005", "rocky task E027"]);
  fake.list("rocky", orders, []);
  assert.deepEqual(listed(), []);
  problems.dispose();
});

test("without a server all is listed that a task finds", async () => {
  const server = new FakeServer(() => null);
  server.health = { kind: "stopped" };
  const problems = new TaskProblems(server as unknown as Server);
  const place = new fake.Position(1, 0);
  const found = { source: matched.source, code: "E003", range: new fake.Range(place, place) };
  fake.list(matched.owner, fake.Uri.file("/w/models/stg.sql"), [found]);
  await new Promise((resolve) => setTimeout(resolve, 600));
  assert.deepEqual(fake.languages.getDiagnostics(fake.Uri.file("/w/models/stg.sql")), [found]);
  problems.dispose();
});

test("a definition out of tasks.json is taken as it is written", () => {
  assert.deepEqual(parseTask({ type: "rocky", command: "check", arguments: ["--locked", 3], project: "" }), {
    type: "rocky",
    command: "check",
    arguments: ["--locked", "3"],
  });
  assert.equal(parseTask({ type: "rocky" }), undefined);
});
