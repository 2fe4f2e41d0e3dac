// Levels of cards: the links below them, and what the real server says at each.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
import { levelLinks, levels, nextLevel, placeGiven } from "../src/hoverLevel";
import type { HoverAnswer } from "../src/protocol";
import { skip, temporaryProject } from "./support/project";
import { openSession } from "./support/session";

test("levels have an order with two ends", () => {
  assert.deepEqual(levels.map((it) => nextLevel(it, 1)), ["normal", "full", undefined]);
  assert.deepEqual(levels.map((it) => nextLevel(it, -1)), [undefined, "brief", "normal"]);
});

test("links below a card lead to the commands, with the card's place", () => {
  const links = levelLinks({ canIncrease: true, canDecrease: true }, { line: 3, character: 7 });
  const [more, less] = [...links.matchAll(/command:(rocky\.\w+)\?([^)]+)\)/g)].map((it) => [it[1], it[2]]);
  assert.deepEqual([more?.[0], less?.[0]], ["rocky.showMore", "rocky.showLess"]);
  const given: unknown[] = JSON.parse(decodeURIComponent(more?.[1] ?? ""));
  assert.deepEqual(placeGiven(given[0]), { line: 3, character: 7 });
  assert.equal(levelLinks({ canIncrease: false, canDecrease: false }, { line: 0, character: 0 }), "");
  assert.deepEqual([undefined, null, "x", { line: 1 }].map(placeGiven), [undefined, undefined, undefined, undefined]);
});

test("the server says more and less", { skip }, async () => {
  const folder = temporaryProject({ "models/totals.sql": "SELECT sum(amount) AS total FROM orders\n" });
  const session = await openSession(folder, { hover: { verbosity: "brief" } });
  const at = { textDocument: { uri: `${session.root}/models/totals.sql` }, position: { line: 0, character: 12 } };
  const card = (verbosity?: string): Promise<HoverAnswer> =>
    session.connection.sendRequest("rocky/hover", { ...at, verbosity });
  const [usual, normal, full] = [await card(), await card("normal"), await card("full")];
  assert.deepEqual([usual.verbosity, usual.canIncrease, usual.canDecrease], ["brief", true, false]);
  assert.deepEqual([normal.canIncrease, normal.canDecrease, full.canIncrease], [true, true, false]);
  assert.ok(usual.hover.contents.value.length < normal.hover.contents.value.length);
  assert.match(full.hover.contents.value, /read by 1 column in 1 model/);
  await assert.rejects(card("chatty"), /brief, normal, full/);
  await session.close();
  fs.rmSync(folder, { recursive: true });
});
