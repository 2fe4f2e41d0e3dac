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
