// The window onto the drawing: dragging pans, the wheel pans, with Ctrl it zooms.

import type { Rectangle, Size, Viewport } from "../../lineage/viewport";
import { centre, fit, fitPart, holds, reveal, zoomAt } from "../../lineage/viewport";

/** Smaller letters than this are a pattern. */
const READABLE = 0.45;

export class Surface {
  private view: Viewport = { x: 0, y: 0, scale: 1 };

  /** Whether a person has panned or zoomed since all was shown: then the view is theirs. */
  isMoved = false;

  constructor(
    private readonly window: HTMLElement,
    private readonly canvas: HTMLElement,
  ) {
    window.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    window.addEventListener("pointerdown", (event) => this.drag(event));
    // A box that gets the focus must not scroll the window, which has its own way of moving.
    window.addEventListener("scroll", () => window.scrollTo(0, 0));
  }

  fit(drawing: Size): void {
    this.isMoved = false;
    this.show(fit(drawing, this.size()));
  }

  get isReadable(): boolean {
    return this.view.scale >= READABLE;
  }

  /** Shows a part of the drawing, as large as can be read. */
  fitPart(it: Rectangle): void {
    this.isMoved = false;
    this.show(fitPart(it, this.size(), READABLE));
  }

  /** Zooms to where text can be read. */
  readable(): void {
    this.zoomBy(1 / this.view.scale);
  }

  /** As a person asks for it. */
  zoom(factor: number): void {
    this.isMoved = true;
    this.zoomBy(factor);
  }

  /** Whether a rectangle can be seen as a whole at this scale. */
  holds(it: Rectangle): boolean {
    return holds(this.view, it, this.size());
  }

  reveal(it: Rectangle): void {
    this.show(reveal(this.view, it, this.size()));
  }

  centre(it: Rectangle): void {
    this.show(centre(this.view, it, this.size()));
  }

  /** The point of the window at which a point of the drawing is seen. */
  seen(x: number, y: number): { readonly x: number; readonly y: number } {
    return { x: x * this.view.scale + this.view.x, y: y * this.view.scale + this.view.y };
  }

  /** Moves so that a point of the drawing is seen where another was. */
  keep(was: { readonly x: number; readonly y: number }, x: number, y: number): void {
    const { scale } = this.view;
    this.show({ scale, x: was.x - x * scale, y: was.y - y * scale });
  }

  private zoomBy(factor: number): void {
    const { width, height } = this.size();
    this.show(zoomAt(this.view, factor, width / 2, height / 2));
  }

  private show(view: Viewport): void {
    this.view = view;
    this.canvas.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
  }

  private size(): Size {
    return { width: this.window.clientWidth, height: this.window.clientHeight };
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    this.isMoved = true;
    if (event.ctrlKey || event.metaKey) {
      const box = this.window.getBoundingClientRect();
      const factor = Math.exp(-event.deltaY / 300);
      this.show(zoomAt(this.view, factor, event.clientX - box.left, event.clientY - box.top));
    } else {
      const [across, down] = event.shiftKey ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      this.show({ ...this.view, x: this.view.x - across, y: this.view.y - down });
    }
  }

  private drag(event: PointerEvent): void {
    const isOnItem = event.target instanceof Element && event.target.closest("[role=treeitem], button") !== null;
    if (event.button !== 0 || isOnItem) {
      return;
    }
    const start = { ...this.view };
    this.window.setPointerCapture(event.pointerId);
    this.window.classList.add("dragging");
    const move = (to: PointerEvent) => {
      this.isMoved = true;
      this.show({ ...start, x: start.x + to.clientX - event.clientX, y: start.y + to.clientY - event.clientY });
    };
    const end = () => {
      this.window.classList.remove("dragging");
      this.window.removeEventListener("pointermove", move);
      this.window.removeEventListener("pointerup", end);
      this.window.removeEventListener("pointercancel", end);
    };
    this.window.addEventListener("pointermove", move);
    this.window.addEventListener("pointerup", end);
    this.window.addEventListener("pointercancel", end);
  }
}
