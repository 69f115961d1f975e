import { derive, type KeyPair, signingKeys } from "./keys.ts";

const NO_SALT = new Uint8Array(0);

/** What opens a person's own space, in which nobody else is. */
export interface SafeKeys {
  /** Ed25519: founds the space, so that its number follows from the card. */
  readonly root: KeyPair;
  /** 32 bytes: its one epoch's secret. */
  readonly secret: Uint8Array;
  /** 32 bytes: the seed that its owner has in it. */
  readonly owner: Uint8Array;
}

/**
 * The seed of a person's safe, 32 bytes, from the card secret. A device keeps it after the card is printed: neither
 * the seeds of devices nor the recovery keys follow from it.
 */
export function safeSeed(card: Uint8Array): Uint8Array {
  return derive(card, NO_SALT, "safe");
}

export function safeKeys(seed: Uint8Array): SafeKeys {
  const root = signingKeys(derive(seed, NO_SALT, "root"));
  return { root, secret: derive(seed, NO_SALT, "secret"), owner: derive(seed, NO_SALT, "owner") };
}
