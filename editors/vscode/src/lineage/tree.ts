// Lineage as a plain tree in the side bar: what a model is made of, what reads it, and the sources of its columns.

import * as vscode from "vscode";
import type { Server } from "../client";
import { inWords } from "../failure";
import type { Follower } from "../follow";
import type { Lineage, LineageColumn, LineageModel } from "../protocol";
import { editorRange } from "../ranges";
import { definitionIn } from "./places";
import { indirectByDefault, Questions, type Subject } from "./questions";
import { typeInWords } from "./words";

type Direction = "upstream" | "downstream";

/** A line of the tree. */
export type Node =
  | { readonly kind: "model"; readonly model: LineageModel; readonly answer: Lineage; readonly direction: Direction | null }
  | { readonly kind: "section"; readonly direction: Direction | "columns"; readonly answer: Lineage }
  | {
      readonly kind: "column";
      readonly model: string;
      readonly column: string;
      readonly answer: Lineage;
      readonly description: string;
    }
  | { readonly kind: "note"; readonly text: string };

export class LineageTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  private readonly questions: Questions;
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    server: Server,
    private readonly follower: Follower,
  ) {
    this.questions = new Questions(server);
    this.subscriptions = [
      this.changed,
      // The editor looks for the event of this provider here, and never again.
      vscode.window.createTreeView("rocky.lineageTree", { treeDataProvider: this }),
      // A tree that is not seen is not asked for its children; when it is seen again, its subject may be another.
      follower.onDidMove(() => this.refresh()),
      follower.onDidSettle(() => this.refresh()),
    ];
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  refresh(): void {
    this.changed.fire(undefined);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    const { uri } = this.follower;
    if (uri === undefined) {
      return [];
    }
    const subject = { uri };
    try {
      return node === undefined ? await this.roots(subject) : await this.children(subject, node);
    } catch (error) {
      return [{ kind: "note", text: inWords(error, "rocky/lineage") }];
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case "note": {
        const item = new vscode.TreeItem(node.text);
        item.iconPath = new vscode.ThemeIcon("info");
        return item;
      }
      case "section":
        return sectionItem(node.direction);
      case "model":
        return modelItem(node.model, node.answer, node.direction);
      case "column":
        return columnItem(node.model, node.column, node.answer, node.description);
    }
  }

  private async roots(subject: Subject): Promise<Node[]> {
    const answer = await this.questions.around(subject, indirectByDefault());
    const model = answer?.models.find((it) => it.name === answer.focus.model);
    if (answer == null || model === undefined) {
      return [];
    }
    return [
      { kind: "model", model, answer, direction: null },
      { kind: "section", direction: "upstream", answer },
      { kind: "section", direction: "downstream", answer },
      { kind: "section", direction: "columns", answer },
    ];
  }

  private async children(subject: Subject, node: Node): Promise<Node[]> {
    switch (node.kind) {
      case "note":
        return [];
      case "section":
        return node.direction === "columns"
          ? columns(node.answer)
          : neighbours(node.answer, node.answer.focus.model, node.direction);
      case "model": {
        if (node.direction === null) return [];
        const answer = await this.questions.step(subject, node.model.name, node.direction);
        return answer == null ? [] : neighbours(answer, node.model.name, node.direction);
      }
      case "column": {
        const options = { column: node.column, indirect: indirectByDefault() };
        const answer = await this.questions.step(subject, node.model, "upstream", options);
        return answer == null ? [] : sources(answer, node.model, node.column);
      }
    }
  }
}

function neighbours(answer: Lineage, model: string, direction: Direction): Node[] {
  const [near, far] = direction === "upstream" ? (["to", "from"] as const) : (["from", "to"] as const);
  const names = new Set(answer.modelEdges.filter((it) => it[near] === model).map((it) => it[far]));
  const found = answer.models.filter((it) => names.has(it.name));
  return found.length === 0
    ? [{ kind: "note", text: direction === "upstream" ? "Reads nothing" : "Nothing reads it" }]
    : found.map((it) => ({ kind: "model", model: it, answer, direction }));
}

function columns(answer: Lineage): Node[] {
  const model = answer.models.find((it) => it.name === answer.focus.model);
  return (model?.columns ?? []).map((it: LineageColumn) => ({
    kind: "column",
    model: answer.focus.model,
    column: it.name,
    answer,
    description: typeInWords(it),
  }));
}

function sources(answer: Lineage, model: string, column: string): Node[] {
  const edges = answer.edges.filter((it) => it.to.model === model && it.to.column === column);
  if (edges.length === 0) {
    const unknown = answer.incomplete.find((it) => it.model === model && (it.column === column || it.column == null));
    return [{ kind: "note", text: unknown === undefined ? "Made of no column" : `Not known: ${unknown.reason}` }];
  }
  return edges.map((it) => ({
    kind: "column",
    model: it.from.model,
    column: it.from.column,
    answer,
    description: it.kind,
  }));
}

function sectionItem(direction: Direction | "columns"): vscode.TreeItem {
  const [label, icon, state] = {
    upstream: ["Upstream", "arrow-up", vscode.TreeItemCollapsibleState.Expanded] as const,
    downstream: ["Downstream", "arrow-down", vscode.TreeItemCollapsibleState.Expanded] as const,
    columns: ["Columns", "symbol-field", vscode.TreeItemCollapsibleState.Collapsed] as const,
  }[direction];
  const item = new vscode.TreeItem(label, state);
  item.iconPath = new vscode.ThemeIcon(icon);
  return item;
}

function modelItem(model: LineageModel, answer: Lineage, direction: Direction | null): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const leads = direction !== null && (direction === "upstream" ? model.hasMoreUpstream : model.hasMoreDownstream);
  const item = new vscode.TreeItem(model.name, leads ? Collapsed : None);
  item.description = model.kind;
  item.tooltip = model.description ?? model.name;
  item.iconPath = new vscode.ThemeIcon(model.kind === "model" ? "table" : "database");
  item.contextValue = model.kind === "model" ? "model" : "table";
  return opening(item, answer, model.name, null);
}

function columnItem(model: string, column: string, answer: Lineage, description: string): vscode.TreeItem {
  const isOwn = model === answer.focus.model;
  const item = new vscode.TreeItem(isOwn ? column : `${model}.${column}`, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = description;
  item.iconPath = new vscode.ThemeIcon("symbol-field");
  return opening(item, answer, model, column);
}

/** A click opens the definition. */
function opening(item: vscode.TreeItem, answer: Lineage, model: string, column: string | null): vscode.TreeItem {
  const place = definitionIn([answer], model, column);
  if (place !== undefined) {
    const options = place.range === undefined ? {} : { selection: editorRange(place.range) };
    item.command = { command: "vscode.open", title: "Open", arguments: [vscode.Uri.parse(place.uri), options] };
  }
  return item;
}
