// Panning and zooming: which part of a drawing is seen. Pure.

export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

export const scales = { least: 0.1, most: 2.5 } as const;

/** Zooms so that what is at a point of the window stays there. */
export function zoomAt(view: Viewport, factor: number, x: number, y: number): Viewport {
  const scale = Math.min(scales.most, Math.max(scales.least, view.scale * factor));
  const grown = scale / view.scale;
  return { scale, x: x - (x - view.x) * grown, y: y - (y - view.y) * grown };
}

/** Shows all of a drawing, in the middle, but never larger than it is. */
export function fit(drawing: Size, window: Size): Viewport {
  const scale = Math.max(
    scales.least,
    Math.min(1, window.width / Math.max(1, drawing.width), window.height / Math.max(1, drawing.height)),
  );
  return {
    scale,
    x: (window.width - drawing.width * scale) / 2,
    y: (window.height - drawing.height * scale) / 2,
  };
}

/** Shows a part of a drawing as a whole, in the middle, but not smaller than `least`. */
export function fitPart(it: Rectangle, window: Size, least: number, margin = 24): Viewport {
  const { scale } = fit(it, { width: window.width - 2 * margin, height: window.height - 2 * margin });
  return centre({ x: 0, y: 0, scale: Math.max(least, scale) }, it, window);
}

/** Moves as little as is needed so that a rectangle of the drawing is seen. */
export function reveal(view: Viewport, it: Rectangle, window: Size, margin = 24): Viewport {
  const along = (offset: number, start: number, length: number, space: number) => {
    const [from, to] = [start * view.scale + offset, (start + length) * view.scale + offset];
    if (from < margin) return offset + margin - from;
    if (to > space - margin) return offset + Math.max(space - margin - to, margin - from);
    return offset;
  };
  return {
    scale: view.scale,
    x: along(view.x, it.x, it.width, window.width),
    y: along(view.y, it.y, it.height, window.height),
  };
}

/** Whether a rectangle of the drawing can be seen as a whole without zooming. */
export function holds(view: Viewport, it: Size, window: Size, margin = 24): boolean {
  return it.width * view.scale + 2 * margin <= window.width && it.height * view.scale + 2 * margin <= window.height;
}

/** The smallest rectangle around all. */
export function around(all: readonly Rectangle[]): Rectangle {
  const x = Math.min(...all.map((it) => it.x));
  const y = Math.min(...all.map((it) => it.y));
  return {
    x,
    y,
    width: Math.max(...all.map((it) => it.x + it.width)) - x,
    height: Math.max(...all.map((it) => it.y + it.height)) - y,
  };
}

/** Puts the middle of a rectangle into the middle of the window. */
export function centre(view: Viewport, it: Rectangle, window: Size): Viewport {
  return {
    scale: view.scale,
    x: window.width / 2 - (it.x + it.width / 2) * view.scale,
    y: window.height / 2 - (it.y + it.height / 2) * view.scale,
  };
}
