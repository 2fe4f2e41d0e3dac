// A graph of lineage as a view holds it: answers of the server, put together. Pure.

import type { ColumnName, Lineage, LineageColumn, LineageEdge, LineageEnd, LineageModel } from "../protocol";

export interface Graph {
  readonly focus: LineageEnd;
  readonly models: ReadonlyMap<string, LineageModel>;
  readonly edges: readonly LineageEdge[];
  readonly modelEdges: readonly { readonly from: string; readonly to: string }[];
  readonly incomplete: Lineage["incomplete"];
}

export function graphOf(answer: Lineage): Graph {
  return merge(
    { focus: answer.focus, models: new Map(), edges: [], modelEdges: [], incomplete: [] },
    answer,
  );
}

/** Adds what another question has found. The focus stays. */
export function merge(graph: Graph, answer: Lineage): Graph {
  const models = new Map(graph.models);
  for (const model of answer.models) {
    const known = models.get(model.name);
    models.set(model.name, known === undefined ? model : mergeModel(known, model));
  }
  return {
    focus: graph.focus,
    models,
    edges: unique([...graph.edges, ...answer.edges], edgeKey),
    modelEdges: unique([...graph.modelEdges, ...answer.modelEdges], (it) => JSON.stringify([it.from, it.to])),
    incomplete: unique([...graph.incomplete, ...answer.incomplete], (it) =>
      JSON.stringify([it.model, it.column, it.reason]),
    ),
  };
}

/** One answer may list only the columns that matter to its question, and not see neighbours that another has shown. */
function mergeModel(known: LineageModel, more: LineageModel): LineageModel {
  const names = new Set(known.columns.map((it) => it.name));
  const columns: LineageColumn[] = [...known.columns, ...more.columns.filter((it) => !names.has(it.name))];
  return {
    ...known,
    ...more,
    columns,
    hasMoreUpstream: known.hasMoreUpstream && more.hasMoreUpstream,
    hasMoreDownstream: known.hasMoreDownstream && more.hasMoreDownstream,
  };
}

/** Of a graph too large to draw: the models nearest to the focus, and how many were left out. */
export function nearest(graph: Graph, limit: number): { readonly graph: Graph; readonly left: number } {
  if (graph.models.size <= limit) {
    return { graph, left: 0 };
  }
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of modelLinks(graph)) {
    push(neighbours, from, to);
    push(neighbours, to, from);
  }
  const kept = new Set<string>([graph.focus.model]);
  // A set is walked in the order of insertion, what is added while it is walked included: breadth first.
  for (const name of kept) {
    for (const next of neighbours.get(name) ?? []) {
      if (kept.size < limit && graph.models.has(next)) kept.add(next);
    }
  }
  const inside = (it: { from: string; to: string }) => kept.has(it.from) && kept.has(it.to);
  return {
    graph: {
      ...graph,
      models: new Map([...graph.models].filter(([name]) => kept.has(name))),
      edges: graph.edges.filter((it) => inside({ from: it.from.model, to: it.to.model })),
      modelEdges: graph.modelEdges.filter(inside),
    },
    left: graph.models.size - kept.size,
  };
}

/** Which models are joined, by their reading or by a column, each pair once. */
export function modelLinks(graph: Graph): { readonly from: string; readonly to: string }[] {
  const byColumns = graph.edges.map((it) => ({ from: it.from.model, to: it.to.model }));
  const links = [...graph.modelEdges, ...byColumns].filter(
    (it) => it.from !== it.to && graph.models.has(it.from) && graph.models.has(it.to),
  );
  return unique(links, (it) => JSON.stringify([it.from, it.to]));
}

/** What a column is made of and what is made of it, the column itself included. */
export interface Path {
  readonly columns: ReadonlySet<string>;
  readonly edges: ReadonlySet<LineageEdge>;
}

export function pathThrough(graph: Graph, column: ColumnName): Path {
  const columns = new Set([columnKey(column)]);
  const edges = new Set<LineageEdge>();
  for (const [side, far] of [
    ["sources", "from"],
    ["readers", "to"],
  ] as const) {
    const reached = new Map<string, LineageEnd>([[columnKey(column), column]]);
    // A map is walked in the order of insertion, what is added while it is walked included.
    for (const it of reached.values()) {
      for (const edge of linksOf(graph, it)[side]) {
        edges.add(edge);
        const key = columnKey(edge[far]);
        if (!reached.has(key)) reached.set(key, edge[far]);
      }
    }
    for (const key of reached.keys()) columns.add(key);
  }
  return { columns, edges };
}

/** The edges that end at a column, or at a model's rows, and those that begin there. */
export interface Links {
  readonly sources: readonly LineageEdge[];
  readonly readers: readonly LineageEdge[];
}

const indexes = new WeakMap<Graph, ReadonlyMap<string, { sources: LineageEdge[]; readers: LineageEdge[] }>>();
const unlinked: Links = { sources: [], readers: [] };

/** What a column is joined to. The first question indexes the graph, which never changes. */
export function linksOf(graph: Graph, name: LineageEnd): Links {
  let index = indexes.get(graph);
  if (index === undefined) {
    const made = new Map<string, { sources: LineageEdge[]; readers: LineageEdge[] }>();
    const at = (end: LineageEnd) => {
      const key = columnKey(end);
      const known = made.get(key) ?? { sources: [], readers: [] };
      made.set(key, known);
      return known;
    };
    for (const edge of graph.edges) {
      at(edge.to).sources.push(edge);
      at(edge.from).readers.push(edge);
    }
    index = made;
    indexes.set(graph, index);
  }
  return index.get(columnKey(name)) ?? unlinked;
}

/** The name of a column, or of a model's rows, as a key of sets. */
export function columnKey(it: LineageEnd): string {
  return JSON.stringify([it.model, it.column ?? null]);
}

function edgeKey(it: LineageEdge): string {
  return JSON.stringify([columnKey(it.from), columnKey(it.to), it.kind, it.indirect]);
}

function unique<T>(list: readonly T[], key: (it: T) => string): T[] {
  const seen = new Map<string, T>();
  for (const it of list) if (!seen.has(key(it))) seen.set(key(it), it);
  return [...seen.values()];
}

function push<T>(lists: Map<string, T[]>, key: string, it: T): void {
  const list = lists.get(key);
  if (list === undefined) {
    lists.set(key, [it]);
  } else {
    list.push(it);
  }
}
