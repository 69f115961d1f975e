import { concatBytes } from "@noble/hashes/utils.js";
import { derive, type Random } from "@wijkkit/identity";
import nacl from "tweetnacl";

const VERSION = 1;
const NO_SALT = new Uint8Array(0);
/** Bytes of a bundle at most: what a browser holds in memory twice. */
export const BUNDLE_LIMIT = 64 * 1_048_576;

/** Seals what a person takes along, for who has their safe's seed (32 bytes): `version:u8 nonce[24] box`. */
export function sealBundle(content: Uint8Array, safe: Uint8Array, random: Random): Uint8Array {
  const nonce = random(nacl.secretbox.nonceLength);
  return concatBytes(Uint8Array.of(VERSION), nonce, nacl.secretbox(content, nonce, derive(safe, NO_SALT, "bundle")));
}

/** `form`: no bundle of ours. `key`: another's, or altered. */
export function openBundle(
  bundle: Uint8Array,
  safe: Uint8Array,
): { readonly content: Uint8Array } | { readonly reason: "form" | "key" } {
  const start = 1 + nacl.secretbox.nonceLength;
  if (bundle[0] !== VERSION || bundle.length < start || bundle.length > BUNDLE_LIMIT) return { reason: "form" };
  const content = nacl.secretbox.open(
    bundle.subarray(start),
    bundle.subarray(1, start),
    derive(safe, NO_SALT, "bundle"),
  );
  return content === null ? { reason: "key" } : { content };
}
