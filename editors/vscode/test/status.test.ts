import assert from "node:assert/strict";
import { test } from "node:test";
import { type Situation, statusText } from "../src/statusText";

const quiet: Situation = {
  health: { kind: "running", version: "0.1.0", program: "/rocky" },
  isBusy: false,
  errors: 0,
  warnings: 0,
  projects: 1,
  project: "shop",
};
const text = (changes: Partial<Situation>) => statusText({ ...quiet, ...changes });

test("all is well", () => {
  assert.deepEqual(text({}), {
    text: "$(check) Rocky",
    tooltip: "No problems. Project shop. rocky 0.1.0\nClick for commands.",
    spoken: "Rocky. No problems. Project shop. rocky 0.1.0",
    severity: "none",
  });
});

test("problems are counted", () => {
  assert.equal(text({ errors: 1, warnings: 2 }).text, "Rocky $(error) 1 $(warning) 2");
  assert.match(text({ errors: 1, warnings: 2 }).spoken, /1 error, 2 warnings/);
});

test("work is seen, with what is known so far", () => {
  assert.equal(text({ isBusy: true, errors: 3 }).text, "$(sync~spin) Rocky $(error) 3");
});

test("a window without a project says so", () => {
  const it = text({ projects: 0, project: undefined });
  assert.equal(it.text, "$(circle-slash) Rocky: no project");
  assert.match(it.tooltip, /No rocky\.toml in this window/);
});

test("while projects are looked for, none is missed", () => {
  const it = text({ projects: undefined, project: undefined });
  assert.deepEqual([it.text, it.spoken], ["$(check) Rocky", "Rocky. No problems. rocky 0.1.0"]);
});

test("several projects are counted where none is in front", () => {
  assert.match(text({ projects: 3, project: undefined }).spoken, /3 projects/);
});

test("a server that does not run is conspicuous", () => {
  assert.equal(text({ health: { kind: "failed", message: "no such program" } }).severity, "error");
  assert.match(text({ health: { kind: "failed", message: "no such program" } }).tooltip, /^no such program/);
  assert.equal(text({ health: { kind: "stopped" } }).severity, "warning");
  assert.equal(text({ health: { kind: "starting" } }).text, "$(sync~spin) Rocky");
});
