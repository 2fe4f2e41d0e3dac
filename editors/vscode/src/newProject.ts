// Makes a new project in a folder of the window, with the `rocky` program.

import * as path from "node:path";
import * as vscode from "vscode";
import type { Server } from "./client";
import { Failure } from "./failure";
import { run } from "./program";
import { projectFile } from "./projects";
import type { Projects } from "./workspace";

const kinds = [
  { label: "Empty project", description: "rocky init, in this folder", command: "init", folder: "." },
  {
    label: "Playground",
    description: "rocky playground: three models over a small shop, with data, in a folder of its own",
    command: "playground",
    folder: "rocky-playground",
  },
] as const;

export async function newProject(server: Server, projects: Projects): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    throw new Failure("Open a folder first: the project is made in it.");
  }
  const kind = await vscode.window.showQuickPick(kinds, { title: "New project" });
  const folder = folders.length === 1 ? folders[0] : kind && (await vscode.window.showWorkspaceFolderPick());
  if (kind === undefined || folder === undefined) {
    return;
  }
  const choice = server.program();
  if (choice.kind === "missing") {
    throw new Failure(choice.message);
  }
  const outcome = await run({
    program: choice.program,
    arguments: [kind.command, kind.folder],
    folder: folder.uri.fsPath,
  });
  if (outcome?.code !== 0) {
    throw new Failure(outcome?.errors.trim() || `rocky ${kind.command} ended with ${outcome?.code ?? "a signal"}.`);
  }
  await projects.refresh();
  await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder.uri.fsPath, kind.folder, projectFile)), {
    preview: false,
  });
}
