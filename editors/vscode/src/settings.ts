// The settings of this extension, their defaults, and what the server is told of them. Pure.

/** Each setting below `rocky.`, with the value that it has where nobody sets it; the manifest says the same. */
export const defaults = {
  "server.path": "" as string,
  "server.arguments": ["lsp"] as readonly string[],
  // Read by the language client itself.
  "trace.server": "off" as string,
  "base": "" as string,
  "portability.targetDialects": [] as readonly string[],
  "inlayHints.types": true as boolean,
  "inlayHints.nullability": true as boolean,
  "inlayHints.expandedStars": true as boolean,
  "inlayHints.joinCardinality": true as boolean,
  "inlayHints.dependencies": true as boolean,
  "codeLens.enable": true as boolean,
  "hover.verbosity": "normal" as string,
  "lineage.depth": 1 as number,
  "lineage.indirect": false as boolean,
  "lineage.followEditor": true as boolean,
  "preview.rowLimit": 200 as number,
  "compiledSql.followCursor": true as boolean,
};

/** The dialects that Rocky knows, by their names in configuration. */
export const dialects = {
  duckdb: "DuckDB",
  databricks: "Databricks",
  snowflake: "Snowflake",
  bigquery: "BigQuery",
  trino: "Trino",
};

export type Key = keyof typeof defaults;
export type Value<K extends Key> = (typeof defaults)[K];

/** What the editor has: `vscode.workspace.getConfiguration("rocky")`. */
export interface Source {
  get(key: string): unknown;
}

/** The value of a setting; what has the wrong type counts as not set, since settings are files that people edit. */
export function setting<K extends Key>(source: Source, key: K): Value<K> {
  const fallback: unknown = defaults[key];
  const value = source.get(key);
  return (hasTypeOf(value, fallback) ? value : fallback) as Value<K>;
}

/** Over how many models lineage goes at first. */
export function depthSetting(source: Source): number {
  return bounded(setting(source, "lineage.depth"), 1, 20);
}

/** How many rows a preview shows. */
export function rowLimitSetting(source: Source): number {
  return bounded(setting(source, "preview.rowLimit"), 1, 10_000);
}

/** What the server is told when it starts; it asks for the same afterwards, as section `rocky`. */
export function initializationOptions(source: Source) {
  return {
    base: setting(source, "base"),
    portability: { targetDialects: setting(source, "portability.targetDialects") },
    codeLens: { enable: setting(source, "codeLens.enable") },
    hover: { verbosity: setting(source, "hover.verbosity") },
    inlayHints: {
      types: setting(source, "inlayHints.types"),
      nullability: setting(source, "inlayHints.nullability"),
      expandedStars: setting(source, "inlayHints.expandedStars"),
      joinCardinality: setting(source, "inlayHints.joinCardinality"),
      dependencies: setting(source, "inlayHints.dependencies"),
    },
  };
}

function hasTypeOf(value: unknown, example: unknown): boolean {
  if (Array.isArray(example)) {
    return Array.isArray(value) && value.every((it) => typeof it === "string");
  }
  return typeof value === typeof example && !Number.isNaN(value);
}

function bounded(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(value)));
}
