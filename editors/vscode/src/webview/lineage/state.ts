// What the view shows: the graph, what is open, what is chosen. The only thing here that changes.

import { columnKey, type Graph, nearest, type Path, pathThrough } from "../../lineage/graph";
import type { Item } from "../../lineage/keyboard";
import { layout, type Layout } from "../../lineage/layout";

/** More boxes than this are no picture any more. */
const LIMIT = 300;
/** From here on only the focus shows its columns by itself. */
const CROWD = 40;

export class State {
  private full: Graph | undefined;
  private shown: Graph | undefined;
  private computed: Layout | undefined;
  private lit: Path | undefined;
  private readonly opened = new Set<string>();
  private readonly closed = new Set<string>();

  /** What has the keyboard. */
  current: Item | undefined;
  /** What was chosen: a column's way is lit. */
  chosen: Item | undefined;
  /** How many models are too far away to be drawn. */
  left = 0;

  get graph(): Graph | undefined {
    return this.shown;
  }

  /** All that is known, drawn or not. */
  get whole(): Graph | undefined {
    return this.full;
  }

  replace(graph: Graph | undefined): void {
    const isSameFocus = graph?.focus.model === this.full?.focus.model;
    if (!isSameFocus) {
      this.opened.clear();
      this.closed.clear();
    }
    this.full = graph;
    const near = graph === undefined ? undefined : nearest(graph, LIMIT);
    this.shown = near?.graph;
    this.left = near?.left ?? 0;
    this.computed = undefined;
    this.lit = undefined;
    if (!this.exists(this.chosen)) this.chosen = undefined;
    if (!this.exists(this.current)) {
      this.current = graph === undefined ? undefined : { model: graph.focus.model };
    }
  }

  choose(item: Item | undefined): void {
    this.chosen = item;
    this.computed = undefined;
    this.lit = undefined;
  }

  /** Shows all columns of a model, or none, or those that matter. */
  toggle(model: string): void {
    const columns = this.shown?.models.get(model)?.columns.length ?? 0;
    const rows = this.layout?.boxes.find((it) => it.name === model)?.rows.length ?? 0;
    this.opened.delete(model);
    this.closed.delete(model);
    if (rows < columns) {
      this.opened.add(model);
    } else {
      this.closed.add(model);
    }
    this.computed = undefined;
  }

  get layout(): Layout | undefined {
    if (this.shown === undefined) {
      return undefined;
    }
    this.computed ??= layout(this.shown, {
      open: this.opened,
      closed: this.allClosed(this.shown),
      wanted: this.wanted(),
    });
    return this.computed;
  }

  /** The way of the chosen column. */
  get path(): Path | undefined {
    const { model, column } = this.chosen ?? {};
    if (this.shown === undefined || model === undefined || column === undefined) {
      return undefined;
    }
    this.lit ??= pathThrough(this.shown, { model, column });
    return this.lit;
  }

  private allClosed(graph: Graph): ReadonlySet<string> {
    if (graph.models.size <= CROWD) {
      return this.closed;
    }
    const onPath = new Set([...(this.path?.edges ?? [])].flatMap((it) => [it.from.model, it.to.model]));
    const lit = onPath.size > CROWD ? new Set<string>() : onPath;
    const isOpen = (name: string) => this.opened.has(name) || lit.has(name) || name === graph.focus.model;
    return new Set([...graph.models.keys()].filter((it) => this.closed.has(it) || !isOpen(it)));
  }

  private wanted(): ReadonlySet<string> {
    const wanted = new Set(this.path?.columns ?? []);
    for (const it of [this.chosen, this.current]) {
      if (it?.column !== undefined) wanted.add(columnKey({ model: it.model, column: it.column }));
    }
    return wanted;
  }

  private exists(item: Item | undefined): boolean {
    const model = this.shown?.models.get(item?.model ?? "");
    return model !== undefined && (item?.column === undefined || model.columns.some((it) => it.name === item.column));
  }
}
