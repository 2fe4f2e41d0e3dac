// What this client can do beyond the protocol, said when the conversation begins.

import type { ClientCapabilities, FeatureState, StaticFeature } from "vscode-languageclient/node";
import { serverCommands } from "./commandIds";

export const experimental = {
  /** The server says whether it has work. */
  rockyAnalysisStatus: true,
  /** The server may offer these commands. */
  rocky: { commands: [...serverCommands] },
};

export class RockyFeatures implements StaticFeature {
  fillClientCapabilities(capabilities: ClientCapabilities): void {
    capabilities.experimental = { ...(capabilities.experimental as object | undefined), ...experimental };
  }

  initialize(): void {}

  getState(): FeatureState {
    return { kind: "static" };
  }

  clear(): void {}
}
