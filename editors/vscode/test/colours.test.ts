// What each token of the fixtures is coloured as, compared with `test/colours/*.scopes`.
// UPDATE_EXPECT=1 writes these anew.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
import * as oniguruma from "vscode-oniguruma";
import { INITIAL, Registry, parseRawGrammar } from "vscode-textmate";

const folder = "test/colours";
const files: Record<string, string> = {
  "source.rocky": "../../syntaxes/rocky.tmLanguage.json",
  "source.rocky-sql": "../../syntaxes/rocky-sql.tmLanguage.json",
  "rocky-sql.injection": "../../syntaxes/rocky-sql.injection.tmLanguage.json",
  // Stands for the editor's own grammar of SQL: it colours a comment, and nothing else.
  "source.sql": `${folder}/plain-sql.tmLanguage.json`,
};

const library = oniguruma
  .loadWASM(fs.readFileSync("node_modules/vscode-oniguruma/release/onig.wasm"))
  .then(() => ({
    createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text: string) => new oniguruma.OnigString(text),
  }));

const registry = new Registry({
  onigLib: library,
  loadGrammar: async (scope) => {
    const file = files[scope];
    return file === undefined ? null : parseRawGrammar(fs.readFileSync(file, "utf8"), file);
  },
  getInjections: (scope) => (scope === "source.sql" ? ["rocky-sql.injection"] : []),
});

/** Each line of a text, and below it its tokens that are not blank, each with the scopes inside the language's own. */
async function scopes(text: string, language: string): Promise<string> {
  const grammar = await registry.loadGrammar(language);
  assert.ok(grammar !== null, language);
  let stack = INITIAL;
  let out = "";
  for (const line of text.trimEnd().split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    out += `| ${line}\n`;
    for (const token of tokens) {
      const spelling = line.slice(token.startIndex, token.endIndex);
      if (spelling.trim() !== "") {
        const inner = token.scopes.slice(1).map((it) => it.replace(/\.rocky(-sql)?$/, ""));
        out += `    ${spelling.trim().padEnd(24)} ${inner.join(" > ")}`.trimEnd() + "\n";
      }
    }
  }
  return out;
}

async function check(fixture: string, language: string, snapshot = fixture): Promise<void> {
  const actual = await scopes(fs.readFileSync(`${folder}/${fixture}`, "utf8"), language);
  const file = `${folder}/${snapshot}.scopes`;
  if (process.env["UPDATE_EXPECT"] !== undefined) {
    fs.writeFileSync(file, actual);
  }
  assert.equal(actual, fs.readFileSync(file, "utf8"));
}

for (const dialect of ["duckdb", "bigquery", "spark", "snowflake", "trino"]) {
  test(`colours of ${dialect}`, () => check(`${dialect}.sql`, "source.rocky-sql"));
}

test("colours of the DSL", () => check("pipeline.rocky", "source.rocky"));

test("frontmatter and placeholders are coloured in what the editor takes for plain SQL", () =>
  check("duckdb.sql", "source.sql", "duckdb.plain.sql"));

test("the extension ships the generated grammars", () => {
  for (const file of fs.readdirSync("../../syntaxes")) {
    assert.equal(fs.readFileSync(`syntaxes/${file}`, "utf8"), fs.readFileSync(`../../syntaxes/${file}`, "utf8"));
  }
});
