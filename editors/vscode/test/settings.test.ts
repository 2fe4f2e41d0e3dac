// Each setting: that the manifest has it with the same default, and that it arrives where it acts.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
import { previewArguments } from "../src/preview/request";
import { defaults, depthSetting, dialects, initializationOptions, type Key, rowLimitSetting, setting, type Source } from "../src/settings";
interface Property {
  readonly default: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}

const manifest = JSON.parse(fs.readFileSync("package.json", "utf8"));
const properties: Record<string, Property> = manifest.contributes.configuration.properties;

const source = (values: Record<string, unknown>): Source => ({ get: (key) => values[key] });

test("the manifest and the code have the same settings with the same defaults", () => {
  const declared = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name.replace(/^rocky\./, ""), property.default]),
  );
  assert.deepEqual(declared, defaults);
});

test("every setting is described, and read somewhere", () => {
  const read = fs
    .readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith("settings.ts"))
    .map((file) => fs.readFileSync(`src/${file}`, "utf8"))
    .concat(initializationOptions.toString(), depthSetting.toString(), rowLimitSetting.toString())
    .join("\n");
  for (const [name, property] of Object.entries(properties)) {
    assert.ok((property.description ?? property.markdownDescription ?? "").length > 20, name);
    // The language client reads this one by its own name for the client.
    if (name !== "rocky.trace.server") {
      assert.ok(read.includes(`"${name.replace(/^rocky\./, "")}"`), name);
    }
  }
});

test("the README has a row for each setting and each command", () => {
  const readme = fs.readFileSync("README.md", "utf8");
  for (const name of Object.keys(properties)) {
    assert.ok(readme.includes(`| \`${name}\` |`), name);
  }
  for (const { title } of manifest.contributes.commands) {
    assert.ok(readme.includes(`\`Rocky: ${title}\``), title);
  }
});

test("a value of the wrong type counts as not set", () => {
  const wrong: Record<Key, unknown> = Object.fromEntries(
    Object.entries(defaults).map(([key, value]) => [key, typeof value === "string" ? 7 : "seven"]),
  ) as Record<Key, unknown>;
  for (const key of Object.keys(defaults) as Key[]) {
    assert.deepEqual(setting(source(wrong), key), defaults[key], key);
  }
  assert.deepEqual(setting(source({ "server.arguments": [1] }), "server.arguments"), ["lsp"]);
});

test("each setting of the server changes what the server is told", () => {
  const usual = initializationOptions(source({}));
  const flipped = initializationOptions(
    source({
      "base": "origin/main",
      "portability.targetDialects": ["trino"],
      "codeLens.enable": false,
      "hover.verbosity": "full",
      "inlayHints.types": false,
      "inlayHints.nullability": false,
      "inlayHints.expandedStars": false,
      "inlayHints.joinCardinality": false,
      "inlayHints.dependencies": false,
    }),
  );
  assert.deepEqual(usual, {
    base: "",
    portability: { targetDialects: [] },
    codeLens: { enable: true },
    hover: { verbosity: "normal" },
    inlayHints: { types: true, nullability: true, expandedStars: true, joinCardinality: true, dependencies: true },
  });
  assert.deepEqual(flipped, {
    base: "origin/main",
    portability: { targetDialects: ["trino"] },
    codeLens: { enable: false },
    hover: { verbosity: "full" },
    inlayHints: { types: false, nullability: false, expandedStars: false, joinCardinality: false, dependencies: false },
  });
});

test("the dialects of the manifest are those of the code", () => {
  const listed = manifest.contributes.configuration.properties["rocky.portability.targetDialects"].items.enum;
  assert.deepEqual(listed, Object.keys(dialects));
});

test("the language client finds its trace setting", () => {
  // It looks for `<id of the client>.trace.server`.
  assert.match(fs.readFileSync("src/client.ts", "utf8"), /new QuietClient\("rocky",/);
});

test("lineage goes as far as the setting says, within reason", () => {
  assert.deepEqual([3, 0, 1000, 2.4].map((it) => depthSetting(source({ "lineage.depth": it }))), [3, 1, 20, 2]);
});

test("a preview asks for as many rows as the setting says", () => {
  const limit = (value: unknown) => rowLimitSetting(source({ "preview.rowLimit": value }));
  assert.deepEqual([50, -1, 1_000_000, "many"].map(limit), [50, 1, 10_000, 200]);
  const asked = previewArguments({ model: "orders", cte: null, limit: limit(50) }, false);
  assert.deepEqual(asked, ["preview", "rows", "--model", "orders", "--limit", "50", "--output", "json"]);
});
