// The scenarios of `editors/scenarios`, as data, and where their anchors lie in a text.

import * as fs from "node:fs";
import * as path from "node:path";

/** One step: a verb and what it is to do. The verbs are described in `editors/scenarios/README.md`. */
export type Step = Readonly<Record<string, unknown>>;

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly Step[];
}

const CARET = "‸";

export function readScenarios(folder: string): Scenario[] {
  const files = fs.readdirSync(folder).filter((it) => it.endsWith(".json"));
  return files.sort().flatMap((file) => JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")) as Scenario[]);
}

/** The offset in `text` at which the anchor's caret lies; without a caret, the anchor's end. */
export function find(text: string, anchor: string): number {
  const [before = "", after = ""] = anchor.split(CARET);
  const start = text.indexOf(before + after);
  if (start < 0) {
    throw new Error(`there is no \`${anchor}\` in:\n${text}`);
  }
  return start + before.length;
}

/** Line and column as VS Code counts them: from 1, in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** What is marked at a place: the text from there on. */
export function textAt(text: string, place: Place): string {
  return text.split("\n")[place.line - 1]?.slice(place.column - 1) ?? "";
}
