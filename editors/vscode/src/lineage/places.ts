// Where the models and columns of answers are defined. Pure.

import type { Lineage, Range } from "../protocol";

export interface Definition {
  readonly uri: string;
  readonly range: Range | undefined;
}

/** A column without a place of its own is where its model is. */
export function definitionIn(
  answers: readonly Lineage[],
  model: string,
  column: string | null | undefined,
): Definition | undefined {
  let found: Definition | undefined;
  for (const it of answers.flatMap((answer) => answer.models)) {
    if (it.name !== model || it.uri == null) {
      continue;
    }
    const range = it.columns.find((it) => it.name === column)?.range;
    if (range != null) {
      return { uri: it.uri, range };
    }
    found ??= { uri: it.uri, range: it.range ?? undefined };
  }
  return found;
}
