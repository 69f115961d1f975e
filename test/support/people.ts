import { createHash } from "node:crypto";
import { identityOf, newCard, type Random, recoveryKeys, type Self, seedFromCard } from "@wijkkit/identity";

/** A stream of bytes that a name fixes, where a device would draw random ones. */
export function fixedRandom(name: string): Random {
  let count = 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 64) {
      bytes.set(
        createHash("sha512")
          .update(`${name} ${count++}`)
          .digest()
          .subarray(0, length - at),
        at,
      );
    }
    return bytes;
  };
}

/** A person who took part: what their device holds. */
export function person(name: string): Self {
  const card = newCard(fixedRandom(name));
  return { seed: seedFromCard(card, 0), recovery: recoveryKeys(card).public };
}

/** What a link says of an invitation to whoever redeems it. */
export function linkOf(invitation: Uint8Array, inviter: Self, space: Uint8Array) {
  return { invitation, inviter: identityOf(inviter.seed, space).sign.public.slice(0, 8) };
}
