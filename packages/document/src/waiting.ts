import { LIMIT } from "./limits.ts";

interface Entry {
  readonly bytes: Uint8Array;
  readonly need: string;
}

/** Operations that cannot count yet, unverified, each found by its hash and by what would let it count. */
export class Waiting {
  readonly #all = new Map<string, Entry>();
  readonly #byNeed = new Map<string, Set<string>>();
  #bytes = 0;

  /** False when there is no room. */
  put(hash: string, need: string, bytes: Uint8Array): boolean {
    if (this.#all.has(hash)) return true;
    if (this.#all.size >= LIMIT.waiting || this.#bytes + bytes.length > LIMIT.waitingBytes) return false;
    this.#all.set(hash, { bytes, need });
    this.#byNeed.set(need, (this.#byNeed.get(need) ?? new Set()).add(hash));
    this.#bytes += bytes.length;
    return true;
  }

  /** Hands over what has one of these as its hash or its need. */
  take(names: Iterable<string>): Uint8Array[] {
    const taken: Uint8Array[] = [];
    for (const name of names) {
      for (const hash of [name, ...(this.#byNeed.get(name) ?? [])]) {
        const entry = this.#all.get(hash);
        if (entry === undefined) continue;
        this.#drop(hash, entry);
        taken.push(entry.bytes);
      }
    }
    return taken;
  }

  #drop(hash: string, { bytes, need }: Entry): void {
    this.#all.delete(hash);
    this.#bytes -= bytes.length;
    const group = this.#byNeed.get(need);
    group?.delete(hash);
    if (group?.size === 0) this.#byNeed.delete(need);
  }
}
