// Verbs that change text: typing, completion, renames, code actions, formatting.

import { find, placeOf } from "../scenario";
import type { Stage } from "../stage";

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

interface Fix {
  readonly at?: string;
  readonly select?: readonly [string, string];
  readonly title: string;
  readonly screenshot?: string;
}

export function editing(stage: Stage) {
  const { page, workbench } = stage;
  return {
    async insert([anchor, text]: readonly [string, string]): Promise<void> {
      await stage.goTo(anchor);
      await workbench.type(text);
      await workbench.settle();
    },

    /** Types where the cursor is. */
    async type(text: string): Promise<void> {
      await workbench.type(text);
      await workbench.settle();
    },

    /** Puts the cursor somewhere. */
    cursor: (anchor: string) => stage.goTo(anchor),

    async replace([old, replacement]: readonly [string, string]): Promise<void> {
      const text = await workbench.text();
      await workbench.select(placeOf(text, find(text, old) - old.length), old);
      await page.keyboard.press("Delete");
      await workbench.type(replacement);
      await workbench.settle();
    },

    async complete(it: Completion): Promise<void> {
      await stage.goTo(it.insert[0]);
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
      await stage.screenshot(it.screenshot);
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

    async rename({ at, to, refused, screenshot: picture }: Rename): Promise<void> {
      await stage.goTo(at);
      await page.keyboard.press("F2");
      const box = page.locator(".rename-box input");
      await workbench.until(async () => {
        if (await box.isVisible()) return undefined;
        const said = await workbench.messages();
        return refused !== undefined && said.includes(refused) ? undefined : `no new name is asked for: ${said}`;
      });
      if (await box.isVisible()) {
        await box.fill(to);
        await stage.screenshot(picture);
        await page.keyboard.press("Enter");
        await box.waitFor({ state: "hidden" });
      }
      if (refused !== undefined) {
        await workbench.until(async () => {
          const said = await workbench.messages();
          return said.includes(refused) ? undefined : `\`${refused}\` is not said: ${said}`;
        });
      }
      await page.waitForTimeout(500);
    },

    async fix({ at, select, title, screenshot: picture }: Fix): Promise<void> {
      if (select !== undefined) {
        await stage.select(...select);
      } else if (at !== undefined) {
        await stage.goTo(at);
      }
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
      await stage.screenshot(picture);
      await page.keyboard.press("Enter");
      await row.waitFor({ state: "hidden" });
    },

    async fixAll(_: true): Promise<void> {
      await workbench.command("Fix All");
      // An edit that comes after the cursor was moved is dropped by VS Code.
      await page.waitForTimeout(1000);
    },

    async format(what: "document" | readonly [string, string]): Promise<void> {
      if (what === "document") {
        await workbench.command("Format Document");
      } else {
        await stage.select(...what);
        await workbench.command("Format Selection");
      }
      await page.waitForTimeout(1000);
    },

    save: (_: true) => workbench.command("File: Save All Files"),
  };
}
