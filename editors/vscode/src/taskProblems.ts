// What problem matchers find while the server runs: what it says as well is listed once, as the server says it.

import * as vscode from "vscode";
import type { Server } from "./client";

/** The owner and the source of what our problem matchers find; the manifest has both. */
export const matched = { owner: "rocky-task", source: "rocky task" } as const;

/** While a task goes on finding, so many milliseconds are waited. */
const REST = 400;

export class TaskProblems implements vscode.Disposable {
  /** Has the owner of the matchers, so that clearing it takes away what they found. Nothing is ever put into it. */
  private readonly found = vscode.languages.createDiagnosticCollection(matched.owner);
  /** What tasks found and the server does not say. */
  private readonly kept = vscode.languages.createDiagnosticCollection("rocky-task-kept");
  /** What the server said of each file of which something is kept. */
  private readonly said = new Map<string, string>();
  /** The editor may go on showing us what was cleared. */
  private readonly seen = new WeakSet<vscode.Diagnostic>();
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly server: Server) {
    this.subscriptions = [
      this.found,
      this.kept,
      vscode.languages.onDidChangeDiagnostics(({ uris }) => this.look(uris)),
      server.onDidChangeHealth(() => this.look([])),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private look(uris: readonly vscode.Uri[]): void {
    // What the server says anew of a file is all that there is to say.
    for (const uri of uris) {
      const before = this.said.get(uri.toString());
      if (before !== undefined && before !== places(ofServer(uri))) {
        this.said.delete(uri.toString());
        this.kept.delete(uri);
      }
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.take(), REST);
  }

  /** Takes over what matchers have found. */
  private take(): void {
    if (this.server.health.kind !== "running") {
      return;
    }
    const fresh = vscode.languages
      .getDiagnostics()
      .map(([uri, all]) => [uri, all.filter((it) => it.source === matched.source && !this.seen.has(it))] as const)
      .filter(([, all]) => all.length > 0);
    if (fresh.length === 0) {
      return;
    }
    for (const [uri, all] of fresh) {
      for (const it of all) this.seen.add(it);
      const live = ofServer(uri);
      const known = new Set(live.map(place));
      this.said.set(uri.toString(), places(live));
      this.kept.set(uri, all.filter((it) => !known.has(place(it))));
    }
    this.found.clear();
  }
}

function ofServer(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((it) => it.source === "rocky");
}

/** What makes two findings one: a report has no whole ranges. */
function place({ code, range }: vscode.Diagnostic): string {
  return `${typeof code === "object" ? code.value : code} ${range.start.line}`;
}

function places(all: readonly vscode.Diagnostic[]): string {
  return all.map(place).join("\n");
}
