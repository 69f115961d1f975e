import { hex, unhex } from "./bytes.ts";
import { SIZE } from "./limits.ts";

/**
 * Whether an Ed25519 signature is by this key over this message: one answer on every path.
 * False, never an error, whatever the bytes.
 */
export type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>;

/** The order L of the base point and the field's prime p, little-endian (RFC 8032, 5.1). */
const L = unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
const P = unhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

/** The y of the eight points of small order; each stands for x and −x. */
const SMALL_ORDER = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]);

/**
 * What is checked before any library is asked, because libraries answer it differently: lengths,
 * S < L, and that A and R are canonical encodings of points that are not of small order.
 * (The one other non-canonical encoding, x = 0 with its sign set, has small order.)
 */
export function wellFormed(publicKey: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== SIZE.key || signature.length !== SIZE.signature) return false;
  return below(signature.subarray(32), L) && plainPoint(publicKey) && plainPoint(signature.subarray(0, 32));
}

function plainPoint(encoded: Uint8Array): boolean {
  const y = Uint8Array.from(encoded);
  y[31] = (y[31] ?? 0) & 0x7f;
  return below(y, P) && !SMALL_ORDER.has(hex(y));
}

/** Whether one little-endian number of 32 bytes is less than another. */
function below(a: Uint8Array, b: Uint8Array): boolean {
  for (let n = 31; n >= 0; n--) {
    const difference = (a[n] ?? 0) - (b[n] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
