import { type Entry, group } from "./log.ts";

/** Which operations of a log follow which. What is asked of one operation costs its ancestors once. */
export class Ancestry {
  readonly #log: readonly Entry[];
  readonly #place = new Map<string, number>();
  /** Ancestors of an operation as bits by place in the log. */
  readonly #past = new Map<string, Uint32Array>();
  readonly #children = new Map<string, Entry[]>();

  constructor(log: readonly Entry[]) {
    this.#log = log;
    for (const [place, entry] of log.entries()) {
      this.#place.set(entry.operation.hash, place);
      for (const parent of new Set(entry.operation.parents)) group(this.#children, parent, entry);
    }
  }

  /** Whether the author of `later` had seen `earlier`, directly or through others; not whether they are the same. */
  follows(later: Entry, earlier: Entry): boolean {
    const place = this.#place.get(earlier.operation.hash) ?? 0;
    return (((this.#pastOf(later)[place >>> 5] ?? 0) >>> (place & 31)) & 1) === 1;
  }

  /** All that follow an operation. */
  after(earlier: Entry): Entry[] {
    const found = new Set<Entry>();
    const open = [earlier];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const child of this.#children.get(next.operation.hash) ?? []) {
        if (found.has(child)) continue;
        found.add(child);
        open.push(child);
      }
    }
    return [...found];
  }

  #pastOf({ operation }: Entry): Uint32Array {
    const known = this.#past.get(operation.hash);
    if (known !== undefined) return known;
    const past = new Uint32Array((this.#log.length + 31) >>> 5);
    const open = [...operation.parents];
    for (let hash = open.pop(); hash !== undefined; hash = open.pop()) {
      const place = this.#place.get(hash) ?? 0;
      const word = place >>> 5;
      const bit = 1 << (place & 31);
      if (((past[word] ?? 0) & bit) !== 0) continue;
      past[word] = (past[word] ?? 0) | bit;
      open.push(...(this.#log[place]?.operation.parents ?? []));
    }
    this.#past.set(operation.hash, past);
    return past;
  }
}
