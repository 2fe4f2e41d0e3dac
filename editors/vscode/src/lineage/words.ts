// Lineage in words: what a screen reader says, what the line below the drawing shows. Pure.

import type { ColumnName, LineageColumn, LineageEdge, LineageEnd, LineageModel } from "../protocol";
import { type Graph, linksOf } from "./graph";

/** More names than this nobody reads in a line. */
const NAMED = 12;

export function modelInWords(model: LineageModel): string {
  const columns = model.columns.length === 1 ? "1 column" : `${model.columns.length} columns`;
  const more = [
    model.hasMoreUpstream ? "more upstream" : "",
    model.hasMoreDownstream ? "more downstream" : "",
  ].filter((it) => it !== "");
  return [`${model.kind} ${model.name}`, columns, ...more].join(", ");
}

export function endInWords({ model, column }: LineageEnd): string {
  return column == null ? `the rows of ${model}` : `${model}.${column}`;
}

/** The type with a question mark where the column may be null, as far as both are known. */
export function typeInWords(column: LineageColumn): string {
  return `${column.type ?? ""}${column.nullable === true ? "?" : ""}`;
}

export function columnInWords(graph: Graph, name: ColumnName, column: LineageColumn): string {
  const { sources, readers } = linksOf(graph, name);
  return [
    column.name,
    column.type ?? "",
    column.nullable === true ? "may be null" : "",
    count(sources.length, "source"),
    count(readers.length, "reader"),
  ]
    .filter((it) => it !== "")
    .join(", ");
}

/** What a column is made of and read by, as one line. */
export function pathInWords(graph: Graph, name: ColumnName): string {
  const { sources, readers } = linksOf(graph, name);
  const list = (edges: readonly LineageEdge[], end: "from" | "to") => {
    const named = edges.slice(0, NAMED).map((it) => `${endInWords(it[end])} (${it.kind})`);
    return [...named, ...(edges.length > NAMED ? [`${edges.length - NAMED} more`] : [])].join(", ");
  };
  const unknown = graph.incomplete.find(
    (it) => it.model === name.model && (it.column === name.column || it.column == null),
  );
  return [
    `${name.model}.${name.column}`,
    sources.length === 0 ? "" : `made of ${list(sources, "from")}`,
    readers.length === 0 ? "" : `read by ${list(readers, "to")}`,
    unknown === undefined ? "" : `not all is known: ${unknown.reason}`,
  ]
    .filter((it) => it !== "")
    .join("; ");
}

/** Models and columns whose names contain a text, in the order of the graph. */
export function search(graph: Graph, text: string): { readonly model: string; readonly column?: string }[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") {
    return [];
  }
  return [...graph.models.values()].flatMap((model) => [
    ...(model.name.toLowerCase().includes(wanted) ? [{ model: model.name }] : []),
    ...model.columns
      .filter((it) => it.name.toLowerCase().includes(wanted) || `${model.name}.${it.name}`.toLowerCase() === wanted)
      .map((it) => ({ model: model.name, column: it.name })),
  ]);
}

function count(number: number, noun: string): string {
  return `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;
}
