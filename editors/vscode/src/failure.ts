// Why a request was not answered, in words for a person. Pure.

/** A failure whose message is meant for people. */
export class Failure extends Error {}

const METHOD_NOT_FOUND = -32601;
const REQUEST_CANCELLED = -32800;
const CONTENT_MODIFIED = -32801;
const SERVER_CANCELLED = -32802;

/** Whether asking again makes sense: the text has changed while the server was at it. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  return code === CONTENT_MODIFIED || code === SERVER_CANCELLED;
}

/** Whether nobody waits for the answer any more. */
export function isCancelled(error: unknown): boolean {
  return codeOf(error) === REQUEST_CANCELLED;
}

/** What to show of an error. */
export function inWords(error: unknown, method: string): string {
  if (error instanceof Failure) {
    return error.message;
  }
  if (codeOf(error) === METHOD_NOT_FOUND) {
    return `The server that runs does not know ${method}: it is older than this extension. Update rocky.`;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Why a server does not start. One that ends at once is noticed as a broken pipe. */
export function startFailure(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /EPIPE|ECONNRESET|destroyed|disposed|closed/.test(message)
    ? "it ended before it answered, so it may be no rocky program"
    : message.replace(/\.$/, "");
}

function codeOf(error: unknown): number | undefined {
  const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  return typeof code === "number" ? code : undefined;
}
