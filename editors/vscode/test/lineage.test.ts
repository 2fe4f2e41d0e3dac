// The lineage view without its window: graphs, layers, layout, keys, words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { columnKey, graphOf, merge, nearest, pathThrough } from "../src/lineage/graph";
import { move } from "../src/lineage/keyboard";
import { layers } from "../src/lineage/layers";
import { layout, metrics } from "../src/lineage/layout";
import { definitionIn } from "../src/lineage/places";
import { around, centre, fit, fitPart, holds, reveal, scales, zoomAt } from "../src/lineage/viewport";
import { columnInWords, modelInWords, pathInWords, search } from "../src/lineage/words";
import type { Lineage, LineageEdge, LineageModel } from "../src/protocol";

const nothing = { open: new Set<string>(), closed: new Set<string>(), wanted: new Set<string>() };

function model(name: string, columns: readonly string[], more: Partial<LineageModel> = {}): LineageModel {
  return {
    name,
    kind: "model",
    columns: columns.map((it) => ({ name: it, type: "BIGINT", nullable: false })),
    hasMoreUpstream: false,
    hasMoreDownstream: false,
    ...more,
  };
}

/** `"a.x -> b.y transform"` */
function edge(text: string): LineageEdge {
  const [from = "", to = "", kind = "identity"] = text.split(/ -> | /);
  const name = (it: string) => ({ model: it.split(".")[0] ?? "", column: it.split(".")[1] ?? "" });
  return { from: name(from), to: name(to), kind, indirect: kind === "condition" };
}

function answer(focus: string, models: readonly LineageModel[], edges: readonly string[], reads: readonly string[]): Lineage {
  const modelEdges = reads.map((it) => ({ from: it.split(" -> ")[0] ?? "", to: it.split(" -> ")[1] ?? "" }));
  return { focus: { model: focus }, models, edges: edges.map(edge), modelEdges, incomplete: [] };
}

const shop = answer(
  "orders",
  [
    model("stg", ["id", "amount", "fee"], { hasMoreUpstream: true }),
    model("orders", ["id", "net"], { description: "one row per order" }),
    model("revenue", ["total"], { hasMoreDownstream: true }),
  ],
  ["stg.id -> orders.id", "stg.amount -> orders.net transform", "stg.fee -> orders.net transform", "orders.net -> revenue.total aggregate"],
  ["stg -> orders", "orders -> revenue"],
);

test("answers are put together, and a node that has shown its neighbours has no more", () => {
  const graph = graphOf(shop);
  const more = answer(
    "stg",
    [model("stg", ["id", "status"]), model("raw.orders", ["id"], { kind: "source" })],
    ["raw.orders -> stg.id", "stg.id -> orders.id"],
    ["raw.orders -> stg"],
  );
  const merged = merge(graph, more);
  assert.equal(merged.focus.model, "orders");
  assert.deepEqual([...merged.models.keys()], ["stg", "orders", "revenue", "raw.orders"]);
  assert.deepEqual(merged.models.get("stg")?.columns.map((it) => it.name), ["id", "amount", "fee", "status"]);
  assert.equal(merged.models.get("stg")?.hasMoreUpstream, false);
  assert.equal(merged.edges.length, shop.edges.length + 1);
  assert.deepEqual(merge(merged, more), merged);
});

test("the way of a column goes up and down, not back", () => {
  const path = pathThrough(graphOf(shop), { model: "stg", column: "amount" });
  assert.deepEqual([...path.columns].sort(), [
    columnKey({ model: "orders", column: "net" }),
    columnKey({ model: "revenue", column: "total" }),
    columnKey({ model: "stg", column: "amount" }),
  ]);
  assert.equal(path.edges.size, 2);
});

test("a way through a ring ends", () => {
  const ring = answer("a", [model("a", ["x"]), model("b", ["x"])], ["a.x -> b.x", "b.x -> a.x"], []);
  assert.equal(pathThrough(graphOf(ring), { model: "a", column: "x" }).edges.size, 2);
});

