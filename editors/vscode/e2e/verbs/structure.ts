// Verbs about what is shown in and around the text: folds, hints, signatures, lenses, hierarchies, links, colours.

import { missing, present, type Stage } from "../stage";

interface Shown {
  readonly shows?: readonly string[];
  readonly lacks?: readonly string[];
}

/** The buttons of a peeked hierarchy; only that of the other direction is there. */
const DIRECTIONS = {
  incoming: "Show Incoming Calls",
  outgoing: "Show Outgoing Calls",
  supertypes: "Show Supertypes",
  subtypes: "Show Subtypes",
} as const;

export function structure(stage: Stage) {
  const { page, workbench } = stage;

  const check = (read: () => Promise<string>, { shows = [], lacks = [] }: Shown) =>
    workbench.until(async () => {
      const text = await read();
      return present(text, lacks) ?? missing(text, shows);
    });

  return {
    async fold({ at, ...shown }: Shown & { readonly at: string }): Promise<void> {
      await stage.goTo(at);
      await page.keyboard.press("Control+Shift+BracketLeft");
      await check(() => workbench.lines(), shown);
      await page.keyboard.press("Control+Shift+BracketRight");
    },

    async hints({ at, ...shown }: Shown & { readonly at: string }): Promise<void> {
      await stage.goTo(at);
      await check(() => workbench.lines(), shown);
    },

    async signature({ insert: [anchor, text], shows }: { readonly insert: readonly [string, string]; readonly shows: readonly string[] }) {
      await stage.goTo(anchor);
      await workbench.type(text);
      const widget = page.locator(".parameter-hints-widget.visible");
      await workbench.until(async () => {
        await widget.waitFor({ timeout: 2000 }).catch(() => page.keyboard.press("Control+Shift+Space"));
        return missing((await widget.allTextContents()).join("\n"), shows);
      });
      await workbench.settle();
    },

    async lenses({ at, choose, ...shown }: Shown & { readonly at?: string; readonly choose?: string }): Promise<void> {
      if (at !== undefined) {
        await stage.goTo(at);
      }
      const lenses = workbench.editor().locator(".codelens-decoration");
      await check(async () => (await lenses.allTextContents()).join("\n").replaceAll("\u00a0", " "), shown);
      if (choose !== undefined) {
        await lenses.locator("a", { hasText: new RegExp(`^${choose}$`) }).first().click();
      }
    },

    async hierarchy({ at, kind, ...shown }: Shown & { readonly at: string; readonly kind: keyof typeof DIRECTIONS }): Promise<void> {
      const widget = page.locator(".peekview-widget");
      const isOfCalls = kind === "incoming" || kind === "outgoing";
      await workbench.until(async () => {
        await stage.goTo(at);
        await workbench.command(isOfCalls ? "Peek Call Hierarchy" : "Peek Type Hierarchy");
        await widget.waitFor({ timeout: 3000 }).catch(() => undefined);
        return (await widget.isVisible()) ? undefined : "no hierarchy is shown";
      });
      const turn = widget.locator(`.action-label[aria-label^="${DIRECTIONS[kind]}"]`);
      if (await turn.isVisible()) {
        await turn.click();
        await turn.waitFor({ state: "hidden" });
      }
      const rows = widget.locator(".monaco-list-row");
      await check(async () => (await rows.allTextContents()).join("\n"), shown);
      await workbench.settle();
    },

    async link({ at, lands }: { readonly at: string; readonly lands: string }): Promise<void> {
      const from = await workbench.activeFile();
      await workbench.until(async () => {
        await workbench.open(from);
        await stage.goTo(at);
        const { x, y } = await workbench.cursorPoint();
        await page.keyboard.down("Control");
        await page.mouse.move(x + 1, y, { steps: 2 });
        await page.waitForTimeout(300);
        await page.mouse.click(x + 2, y);
        await page.keyboard.up("Control");
        await page.waitForTimeout(700);
        const active = await workbench.activeFile();
        return active === lands ? undefined : `expected to be in ${lands}, am in ${active}`;
      });
    },

    async colour({ at, is }: { readonly at: string; readonly is: readonly string[] }): Promise<void> {
      await stage.goTo(at);
      await workbench.command("Developer: Inspect Editor Tokens and Scopes");
      const cells = page.locator(".token-inspect-widget .tiw-metadata-table td");
      await workbench.until(async () => {
        const words = await cells.allTextContents();
        const after = (key: string) => words[words.indexOf(key) + 1] ?? "";
        const said = words.includes("semantic token type") ? `${after("semantic token type")} ${after("modifiers")}` : "";
        const found = said.split(/\s+/);
        return is.every((it) => found.includes(it)) ? undefined : `expected ${JSON.stringify(is)}, found ${JSON.stringify(said)}`;
      });
      await workbench.settle();
    },

    /** Grows the selection from `at` on, step by step. */
    async grow({ at, selects }: { readonly at: string; readonly selects: readonly string[] }): Promise<void> {
      await stage.goTo(at);
      for (const wanted of selects) {
        await page.keyboard.press("Shift+Alt+ArrowRight");
        await workbench.until(async () => {
          const text = await workbench.copied();
          return text === wanted ? undefined : `expected the selection ${JSON.stringify(wanted)}, found ${JSON.stringify(text)}`;
        });
      }
    },
  };
}
