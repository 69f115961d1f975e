import { sha512 } from "@noble/hashes/sha2.js";

/** Length of a challenge, in bytes. */
export const CHALLENGE = 32;
/** Bytes that sealing adds to a fragment (Poly1305's tag). */
export const SEAL_OVERHEAD = 16;

const PREFIX = 15;

/** Seals and opens live frames; the key stays with whoever made it. `open` answers undefined for what does not open. */
export interface Live {
  seal(nonce: Uint8Array, plain: Uint8Array): Uint8Array;
  open(nonce: Uint8Array, box: Uint8Array): Uint8Array | undefined;
}

/** Compares two byte strings of one length as big-endian numbers. */
function compare(a: Uint8Array, b: Uint8Array): number {
  for (const [index, byte] of a.entries()) {
    const difference = byte - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function nonce(prefix: Uint8Array, direction: number, counter: number): Uint8Array {
  const bytes = new Uint8Array(24);
  bytes.set(prefix);
  bytes[PREFIX] = direction;
  new DataView(bytes.buffer).setBigUint64(PREFIX + 1, BigInt(counter));
  return bytes;
}

/**
 * The frames of one connection, both ways. Each frame has its place: a frame out of order, repeated, or sent back
 * to its sender does not open.
 */
export class Sealing {
  readonly #live: Live;
  readonly #prefix: Uint8Array;
  readonly #own: number;
  #sent = 0;
  #opened = 0;

  /** @throws when both challenges are the same, which {@link Sealing.between} tells apart first. */
  private constructor(live: Live, own: Uint8Array, peer: Uint8Array, order: number) {
    const joined = new Uint8Array(2 * CHALLENGE);
    joined.set(order < 0 ? own : peer);
    joined.set(order < 0 ? peer : own, CHALLENGE);
    this.#live = live;
    this.#prefix = sha512(joined).subarray(0, PREFIX);
    this.#own = order < 0 ? 0 : 1;
  }

  /** Undefined when the peer sent our own challenge back. */
  static between(live: Live, own: Uint8Array, peer: Uint8Array): Sealing | undefined {
    const order = compare(own, peer);
    return order === 0 ? undefined : new Sealing(live, own, peer, order);
  }

  seal(plain: Uint8Array): Uint8Array {
    return this.#live.seal(nonce(this.#prefix, this.#own, this.#sent++), plain);
  }

  open(box: Uint8Array): Uint8Array | undefined {
    const plain = this.#live.open(nonce(this.#prefix, 1 - this.#own, this.#opened), box);
    if (plain) this.#opened++;
    return plain;
  }
}
