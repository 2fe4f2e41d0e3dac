// Which model a command is about: the one in its arguments, or that of the active editor.

import * as path from "node:path";
import * as vscode from "vscode";
import type { Server } from "./client";
import { Failure } from "./failure";
import type { Projects } from "./workspace";

/** A model and the file that it is written in. */
export interface ModelPlace {
  readonly uri: vscode.Uri;
  readonly model: string;
}

const languages = ["rocky", "rocky-sql", "sql", "toml"];

/** The document that is in front, if it may be part of a project; what we ourselves show is not. */
export function activeDocument(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  const isOurs = document !== undefined && document.uri.scheme !== "file" && document.uri.scheme !== "untitled";
  return document !== undefined && !isOurs && languages.includes(document.languageId) ? document : undefined;
}

/** The model of a command's arguments or of the active editor; a failure says what to do. */
export async function modelPlace(server: Server, uri: unknown, model: unknown): Promise<ModelPlace> {
  if (typeof uri === "string" && typeof model === "string") {
    return { uri: vscode.Uri.parse(uri), model };
  }
  const document = activeDocument();
  if (document === undefined) {
    throw new Failure("Open a model first: this command is about the model in the active editor.");
  }
  const found = await server.ask("rocky/model", { textDocument: { uri: document.uri.toString() } });
  if (found === null || found === undefined) {
    throw new Failure(`${path.basename(document.uri.fsPath)} is no model.`);
  }
  return { uri: vscode.Uri.parse(found.uri), model: found.name };
}

/** The project of a model; running needs one. */
export function projectOfModel(projects: Projects, place: ModelPlace): string {
  const project = projects.of(place.uri);
  if (project === undefined) {
    throw new Failure(`${place.model} belongs to no project: there is no rocky.toml above ${place.uri.fsPath}.`);
  }
  return project;
}

/** What runs a project's SQL needs a trusted workspace. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) {
    throw new Failure("Running SQL needs a trusted workspace. Trust it with “Workspaces: Manage Workspace Trust”.");
  }
}
