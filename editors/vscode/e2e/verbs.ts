// The verbs of the scenarios (`editors/scenarios/README.md`), each done as a person does it in VS Code.

import * as fs from "node:fs";
import * as path from "node:path";
import type { Outside, Projects } from "./projects";
import { find, placeOf, type Step, textAt } from "./scenario";
import type { Workbench } from "./workbench";

interface Look {
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
}

interface Completion {
  readonly insert: readonly [string, string];
  readonly offers: readonly string[];
  readonly lacks?: readonly string[];
  readonly accept?: string;
  readonly screenshot?: string;
}

interface Rename {
  readonly at: string;
  readonly to: string;
  readonly refused?: string;
  readonly screenshot?: string;
}

interface Landing {
  readonly at: string;
  readonly lands: readonly [string, string];
}

/** What each verb takes. */
interface Arguments {
  readonly open: string;
  readonly insert: readonly [string, string];
  readonly replace: readonly [string, string];
  readonly problems: Readonly<Record<string, readonly string[]>>;
  readonly hover: { readonly at: string; readonly shows: readonly string[] };
  readonly complete: Completion;
  readonly definition: Landing;
  readonly references: { readonly at: string; readonly finds: Readonly<Record<string, number>> };
  readonly symbols: readonly string[];
  readonly workspaceSymbols: { readonly query: string; readonly shows: readonly string[] };
  readonly rename: Rename;
  readonly fix: { readonly at: string; readonly title: string; readonly screenshot?: string };
  readonly format: "document" | readonly [string, string];
  readonly text: Readonly<Record<string, Look>>;
  readonly onDisk: Readonly<Record<string, string>>;
  readonly gone: readonly string[];
  readonly lineage: readonly string[];
  readonly compiled: readonly string[];
  readonly save: true;
  readonly restart: true;
  readonly pause: number;
  readonly screenshot: string;
  readonly outside: Outside;
}

type Verbs = { readonly [Verb in keyof Arguments]: (it: Arguments[Verb]) => Promise<void> };

/** Does one step. */
export type Perform = (step: Step) => Promise<void>;

