// The lineage view: draws what the extension sends, and says what a person does with it.

import { graphOf, merge } from "../../lineage/graph";
import { type Arrow, type Item, move } from "../../lineage/keyboard";
import type { FromView, ToView } from "../../lineage/messages";
import { around } from "../../lineage/viewport";
import { modelInWords, pathInWords, search } from "../../lineage/words";
import type { Lineage } from "../../protocol";
import { byId, element } from "../elements";
import { editor } from "../host";
import { Drawing, placeOf } from "./drawing";
import { idOf, list } from "./list";
import { State } from "./state";
import { Surface } from "./surface";

const frame = byId("frame", HTMLDivElement);
const canvas = byId("canvas", HTMLDivElement);
const listing = byId("list", HTMLDivElement);
const words = byId("words", HTMLParagraphElement);
const said = byId("said", HTMLParagraphElement);
const finder = byId("find", HTMLInputElement);
const hits = byId("hits", HTMLSpanElement);
const follow = byId("follow", HTMLInputElement);
const indirect = byId("indirect", HTMLInputElement);
const asList = byId("as-list", HTMLInputElement);

const state = new State();
const surface = new Surface(frame, canvas);
const send = (message: FromView) => editor.postMessage(message);
const drawing = new Drawing(canvas, {
  choose: (item) => choose(item),
  open,
  toggle: (model) => keepingInPlace(model, () => state.toggle(model)),
  expand,
});
let finding = { text: "", index: -1 };

window.addEventListener("message", ({ data }: MessageEvent<ToView>) => {
  switch (data.kind) {
    case "graph":
      receive(data.answers, data.column);
      break;
    case "more": {
      const { whole } = state;
      if (whole !== undefined) {
        keepingInPlace(data.answer.focus.model, () => state.replace(merge(whole, data.answer)));
        const added = [...(state.whole?.models.keys() ?? [])].filter((it) => !whole.models.has(it));
        bringIntoSight(data.answer.focus.model, added);
        say(`${added.length} more models and tables.`);
      }
      break;
    }
    case "nothing":
      state.replace(undefined);
      draw();
      words.textContent = data.message;
      break;
    case "options":
      follow.checked = data.follow;
      indirect.checked = data.indirect;
      break;
  }
});

function receive([first, ...others]: readonly Lineage[], column: string | null): void {
  if (first === undefined) {
    return;
  }
  const { model } = first.focus;
  const isNew = state.whole?.focus.model !== model;
  const change = () => {
    state.replace(others.reduce(merge, graphOf(first)));
    if (isNew) {
      state.current = { model, ...(column === null ? {} : { column }) };
      state.choose(column === null ? undefined : state.current);
    }
  };
  if (isNew) {
    change();
    draw();
    begin();
    say(`Lineage of ${model}, ${first.models.length} models and tables.`);
  } else {
    // The same model after an edit: what a person looks at stays where it is.
    keepingInPlace(model, change);
  }
}

function draw(): void {
  const hadFocus = canvas.contains(document.activeElement);
  drawing.draw(state);
  listing.replaceChildren(
    ...(state.graph === undefined || !asList.checked ? [] : list(state.graph, { open, go: goInList })),
  );
  frame.hidden = asList.checked;
  listing.hidden = !asList.checked;
  describe();
  markFound();
  if (hadFocus && state.current !== undefined) {
    drawing.element(state.current)?.focus({ preventScroll: true });
  }
}

/** Draws anew, and leaves the box of a model where it was seen. */
function keepingInPlace(model: string, change: () => void): void {
  const before = state.layout && placeOf(state.layout, { model });
  const was = before && surface.seen(before.x, before.y);
  change();
  draw();
  const after = state.layout && placeOf(state.layout, { model });
  if (was !== undefined && after !== undefined) {
    surface.keep(was, after.x, after.y);
  }
}

/** Shows all of a new drawing where it can be read like that, else its middle. */
function begin(): void {
  const { layout, current } = state;
  const place = layout && current && placeOf(layout, current);
  if (layout === undefined || place === undefined) {
    return;
  }
  surface.fit(layout);
  if (!surface.isReadable) {
    surface.readable();
    surface.centre(place);
  }
}

/** Shows what has come to a model, and the model as well where there is room for both. */
function bringIntoSight(model: string, added: readonly string[]): void {
  const boxes = state.layout?.boxes ?? [];
  const news = boxes.filter((it) => added.includes(it.name));
  const both = boxes.filter((it) => it.name === model || added.includes(it.name));
  if (news.length === 0) {
    return;
  }
  if (surface.holds(around(both))) {
    surface.reveal(around(both));
  } else {
    // Who has zoomed keeps the scale.
    if (!surface.isMoved) surface.fitPart(around(both));
    surface.reveal(around(news));
  }
}

/** The window onto the drawing has another size. */
function sized(): void {
  const place = state.layout && state.current && placeOf(state.layout, state.current);
  if (frame.hidden || place === undefined) {
    return;
  }
  if (surface.isMoved) {
    surface.reveal(place);
  } else {
    begin();
  }
}

function showAll(): void {
  if (state.layout !== undefined) {
    surface.fit(state.layout);
  }
}

function choose(item: Item, hasKeyboard = true): void {
  state.current = item;
  keepingInPlace(item.model, () => state.choose(item));
  if (hasKeyboard) {
    drawing.element(item)?.focus({ preventScroll: true });
  }
}

