// What the status bar says. Pure.

import type { Health } from "./client";

export interface Situation {
  readonly health: Health;
  readonly isBusy: boolean;
  readonly errors: number;
  readonly warnings: number;
  /** How many projects the window holds, once that is known. */
  readonly projects: number | undefined;
  /** The project of the active file, by its label. */
  readonly project: string | undefined;
}

export interface StatusText {
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers: no icons. */
  readonly spoken: string;
  readonly severity: "error" | "warning" | "none";
}

export function statusText(it: Situation): StatusText {
  switch (it.health.kind) {
    case "failed":
      return say("$(error) Rocky", it.health.message, "error");
    case "stopped":
      return say("$(debug-disconnect) Rocky", "The language server does not run.", "warning");
    case "starting":
      return say("$(sync~spin) Rocky", "The language server is starting.", "none");
    case "running":
      return running(it, it.health.version);
  }
}

function running(it: Situation, version: string | undefined): StatusText {
  const problems = [count(it.errors, "error"), count(it.warnings, "warning")].filter((part) => part !== "").join(", ");
  const where =
    it.projects === 0
      ? "No rocky.toml in this window: files are checked one by one."
      : it.project === undefined
        ? sentence(count(it.projects ?? 0, "project"))
        : `Project ${it.project}.`;
  const state = it.isBusy ? "Analysing." : problems === "" ? "No problems." : `${problems}.`;
  const numbers = [it.errors > 0 ? `$(error) ${it.errors}` : "", it.warnings > 0 ? `$(warning) ${it.warnings}` : ""];
  const icon = it.isBusy ? "$(sync~spin)" : it.projects === 0 ? "$(circle-slash)" : problems === "" ? "$(check)" : "";
  const name = it.projects === 0 ? "Rocky: no project" : "Rocky";
  const text = [icon, name, ...numbers].filter((part) => part !== "").join(" ");
  const parts = [state, where, `rocky ${version ?? "of unknown version"}`];
  return say(text, parts.filter((part) => part !== "").join(" "), "none");
}

function sentence(words: string): string {
  return words === "" ? "" : `${words}.`;
}

function say(text: string, sentence: string, severity: StatusText["severity"]): StatusText {
  return { text, tooltip: `${sentence}\nClick for commands.`, spoken: `Rocky. ${sentence}`, severity };
}

export function count(number: number, noun: string): string {
  return number === 0 ? "" : `${number} ${noun}${number === 1 ? "" : "s"}`;
}
