// Writes rocky.vsix. With ROCKY_SERVER=<program> the program is part of it; arguments go to vsce (--target …).

import { execFileSync } from "node:child_process";
import * as fs from "node:fs";

const server = process.env.ROCKY_SERVER;
const given = process.argv.slice(2);

fs.rmSync("server", { recursive: true, force: true });
if (server) {
  const target = given[given.indexOf("--target") + 1];
  if (!given.includes("--target") || target === undefined) {
    console.error("ROCKY_SERVER is a program for one platform: say which with `npm run package -- --target linux-x64`.");
    process.exit(2);
  }
  const name = target.startsWith("win32") ? "rocky.exe" : "rocky";
  fs.mkdirSync("server");
  fs.copyFileSync(server, `server/${name}`);
  fs.chmodSync(`server/${name}`, 0o755);
}
try {
  execFileSync(
    process.execPath,
    ["node_modules/@vscode/vsce/vsce", "package", "--no-dependencies", "--allow-missing-repository", "--out", "rocky.vsix", ...given],
    { stdio: "inherit" },
  );
} finally {
  // A program left here would be the server of the next one who debugs the extension.
  fs.rmSync("server", { recursive: true, force: true });
}
