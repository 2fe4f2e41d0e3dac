// Starts the language server and keeps it running. Everything else is the server's.

import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions, State } from "vscode-languageclient/node";
import { documentSelector } from "./selectors";
import { chooseServer } from "./server";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("Rocky", { log: true });
  // Restarts wait for each other: two servers would publish every diagnostic twice.
  let pending = Promise.resolve();
  const restart = (): Promise<void> => {
    pending = pending.then(() => stop()).then(() => start(context, output));
    return pending;
  };
  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("rocky.restartServer", restart),
    vscode.commands.registerCommand("rocky.showOutput", () => output.show()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("rocky.server")) {
        void restart();
      }
    }),
  );
  await restart();
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function start(context: vscode.ExtensionContext, output: vscode.LogOutputChannel): Promise<void> {
  const settings = vscode.workspace.getConfiguration("rocky.server");
  const choice = chooseServer({
    configured: settings.get<string>("path", ""),
    searchPath: process.env["PATH"] ?? "",
    extensionFolder: context.extensionPath,
    workspaceFolder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
    home: os.homedir(),
    platform: process.platform,
    isExecutable,
  });
  if (choice.kind === "missing") {
    output.error(choice.message);
    await offerSettings(choice.message);
    return;
  }
  output.info(`starting ${choice.program} (${choice.from})`);
  const serverOptions: ServerOptions = {
    command: choice.program,
    args: settings.get<string[]>("arguments", ["lsp"]),
  };
  const clientOptions: LanguageClientOptions = { documentSelector, outputChannel: output };
  const started = new LanguageClient("rocky", "Rocky", serverOptions, clientOptions);
  client = started;
  try {
    await started.start();
  } catch (error) {
    const message = `The Rocky language server does not start: ${String(error)}`;
    output.error(message);
    await offerSettings(message);
  }
}

async function stop(): Promise<void> {
  const stopping = client;
  client = undefined;
  if (stopping !== undefined && stopping.state !== State.Stopped) {
    await stopping.stop();
  }
  await stopping?.dispose();
}

async function offerSettings(message: string): Promise<void> {
  const open = "Open Settings";
  // Not awaited by activation: the message stays until somebody looks.
  void vscode.window.showErrorMessage(message, open).then((answer) => {
    if (answer === open) {
      return vscode.commands.executeCommand("workbench.action.openSettings", "rocky.server.path");
    }
    return undefined;
  });
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
