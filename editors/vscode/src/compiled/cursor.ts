// From a place in a model's text to the same place in its compiled SQL, and back. Pure.

import type { CompiledSql, Position, Range } from "../protocol";

type Map = CompiledSql["map"];
export type Side = "source" | "compiled";

/**
 * The place on the other side. What both texts have in common they have character by character; a place in between,
 * such as a placeholder or the name of a model, is where the last common part before it ends.
 */
export function translate(map: Map, position: Position, from: Side): Position | undefined {
  const to: Side = from === "source" ? "compiled" : "source";
  let last: Map[number] | undefined;
  // In order of the compiled text, which need not be that of the source: steps of the DSL change places.
  for (const it of map) {
    if (contains(it[from], position)) {
      return shifted(it[from].start, position, it[to].start);
    }
    const isBefore = compare(it[from].end, position) < 0;
    if (isBefore && (last === undefined || compare(last[from].end, it[from].end) < 0)) {
      last = it;
    }
  }
  return last?.[to].end;
}

/** As far from `to` as `position` is from `from`. */
function shifted(from: Position, position: Position, to: Position): Position {
  return position.line === from.line
    ? { line: to.line, character: to.character + position.character - from.character }
    : { line: to.line + position.line - from.line, character: position.character };
}

function contains({ start, end }: Range, position: Position): boolean {
  return compare(start, position) <= 0 && compare(position, end) <= 0;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