function open(item: Item): void {
  send({ kind: "open", model: item.model, column: item.column ?? null });
}

function expand(model: string, direction: "upstream" | "downstream"): void {
  send({ kind: "expand", model, direction });
}

/** The line below the drawing: what was chosen, in words. */
function describe(): void {
  const { graph, chosen } = state;
  if (graph === undefined) {
    return;
  }
  const model = graph.models.get(chosen?.model ?? graph.focus.model);
  const notes = [
    chosen?.column === undefined
      ? (model?.description ?? (model && modelInWords(model)) ?? "")
      : pathInWords(graph, { model: chosen.model, column: chosen.column }),
    state.left === 0 ? "" : `${state.left} more models are not drawn`,
  ];
  words.textContent = notes.filter((it) => it !== "").join(". ");
}

/** For screen readers, which do not see that the drawing has changed. */
function say(text: string): void {
  said.textContent = text;
}

const arrows: Readonly<Record<string, Arrow>> = {
  ArrowUp: "up",
  ArrowDown: "down",
  ArrowLeft: "left",
  ArrowRight: "right",
  Home: "home",
  End: "end",
};

frame.addEventListener("keydown", (event) => {
  const { current, layout, graph } = state;
  if (current === undefined || layout === undefined || graph === undefined || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const arrow = arrows[event.key];
  const isSideways = arrow === "left" || arrow === "right";
  if (arrow !== undefined && event.shiftKey && isSideways) {
    expand(current.model, arrow === "left" ? "upstream" : "downstream");
  } else if (arrow !== undefined) {
    goTo(move(layout, graph, current, arrow));
  } else if (event.key === "Enter" || event.key === " ") {
    choose(current);
    say(words.textContent ?? "");
  } else if (event.key === "Escape") {
    keepingInPlace(current.model, () => state.choose(undefined));
  } else if (event.key === "o") {
    open(current);
  } else if (event.key === "c") {
    keepingInPlace(current.model, () => state.toggle(current.model));
  } else if (event.key === "f") {
    send({ kind: "focus", model: current.model });
  } else if (event.key === "t" && current.column !== undefined) {
    choose(current);
    send({ kind: "trace", model: current.model, column: current.column });
  } else if (event.key === "/") {
    finder.focus();
  } else if (event.key === "+" || event.key === "-" || event.key === "0") {
    zoom(event.key);
  } else {
    return;
  }
  event.preventDefault();
});

function goTo(item: Item): void {
  const before = state.current && drawing.element(state.current);
  before?.setAttribute("tabindex", "-1");
  state.current = item;
  const after = drawing.element(item);
  after?.setAttribute("tabindex", "0");
  after?.focus({ preventScroll: true });
  const place = state.layout && placeOf(state.layout, item);
  if (place !== undefined) {
    surface.reveal(place);
  }
}

/** What a search has found, beside it and for screen readers. */
function sayFound(text: string, isVain: boolean): void {
  hits.textContent = text;
  finder.classList.toggle("vain", text !== "" && isVain);
  say(text);
}

function goInList(item: Item): void {
  const row = document.getElementById(idOf(item));
  row?.scrollIntoView({ block: "nearest" });
  row?.focus();
}

function zoom(how: "+" | "-" | "0"): void {
  if (how === "0") {
    showAll();
  } else {
    surface.zoom(how === "+" ? 1.25 : 0.8);
  }
}

function markFound(): readonly Item[] {
  const found = state.graph === undefined ? [] : search(state.graph, finder.value);
  drawing.mark(found);
  return found;
}

finder.addEventListener("input", () => {
  finding = { text: finder.value, index: -1 };
  const found = markFound();
  const words = found.length === 0 ? "nothing found" : `${found.length} found`;
  sayFound(finder.value.trim() === "" ? "" : words, found.length === 0);
});
finder.addEventListener("keydown", (event) => {
  const found = event.key === "Enter" ? markFound() : [];
  if (found.length > 0) {
    finding = { text: finder.value, index: (finding.index + (event.shiftKey ? found.length - 1 : 1)) % found.length };
    const item = found[finding.index];
    if (item === undefined) return;
    choose(item, false);
    const place = state.layout && placeOf(state.layout, item);
    if (place !== undefined) surface.centre(place);
    sayFound(`${finding.index + 1} of ${found.length}`, false);
    say(`${finding.index + 1} of ${found.length}: ${item.column ?? item.model}`);
  } else if (event.key === "Escape") {
    finder.value = "";
    sayFound("", false);
    markFound();
    state.current && drawing.element(state.current)?.focus({ preventScroll: true });
  }
});
follow.addEventListener("change", () => send({ kind: "follow", on: follow.checked }));
indirect.addEventListener("change", () => send({ kind: "indirect", on: indirect.checked }));
asList.addEventListener("change", () => {
  draw();
  sized();
});
byId("closer", HTMLButtonElement).addEventListener("click", () => zoom("+"));
byId("farther", HTMLButtonElement).addEventListener("click", () => zoom("-"));
byId("all", HTMLButtonElement).addEventListener("click", () => zoom("0"));
window.addEventListener("resize", sized);
byId("legend", HTMLElement).append(
  element("span", { class: "sample" }, "values"),
  element("span", { class: "sample indirect" }, "conditions, joins, order"),
  element("span", { class: "sample reads" }, "reads"),
);
send({ kind: "ready" });
