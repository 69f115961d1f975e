import { concatBytes } from "@noble/hashes/utils.js";
import { type EpochId, SIZE } from "@wijkkit/envelope";
import type { Random } from "@wijkkit/identity";
import nacl from "tweetnacl";
import { type EpochKeys, keysOf } from "./epoch.ts";

/** Length of a sealed previous secret: nonce, authenticator, secret. */
export const CHAIN_LINK_LENGTH = SIZE.nonce + SIZE.authenticator + nacl.secretbox.keyLength;

/** Seals an epoch's secret for everyone who holds the next one's: 72 bytes, `nonce[24] box[48]`. */
export function sealPrevious(previous: EpochKeys, next: EpochKeys, random: Random): Uint8Array {
  const nonce = random(SIZE.nonce);
  return concatBytes(nonce, nacl.secretbox(previous.secret, nonce, next.chain));
}

/**
 * The keys of the epoch before `next`. Undefined when the bytes were not sealed for it, or when the secret in them
 * is not that of the epoch `id`.
 */
export function openPrevious(sealed: Uint8Array, next: EpochKeys, id: EpochId): EpochKeys | undefined {
  if (sealed.length !== CHAIN_LINK_LENGTH) return undefined;
  const secret = nacl.secretbox.open(sealed.subarray(SIZE.nonce), sealed.subarray(0, SIZE.nonce), next.chain);
  return keysOf({ space: next.space, id }, secret);
}
