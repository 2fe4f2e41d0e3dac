// The projects of the workspace, kept up to date.

import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { Failure } from "./failure";
import { projectFile, projectLabel, projectOf } from "./projects";

const noProject = "No rocky.toml was found in this window: open the folder of a Rocky project.";

export class Projects implements vscode.Disposable {
  private folders: readonly string[] = [];
  private isRead = false;
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly watcher = vscode.workspace.createFileSystemWatcher(`**/${projectFile}`, false, true, false);
  private readonly subscriptions: vscode.Disposable[];

  readonly onDidChange = this.changed.event;

  constructor() {
    this.subscriptions = [
      this.changed,
      this.watcher,
      this.watcher.onDidCreate(() => void this.refresh()),
      this.watcher.onDidDelete(() => void this.refresh()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
      vscode.window.onDidChangeActiveTextEditor(() => this.tellMenus()),
    ];
  }

  /** Folders that contain a `rocky.toml`, sorted. */
  get all(): readonly string[] {
    return this.folders;
  }

  /** How many there are, once they have been looked for. */
  get count(): number | undefined {
    return this.isRead ? this.folders.length : undefined;
  }

  async refresh(): Promise<void> {
    const files = await vscode.workspace.findFiles(`**/${projectFile}`, "**/{node_modules,target,.git}/**");
    this.folders = files.map((it) => path.dirname(it.fsPath)).sort();
    this.isRead = true;
    this.tellMenus();
    void vscode.commands.executeCommand("setContext", "rocky.projects", this.folders.length);
    this.changed.fire();
  }

  /** Menus offer commands about models only for files of projects. */
  private tellMenus(): void {
    const inProject = this.of(vscode.window.activeTextEditor?.document.uri) !== undefined;
    void vscode.commands.executeCommand("setContext", "rocky.inProject", inProject);
  }

  of(uri: vscode.Uri | undefined): string | undefined {
    if (uri?.scheme !== "file") {
      return undefined;
    }
    const known = projectOf(uri.fsPath, this.folders);
    const there = folderAbove(uri.fsPath);
    if (there !== undefined && there !== known) {
      // Watchers tell of a folder that comes as a whole, but not always of the files in it.
      void this.refresh();
    }
    return there ?? known;
  }

  /** The project of a file, of the active editor, or the one that the person picks. */
  async pick(uri?: vscode.Uri): Promise<string | undefined> {
    const project = this.of(uri ?? vscode.window.activeTextEditor?.document.uri);
    if (project !== undefined) {
      return project;
    }
    if (this.folders.length === 0) {
      throw new Failure(noProject);
    }
    if (this.folders.length === 1) {
      return this.folders[0];
    }
    const items = this.folders.map((folder) => ({ label: label(folder), description: folder, folder }));
    return (await vscode.window.showQuickPick(items, { title: "Rocky project" }))?.folder;
  }

  dispose(): void {
    vscode.Disposable.from(...this.subscriptions).dispose();
  }
}

/** The nearest folder above a file with a `rocky.toml`. */
function folderAbove(file: string): string | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, projectFile))) {
      return folder;
    }
    if (folder === path.dirname(folder)) {
      return undefined;
    }
  }
}

/** How a project is called in lists. */
export function label(project: string): string {
  return projectLabel(project, vscode.workspace.getWorkspaceFolder(vscode.Uri.file(project))?.uri.fsPath);
}
