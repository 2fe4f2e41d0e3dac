// Small pure parts: projects, failures, files of new models, the child process.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import { Crashes, patience } from "../src/crashes";
import { Failure, inWords, isPassing, startFailure } from "../src/failure";
import { modelFiles, modelNameProblem } from "../src/modelFiles";
import { run } from "../src/program";
import { projectLabel, projectOf } from "../src/projects";
import { rocky, skip, temporaryProject } from "./support/project";

test("a file belongs to the innermost project", () => {
  const projects = ["/w", "/w/shops/north", "/w/shop"];
  assert.equal(projectOf("/w/shops/north/models/a.sql", projects), "/w/shops/north");
  assert.equal(projectOf("/w/shopping/a.sql", projects), "/w");
  assert.equal(projectOf("/w/..hidden/a.sql", ["/w"]), "/w");
  assert.equal(projectOf("/elsewhere/a.sql", projects), undefined);
});

test("a project is called by its path below the workspace folder", () => {
  assert.equal(projectLabel("/w/shops/north", "/w"), "shops/north");
  assert.equal(projectLabel("/w", "/w"), "w");
  assert.equal(projectLabel("/x/y", undefined), "y");
});

test("failures are told in words", () => {
  assert.equal(inWords(new Failure("no model"), "m"), "no model");
  assert.match(inWords({ code: -32601 }, "rocky/lineage"), /does not know rocky\/lineage.*Update rocky/);
  assert.equal(inWords("odd", "m"), "odd");
  assert.match(startFailure(new Error("write EPIPE")), /^it ended before it answered/);
  assert.equal(startFailure(new Error("spawn EACCES.")), "spawn EACCES");
  assert.deepEqual([-32801, -32802, -32800, undefined].map((code) => isPassing({ code })), [true, true, false, false]);
});

test("a server that ends again and again is left alone", () => {
  const crashes = new Crashes();
  const answers = Array.from({ length: patience.ends }, (_, it) => crashes.mayRestart(it * 1000));
  assert.deepEqual(answers, [true, true, true, true, false]);
  assert.ok(crashes.mayRestart(patience.within * 2), "after a while it is tried again");
});

test("names of models are names of tables", () => {
  assert.equal(modelNameProblem("customer_orders"), undefined);
  for (const name of ["", "1st", "a b", "a/b", "../x"]) assert.ok(modelNameProblem(name), name);
});

test("the files of a new model belong together", { skip }, () => {
  const files = modelFiles("fresh", ".sql").map(([file, text]) => [`models/${file}`, text]);
  const folder = temporaryProject(Object.fromEntries(files));
  const list = JSON.parse(execFileSync(rocky, ["list", "models", "--output", "json"], { cwd: folder, encoding: "utf8" }));
  assert.ok(JSON.stringify(list).includes('"fresh"'));
  assert.ok(fs.existsSync(path.join(folder, "models/fresh.toml")));
  fs.rmSync(folder, { recursive: true });
});

test("a child process is fed, read, and killed on demand", async () => {
  const node = { program: process.execPath, folder: "." };
  const echo = "process.stdin.on('data', (it) => process.stdout.write(it)); process.stdin.on('end', () => process.exit(3))";
  assert.deepEqual(await run({ ...node, arguments: ["-e", echo], input: "größer 😀" }), {
    code: 3,
    output: "größer 😀",
    errors: "",
  });
  const abort = new AbortController();
  const waiting = run({ ...node, arguments: ["-e", "setInterval(() => {}, 1000)"], signal: abort.signal });
  abort.abort();
  assert.equal(await waiting, undefined);
  await assert.rejects(run({ program: "/nowhere/rocky", arguments: [], folder: "." }), /\/nowhere\/rocky cannot be started/);
});
