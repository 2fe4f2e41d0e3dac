// What views follow: the document in front, and the server when it has taken in an edit.

import * as vscode from "vscode";
import type { Server } from "./client";
import { activeDocument } from "./models";

/** While somebody goes through files or types, views wait so many milliseconds. */
const REST = 200;

export class Follower implements vscode.Disposable {
  private readonly moved = new vscode.EventEmitter<string>();
  private readonly settled = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;
  private revision = -1;
  private current: string | undefined;

  /** Another document is in front; its URI. */
  readonly onDidMove = this.moved.event;
  /** Answers may be others than before. */
  readonly onDidSettle = this.settled.event;

  constructor(server: Server) {
    this.subscriptions = [
      this.moved,
      this.settled,
      vscode.window.onDidChangeActiveTextEditor(() => this.look()),
      server.onDidChangeHealth(({ kind }) => kind === "running" && this.settleSoon()),
      server.onDidChangeStatus(({ state, revision }) => {
        if (state === "idle" && revision !== this.revision) {
          this.revision = revision;
          this.settleSoon();
        }
      }),
    ];
    this.look();
  }

  /** The URI of the last document in front that may be part of a project. */
  get uri(): string | undefined {
    return this.current;
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private look(): void {
    const uri = activeDocument()?.uri.toString();
    if (uri !== undefined && uri !== this.current) {
      this.current = uri;
      this.moved.fire(uri);
    }
  }

  private settleSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settled.fire(), REST);
  }
}
