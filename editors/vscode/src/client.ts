// The language server's life: start, version handshake, restart, requests.

import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import {
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
} from "vscode-languageclient/node";
import { type Choice, chooseServer } from "./choose";
import { Crashes, patience } from "./crashes";
import { Failure, inWords, isPassing, startFailure } from "./failure";
import { RockyFeatures } from "./features";
import { Cards } from "./hover";
import type { AnalysisStatus, Method, Requests } from "./protocol";
import { QuietClient } from "./quietClient";
import { documentSelector } from "./selectors";
import { initializationOptions, setting } from "./settings";
import { misfit } from "./version";

/** How the server is, as people are told. */
export type Health =
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly version: string | undefined; readonly program: string }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly message: string };

/** How often a request that edits have overtaken is asked again, and after how many milliseconds. */
const ATTEMPTS = 5;
const PAUSE = 120;

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private pending: Promise<void> = Promise.resolve();
  private readonly healthChanged = new vscode.EventEmitter<Health>();
  private readonly statusChanged = new vscode.EventEmitter<AnalysisStatus>();

  /** What is shown where the mouse rests. */
  readonly cards = new Cards(this);
  health: Health = { kind: "stopped" };
  readonly onDidChangeHealth = this.healthChanged.event;
  readonly onDidChangeStatus = this.statusChanged.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly output: vscode.LogOutputChannel,
  ) {}

  /** Starts the server, or starts it again. Restarts wait for each other: two servers would say everything twice. */
  restart(): Promise<void> {
    this.pending = this.pending.then(() => this.stop()).then(() => this.start());
    return this.pending;
  }

  end(): Promise<void> {
    this.pending = this.pending.then(() => this.stop());
    return this.pending;
  }

  /** The `rocky` program; commands run the one that is the server. */
  program(): Choice {
    return chooseServer({
      configured: setting(vscode.workspace.getConfiguration("rocky"), "server.path"),
      searchPath: process.env["PATH"] ?? "",
      extensionFolder: this.context.extensionPath,
      workspaceFolder: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      home: os.homedir(),
      platform: process.platform,
      isExecutable,
    });
  }

  /** Asks the server. The failure's message is for people; cancellation ends with `undefined`. */
  async ask<M extends Method>(
    method: M,
    params: Requests[M]["params"],
    // The client library takes whatever is no token for one more parameter, undefined included.
    token: vscode.CancellationToken = new vscode.CancellationTokenSource().token,
  ): Promise<Requests[M]["result"] | undefined> {
    await this.pending;
    for (let attempt = 1; ; attempt++) {
      const client = this.client;
      if (client?.state !== State.Running) {
        throw new Failure("The Rocky language server does not run. Restart it with “Rocky: Restart Language Server”.");
      }
      try {
        return await client.sendRequest<Requests[M]["result"]>(method, params, token);
      } catch (error) {
        if (token.isCancellationRequested) {
          return undefined;
        }
        if (!isPassing(error) || attempt === ATTEMPTS) {
          throw new Failure(inWords(error, method));
        }
        await new Promise((resolve) => setTimeout(resolve, PAUSE));
      }
    }
  }

  /** Has the editor ask for code lenses again: runs change what they say, and the server does not know of them. */
  refreshLenses(): void {
    const feature = this.client?.getFeature("textDocument/codeLens");
    for (const document of vscode.workspace.textDocuments) {
      feature?.getProvider(document)?.onDidChangeCodeLensEmitter.fire();
    }
  }

  dispose(): void {
    this.healthChanged.dispose();
    this.statusChanged.dispose();
  }

  private async start(): Promise<void> {
    const settings = vscode.workspace.getConfiguration("rocky");
    const choice = this.program();
    if (choice.kind === "missing") {
      this.fail(choice.message);
      return;
    }
    this.output.info(`starting ${choice.program} (${choice.from})`);
    this.become({ kind: "starting" });
    let hasStarted = false;
    const crashes = new Crashes();
    const serverOptions: ServerOptions = {
      command: choice.program,
      args: [...setting(settings, "server.arguments")],
    };
    const clientOptions: LanguageClientOptions = {
      documentSelector,
      outputChannel: this.output,
      initializationOptions: () => initializationOptions(vscode.workspace.getConfiguration("rocky")),
      synchronize: { configurationSection: "rocky" },
      middleware: this.cards.middleware,
      // Told below, once.
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.closed(hasStarted, crashes),
      },
    };
    const client = new QuietClient("rocky", "Rocky", serverOptions, clientOptions);
    client.registerFeature(new RockyFeatures());
    client.onNotification("rocky/analysisStatus", (status: AnalysisStatus) => this.statusChanged.fire(status));
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) {
        return;
      }
      if (newState === State.Running) {
        const version = client.initializeResult?.serverInfo?.version;
        this.become({ kind: "running", version, program: choice.program });
      } else if (this.health.kind !== "failed") {
        this.become({ kind: newState === State.Starting ? "starting" : "stopped" });
      }
    });
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.fail(`The Rocky language server ${choice.program} does not start: ${startFailure(error)}.`);
      return;
    }
    if (client.state !== State.Running || client.initializeResult === undefined) {
      // The client library takes a program that ends at once for one that was stopped.
      this.fail(`The Rocky language server ${choice.program} does not start: ${startFailure("closed")}.`);
      return;
    }
    hasStarted = true;
    this.shakeHands(client.initializeResult?.serverInfo?.version, choice.program);
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      if (client?.state === State.Starting) {
        // After a crash it is just being started again, and can be stopped only then.
        await client.start();
      }
      if (client?.state === State.Running) {
        await client.stop();
      }
    } catch (error) {
      // It is gone either way; the next one may start.
      this.output.warn(`the server did not stop in order: ${String(error)}`);
    }
    this.become({ kind: "stopped" });
  }

  /** The server has ended by itself. */
  private closed(hasStarted: boolean, crashes: Crashes): CloseHandlerResult {
    if (hasStarted && crashes.mayRestart(Date.now())) {
      return { action: CloseAction.Restart, handled: true };
    }
    if (hasStarted) {
      const minutes = patience.within / 60_000;
      this.fail(
        `The Rocky language server has ended ${patience.ends} times within ${minutes} minutes and is not started again. ` +
          "Its output may say why.",
      );
    }
    // A server that has not even started is told by whoever starts it.
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  /** Says once for each pair of versions that they do not fit. */
  private shakeHands(version: string | undefined, program: string): void {
    const ours = String(this.context.extension.packageJSON.version);
    const message = misfit(ours, version, program);
    if (message === undefined) {
      return;
    }
    this.output.warn(message);
    const key = `misfit ${ours} ${version ?? ""}`;
    if (this.context.globalState.get<boolean>(key) === true) {
      return;
    }
    const quiet = "Don't Show Again";
    void vscode.window.showWarningMessage(message, "Open Settings", quiet).then((answer) => {
      if (answer === quiet) {
        return this.context.globalState.update(key, true);
      }
      return answer === undefined ? undefined : openSettings();
    });
  }

  private fail(message: string): void {
    this.output.error(message);
    this.become({ kind: "failed", message });
    // Not awaited: the message stays until somebody looks.
    void vscode.window.showErrorMessage(message, "Open Settings", "Show Output").then((answer) => {
      if (answer === "Show Output") {
        this.output.show();
        return undefined;
      }
      return answer === undefined ? undefined : openSettings();
    });
  }

  private become(health: Health): void {
    this.health = health;
    this.healthChanged.fire(health);
  }
}

function openSettings(): Thenable<unknown> {
  return vscode.commands.executeCommand("workbench.action.openSettings", "rocky.server.path");
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
