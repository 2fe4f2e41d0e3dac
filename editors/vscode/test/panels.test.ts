// The panels without their windows: the model's page, rows of a preview, places in compiled SQL.

import assert from "node:assert/strict";
import { test } from "node:test";
import { translate } from "../src/compiled/cursor";
import { duration, modelPage } from "../src/model/page";
import { cancelledPage, failurePage, isNumeric, rowsPage, tabSeparated, waitingPage } from "../src/preview/page";
import { previewArguments, readAnswer } from "../src/preview/request";
import type { Model, Position } from "../src/protocol";

const orders: Model = {
  name: "orders",
  uri: "file:///shop/models/orders.sql",
  kind: "model",
  description: "one row <per> order",
  strategy: "view",
  target: "shop.main.orders",
  columns: [
    {
      name: "net",
      type: "DECIMAL(10,2)",
      nullable: true,
      origins: [{ model: "stg", column: "amount", kind: "transform" }],
      tests: ["not_null"],
    },
    { name: "open", type: null, nullable: null, origins: [], tests: [] },
  ],
  contract: { uri: "file:///shop/contracts/or%20ders.contract.toml" },
  tests: [{ kind: "row_count" }, { kind: "not_null", column: "net" }],
  upstream: ["stg"],
  downstream: [],
  runs: [{ runId: "run-1", startedAt: "2026-11-27T04:48:42Z", status: "Success", durationMs: 61_500, rows: 12_345 }],
};

/** A page as a person reads it. */
function text(html: string): string {
  return html.replace(/<\/(?:td|th|dt|dd|tr|h1|h2|p|button)>/g, " ").replace(/<[^>]*>/g, "").replace(/\s+/g, " ").trim();
}

test("a model's page says all that is known of it", () => {
  const page = modelPage(orders, (moment) => `at ${moment.slice(11, 16)}`);
  assert.equal(
    text(page),
    "orders model one row &lt;per&gt; order Run Preview rows Lineage Compiled SQL " +
      "Builds shop.main.orders Strategy view Contract or ders.contract.toml Reads stg " +
      "Columns Column Type Null Made of Tests net DECIMAL(10,2) possible stg.amount transform not_null open " +
      "Tests of the whole model row_count " +
      "Last runs Started Outcome Took Rows Run at 04:48 Success 1 min 2 s 12,345 run-1",
  );
  assert.ok(page.includes('<time datetime="2026-11-27T04:48:42Z">'));
  assert.ok(page.includes('<th role="rowheader" scope="row">'));
  assert.ok(page.includes('<td role="cell" data-title="Tests">not_null</td>'));
  assert.ok(page.includes('<td role="cell" data-title="Tests"></td>'), "an empty cell takes no room in a narrow view");
});

test("a model of which little is known has a page, too", () => {
  const { description: _, contract: __, ...rest } = orders;
  const page = modelPage({ ...rest, columns: [], tests: [], runs: [], incomplete: "a star over a table <x>" }, String);
  assert.match(text(page), /Columns There may be more: a star over a table &lt;x&gt;\. Last runs It has not been run here yet\.$/);
});

test("durations have the unit that fits", () => {
  assert.deepEqual([7, 999, 1500, 61_500].map(duration), ["7 ms", "999 ms", "1.5 s", "1 min 2 s"]);
});

const request = { model: "orders", cte: "paid", limit: 10 };

test("a preview asks for a model or one of its CTEs, as it is in the buffer", () => {
  assert.deepEqual(previewArguments(request, true), [
    "preview", "rows", "--model", "orders", "--cte", "paid", "--limit", "10", "--output", "json", "--stdin",
  ]);
});

test("rows become a table", () => {
  const rows = readAnswer(
    0,
    '{"version":"0.1.0","columns":[{"name":"id","type":"INTEGER"},{"name":"<b>"}],"rows":[["1","a\\tb"],[null,"{x: [1]}"]],"truncated":true}',
    "",
  );
  assert.ok("rows" in rows);
  const page = rowsPage(request, rows);
  assert.match(text(page), /^orders, paidthe first 2 rows; there are more/);
  assert.ok(page.includes('<th scope="col">id<small>INTEGER</small></th><th scope="col">&lt;b&gt;</th>'), page);
  assert.ok(page.includes('<td class="number">1</td>'));
  assert.ok(page.includes('<td class="null">NULL</td>'));
  assert.equal(tabSeparated(rows), "id\t<b>\n1\ta b\n\t{x: [1]}\n");
});

test("numbers stand right, whatever the warehouse calls them", () => {
  for (const type of ["INTEGER", "BIGINT", "UINTEGER", "HUGEINT", "INT64", "DECIMAL(10,2)", "double", "NUMBER(38,0)"]) {
    assert.ok(isNumeric(type), type);
  }
  for (const type of ["INTERVAL", "VARCHAR", "DATE", "STRUCT(a INTEGER)", ""]) {
    assert.ok(!isNumeric(type), type);
  }
});

test("why there are no rows is said", () => {
  const failure = (...it: Parameters<typeof readAnswer>) => {
    const answer = readAnswer(...it);
    return "failure" in answer ? answer.failure : undefined;
  };
  assert.equal(failure(1, "", "error: no such CTE\n"), "error: no such CTE");
  assert.equal(failure(1, '{"error":"locked"}', ""), "locked");
  assert.equal(failure(null, "", ""), "rocky preview ended with a signal.");
  assert.equal(failure(0, "no json", ""), "no json");
  assert.match(failurePage(request, "<x>"), /role="alert">&lt;x&gt;</);
  assert.ok(!failurePage(request, "<x>").includes("Install DuckDB"));
  assert.match(failurePage(request, "help: run `rocky setup duckdb`"), /\{&quot;kind&quot;:&quot;install&quot;\}">Install DuckDB</);
  assert.match(text(waitingPage(request)), /^Reading orders, paid…Cancel/);
  assert.match(text(cancelledPage(request)), /cancelled\.Run again/);
});

const at = (line: number, character: number): Position => ({ line, character });

test("places are found in compiled SQL, and back", () => {
  // `SELECT a` is one line further down, `stg` became `shop.stg`, and the rest has moved with it.
  const map = [
    { source: { start: at(0, 0), end: at(1, 5) }, compiled: { start: at(1, 2), end: at(2, 5) } },
    { source: { start: at(1, 8), end: at(1, 20) }, compiled: { start: at(2, 13), end: at(2, 25) } },
  ];
  assert.deepEqual(translate(map, at(0, 3), "source"), at(1, 5));
  assert.deepEqual(translate(map, at(1, 4), "source"), at(2, 4));
  assert.deepEqual(translate(map, at(1, 10), "source"), at(2, 15));
  assert.deepEqual(translate(map, at(2, 15), "compiled"), at(1, 10));
  assert.deepEqual(translate(map, at(1, 7), "source"), at(2, 5), "inside what was replaced");
  assert.equal(translate(map, at(0, 0), "compiled"), undefined);
  assert.equal(translate([], at(0, 0), "source"), undefined);
});

test("steps that have changed places are found all the same", () => {
  const map = [
    { source: { start: at(3, 0), end: at(3, 5) }, compiled: { start: at(0, 7), end: at(0, 12) } },
    { source: { start: at(0, 5), end: at(0, 9) }, compiled: { start: at(1, 5), end: at(1, 9) } },
  ];
  assert.deepEqual(translate(map, at(0, 6), "source"), at(1, 6));
  assert.deepEqual(translate(map, at(2, 0), "source"), at(1, 9));
});
