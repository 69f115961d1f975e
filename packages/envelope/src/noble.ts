import { ed25519 } from "@noble/curves/ed25519.js";
import { bytesToNumberLE } from "@noble/curves/utils.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { equalBytes, join } from "./bytes.ts";
import { wellFormed } from "./ed25519.ts";

const { Point } = ed25519;

/**
 * Ed25519 without WebCrypto: compares the encoding of [S]B − [k]A with R, without cofactor.
 * noble's own `verify` is not asked: it accepts torsioned R and A that WebCrypto and NaCl refuse.
 */
export function verifyWithNoble(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!wellFormed(publicKey, signature)) return false;
  const r = signature.subarray(0, 32);
  const point = decode(publicKey);
  if (point === undefined) return false;
  const k = Point.Fn.create(bytesToNumberLE(sha512(join(r, publicKey, message))));
  const s = bytesToNumberLE(signature.subarray(32));
  const expected = Point.BASE.multiplyUnsafe(s).subtract(point.multiplyUnsafe(k));
  return equalBytes(expected.toBytes(), r);
}

function decode(publicKey: Uint8Array): ReturnType<typeof Point.fromBytes> | undefined {
  try {
    return Point.fromBytes(publicKey);
  } catch {
    return undefined; // not a point of the curve
  }
}
