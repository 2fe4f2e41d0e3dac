// Registers the commands. A failure is shown, never swallowed.

import * as vscode from "vscode";
import { type CommandId, commandIds } from "./commandIds";
import { inWords } from "./failure";

/** What a command does with the arguments of a code lens; from the palette it gets none. */
export type Handler = (...given: unknown[]) => unknown;

export function registerCommands(
  handlers: Record<CommandId, Handler>,
  output: vscode.LogOutputChannel,
): vscode.Disposable {
  const registered = commandIds.map((id) =>
    vscode.commands.registerCommand(id, async (...given: unknown[]) => {
      try {
        // What a command returns is for others that run it, such as the variables of tasks.
        return await handlers[id](...given);
      } catch (error) {
        const message = inWords(error, id);
        output.error(`${id}: ${message}`);
        void vscode.window.showErrorMessage(message);
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
