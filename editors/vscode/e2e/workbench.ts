// VS Code as a person has it in front of them: keys, the mouse, and what can be read on the screen.

import type { Frame, Locator, Page } from "playwright-core";
import { type Place, placeOf } from "./scenario";

/** How long anything may take until it is called missing. */
const PATIENCE = 15_000;

/** An entry of the Problems panel. */
export interface Problem {
  readonly code: string;
  readonly place: Place;
  readonly message: string;
  readonly isError: boolean;
}

export class Workbench {
  constructor(readonly page: Page) {}

  /** Opens the window, and the Problems panel in it. */
  async load(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.waitForSelector(".monaco-workbench .part.editor", { timeout: 60_000 });
    await this.page.waitForSelector(".explorer-folders-view .monaco-list-row", { timeout: 60_000 });
    await this.command("Problems: Focus on Problems View");
    await this.page.waitForSelector(".markers-panel", { timeout: PATIENCE });
  }

  /** Whether the window still shows the folder of this address. */
  isAt(url: string): boolean {
    return new URL(this.page.url()).searchParams.get("folder") === new URL(url).searchParams.get("folder");
  }

  /** Asks again until `attempt` returns nothing; else fails with what it returned last. */
  async until(attempt: () => Promise<string | undefined>): Promise<void> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const problem = await attempt();
      if (problem === undefined) {
        return;
      }
      if (Date.now() > deadline) {
        throw new Error(problem);
      }
      await this.page.waitForTimeout(50);
    }
  }

  /** Closes widgets that the last step left open, so that keys reach the editor. */
  async settle(): Promise<void> {
    await this.page.keyboard.press("Escape");
    await this.page.keyboard.press("Escape");
  }

  /** Runs a command of the palette by its title. */
  async command(title: string): Promise<void> {
    await this.fillQuickInput("F1", `>${title}`);
    await this.pick(title);
  }

  private async fillQuickInput(key: string, text: string): Promise<void> {
    await this.page.keyboard.press(key);
    const input = this.page.locator(".quick-input-widget:visible input.input");
    await input.waitFor({ timeout: PATIENCE });
    await input.fill(text);
  }

  /** Takes the entry of the quick input with this label; `description` stands beside it. */
  private async pick(label: string, description?: string): Promise<void> {
    const name = this.page.locator(".label-name", { hasText: new RegExp(`^${escape(label)}$`) });
    const rows = this.page.locator(".quick-input-list .monaco-list-row").filter({ has: name });
    const row = (description === undefined ? rows : rows.filter({ hasText: description })).first();
    await row.waitFor({ timeout: PATIENCE });
    const isFocused = (await row.getAttribute("class", { timeout: 1000 }))?.includes("focused");
    // Rows move while results come in, and a click may hit another one.
    await (isFocused ? this.page.keyboard.press("Enter") : row.click({ timeout: 2000 }));
    // A command may ask something in the same place.
    await row.waitFor({ state: "hidden", timeout: PATIENCE });
  }

  /** The labels that quick open shows for what is typed into it. */
  async quickLabels(key: string, text: string): Promise<string[]> {
    await this.fillQuickInput(key, text);
    await this.page.waitForTimeout(600);
    const labels = await this.page.locator(".quick-input-list .monaco-list-row .label-name").allTextContents();
    await this.page.keyboard.press("Escape");
    return labels;
  }

  /** Opens a file by its path from the folder of the window. */
  async open(file: string): Promise<void> {
    let asked = 0;
    await this.until(async () => {
      const active = await this.activeFile();
      if (active === file) return undefined;
      // Rows move while results come in, so another one may have been hit.
      if (Date.now() - asked > 2000) {
        await this.fillQuickInput("Control+P", file);
        const slash = file.lastIndexOf("/");
        await this.pick(file.slice(slash + 1), file.slice(0, slash)).catch(() => this.settle());
        asked = Date.now();
      }
      return `expected to be in ${file}, am in ${active}`;
    });
    await this.focusEditor();
  }

  /** The path of the file in front, from the folder of the window; as its breadcrumbs say. */
  async activeFile(): Promise<string> {
    await this.leaveViews();
    const crumbs = this.page.locator(".editor-group-container.active .breadcrumbs-control");
    return (await crumbs.locator(".folder .label-name, .file .label-name").allTextContents()).join("/");
  }

  /** The lines of the editor in front that are on the screen, with what is shown between the characters. */
  async lines(): Promise<string> {
    const lines = await this.editor().locator(".view-line").evaluateAll((elements) =>
      elements
        .map((it) => ({ top: Number.parseFloat((it as HTMLElement).style.top), text: it.textContent ?? "" }))
        .sort((a, b) => a.top - b.top)
        .map((it) => it.text),
    );
    // Hair spaces stand around hints.
    return lines.join("\n").replaceAll("\u00a0", " ").replaceAll(/ ?\u200a(?=[,)]|$)/gm, "").replaceAll(/\u200a/g, " ");
  }

  editor(): Locator {
    return this.page.locator(".editor-group-container.active .editor-instance .monaco-editor").first();
  }

  /** The text of the editor, through the clipboard; its line ends are line feeds here. */
  async text(): Promise<string> {
    await this.settle();
    await this.focusEditor();
    await this.page.evaluate(() => navigator.clipboard.writeText(""));
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.press("Control+C");
    // The cursor where it was.
    await this.page.keyboard.press("Control+U");
    const text = await this.page.evaluate(() => navigator.clipboard.readText());
    return text.replaceAll("\r\n", "\n");
  }

  /** What is selected, through the clipboard. */
  async copied(): Promise<string> {
    await this.page.evaluate(() => navigator.clipboard.writeText(""));
    await this.page.keyboard.press("Control+C");
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  async goTo(place: Place): Promise<void> {
    await this.settle();
    await this.focusEditor();
    await this.fillQuickInput("Control+G", `:${place.line}:${place.column}`);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden", timeout: PATIENCE });
    await this.until(async () => {
      const at = await this.cursor();
      return at?.line === place.line ? undefined : `the cursor does not go to line ${place.line}`;
    });
  }

  /** Where the status bar says that the cursor is. */
  async cursor(): Promise<Place | undefined> {
    const text = (await this.page.locator(".statusbar-item").allTextContents()).join(" ");
    const found = /Ln (\d+), Col (\d+)/.exec(text);
    return found === null ? undefined : { line: Number(found[1]), column: Number(found[2]) };
  }

  /** Selects from one place on, as many characters as the text has. */
  async select(from: Place, text: string): Promise<void> {
    await this.goTo(from);
    const characters = [...new Intl.Segmenter().segment(text)].length;
    await this.page.keyboard.down("Shift");
    for (let done = 0; done < characters; done += 1) {
      await this.page.keyboard.press("ArrowRight");
    }
    await this.page.keyboard.up("Shift");
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** What the Problems panel lists, by file. */
  async problems(): Promise<Map<string, Problem[]>> {
    const rows = await this.page.locator(".markers-panel .monaco-list-row").evaluateAll((elements) =>
      elements.map((it) => ({
        level: it.getAttribute("aria-level"),
        label: it.getAttribute("aria-label") ?? "",
        text: it.textContent ?? "",
        isError: it.querySelector(".codicon-error") !== null,
      })),
    );
    const problems = new Map<string, Problem[]>();
    let file = "";
    for (const { level, label, text, isError } of rows) {
      const heading = /problems? in file (.*) of folder (.*)$/.exec(label);
      if (level === "1" && heading !== null) {
        file = `${heading[2]}/${heading[1]}`;
        problems.set(file, []);
      }
      const entry = /^(.*)rocky([A-Z]\d{3}|[a-z-]+)\[Ln (\d+), Col (\d+)\]/s.exec(text);
      if (entry !== null) {
        const place = { line: Number(entry[3]), column: Number(entry[4]) };
        problems.get(file)?.push({ code: entry[2] ?? "", message: entry[1] ?? "", place, isError });
      }
    }
    return problems;
  }

  /** What the Problems panel lists for one file. */
  async problemsOf(file: string): Promise<Problem[]> {
    await this.filterProblems(file);
    return (await this.problems()).get(file) ?? [];
  }

  /** How many problems the Problems panel says that a file has, whoever says them. */
  async problemCountOf(file: string): Promise<number> {
    await this.filterProblems(file);
    const labels = await this.page
      .locator(".markers-panel .monaco-list-row[aria-level='1']")
      .evaluateAll((rows) => rows.map((it) => it.getAttribute("aria-label") ?? ""));
    const counts = labels.map((it) => Number(/^(\d+) problems?/.exec(it)?.[1] ?? 0));
    return counts.reduce((sum, it) => sum + it, 0);
  }

  /** Shows the Problems panel, with the problems of one file: it draws only the rows that fit. */
  private async filterProblems(file: string): Promise<void> {
    if (!(await this.page.locator(".markers-panel").isVisible())) {
      await this.command("Problems: Focus on Problems View");
    }
    const filter = this.page.locator(".markers-panel-filter input, .viewpane-filter input").first();
    const glob = `**/${file}`;
    if ((await filter.inputValue()) !== glob) {
      await filter.fill(glob);
      await this.page.waitForTimeout(400);
    }
  }

  /** How many problems the Problems panel counts in all. */
  async problemCount(): Promise<number> {
    const badge = this.page.locator(".panel .action-item", { hasText: "Problems" }).locator(".badge-content");
    return (await badge.count()) === 0 ? 0 : Number(await badge.first().textContent());
  }

  /** Gives the keyboard to a text, where a view beside it has it. */
  private async leaveViews(): Promise<void> {
    const input = this.page.locator(".editor-instance .monaco-editor").locator("textarea, .native-edit-context");
    if ((await this.editor().count()) === 0 && (await input.count()) > 0) {
      await input.first().focus();
    }
  }

  /** Gives the keyboard to the editor in front. */
  async focusEditor(): Promise<void> {
    await this.leaveViews();
    await this.editor().locator("textarea, .native-edit-context").first().focus();
  }

  /** How many errors the editor in front underlines. */
  async squiggles(): Promise<number> {
    return this.editor().locator(".squiggly-error").count();
  }

  /** Where on the screen the cursor is. */
  async cursorPoint(): Promise<{ readonly x: number; readonly y: number }> {
    const box = await this.editor().locator(".cursors-layer .cursor").first().boundingBox();
    if (box === null) {
      throw new Error("the cursor is not on the screen");
    }
    return { x: box.x, y: box.y + box.height / 2 };
  }

  /** The card that comes when the mouse rests where the cursor is. */
  async hover(): Promise<string> {
    const { x, y } = await this.cursorPoint();
    await this.page.mouse.move(x + 30, y + 30);
    await this.page.mouse.move(x + 2, y, { steps: 4 });
    const card = this.page.locator(".monaco-hover:not(.hidden) .hover-contents");
    await card.first().waitFor({ timeout: 3000 }).catch(() => undefined);
    return (await card.allTextContents()).join("\n");
  }

  /** What all views of the window say that are pages of their own. */
  async pages(): Promise<string> {
    const texts: string[] = [];
    // Extensions that run in the browser have a frame too.
    const isView = (address: string) => !address.includes("webWorkerExtensionHostIframe");
    for (const frame of this.page.frames().slice(1).filter((it) => isView(it.url()))) {
      // A frame may go away at any moment.
      const text = await frame.evaluate(() => document.body?.innerText ?? "").catch(() => "");
      texts.push(text);
    }
    return texts.join("\n");
  }

  /** The view, a page of its own, that has such an element. */
  async frameWith(selector: string): Promise<Frame> {
    let found: Frame | undefined;
    await this.until(async () => {
      for (const frame of this.page.frames()) {
        if ((await frame.locator(selector).count().catch(() => 0)) > 0) found = frame;
      }
      return found === undefined ? `no view has ${selector}` : undefined;
    });
    if (found === undefined) throw new Error(selector);
    return found;
  }

  /** What the window itself says. */
  async everything(): Promise<string> {
    return (await this.page.evaluate(() => document.body.innerText)).replaceAll("\u00a0", " ");
  }

  /** Waits until no task runs, but one has. */
  async taskEnds(): Promise<void> {
    const running = this.page.locator(".statusbar-item", { has: this.page.locator(".codicon-tools, .codicon-loading") });
    await running.first().waitFor({ timeout: 5000 }).catch(() => undefined);
    await this.until(async () => ((await running.count()) === 0 ? undefined : "the task does not end"));
    // The terminal has the keyboard.
    await this.focusEditor();
  }

  /** Opens a folder below that of the tests in this window. */
  async openFolder(name: string): Promise<void> {
    const url = new URL(this.page.url());
    url.searchParams.set("folder", `${url.searchParams.get("folder")}/${name}`);
    await this.load(url.toString());
  }

  /** Closes all editors, and throws away what was not saved. */
  async closeAll(): Promise<void> {
    await this.settle();
    await this.command("View: Close All Editors");
    const discard = this.page.locator(".monaco-dialog-box .monaco-button", { hasText: "Don't Save" });
    const closed = async () => (await this.page.locator(".tabs-container .tab").count()) === 0;
    await this.until(async () => {
      if (await discard.isVisible()) {
        await discard.click();
      }
      return (await closed()) ? undefined : "the editors do not close";
    });
  }

  /** Everything that is said in toasts and beside the cursor. */
  async messages(): Promise<string> {
    const texts = this.page.locator(".notification-toast, .monaco-editor-overlaymessage, .rename-box .rename-label");
    return (await texts.allTextContents()).join("\n");
  }
}

export { placeOf };

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
