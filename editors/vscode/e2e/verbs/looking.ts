// Verbs that look: problems, cards, places, symbols, texts.

import { find, placeOf, textAt } from "../scenario";
import { missing, present, type Stage } from "../stage";

interface Look {
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
}

interface Landing {
  readonly at: string;
  readonly lands: readonly [string, string];
}

type ByFile<T> = Readonly<Record<string, T>>;

export function looking(stage: Stage) {
  const { page, workbench } = stage;
  return {
    open: (file: string) => workbench.open(file),

    async problems(expected: ByFile<readonly string[]>): Promise<void> {
      const front = await workbench.activeFile();
      for (const [file, wanted] of Object.entries(expected)) {
        // What stands at the places that the panel names.
        const text = wanted.length === 0 ? "" : await stage.textOf(file);
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
          const errors = (await workbench.problemsOf(file)).filter((it) => it.isError).length;
          await workbench.until(async () =>
            (await workbench.squiggles()) >= 1 === errors >= 1 ? undefined : `${file}: ${errors} errors, but not underlined so`,
          );
        }
      }
      await workbench.open(front);
    },

    /** In how many texts on the screen there is a line with each of these. */
    async panes({ number, shows }: { readonly number: number; readonly shows: readonly string[] }): Promise<void> {
      await workbench.until(async () => {
        const texts = await page.locator(".editor-instance .view-lines").allInnerTexts();
        const found = texts.filter((it) => missing(it.replaceAll("\u00a0", " "), shows) === undefined).length;
        return found === number ? undefined : `expected ${JSON.stringify(shows)} in ${number} texts, found it in ${found}`;
      });
    },

    /** How many problems are listed of files, whoever says them; the files are not opened. */
    async listed(expected: ByFile<number>): Promise<void> {
      for (const [file, wanted] of Object.entries(expected)) {
        await workbench.until(async () => {
          const count = await workbench.problemCountOf(file);
          return count === wanted ? undefined : `${file}: expected ${wanted} problems, found ${count}`;
        });
      }
    },

    async hover({ at, shows }: { readonly at: string; readonly shows: readonly string[] }): Promise<void> {
      await stage.goTo(at);
      await workbench.until(async () => missing(await workbench.hover(), shows));
    },

    async definition({ at, lands: [file, anchor] }: Landing): Promise<void> {
      const from = await workbench.activeFile();
      await workbench.until(async () => {
        await workbench.open(from);
        await stage.goTo(at);
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

    async references({ at, finds }: { readonly at: string; readonly finds: ByFile<number> }): Promise<void> {
      await workbench.until(async () => {
        await stage.goTo(at);
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

    async symbols(wanted: readonly string[]): Promise<void> {
      for (const name of wanted) {
        await workbench.until(async () => missing((await workbench.quickLabels("Control+Shift+O", `@${name}`)).join("\n"), [name]));
      }
    },

    async workspaceSymbols({ query, shows }: { readonly query: string; readonly shows: readonly string[] }): Promise<void> {
      await workbench.until(async () => missing((await workbench.quickLabels("Control+T", `#${query}`)).join("\n"), shows));
    },

    async text(expected: ByFile<Look>): Promise<void> {
      for (const [file, { has = [], lacks = [] }] of Object.entries(expected)) {
        await workbench.until(async () => {
          const text = await stage.textOf(file);
          return present(text, lacks) ?? missing(text, has);
        });
      }
    },

    pause: (seconds: number) => page.waitForTimeout(seconds * 1000),

    screenshot: (name: string) => stage.screenshot(name),
  };
}

/** `CODE marked text` into its two parts. */
function split(entry: string): [string, string] {
  const blank = entry.indexOf(" ");
  return [entry.slice(0, blank), entry.slice(blank + 1)];
}
