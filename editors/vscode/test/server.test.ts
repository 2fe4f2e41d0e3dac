import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseServer, type Surroundings } from "../src/server";

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
  const found = choose(["/my/rocky", "/usr/bin/rocky", "/ext/bin/rocky"], { configured: " /my/rocky " });
  assert.deepEqual(found, { kind: "found", program: "/my/rocky", from: "setting" });
});

test("a wrong explicit path is said, not skipped", () => {
  const found = choose(["/usr/bin/rocky"], { configured: "/wrong/rocky" });
  assert.equal(found.kind, "missing");
  assert.match(found.kind === "missing" ? found.message : "", /rocky\.server\.path names \/wrong\/rocky/);
});

test("the PATH comes before what is bundled, in its own order", () => {
  const found = choose(["/opt/bin/rocky", "/usr/bin/rocky", "/ext/bin/rocky"]);
  assert.deepEqual(found, { kind: "found", program: "/usr/bin/rocky", from: "path" });
});

test("the bundled program is the last resort", () => {
  assert.deepEqual(choose(["/ext/bin/rocky"]), { kind: "found", program: "/ext/bin/rocky", from: "bundled" });
});

test("nothing found says what to do", () => {
  const found = choose([], { searchPath: "" });
  assert.match(found.kind === "missing" ? found.message : "", /rocky\.server\.path/);
});

test("home and workspace folder are filled in", () => {
  for (const [configured, program] of [
    ["~/bin/rocky", "/home/me/bin/rocky"],
    ["${workspaceFolder}/target/debug/rocky", "/project/target/debug/rocky"],
  ] as const) {
    assert.deepEqual(choose([program], { configured }), { kind: "found", program, from: "setting" });
  }
});
