// Chooses the dialect that portability is checked for while typing: the setting `rocky.portability.targetDialects`.

import * as vscode from "vscode";
import { dialects, setting } from "./settings";

interface Target extends vscode.QuickPickItem {
  readonly targets: readonly string[];
}

export async function setTarget(): Promise<void> {
  const configuration = vscode.workspace.getConfiguration("rocky");
  const current = setting(configuration, "portability.targetDialects").join();
  const targets: Target[] = [
    { label: "As rocky.toml says", description: "[portability]", targets: [] },
    ...Object.entries(dialects).map(([name, label]) => ({ label, targets: [name] })),
    { label: "All dialects", targets: Object.keys(dialects) },
  ];
  const items = targets.map((it) => (it.targets.join() === current ? { ...it, description: "current" } : it));
  const picked = await vscode.window.showQuickPick(items, { title: "Check whether the SQL would also run in" });
  if (picked !== undefined) {
    const value = picked.targets.length === 0 ? undefined : picked.targets;
    await configuration.update("portability.targetDialects", value, vscode.ConfigurationTarget.Workspace);
  }
}
