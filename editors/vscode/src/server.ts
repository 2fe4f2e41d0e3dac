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
  /** Folder that `${workspaceFolder}` in the setting stands for. */
  readonly workspaceFolder: string | undefined;
  /** The user's home, for a leading `~`. */
  readonly home: string;
  readonly platform: NodeJS.Platform;
  readonly isExecutable: (file: string) => boolean;
}

/** The program to start, or what to tell the person. */
export type Choice =
  | { readonly kind: "found"; readonly program: string; readonly from: "setting" | "path" | "bundled" }
  | { readonly kind: "missing"; readonly message: string };

/** An explicit path wins, even over a working program elsewhere: a wrong one is said, not skipped. */
export function chooseServer(it: Surroundings): Choice {
  const name = it.platform === "win32" ? "rocky.exe" : "rocky";
  const configured = expand(it.configured.trim(), it);
  if (configured !== "") {
    return it.isExecutable(configured)
      ? { kind: "found", program: configured, from: "setting" }
      : {
          kind: "missing",
          message: `The setting rocky.server.path names ${configured}, which is not a program. Correct it or clear it.`,
        };
  }
  const separator = it.platform === "win32" ? ";" : ":";
  for (const folder of it.searchPath.split(separator).filter((folder) => folder !== "")) {
    const program = path.join(folder, name);
    if (it.isExecutable(program)) {
      return { kind: "found", program, from: "path" };
    }
  }
  const bundled = path.join(it.extensionFolder, "bin", name);
  if (it.isExecutable(bundled)) {
    return { kind: "found", program: bundled, from: "bundled" };
  }
  return {
    kind: "missing",
    message: "The program rocky was not found on the PATH. Install it, or say where it is in the setting rocky.server.path.",
  };
}

function expand(configured: string, it: Surroundings): string {
  let expanded = configured;
  if (expanded === "~" || expanded.startsWith("~/")) {
    expanded = path.join(it.home, expanded.slice(1));
  }
  if (it.workspaceFolder !== undefined) {
    expanded = expanded.replaceAll("${workspaceFolder}", it.workspaceFolder);
  }
  return expanded;
}
