import { sha512 } from "@noble/hashes/sha2.js";
import { type EpochId, SIZE, unhex } from "@wijkkit/envelope";
import { type KeyPair, labelled } from "@wijkkit/identity";
import nacl from "tweetnacl";
import { type EpochKeys, keysOf } from "./epoch.ts";

/** Length of an epoch's secret sealed to one member: authenticator and secret. */
export const HANDOVER_LENGTH = SIZE.authenticator + nacl.secretbox.keyLength;

/**
 * Seals an epoch's secret to one member's X25519 public key: 48 bytes, about 1 ms with tweetnacl.
 *
 * @param sender X25519, made for this rotation alone: nonces follow from epoch and recipient
 */
export function handOver(epoch: EpochKeys, recipient: Uint8Array, sender: KeyPair): Uint8Array {
  return nacl.box(epoch.secret, nonceFor(epoch.id, recipient), recipient, sender.secret);
}

/**
 * The keys of an epoch from what was sealed to `recipient`. Undefined when it was not, was altered,
 * or holds another epoch's secret.
 *
 * @param sender the rotation's X25519 public key, 32 bytes
 */
export function receive(
  sealed: Uint8Array,
  epoch: Pick<EpochKeys, "space" | "id">,
  sender: Uint8Array,
  recipient: KeyPair,
): EpochKeys | undefined {
  if (sealed.length !== HANDOVER_LENGTH || sender.length !== SIZE.key) return undefined;
  const secret = nacl.box.open(sealed, nonceFor(epoch.id, recipient.public), sender, recipient.secret);
  return keysOf(epoch, secret);
}

/** What a secret is sealed to a recipient with: once only, as a sender is made for one rotation. */
export function nonceFor(epoch: EpochId, recipient: Uint8Array): Uint8Array {
  return sha512(labelled("handover", unhex(epoch), recipient)).slice(0, SIZE.nonce);
}
