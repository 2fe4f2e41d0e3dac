// What the language client makes of requests that fail.

import assert from "node:assert/strict";
import { test } from "node:test";
import { State } from "vscode-languageclient/node";
import { QuietClient } from "../src/quietClient";

function failedIn(state: State): { readonly answer?: unknown; readonly thrown?: string; readonly said: readonly string[] } {
  const said: string[] = [];
  const client = Object.create(QuietClient.prototype, {
    state: { value: state },
    error: { value: (message: string) => said.push(message) },
  }) as QuietClient;
  const method = { method: "textDocument/codeAction", numberOfParams: 1 };
  try {
    const answer = client.handleFailedRequest(method as never, undefined, new Error("Starting server failed"), null);
    return { answer, said };
  } catch (error) {
    return { thrown: String(error), said };
  }
}

test("what a server that is gone leaves unanswered is no failure", () => {
  assert.deepEqual(failedIn(State.Stopped), { answer: null, said: [] });
});

test("what fails while the server runs is said, to the output", () => {
  assert.deepEqual(failedIn(State.Running), {
    thrown: "Error: Starting server failed",
    said: ["Request textDocument/codeAction failed."],
  });
});
