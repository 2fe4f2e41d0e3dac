// Runs the scenarios of `editors/scenarios` in a real VS Code with the packaged extension: `cargo xtask vscode-test`.
// Prints `ok id` or `not ok id` for each; the exit code is 0 only if all passed.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "playwright-core";
import { CodeServer } from "./code_server";
import { Projects } from "./projects";
import { readScenarios, type Scenario } from "./scenario";
import { performer } from "./verbs";
import { Workbench } from "./workbench";

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"].concat([
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]);

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      repository: { type: "string" },
      installed: { type: "string" },
      vsix: { type: "string" },
      rocky: { type: "string" },
      chromium: { type: "string" },
      out: { type: "string" },
      only: { type: "string" },
    },
  });
  const needed = (name: keyof typeof values): string => {
    const value = values[name];
    if (value === undefined) {
      throw new Error(`--${name} is needed`);
    }
    return value;
  };
  const repository = needed("repository");
  const out = needed("out");
  const folders = ["editors/scenarios", "editors/vscode/e2e/scenarios"];
  const all = folders.flatMap((it) => readScenarios(path.join(repository, it)));
  const chosen = all.filter((it) => values.only === undefined || values.only.split(",").includes(it.id));
  if (chosen.length === 0) {
    throw new Error(`there is no scenario ${values.only}; there are ${all.map((it) => it.id).join(", ")}`);
  }

  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "rocky-vscode-")));
  const projects = new Projects(path.join(folder, "projects"), needed("rocky"));
  fs.mkdirSync(projects.root);
  projects.create(path.join(repository, "fixtures"));
  let server: CodeServer | undefined;
  let browser: Browser | undefined;
  try {
    server = await CodeServer.start({
      installed: needed("installed"),
      home: path.join(folder, "code-server"),
      vsix: needed("vsix"),
      rocky: needed("rocky"),
    });
    browser = await chromium.launch({ executablePath: needed("chromium"), args: FLAGS });
    const context = await browser.newContext({ viewport: { width: 1080, height: 760 } });
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: server.address });
    const workbench = new Workbench(await context.newPage());
    const url = `${server.address}/?folder=${encodeURIComponent(projects.root)}`;
    await workbench.load(url);
    let failed = 0;
    for (const scenario of chosen) {
      const isGood = await run(scenario, workbench, projects, path.join(out, "screenshots"));
      failed += isGood ? 0 : 1;
      await reset(workbench, projects, url, isGood);
    }
    process.stdout.write(`${chosen.length - failed} passed, ${failed} failed\n`);
    return failed === 0;
  } finally {
    await browser?.close();
    server?.stop();
    keepLogs(path.join(folder, "code-server"), out);
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** What the server, the extension hosts and the extension wrote. */
function keepLogs(home: string, out: string): void {
  fs.rmSync(path.join(out, "logs"), { recursive: true, force: true });
  for (const [from, to] of [["code-server.log", "logs/code-server.log"], ["user/logs", "logs/vscode"]] as const) {
    if (fs.existsSync(path.join(home, from))) {
      fs.cpSync(path.join(home, from), path.join(out, to), { recursive: true });
    }
  }
}

async function run(scenario: Scenario, workbench: Workbench, projects: Projects, pictures: string): Promise<boolean> {
  const start = Date.now();
  const perform = performer(workbench, projects, pictures);
  const say = (verdict: string) => {
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    process.stdout.write(`${verdict.padEnd(6)} ${scenario.id.padEnd(28)} ${seconds.padStart(5)} s\n`);
  };
  for (const [index, step] of scenario.steps.entries()) {
    try {
      await perform(step);
    } catch (error) {
      say("not ok");
      const message = error instanceof Error ? error.message : String(error);
      process.stdout.write(`  step ${index + 1}, ${Object.keys(step)[0]}: ${message.replaceAll("\n", "\n  ")}\n`);
      await workbench.page.screenshot({ path: path.join(pictures, `failed-${scenario.id}.png`) });
      return false;
    }
  }
  say("ok");
  return true;
}

/** As it was, for the next scenario: the same window, unless something went wrong in it. */
async function reset(workbench: Workbench, projects: Projects, url: string, isGood: boolean): Promise<void> {
  try {
    await workbench.closeAll();
    projects.reset();
    if (!isGood || !workbench.isAt(url)) {
      await workbench.load(url);
    }
    await workbench.until(async () => {
      const left = await workbench.problemCount();
      return left === 0 ? undefined : `${left} problems stay`;
    });
  } catch (error) {
    process.stdout.write(`  the window does not come to rest: ${String(error)}\n`);
    projects.reset();
    await workbench.load(url);
  }
}

main().then(
  (isGood) => process.exit(isGood ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  },
);
