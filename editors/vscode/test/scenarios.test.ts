// The scenarios that VS Code and Neovim share: whether both know all of them, and the page about editors lists them.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { test } from "node:test";

const folder = "../scenarios";
const scenarios: { id: string; title: string; steps: Record<string, unknown>[] }[] = fs
  .readdirSync(folder)
  .filter((it) => it.endsWith(".json"))
  .flatMap((it) => JSON.parse(fs.readFileSync(path.join(folder, it), "utf8")));
const verbs = [...new Set(scenarios.flatMap((it) => it.steps.flatMap((step) => Object.keys(step))))];

test("there are thirty scenarios or more, each with its own id", () => {
  assert.ok(scenarios.length >= 30, `${scenarios.length}`);
  assert.equal(new Set(scenarios.map((it) => it.id)).size, scenarios.length);
});

test("each step is one verb", () => {
  for (const { id, steps } of scenarios) {
    assert.deepEqual(steps.map((it) => Object.keys(it).length).filter((it) => it !== 1), [], id);
  }
});

test("both editors know every verb, and its page describes it", () => {
  const places = {
    "e2e/verbs.ts": (verb: string) => new RegExp(`^    (async )?${verb}[(:,]`, "m"),
    "../neovim/test/support/verbs.lua": (verb: string) => new RegExp(`function verbs\\.${verb}\\(`),
    "../scenarios/README.md": (verb: string) => new RegExp(`\`${verb}\``),
  };
  for (const [file, pattern] of Object.entries(places)) {
    const text = fs.readFileSync(file, "utf8");
    assert.deepEqual(verbs.filter((it) => !pattern(it).test(text)), [], file);
  }
});

test("the page about editors lists every scenario", () => {
  const page = fs.readFileSync("../../docs/editors.md", "utf8");
  for (const { id, title } of scenarios) {
    assert.ok(page.includes(`| \`${id}\` | ${title} |`), `| \`${id}\` | ${title} |`);
  }
});
