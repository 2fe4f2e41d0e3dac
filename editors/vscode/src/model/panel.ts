// The panel about a model: columns, types, origins, contract, last runs.

import * as path from "node:path";
import * as vscode from "vscode";
import type { Server } from "../client";
import type { CommandId } from "../commandIds";
import { inWords } from "../failure";
import type { Follower } from "../follow";
import type { Model } from "../protocol";
import { editorRange } from "../ranges";
import { openBeside, Page } from "../views";
import type { Action, FromModelPage } from "./messages";
import { emptyPage, modelPage } from "./page";

export const modelViewType = "rocky.model";

/** A model by its document, or by its name in the document's project. */
interface Subject {
  readonly uri: string;
  readonly model?: string;
}

const commands: Record<Action, CommandId> = {
  run: "rocky.runModel",
  preview: "rocky.previewModel",
  lineage: "rocky.showLineage",
  compiled: "rocky.showCompiledSql",
};

export class ModelPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private subject: Subject | undefined;
  private model: Model | undefined;
  private page: Page | undefined;
  private asking: vscode.CancellationTokenSource | undefined;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly server: Server,
    private readonly follower: Follower,
  ) {
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(modelViewType, this),
      follower.onDidMove((uri) => this.panel !== undefined && this.about({ uri })),
      follower.onDidSettle(() => void this.refresh()),
      // A run does not change any text, so the server has no news.
      vscode.tasks.onDidEndTaskProcess(({ execution }) => {
        if (execution.task.definition.type === "rocky") void this.refresh();
      }),
    ];
  }

  async show(uri: string, model: string | undefined): Promise<void> {
    if (this.panel === undefined) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      this.adopt(vscode.window.createWebviewPanel(modelViewType, "Model", column, { enableScripts: true }));
    } else {
      this.panel.reveal(undefined, true);
    }
    await this.about({ uri, ...(model === undefined ? {} : { model }) });
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.adopt(panel);
    const { uri } = this.follower;
    if (uri === undefined) {
      this.write("Model", emptyPage("Open a model to see what there is to say of it."));
    } else {
      await this.about({ uri });
    }
  }

  dispose(): void {
    this.asking?.cancel();
    this.panel?.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.context.extensionUri, "icons", "rocky.svg");
    this.page = new Page(this.context, panel.webview, "Model");
    panel.webview.onDidReceiveMessage((message: FromModelPage) => this.receive(message));
    panel.onDidChangeViewState(() => void this.refresh());
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.asking?.cancel();
    });
  }

  private async about(subject: Subject): Promise<void> {
    this.subject = subject;
    await this.refresh();
  }

  private async refresh(): Promise<void> {
    const { panel, subject } = this;
    if (panel?.visible !== true || subject === undefined) {
      return;
    }
    this.asking?.cancel();
    const asking = new vscode.CancellationTokenSource();
    this.asking = asking;
    const { uri, model } = subject;
    try {
      const params = { textDocument: { uri }, ...(model === undefined ? {} : { model }) };
      const answer = await this.server.ask("rocky/model", params, asking.token);
      if (asking.token.isCancellationRequested || answer === undefined) {
        return;
      }
      if (answer === null && model !== undefined && this.model !== undefined) {
        // A table that a model reads: the page that named it stays.
        this.subject = { uri: this.model.uri };
        void vscode.window.showInformationMessage(`${model} is a table outside the project.`);
        return;
      }
      this.model = answer ?? undefined;
      if (answer === null) {
        const name = path.basename(vscode.Uri.parse(uri).fsPath);
        this.write("Model", emptyPage(`${model ?? name} is no model of a project.`));
      } else {
        this.write(answer.name, modelPage(answer, (moment) => new Date(moment).toLocaleString()));
      }
    } catch (error) {
      if (!asking.token.isCancellationRequested) {
        this.write("Model", emptyPage(inWords(error, "rocky/model")));
      }
    }
  }

  private write(title: string, body: string): void {
    if (this.panel !== undefined) {
      this.panel.title = title;
      this.page?.show(body);
    }
  }

  private receive(message: FromModelPage): void {
    switch (message.kind) {
      case "open": {
        const range = message.range === null ? undefined : editorRange(message.range);
        void openBeside(vscode.Uri.parse(message.uri), range, this.panel?.viewColumn);
        break;
      }
      case "model":
        if (this.subject !== undefined) {
          void this.about({ uri: this.subject.uri, model: message.model });
        }
        break;
      case "do":
        if (this.model !== undefined) {
          void vscode.commands.executeCommand(commands[message.action], this.model.uri, this.model.name, null);
        }
        break;
    }
  }
}
