// Verbs about views, tasks and commands beside the text.

import { missing, present, type Stage } from "../stage";

interface Preview {
  readonly cte?: string;
  readonly shows: readonly string[];
  readonly lacks?: readonly string[];
  readonly screenshot?: string;
}

interface Drawing {
  readonly at?: string;
  readonly press?: readonly string[];
  readonly find?: string;
  readonly sees?: readonly string[];
  readonly fits?: boolean;
  readonly says?: readonly string[];
}

/** In the page of the drawing: its text, the models whose boxes are not seen as a whole, and whether all fills the view. */
function seen(): { readonly text: string; readonly hidden: readonly string[]; readonly isTight: boolean } {
  const window = document.getElementById("frame")?.getBoundingClientRect() ?? new DOMRect();
  const boxes = Array.from(document.querySelectorAll("#canvas .box")).map((it) => ({
    name: it.querySelector(".name")?.textContent ?? "",
    place: it.getBoundingClientRect(),
  }));
  const inside = ({ left, right, top, bottom }: DOMRect) =>
    left >= window.left && right <= window.right && top >= window.top && bottom <= window.bottom;
  const picture = document.querySelector("#canvas svg")?.getBoundingClientRect() ?? new DOMRect();
  const scale = picture.width / Number(document.querySelector("#canvas svg")?.getAttribute("width") ?? 1);
  const spare = Math.min(window.width - picture.width, window.height - picture.height);
  return {
    text: document.body.innerText,
    hidden: boxes.filter(({ place }) => !inside(place)).map(({ name }) => name),
    isTight: scale > 0.999 || Math.abs(spare) < 2,
  };
}

