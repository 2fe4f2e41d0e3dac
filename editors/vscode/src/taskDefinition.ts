// What a task of type `rocky` runs. Pure.

import { projectLabel } from "./projects";

/** A task as `tasks.json` has it. */
export interface RockyTask {
  readonly type: "rocky";
  /** A command of the `rocky` program. */
  readonly command: string;
  readonly arguments?: readonly string[];
  /** The project's folder, relative to the workspace folder. */
  readonly project?: string;
}

/** The tasks that every project offers. */
export const offered = ["check", "compile", "run"] as const;

/** Reads a definition that a person wrote. */
export function parseTask(definition: Record<string, unknown>): RockyTask | undefined {
  const { command, arguments: list, project } = definition;
  if (typeof command !== "string" || command === "") {
    return undefined;
  }
  return {
    type: "rocky",
    command,
    ...(Array.isArray(list) ? { arguments: list.map(String) } : {}),
    ...(typeof project === "string" && project !== "" ? { project } : {}),
  };
}

/** The arguments of the program: reports are for people, so that the problem matchers read them. */
export function commandLine(task: RockyTask): string[] {
  return [task.command, "--output", "table", ...(task.arguments ?? [])];
}

/** The arguments that build one model. */
export function modelArguments(model: string): string[] {
  return ["--model", model];
}

/**
 * Whether a running server says all that the report of a task says, and says it better: with whole ranges, and of text that
 * was never saved. A task with arguments of its own, such as `--base`, may find more.
 */
export function isSaidByServer(task: RockyTask): boolean {
  const [first] = task.arguments ?? [];
  return offered.some((it) => it === task.command) && (first === undefined || first === modelArguments("")[0]);
}

/** Fetches the DuckDB library. */
export const setup: RockyTask = { type: "rocky", command: "setup", arguments: ["duckdb"] };

/** Whether a task does not look at the project. */
export function findsNothing(task: RockyTask): boolean {
  return task.command === setup.command;
}

/** How a task is called in lists. */
export function taskName(task: RockyTask): string {
  const words = [task.command, ...(task.arguments ?? [])].join(" ");
  return task.project === undefined ? words : `${words} (${task.project})`;
}

/**
 * The problem matchers that find the files of a project's report, whose paths start at the project's folder.
 * A matcher knows the workspace folder, or the only project of the window (`rocky.projectFolder`). With several projects
 * it cannot know which one its task is about: better no link than a wrong one.
 */
export function problemMatchers(project: string, projects: readonly string[], workspaceFolder: string): string[] {
  if (project === workspaceFolder) {
    return ["$rocky"];
  }
  return projects.length === 1 ? ["$rocky-nested"] : [];
}

/** The tasks of all projects of one workspace folder. */
export function tasksOf(projects: readonly string[], workspaceFolder: string): RockyTask[] {
  return projects.flatMap((project) =>
    offered.map((command): RockyTask => {
      const task = { type: "rocky", command } as const;
      return project === workspaceFolder ? task : { ...task, project: projectLabel(project, workspaceFolder) };
    }),
  );
}
