// Verbs about files: what another program does to them, what is on disk, and how the window and its settings are.

import type { Outside } from "../projects";
import type { Stage } from "../stage";

export function outside(stage: Stage) {
  const { projects, workbench } = stage;
  return {
    outside: async (it: Outside) => projects.change(it),

    async onDisk(expected: Readonly<Record<string, string>>): Promise<void> {
      for (const [file, wanted] of Object.entries(expected)) {
        await workbench.until(async () => {
          const text = projects.read(file);
          return text === wanted ? undefined : `expected ${JSON.stringify(wanted)}, found ${JSON.stringify(text)}`;
        });
      }
    },

    async gone(files: readonly string[]): Promise<void> {
      for (const file of files) {
        await workbench.until(async () => (projects.has(file) ? `${file} is still there` : undefined));
      }
    },

    /** Settings of the workspace; they go with its other files when the scenario ends. */
    async setting(it: Readonly<Record<string, unknown>>): Promise<void> {
      projects.change({ write: { ".vscode/settings.json": JSON.stringify(it, undefined, 2) } });
      // Until VS Code has noticed; nothing shows that it has.
      await stage.page.waitForTimeout(1500);
    },

    restart: (_: true) => workbench.command("Rocky: Restart Language Server"),
  };
}
