// Cards that say more or less on demand. The editor has no stable interface for that yet, so the server is asked by its own
// request, and the card shown once more at the same place.

import * as vscode from "vscode";
import type { HoverMiddleware, ProvideHoverSignature } from "vscode-languageclient/node";
import type { Server } from "./client";
import { type Verbosity, levelLinks, nextLevel, placeGiven } from "./hoverLevel";
import type { HoverAnswer } from "./protocol";
import { editorPosition, editorRange } from "./ranges";

/** What the last card was about, and how much it said. */
interface Shown {
  readonly uri: string;
  readonly range: vscode.Range;
  readonly verbosity: Verbosity;
}

export class Cards {
  private last: Shown | undefined;
  /** The level of the next card, where somebody has asked for one, and what it is about. */
  private wanted: Shown | undefined;

  constructor(private readonly server: Server) {}

  /** Answers in the place of the language client. */
  readonly middleware: HoverMiddleware = {
    provideHover: (document, position, token, next) => this.provide(document, position, token, next),
  };

  /** Shows what is at the cursor, or where a link says, one level further up or down than it was shown last. */
  async step(step: 1 | -1, given: unknown): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    if (editor === undefined) {
      return;
    }
    const uri = editor.document.uri.toString();
    const place = placeGiven(given);
    if (place !== undefined) {
      // The editor shows cards at the cursor.
      const start = editorPosition(place);
      editor.selection = new vscode.Selection(start, start);
    }
    const position = editor.selection.active;
    let shown = this.last;
    if (shown?.uri !== uri || !shown.range.contains(position)) {
      // Nothing was shown of what is at the cursor: what would be is where the steps begin.
      const answer = await this.ask(uri, position, undefined);
      shown = answer == null ? undefined : shownBy(uri, answer);
    }
    if (shown === undefined) {
      void vscode.window.setStatusBarMessage("Rocky has nothing to say about this.", 3000);
      return;
    }
    const verbosity = nextLevel(shown.verbosity, step);
    if (verbosity === undefined) {
      const words = step > 0 ? "Rocky says all there is to say." : "Rocky cannot say less.";
      void vscode.window.setStatusBarMessage(words, 3000);
      return;
    }
    this.wanted = { ...shown, verbosity };
    // A card that is shown already would stay as it is. Editors before 1.92 cannot hide it.
    await vscode.commands.executeCommand("editor.action.hideHover").then(undefined, () => undefined);
    await vscode.commands.executeCommand("editor.action.showHover", { focus: "noAutoFocus" });
  }

  private async provide(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
    next: ProvideHoverSignature,
  ): Promise<vscode.Hover | null | undefined> {
    const uri = document.uri.toString();
    const wanted = this.wanted;
    this.wanted = undefined;
    const isWanted = wanted?.uri === uri && wanted.range.contains(position);
    let answer: HoverAnswer | null | undefined;
    try {
      answer = await this.ask(uri, position, isWanted ? wanted.verbosity : undefined, token);
    } catch {
      // A server that is older than this extension has one level.
      return next(document, position, token);
    }
    if (answer == null) {
      return undefined;
    }
    this.last = shownBy(uri, answer);
    const { contents, range } = answer.hover;
    const card = new vscode.MarkdownString(contents.value);
    const parts = [card];
    const links = levelLinks(answer, position);
    if (links !== "") {
      const line = new vscode.MarkdownString(links);
      line.isTrusted = { enabledCommands: ["rocky.showMore", "rocky.showLess"] };
      parts.push(line);
    }
    return new vscode.Hover(parts, range == null ? undefined : editorRange(range));
  }

  private async ask(
    uri: string,
    { line, character }: vscode.Position,
    verbosity: Verbosity | undefined,
    token?: vscode.CancellationToken,
  ): Promise<HoverAnswer | null | undefined> {
    const position = { line, character };
    return this.server.ask("rocky/hover", { textDocument: { uri }, position, verbosity }, token);
  }
}

function shownBy(uri: string, { hover, verbosity }: HoverAnswer): Shown | undefined {
  return hover.range == null ? undefined : { uri, range: editorRange(hover.range), verbosity };
}
