/**
 * Reads what lib0 writes: little-endian base-128 integers and what is made of them.
 * The first thing that is not there sets `bad`; after that only zeros come.
 */
export class VarReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  bad = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  u8(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) return this.fail();
    this.#at += 1;
    return byte;
  }

  /** Up to `most`, which is at most 2⁵³ − 1. */
  uint(most: number): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.u8();
      value += (byte & 127) * factor;
      if (value > most) return this.fail();
      if (byte < 128) return this.bad ? 0 : value;
      if (factor > 2 ** 53) return this.fail();
    }
  }

  skip(length: number): void {
    if (length > this.#bytes.length - this.#at) this.fail();
    else this.#at += length;
  }

  /** Text of at most `most` UTF-16 units, as UTF-8 with its length before it. */
  text(most: number): string {
    const length = this.uint(3 * most);
    const from = this.#at;
    this.skip(length);
    if (this.bad) return "";
    const text = decode(this.#bytes.subarray(from, this.#at));
    if (text === undefined || text.length > most) {
      this.fail();
      return "";
    }
    return text;
  }

  fail(): 0 {
    this.bad = true;
    this.#at = this.#bytes.length;
    return 0;
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
