// Which layer of a drawing each model stands in, and in which order: what is upstream stands left. Pure.

export interface Link {
  readonly from: string;
  readonly to: string;
}

/** A link in a drawing: how far down each of its boxes it ends, from 0 to 1. */
export interface JoinedAt extends Link {
  readonly fromHeight: number;
  readonly toHeight: number;
}

/** How often the order within layers is improved; more sweeps change next to nothing. */
const SWEEPS = 6;

/**
 * The names, layer by layer from left to right, each layer from top to bottom. Links decide about the layers, curves about the
 * order within them; without curves links end in the middle of their boxes.
 */
export function layers(
  names: readonly string[],
  links: readonly Link[],
  curves: readonly JoinedAt[] = links.map((it) => ({ ...it, fromHeight: 0.5, toHeight: 0.5 })),
): string[][] {
  const forward = withoutCycles(names, links);
  const rank = ranks(names, forward);
  const found: string[][] = [];
  for (const name of names) {
    const layer = rank.get(name) ?? 0;
    (found[layer] ??= []).push(name);
  }
  return ordered(
    Array.from(found, (it) => it ?? []).filter((it) => it.length > 0),
    curves,
  );
}

/** The links without those that close a cycle: a walk in depth meets their end while it is still inside it. */
function withoutCycles(names: readonly string[], links: readonly Link[]): Link[] {
  const next = adjacency(links, "from");
  const state = new Map<string, "open" | "done">();
  const closing = new Set<Link>();
  for (const start of names) {
    if (state.has(start)) continue;
    const stack: { name: string; position: number }[] = [{ name: start, position: 0 }];
    state.set(start, "open");
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const link = next.get(top.name)?.[top.position++];
      if (link === undefined) {
        state.set(top.name, "done");
        stack.pop();
      } else if (state.get(link.to) === "open") {
        closing.add(link);
      } else if (!state.has(link.to)) {
        state.set(link.to, "open");
        stack.push({ name: link.to, position: 0 });
      }
    }
  }
  return links.filter((it) => !closing.has(it));
}

/** Each name behind all that lead to it; what nothing leads to stands as near as it can to what it leads to. */
function ranks(names: readonly string[], links: readonly Link[]): Map<string, number> {
  const outgoing = adjacency(links, "from");
  const waiting = new Map(names.map((it) => [it, 0]));
  for (const { to } of links) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const roots = names.filter((it) => waiting.get(it) === 0);
  const rank = new Map(roots.map((it) => [it, 0]));
  const queue = [...roots];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    for (const { to } of outgoing.get(name) ?? []) {
      rank.set(to, Math.max(rank.get(to) ?? 0, (rank.get(name) ?? 0) + 1));
      const left = (waiting.get(to) ?? 1) - 1;
      waiting.set(to, left);
      if (left === 0) queue.push(to);
    }
  }
  for (const root of roots) {
    const followers = (outgoing.get(root) ?? []).map((it) => rank.get(it.to) ?? 0);
    if (followers.length > 0) rank.set(root, Math.min(...followers) - 1);
  }
  return rank;
}

/** The far end of a curve. */
interface End {
  readonly name: string;
  readonly height: number;
}

/** Where a name has its place: its share of a layer of height 1. */
interface Place {
  readonly top: number;
  readonly height: number;
}

/** Moves each name to the middle of where its curves end, layer by layer, forwards and backwards. */
function ordered(found: readonly string[][], curves: readonly JoinedAt[]): string[][] {
  const ends = new Map<string, End[]>();
  const note = (name: string, end: End) => {
    const list = ends.get(name);
    if (list === undefined) {
      ends.set(name, [end]);
    } else {
      list.push(end);
    }
  };
  for (const { from, to, fromHeight, toHeight } of curves) {
    if (from === to) continue;
    note(from, { name: to, height: toHeight });
    note(to, { name: from, height: fromHeight });
  }
  const result = found.map((it) => [...it]);
  const places = new Map<string, Place>();
  const stand = (layer: readonly string[]) => {
    for (const [index, name] of layer.entries()) places.set(name, { top: index / layer.length, height: 1 / layer.length });
  };
  result.forEach(stand);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const layer of sweep % 2 === 0 ? result : [...result].reverse()) {
      const wish = new Map(layer.map((it) => [it, mean(ends.get(it) ?? [{ name: it, height: 0.5 }], places)]));
      layer.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
      stand(layer);
    }
  }
  return result;
}

function mean(ends: readonly End[], places: ReadonlyMap<string, Place>): number {
  const heights = ends.map(({ name, height }) => {
    const place = places.get(name);
    return place === undefined ? 0 : place.top + place.height * height;
  });
  return heights.reduce((a, b) => a + b, 0) / ends.length;
}

function adjacency(links: readonly Link[], end: "from" | "to"): Map<string, Link[]> {
  const found = new Map<string, Link[]>();
  for (const link of links) {
    const list = found.get(link[end]);
    if (list === undefined) {
      found.set(link[end], [link]);
    } else {
      list.push(link);
    }
  }
  return found;
}
