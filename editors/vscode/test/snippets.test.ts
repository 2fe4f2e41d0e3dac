// Each snippet, filled in with its own defaults, is what Rocky takes.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { test } from "node:test";
import { rocky, skip, temporaryProject } from "./support/project";

interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const manifest = JSON.parse(fs.readFileSync("package.json", "utf8"));
const contributed: { language: string; path: string }[] = manifest.contributes.snippets;

function read(name: string): Snippet[] {
  return Object.values(JSON.parse(fs.readFileSync(`snippets/${name}.json`, "utf8")) as Record<string, Snippet>);
}

/** The text that a snippet inserts where nobody types anything. */
function filled(snippet: Snippet): string {
  const first = new Map<string, string>();
  return snippet.body
    .join("\n")
    .replace(/\$\{(\d+)\|([^,|]*)[^|]*\|\}|\$\{(\d+):([^}]*)\}/g, (_, choice, one, place, text) => {
      const number = String(choice ?? place);
      first.set(number, first.get(number) ?? String(one ?? text));
      return first.get(number) ?? "";
    })
    .replace(/\$\d+/g, "");
}

interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly span?: { readonly file: string };
}

function check(files: Record<string, string>, codes: RegExp): string[] {
  const folder = temporaryProject(files);
  const { stdout } = spawnSync(rocky, ["check", "--output", "json"], { cwd: folder, encoding: "utf8" });
  fs.rmSync(folder, { recursive: true });
  const { diagnostics }: { diagnostics: Diagnostic[] } = JSON.parse(stdout);
  return diagnostics.filter((it) => codes.test(it.code)).map((it) => `${it.span?.file} ${it.code} ${it.message}`);
}

test("the languages that Rocky reads have snippets, which exist", () => {
  assert.deepEqual(
    contributed.map((it) => `${it.language} ${it.path}`),
    ["sql ./snippets/sql.json", "rocky-sql ./snippets/sql.json", "rocky ./snippets/rocky.json", "toml ./snippets/toml.json"],
  );
  for (const { path } of contributed) assert.ok(fs.existsSync(path), path);
});

test("in languages of others, snippets stand back until they are asked for by name", () => {
  for (const { prefix } of [...read("sql"), ...read("toml")]) assert.match(prefix, /^rocky-/);
});

test("snippets of TOML have known keys", { skip }, () => {
  const files: Record<string, string> = {};
  for (const it of read("toml")) {
    const name = it.prefix.replace(/\W/g, "_");
    if (it.prefix === "rocky-contract") {
      files["models/orders.contract.toml"] = filled(it);
    } else if (it.prefix !== "rocky-project" && it.prefix !== "rocky-severity") {
      files[`models/${name}.sql`] = "SELECT 1 AS id\n";
      files[`models/${name}.toml`] = filled(it);
    }
  }
  assert.deepEqual(check(files, /^(V06[01]|E014)$/), []);
  const project = read("toml").filter((it) => it.prefix === "rocky-project" || it.prefix === "rocky-severity");
  assert.deepEqual(check({ "rocky.toml": project.map(filled).join("\n\n") }, /^(V|L)/), []);
});

test("snippets of SQL and of the DSL parse", { skip }, () => {
  const whole: Record<string, (text: string) => string> = {
    "rocky-cte": (text) => `WITH ${text.replace(/,$/, "")} SELECT * FROM name\n`,
    "rocky-frontmatter": (text) => `${text}SELECT 1 AS id\n`,
    "rocky-window": (text) => `SELECT * FROM orders ${text}\n`,
    "rocky-var": (text) => `SELECT ${text} AS x FROM orders\n`,
    "rocky-allow": (text) => `SELECT 1 AS id ${text}\n`,
    "from": (text) => `${text}\n`,
    "let": (text) => `${text}\nfrom name\n`,
    "pipeline": (text) => `${text}\n`,
  };
  const files: Record<string, string> = {};
  for (const [language, before] of [["sql", ""], ["rocky", "from orders\n"]] as const) {
    for (const it of read(language)) {
      const name = it.prefix.replace(/\W/g, "_");
      const put = whole[it.prefix] ?? ((text: string) => `${before}${text}\n`);
      files[`models/${language}_${name}.${language}`] = put(filled(it));
    }
  }
  assert.deepEqual(check(files, /^(E018|V060|V061)$/), []);
});
