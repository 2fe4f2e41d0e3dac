// Draws the graph: boxes are elements with roles, curves are one picture behind them.

import { columnKey, type Path } from "../../lineage/graph";
import type { Item } from "../../lineage/keyboard";
import { type Box, type Layout, metrics } from "../../lineage/layout";
import { columnInWords, modelInWords, typeInWords } from "../../lineage/words";
import { element, vector } from "../elements";
import type { State } from "./state";

/** What a person does with the drawing. */
export interface Gestures {
  choose(item: Item): void;
  open(item: Item): void;
  toggle(model: string): void;
  expand(model: string, direction: "upstream" | "downstream"): void;
}

/** Where everything is drawn, and the element of each item. */
export class Drawing {
  private readonly items = new Map<string, HTMLElement>();

  constructor(
    private readonly canvas: HTMLElement,
    private readonly gestures: Gestures,
  ) {}

  draw(state: State): void {
    const { layout, path } = state;
    this.items.clear();
    this.canvas.replaceChildren();
    if (layout === undefined) {
      return;
    }
    this.canvas.classList.toggle("lit", path !== undefined);
    this.canvas.append(curves(layout, path), ...layout.boxes.map((it) => this.box(state, it, path)));
  }

  /** The element of an item, for the focus of the keyboard. */
  element(item: Item): HTMLElement | undefined {
    return this.items.get(keyOf(item));
  }

  mark(found: readonly Item[]): void {
    const keys = new Set(found.map(keyOf));
    for (const [key, item] of this.items) item.classList.toggle("found", keys.has(key));
  }

  private box(state: State, box: Box, path: Path | undefined): HTMLElement {
    const model = state.graph?.models.get(box.name);
    if (model === undefined) {
      return element("div");
    }
    const isFocus = state.graph?.focus.model === box.name;
    const header = this.item(state, { model: box.name }, "header", modelInWords(model), 1);
    header.setAttribute("aria-expanded", String(box.rows.length > 0));
    header.title = model.description ?? box.name;
    header.append(
      element("span", { class: "name" }, box.name),
      element("span", { class: "kind", "aria-hidden": "true" }, model.kind),
    );
    const rows = box.rows.map((row) => this.row(state, box.name, row.column, path));
    const made = element("div", { class: isFocus ? "box focus" : "box", role: "none" }, header);
    made.append(element("div", { role: "group" }, ...rows));
    if (box.hidden > 0) {
      const words = `${box.hidden} ${box.rows.length === 0 ? "" : "more "}column${box.hidden === 1 ? "" : "s"}`;
      made.append(this.button("more", words, `Show all columns of ${box.name}`, () => this.gestures.toggle(box.name)));
    }
    for (const [has, direction] of [
      [model.hasMoreUpstream, "upstream"],
      [model.hasMoreDownstream, "downstream"],
    ] as const) {
      if (has) {
        const label = `Show what is ${direction} of ${box.name}`;
        made.append(this.button(`expand ${direction}`, "+", label, () => this.gestures.expand(box.name, direction)));
      }
    }
    Object.assign(made.style, {
      left: `${box.x}px`,
      top: `${box.y}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
    return made;
  }

  private row(state: State, model: string, column: Parameters<typeof typeInWords>[0], path: Path | undefined): HTMLElement {
    const name = { model, column: column.name };
    const words = state.graph === undefined ? column.name : columnInWords(state.graph, name, column);
    const made = this.item(state, name, "row", words, 2);
    made.classList.toggle("on", path?.columns.has(columnKey(name)) === true);
    made.title = `${column.name} ${typeInWords(column)}`.trim();
    made.append(
      element("span", { class: "name" }, column.name),
      element("span", { class: "type", "aria-hidden": "true" }, typeInWords(column)),
    );
    return made;
  }

  private item(state: State, item: Item, look: string, words: string, level: number): HTMLElement {
    const isCurrent = state.current !== undefined && keyOf(state.current) === keyOf(item);
    const isChosen = state.chosen !== undefined && keyOf(state.chosen) === keyOf(item);
    const made = element("div", {
      class: isChosen ? `${look} chosen` : look,
      role: "treeitem",
      "aria-level": level,
      "aria-label": words,
      "aria-selected": String(isChosen),
      tabindex: isCurrent ? 0 : -1,
    });
    // The first click of two draws anew, so the second one meets another element: it is told by its number.
    made.addEventListener("click", (event) => (event.detail === 2 ? this.gestures.open(item) : this.gestures.choose(item)));
    this.items.set(keyOf(item), made);
    return made;
  }

  private button(look: string, text: string, label: string, press: () => void): HTMLElement {
    // Reached by keys of the tree (Shift with an arrow, C), so it is no stop of its own for the tab key.
    const made = element("button", { class: look, type: "button", title: label, "aria-label": label, tabindex: -1 }, text);
    made.addEventListener("click", press);
    return made;
  }
}

function curves(layout: Layout, path: Path | undefined): SVGElement {
  const picture = vector("svg", { width: layout.width, height: layout.height, "aria-hidden": "true" });
  const lit: SVGElement[] = [];
  for (const curve of layout.curves) {
    const isLit = curve.edge !== undefined && path?.edges.has(curve.edge) === true;
    const looks = [isLit ? "on" : "", curve.edge === undefined ? "reads" : "", curve.edge?.indirect ? "indirect" : ""];
    const made = vector("path", { d: curve.path, class: looks.filter((it) => it !== "").join(" ") });
    if (isLit) {
      lit.push(made);
    } else {
      picture.append(made);
    }
  }
  // What is lit lies above the rest.
  picture.append(...lit);
  return picture;
}

function keyOf(item: Item): string {
  return JSON.stringify([item.model, item.column]);
}

/** Where an item is in the drawing. */
export function placeOf(layout: Layout, item: Item): { x: number; y: number; width: number; height: number } | undefined {
  const box = layout.boxes.find((it) => it.name === item.model);
  if (box === undefined) {
    return undefined;
  }
  const row = box.rows.find((it) => it.column.name === item.column);
  return row === undefined
    ? { x: box.x, y: box.y, width: box.width, height: metrics.header }
    : { x: box.x, y: box.y + row.y, width: box.width, height: metrics.row };
}
