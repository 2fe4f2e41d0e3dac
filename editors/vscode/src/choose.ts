// Which program is the server. Pure: what it needs to know of the system comes in.

import * as path from "node:path";

/** What the choice depends on. */
export interface Surroundings {
  /** The setting `rocky.server.path`. */
  readonly configured: string;
  /** The value of `PATH`. */
  readonly searchPath: string;
  /** The folder of this extension. */
  readonly extensionFolder: string;
  /** Folder that `${workspaceFolder}` in the setting stands for, and that a relative path starts from. */
  readonly workspaceFolder: string | undefined;
  /** The user's home, for a leading `~`. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly isExecutable: (file: string) => boolean;
}

export type Origin = "setting" | "bundled" | "path";

/** The program to start, or what to tell the person. */
export type Choice =
  | { readonly kind: "found"; readonly program: string; readonly from: Origin }
  | { readonly kind: "missing"; readonly message: string };

/**
 * An explicit path wins, even over a working program elsewhere: a wrong one is said, not skipped.
 * The bundled program fits this extension by construction, so it comes before whatever is on the `PATH`.
 */
export function chooseServer(it: Surroundings): Choice {
  const name = it.platform === "win32" ? "rocky.exe" : "rocky";
  const configured = it.configured.trim();
  if (configured !== "") {
    return explicit(expand(configured, it), it);
  }
  const bundled = path.join(it.extensionFolder, "server", name);
  if (it.isExecutable(bundled)) {
    return { kind: "found", program: bundled, from: "bundled" };
  }
  const separator = it.platform === "win32" ? ";" : ":";
  for (const folder of it.searchPath.split(separator).filter((folder) => folder !== "")) {
    const program = path.join(folder, name);
    if (it.isExecutable(program)) {
      return { kind: "found", program, from: "path" };
    }
  }
  return {
    kind: "missing",
    message:
      "No rocky program came with this extension, and none is on the PATH. " +
      "Install it, or say where it is in the setting rocky.server.path.",
  };
}

function explicit(program: string, it: Surroundings): Choice {
  const unfilled = /\$\{[^}]*\}/.exec(program)?.[0];
  if (unfilled !== undefined) {
    const reason =
      unfilled === "${workspaceFolder}" ? "no folder is open" : "only ${workspaceFolder} and a leading ~ are filled in";
    return { kind: "missing", message: `The setting rocky.server.path contains ${unfilled}, and ${reason}.` };
  }
  return it.isExecutable(program)
    ? { kind: "found", program, from: "setting" }
    : {
        kind: "missing",
        message: `The setting rocky.server.path names ${program}, which is not a program. Correct it or clear it.`,
      };
}

function expand(configured: string, it: Surroundings): string {
  let expanded = configured;
  if (expanded === "~" || expanded.startsWith("~/") || expanded.startsWith("~\\")) {
    expanded = path.join(it.home, expanded.slice(1));
  }
  if (it.workspaceFolder !== undefined) {
    expanded = expanded.replaceAll("${workspaceFolder}", it.workspaceFolder);
    if (!path.isAbsolute(expanded) && /[\\/]/.test(expanded)) {
      expanded = path.join(it.workspaceFolder, expanded);
    }
  }
  return expanded;
}
