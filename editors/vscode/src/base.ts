// Chooses the git revision that the project is compared with while typing: the setting `rocky.base`.

import * as vscode from "vscode";
import { Failure } from "./failure";
import { run } from "./program";
import { setting } from "./settings";
import type { Projects } from "./workspace";

export async function setBase(projects: Projects): Promise<void> {
  const project = await projects.pick();
  if (project === undefined) {
    return;
  }
  const configuration = vscode.workspace.getConfiguration("rocky");
  const current = setting(configuration, "base");
  const none = "No base";
  const other = "Another revision…";
  const items: vscode.QuickPickItem[] = [
    { label: none, description: "compare with nothing" },
    ...(await revisions(project)).map((label) => ({ label, ...(label === current ? { description: "current" } : {}) })),
    { label: other },
  ];
  const picked = await vscode.window.showQuickPick(items, { title: "Compare the project with a git revision" });
  let base = picked?.label === none ? "" : picked?.label;
  if (base === other) {
    base = await vscode.window.showInputBox({ title: "Revision", placeHolder: "origin/main, HEAD~3, a tag", value: current });
  }
  if (base !== undefined) {
    await configuration.update("base", base.trim(), vscode.ConfigurationTarget.Workspace);
  }
}

/** Branches and tags, the last used first. */
async function revisions(folder: string): Promise<string[]> {
  const outcome = await run({
    program: "git",
    arguments: ["for-each-ref", "--sort=-committerdate", "--format=%(refname:short)", "--count=50", "refs"],
    folder,
  });
  if (outcome === undefined || outcome.code !== 0) {
    throw new Failure(`git does not list its revisions: ${outcome?.errors.trim() ?? ""}`);
  }
  return outcome.output.split("\n").filter((it) => it !== "" && !it.endsWith("/HEAD"));
}
