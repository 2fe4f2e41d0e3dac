// Runs the `rocky` program as a child process and collects what it prints.

import { spawn } from "node:child_process";
import { Failure } from "./failure";

export interface Invocation {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  /** What the program reads from its standard input. */
  readonly input?: string;
  readonly signal?: AbortSignal;
}

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** More than any table that a person looks at; a program that prints without end is stopped here. */
const LIMIT = 64 * 1024 * 1024;

/** Ends when the process has ended; an abort kills it and ends with `undefined`. */
export function run(it: Invocation): Promise<Outcome | undefined> {
  return new Promise((resolve, reject) => {
    if (it.signal?.aborted === true) {
      resolve(undefined);
      return;
    }
    const child = spawn(it.program, it.arguments, {
      cwd: it.folder,
      stdio: "pipe",
      windowsHide: true,
      env: { ...process.env, NO_COLOR: "1" },
    });
    let [output, errors] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.length > LIMIT) child.kill();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      if (errors.length < LIMIT) errors += text;
    });
    const abort = () => child.kill();
    it.signal?.addEventListener("abort", abort, { once: true });
    child.on("error", (error) => {
      it.signal?.removeEventListener("abort", abort);
      reject(new Failure(`${it.program} cannot be started: ${error.message}`));
    });
    child.on("close", (code) => {
      it.signal?.removeEventListener("abort", abort);
      if (it.signal?.aborted === true) {
        resolve(undefined);
      } else if (output.length > LIMIT) {
        reject(new Failure(`${it.program} printed more than ${LIMIT / 1024 / 1024} MB.`));
      } else {
        resolve({ code, output, errors });
      }
    });
    // A program that does not read its input to the end is no failure.
    child.stdin.on("error", () => undefined);
    child.stdin.end(it.input ?? "");
  });
}
