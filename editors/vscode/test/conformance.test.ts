// Every kind of message of the real server, held against the types of the protocol: what it says is written out as
// TypeScript, each message declared with its type of LSP 3.17, and the compiler judges (missing and superfluous
// properties, wrong enumerations, null where there may be none).

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import * as ts from "typescript";
import { skip } from "./support/project";
import { converse, type Said } from "./support/conversation";

const extension = path.resolve(__dirname, "../..");

// The name of what a message must fit, by its method: what the package calls the request or the notification.
const results: Record<string, string> = {
  initialize: "InitializeRequest",
  "textDocument/hover": "HoverRequest",
  "textDocument/completion": "CompletionRequest",
  "completionItem/resolve": "CompletionResolveRequest",
  "textDocument/signatureHelp": "SignatureHelpRequest",
  "textDocument/declaration": "DeclarationRequest",
  "textDocument/definition": "DefinitionRequest",
  "textDocument/typeDefinition": "TypeDefinitionRequest",
  "textDocument/implementation": "ImplementationRequest",
  "textDocument/references": "ReferencesRequest",
  "textDocument/documentHighlight": "DocumentHighlightRequest",
  "textDocument/documentSymbol": "DocumentSymbolRequest",
  "textDocument/codeAction": "CodeActionRequest",
  "codeAction/resolve": "CodeActionResolveRequest",
  "textDocument/codeLens": "CodeLensRequest",
  "codeLens/resolve": "CodeLensResolveRequest",
  "textDocument/documentLink": "DocumentLinkRequest",
  "textDocument/formatting": "DocumentFormattingRequest",
  "textDocument/rangeFormatting": "DocumentRangeFormattingRequest",
  "textDocument/onTypeFormatting": "DocumentOnTypeFormattingRequest",
  "textDocument/prepareRename": "PrepareRenameRequest",
  "textDocument/rename": "RenameRequest",
  "textDocument/foldingRange": "FoldingRangeRequest",
  "textDocument/selectionRange": "SelectionRangeRequest",
  "textDocument/prepareCallHierarchy": "CallHierarchyPrepareRequest",
  "callHierarchy/incomingCalls": "CallHierarchyIncomingCallsRequest",
  "callHierarchy/outgoingCalls": "CallHierarchyOutgoingCallsRequest",
  "textDocument/prepareTypeHierarchy": "TypeHierarchyPrepareRequest",
  "typeHierarchy/supertypes": "TypeHierarchySupertypesRequest",
  "typeHierarchy/subtypes": "TypeHierarchySubtypesRequest",
  "textDocument/semanticTokens/full": "SemanticTokensRequest",
  "textDocument/semanticTokens/full/delta": "SemanticTokensDeltaRequest",
  "textDocument/semanticTokens/range": "SemanticTokensRangeRequest",
  "textDocument/linkedEditingRange": "LinkedEditingRangeRequest",
  "textDocument/inlayHint": "InlayHintRequest",
  "inlayHint/resolve": "InlayHintResolveRequest",
  "textDocument/diagnostic": "DocumentDiagnosticRequest",
  "workspace/diagnostic": "WorkspaceDiagnosticRequest",
  "workspace/symbol": "WorkspaceSymbolRequest",
  "workspace/willRenameFiles": "WillRenameFilesRequest",
};
const parameters: Record<string, string> = {
  "textDocument/publishDiagnostics": "PublishDiagnosticsNotification",
  "window/logMessage": "LogMessageNotification",
  "window/showMessage": "ShowMessageNotification",
  "client/registerCapability": "RegistrationRequest",
  "client/unregisterCapability": "UnregistrationRequest",
  "window/workDoneProgress/create": "WorkDoneProgressCreateRequest",
  "workspace/configuration": "ConfigurationRequest",
};
// Without parameters, or with those of a token's own protocol.
const bare = new Set([
  "workspace/diagnostic/refresh",
  "workspace/inlayHint/refresh",
  "workspace/semanticTokens/refresh",
  "workspace/codeLens/refresh",
  "$/progress",
]);

test("every message fits the protocol", { skip, timeout: 300_000 }, async () => {
  const said = await converse(Object.keys(results));
  const unknown = said.map((it) => it.method).filter((it) => !(it in results || it in parameters || bare.has(it)));
  assert.deepEqual([...new Set(unknown)].filter((it) => !it.startsWith("rocky/")), [], "methods that LSP does not know");
  const faults = judge(said);
  assert.deepEqual(faults, []);
  // A conversation in which nothing is said proves nothing.
  const answered = new Set(said.filter((it) => it.isAnswer && it.value !== null).map((it) => it.method));
  for (const method of ["hover", "completion", "definition", "documentSymbol", "diagnostic", "codeAction"]) {
    assert.ok(answered.has(`textDocument/${method}`), `nothing was answered to ${method}`);
  }
});

test("the compiler sees what does not fit", () => {
  const wrong: [string, unknown][] = [
    ["textDocument/hover", { contents: "x", rnage: null }],
    ["textDocument/documentHighlight", [{ range: { start: { line: 0, character: 0 } } }]],
    ["textDocument/foldingRange", [{ startLine: "1", endLine: 2 }]],
    ["textDocument/documentSymbol", [{ name: "a", kind: 99 }]],
  ];
  const faults = judge(wrong.map(([method, value]) => ({ method, isAnswer: true, value })));
  for (const [method] of wrong) {
    assert.ok(faults.some((it) => it.includes(`// ${method}:`)), method);
  }
});

// What the compiler has against the messages.
function judge(said: Said[]): string[] {
  const lines = [
    `import type * as lsp from "vscode-languageserver-protocol/node";`,
    "type Result<T> = T extends lsp.ProtocolRequestType<any, infer R, any, any, any> | lsp.ProtocolRequestType0<infer R, any, any, any> ? R : never;",
    "type Parameters<T> = T extends lsp.ProtocolRequestType<infer P, any, any, any, any> | lsp.ProtocolNotificationType<infer P, any> ? P : never;",
  ];
  for (const [index, it] of said.entries()) {
    const [name, kind] = it.isAnswer ? [results[it.method], "Result"] : [parameters[it.method], "Parameters"];
    if (name !== undefined) {
      lines.push(`export const m${index}: ${kind}<typeof lsp.${name}.type> = ${JSON.stringify(it.value)}; // ${it.method}`);
    }
  }
  const file = path.join(extension, "out/conformance.ts");
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, lines.join("\n") + "\n");
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ["node"],
    typeRoots: [path.join(extension, "node_modules/@types")],
  });
  return ts.getPreEmitDiagnostics(program).map((it) => {
    const message = ts.flattenDiagnosticMessageText(it.messageText, " ");
    const line = it.file && it.start !== undefined ? it.file.getLineAndCharacterOfPosition(it.start).line : 0;
    return `${lines[line]?.slice(0, 2000)}: ${message.slice(0, 600)}`;
  });
}
