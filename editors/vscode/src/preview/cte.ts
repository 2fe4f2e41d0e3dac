// Which CTE of a document is meant: the one at the cursor, or one that the person picks.

import * as vscode from "vscode";
import { Failure } from "../failure";

export async function pickCte(document: vscode.TextDocument, cursor: vscode.Position): Promise<string | undefined> {
  const symbols = await vscode.commands.executeCommand<(vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined>(
    "vscode.executeDocumentSymbolProvider",
    document.uri,
  );
  const found = ctes((symbols ?? []).filter((it): it is vscode.DocumentSymbol => "children" in it));
  if (found.length === 0) {
    throw new Failure("This model has no common table expression: preview the model itself.");
  }
  const here = found.filter((it) => it.range.contains(cursor)).at(-1);
  if (here !== undefined || found.length === 1) {
    return (here ?? found[0])?.name;
  }
  return vscode.window.showQuickPick(
    found.map((it) => it.name),
    { title: "Preview a common table expression" },
  );
}

/** The server says common table expressions as structures. */
function ctes(symbols: readonly vscode.DocumentSymbol[]): vscode.DocumentSymbol[] {
  return symbols.flatMap((it) => [...(it.kind === vscode.SymbolKind.Struct ? [it] : []), ...ctes(it.children)]);
}
