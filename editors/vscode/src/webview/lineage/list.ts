// The same graph as text: for each model a table of its columns, with buttons that lead along.

import { type Graph, linksOf } from "../../lineage/graph";
import { type Item, itemOf } from "../../lineage/keyboard";
import { endInWords, typeInWords } from "../../lineage/words";
import type { LineageEdge, LineageEnd, LineageModel } from "../../protocol";
import { element } from "../elements";

export interface ListGestures {
  open(item: Item): void;
  /** Moves to an item of the list. */
  go(item: Item): void;
}

export function list(graph: Graph, gestures: ListGestures): HTMLElement[] {
  const focus = graph.models.get(graph.focus.model);
  const others = [...graph.models.values()].filter((it) => it !== focus);
  return [...(focus === undefined ? [] : [focus]), ...others].map((it) => section(graph, it, gestures));
}

/** The id of an item's heading or row. */
export function idOf(item: Item): string {
  return `list ${JSON.stringify([item.model, item.column])}`;
}

function section(graph: Graph, model: LineageModel, gestures: ListGestures): HTMLElement {
  const heading = element("h2", { id: idOf({ model: model.name }), tabindex: -1 });
  heading.append(link(model.name, `Open ${model.name}`, () => gestures.open({ model: model.name })), ` ${model.kind}`);
  const made = element("section", {}, heading);
  const near = (end: "from" | "to") =>
    graph.modelEdges.filter((it) => it[end] === model.name).map((it) => it[end === "from" ? "to" : "from"]);
  for (const [words, names] of [
    ["Reads", near("to")],
    ["Read by", near("from")],
  ] as const) {
    if (names.length > 0) {
      const links = names.map((name) => link(name, `Go to ${name}`, () => gestures.go({ model: name })));
      made.append(element("p", {}, `${words} `, ...separated(links)));
    }
  }
  if (model.columns.length > 0) {
    made.append(table(graph, model, gestures));
  }
  return made;
}

function table(graph: Graph, model: LineageModel, gestures: ListGestures): HTMLElement {
  const titles = ["Column", "Type", "Made of", "Read by"].map((it) => element("th", { scope: "col" }, it));
  const rows = model.columns.map((column) => {
    const name = { model: model.name, column: column.name };
    const { sources, readers } = linksOf(graph, name);
    const open = link(column.name, `Open ${column.name}`, () => gestures.open(name));
    return element(
      "tr",
      { id: idOf(name), tabindex: -1 },
      element("th", { scope: "row" }, open),
      element("td", {}, typeInWords(column)),
      element("td", {}, ...separated(sources.map((it) => far(it, it.from, gestures)))),
      element("td", {}, ...separated(readers.map((it) => far(it, it.to, gestures)))),
    );
  });
  return element(
    "table",
    {},
    element("caption", { class: "unseen" }, `Columns of ${model.name}`),
    element("thead", {}, element("tr", {}, ...titles)),
    element("tbody", {}, ...rows),
  );
}

function far(edge: LineageEdge, end: LineageEnd, gestures: ListGestures): HTMLElement {
  const text = endInWords(end);
  return element("span", {}, link(text, `Go to ${text}`, () => gestures.go(itemOf(end))), ` ${edge.kind}`);
}

function link(text: string, label: string, press: () => void): HTMLElement {
  const made = element("button", { type: "button", class: "link", title: label }, text);
  made.addEventListener("click", press);
  return made;
}

function separated(list: readonly HTMLElement[]): (Node | string)[] {
  return list.flatMap((it, index) => (index === 0 ? [it] : [", ", it]));
}
