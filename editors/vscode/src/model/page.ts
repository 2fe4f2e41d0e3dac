// The page about a model. Pure.

import { button, escape } from "../html";
import type { Model, ModelColumn, ModelRun } from "../protocol";
import type { Action, FromModelPage } from "./messages";

/** How moments are shown; those of the person's own clock are not the same everywhere. */
export type Clock = (moment: string) => string;

export function modelPage(model: Model, clock: Clock): string {
  return [
    `<h1>${link({ kind: "open", uri: model.uri, range: null }, model.name)} <small>${escape(model.kind)}</small></h1>`,
    model.description == null ? "" : `<p>${escape(model.description)}</p>`,
    actions(),
    facts(model),
    columns(model),
    tests(model),
    runs(model.runs, clock),
  ]
    .filter((it) => it !== "")
    .join("\n");
}

export function emptyPage(message: string): string {
  return `<p class="quiet" role="status">${escape(message)}</p>`;
}

function actions(): string {
  const offered: readonly (readonly [Action, string])[] = [
    ["run", "Run"],
    ["preview", "Preview rows"],
    ["lineage", "Lineage"],
    ["compiled", "Compiled SQL"],
  ];
  const buttons = offered.map(([action, text]) => button(message({ kind: "do", action }), text, "action"));
  return `<div class="actions" role="toolbar" aria-label="Model">${buttons.join("")}</div>`;
}

function facts(model: Model): string {
  const { contract } = model;
  const models = (names: readonly string[]) => names.map((it) => link({ kind: "model", model: it }, it)).join(", ");
  const rows: readonly (readonly [string, string])[] = [
    ["Builds", escape(model.target ?? "")],
    ["Strategy", escape(model.strategy ?? "")],
    ["Contract", contract == null ? "" : link({ kind: "open", uri: contract.uri, range: null }, fileName(contract.uri))],
    ["Reads", models(model.upstream)],
    ["Read by", models(model.downstream)],
  ];
  const shown = rows.filter(([, value]) => value !== "");
  return shown.length === 0 ? "" : `<dl>${shown.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")}</dl>`;
}

/** A table of the columns; what no column has is left out of it. */
function columns(model: Model): string {
  const note = model.incomplete == null ? "" : `<p class="quiet">There may be more: ${escape(model.incomplete)}.</p>`;
  if (model.columns.length === 0) {
    return `<h2>Columns</h2>\n${note === "" ? emptyPage("The model has no columns yet.") : note}`;
  }
  const cells: readonly (readonly [string, (it: ModelColumn) => string])[] = [
    ["Type", (it) => (it.type == null ? "" : `<code>${escape(it.type)}</code>`)],
    ["Null", (it) => (it.nullable == null ? "" : it.nullable ? "possible" : "never")],
    ["Description", (it) => escape(it.description ?? "")],
    ["Made of", (it) => it.origins.map((origin) => madeOf(origin)).join(", ")],
    ["Contract", (it) => escape(it.contract ?? "")],
    ["Class", (it) => escape(it.classification ?? "")],
    ["Tests", (it) => escape(it.tests.join(", "))],
  ];
  const shown = cells.filter(([, cell]) => model.columns.some((it) => cell(it) !== ""));
  // In a narrow view each row is a list of its cells, named by their titles. Roles, for that takes those of a table away.
  const head = ["Column", ...shown.map(([title]) => title)].map((it) => `<th role="columnheader" scope="col">${it}</th>`).join("");
  const rows = model.columns.map((column) => {
    const name = link({ kind: "open", uri: model.uri, range: column.range ?? null }, column.name);
    const values = shown.map(([title, cell]) => `<td role="cell" data-title="${title}">${cell(column)}</td>`);
    return `<tr role="row"><th role="rowheader" scope="row">${name}</th>${values.join("")}</tr>`;
  });
  return `<h2>Columns</h2>\n${note}<div class="wide"><table class="columns" role="table" aria-label="Columns"><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${rows.join("\n")}</tbody></table></div>`;
}

function madeOf({ model, column, kind }: ModelColumn["origins"][number]): string {
  return `${link({ kind: "model", model }, `${model}.${column}`)} <small>${escape(kind)}</small>`;
}

function tests(model: Model): string {
  const whole = model.tests.filter((it) => it.column == null);
  return whole.length === 0 ? "" : `<h2>Tests of the whole model</h2>\n<p>${escape(whole.map((it) => it.kind).join(", "))}</p>`;
}

function runs(list: readonly ModelRun[], clock: Clock): string {
  if (list.length === 0) {
    return "<h2>Last runs</h2>\n<p class=\"quiet\">It has not been run here yet.</p>";
  }
  const head = ["Started", "Outcome", "Took", "Rows", "Run"].map((it) => `<th scope="col">${it}</th>`).join("");
  const rows = list.map(
    (it) =>
      `<tr><td><time datetime="${escape(it.startedAt)}">${escape(clock(it.startedAt))}</time></td>` +
      `<td>${escape(it.status)}</td><td>${duration(it.durationMs)}</td>` +
      `<td>${it.rows == null ? "" : it.rows.toLocaleString("en")}</td><td><code>${escape(it.runId)}</code></td></tr>`,
  );
  return `<h2>Last runs</h2>\n<div class="wide"><table class="runs"><thead><tr>${head}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`;
}

export function duration(milliseconds: number): string {
  if (milliseconds < 1000) {
    return `${Math.round(milliseconds)} ms`;
  }
  const seconds = milliseconds / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

function link(message: FromModelPage, text: string): string {
  return button(message, text, "link");
}

function message(it: FromModelPage): FromModelPage {
  return it;
}

function fileName(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf("/") + 1));
}
