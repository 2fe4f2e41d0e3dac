// What `rocky preview rows` is asked, and what it answers. Pure.

export interface Request {
  readonly model: string;
  readonly cte: string | null;
  readonly limit: number;
}

export interface Rows {
  readonly columns: readonly { readonly name: string; readonly type?: string | null }[];
  /** The cells as the warehouse writes them; `null` is NULL. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** Whether there are more rows than were asked for. */
  readonly truncated: boolean;
}

/** The arguments of the program. With `hasText` it reads the model's text, saved or not, from its standard input. */
export function previewArguments(it: Request, hasText: boolean): string[] {
  return [
    "preview",
    "rows",
    "--model",
    it.model,
    ...(it.cte === null ? [] : ["--cte", it.cte]),
    "--limit",
    String(it.limit),
    "--output",
    "json",
    ...(hasText ? ["--stdin"] : []),
  ];
}

/** The rows, or why there are none. */
export function readAnswer(code: number | null, output: string, errors: string): Rows | { readonly failure: string } {
  const answer = parse(output);
  if (code === 0 && isRows(answer)) {
    return answer;
  }
  const said = errors.trim();
  if (said !== "") {
    return { failure: said };
  }
  const message = typeof answer === "object" && answer !== null && "error" in answer ? answer.error : undefined;
  return { failure: typeof message === "string" ? message : output.trim() || `rocky preview ended with ${code ?? "a signal"}.` };
}

function parse(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    // What is no JSON is told as it is.
    return undefined;
  }
}

function isRows(it: unknown): it is Rows {
  return (
    typeof it === "object" &&
    it !== null &&
    "columns" in it &&
    Array.isArray(it.columns) &&
    "rows" in it &&
    Array.isArray(it.rows)
  );
}
