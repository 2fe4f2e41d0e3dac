// The other side: the extension, and what it keeps of a view that is not seen.

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** May be asked for only once in the life of a view. */
export const editor: EditorApi = acquireVsCodeApi();
