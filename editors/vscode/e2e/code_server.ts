// A VS Code server with the extension installed, for as long as a test runs.

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";

// Only what would make keys mean something else than they say, or ask the network.
const SETTINGS = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "window.commandCenter": false,
  "telemetry.telemetryLevel": "off",
  "git.enabled": false,
  // As on a desktop; in a browser VS Code saves after a second.
  "files.autoSave": "off",
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
  "editor.autoIndent": "none",
  "editor.acceptSuggestionOnEnter": "off",
  "editor.acceptSuggestionOnCommitCharacter": false,
  "editor.wordBasedSuggestions": "off",
  "editor.minimap.enabled": false,
};

export interface CodeServerOptions {
  /** The folder with `node_modules/code-server`. */
  readonly installed: string;
  /** A folder for settings, extensions and logs. */
  readonly home: string;
  readonly vsix: string;
  /** The `rocky` program. */
  readonly rocky: string;
}

export class CodeServer {
  private constructor(
    readonly address: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(options: CodeServerOptions): Promise<CodeServer> {
    const { home } = options;
    const user = path.join(home, "user");
    const settings = { ...SETTINGS, "rocky.server.path": options.rocky, "rocky.trace.server": "messages" };
    // A program's path is a setting of the machine: after a reload that of the user is sometimes not looked at.
    for (const kind of ["User", "Machine"]) {
      fs.mkdirSync(path.join(user, kind), { recursive: true });
      fs.writeFileSync(path.join(user, kind, "settings.json"), JSON.stringify(settings, undefined, 2));
    }
    // Without a file of ours it writes one into the person's home folder.
    fs.writeFileSync(path.join(home, "config.yaml"), "");
    const entry = path.join(options.installed, "node_modules/code-server/out/node/entry.js");
    const folders = ["--user-data-dir", user, "--extensions-dir", path.join(home, "extensions")];
    execFileSync(process.execPath, [entry, ...folders, "--install-extension", options.vsix], { stdio: "pipe" });

    const port = await freePort();
    const log = fs.openSync(path.join(home, "code-server.log"), "w");
    const more = ["--disable-telemetry", "--disable-update-check", "--disable-workspace-trust"];
    const child = spawn(
      process.execPath,
      [entry, "--config", path.join(home, "config.yaml"), "--auth", "none", "--bind-addr", `127.0.0.1:${port}`]
        .concat(folders)
        .concat(more),
      { stdio: ["ignore", log, log], detached: true },
    );
    const address = `http://127.0.0.1:${port}`;
    await answers(address, child);
    return new CodeServer(address, child);
  }

  /** Ends the server and the extension hosts that it started. */
  stop(): void {
    if (this.process.pid !== undefined && this.process.exitCode === null) {
      process.kill(-this.process.pid, "SIGTERM");
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === "object" ? resolve(address.port) : reject()));
    });
  });
}

async function answers(address: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) {
      throw new Error(`code-server ended with ${child.exitCode}; see code-server.log`);
    }
    try {
      await fetch(address);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error("code-server does not answer; see code-server.log");
}
