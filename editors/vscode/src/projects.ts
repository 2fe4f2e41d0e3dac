// Which Rocky project a file belongs to. Pure.

import * as path from "node:path";

/** The file that makes a folder a project. */
export const projectFile = "rocky.toml";

/** The innermost of `projects` (folders) that contains `file`. */
export function projectOf(file: string, projects: readonly string[]): string | undefined {
  const containing = projects.filter((it) => contains(it, file));
  return containing.sort((a, b) => b.length - a.length)[0];
}

/** Whether `file` is in `folder` or below it. */
export function contains(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** A project's name among others: its path below the workspace folder, or the folder's own name. */
export function projectLabel(project: string, workspaceFolder: string | undefined): string {
  const relative = workspaceFolder === undefined ? "" : path.relative(workspaceFolder, project);
  return relative === "" ? path.basename(project) : relative.split(path.sep).join("/");
}
