// The lineage view: a webview that draws what the server answers.

import { randomBytes } from "node:crypto";
import * as path from "node:path";
import * as vscode from "vscode";
import type { Server } from "../client";
import { inWords } from "../failure";
import { page } from "../html";
import { activeDocument } from "../models";
import type { Lineage } from "../protocol";
import { setting } from "../settings";
import { lineageBody } from "./body";
import type { FromView, ToView } from "./messages";
import { definitionIn } from "./places";
import { editorRange, indirectByDefault, Questions, type Subject } from "./questions";

export const lineageViewType = "rocky.lineage";

/** While somebody goes through files or types, the view waits so many milliseconds. */
const REST = 200;

type Extra = (subject: Subject) => Promise<Lineage | null | undefined>;

export class LineagePanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  private panel: vscode.WebviewPanel | undefined;
  private subject: Subject | undefined;
  /** What is shown: the first answer is about the subject, the others were asked for at its nodes. */
  private answers: Lineage[] = [];
  private extras: Extra[] = [];
  private isFollowing = setting(vscode.workspace.getConfiguration("rocky"), "lineage.followEditor");
  private isIndirect = indirectByDefault();
  private asking: vscode.CancellationTokenSource | undefined;
  private timer: NodeJS.Timeout | undefined;
  private revision = -1;
  private readonly questions: Questions;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    server: Server,
  ) {
    this.questions = new Questions(server);
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(lineageViewType, this),
      vscode.window.onDidChangeActiveTextEditor(() => this.follow()),
      server.onDidChangeStatus(({ state, revision }) => {
        if (state === "idle" && revision !== this.revision) {
          this.revision = revision;
          this.refreshSoon();
        }
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("rocky.lineage")) {
          this.isFollowing = setting(vscode.workspace.getConfiguration("rocky"), "lineage.followEditor");
          this.isIndirect = indirectByDefault();
          this.sendOptions();
          this.refreshSoon();
        }
      }),
    ];
  }

  /** Shows a model, or the one in the active editor. */
  async show(subject: Subject): Promise<void> {
    this.about(subject);
    if (this.panel === undefined) {
      const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false };
      this.adopt(vscode.window.createWebviewPanel(lineageViewType, "Lineage", column, { enableScripts: true }));
    } else {
      this.panel.reveal(undefined, false);
      await this.refresh();
    }
  }

  /** A window was opened again with the view in it. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    const document = activeDocument() ?? vscode.window.visibleTextEditors[0]?.document;
    if (this.subject === undefined && document !== undefined) {
      this.about({ uri: document.uri.toString() });
    }
    this.adopt(panel);
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.asking?.cancel();
    this.panel?.dispose();
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private about(subject: Subject): void {
    this.subject = subject;
    this.extras = [];
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    const folder = vscode.Uri.joinPath(this.context.extensionUri, "dist");
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    panel.iconPath = vscode.Uri.joinPath(this.context.extensionUri, "icons", "rocky.svg");
    webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.asking?.cancel();
    });
    webview.html = page({
      title: "Lineage",
      body: lineageBody,
      source: webview.cspSource,
      style: webview.asWebviewUri(vscode.Uri.joinPath(folder, "lineage.css")).toString(),
      script: {
        uri: webview.asWebviewUri(vscode.Uri.joinPath(folder, "lineage.js")).toString(),
        nonce: randomBytes(16).toString("base64"),
      },
    });
  }

  private follow(): void {
    const document = activeDocument();
    if (!this.isFollowing || document === undefined || this.panel === undefined) {
      return;
    }
    const uri = document.uri.toString();
    if (uri !== this.subject?.uri || this.subject.model !== undefined) {
      this.about({ uri });
      this.refreshSoon();
    }
  }

  private refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), REST);
  }

  /** Asks everything anew: the text may have changed. */
  private async refresh(): Promise<void> {
    const { panel, subject } = this;
    if (panel?.visible !== true) {
      return;
    }
    if (subject === undefined) {
      this.send({ kind: "nothing", message: "Open a model to see its lineage." });
      return;
    }
    this.asking?.cancel();
    const asking = new vscode.CancellationTokenSource();
    this.asking = asking;
    try {
      const answer = await this.questions.around(subject, this.isIndirect, asking.token);
      if (asking.token.isCancellationRequested || answer === undefined) {
        return;
      }
      if (answer === null) {
        this.answers = [];
        const name = subject.model ?? path.basename(vscode.Uri.parse(subject.uri).fsPath);
        panel.title = "Lineage";
        this.send({ kind: "nothing", message: `${name} is no model of a project, so it has no lineage.` });
        return;
      }
      const more = await Promise.all(this.extras.map((it) => it(subject)));
      if (asking.token.isCancellationRequested) {
        return;
      }
      this.answers = [answer, ...more.filter((it) => it != null)];
      panel.title = `Lineage of ${answer.focus.model}`;
      this.send({ kind: "graph", answers: this.answers, column: subject.column ?? null });
    } catch (error) {
      if (!asking.token.isCancellationRequested) {
        this.send({ kind: "nothing", message: inWords(error, "rocky/lineage") });
      }
    }
  }

  private receive(message: FromView): void {
    switch (message.kind) {
      case "ready":
        this.sendOptions();
        void this.refresh();
        break;
      case "expand":
        void this.add((it) => this.questions.step(it, message.model, message.direction, { indirect: this.isIndirect }));
        break;
      case "trace":
        void this.add((it) => this.questions.trace(it, message.model, message.column, this.isIndirect));
        break;
      case "focus": {
        const uri = definitionIn(this.answers, message.model, null)?.uri ?? this.subject?.uri;
        if (uri !== undefined) {
          this.about({ uri, model: message.model });
          void this.refresh();
        }
        break;
      }
      case "open":
        void this.open(message.model, message.column);
        break;
      case "follow":
        this.isFollowing = message.on;
        this.follow();
        break;
      case "indirect":
        this.isIndirect = message.on;
        void this.refresh();
        break;
    }
  }

  private async add(extra: Extra): Promise<void> {
    const { subject } = this;
    if (subject === undefined) {
      return;
    }
    try {
      const answer = await extra(subject);
      if (answer != null && subject === this.subject) {
        this.extras.push(extra);
        this.answers.push(answer);
        this.send({ kind: "more", answer });
      }
    } catch (error) {
      void vscode.window.showErrorMessage(inWords(error, "rocky/lineage"));
    }
  }

  private async open(model: string, column: string | null): Promise<void> {
    const place = definitionIn(this.answers, model, column);
    if (place === undefined) {
      void vscode.window.showInformationMessage(`${model} is defined in no file of the project.`);
      return;
    }
    // Beside the view, where the text is already, rather than over it.
    const beside = vscode.window.visibleTextEditors.find((it) => it.viewColumn !== this.panel?.viewColumn);
    await vscode.window.showTextDocument(vscode.Uri.parse(place.uri), {
      viewColumn: beside?.viewColumn ?? vscode.ViewColumn.One,
      ...(place.range === undefined ? {} : { selection: editorRange(place.range) }),
    });
  }

  private sendOptions(): void {
    this.send({ kind: "options", follow: this.isFollowing, indirect: this.isIndirect });
  }

  private send(message: ToView): void {
    void this.panel?.webview.postMessage(message);
  }
}
