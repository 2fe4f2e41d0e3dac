// Positions of the protocol as the editor has them. The server speaks the editor's own encoding.

import * as vscode from "vscode";
import type { Position, Range } from "./protocol";

export function editorRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(editorPosition(start), editorPosition(end));
}

export function editorPosition({ line, character }: Position): vscode.Position {
  return new vscode.Position(line, character);
}
