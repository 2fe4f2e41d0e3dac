// The script of pages that are written by the extension: a pressed button sends its message.

import { editor } from "../host";

document.addEventListener("click", (event) => {
  const pressed = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-message]") : null;
  const message = pressed?.dataset["message"];
  if (message !== undefined) {
    editor.postMessage(JSON.parse(message));
  }
});
