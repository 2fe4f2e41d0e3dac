// Where the arrow keys lead in a drawing. Pure.

import type { LineageEnd } from "../protocol";
import { type Graph, linksOf } from "./graph";
import type { Box, Layout } from "./layout";

/** What has the focus: a model, or one of its columns. */
export interface Item {
  readonly model: string;
  readonly column?: string;
}

export type Arrow = "up" | "down" | "left" | "right" | "home" | "end";

/** The item that a key leads to; the same one where there is none. */
export function move(layout: Layout, graph: Graph, from: Item, arrow: Arrow): Item {
  const box = layout.boxes.find((it) => it.name === from.model);
  if (box === undefined) {
    const first = layout.boxes[0];
    return first === undefined ? from : { model: first.name };
  }
  switch (arrow) {
    case "up":
      return within(box, from, -1) ?? lastOf(beside(layout, box, -1)) ?? from;
    case "down":
      return within(box, from, 1) ?? firstOf(beside(layout, box, 1)) ?? from;
    case "home":
      return { model: box.name };
    case "end":
      return lastOf(box) ?? from;
    case "left":
      return along(layout, graph, from, "to", "from") ?? from;
    case "right":
      return along(layout, graph, from, "from", "to") ?? from;
  }
}

/** The item that stands for one end of an edge: the rows of a model have its header. */
export function itemOf({ model, column }: LineageEnd): Item {
  return column == null ? { model } : { model, column };
}

/** The header and the rows of a box, as one list. */
function within(box: Box, from: Item, step: number): Item | undefined {
  const items = itemsOf(box);
  return items[items.findIndex((it) => it.column === from.column) + step];
}

function itemsOf(box: Box): Item[] {
  return [{ model: box.name }, ...box.rows.map((it) => ({ model: box.name, column: it.column.name }))];
}

function firstOf(box: Box | undefined): Item | undefined {
  return box === undefined ? undefined : { model: box.name };
}

function lastOf(box: Box | undefined): Item | undefined {
  return box === undefined ? undefined : itemsOf(box).at(-1);
}

function beside(layout: Layout, box: Box, step: number): Box | undefined {
  const layer = layout.boxes.filter((it) => it.layer === box.layer).sort((a, b) => a.y - b.y);
  return layer[layer.indexOf(box) + step];
}

/** Along the lineage of a column, or where it has none along that of its model: the highest on the other side. */
function along(layout: Layout, graph: Graph, from: Item, near: "from" | "to", far: "from" | "to"): Item | undefined {
  const height = (it: Item) => {
    const box = layout.boxes.find((box) => box.name === it.model);
    return (box?.y ?? 0) + (box?.rows.find((row) => row.column.name === it.column)?.y ?? 0);
  };
  const isDrawn = (it: Item) => {
    const box = layout.boxes.find((box) => box.name === it.model);
    return box !== undefined && (it.column === undefined || box.rows.some((row) => row.column.name === it.column));
  };
  const columns = linksOf(graph, from)[near === "to" ? "sources" : "readers"].map((it): Item => itemOf(it[far]));
  const models = layout.curves.filter((it) => it[near] === from.model).map((it): Item => ({ model: it[far] }));
  for (const candidates of [columns, models]) {
    const drawn = candidates.filter(isDrawn).sort((a, b) => height(a) - height(b));
    if (drawn[0] !== undefined) return drawn[0];
  }
  return undefined;
}
