import { derive, type KeyPair, type Random, SEED_LENGTH, signingKeys } from "./keys.ts";

const NO_SALT = new Uint8Array(0);

/** A fresh card secret, 32 bytes. It leaves the device once it is printed or shared. */
export function newCard(random: Random): Uint8Array {
  return random(SEED_LENGTH);
}

/** The 32-byte seed a device holds; `n` counts how often the person was replaced, from 0. */
export function seedFromCard(card: Uint8Array, n: number): Uint8Array {
  if (!Number.isInteger(n) || n < 0 || n > 0xffff_ffff) throw new RangeError("n is a u32");
  const count = new Uint8Array(4);
  new DataView(count.buffer).setUint32(0, n);
  return derive(card, NO_SALT, "identity", count);
}

/** The Ed25519 keys that sign `replace`. A device keeps the public half, never the secret one. */
export function recoveryKeys(card: Uint8Array): KeyPair {
  return signingKeys(derive(card, NO_SALT, "recovery"));
}
