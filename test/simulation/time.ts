/** What the timers of the platform are replaced by: a queue of what is to be done, and a clock that jumps from one to the next. */

interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  readonly every: number | undefined;
}

const real = { setImmediate: globalThis.setImmediate };
const REPLACED = ["setTimeout", "setInterval", "clearTimeout", "clearInterval"] as const;

export class Time {
  /** Milliseconds since the simulation began. */
  now = 0;
  readonly #due = new Map<number, Due>();
  #order = 0;

  /** Puts itself in the place of the platform's timers until `undo` is called. */
  install(): { undo: () => void } {
    const before = REPLACED.map((name) => [name, globalThis[name]] as const);
    const clear = (number: unknown) => void this.#due.delete(Number(number));
    Object.assign(globalThis, {
      setTimeout: (run: () => void, after = 0) => this.#add(run, after, undefined),
      setInterval: (run: () => void, every = 0) => this.#add(run, every, Math.max(1, every)),
      clearTimeout: clear,
      clearInterval: clear,
    });
    return { undo: () => Object.assign(globalThis, Object.fromEntries(before)) };
  }

  after(milliseconds: number, run: () => void): void {
    this.#add(run, milliseconds, undefined);
  }

  /** Does all that is due within so many milliseconds, one after the other. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.now + milliseconds;
    await settled();
    for (let next = this.#next(); next && next.at <= end; next = this.#next()) {
      this.now = Math.max(this.now, next.at);
      this.#due.delete(next.order);
      if (next.every !== undefined) this.#put({ ...next, at: this.now + next.every });
      next.run();
      await settled();
    }
    this.now = end;
  }

  #add(run: () => void, after: number, every: number | undefined): number {
    this.#order += 1;
    this.#put({ at: this.now + Math.max(0, after), order: this.#order, run, every });
    return this.#order;
  }

  #put(due: Due): void {
    this.#due.set(due.order, due);
  }

  #next(): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#due.values()) {
      if (first === undefined || due.at < first.at || (due.at === first.at && due.order < first.order)) first = due;
    }
    return first;
  }
}

/** All that follows from what was done has happened: there is no input or output here but microtasks. */
const settled = () => new Promise<void>((resolve) => real.setImmediate(() => resolve()));