test("of a hub with thousands of readers the nearest are drawn", () => {
  const readers = Array.from({ length: 3000 }, (_, it) => `reader_${it}`);
  const hub = answer(
    "hub",
    [model("hub", ["x"]), ...readers.map((it) => model(it, ["x"])), model("far", ["x"])],
    readers.map((it) => `hub.x -> ${it}.x`),
    ["reader_2999 -> far"],
  );
  const { graph, left } = nearest(graphOf(hub), 300);
  assert.deepEqual([graph.models.size, left, graph.edges.length], [300, 2702, 299]);
  assert.ok(!graph.models.has("far"));
  const drawn = layout(graph, { ...nothing, closed: new Set(readers) });
  assert.equal(drawn.boxes.length, 300);
});

test("what is upstream stands left, and a source stands beside its first reader", () => {
  const links = ["a -> b", "b -> c", "c -> d", "late -> d", "a -> d"].map((it) => ({
    from: it.split(" -> ")[0] ?? "",
    to: it.split(" -> ")[1] ?? "",
  }));
  assert.deepEqual(layers(["a", "b", "c", "d", "late"], links), [["a"], ["b"], ["c", "late"], ["d"]].map((it) => it));
});

test("rings and selves have layers, too", () => {
  const links = [
    { from: "a", to: "b" },
    { from: "b", to: "a" },
    { from: "b", to: "b" },
  ];
  assert.deepEqual(layers(["a", "b"], links), [["a"], ["b"]]);
});

test("neighbours are put side by side instead of crosswise", () => {
  const links = [
    { from: "a", to: "y" },
    { from: "b", to: "x" },
  ];
  const found = layers(["a", "b", "x", "y"], links);
  assert.equal(found[0]?.indexOf("a"), found[1]?.indexOf("y"));
});

test("boxes stand in the order of the columns that they feed, and curves do not cross", () => {
  const joined = answer(
    "orders",
    [
      model("int_payments", ["card", "coupon", "total"]),
      model("stg_orders", ["id", "day", "status"]),
      model("orders", ["id", "day", "status", "card", "coupon", "amount"]),
    ],
    [
      "int_payments.card -> orders.card",
      "int_payments.coupon -> orders.coupon",
      "int_payments.total -> orders.amount",
      "stg_orders.id -> orders.id",
      "stg_orders.day -> orders.day",
      "stg_orders.status -> orders.status",
    ],
    ["int_payments -> orders", "stg_orders -> orders"],
  );
  const drawn = layout(graphOf(joined), nothing);
  const heights = drawn.curves.map(({ path }) => path.match(/-?[\d.]+/g)?.map(Number) ?? []);
  const crossings = heights.flatMap(([, a1 = 0, , , , , , a2 = 0], it) =>
    heights.slice(it + 1).filter(([, b1 = 0, , , , , , b2 = 0]) => (a1 - b1) * (a2 - b2) < 0),
  );
  assert.equal(heights.length, 6);
  assert.equal(crossings.length, 0);
});

test("a long chain overflows nothing", () => {
  const names = Array.from({ length: 20_000 }, (_, it) => `m${it}`);
  const links = names.slice(1).map((to, it) => ({ from: names[it] ?? "", to }));
  assert.equal(layers(names, links).length, 20_000);
});

test("boxes do not overlap, and curves end at the rows of their columns", () => {
  const drawn = layout(graphOf(shop), nothing);
  const [stg, orders, revenue] = drawn.boxes;
  assert.ok(stg && orders && revenue);
  assert.ok(stg.x + stg.width < orders.x && orders.x + orders.width < revenue.x);
  const curve = drawn.curves.find((it) => it.edge?.from.column === "fee");
  const y = stg.y + metrics.header + metrics.row * 2.5;
  assert.ok(curve?.path.startsWith(`M${stg.x + stg.width} ${y}C`), curve?.path);
  for (const box of drawn.boxes) {
    for (const other of drawn.boxes) {
      const apart = box === other || box.layer !== other.layer || box.y + box.height <= other.y || other.y + other.height <= box.y;
      assert.ok(apart, `${box.name} ${other.name}`);
    }
    assert.ok(box.y >= metrics.margin && box.y + box.height <= drawn.height && box.x + box.width <= drawn.width);
  }
});

