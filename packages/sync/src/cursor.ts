import { hex, join as joinBytes, unhex } from "@wijkkit/envelope";

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

/** Parts, hex or bytes, in one array. */
export function join(...parts: (Uint8Array | string)[]): Uint8Array<ArrayBuffer> {
  return joinBytes(...parts.map((part) => (typeof part === "string" ? unhex(part) : part)));
}