export function views(stage: Stage) {
  const { page, projects, workbench } = stage;

  const showsInPages = (shows: readonly string[], lacks: readonly string[] = []) =>
    workbench.until(async () => {
      const text = await workbench.pages();
      return missing(text, shows) ?? present(text, lacks);
    });

  return {
    async lineage(shows: readonly string[]): Promise<void> {
      await workbench.command("Rocky: Show Lineage");
      await showsInPages(shows);
    },

    /** The drawing of lineage: keys pressed at a model, what is typed into its search; boxes that are seen as a whole. */
    async drawing({ at, press = [], find, sees = [], fits, says = [] }: Drawing): Promise<void> {
      const frame = await workbench.frameWith("#canvas .box");
      if (at !== undefined) {
        await frame.locator(".box .header", { hasText: at }).click();
      }
      for (const key of press) {
        await page.keyboard.press(key);
      }
      if (find !== undefined) {
        await frame.locator("#find").fill(find);
      }
      await workbench.until(async () => {
        const { text, hidden, isTight } = await frame.evaluate(seen);
        const unseen = sees.find((it) => hidden.includes(it) || !text.includes(it));
        if (unseen !== undefined) return `${unseen} is not seen as a whole`;
        if (fits === true && (hidden.length > 0 || !isTight)) {
          return `the drawing does not fill the view: ${hidden.length === 0 ? "it is too small" : `${hidden} hidden`}`;
        }
        return missing(text, says);
      });
    },

    async compiled(shows: readonly string[]): Promise<void> {
      // The view shows the place that belongs to the cursor's: here the beginning.
      await workbench.focusEditor();
      await page.keyboard.press("Control+Home");
      await workbench.command("Rocky: Show Compiled SQL");
      await workbench.until(async () => {
        const lines = await page.locator(".editor-instance .view-line").allTextContents();
        return missing(lines.join("\n").replaceAll("\u00a0", " "), shows);
      });
    },

    /** What was opened beside the text by something else than a command. */
    beside: (shows: readonly string[]) => showsInPages(shows),

    /** What the tree in the side bar says. */
    async tree({ shows, lacks = [] }: { readonly shows: readonly string[]; readonly lacks?: readonly string[] }): Promise<void> {
      const rows = page.locator(".part.sidebar .monaco-list-row .label-name");
      await workbench.until(async () => {
        const text = (await rows.allTextContents()).join("\n");
        return missing(text, shows) ?? present(text, lacks);
      });
    },

    async model(shows: readonly string[]): Promise<void> {
      await workbench.command("Rocky: Show Model");
      await showsInPages(shows);
    },

    async explain({ code, shows }: { readonly code: string; readonly shows: readonly string[] }): Promise<void> {
      await workbench.command("Rocky: Explain Code");
      const input = page.locator(".quick-input-widget:visible input.input");
      await input.waitFor();
      await input.fill(code);
      await page.keyboard.press("Enter");
      await showsInPages(shows);
    },

    async preview({ cte, shows, lacks, screenshot }: Preview): Promise<void> {
      if (cte !== undefined) {
        await stage.goTo(cte);
      }
      await workbench.command(cte === undefined ? "Rocky: Preview Model" : "Rocky: Preview CTE");
      await showsInPages(shows, lacks);
      await stage.screenshot(screenshot);
    },

    /** Builds the project of the file in front, or its model; waits for the file that it makes. */
    async run({ what, makes }: { readonly what: "project" | "model"; readonly makes: string }): Promise<void> {
      await workbench.command(what === "project" ? "Rocky: Run Project" : "Rocky: Run Model");
      await workbench.taskEnds();
      await workbench.until(async () => (projects.has(makes) ? undefined : `there is no ${makes}`));
    },

    /** Renames a file in the explorer. */
    async move([from, name]: readonly [string, string]): Promise<void> {
      await workbench.open(from);
      await workbench.command("File: Reveal Active File in Explorer View");
      await page.locator(".explorer-folders-view .monaco-list-row.focused").waitFor();
      const box = page.locator(".explorer-item-edited input");
      await workbench.until(async () => {
        await page.keyboard.press("F2");
        await box.waitFor({ timeout: 1000 }).catch(() => undefined);
        return (await box.isVisible()) ? undefined : "no new name is asked for";
      });
      await box.fill(name);
      await page.keyboard.press("Enter");
      // It is asked whether the extension may make its edits.
      await page.locator(".monaco-dialog-box .monaco-button", { hasText: /^OK$/ }).click();
      const folder = from.slice(0, from.lastIndexOf("/"));
      await workbench.until(async () => (projects.has(`${folder}/${name}`) ? undefined : `there is no ${folder}/${name}`));
      await workbench.focusEditor();
    },

    /** A command of the palette, and what is typed into the questions that it asks. */
    async command([title, ...answers]: readonly [string, ...string[]]): Promise<void> {
      await workbench.command(title);
      const input = page.locator(".quick-input-widget:visible input.input");
      if (answers.length > 0) {
        await workbench.until(async () => {
          if (await input.waitFor({ timeout: 4000 }).then(() => true, () => false)) return undefined;
          // A part of the window that is just being loaded swallows a command.
          await workbench.command(title);
          return `${title} asks nothing`;
        });
      }
      for (const answer of answers) {
        await input.waitFor();
        await input.fill(answer);
        await page.waitForTimeout(300);
        await page.keyboard.press("Enter");
        await page.waitForTimeout(300);
      }
    },

    /** What the extension's output says. */
    async output({ shows = [], lacks = [] }: { readonly shows?: readonly string[]; readonly lacks?: readonly string[] }): Promise<void> {
      await workbench.command("Rocky: Show Output");
      const filter = page.locator(".part.panel .viewpane-filter input");
      if (await filter.isVisible()) {
        await filter.fill("");
      }
      const lines = page.locator(".part.panel .view-line");
      await workbench.until(async () => {
        const text = (await lines.allTextContents()).join("\n").replaceAll("\u00a0", " ");
        return missing(text, shows) ?? present(text, lacks);
      });
    },

    /** What any part of the window says. */
    async window({ shows = [], lacks = [] }: { readonly shows?: readonly string[]; readonly lacks?: readonly string[] }): Promise<void> {
      await workbench.until(async () => {
        const text = `${await workbench.everything()}\n${await workbench.pages()}`;
        return missing(text, shows) ?? present(text, lacks);
      });
    },

    /** Opens a folder of the projects in the window; the next scenario has all of them again. */
    folder: (name: string) => workbench.openFolder(name),

    taskEnds: (_: true) => workbench.taskEnds(),
  };
}
