// Projects in temporary folders, and the program under test.

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** The program that `ROCKY_BIN` names. */
export const rocky = process.env["ROCKY_BIN"] ?? "rocky";

/** Why a test that needs the program is skipped, or false. */
export const skip = process.env["ROCKY_BIN"] === undefined && "ROCKY_BIN is not set";

const shop: Record<string, string> = {
  "rocky.toml": '[adapter]\ntype = "duckdb"\n\n[pipeline]\ntype = "transformation"\nmodels = "models/**"\n',
  "data/seed.sql": "CREATE TABLE raw_orders (order_id INTEGER, amount DECIMAL(10, 2));\n",
  "models/_defaults.toml": '[target]\ncatalog = "shop"\nschema = "main"\n',
  "models/orders.sql": "SELECT order_id, amount FROM raw_orders\n",
  "models/orders.toml": 'intent = "one row per order"\n',
};

/** Writes a small shop and `more` into a new folder, which the caller deletes. */
export function temporaryProject(more: Record<string, string> = {}): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "rocky-")));
  for (const [name, text] of Object.entries({ ...shop, ...more })) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  return folder;
}
