import { hex, unhex } from "@wijkkit/envelope";

/** Reads big-endian fields one after the other; past the end it says so in `short` and hands out nothing. */
export class Cursor {
  readonly #bytes: Uint8Array;
  #at = 0;
  short = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** A view of the next bytes; empty when there are fewer. */
  take(length: number): Uint8Array {
    if (length > this.left) {
      this.short = true;
      this.#at = this.#bytes.length;
      return new Uint8Array(0);
    }
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  integer(size: 1 | 2 | 4): number {
    return this.take(size).reduce((value, byte) => value * 256 + byte, 0);
  }

  hex(length: number): string {
    return hex(this.take(length));
  }
}

/** An unsigned big-endian integer. */
export function integer(value: number, size: 1 | 2 | 4): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let n = size - 1, left = value; n >= 0; n--, left = Math.floor(left / 256)) bytes[n] = left % 256;
  return bytes;
}

/** Parts, hex or bytes, in one array. */
export function join(...parts: (Uint8Array | string)[]): Uint8Array<ArrayBuffer> {
  const all = parts.map((part) => (typeof part === "string" ? unhex(part) : part));
  const whole = new Uint8Array(all.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of all) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
