// Makes a new model: a query and its sidecar.

import * as path from "node:path";
import * as vscode from "vscode";
import { modelFiles, modelNameProblem } from "./modelFiles";
import type { Projects } from "./workspace";

export async function newModel(projects: Projects): Promise<void> {
  const project = await projects.pick();
  if (project === undefined) {
    return;
  }
  const language = await vscode.window.showQuickPick(
    [
      { label: "SQL", extension: ".sql" },
      { label: "Rocky DSL", description: "a pipeline of steps", extension: ".rocky" },
    ],
    { title: "New model: language" },
  );
  if (language === undefined) {
    return;
  }
  const name = await vscode.window.showInputBox({
    title: "New model: name",
    placeHolder: "customer_orders",
    validateInput: modelNameProblem,
  });
  if (name === undefined) {
    return;
  }
  const folder = folderOf(project, vscode.window.activeTextEditor?.document.uri);
  const edit = new vscode.WorkspaceEdit();
  const files = modelFiles(name, language.extension);
  for (const [file, contents] of files) {
    edit.createFile(vscode.Uri.joinPath(folder, file), { contents: Buffer.from(contents) });
  }
  const first = files[0];
  // Refused, for example because a file of that name exists: the editor says so.
  if ((await vscode.workspace.applyEdit(edit)) && first !== undefined) {
    const [file, contents] = first;
    const end = new vscode.Position(0, contents.indexOf("\n"));
    await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, file), {
      preview: false,
      selection: new vscode.Range(end, end),
    });
  }
}

/** Beside the active model, else in the project's usual folder of models. */
function folderOf(project: string, active: vscode.Uri | undefined): vscode.Uri {
  const models = path.join(project, "models");
  const current = active?.scheme === "file" ? path.dirname(active.fsPath) : "";
  return vscode.Uri.file(current === models || current.startsWith(models + path.sep) ? current : models);
}
