import assert from "node:assert/strict";
import { test } from "node:test";
import { misfit } from "../src/version";

const program = "/usr/bin/rocky";

test("versions of one line fit", () => {
  for (const [ours, theirs] of [
    ["0.1.0", "0.1.9"],
    ["1.2.0", "1.9.3"],
    ["1.0.0-beta.1", "v1.4.0+build"],
  ] as const) {
    assert.equal(misfit(ours, theirs, program), undefined, `${ours} ${theirs}`);
  }
});

test("an older server is to be updated", () => {
  assert.equal(
    misfit("0.2.0", "0.1.9", program),
    "The server is rocky 0.1.9 (/usr/bin/rocky), and this extension is made for rocky 0.2. " +
      "Some features will not work. Update the server: install a newer rocky.",
  );
});

test("a newer server asks for a newer extension", () => {
  assert.match(misfit("0.9.0", "1.0.0", program) ?? "", /made for rocky 0\.9\..*Update the extension\.$/);
});

test("a server that says no version is too old, and one that says nonsense is named", () => {
  assert.match(misfit("0.1.0", undefined, program) ?? "", /^The server \/usr\/bin\/rocky does not say its version/);
  assert.match(misfit("0.1.0", "latest", program) ?? "", /"latest"/);
});
