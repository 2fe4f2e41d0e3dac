// Which documents the server looks at.

/** A document filter as the language client takes it. */
export interface Filter {
  readonly scheme: string;
  readonly language: string;
}

/** Queries on disk and in buffers that were never saved; TOML only on disk, where the server knows whose it is. */
export const documentSelector: Filter[] = [
  { scheme: "file", language: "rocky" },
  { scheme: "file", language: "rocky-sql" },
  { scheme: "file", language: "sql" },
  { scheme: "file", language: "toml" },
  { scheme: "untitled", language: "rocky" },
  { scheme: "untitled", language: "rocky-sql" },
  { scheme: "untitled", language: "sql" },
];
