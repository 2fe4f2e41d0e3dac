// The scenarios that VS Code and Neovim share: whether both know all of them, and the page about editors lists them.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { test } from "node:test";

interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly Record<string, unknown>[];
}

function scenariosIn(folder: string): Scenario[] {
  const files = fs.readdirSync(folder).filter((it) => it.endsWith(".json"));
  return files.flatMap((it) => JSON.parse(fs.readFileSync(path.join(folder, it), "utf8")));
}

const shared = scenariosIn("../scenarios");
const own = scenariosIn("e2e/scenarios");

function verbsOf(scenarios: readonly Scenario[]): string[] {
  return [...new Set(scenarios.flatMap((it) => it.steps.flatMap((step) => Object.keys(step))))];
}

test("there are thirty scenarios or more, each with its own id", () => {
  assert.ok(shared.length >= 30, `${shared.length}`);
  const ids = [...shared, ...own].map((it) => it.id);
  assert.equal(new Set(ids).size, ids.length);
});

test("each step is one verb", () => {
  for (const { id, steps } of [...shared, ...own]) {
    assert.deepEqual(steps.map((it) => Object.keys(it).length).filter((it) => it !== 1), [], id);
  }
});

test("the editors know every verb of their scenarios, and its page describes it", () => {
  const texts = (folder: string) => fs.readdirSync(folder).map((it) => fs.readFileSync(path.join(folder, it), "utf8")).join("\n");
  const vscode = texts("e2e/verbs");
  const neovim = texts("../neovim/test/support/verbs");
  const page = fs.readFileSync("../scenarios/README.md", "utf8");
  const unknown = (verbs: string[], text: string, pattern: (verb: string) => string) =>
    verbs.filter((it) => !new RegExp(pattern(it), "m").test(text));
  const all = verbsOf([...shared, ...own]);
  assert.deepEqual(unknown(all, vscode, (verb) => `^    (async )?${verb}[(:,]`), [], "VS Code");
  assert.deepEqual(unknown(verbsOf(shared), neovim, (verb) => `function verbs\\.${verb}\\(`), [], "Neovim");
  assert.deepEqual(unknown(all, page, (verb) => `\`${verb}\``), [], "the page");
});

test("the page about editors lists every scenario", () => {
  const page = fs.readFileSync("../../docs/editors.md", "utf8");
  for (const { id, title } of [...shared, ...own]) {
    assert.ok(page.includes(`| \`${id}\` | ${title} |`), `| \`${id}\` | ${title} |`);
  }
});
