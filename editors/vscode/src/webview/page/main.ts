// The script of pages that are written by the extension: it shows what it is sent, and a pressed button sends its message.

import { byId } from "../elements";
import { editor } from "../host";

const page = byId("page", HTMLElement);

window.addEventListener("message", ({ data }: MessageEvent<{ readonly body: string }>) => {
  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["message"] : undefined;
  // Parsed apart from the page, where nothing is loaded or run; the place to which a person has scrolled stays.
  const parsed = new DOMParser().parseFromString(data.body, "text/html");
  page.replaceChildren(...parsed.body.childNodes);
  if (focused !== undefined) {
    const same = [...page.querySelectorAll<HTMLElement>("[data-message]")].find((it) => it.dataset["message"] === focused);
    same?.focus({ preventScroll: true });
  }
});

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-message]") : null;
  const message = pressed?.dataset["message"];
  if (message !== undefined) {
    editor.postMessage(JSON.parse(message));
  }
});

editor.postMessage({ kind: "ready" });
