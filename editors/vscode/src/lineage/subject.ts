// What a view is about: the arguments of a code lens, a line of the tree, or the active editor.

import * as vscode from "vscode";
import { Failure } from "../failure";
import { activeDocument } from "../models";
import type { Subject } from "./questions";
import type { Node } from "./tree";

/** What is shown of the model in the active editor, as the sentence says it that asks for one. */
export type Shown = "the lineage" | "the overview" | "the compiled SQL";

export function subjectOf(shown: Shown, given: unknown, model?: unknown, column?: unknown): Subject {
  if (typeof given === "string") {
    return {
      uri: given,
      ...(typeof model === "string" ? { model } : {}),
      ...(typeof column === "string" ? { column } : {}),
    };
  }
  if (isNode(given) && given.kind === "model") {
    return { uri: given.model.uri ?? documentUri(shown), model: given.model.name };
  }
  // The button of an editor's title hands in the file.
  return { uri: given instanceof vscode.Uri ? given.toString() : documentUri(shown) };
}

function documentUri(shown: Shown): string {
  const document = activeDocument();
  if (document === undefined) {
    throw new Failure(`Open a model first: ${shown} is that of the model in the active editor.`);
  }
  return document.uri.toString();
}

function isNode(given: unknown): given is Node {
  return typeof given === "object" && given !== null && "kind" in given;
}