test("a model that passes no column on is joined all the same", () => {
  const counted = answer("n", [model("a", ["x"]), model("n", ["rows"])], [], ["a -> n"]);
  const drawn = layout(graphOf(counted), nothing);
  assert.deepEqual(drawn.curves.map((it) => [it.from, it.to, it.edge]), [["a", "n", undefined]]);
});

test("of a wide model those columns are shown that are joined, and all on demand", () => {
  const columns = Array.from({ length: 100 }, (_, it) => `c${it}`);
  const graph = graphOf(answer("wide", [model("wide", columns), model("r", ["x"])], ["wide.c77 -> r.x"], []));
  const rows = (choices: Partial<typeof nothing>) =>
    layout(graph, { ...nothing, ...choices }).boxes.find((it) => it.name === "wide")?.rows.map((it) => it.column.name) ?? [];
  assert.deepEqual(rows({}), [...columns.slice(0, 9), "c77"]);
  assert.deepEqual(rows({ wanted: new Set([columnKey({ model: "wide", column: "c50" })]) }).slice(8), ["c50", "c77"]);
  assert.equal(rows({ open: new Set(["wide"]) }).length, 100);
  assert.equal(rows({ closed: new Set(["wide"]) }).length, 0);
});

test("what decides about the rows of a model leads to its header", () => {
  const filtered = answer("f", [model("a", ["x", "y"]), model("f", ["x"])], ["a.x -> f.x"], ["a -> f"]);
  const edges = [...filtered.edges, { from: { model: "a", column: "y" }, to: { model: "f" }, kind: "filter", indirect: true }];
  const graph = graphOf({ ...filtered, edges });
  const drawn = layout(graph, nothing);
  const box = drawn.boxes.find((it) => it.name === "f");
  const curve = drawn.curves.find((it) => it.edge?.kind === "filter");
  assert.ok(box && curve?.path.endsWith(` ${box.x} ${box.y + metrics.header / 2}`), curve?.path);
  assert.deepEqual(move(drawn, graph, { model: "a", column: "y" }, "right"), { model: "f" });
  assert.equal(pathInWords(graph, { model: "a", column: "y" }), "a.y; read by the rows of f (filter)");
});

test("arrow keys go through a box, along the lineage, and to the next box", () => {
  const graph = graphOf(shop);
  const drawn = layout(graph, nothing);
  const go = (from: string, arrow: Parameters<typeof move>[3]) => {
    const [name = "", column] = from.split(".");
    const to = move(drawn, graph, { model: name, ...(column === undefined ? {} : { column }) }, arrow);
    return [to.model, to.column].filter((it) => it !== undefined).join(".");
  };
  assert.equal(go("stg", "down"), "stg.id");
  assert.equal(go("stg.id", "up"), "stg");
  assert.equal(go("stg", "up"), "stg");
  assert.equal(go("stg.fee", "right"), "orders.net");
  assert.equal(go("orders.net", "left"), "stg.amount");
  assert.equal(go("stg", "right"), "orders");
  assert.equal(go("revenue", "right"), "revenue");
  assert.equal(go("orders.id", "right"), "revenue", "a column that nothing reads leads along its model");
  assert.equal(go("stg", "end"), "stg.fee");
  assert.equal(go("stg.fee", "home"), "stg");
  assert.equal(go("gone", "down"), "stg");
});

