// As much of the editor's API as this extension uses, for tests under node. The real one is used by the scenarios.

export class EventEmitter<T> {
  private readonly listeners = new Set<(it: T) => unknown>();
  readonly event = (listener: (it: T) => unknown) => {
    this.listeners.add(listener);
    return new Disposable(() => this.listeners.delete(listener));
  };
  fire(it: T): void {
    for (const listener of [...this.listeners]) listener(it);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

export class Disposable {
  static from(...all: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => all.forEach((it) => it.dispose()));
  }
  constructor(readonly dispose: () => unknown) {}
}

export class CancellationTokenSource {
  readonly token = { isCancellationRequested: false };
  cancel(): void {
    this.token.isCancellationRequested = true;
  }
}

export class Uri {
  static parse(text: string): Uri {
    const [, scheme = "file", path = ""] = /^([\w-]+):(?:\/\/)?(.*)$/.exec(text) ?? [];
    return new Uri(scheme, path);
  }
  static file(path: string): Uri {
    return new Uri("file", path);
  }
  static from({ scheme, path }: { scheme: string; path: string }): Uri {
    return new Uri(scheme, path);
  }
  static joinPath(base: Uri, ...parts: string[]): Uri {
    return new Uri(base.scheme, [base.path, ...parts].join("/"));
  }
  private constructor(
    readonly scheme: string,
    readonly path: string,
  ) {}
  get fsPath(): string {
    return this.path;
  }
  toString(): string {
    return `${this.scheme}:${this.scheme === "file" ? "//" : ""}${this.path}`;
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  constructor(
    readonly start: Position,
    readonly end: Position,
  ) {}
}

export class Selection extends Range {
  get active(): Position {
    return this.end;
  }
}

export class WorkspaceEdit {
  readonly files: [Uri, string][] = [];
  createFile(uri: Uri, { contents }: { contents: Uint8Array }): void {
    this.files.push([uri, Buffer.from(contents).toString()]);
  }
}

export class ThemeIcon {
  constructor(readonly id: string) {}
}
export class ThemeColor {
  constructor(readonly id: string) {}
}
export class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState?: number,
  ) {}
}
export class Task {
  group: unknown;
  constructor(
    readonly definition: unknown,
    readonly scope: unknown,
    readonly name: string,
    readonly source: string,
    readonly execution: ProcessExecution,
    readonly problemMatchers: readonly string[],
  ) {}
}
export class ProcessExecution {
  constructor(
    readonly process: string,
    readonly args: readonly string[],
    readonly options: { readonly cwd: string },
  ) {}
}

// What the language client derives its own classes from.
class Base {}
export {
  Base as CallHierarchyItem,
  Base as CancellationError,
  Base as CodeAction,
  Base as CodeLens,
  Base as CompletionItem,
  Base as Diagnostic,
  Base as DocumentLink,
  Base as InlayHint,
  Base as SymbolInformation,
  Base as TypeHierarchyItem,
};

export const ViewColumn = { One: 1, Beside: -2 };
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const StatusBarAlignment = { Left: 1 };
export const TextEditorRevealType = { InCenterIfOutsideViewport: 2 };
export const TaskScope = { Workspace: 2 };
export const TaskGroup = { Build: "build", Test: "test" };
export const SymbolKind = { Struct: 22 };
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const ConfigurationTarget = { Workspace: 2 };

export interface Editor {
  readonly document: { readonly uri: Uri; readonly languageId: string; getText(): string };
  readonly viewColumn: number;
  selection: Selection;
  decorated: readonly Range[];
  revealed: Range | undefined;
  setDecorations(kind: unknown, ranges: readonly Range[]): void;
  revealRange(range: Range): void;
}

/** An editor of a file, at its beginning. */
export function editor(uri: string, text = "", languageId = "sql"): Editor {
  const start = new Position(0, 0);
  return {
    document: { uri: Uri.parse(uri), languageId, getText: () => text },
    viewColumn: 1,
    selection: new Selection(start, start),
    decorated: [],
    revealed: undefined,
    setDecorations(_, ranges) {
      this.decorated = ranges;
    },
    revealRange(range) {
      this.revealed = range;
    },
  };
}

