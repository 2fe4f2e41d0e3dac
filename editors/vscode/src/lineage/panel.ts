// The lineage view: a webview that draws what the server answers.

import * as path from "node:path";
import * as vscode from "vscode";
import type { Server } from "../client";
import { inWords } from "../failure";
import type { Follower } from "../follow";
import type { Lineage } from "../protocol";
import { editorRange } from "../ranges";
import { setting } from "../settings";
import { openBeside, write } from "../views";
import { lineageBody } from "./body";
import type { FromView, ToView } from "./messages";
import { definitionIn } from "./places";
import { indirectByDefault, Questions, type Subject } from "./questions";

export const lineageViewType = "rocky.lineage";

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
  private readonly questions: Questions;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly context: vscode.ExtensionContext,
    server: Server,
    private readonly follower: Follower,
  ) {
    this.questions = new Questions(server);
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(lineageViewType, this),
      follower.onDidMove(() => this.follow()),
      follower.onDidSettle(() => void this.refresh()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("rocky.lineage")) {
          this.isFollowing = setting(vscode.workspace.getConfiguration("rocky"), "lineage.followEditor");
          this.isIndirect = indirectByDefault();
          this.sendOptions();
          void this.refresh();
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
    if (this.subject === undefined && this.follower.uri !== undefined) {
      this.about({ uri: this.follower.uri });
    }
    this.adopt(panel);
  }

  dispose(): void {
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
    const { webview } = panel;
    panel.iconPath = vscode.Uri.joinPath(this.context.extensionUri, "icons", "rocky.svg");
    webview.onDidReceiveMessage((message: FromView) => this.receive(message));
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.asking?.cancel();
    });
    write(this.context, webview, "lineage", "Lineage", lineageBody);
  }

  private follow(): void {
    const { uri } = this.follower;
    if (this.isFollowing && uri !== undefined && this.panel !== undefined && uri !== this.subject?.uri) {
      this.about({ uri });
      void this.refresh();
    }
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
    const range = place.range === undefined ? undefined : editorRange(place.range);
    await openBeside(vscode.Uri.parse(place.uri), range, this.panel?.viewColumn);
  }

  private sendOptions(): void {
    this.send({ kind: "options", follow: this.isFollowing, indirect: this.isIndirect });
  }

  private send(message: ToView): void {
    void this.panel?.webview.postMessage(message);
  }
}
