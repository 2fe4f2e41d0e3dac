// A session with the real server, through the protocol layer of the language client.

import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { experimental } from "../../src/features";
import { rocky } from "./project";

export interface Session {
  readonly connection: ProtocolConnection;
  /** The URI of the project's folder. */
  readonly root: string;
  readonly initialized: InitializeResult;
  /** Says goodbye; the exit code of the server. */
  close(): Promise<number | null>;
}

/** Starts the server on a project; it is loaded and watched when this returns. */
export async function openSession(folder: string, initializationOptions?: object): Promise<Session> {
  const child = spawn(rocky, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const watched = new Promise<void>((resolve) => {
    connection.onRequest(RegistrationRequest.type, () => resolve());
  });
  connection.listen();
  const root = pathToFileURL(folder).href;
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "shop" }],
    initializationOptions,
    capabilities: {
      general: { positionEncodings: ["utf-16"] },
      textDocument: {
        codeLens: {},
        diagnostic: {},
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
        hover: { contentFormat: ["markdown"] },
        inlayHint: {},
      },
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true } },
      experimental,
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  await watched;
  return {
    connection,
    root,
    initialized,
    close: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      const code = await exit;
      connection.dispose();
      return code;
    },
  };
}
