// The rows of a model or of one of its CTEs, read by a child process: the server never talks to a warehouse.

import * as vscode from "vscode";
import type { Server } from "../client";
import type { CommandId } from "../commandIds";
import { Failure, inWords } from "../failure";
import { type ModelPlace, projectOfModel, requireTrust } from "../models";
import { run } from "../program";
import { rowLimitSetting } from "../settings";
import { Page } from "../views";
import type { Projects } from "../workspace";
import { cancelledPage, failurePage, type FromPreviewPage, rowsPage, tabSeparated, title, waitingPage } from "./page";
import { previewArguments, readAnswer, type Request, type Rows } from "./request";

const viewId = "rocky.preview";

export class PreviewView implements vscode.WebviewViewProvider, vscode.Disposable {
  private view: vscode.WebviewView | undefined;
  private last: { readonly place: ModelPlace; readonly request: Request } | undefined;
  private rows: Rows | undefined;
  private running: AbortController | undefined;
  private page: Page | undefined;
  private body = '<p class="quiet">Preview a model to see its rows here.</p>';
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly server: Server,
    private readonly projects: Projects,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewViewProvider(viewId, this, { webviewOptions: { retainContextWhenHidden: true } }),
    ];
  }

  async show(place: ModelPlace, cte: string | null): Promise<void> {
    requireTrust();
    const limit = rowLimitSetting(vscode.workspace.getConfiguration("rocky"));
    this.last = { place, request: { model: place.model, cte, limit } };
    await vscode.commands.executeCommand(`${viewId}.focus`, { preserveFocus: true });
    await this.run();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view;
    this.page = new Page(this.context, view.webview, "Preview");
    view.webview.onDidReceiveMessage(({ kind }: FromPreviewPage) => {
      if (kind === "again") {
        void this.run();
      } else if (kind === "cancel") {
        this.running?.abort();
      } else if (kind === "install") {
        void vscode.commands.executeCommand("rocky.installDuckdb" satisfies CommandId);
      } else if (kind === "copy" && this.rows !== undefined) {
        void vscode.env.clipboard.writeText(tabSeparated(this.rows));
      }
    });
    view.onDidDispose(() => {
      this.view = undefined;
      this.running?.abort();
    });
    this.write(this.body);
  }

  dispose(): void {
    this.running?.abort();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async run(): Promise<void> {
    if (this.last === undefined) {
      return;
    }
    const { place, request } = this.last;
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.rows = undefined;
    this.write(waitingPage(request));
    let body: string;
    try {
      body = await this.read(place, request, running.signal);
    } catch (error) {
      body = failurePage(request, inWords(error, "rocky preview"));
    }
    // A later preview may be running already.
    if (this.running === running) {
      this.running = undefined;
      this.write(body);
    }
  }

  private async read(place: ModelPlace, request: Request, signal: AbortSignal): Promise<string> {
    const choice = this.server.program();
    if (choice.kind === "missing") {
      throw new Failure(choice.message);
    }
    const open = vscode.workspace.textDocuments.find((it) => it.uri.toString() === place.uri.toString());
    const outcome = await run({
      program: choice.program,
      arguments: previewArguments(request, open !== undefined),
      folder: projectOfModel(this.projects, place),
      signal,
      ...(open === undefined ? {} : { input: open.getText() }),
    });
    if (outcome === undefined) {
      return cancelledPage(request);
    }
    const answer = readAnswer(outcome.code, outcome.output, outcome.errors);
    if ("failure" in answer) {
      return failurePage(request, answer.failure);
    }
    this.rows = answer;
    return rowsPage(request, answer);
  }

  private write(body: string): void {
    this.body = body;
    if (this.view !== undefined) {
      this.view.description = this.last === undefined ? "" : title(this.last.request);
      this.page?.show(body);
    }
  }
}
