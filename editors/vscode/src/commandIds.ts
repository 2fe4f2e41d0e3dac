// The commands of this extension: each is in the manifest and has a handler.

/** Commands that the server may put into its answers, with the arguments that stand beside each. */
export const serverCommands = [
  "rocky.runModel", // uri, model
  "rocky.previewModel", // uri, model, CTE or null
  "rocky.showLineage", // uri, model, column or null
  "rocky.showModel", // uri, model
] as const;

export const commandIds = [
  ...serverCommands,
  "rocky.restartServer",
  "rocky.showOutput",
  "rocky.showMenu",
  "rocky.checkProject",
  "rocky.runProject",
  "rocky.previewCte",
  "rocky.showCompiledSql",
  "rocky.explainCode",
  "rocky.showMore",
  "rocky.showLess",
  "rocky.newProject",
  "rocky.newModel",
  "rocky.setBase",
  "rocky.setTarget",
  "rocky.installDuckdb",
  "rocky.refreshLineage",
  "rocky.projectFolder",
] as const;

export type CommandId = (typeof commandIds)[number];
