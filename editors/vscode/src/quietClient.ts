// The language client, without its messages in the corner of the window: what goes wrong is said once, by us.

import { type CancellationToken, LanguageClient, type MessageSignature, State } from "vscode-languageclient/node";

export class QuietClient extends LanguageClient {
  /** To the output only. A request that fails is no reason to interrupt somebody who types. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  /** What a server that is gone leaves unanswered is no failure: a window that closes, a restart. */
  override handleFailedRequest<T>(
    type: MessageSignature,
    token: CancellationToken | undefined,
    error: unknown,
    defaultValue: T,
    showNotification?: boolean,
  ): T {
    return this.state === State.Stopped
      ? defaultValue
      : super.handleFailedRequest(type, token, error, defaultValue, showNotification);
  }
}
