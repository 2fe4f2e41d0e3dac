// What the verbs of the scenarios act on, and what they share.

import * as path from "node:path";
import type { Projects } from "./projects";
import { find, placeOf } from "./scenario";
import type { Workbench } from "./workbench";

export class Stage {
  /** Pictures go to `pictures`. */
  constructor(
    readonly workbench: Workbench,
    readonly projects: Projects,
    private readonly pictures: string,
  ) {}

  get page() {
    return this.workbench.page;
  }

  async screenshot(name: string | undefined): Promise<void> {
    if (name !== undefined) {
      await this.page.screenshot({ path: path.join(this.pictures, `${name}.png`) });
    }
  }

  /** Puts the cursor where an anchor of the text in front has its caret. */
  async goTo(anchor: string): Promise<void> {
    const text = await this.workbench.text();
    await this.workbench.goTo(placeOf(text, find(text, anchor)));
  }

  /** Selects what lies between two anchors of the text in front. */
  async select(from: string, to: string): Promise<void> {
    const text = await this.workbench.text();
    const [start, end] = [find(text, from), find(text, to)];
    await this.workbench.select(placeOf(text, start), text.slice(start, end));
  }

  /** The text of a file as the editor has it; opens the file where it is not in front. */
  async textOf(file: string): Promise<string> {
    await this.workbench.open(file);
    return this.workbench.text();
  }
}

/** What of `wanted` is not in the text, in words. */
export function missing(text: string, wanted: readonly string[]): string | undefined {
  const absent = wanted.find((it) => !text.includes(it));
  return absent === undefined ? undefined : `\`${absent}\` is not shown in:\n${abridged(text)}`;
}

/** What of `unwanted` is in the text, in words. */
export function present(text: string, unwanted: readonly string[]): string | undefined {
  const found = unwanted.find((it) => text.includes(it));
  return found === undefined ? undefined : `\`${found}\` is shown in:\n${abridged(text)}`;
}

function abridged(text: string): string {
  return text.length <= 4000 ? text : `${text.slice(0, 4000)}\n…`;
}
