import { sha512 } from "@noble/hashes/sha2.js";
import { boxKeys, derive, type KeyPair, SPACE_LENGTH, signingKeys } from "./keys.ts";
import { labelled } from "./label.ts";

/** A person in one space. Nothing in it can be linked to the same person in another. */
export interface IdentityWithSecrets {
  /** Ed25519; its public half is the person's identity in the space. */
  readonly sign: KeyPair;
  /** X25519, for what is sealed to this person alone. */
  readonly box: KeyPair;
  /** Ed25519, the pseudonym that signs space records. */
  readonly operator: KeyPair;
}

/** What the membership log says of a person's keys; each 32 bytes. */
export interface PublicIdentity {
  readonly sign: Uint8Array;
  readonly box: Uint8Array;
  /** See {@link recoveryMark}. */
  readonly recovery: Uint8Array;
  /** Signs space records. */
  readonly operator: Uint8Array;
}

/** What a device holds of its person. */
export interface Self {
  readonly seed: Uint8Array;
  /** Public half of the card's recovery keys, 32 bytes. Private all the same: see {@link recoveryMark}. */
  readonly recovery: Uint8Array;
}

/** The first 20 bytes of SHA-512(root public key). */
export function spaceOf(root: Uint8Array): Uint8Array {
  return sha512(root).slice(0, SPACE_LENGTH);
}

export function identityOf(seed: Uint8Array, space: Uint8Array): IdentityWithSecrets {
  return {
    sign: signingKeys(derive(seed, space, "sign")),
    box: boxKeys(derive(seed, space, "box")),
    operator: signingKeys(derive(seed, space, "operator")),
  };
}

/** The Ed25519 keys with which a founder's device is the first witness. */
export function witnessKeys(seed: Uint8Array, space: Uint8Array): KeyPair {
  return signingKeys(derive(seed, space, "witness"));
}

/**
 * The Ed25519 keys of one device's log of one document in one epoch.
 * `epoch` has 8 bytes, `device` and `document` have 16 each.
 */
export function laneKeys(
  seed: Uint8Array,
  space: Uint8Array,
  epoch: Uint8Array,
  device: Uint8Array,
  document: Uint8Array,
): KeyPair {
  if (epoch.length !== 8 || device.length !== 16 || document.length !== 16) {
    throw new RangeError("a lane is of an epoch [8], a device [16] and a document [16]");
  }
  return signingKeys(derive(seed, space, "lane", epoch, device, document));
}

/**
 * What the log shows of a recovery key: the first 32 bytes of a hash of it with the space.
 * The key itself is the same in every space, so showing it would link a person's spaces.
 */
export function recoveryMark(space: Uint8Array, recovery: Uint8Array): Uint8Array {
  return sha512(labelled("recovery", space, recovery)).slice(0, 32);
}

export function publicIdentity(
  { sign, box, operator }: IdentityWithSecrets,
  space: Uint8Array,
  recovery: Uint8Array,
): PublicIdentity {
  return { sign: sign.public, box: box.public, recovery: recoveryMark(space, recovery), operator: operator.public };
}
