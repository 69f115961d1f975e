import { hkdf } from "@noble/hashes/hkdf.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import nacl from "tweetnacl";

/** Exactly `length` fresh random bytes. */
export type Random = (length: number) => Uint8Array;

/** Ed25519: `secret` is the 64 bytes of tweetnacl (seed ‖ public). X25519: `secret` is 32 bytes. */
export interface KeyPair {
  readonly public: Uint8Array;
  readonly secret: Uint8Array;
}

export const SEED_LENGTH = 32;
export const SPACE_LENGTH = 20;

/**
 * HKDF-SHA-512 (RFC 5869), 32 bytes out, salted with a space or with nothing. Text in `info` is UTF-8; its parts stand one after the other.
 */
export function derive(key: Uint8Array, salt: Uint8Array, ...info: readonly (string | Uint8Array)[]): Uint8Array {
  if (key.length !== SEED_LENGTH) throw new RangeError("a key to derive from has 32 bytes");
  if (salt.length !== 0 && salt.length !== SPACE_LENGTH) throw new RangeError("a space has 20 bytes");
  const parts = info.map((part) => (typeof part === "string" ? utf8ToBytes(part) : part));
  return hkdf(sha512, key, salt, concatBytes(...parts), SEED_LENGTH);
}

/** The Ed25519 key pair of a 32-byte seed. */
export function signingKeys(seed: Uint8Array): KeyPair {
  const { publicKey, secretKey } = nacl.sign.keyPair.fromSeed(seed);
  return { public: publicKey, secret: secretKey };
}

/** The X25519 key pair of a 32-byte secret. */
export function boxKeys(secret: Uint8Array): KeyPair {
  const { publicKey, secretKey } = nacl.box.keyPair.fromSecretKey(secret);
  return { public: publicKey, secret: secretKey };
}

/** The X25519 keys of an invitation: a rotation seals the new epoch's secret to them. */
export function invitationBox(seed: Uint8Array, space: Uint8Array): KeyPair {
  return boxKeys(derive(seed, space, "box"));
}
