/**
 * Bytes of the Negentropy protocol version 1: a message is the version and ranges that follow one another, each with
 * its upper bound (exclusive), a mode, and what the mode asks for. Numbers are base 128, the highest digit first.
 */

/** What is compared. `time` is a whole number below 2^48; `id` has 32 bytes. */
export interface Item {
  readonly time: number;
  readonly id: Uint8Array;
}

/** Where a range ends: before the first item that is not below it. `prefix`: the beginning of an id, or nothing. */
export interface Bound {
  readonly time: number;
  readonly prefix: Uint8Array;
}

export type Range = { readonly bound: Bound } & (
  | { readonly mode: "skip" }
  | { readonly mode: "fingerprint"; readonly fingerprint: Uint8Array }
  | { readonly mode: "ids"; readonly ids: readonly Uint8Array[] }
);

const VERSION = 0x61;
const MODES = ["skip", "fingerprint", "ids"] as const;
export const ID = 32;
export const FINGERPRINT = 16;
/** Of a number: 2^53 is beyond it. */
const DIGITS = 7;
export const START: Bound = { time: 0, prefix: new Uint8Array(0) };
export const END: Bound = { time: Number.POSITIVE_INFINITY, prefix: new Uint8Array(0) };

export function compare(a: Item | Bound, b: Item | Bound): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  const [one, other] = [keyOf(a), keyOf(b)];
  for (let n = 0; n < Math.min(one.length, other.length); n++) {
    const difference = (one[n] ?? 0) - (other[n] ?? 0);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

const keyOf = (one: Item | Bound) => ("id" in one ? one.id : one.prefix);

/** The shortest bound between two items that follow one another. */
export function boundBetween(before: Item, after: Item): Bound {
  if (before.time !== after.time) return { time: after.time, prefix: new Uint8Array(0) };
  let shared = 0;
  while (shared < ID - 1 && before.id[shared] === after.id[shared]) shared += 1;
  return { time: after.time, prefix: after.id.slice(0, shared + 1) };
}

/** @returns undefined for what is no message, or whose ranges do not follow one another */
export function readRanges(message: Uint8Array): Range[] | undefined {
  const reader = new Reader(message);
  if (reader.byte() !== VERSION) return undefined;
  const ranges: Range[] = [];
  let before = START;
  while (reader.left > 0) {
    const range = reader.range();
    if (range === undefined || compare(range.bound, before) < 0) return undefined;
    ranges.push(range);
    before = range.bound;
  }
  return ranges;
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #time = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number | undefined {
    return this.take(1)?.[0];
  }

  take(length: number): Uint8Array | undefined {
    if (length > this.left) return undefined;
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  range(): Range | undefined {
    const bound = this.#bound();
    const mode = MODES[this.#number() ?? -1];
    if (bound === undefined || mode === undefined) return undefined;
    if (mode === "skip") return { bound, mode };
    if (mode === "fingerprint") {
      const fingerprint = this.take(FINGERPRINT);
      return fingerprint && { bound, mode, fingerprint };
    }
    const ids = this.take((this.#number() ?? Number.POSITIVE_INFINITY) * ID);
    return ids && { bound, mode, ids: pieces(ids) };
  }

  #bound(): Bound | undefined {
    const [ahead, length] = [this.#number(), this.#number()];
    const prefix = length === undefined || length > ID ? undefined : this.take(length);
    if (ahead === undefined || prefix === undefined) return undefined;
    // 0 stands for no end; any other number is one more than what the time is ahead of the last one.
    this.#time = ahead === 0 ? END.time : this.#time + ahead - 1;
    return { time: this.#time, prefix };
  }

  #number(): number | undefined {
    let value = 0;
    for (let digit = 0; digit < DIGITS; digit++) {
      const byte = this.byte();
      if (byte === undefined) return undefined;
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
    return undefined;
  }
}

const pieces = (ids: Uint8Array): Uint8Array[] =>
  Array.from({ length: ids.length / ID }, (_, n) => ids.subarray(n * ID, (n + 1) * ID));

/** Writes a message. Ranges that are to be skipped are joined, and left out at its end. */
export class RangeWriter {
  #bytes: number[] = [VERSION];
  #time = 0;
  #skipped: Bound | undefined;

  get length(): number {
    return this.#bytes.length;
  }

  /** Whether it says anything. */
  get isEmpty(): boolean {
    return this.length === 1;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  add(range: Range): void {
    if (range.mode === "skip") {
      this.#skipped = range.bound;
      return;
    }
    const skipped = this.#skipped;
    this.#skipped = undefined;
    if (skipped) this.#head(skipped, "skip");
    this.#head(range.bound, range.mode);
    if (range.mode === "ids") this.#number(range.ids.length);
    for (const part of range.mode === "ids" ? range.ids : [range.fingerprint])
      for (const byte of part) this.#bytes.push(byte);
  }

  #head({ time, prefix }: Bound, mode: Range["mode"]): void {
    this.#number(time === END.time ? 0 : time - this.#time + 1);
    this.#time = time;
    this.#number(prefix.length);
    for (const byte of prefix) this.#bytes.push(byte);
    this.#number(MODES.indexOf(mode));
  }

  #number(value: number): void {
    this.#bytes.push(...digitsOf(value));
  }
}

/** A number in base 128, the highest digit first, all but the last with the high bit set. */
export function digitsOf(value: number): number[] {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift((rest % 128) + 128);
  return digits;
}
