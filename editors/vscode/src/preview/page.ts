// Rows as a table. Pure.

import { button, escape } from "../html";
import type { Request, Rows } from "./request";

/** What the page says to the extension. */
export type FromPreviewPage =
  | { readonly kind: "again" }
  | { readonly kind: "cancel" }
  | { readonly kind: "copy" }
  /** Fetches the library without which nothing can be read. */
  | { readonly kind: "install" };

export function title({ model, cte }: Request): string {
  return cte === null ? model : `${model}, ${cte}`;
}

export function waitingPage(request: Request): string {
  return `<div class="actions"><span role="status">Reading ${escape(title(request))}…</span>${action("cancel", "Cancel")}</div>`;
}

export function cancelledPage(request: Request): string {
  return `<div class="actions"><span role="status">${escape(title(request))}: cancelled.</span>${action("again", "Run again")}</div>`;
}

export function failurePage(request: Request, failure: string): string {
  const install = /\brocky setup duckdb\b/.test(failure) ? action("install", "Install DuckDB") : "";
  return (
    `<div class="actions"><strong>${escape(title(request))}</strong>${action("again", "Run again")}${install}</div>` +
    `<div class="alarm" role="alert">${escape(failure)}</div>`
  );
}

export function rowsPage(request: Request, it: Rows): string {
  const number = `${it.rows.length} row${it.rows.length === 1 ? "" : "s"}`;
  const said = it.truncated ? `the first ${number}; there are more` : number;
  const head = it.columns.map(
    ({ name, type }) => `<th scope="col">${escape(name)}${type == null ? "" : `<small>${escape(type)}</small>`}</th>`,
  );
  const looks = it.columns.map(({ type }) => (isNumeric(type ?? "") ? ' class="number"' : ""));
  const rows = it.rows.map((row) => `<tr>${row.map((value, index) => cell(value, looks[index] ?? "")).join("")}</tr>`);
  return (
    `<div class="actions"><strong>${escape(title(request))}</strong><span role="status">${said}</span>` +
    `${action("again", "Run again")}${action("copy", "Copy")}</div>` +
    `<div class="wide"><table class="rows" aria-label="Rows of ${escape(title(request))}">` +
    `<thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`
  );
}

/** Rows as text that a spreadsheet takes: tabs between values, none inside. */
export function tabSeparated(it: Rows): string {
  const line = (values: readonly (string | null)[]) => values.map((value) => (value ?? "").replace(/[\t\r\n]+/g, " ")).join("\t");
  return [line(it.columns.map(({ name }) => name)), ...it.rows.map(line)].join("\n") + "\n";
}

/** Types of numbers, in the spelling of any warehouse. */
export function isNumeric(type: string): boolean {
  return /^U?(?:TINY|SMALL|BIG|HUGE|BYTE)?INT(?:EGER|\d+)?\b|^(?:DECIMAL|NUMERIC|NUMBER|BIGNUMERIC|DOUBLE|FLOAT\d*|REAL|LONG|SHORT)\b/i.test(
    type,
  );
}

function cell(value: string | null, look: string): string {
  if (value === null) {
    return '<td class="null">NULL</td>';
  }
  const shown = escape(value);
  return look === "" ? `<td title="${shown}">${shown}</td>` : `<td${look}>${shown}</td>`;
}

function action(kind: FromPreviewPage["kind"], words: string): string {
  return button({ kind } satisfies FromPreviewPage, words, "action");
}
