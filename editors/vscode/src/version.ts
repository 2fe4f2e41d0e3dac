// Whether a server fits this extension. Pure.

/** What is wrong between the extension and the server, in words, or `undefined`. */
export function misfit(extension: string, server: string | undefined, program: string): string | undefined {
  if (server === undefined) {
    return `The server ${program} does not say its version, so it is too old for this extension (${extension}). Update it.`;
  }
  const [ours, theirs] = [parse(extension), parse(server)];
  if (ours === undefined || theirs === undefined) {
    return theirs === undefined ? `The server ${program} calls its version "${server}", which is none.` : undefined;
  }
  if (ours.line === theirs.line) {
    return undefined;
  }
  const older = theirs.order < ours.order ? "the server: install a newer rocky" : "the extension";
  return (
    `The server is rocky ${server} (${program}), and this extension is made for rocky ${ours.line}. ` +
    `Some features will not work. Update ${older}.`
  );
}

/** Versions of one line understand each other: `1.x`, and before 1.0 each `0.x` of its own. */
function parse(version: string): { readonly line: string; readonly order: number } | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.\d+)?(?:[-+].*)?$/.exec(version.trim());
  if (match === null) {
    return undefined;
  }
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return { line: major === 0 ? `0.${minor}` : `${major}`, order: major * 100_000 + (major === 0 ? minor : 0) };
}
