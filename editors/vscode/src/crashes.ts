// How often a server may end by itself before it is left alone. Pure.

/** So many ends within so many milliseconds are no accident. */
export const patience = { ends: 5, within: 3 * 60 * 1000 } as const;

export class Crashes {
  private ends: number[] = [];

  /** Notes an end; whether it makes sense to start again. */
  mayRestart(now: number): boolean {
    this.ends = [...this.ends.filter((it) => now - it < patience.within), now];
    return this.ends.length < patience.ends;
  }
}
