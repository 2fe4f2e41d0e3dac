// The files of a new model. Pure.

/** What is wrong with a name for a model, or `undefined`. */
export function modelNameProblem(name: string): string | undefined {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)
    ? undefined
    : "A name is made of letters, digits and underscores, and does not begin with a digit.";
}

/** File names with their contents; the query comes first, and goes on at the end of its first line. */
export function modelFiles(name: string, extension: string): (readonly [file: string, contents: string])[] {
  const query = extension === ".rocky" ? "from \n" : "SELECT \n";
  return [
    [`${name}${extension}`, query],
    [`${name}.toml`, 'intent = ""\n'],
  ];
}
