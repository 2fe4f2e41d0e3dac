// Where everything of a drawing is: boxes in layers, rows in boxes, curves between rows. Pure.

import type { LineageColumn, LineageEdge, LineageEnd } from "../protocol";
import { columnKey, type Graph, modelLinks } from "./graph";
import { type JoinedAt, layers, type Link } from "./layers";

export interface Row {
  readonly column: LineageColumn;
  readonly y: number;
}

/** A model: a header, rows of columns, and perhaps a row that stands for the others. Rows are relative to the box. */
export interface Box {
  readonly name: string;
  readonly layer: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rows: readonly Row[];
  /** How many columns have no row. */
  readonly hidden: number;
}

export interface Curve {
  readonly from: string;
  readonly to: string;
  /** The columns that it joins; without, one model reads another and passes no column on that is shown. */
  readonly edge?: LineageEdge;
  /** As an SVG path. */
  readonly path: string;
}

export interface Layout {
  readonly boxes: readonly Box[];
  readonly curves: readonly Curve[];
  readonly width: number;
  readonly height: number;
}

export interface Choices {
  /** Models all of whose columns have rows. */
  readonly open: ReadonlySet<string>;
  /** Models none of whose columns have rows. */
  readonly closed: ReadonlySet<string>;
  /** Columns (by key) that have rows before others have. */
  readonly wanted: ReadonlySet<string>;
}

export const metrics = {
  header: 32,
  row: 22,
  padding: 6,
  letter: 7.4,
  least: 150,
  most: 330,
  betweenLayers: 110,
  betweenBoxes: 26,
  margin: 40,
  /** How many rows a box has that nobody has opened. */
  rows: 10,
} as const;

export function layout(graph: Graph, choices: Choices): Layout {
  const sized = new Map([...graph.models.keys()].map((it) => [it, size(graph, it, choices)]));
  const links = modelLinks(graph);
  const found = layers([...graph.models.keys()], links, ends(graph, sized, links));
  const tops = place(found, sized, links);
  const boxes = new Map<string, Box>();
  let x: number = metrics.margin;
  for (const [layer, names] of found.entries()) {
    const width = Math.max(...names.map((it) => sized.get(it)?.width ?? 0));
    for (const name of names) {
      const box = sized.get(name);
      if (box !== undefined) boxes.set(name, { ...box, name, layer, x, y: tops.get(name) ?? 0, width });
    }
    x += width + metrics.betweenLayers;
  }
  const list = [...boxes.values()];
  return {
    boxes: list,
    curves: curves(graph, boxes),
    width: x - metrics.betweenLayers + metrics.margin,
    height: Math.max(0, ...list.map((it) => it.y + it.height)) + metrics.margin,
  };
}

type Size = Pick<Box, "width" | "height" | "rows" | "hidden">;

function size(graph: Graph, name: string, choices: Choices): Size {
  const model = graph.models.get(name);
  const all = model?.columns ?? [];
  const shown = shownColumns(graph, name, all, choices);
  const rows = shown.map((column, index) => ({ column, y: metrics.header + metrics.row * index }));
  const hidden = all.length - shown.length;
  const lines = rows.length + (hidden > 0 ? 1 : 0);
  const letters = Math.max(name.length + (model?.kind.length ?? 0) + 3, ...shown.map((it) => it.name.length + (it.type?.length ?? 0) + 2));
  return {
    rows,
    hidden,
    width: Math.min(metrics.most, Math.max(metrics.least, Math.ceil(letters * metrics.letter) + 24)),
    height: metrics.header + metrics.row * lines + (lines > 0 ? metrics.padding : 0),
  };
}

/** The columns with rows, in their own order: of a wide model those that are joined to others. */
function shownColumns(
  graph: Graph,
  model: string,
  all: readonly LineageColumn[],
  choices: Choices,
): readonly LineageColumn[] {
  if (choices.closed.has(model)) {
    return [];
  }
  if (choices.open.has(model) || all.length <= metrics.rows) {
    return all;
  }
  const joined = new Set(graph.edges.flatMap((it) => [columnKey(it.from), columnKey(it.to)]));
  const importance = (it: LineageColumn) => {
    const key = columnKey({ model, column: it.name });
    return choices.wanted.has(key) ? 2 : joined.has(key) ? 1 : 0;
  };
  const chosen = new Set([...all].sort((a, b) => importance(b) - importance(a)).slice(0, metrics.rows));
  return all.filter((it) => chosen.has(it));
}

