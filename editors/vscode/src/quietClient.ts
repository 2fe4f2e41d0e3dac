// The language client, without its messages in the corner of the window: what goes wrong is said once, by us.

import { LanguageClient } from "vscode-languageclient/node";

export class QuietClient extends LanguageClient {
  /** To the output only. A request that fails is no reason to interrupt somebody who types. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}