test("lineage is said in words", () => {
  const graph = graphOf({
    ...shop,
    incomplete: [{ model: "orders", column: "net", reason: "a function is not known" }],
  });
  const orders = graph.models.get("orders");
  assert.ok(orders);
  assert.equal(modelInWords({ ...orders, hasMoreUpstream: true }), "model orders, 2 columns, more upstream");
  const net = { name: "net", type: "DOUBLE", nullable: true };
  assert.equal(
    columnInWords(graph, { model: "orders", column: "net" }, net),
    "net, DOUBLE, may be null, 2 sources, 1 reader",
  );
  assert.equal(
    pathInWords(graph, { model: "orders", column: "net" }),
    "orders.net; made of stg.amount (transform), stg.fee (transform); read by revenue.total (aggregate); " +
      "not all is known: a function is not known",
  );
});

test("of very many readers some are named", () => {
  const readers = Array.from({ length: 40 }, (_, it) => `r${it}`);
  const hub = answer("hub", [model("hub", ["x"]), ...readers.map((it) => model(it, ["x"]))], readers.map((it) => `hub.x -> ${it}.x`), []);
  assert.match(pathInWords(graphOf(hub), { model: "hub", column: "x" }), /read by r0\.x \(identity\), .*r11\.x \(identity\), 28 more$/);
});

test("models and columns are found by a part of their names", () => {
  const graph = graphOf(shop);
  assert.deepEqual(search(graph, " ORD"), [{ model: "orders" }]);
  assert.deepEqual(search(graph, "id"), [{ model: "stg", column: "id" }, { model: "orders", column: "id" }]);
  assert.deepEqual(search(graph, "orders.net"), [{ model: "orders", column: "net" }]);
  assert.deepEqual(search(graph, ""), []);
});

test("a column without a place of its own is where its model is", () => {
  const range = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 1 } });
  const placed = answer("a", [{ ...model("a", []), uri: "file:///a.sql", range: range(0), columns: [{ name: "x", range: range(3) }, { name: "y" }] }], [], []);
  assert.equal(definitionIn([placed], "a", "x")?.range?.start.line, 3);
  assert.equal(definitionIn([placed], "a", "y")?.range?.start.line, 0);
  assert.equal(definitionIn([placed], "raw", null), undefined);
});

test("zooming keeps the point under the pointer", () => {
  const view = { x: 10, y: 20, scale: 1 };
  const zoomed = zoomAt(view, 2, 110, 220);
  assert.deepEqual(zoomed, { scale: 2, x: -90, y: -180 });
  assert.equal(zoomAt(view, 1000, 0, 0).scale, scales.most);
});

test("everything fits, small drawings keep their size, and a place is brought into sight", () => {
  const window = { width: 400, height: 300 };
  assert.deepEqual(fit({ width: 800, height: 100 }, window), { scale: 0.5, x: 0, y: 125 });
  assert.equal(fit({ width: 100, height: 100 }, window).scale, 1);
  const view = { x: 0, y: 0, scale: 1 };
  assert.deepEqual(reveal(view, { x: 50, y: 50, width: 100, height: 20 }, window), view);
  assert.deepEqual(reveal(view, { x: 900, y: 50, width: 100, height: 20 }, window).x, 400 - 24 - 1000);
  assert.deepEqual(reveal(view, { x: -90, y: 50, width: 100, height: 20 }, window).x, 24 + 90);
  assert.deepEqual(around([{ x: 900, y: 50, width: 100, height: 20 }, { x: 50, y: 60, width: 10, height: 90 }]), {
    x: 50,
    y: 50,
    width: 950,
    height: 100,
  });
  const part = { x: 100, y: 100, width: 352, height: 504 };
  assert.deepEqual(fitPart(part, window, 0.4), { scale: 0.5, x: 200 - 276 / 2, y: 150 - 352 / 2 });
  assert.equal(fitPart(part, window, 0.7).scale, 0.7);
  assert.equal(holds(view, { width: 352, height: 252 }, window), true);
  assert.equal(holds({ ...view, scale: 1.1 }, { width: 352, height: 252 }, window), false);
  assert.deepEqual(centre(view, { x: 0, y: 0, width: 100, height: 20 }, window), { scale: 1, x: 150, y: 140 });
});
