// What Rocky's server answers beyond the protocol: shapes of the custom messages.

import type { Verbosity } from "./hoverLevel";

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface Location {
  readonly uri: string;
  readonly range: Range;
}

export interface ColumnName {
  readonly model: string;
  readonly column: string;
}

/** Whether the server has work. */
export interface AnalysisStatus {
  readonly state: "idle" | "busy";
  readonly revision: number;
}

export type Direction = "upstream" | "downstream" | "both";

/** Without a model: that of the document. */
export interface LineageParams {
  readonly textDocument?: { readonly uri: string };
  readonly model?: string;
  readonly column?: string;
  readonly direction?: Direction;
  readonly depth?: number;
  readonly indirect?: boolean;
}

export interface LineageColumn {
  readonly name: string;
  readonly type?: string | null;
  readonly nullable?: boolean | null;
  readonly range?: Range | null;
}

export interface LineageModel {
  readonly name: string;
  readonly kind: string;
  readonly uri?: string | null;
  readonly range?: Range | null;
  readonly description?: string | null;
  readonly columns: readonly LineageColumn[];
  /** Whether there is more beyond what was asked for. */
  readonly hasMoreUpstream: boolean;
  readonly hasMoreDownstream: boolean;
}

/** A column, or without one the rows of a model. */
export interface LineageEnd {
  readonly model: string;
  readonly column?: string | null;
}

/** A column that another is made of: `from` is upstream. */
export interface LineageEdge {
  readonly from: ColumnName;
  readonly to: LineageEnd;
  readonly kind: string;
  readonly indirect: boolean;
  readonly location?: Location | null;
}

export interface Lineage {
  readonly focus: LineageEnd;
  readonly models: readonly LineageModel[];
  readonly edges: readonly LineageEdge[];
  readonly modelEdges: readonly { readonly from: string; readonly to: string }[];
  /** What could not be followed, and why. */
  readonly incomplete: readonly { readonly model: string; readonly column?: string | null; readonly reason: string }[];
}

export interface ModelParams {
  readonly textDocument?: { readonly uri: string };
  readonly model?: string;
}

export interface ModelColumn {
  readonly name: string;
  readonly type?: string | null;
  readonly nullable?: boolean | null;
  readonly description?: string | null;
  readonly range?: Range | null;
  readonly origins: readonly { readonly model: string; readonly column: string; readonly kind: string }[];
  readonly classification?: string | null;
  readonly contract?: string | null;
  readonly tests: readonly string[];
}

export interface ModelRun {
  readonly runId: string;
  readonly startedAt: string;
  readonly status: string;
  readonly durationMs: number;
  readonly rows?: number | null;
}

export interface Model {
  readonly name: string;
  readonly uri: string;
  readonly kind: string;
  readonly description?: string | null;
  readonly strategy?: string | null;
  readonly target?: string | null;
  readonly columns: readonly ModelColumn[];
  /** Why there may be further columns. */
  readonly incomplete?: string | null;
  readonly contract?: { readonly uri: string } | null;
  readonly tests: readonly { readonly kind: string; readonly column?: string | null }[];
  readonly upstream: readonly string[];
  readonly downstream: readonly string[];
  readonly runs: readonly ModelRun[];
}

/** Without a verbosity: that of the settings. */
export interface HoverParams {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
  readonly verbosity?: Verbosity | undefined;
}

/** A card, and whether there are others that say more or less. */
export interface HoverAnswer {
  readonly hover: { readonly contents: { readonly value: string }; readonly range?: Range | null };
  readonly verbosity: Verbosity;
  readonly canIncrease: boolean;
  readonly canDecrease: boolean;
}

export interface CompiledSql {
  readonly uri: string;
  readonly text: string;
  /** What both texts have in common, character by character, in order. */
  readonly map: readonly { readonly source: Range; readonly compiled: Range }[];
}

/** The requests beyond the client library: their names, parameters and results. */
export interface Requests {
  "rocky/hover": { params: HoverParams; result: HoverAnswer | null };
  "rocky/lineage": { params: LineageParams; result: Lineage | null };
  "rocky/model": { params: ModelParams; result: Model | null };
  "rocky/compiledSql": { params: { readonly textDocument: { readonly uri: string } }; result: CompiledSql | null };
  /** Of LSP 3.18. */
  "workspace/textDocumentContent": { params: { readonly uri: string }; result: { readonly text: string } | null };
}

export type Method = keyof Requests;
