// Tasks of type `rocky`: `rocky check` and its like in a terminal, with their errors in Problems.

import * as path from "node:path";
import * as vscode from "vscode";
import type { Server } from "./client";
import { Failure } from "./failure";
import { contains } from "./projects";
import {
  commandLine,
  findsNothing,
  isSaidByServer,
  modelArguments,
  parseTask,
  problemMatchers,
  type RockyTask,
  setup,
  taskName,
  tasksOf,
} from "./taskDefinition";
import type { Projects } from "./workspace";

export class Tasks implements vscode.TaskProvider {
  constructor(
    private readonly server: Server,
    private readonly projects: Projects,
  ) {}

  provideTasks(): vscode.Task[] {
    return (vscode.workspace.workspaceFolders ?? []).flatMap((folder) =>
      tasksOf(this.below(folder), folder.uri.fsPath).flatMap((task) => this.task(task, folder) ?? []),
    );
  }

  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = parseTask(task.definition);
    const folder = typeof task.scope === "object" ? task.scope : vscode.workspace.workspaceFolders?.[0];
    // The definition must be the one that was handed in, or the editor does not recognise its task.
    return definition === undefined ? undefined : this.task(definition, folder, task.definition);
  }

  /** Runs a command on a project, in a terminal. */
  async execute(command: "check" | "run", project: string, model?: string): Promise<void> {
    const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(project));
    const relative = folder === undefined ? project : path.relative(folder.uri.fsPath, project);
    await this.start(
      {
        type: "rocky",
        command,
        ...(relative === "" ? {} : { project: relative }),
        ...(model === undefined ? {} : { arguments: modelArguments(model) }),
      },
      folder,
    );
  }

  /** Fetches the library that runs SQL, in a terminal. */
  async installDuckdb(): Promise<void> {
    await this.start(setup, vscode.workspace.workspaceFolders?.[0]);
  }

  private async start(definition: RockyTask, folder: vscode.WorkspaceFolder | undefined): Promise<void> {
    const task = this.task(definition, folder);
    if (task === undefined) {
      const choice = this.server.program();
      throw new Failure(choice.kind === "missing" ? choice.message : `rocky ${definition.command} cannot be run.`);
    }
    await vscode.tasks.executeTask(task);
  }

  private task(
    task: RockyTask,
    folder: vscode.WorkspaceFolder | undefined,
    definition: vscode.TaskDefinition = { ...task },
  ): vscode.Task | undefined {
    const choice = this.server.program();
    if (choice.kind === "missing") {
      return undefined;
    }
    const root = folder?.uri.fsPath ?? "";
    const project = path.resolve(root, task.project ?? ".");
    const made = new vscode.Task(
      definition,
      folder ?? vscode.TaskScope.Workspace,
      taskName(task),
      "rocky",
      new vscode.ProcessExecution(choice.program, commandLine(task), { cwd: project }),
      findsNothing(task) || (this.server.health.kind === "running" && isSaidByServer(task)) ? [] : problemMatchers(project, this.projects.all, root),
    );
    if (task.command === "check" || task.command === "compile") {
      made.group = vscode.TaskGroup.Build;
    }
    if (task.command === "test") {
      made.group = vscode.TaskGroup.Test;
    }
    return made;
  }

  private below(folder: vscode.WorkspaceFolder): string[] {
    return this.projects.all.filter((it) => contains(folder.uri.fsPath, it));
  }
}
