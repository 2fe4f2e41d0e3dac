// Pages of webviews: what comes from a project is text, and only our own script may run. Pure.

/** Text inside an element or a quoted attribute. */
export function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

export interface Page {
  readonly title: string;
  readonly body: string;
  /** The origin from which a webview may load files. */
  readonly source: string;
  readonly style: string;
  /** The one script that may run, if any; the nonce is made anew for each page. */
  readonly script?: { readonly uri: string; readonly nonce: string };
}

export function page(it: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src ${it.source}`,
    ...(it.script === undefined ? [] : [`script-src 'nonce-${it.script.nonce}'`]),
  ].join("; ");
  const script =
    it.script === undefined ? "" : `<script nonce="${escape(it.script.nonce)}" src="${escape(it.script.uri)}"></script>\n`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(it.title)}</title>
<link rel="stylesheet" href="${escape(it.style)}">
</head>
<body>
${it.body}
${script}</body>
</html>
`;
}

/** A button that sends a message to the extension. */
export function button(message: object, text: string, look: "link" | "action", label?: string): string {
  const hint = label === undefined ? "" : ` title="${escape(label)}" aria-label="${escape(label)}"`;
  return `<button type="button" class="${look}" data-message="${escape(JSON.stringify(message))}"${hint}>${escape(text)}</button>`;
}
