// A model's SQL as the warehouse gets it: a document that only the server has, fresh with every keystroke.

import * as vscode from "vscode";
import type { Server } from "../client";
import { inWords } from "../failure";
import type { Follower } from "../follow";
import type { CompiledSql } from "../protocol";
import { editorPosition } from "../ranges";
import { setting } from "../settings";
import { type Side, translate } from "./cursor";

const scheme = "rocky-compiled";

/** While somebody types, the document waits so many milliseconds. */
const REST = 150;

/** An open document of compiled SQL. */
interface Compiled {
  /** The model's text. */
  readonly source: string;
  map: CompiledSql["map"];
}

export class CompiledSqlView implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly compiled = new Map<string, Compiled>();
  private readonly mark = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.rangeHighlightBackground"),
  });
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly server: Server,
    follower: Follower,
  ) {
    this.subscriptions = [
      this.changed,
      this.mark,
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument((it) => this.compiled.delete(it.uri.toString())),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.sourceChanged(document.uri.toString())),
      // Another file may have changed what a name in this one means.
      follower.onDidSettle(() => this.refresh()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
    ];
  }

  /** Opens the compiled SQL of a document beside it. */
  async show(source: string): Promise<void> {
    const answer = await this.server.ask("rocky/compiledSql", { textDocument: { uri: source } });
    if (answer == null) {
      return;
    }
    const uri = vscode.Uri.parse(answer.uri);
    this.compiled.set(uri.toString(), { source, map: answer.map });
    const document = await vscode.workspace.openTextDocument(uri);
    this.changed.fire(uri);
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
    const editor = vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === source);
    if (editor !== undefined) {
      this.follow(editor);
    }
  }

  /** What cannot be compiled is a comment that says why: the document stays open while its model is half typed. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const known = this.compiled.get(uri.toString());
    try {
      if (known === undefined) {
        // Opened by the editor itself, with a window that was closed with it.
        return (await this.server.ask("workspace/textDocumentContent", { uri: uri.toString() }))?.text ?? "";
      }
      const answer = await this.server.ask("rocky/compiledSql", { textDocument: { uri: known.source } });
      known.map = answer?.map ?? [];
      return answer?.text ?? "";
    } catch (error) {
      if (known !== undefined) known.map = [];
      return inWords(error, "rocky/compiledSql").replace(/^/gm, "-- ") + "\n";
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private sourceChanged(uri: string): void {
    if ([...this.compiled.values()].some((it) => it.source === uri)) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.refresh(), REST);
    }
  }

  private refresh(): void {
    for (const it of vscode.workspace.textDocuments) {
      if (it.uri.scheme === scheme) this.changed.fire(it.uri);
    }
  }

  /** Shows in the other text where the cursor is in this one. */
  private follow(editor: vscode.TextEditor): void {
    const configuration = vscode.workspace.getConfiguration("rocky");
    // Only the editor that has the keyboard leads, or the two would lead each other.
    if (editor !== vscode.window.activeTextEditor || !setting(configuration, "compiledSql.followCursor")) {
      return;
    }
    const uri = editor.document.uri.toString();
    for (const [compiled, { source, map }] of this.compiled) {
      const pair: readonly (readonly [string, string, Side])[] = [
        [source, compiled, "source"],
        [compiled, source, "compiled"],
      ];
      for (const [here, there, side] of pair) {
        if (here !== uri) continue;
        const other = vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === there);
        const place = translate(map, editor.selection.active, side);
        editor.setDecorations(this.mark, []);
        if (other !== undefined) {
          this.point(other, place === undefined ? undefined : editorPosition(place));
        }
      }
    }
  }

  private point(editor: vscode.TextEditor, place: vscode.Position | undefined): void {
    const ranges = place === undefined ? [] : [new vscode.Range(place, place)];
    editor.setDecorations(this.mark, ranges);
    for (const range of ranges) {
      // The line, from its beginning: the place itself may be far to the right.
      const line = new vscode.Position(range.start.line, 0);
      editor.revealRange(new vscode.Range(line, line), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
      if (editor.document.uri.scheme === scheme) {
        editor.selection = new vscode.Selection(range.start, range.end);
      }
    }
  }
}