/** The verbs on this workbench; pictures go to `pictures`. */
export function performer(workbench: Workbench, projects: Projects, pictures: string): Perform {
  const { page } = workbench;

  async function screenshot(name: string | undefined): Promise<void> {
    if (name !== undefined) {
      await page.screenshot({ path: path.join(pictures, `${name}.png`) });
    }
  }

  async function goTo(anchor: string): Promise<void> {
    const text = await workbench.text();
    await workbench.goTo(placeOf(text, find(text, anchor)));
  }

  /** The text of a file as the editor has it; opens the file where it is not in front. */
  async function textOf(file: string): Promise<string> {
    await workbench.open(file);
    return workbench.text();
  }

  function missing(text: string, wanted: readonly string[]): string | undefined {
    const absent = wanted.find((it) => !text.includes(it));
    return absent === undefined ? undefined : `\`${absent}\` is not shown in:\n${text}`;
  }

  const verbs: Verbs = {
    open: (file) => workbench.open(file),

    async insert([anchor, text]) {
      await goTo(anchor);
      await workbench.type(text);
      await workbench.settle();
    },

    async replace([old, replacement]) {
      const text = await workbench.text();
      await workbench.select(placeOf(text, find(text, old) - old.length), old);
      await page.keyboard.press("Delete");
      await workbench.type(replacement);
      await workbench.settle();
    },

    async problems(expected) {
      const front = await workbench.activeFile();
      for (const [file, wanted] of Object.entries(expected)) {
        // What stands at the places that the panel names.
        const text = wanted.length === 0 ? "" : await textOf(file);
        await workbench.until(async () => {
          const left = [...wanted];
          const found = await workbench.problemsOf(file);
          const strange = found.filter((it) => {
            const index = left.findIndex((entry) => {
              const [code = "", marked = ""] = split(entry);
              return code === it.code && textAt(text, it.place).startsWith(marked);
            });
            if (index >= 0) left.splice(index, 1);
            return index < 0;
          });
          if (left.length === 0 && strange.length === 0) return undefined;
          return `${file}: missing ${JSON.stringify(left)}, not expected ${JSON.stringify(strange)}`;
        });
        if ((await workbench.activeFile()) === file) {
          const errors = wanted.filter((it) => it.startsWith("E")).length;
          await workbench.until(async () =>
            (await workbench.squiggles()) >= 1 === errors >= 1 ? undefined : `${file}: ${errors} errors, but not underlined so`,
          );
        }
      }
      await workbench.open(front);
    },

    async hover({ at, shows }) {
      await goTo(at);
      await workbench.until(async () => missing(await workbench.hover(), shows));
    },

    async complete(it) {
      await goTo(it.insert[0]);
      await workbench.type(it.insert[1]);
      const widget = page.locator(".suggest-widget.visible");
      const labels = () => widget.locator(".monaco-list-row .label-name").allTextContents();
      await workbench.until(async () => {
        await widget.waitFor({ timeout: 2000 }).catch(() => page.keyboard.press("Control+Space"));
        const offered = await labels();
        const absent = it.offers.find((label) => !offered.includes(label));
        return absent === undefined ? undefined : `\`${absent}\` is not offered: ${JSON.stringify(offered)}`;
      });
      const unwanted = (await labels()).find((label) => it.lacks?.includes(label));
      if (unwanted !== undefined) {
        throw new Error(`\`${unwanted}\` is offered`);
      }
      await screenshot(it.screenshot);
      if (it.accept !== undefined) {
        const focused = widget.locator(".monaco-list-row.focused .label-name");
        await workbench.until(async () => {
          if ((await focused.textContent()) === it.accept) return undefined;
          await page.keyboard.press("ArrowDown");
          return `\`${it.accept}\` cannot be chosen`;
        });
        await page.keyboard.press("Tab");
      }
      await workbench.settle();
    },

    async definition({ at, lands: [file, anchor] }) {
      const from = await workbench.activeFile();
      await workbench.until(async () => {
        await workbench.open(from);
        await goTo(at);
        await page.keyboard.press("F12");
        await page.waitForTimeout(700);
        const active = await workbench.activeFile();
        if (active !== file) return `expected to be in ${file}, am in ${active}`;
        const cursor = await workbench.cursor();
        const text = await workbench.text();
        const wanted = placeOf(text, find(text, anchor));
        const is = cursor?.line === wanted.line && cursor.column === wanted.column;
        if (is) await workbench.goTo(wanted);
        return is ? undefined : `expected at ${JSON.stringify(wanted)}, am at ${JSON.stringify(cursor)}`;
      });
    },

    async references({ at, finds }) {
      await workbench.until(async () => {
        await goTo(at);
        await page.keyboard.press("Shift+F12");
        const rows = page.locator(".reference-zone-widget .ref-tree .monaco-list-row[aria-level='1']");
        await rows.first().waitFor({ timeout: 3000 }).catch(() => undefined);
        await page.waitForTimeout(500);
        const found: Record<string, number> = {};
        for (const row of await rows.all()) {
          const name = (await row.locator(".label-name").textContent()) ?? "";
          const folder = (await row.locator(".label-description").textContent()) ?? "";
          found[`${folder}/${name}`] = Number(await row.locator(".monaco-count-badge").textContent());
        }
        const same = JSON.stringify(Object.entries(found).sort()) === JSON.stringify(Object.entries(finds).sort());
        return same ? undefined : `expected ${JSON.stringify(finds)}, found ${JSON.stringify(found)}`;
      });
    },

    async symbols(wanted) {
      for (const name of wanted) {
        await workbench.until(async () => missing((await workbench.quickLabels("Control+Shift+O", `@${name}`)).join("\n"), [name]));
      }
    },

    async workspaceSymbols({ query, shows }) {
      await workbench.until(async () => missing((await workbench.quickLabels("Control+T", `#${query}`)).join("\n"), shows));
    },

    async rename({ at, to, refused, screenshot: picture }) {
      await goTo(at);
      await page.keyboard.press("F2");
      const box = page.locator(".rename-box input");
      await workbench.until(async () => {
        if (await box.isVisible()) return undefined;
        const said = await workbench.messages();
        return refused !== undefined && said.includes(refused) ? undefined : `no new name is asked for: ${said}`;
      });
      if (await box.isVisible()) {
        await box.fill(to);
        await screenshot(picture);
        await page.keyboard.press("Enter");
        await box.waitFor({ state: "hidden" });
      }
      if (refused !== undefined) {
        await workbench.until(async () => missing(await workbench.messages(), [refused]));
      }
      await page.waitForTimeout(500);
    },

    async fix({ at, title, screenshot: picture }) {
      await goTo(at);
      const rows = page.locator(".action-widget .monaco-list-row.action");
      const row = rows.filter({ hasText: title });
      await workbench.until(async () => {
        await page.keyboard.press("Control+Period");
        await row.waitFor({ timeout: 2000 }).catch(() => undefined);
        if (await row.isVisible()) return undefined;
        const offered = await rows.allTextContents();
        await page.keyboard.press("Escape");
        return `\`${title}\` is not offered: ${JSON.stringify(offered)}`;
      });
      await workbench.until(async () => {
        const focused = await page.locator(".action-widget .monaco-list-row.action.focused").textContent();
        if (focused?.includes(title)) return undefined;
        await page.keyboard.press("ArrowDown");
        return `\`${title}\` cannot be chosen`;
      });
      await screenshot(picture);
      await page.keyboard.press("Enter");
      await row.waitFor({ state: "hidden" });
    },

    async format(what) {
      if (what === "document") {
        await workbench.command("Format Document");
        // An edit that comes after the cursor was moved is dropped by VS Code.
        await page.waitForTimeout(1000);
        return;
      }
      const text = await workbench.text();
      const [start, end] = [find(text, what[0]), find(text, what[1])];
      await workbench.select(placeOf(text, start), text.slice(start, end));
      await workbench.command("Format Selection");
      await page.waitForTimeout(1000);
    },

    async text(expected) {
      for (const [file, { has = [], lacks = [] }] of Object.entries(expected)) {
        await workbench.until(async () => {
          const text = await textOf(file);
          const unwanted = lacks.find((it) => text.includes(it));
          return unwanted === undefined ? missing(text, has) : `\`${unwanted}\` stands in ${file}:\n${text}`;
        });
      }
    },

    async onDisk(expected) {
      for (const [file, wanted] of Object.entries(expected)) {
        await workbench.until(async () => {
          const text = projects.read(file);
          return text === wanted ? undefined : `expected ${JSON.stringify(wanted)}, found ${JSON.stringify(text)}`;
        });
      }
    },

    async gone(files) {
      for (const file of files) {
        await workbench.until(async () => (projects.has(file) ? `${file} is still there` : undefined));
      }
    },

    async lineage(shows) {
      await workbench.command("Rocky: Show Lineage");
      await workbench.until(async () => missing(await workbench.pages(), shows));
    },

    async compiled(shows) {
      await workbench.command("Rocky: Show Compiled SQL");
      await workbench.until(async () => {
        const lines = await page.locator(".editor-instance .view-line").allTextContents();
        return missing(lines.join("\n").replaceAll("\u00a0", " "), shows);
      });
    },

    save: () => workbench.command("File: Save All Files"),

    restart: () => workbench.command("Rocky: Restart Language Server"),

    pause: (seconds) => page.waitForTimeout(seconds * 1000),

    screenshot,

    outside: async (it) => projects.change(it),
  };

  fs.mkdirSync(pictures, { recursive: true });
  return async (step) => {
    for (const [verb, argument] of Object.entries(step)) {
      const perform = (verbs as Record<string, ((it: unknown) => Promise<void>) | undefined>)[verb];
      if (perform === undefined) {
        throw new Error(`VS Code does not know the verb ${verb}`);
      }
      await perform(argument);
    }
  };
}

/** `CODE marked text` into its two parts. */
function split(entry: string): [string, string] {
  const blank = entry.indexOf(" ");
  return [entry.slice(0, blank), entry.slice(blank + 1)];
}