/** A webview: what it was sent, and a way to speak as it would. */
export class Webview {
  readonly sent: any[] = [];
  readonly received = new EventEmitter<unknown>();
  readonly onDidReceiveMessage = this.received.event;
  readonly cspSource = "https://source";
  html = "";
  options: unknown;
  asWebviewUri = (uri: Uri) => uri;
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
}

export class Panel {
  readonly webview = new Webview();
  readonly disposed = new EventEmitter<void>();
  readonly onDidDispose = this.disposed.event;
  readonly onDidChangeViewState = new EventEmitter<void>().event;
  readonly viewColumn = 2;
  visible = true;
  iconPath: unknown;
  constructor(
    readonly viewType: string,
    public title: string,
  ) {}
  reveal(): void {}
  dispose(): void {
    this.disposed.fire();
  }
}

/** What the tests set, and what the extension has done. */
export const state = {
  configuration: {} as Record<string, unknown>,
  folders: [] as { readonly uri: Uri; readonly name: string }[],
  projects: [] as string[],
  isTrusted: true,
  commands: new Map<string, (...given: unknown[]) => unknown>(),
  executed: [] as unknown[][],
  messages: [] as string[],
  panels: [] as Panel[],
  shown: [] as [Uri, unknown][],
  tasks: [] as Task[],
  isOutputClosed: false,
  /** What is typed into a question. */
  typed: undefined as string | undefined,
  created: [] as [Uri, string][],
  /** How often each was drawn anew. */
  trees: [] as { drawn: number }[],
  items: [] as { text: string; tooltip: string }[],
  answers: new Map<string, unknown>(),
  contents: new Map<string, { provideTextDocumentContent(uri: Uri): unknown }>(),
};

export const events = {
  activeEditor: new EventEmitter<unknown>(),
  selection: new EventEmitter<{ textEditor: unknown }>(),
  configuration: new EventEmitter<{ affectsConfiguration(section: string): boolean }>(),
  text: new EventEmitter<{ document: unknown }>(),
  diagnostics: new EventEmitter<{ readonly uris: readonly Uri[] }>(),
  silent: new EventEmitter<never>(),
};

/** Sets a setting, as a person does. */
export function configure(name: string, value: unknown): void {
  state.configuration[name.replace(/^rocky\./, "")] = value;
  events.configuration.fire({ affectsConfiguration: (section) => name === section || name.startsWith(`${section}.`) });
}

/** Puts an editor in front. */
export function activate(it: Editor): void {
  window.activeTextEditor = it;
  if (!window.visibleTextEditors.includes(it)) window.visibleTextEditors.push(it);
  events.activeEditor.fire(it);
}

const said = (message: string) => {
  state.messages.push(message);
  return Promise.resolve(undefined);
};

export const window = {
  activeTextEditor: undefined as Editor | undefined,
  visibleTextEditors: [] as Editor[],
  onDidChangeActiveTextEditor: events.activeEditor.event,
  onDidChangeTextEditorSelection: events.selection.event,
  showErrorMessage: said,
  showWarningMessage: said,
  showInformationMessage: said,
  showQuickPick: async (items: readonly unknown[]) => items[0],
  showInputBox: async () => state.typed,
  showTextDocument: async (document: unknown, options: unknown) => {
    state.shown.push([(document as { uri?: Uri }).uri ?? (document as Uri), options]);
  },
  createWebviewPanel: (viewType: string, title: string) => {
    const panel = new Panel(viewType, title);
    state.panels.push(panel);
    return panel;
  },
  // As in the editor: who has no event by now is never listened to.
  createTreeView: (_: string, { treeDataProvider }: { treeDataProvider: { onDidChangeTreeData?: typeof events.silent.event } }) => {
    const tree = { drawn: 0 };
    state.trees.push(tree);
    return treeDataProvider.onDidChangeTreeData?.(() => (tree.drawn += 1)) ?? new Disposable(() => undefined);
  },
  createTextEditorDecorationType: () => new Disposable(() => undefined),
  createStatusBarItem: () => {
    const item = { text: "", tooltip: "", show: () => undefined, dispose: () => undefined };
    state.items.push(item);
    return item;
  },
  createOutputChannel: () => {
    const say = () => {
      if (state.isOutputClosed) throw new Error("Channel has been closed");
    };
    state.isOutputClosed = false;
    return { info: say, warn: say, error: say, show: say, dispose: () => (state.isOutputClosed = true) };
  },
  registerWebviewPanelSerializer: () => new Disposable(() => undefined),
  registerWebviewViewProvider: () => new Disposable(() => undefined),
};

