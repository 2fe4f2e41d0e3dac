// Two projects in one repository, and what happens to them outside the editor.

import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { find } from "./scenario";

/** What another program does to the files. */
export interface Outside {
  readonly write?: Readonly<Record<string, string>>;
  readonly replace?: Readonly<Record<string, readonly [string, string]>>;
  readonly delete?: readonly string[];
  readonly git?: readonly string[];
  readonly rocky?: readonly string[];
}

export class Projects {
  constructor(
    readonly root: string,
    private readonly rocky: string,
  ) {}

  /** Copies the fixtures and commits them. */
  create(fixtures: string): void {
    fs.cpSync(path.join(fixtures, "projects/retail"), path.join(this.root, "retail"), { recursive: true });
    fs.cpSync(path.join(fixtures, "playground/quickstart"), path.join(this.root, "quickstart"), { recursive: true });
    // Settings of the workspace that come with a new folder are noticed only seconds later.
    this.write(".vscode/settings.json", "{}");
    this.git("init", "--quiet", "--initial-branch", "main");
    this.git("config", "user.name", "Scenario");
    this.git("config", "user.email", "scenario@example.com");
    this.git("config", "core.autocrlf", "false");
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", "As it was");
  }

  /** Everything as it was committed first. */
  reset(): void {
    this.git("checkout", "--quiet", "--force", "main");
    this.git("clean", "--quiet", "-d", "-x", "--force");
  }

  read(file: string): string {
    return fs.readFileSync(path.join(this.root, file), "utf8");
  }

  has(file: string): boolean {
    return fs.existsSync(path.join(this.root, file));
  }

  change(it: Outside): void {
    for (const [file, text] of Object.entries(it.write ?? {})) {
      this.write(file, text);
    }
    for (const [file, [old, replacement]] of Object.entries(it.replace ?? {})) {
      const text = this.read(file);
      const end = find(text, old);
      this.write(file, text.slice(0, end - old.length) + replacement + text.slice(end));
    }
    for (const file of it.delete ?? []) {
      fs.rmSync(path.join(this.root, file));
    }
    if (it.git !== undefined) {
      this.git(...it.git);
    }
    if (it.rocky !== undefined) {
      execFileSync(this.rocky, it.rocky, { cwd: this.root, stdio: ["ignore", "ignore", "inherit"] });
    }
  }

  private write(file: string, text: string): void {
    fs.mkdirSync(path.dirname(path.join(this.root, file)), { recursive: true });
    fs.writeFileSync(path.join(this.root, file), text);
  }

  private git(...words: readonly string[]): void {
    execFileSync("git", ["-C", this.root, ...words], { stdio: ["ignore", "ignore", "inherit"] });
  }
}
