// The verbs of the scenarios (`editors/scenarios/README.md`), each done as a person does it in VS Code.

import * as fs from "node:fs";
import type { Projects } from "./projects";
import type { Step } from "./scenario";
import { Stage } from "./stage";
import { editing } from "./verbs/editing";
import { looking } from "./verbs/looking";
import { outside } from "./verbs/outside";
import { structure } from "./verbs/structure";
import { views } from "./verbs/views";
import type { Workbench } from "./workbench";

/** Does one step. */
export type Perform = (step: Step) => Promise<void>;

/** The verbs on this workbench; pictures go to `pictures`. */
export function performer(workbench: Workbench, projects: Projects, pictures: string): Perform {
  fs.mkdirSync(pictures, { recursive: true });
  const stage = new Stage(workbench, projects, pictures);
  const all = { ...editing(stage), ...looking(stage), ...structure(stage), ...views(stage), ...outside(stage) };
  // What a verb takes is written in its file; that the scenarios keep to it shows when they run.
  const verbs = all as unknown as Readonly<Record<string, ((it: unknown) => Promise<void>) | undefined>>;
  return async (step) => {
    for (const [verb, argument] of Object.entries(step)) {
      const perform = verbs[verb];
      if (perform === undefined) {
        throw new Error(`VS Code does not know the verb ${verb}`);
      }
      await perform(argument);
    }
  };
}