export const workspace = {
  get workspaceFolders() {
    return state.folders;
  },
  get isTrusted() {
    return state.isTrusted;
  },
  get textDocuments() {
    return window.visibleTextEditors.map((it) => it.document);
  },
  getConfiguration: () => ({ get: (key: string) => state.configuration[key] }),
  getWorkspaceFolder: (uri: Uri) => state.folders.find((it) => uri.path.startsWith(it.uri.path)),
  findFiles: async () => state.projects.map((it) => Uri.file(`${it}/rocky.toml`)),
  applyEdit: async (edit: WorkspaceEdit) => {
    state.created.push(...edit.files);
    return true;
  },
  openTextDocument: async (uri: Uri) => ({ uri }),
  createFileSystemWatcher: () => ({
    onDidCreate: events.silent.event,
    onDidDelete: events.silent.event,
    dispose: () => undefined,
  }),
  registerTextDocumentContentProvider: (
    scheme: string,
    provider: { provideTextDocumentContent(uri: Uri): unknown },
  ) => {
    state.contents.set(scheme, provider);
    return new Disposable(() => undefined);
  },
  onDidChangeConfiguration: events.configuration.event,
  onDidChangeTextDocument: events.text.event,
  onDidCloseTextDocument: events.silent.event,
  onDidChangeWorkspaceFolders: events.silent.event,
  onDidGrantWorkspaceTrust: events.silent.event,
};

export interface Problem {
  readonly source: string;
  readonly code: string;
  readonly range: Range;
}

/** What is listed, by owner and file. As in the editor, clearing an owner takes away what others put there for it. */
export const problems = new Map<string, Map<string, readonly Problem[]>>();

/** Lists problems of a file, in place of those that the owner had there. */
export function list(owner: string, uri: Uri, found: readonly Problem[]): void {
  const files = problems.get(owner) ?? new Map<string, readonly Problem[]>();
  problems.set(owner, files.set(uri.toString(), found));
  events.diagnostics.fire({ uris: [uri] });
}

const problemsOf = (uri: Uri) => [...problems.values()].flatMap((it) => it.get(uri.toString()) ?? []);

export const languages = {
  getDiagnostics: (uri?: Uri) =>
    uri === undefined
      ? [...new Set([...problems.values()].flatMap((it) => [...it.keys()]))].map(Uri.parse).map((it) => [it, problemsOf(it)])
      : problemsOf(uri),
  onDidChangeDiagnostics: events.diagnostics.event,
  createDiagnosticCollection: (owner: string) => ({
    set: (uri: Uri, found: readonly Problem[]) => list(owner, uri, found),
    delete: (uri: Uri) => list(owner, uri, []),
    clear: () => problems.delete(owner),
    dispose: () => problems.delete(owner),
  }),
};

export const tasks = {
  registerTaskProvider: () => new Disposable(() => undefined),
  onDidEndTaskProcess: events.silent.event,
  executeTask: async (task: Task) => {
    state.tasks.push(task);
  },
};

export const commands = {
  registerCommand: (id: string, handler: (...given: unknown[]) => unknown) => {
    state.commands.set(id, handler);
    return new Disposable(() => state.commands.delete(id));
  },
  executeCommand: async (id: string, ...given: unknown[]) => {
    state.executed.push([id, ...given]);
    return state.answers.get(id);
  },
};

export const env = { clipboard: { writeText: async () => undefined } };
