import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

/** Lower-case hex of bytes. */
export const hex: (bytes: Uint8Array) => string = bytesToHex;

/** Bytes of hex. Throws on anything that is not hex: hand it your own values, not a stranger's. */
export const unhex: (text: string) => Uint8Array = hexToBytes;

const ASCII = new TextEncoder();

/** A label and what it labels, one after the other. */
export function labelled(label: string, ...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return join(ASCII.encode(label), ...parts);
}

/** Parts, one after the other, in one array. */
export function join(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, n) => byte === b[n]);
}

/**
 * Reads big-endian fields one after the other. Past the end it hands out nothing but zeros
 * and remembers so in `short`: check that once, before anything read is used.
 */
export class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;
  short = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next bytes, in the same memory. */
  take(length: number): Uint8Array {
    const from = this.#step(length);
    return from === undefined ? new Uint8Array(0) : this.#bytes.subarray(from, from + length);
  }

  u8(): number {
    const from = this.#step(1);
    return from === undefined ? 0 : this.#view.getUint8(from);
  }

  u16(): number {
    const from = this.#step(2);
    return from === undefined ? 0 : this.#view.getUint16(from);
  }

  u32(): number {
    const from = this.#step(4);
    return from === undefined ? 0 : this.#view.getUint32(from);
  }

  #step(length: number): number | undefined {
    if (length > this.left) {
      this.short = true;
      this.#at = this.#bytes.length;
      return undefined;
    }
    this.#at += length;
    return this.#at - length;
  }
}

/** A big-endian unsigned integer of 1, 2 or 4 bytes. Throws when it does not fit. */
export function integer(value: number, size: 1 | 2 | 4): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * size)) {
    throw new RangeError(`not an unsigned integer of ${size} bytes: ${value}`);
  }
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, value);
  return new Uint8Array(view.buffer).subarray(4 - size);
}
