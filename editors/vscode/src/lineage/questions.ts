// Asks the server about lineage.

import * as vscode from "vscode";
import type { Server } from "../client";
import type { Direction, Lineage, LineageParams } from "../protocol";
import { depthSetting, setting } from "../settings";

/** What a view is about: a document's model or one named with a document of its project, and perhaps a column. */
export interface Subject {
  readonly uri: string;
  readonly model?: string;
  readonly column?: string;
}

/** More models than any chain has. */
const EVERYTHING = 1_000_000;

export class Questions {
  constructor(private readonly server: Server) {}

  /** The neighbourhood of a subject, as wide as the settings say. */
  around(subject: Subject, indirect: boolean, token?: vscode.CancellationToken): Promise<Lineage | null | undefined> {
    const depth = depthSetting(vscode.workspace.getConfiguration("rocky"));
    const { model } = subject;
    return this.ask(subject, { ...(model === undefined ? {} : { model }), direction: "both", depth, indirect }, token);
  }

  /** What is one step from a model, or from one of its columns. */
  step(
    subject: Subject,
    model: string,
    direction: Direction,
    options: { readonly column?: string; readonly indirect?: boolean } = {},
  ): Promise<Lineage | null | undefined> {
    return this.ask(subject, { model, direction, depth: 1, ...options });
  }

  /** All that a column is made of and all that is made of it. */
  trace(subject: Subject, model: string, column: string, indirect: boolean): Promise<Lineage | null | undefined> {
    return this.ask(subject, { model, column, direction: "both", depth: EVERYTHING, indirect });
  }

  private ask(
    { uri }: Subject,
    params: Omit<LineageParams, "textDocument">,
    token?: vscode.CancellationToken,
  ): Promise<Lineage | null | undefined> {
    return this.server.ask("rocky/lineage", { textDocument: { uri }, ...params }, token);
  }
}

/** Whether indirect lineage is shown where nothing else is said. */
export function indirectByDefault(): boolean {
  return setting(vscode.workspace.getConfiguration("rocky"), "lineage.indirect");
}
