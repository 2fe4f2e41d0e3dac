// Webviews that show pages written by the extension.

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { page } from "./html";

/** The folder that webviews may load from. */
export function viewsFolder(context: vscode.ExtensionContext): vscode.Uri {
  return vscode.Uri.joinPath(context.extensionUri, "dist");
}

/** Writes a page into a webview, with our style and script of a name. */
export function write(
  context: vscode.ExtensionContext,
  webview: vscode.Webview,
  name: "lineage" | "page",
  title: string,
  body: string,
): void {
  const folder = viewsFolder(context);
  const file = (extension: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, `${name}.${extension}`)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [folder] };
  webview.html = page({
    title,
    body,
    source: webview.cspSource,
    style: file("css"),
    script: { uri: file("js"), nonce: randomBytes(16).toString("base64") },
  });
}

/** A page whose body is written again and again. */
export class Page {
  private body = "";

  constructor(
    context: vscode.ExtensionContext,
    private readonly webview: vscode.Webview,
    title: string,
  ) {
    // Each time the view is made, also after it was hidden, its script asks for the body.
    webview.onDidReceiveMessage((message: { kind: string }) => message.kind === "ready" && this.send());
    write(context, webview, "page", title, '<main id="page"></main>');
  }

  show(body: string): void {
    if (body !== this.body) {
      this.body = body;
      this.send();
    }
  }

  private send(): void {
    void this.webview.postMessage({ body: this.body });
  }
}

/** Opens a file beside a view rather than over it: where text is already. */
export async function openBeside(
  uri: vscode.Uri,
  range: vscode.Range | undefined,
  view: vscode.ViewColumn | undefined,
): Promise<void> {
  const beside = vscode.window.visibleTextEditors.find((it) => it.viewColumn !== undefined && it.viewColumn !== view);
  await vscode.window.showTextDocument(uri, {
    viewColumn: beside?.viewColumn ?? vscode.ViewColumn.One,
    ...(range === undefined ? {} : { selection: range }),
  });
}
