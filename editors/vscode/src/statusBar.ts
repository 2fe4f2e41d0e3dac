// The item in the status bar, and the menu behind it.

import * as vscode from "vscode";
import type { Server } from "./client";
import type { CommandId } from "./commandIds";
import { statusText } from "./statusText";
import { label, type Projects } from "./workspace";

/** The name under which the server's diagnostics stand in Problems. */
const source = "rocky";
/** Work that takes less than this many milliseconds does not flicker in the status bar. */
const PATIENCE = 250;

export class StatusBar implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("rocky.status", vscode.StatusBarAlignment.Left, 0);
  private readonly subscriptions: vscode.Disposable[];
  private isBusy = false;
  private timer: NodeJS.Timeout | undefined;
  private counting: NodeJS.Timeout | undefined;

  constructor(
    private readonly server: Server,
    private readonly projects: Projects,
  ) {
    this.item.name = "Rocky";
    this.item.command = "rocky.showMenu" satisfies CommandId;
    this.subscriptions = [
      this.item,
      server.onDidChangeHealth(() => this.update()),
      server.onDidChangeStatus(({ state }) => this.heed(state === "busy")),
      projects.onDidChange(() => this.update()),
      vscode.languages.onDidChangeDiagnostics(() => this.updateSoon()),
      vscode.window.onDidChangeActiveTextEditor(() => this.update()),
    ];
    this.update();
    this.item.show();
  }

  dispose(): void {
    clearTimeout(this.timer);
    clearTimeout(this.counting);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private heed(isBusy: boolean): void {
    clearTimeout(this.timer);
    const show = () => {
      this.isBusy = isBusy;
      this.update();
    };
    if (isBusy) {
      this.timer = setTimeout(show, PATIENCE);
    } else {
      show();
    }
  }

  /** Diagnostics arrive file by file: they are counted once for all that arrive together. */
  private updateSoon(): void {
    this.counting ??= setTimeout(() => {
      this.counting = undefined;
      this.update();
    }, 100);
  }

  private update(): void {
    const project = this.projects.of(vscode.window.activeTextEditor?.document.uri);
    const said = statusText({
      health: this.server.health,
      isBusy: this.isBusy,
      ...countProblems(),
      projects: this.projects.count,
      project: project === undefined ? undefined : label(project),
    });
    this.item.text = said.text;
    this.item.tooltip = said.tooltip;
    this.item.accessibilityInformation = { label: said.spoken, role: "button" };
    this.item.backgroundColor =
      said.severity === "none" ? undefined : new vscode.ThemeColor(`statusBarItem.${said.severity}Background`);
  }
}

function countProblems(): { errors: number; warnings: number } {
  const found = { errors: 0, warnings: 0 };
  for (const [, diagnostics] of vscode.languages.getDiagnostics()) {
    for (const it of diagnostics) {
      if (it.source !== source) continue;
      if (it.severity === vscode.DiagnosticSeverity.Error) found.errors += 1;
      if (it.severity === vscode.DiagnosticSeverity.Warning) found.warnings += 1;
    }
  }
  return found;
}

/** What a click on the item offers. */
export async function showMenu(): Promise<void> {
  const entry = (icon: string, label: string, command: string) => ({ label: `$(${icon}) ${label}`, command });
  const own = (icon: string, label: string, command: CommandId) => entry(icon, label, command);
  const picked = await vscode.window.showQuickPick(
    [
      entry("warning", "Show Problems", "workbench.actions.view.problems"),
      own("checklist", "Check Project", "rocky.checkProject"),
      own("play", "Run Project", "rocky.runProject"),
      own("type-hierarchy", "Show Lineage", "rocky.showLineage"),
      own("info", "Show Model", "rocky.showModel"),
      own("table", "Preview Model", "rocky.previewModel"),
      own("file-code", "Show Compiled SQL", "rocky.showCompiledSql"),
      own("git-compare", "Set Base Revision", "rocky.setBase"),
      own("target", "Set Target Dialect", "rocky.setTarget"),
      own("cloud-download", "Install DuckDB", "rocky.installDuckdb"),
      own("question", "Explain Code", "rocky.explainCode"),
      own("debug-restart", "Restart Language Server", "rocky.restartServer"),
      own("output", "Show Output", "rocky.showOutput"),
      entry("gear", "Open Settings", "rocky.openSettings"),
    ],
    { title: "Rocky" },
  );
  if (picked?.command === "rocky.openSettings") {
    await vscode.commands.executeCommand("workbench.action.openSettings", "rocky.");
  } else if (picked !== undefined) {
    await vscode.commands.executeCommand(picked.command);
  }
}
