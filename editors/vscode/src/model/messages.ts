// What the page about a model says to the extension.

import type { Range } from "../protocol";

export type FromModelPage =
  | { readonly kind: "open"; readonly uri: string; readonly range: Range | null }
  /** Shows another model in the same page. */
  | { readonly kind: "model"; readonly model: string }
  | { readonly kind: "do"; readonly action: Action };

export type Action = "run" | "preview" | "lineage" | "compiled";
