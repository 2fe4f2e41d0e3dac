// Explains diagnostic codes: the page that `rocky explain` prints, rendered.

import * as os from "node:os";
import * as vscode from "vscode";
import type { Server } from "./client";
import { Failure } from "./failure";
import { run } from "./program";

const scheme = "rocky-code";

export class CodePages implements vscode.TextDocumentContentProvider {
  constructor(private readonly server: Server) {}

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const code = uri.path.replace(/^\/|\.md$/g, "");
    return this.page(code);
  }

  async show(given: unknown): Promise<void> {
    const code = typeof given === "string" ? given : await this.ask();
    if (code === undefined) {
      return;
    }
    // Asked before the page is opened, so that an unknown code is a message and no page.
    await this.page(code);
    await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.from({ scheme, path: `/${code}.md` }));
  }

  private async page(code: string): Promise<string> {
    const choice = this.server.program();
    if (choice.kind === "missing") {
      throw new Failure(choice.message);
    }
    const outcome = await run({
      program: choice.program,
      arguments: ["explain", code, "--output", "md"],
      folder: os.tmpdir(),
    });
    if (outcome === undefined || outcome.code !== 0) {
      throw new Failure(outcome?.errors.trim().split("\n")[0] ?? `There is no code ${code}.`);
    }
    return outcome.output;
  }

  /** The codes at the cursor and in the file are offered; any other can be typed. */
  private async ask(): Promise<string | undefined> {
    const found = codesAt(vscode.window.activeTextEditor);
    const other = "Another code…";
    if (found.length > 0) {
      const picked = await vscode.window.showQuickPick([...found, { label: other }], { title: "Explain a code" });
      if (picked?.label !== other) {
        return picked?.label;
      }
    }
    const typed = await vscode.window.showInputBox({
      title: "Explain a code",
      placeHolder: "E003",
      validateInput: (it) => (/^[a-z]\d{3}$/i.test(it.trim()) ? undefined : "A code is a letter and three digits."),
    });
    return typed?.trim().toUpperCase();
  }
}

/** The codes of an editor's diagnostics, those at the cursor first. */
function codesAt(editor: vscode.TextEditor | undefined): vscode.QuickPickItem[] {
  if (editor === undefined) {
    return [];
  }
  const own = vscode.languages.getDiagnostics(editor.document.uri).filter((it) => it.source === "rocky");
  const distance = (it: vscode.Diagnostic) =>
    it.range.contains(editor.selection.active) ? -1 : Math.abs(it.range.start.line - editor.selection.active.line);
  const items = new Map<string, vscode.QuickPickItem>();
  for (const it of own.sort((a, b) => distance(a) - distance(b))) {
    const code = typeof it.code === "object" ? it.code.value : it.code;
    if (code !== undefined && !items.has(String(code))) {
      items.set(String(code), { label: String(code), description: it.message });
    }
  }
  return [...items.values()];
}
