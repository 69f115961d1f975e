import { type Envelope, type KnownSpaces, LIMIT, type Refusal } from "@wijkkit/envelope";

/**
 * What space records say that is no longer taken: purged lanes, and of a closed epoch all but ERASE, the lanes that
 * are named, and a little more. How much more was taken is counted since the replica began.
 */
export class Closings {
  readonly #known: KnownSpaces;
  /** Bytes taken after the closing, by space and epoch. */
  readonly #late = new Map<string, number>();

  constructor(known: KnownSpaces) {
    this.#known = known;
  }

  /** Why an envelope that is not held yet is not taken; what passes counts until it is given back. */
  refuses({ space, epoch, lane, isErase, bytes }: Envelope): Refusal | undefined {
    if (this.#known.purged(space, lane)) return "purged";
    const named = this.#known.closed(space, epoch);
    if (named === undefined || isErase || named.has(lane)) return undefined;
    const taken = (this.#late.get(space + epoch) ?? 0) + bytes.length;
    if (taken > LIMIT.late) return "closed";
    this.#late.set(space + epoch, taken);
    return undefined;
  }

  /** It was not taken after all. */
  giveBack({ space, epoch, lane, isErase, bytes }: Envelope): void {
    const taken = this.#late.get(space + epoch);
    if (taken === undefined || isErase || this.#known.closed(space, epoch)?.has(lane)) return;
    this.#late.set(space + epoch, Math.max(0, taken - bytes.length));
  }
}
