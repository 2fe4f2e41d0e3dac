// A conversation with the real server about a whole project, in which everything that it says is kept.

import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  ErrorCodes,
  LSPErrorCodes,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver-protocol/node";
import { rocky } from "./project";

/** One thing that the server said: the answer to a request, or what it asked or told by itself. */
export interface Said {
  method: string;
  isAnswer: boolean;
  value: unknown;
}

/** A client that can do everything. */
const able = {
  general: { positionEncodings: ["utf-16"] },
  window: { workDoneProgress: true, showDocument: { support: true } },
  workspace: {
    applyEdit: true,
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ["create", "rename", "delete"],
      changeAnnotationSupport: { groupsOnLabel: true },
    },
    workspaceFolders: true,
    fileOperations: { willRename: true, didRename: true, didCreate: true, didDelete: true },
    symbol: { resolveSupport: { properties: ["location.range"] }, tagSupport: { valueSet: [1] } },
    diagnostics: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    semanticTokens: { refreshSupport: true },
    codeLens: { refreshSupport: true },
  },
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      versionSupport: true,
      codeDescriptionSupport: true,
      dataSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
    completion: {
      completionItem: {
        snippetSupport: true,
        documentationFormat: ["markdown"],
        insertReplaceSupport: true,
        labelDetailsSupport: true,
        resolveSupport: { properties: ["documentation", "detail", "additionalTextEdits"] },
      },
      contextSupport: true,
    },
    signatureHelp: {
      signatureInformation: { documentationFormat: ["markdown"], parameterInformation: { labelOffsetSupport: true } },
    },
    declaration: { linkSupport: true },
    definition: { linkSupport: true },
    typeDefinition: { linkSupport: true },
    implementation: { linkSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true, tagSupport: { valueSet: [1] } },
    codeAction: {
      isPreferredSupport: true,
      dataSupport: true,
      disabledSupport: true,
      resolveSupport: { properties: ["edit"] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["", "quickfix", "refactor", "source"] } },
    },
    codeLens: {},
    documentLink: { tooltipSupport: true },
    rename: { prepareSupport: true, honorsChangeAnnotations: true },
    foldingRange: { foldingRangeKind: { valueSet: ["comment", "imports", "region"] }, foldingRange: { collapsedText: true } },
    selectionRange: {},
    linkedEditingRange: {},
    callHierarchy: {},
    typeHierarchy: {},
    semanticTokens: {
      requests: { range: true, full: { delta: true } },
      tokenTypes: ["namespace", "type", "class", "struct", "parameter", "variable", "property", "function", "keyword",
        "comment", "string", "number", "operator", "decorator", "enumMember", "macro"],
      tokenModifiers: ["declaration", "definition", "readonly", "deprecated", "defaultLibrary"],
      formats: ["relative"],
      multilineTokenSupport: true,
    },
    inlayHint: { resolveSupport: { properties: ["tooltip", "label.location", "label.tooltip"] } },
  },
  experimental: { analysisStatus: true, rocky: { commands: ["rocky.runModel", "rocky.previewModel", "rocky.showLineage", "rocky.showModel"] } },
};

/** How many places of a document are asked about. */
const placesOfDocument = 40;

/** Requests about something that an earlier answer named. */
const followUps: Record<string, { method: string; wrap: (item: unknown) => unknown }[]> = {
  "textDocument/completion": [{ method: "completionItem/resolve", wrap: (it) => it }],
  "textDocument/codeAction": [{ method: "codeAction/resolve", wrap: (it) => it }],
  "textDocument/codeLens": [{ method: "codeLens/resolve", wrap: (it) => it }],
  "textDocument/inlayHint": [{ method: "inlayHint/resolve", wrap: (it) => it }],
  "textDocument/prepareCallHierarchy": [
    { method: "callHierarchy/incomingCalls", wrap: (item) => ({ item }) },
    { method: "callHierarchy/outgoingCalls", wrap: (item) => ({ item }) },
  ],
  "textDocument/prepareTypeHierarchy": [
    { method: "typeHierarchy/supertypes", wrap: (item) => ({ item }) },
    { method: "typeHierarchy/subtypes", wrap: (item) => ({ item }) },
  ],
};

/** Asks whatever `methods` there are, of those that the server offers, about every file of a project. */
export async function converse(methods: string[]): Promise<Said[]> {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "rocky-conversation-")));
  fs.cpSync(path.resolve(__dirname, "../../../../fixtures/projects/retail"), folder, { recursive: true });
  // Mistakes, so that there is something to say; beyond the Basic Multilingual Plane, and with Windows' line ends.
  fs.writeFileSync(path.join(folder, "models", "broken_😀.sql"), "SELECT '😀' AS mood,\r\n  coutn(*) AS n,\r\n  o. FROM\r\n");
  const said: Said[] = [];
  const child = spawn(rocky, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const exit = new Promise((resolve) => child.on("exit", resolve));
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  connection.onRequest((method, value) => {
    said.push({ method, isAnswer: false, value });
    return method === "workspace/configuration" ? [null] : null;
  });
  connection.onNotification((method, value) => {
    said.push({ method, isAnswer: false, value });
  });
  connection.listen();
  const session = new Session(connection, said, new Set(methods));
  const root = pathToFileURL(folder).href;
  await session.ask("initialize", {
    processId: process.pid,
    rootUri: root,
    workspaceFolders: [{ uri: root, name: "retail" }],
    capabilities: able,
  });
  await connection.sendNotification("initialized", {});
  for (const file of files(folder)) {
    await session.about(file);
  }
  await session.ask("workspace/symbol", { query: "o" });
  await session.ask("workspace/diagnostic", { previousResultIds: [] });
  const [first] = files(path.join(folder, "models")).filter((it) => it.endsWith(".sql"));
  if (first !== undefined) {
    const renamed = pathToFileURL(first.replace(/\.sql$/, "_renamed.sql")).href;
    await session.ask("workspace/willRenameFiles", { files: [{ oldUri: pathToFileURL(first).href, newUri: renamed }] });
  }
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  await exit;
  connection.dispose();
  fs.rmSync(folder, { recursive: true });
  return distinct(said);
}

