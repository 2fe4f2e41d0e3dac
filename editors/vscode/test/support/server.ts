// A server for views: it notes what it is asked and answers what the test says.

import type { Health } from "../../src/client";
import type { AnalysisStatus } from "../../src/protocol";
import { EventEmitter } from "./vscode";

export class FakeServer {
  readonly asked: [string, any][] = [];
  health: Health = { kind: "running", version: undefined, program: process.execPath };
  readonly status = new EventEmitter<AnalysisStatus>();
  readonly onDidChangeStatus = this.status.event;
  readonly onDidChangeHealth = new EventEmitter<never>().event;
  private revision = 0;

  constructor(private readonly answer: (method: string, params: any) => unknown) {}

  async ask(method: string, params: unknown): Promise<unknown> {
    this.asked.push([method, params]);
    return this.answer(method, params);
  }

  program() {
    return { kind: "found", program: process.execPath, from: "path" } as const;
  }

  /** An edit has been taken in. */
  settle(): void {
    this.revision += 1;
    this.status.fire({ state: "idle", revision: this.revision });
  }
}

/** Until a condition holds; a test that waits in vain fails. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !holds(); waited += 10) {
    if (waited > 20_000) throw new Error(`in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
