// Wires the parts together. Everything that concerns SQL is the server's.

import * as vscode from "vscode";
import { setBase } from "./base";
import { Server } from "./client";
import { CodePages } from "./codes";
import { type Handler, registerCommands } from "./commands";
import type { CommandId } from "./commandIds";
import { CompiledSqlView } from "./compiled/document";
import { Follower } from "./follow";
import { LineagePanel } from "./lineage/panel";
import { subjectOf } from "./lineage/subject";
import { LineageTree } from "./lineage/tree";
import { ModelPanel } from "./model/panel";
import { modelPlace, projectOfModel, requireTrust } from "./models";
import { newModel } from "./newModel";
import { newProject } from "./newProject";
import { pickCte } from "./preview/cte";
import { PreviewView } from "./preview/view";
import { showMenu, StatusBar } from "./statusBar";
import { setTarget } from "./targets";
import { TaskProblems } from "./taskProblems";
import { Tasks } from "./tasks";
import { Projects } from "./workspace";

let running: { readonly server: Server; readonly output: vscode.LogOutputChannel } | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("Rocky", { log: true });
  const server = new Server(context, output);
  running = { server, output };
  const projects = new Projects();
  const tasks = new Tasks(server, projects);
  const codes = new CodePages(server);
  const follower = new Follower(server);
  const lineage = new LineagePanel(context, server, follower);
  const panel = new ModelPanel(context, server, follower);
  const preview = new PreviewView(context, server, projects);
  const compiled = new CompiledSqlView(server, follower);
  const tree = new LineageTree(server, follower);

  const onProject = async (command: "check" | "run") => {
    const project = await projects.pick();
    if (project !== undefined) {
      await tasks.execute(command, project);
    }
  };
  const handlers: Record<CommandId, Handler> = {
    "rocky.restartServer": () => server.restart(),
    "rocky.showOutput": () => output.show(),
    "rocky.showMenu": showMenu,
    "rocky.checkProject": () => onProject("check"),
    "rocky.runProject": () => {
      requireTrust();
      return onProject("run");
    },
    "rocky.runModel": async (uri, model) => {
      requireTrust();
      const place = await modelPlace(server, uri, model);
      await tasks.execute("run", projectOfModel(projects, place), place.model);
    },
    "rocky.previewModel": async (uri, model, cte) =>
      preview.show(await modelPlace(server, uri, model), typeof cte === "string" ? cte : null),
    "rocky.previewCte": async () => {
      const editor = vscode.window.activeTextEditor;
      const place = await modelPlace(server, undefined, undefined);
      const cte = editor === undefined ? undefined : await pickCte(editor.document, editor.selection.active);
      if (cte !== undefined) {
        await preview.show(place, cte);
      }
    },
    "rocky.showModel": (given, model) => {
      const subject = subjectOf("the overview", given, model);
      return panel.show(subject.uri, subject.model);
    },
    "rocky.showCompiledSql": (given) => compiled.show(subjectOf("the compiled SQL", given).uri),
    "rocky.showLineage": (uri, model, column) => lineage.show(subjectOf("the lineage", uri, model, column)),
    "rocky.refreshLineage": () => tree.refresh(),
    "rocky.projectFolder": () => projects.pick(),
    "rocky.explainCode": (code) => codes.show(code),
    "rocky.showMore": (place) => server.cards.step(1, place),
    "rocky.showLess": (place) => server.cards.step(-1, place),
    "rocky.newProject": () => newProject(server, projects),
    "rocky.newModel": () => newModel(projects),
    "rocky.installDuckdb": () => tasks.installDuckdb(),
    "rocky.setBase": () => setBase(projects),
    "rocky.setTarget": () => setTarget(),
  };
  context.subscriptions.push(
    server,
    projects,
    new StatusBar(server, projects),
    codes.register(),
    follower,
    lineage,
    tree,
    panel,
    preview,
    compiled,
    vscode.tasks.registerTaskProvider("rocky", tasks),
    new TaskProblems(server),
    registerCommands(handlers, output),
    vscode.tasks.onDidEndTaskProcess(({ execution }) => {
      if (execution.task.definition.type === "rocky") server.refreshLenses();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("rocky.server")) {
        void server.restart();
      }
    }),
    // The path and the arguments of an untrusted workspace become those of a trusted one.
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.restart()),
  );
  await Promise.all([projects.refresh(), server.restart()]);
}

export async function deactivate(): Promise<void> {
  await running?.server.end();
  // Subscriptions are disposed of while this still waits, and what the server says at its end needs its output.
  running?.output.dispose();
  running = undefined;
}
