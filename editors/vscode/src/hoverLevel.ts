// How much a card says: which level comes next. Pure.

import type { Position } from "./protocol";

export const levels = ["brief", "normal", "full"] as const;
export type Verbosity = (typeof levels)[number];

/** One level further up or down, where there is one. */
export function nextLevel(level: Verbosity, step: 1 | -1): Verbosity | undefined {
  return levels[levels.indexOf(level) + step];
}

/** The place that a link names; none from the palette. */
export function placeGiven(given: unknown): Position | undefined {
  const { line, character } = (given ?? {}) as Partial<Record<"line" | "character", unknown>>;
  return typeof line === "number" && typeof character === "number" ? { line, character } : undefined;
}

/** The line below a card about a place that leads to what says more or less, as links to commands. */
export function levelLinks(
  can: { readonly canIncrease: boolean; readonly canDecrease: boolean },
  { line, character }: Position,
): string {
  const place = encodeURIComponent(JSON.stringify([{ line, character }]));
  const links = [
    can.canIncrease ? `[more](command:rocky.showMore?${place})` : "",
    can.canDecrease ? `[less](command:rocky.showLess?${place})` : "",
  ];
  return links.filter((it) => it !== "").join(" · ");
}