class Session {
  constructor(
    private readonly connection: MessageConnection,
    private readonly said: Said[],
    private readonly methods: Set<string>,
  ) {}

  /** Asks, if the server can answer at all: the answer. */
  async ask(method: string, parameters: unknown): Promise<unknown> {
    if (!this.methods.has(method)) {
      return undefined;
    }
    try {
      const value: unknown = await this.connection.sendRequest(method, parameters);
      this.said.push({ method, isAnswer: true, value });
      return value;
    } catch (error) {
      const code = (error as { code?: number }).code;
      if (code === ErrorCodes.MethodNotFound) {
        this.methods.delete(method);
        return undefined;
      }
      // A rename that is refused, and an answer that a later look at the project has made void.
      const fine: (number | undefined)[] = [LSPErrorCodes.RequestFailed, LSPErrorCodes.ServerCancelled, LSPErrorCodes.ContentModified];
      if (fine.includes(code)) {
        return undefined;
      }
      throw new Error(`${method}: ${String(error)}`);
    }
  }

  /** Asks everything about a file. */
  async about(file: string): Promise<void> {
    const text = fs.readFileSync(file, "utf8");
    const uri = pathToFileURL(file).href;
    const textDocument = { uri };
    const languageId = { ".sql": "sql", ".rocky": "rocky", ".toml": "toml" }[path.extname(file)] ?? "plaintext";
    await this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId, version: 1, text },
    });
    const end = positionAt(text, text.length);
    const range = { start: { line: 0, character: 0 }, end };
    const options = { tabSize: 4, insertSpaces: true };
    for (const method of ["documentSymbol", "codeLens", "documentLink", "foldingRange", "diagnostic"]) {
      await this.follow(`textDocument/${method}`, { textDocument });
    }
    const tokens = (await this.ask("textDocument/semanticTokens/full", { textDocument })) as { resultId?: string } | null;
    await this.ask("textDocument/semanticTokens/range", { textDocument, range });
    await this.follow("textDocument/inlayHint", { textDocument, range });
    await this.follow("textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } });
    await this.ask("textDocument/formatting", { textDocument, options });
    await this.ask("textDocument/rangeFormatting", { textDocument, range, options });
    for (const position of places(text)) {
      const at = { textDocument, position };
      const methods = ["hover", "completion", "signatureHelp", "declaration", "definition", "typeDefinition", "implementation",
        "documentHighlight", "linkedEditingRange", "prepareRename", "prepareCallHierarchy", "prepareTypeHierarchy"];
      for (const method of methods) {
        await this.follow(`textDocument/${method}`, at);
      }
      await this.ask("textDocument/references", { ...at, context: { includeDeclaration: true } });
      await this.ask("textDocument/selectionRange", { textDocument, positions: [position] });
      await this.ask("textDocument/rename", { ...at, newName: "renamed_by_test" });
      await this.ask("textDocument/onTypeFormatting", { ...at, ch: "\n", options });
      const here = { start: position, end: position };
      await this.follow("textDocument/codeAction", { textDocument, range: here, context: { diagnostics: [] } });
    }
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start: end, end }, text: "\n" }],
    });
    if (tokens?.resultId !== undefined) {
      await this.ask("textDocument/semanticTokens/full/delta", { textDocument, previousResultId: tokens.resultId });
    }
  }

  private async follow(method: string, parameters: unknown): Promise<void> {
    const answer = await this.ask(method, parameters);
    const items = Array.isArray(answer) ? answer : ((answer as { items?: unknown[] } | null)?.items ?? []);
    for (const { method: next, wrap } of followUps[method] ?? []) {
      for (const item of items.slice(0, 3)) {
        await this.ask(next, wrap(item));
      }
    }
  }
}

/** The files that the server reads, in the order of their names. */
function files(folder: string): string[] {
  const entries = fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return entries.filter((it) => /\.(sql|rocky|toml)$/.test(it)).map((it) => path.join(folder, it));
}

/** The beginnings of words, spread over the text, and its end. */
function places(text: string): { line: number; character: number }[] {
  const words = [...text.matchAll(/[\p{L}_]\w*|\.|\*/gu)].map((it) => it.index);
  const step = Math.max(1, Math.ceil(words.length / placesOfDocument));
  return [...words.filter((_, index) => index % step === 0), text.length].map((it) => positionAt(text, it));
}

function positionAt(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** Each message once; of answers of one kind with the same properties the first few. */
function distinct(said: Said[]): Said[] {
  const seen = new Map<string, number>();
  return said.filter((it) => {
    const shape = `${it.method} ${it.isAnswer} ${JSON.stringify(shapeOf(it.value))}`;
    const count = seen.get(shape) ?? 0;
    seen.set(shape, count + 1);
    return count < 2;
  });
}

/** A value without what differs from one message to the next: texts and numbers, and lists beyond their kinds of items. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) {
    return [...new Set(value.map((it) => JSON.stringify(shapeOf(it))))].sort();
  }
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, shapeOf(it)]));
  }
  return typeof value === "number" && value < 100 ? "number" : value === null ? null : typeof value;
}
