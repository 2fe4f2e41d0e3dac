import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseServer, type Surroundings } from "../src/choose";

function choose(executables: string[], changes: Partial<Surroundings> = {}) {
  return chooseServer({
    configured: "",
    searchPath: "/usr/bin:/opt/bin",
    extensionFolder: "/ext",
    workspaceFolder: "/project",
    home: "/home/me",
    platform: "linux",
    isExecutable: (file) => executables.includes(file),
    ...changes,
  });
}

test("an explicit path wins", () => {
  const found = choose(["/my/rocky", "/usr/bin/rocky", "/ext/server/rocky"], { configured: " /my/rocky " });
  assert.deepEqual(found, { kind: "found", program: "/my/rocky", from: "setting" });
});

test("a wrong explicit path is said, not skipped", () => {
  const found = choose(["/usr/bin/rocky"], { configured: "/wrong/rocky" });
  assert.equal(found.kind, "missing");
  assert.match(found.kind === "missing" ? found.message : "", /rocky\.server\.path names \/wrong\/rocky/);
});

test("what came with the extension is before the PATH", () => {
  assert.deepEqual(choose(["/usr/bin/rocky", "/ext/server/rocky"]), {
    kind: "found",
    program: "/ext/server/rocky",
    from: "bundled",
  });
});

test("the PATH is searched in its own order", () => {
  const found = choose(["/opt/bin/rocky", "/usr/bin/rocky"]);
  assert.deepEqual(found, { kind: "found", program: "/usr/bin/rocky", from: "path" });
});

test("nothing found says what to do", () => {
  const found = choose([], { searchPath: "" });
  assert.match(found.kind === "missing" ? found.message : "", /rocky\.server\.path/);
});

test("home and workspace folder are filled in", () => {
  for (const [configured, program] of [
    ["~/bin/rocky", "/home/me/bin/rocky"],
    ["${workspaceFolder}/target/debug/rocky", "/project/target/debug/rocky"],
    ["./tools/rocky", "/project/tools/rocky"],
  ] as const) {
    assert.deepEqual(choose([program], { configured }), { kind: "found", program, from: "setting" });
  }
});

test("what cannot be filled in is said", () => {
  const message = (configured: string, workspaceFolder?: string) => {
    const found = choose([], { configured, workspaceFolder });
    return found.kind === "missing" ? found.message : "";
  };
  assert.match(message("${workspaceFolder}/rocky"), /no folder is open/);
  assert.match(message("${env:ROCKY}/rocky", "/project"), /contains \$\{env:ROCKY\}/);
});

test("on Windows the program ends in .exe", () => {
  const found = choose(["C:\\tools/rocky.exe"], { platform: "win32", searchPath: "C:\\bin;C:\\tools" });
  assert.equal(found.kind === "found" ? found.from : "", "path");
});
