import { sha256 } from "@noble/hashes/sha2.js";
import {
  type Bound,
  boundBetween,
  compare,
  digitsOf,
  END,
  FINGERPRINT,
  ID,
  type Item,
  type Range,
  RangeWriter,
  readRanges,
} from "./ranges.ts";

/** Ranges that one range is split into; one with fewer than twice as many items is written out. */
const BUCKETS = 16;
/** Bytes of a message that are kept free for the range that says that there is more. */
const RESERVE = 64;
/** Bytes of what answers one range by splitting it. */
const SPLIT = 2 * BUCKETS * (ID + FINGERPRINT);

/** What differs, as far as one message told: ids that the other side lacks, and that this side lacks. */
export interface Difference {
  readonly have: Uint8Array[];
  readonly need: Uint8Array[];
}

/**
 * One side of a range-based set reconciliation, the Negentropy protocol version 1, over items that do not change
 * meanwhile. Of two sides one begins, and learns both differences; the other answers, and keeps nothing in between.
 */
export class Negentropy {
  readonly #items: readonly Item[];
  readonly #limit: number;

  /** @param limit bytes of one message at most, 4,096 or more; what does not fit is compared by a later one */
  constructor(items: Iterable<Item>, limit: number) {
    if (limit < 4_096) throw new RangeError("a message has room for 4,096 bytes at least");
    this.#items = [...items].sort(compare);
    this.#limit = limit - RESERVE;
  }

  /** The first message. */
  initiate(): Uint8Array {
    const out = new RangeWriter();
    for (const range of this.#split(0, this.#items.length, END)) out.add(range);
    return out.bytes;
  }

  /** What the side that answers says; undefined for what is no message of this protocol. */
  answer(message: Uint8Array): Uint8Array | undefined {
    return this.#walk(message, undefined)?.bytes;
  }

  /**
   * Takes an answer. `message` is what to say next, and absent where all is compared; undefined for what is no message
   * of this protocol.
   */
  proceed(message: Uint8Array): (Difference & { readonly message?: Uint8Array }) | undefined {
    const found: Difference = { have: [], need: [] };
    const out = this.#walk(message, found);
    return out && { ...found, ...(out.isEmpty ? {} : { message: out.bytes }) };
  }

  #walk(message: Uint8Array, found: Difference | undefined): RangeWriter | undefined {
    const ranges = readRanges(message);
    if (ranges === undefined) return undefined;
    const out = new RangeWriter();
    let at = 0;
    for (const range of ranges) {
      const end = this.#find(at, range.bound);
      if (out.length + SPLIT > this.#limit) return this.#rest(out, at);
      const { replies, upTo } = this.#reply(range, at, end, { found, room: this.#limit - out.length });
      for (const reply of replies) out.add(reply);
      if (upTo < end) return this.#rest(out, upTo);
      at = end;
    }
    return out;
  }

  /** Ends a message that is full: all from here on is to be compared by the next. */
  #rest(out: RangeWriter, from: number): RangeWriter {
    out.add({ bound: END, mode: "fingerprint", fingerprint: this.#fingerprint(from, this.#items.length) });
    return out;
  }

  /** What to say of one range, and up to which item that is. */
  #reply(
    range: Range,
    from: number,
    end: number,
    { found, room }: { found: Difference | undefined; room: number },
  ): { readonly replies: readonly Range[]; readonly upTo: number } {
    const { bound } = range;
    const skip = { replies: [{ bound, mode: "skip" } as const], upTo: end };
    if (range.mode === "skip") return skip;
    if (range.mode === "fingerprint") {
      const isSame = isEqual(range.fingerprint, this.#fingerprint(from, end));
      return isSame ? skip : { replies: this.#split(from, end, bound), upTo: end };
    }
    if (found === undefined) return this.#list(from, end, bound, room);
    this.#compare(from, end, range.ids, found);
    return skip;
  }

  #split(from: number, end: number, bound: Bound): Range[] {
    const count = end - from;
    if (count < 2 * BUCKETS) return this.#list(from, end, bound, Number.POSITIVE_INFINITY).replies;
    return Array.from({ length: BUCKETS }, (_, n): Range => {
      const [low, high] = [from + Math.floor((n * count) / BUCKETS), from + Math.floor(((n + 1) * count) / BUCKETS)];
      const upper = high === end ? bound : this.#before(high);
      return { bound: upper, mode: "fingerprint", fingerprint: this.#fingerprint(low, high) };
    });
  }

  /** The ids of a range, as many as there is room for. */
  #list(from: number, end: number, bound: Bound, room: number): { replies: Range[]; upTo: number } {
    const upTo = Math.min(end, from + Math.max(1, Math.floor((room - RESERVE) / ID)));
    const ids = this.#items.slice(from, upTo).map(({ id }) => id);
    return { replies: [{ bound: upTo < end ? this.#before(upTo) : bound, mode: "ids", ids }], upTo };
  }

  #compare(from: number, end: number, ids: readonly Uint8Array[], { have, need }: Difference): void {
    const theirs = new Map(ids.map((id) => [id.join(), id]));
    for (const { id } of this.#items.slice(from, end)) if (!theirs.delete(id.join())) have.push(id);
    need.push(...theirs.values());
  }

  /** The bound between an item and the one before it. */
  #before(at: number): Bound {
    const [before, after] = [this.#items[at - 1], this.#items[at]];
    if (before === undefined || after === undefined) throw new RangeError("a bound lies between two items");
    return boundBetween(before, after);
  }

  /** The first item from `from` on that is not below a bound. */
  #find(from: number, bound: Bound): number {
    let [low, high] = [from, this.#items.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const item = this.#items[middle];
      if (item !== undefined && compare(item, bound) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Of the sum of ids, as little-endian numbers modulo 2^256, and how many they are. */
  #fingerprint(from: number, end: number): Uint8Array {
    const sum = new Uint32Array(ID / 4);
    for (let at = from; at < end; at++) addTo(sum, this.#items[at]?.id ?? new Uint8Array(ID));
    const bytes = new Uint8Array(ID);
    const view = new DataView(bytes.buffer);
    for (const [n, word] of sum.entries()) view.setUint32(4 * n, word, true);
    return sha256(Uint8Array.of(...bytes, ...digitsOf(end - from))).subarray(0, FINGERPRINT);
  }
}

function addTo(sum: Uint32Array, id: Uint8Array): void {
  const view = new DataView(id.buffer, id.byteOffset, ID);
  let carry = 0;
  for (let n = 0; n < sum.length; n++) {
    const total = (sum[n] ?? 0) + view.getUint32(4 * n, true) + carry;
    sum[n] = total >>> 0;
    carry = total > 0xffffffff ? 1 : 0;
  }
}

const isEqual = (one: Uint8Array, other: Uint8Array) => one.every((byte, n) => byte === other[n]);