/** How far down their boxes curves end: at the rows of their columns, or where no column leads, in the middle. */
function ends(graph: Graph, sized: ReadonlyMap<string, Size>, links: readonly Link[]): JoinedAt[] {
  const share = (end: LineageEnd) => {
    const box = sized.get(end.model);
    return box === undefined ? 0.5 : anchor(box, end) / box.height;
  };
  const byColumns = graph.edges.map(({ from, to }) => ({
    from: from.model,
    to: to.model,
    fromHeight: share(from),
    toHeight: share(to),
  }));
  const joined = new Set(byColumns.map((it) => JSON.stringify([it.from, it.to])));
  const others = links.filter((it) => !joined.has(JSON.stringify([it.from, it.to])));
  return [...byColumns, ...others.map((it) => ({ ...it, fromHeight: 0.5, toHeight: 0.5 }))];
}

/** The upper ends of the boxes: each as near to the middle of what it reads as the others in its layer allow. */
function place(
  found: readonly (readonly string[])[],
  sized: ReadonlyMap<string, Size>,
  links: readonly { from: string; to: string }[],
): Map<string, number> {
  const tops = new Map<string, number>();
  const height = (name: string) => sized.get(name)?.height ?? 0;
  const middle = (name: string) => (tops.get(name) ?? 0) + height(name) / 2;
  const sources = new Map<string, string[]>();
  for (const { from, to } of links) sources.set(to, [...(sources.get(to) ?? []), from]);
  for (const names of found) {
    const wishes = names.map((name) => {
      const near = (sources.get(name) ?? []).filter((it) => tops.has(it)).map(middle);
      return near.length === 0 ? undefined : near.reduce((a, b) => a + b, 0) / near.length - height(name) / 2;
    });
    let free = Number.NEGATIVE_INFINITY;
    let moved = 0;
    for (const [index, name] of names.entries()) {
      const wish = wishes[index] ?? (Number.isFinite(free) ? free : 0);
      const top = Math.max(wish, free);
      moved += top - wish;
      tops.set(name, top);
      free = top + height(name) + metrics.betweenBoxes;
    }
    // What had to give way downwards is shared by the whole layer.
    const shift = moved / Math.max(1, names.length);
    for (const name of names) tops.set(name, (tops.get(name) ?? 0) - shift);
  }
  const highest = Math.min(...tops.values());
  for (const [name, top] of tops) tops.set(name, Math.round(top - highest) + metrics.margin);
  return tops;
}

function curves(graph: Graph, boxes: ReadonlyMap<string, Box>): Curve[] {
  const drawn: Curve[] = [];
  const joined = new Set<string>();
  for (const edge of graph.edges) {
    const [from, to] = [boxes.get(edge.from.model), boxes.get(edge.to.model)];
    if (from === undefined || to === undefined || from === to) continue;
    // Between two boxes without rows one curve says all.
    const key = JSON.stringify([from.name, to.name]);
    if (from.rows.length === 0 && to.rows.length === 0 && joined.has(key)) continue;
    joined.add(key);
    drawn.push({ from: from.name, to: to.name, edge, path: curve(from, to, from.y + anchor(from, edge.from), to.y + anchor(to, edge.to)) });
  }
  for (const link of graph.modelEdges) {
    const [from, to] = [boxes.get(link.from), boxes.get(link.to)];
    if (from === undefined || to === undefined || from === to) continue;
    if (joined.has(JSON.stringify([from.name, to.name]))) continue;
    drawn.push({ from: from.name, to: to.name, path: curve(from, to, from.y + headerAnchor, to.y + headerAnchor) });
  }
  return drawn;
}

/** How far down a box curves meet it: the row of their column, the row for the others, or the header. */
function anchor(box: Size, column: LineageEnd): number {
  if (column.column == null) {
    return headerAnchor;
  }
  const row = box.rows.find((it) => it.column.name === column.column);
  if (row !== undefined) {
    return row.y + metrics.row / 2;
  }
  const isNamed = box.rows.length > 0 && box.hidden > 0;
  return isNamed ? metrics.header + metrics.row * (box.rows.length + 0.5) : headerAnchor;
}

const headerAnchor = metrics.header / 2;

function curve(from: Box, to: Box, fromY: number, toY: number): string {
  const [x1, x2] = [from.x + from.width, to.x];
  const bend = Math.max(40, Math.abs(x2 - x1) / 2);
  return `M${x1} ${fromY}C${x1 + bend} ${fromY} ${x2 - bend} ${toY} ${x2} ${toY}`;
}
