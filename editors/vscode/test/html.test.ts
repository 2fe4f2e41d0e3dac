import assert from "node:assert/strict";
import * as fs from "node:fs";
import { test } from "node:test";
import { button, escape, page } from "../src/html";
import { lineageBody } from "../src/lineage/body";

test("text of a project is never markup", () => {
  assert.equal(escape(`<b a="1" c='2'>&`), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
  const made = button({ kind: "model", model: '"><script>' }, "<x>", "link", '" onclick="');
  assert.ok(!made.includes("<script>") && !made.includes('" onclick'), made);
});

test("only our own script may run, and only with the nonce of its page", () => {
  const common = { title: "t", body: "<p>b</p>", source: "https://source", style: "https://source/s.css" };
  const quiet = page(common);
  assert.match(quiet, /content="default-src &#39;none&#39;; style-src https:\/\/source"/);
  assert.ok(!quiet.includes("<script"));
  const lively = page({ ...common, script: { uri: "https://source/s.js", nonce: "abc" } });
  assert.match(lively, /script-src &#39;nonce-abc&#39;"/);
  assert.match(lively, /<script nonce="abc" src="https:\/\/source\/s\.js"><\/script>/);
  assert.ok(!/unsafe/.test(lively));
});

test("pages and views have neither inline styles nor inline scripts, which their policy forbids", () => {
  assert.ok(!/ style=| on[a-z]+=|<script/.test(lineageBody));
  for (const file of fs.readdirSync("src/webview", { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".ts")) {
      assert.ok(!/innerHTML|outerHTML|insertAdjacentHTML|\beval\b/.test(fs.readFileSync(`src/webview/${file}`, "utf8")), file);
    }
  }
});

test("the view's script finds its elements in the page", () => {
  const script = fs.readFileSync("src/webview/lineage/main.ts", "utf8");
  for (const [, id] of script.matchAll(/byId\("([^"]+)"/g)) {
    assert.ok(lineageBody.includes(`id="${id}"`), id);
  }
});

test("everything that can be operated has a name", () => {
  for (const [tag] of lineageBody.matchAll(/<(?:button|input)[^>]*>/g)) {
    const isLabelled = /aria-label=|title=/.test(tag) || /type="checkbox"/.test(tag);
    assert.ok(isLabelled, tag);
  }
});
