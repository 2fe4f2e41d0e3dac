// What the lineage view and the extension say to each other.

import type { Lineage } from "../protocol";

/** To the view. */
export type ToView =
  /** The first answer is about what is in the middle, the others are added. */
  | { readonly kind: "graph"; readonly answers: readonly Lineage[]; readonly column: string | null }
  /** What another question has found, to be added. */
  | { readonly kind: "more"; readonly answer: Lineage }
  /** Instead of a graph. */
  | { readonly kind: "nothing"; readonly message: string }
  | { readonly kind: "options"; readonly follow: boolean; readonly indirect: boolean };

/** From the view. */
export type FromView =
  | { readonly kind: "ready" }
  | { readonly kind: "open"; readonly model: string; readonly column: string | null }
  | { readonly kind: "expand"; readonly model: string; readonly direction: "upstream" | "downstream" }
  /** All that a column is made of and all that is made of it, as far as it goes. */
  | { readonly kind: "trace"; readonly model: string; readonly column: string }
  | { readonly kind: "focus"; readonly model: string }
  | { readonly kind: "follow"; readonly on: boolean }
  | { readonly kind: "indirect"; readonly on: boolean };
