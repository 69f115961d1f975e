import { bytesToHex } from "@noble/hashes/utils.js";
import type { Found, Invite, Redeem, Role, Seen } from "./body.ts";
import { type KeyPair, type Random, SEED_LENGTH, signingKeys } from "./keys.ts";
import { signAs } from "./label.ts";
import { isName } from "./name.ts";
import { PARENTS_LIMIT, writeOperation } from "./operation.ts";
import { identityOf, publicIdentity, type Self, spaceOf, witnessKeys } from "./person.ts";

/** Where and when an operation is written. */
export interface Moment {
  /** 20 bytes. */
  readonly space: Uint8Array;
  /** `heads` of the membership as its author sees it; the first 16 are named. */
  readonly heads: readonly string[];
  /** Hours since 1970-01-01T00Z. */
  readonly hour: number;
}

export interface Founding {
  /** Ed25519; signs the founding and the first space record, and is then needed no more. */
  readonly root: KeyPair;
  /** 20 bytes. */
  readonly space: Uint8Array;
  readonly operation: Uint8Array;
}

/** Founds a space with `self` as its first member and witness. Throws when `isName(name)` is false. */
export function found(random: Random, name: string, self: Self, hour: number): Founding {
  if (!isName(name)) throw new RangeError("the name of a space has 1 to 60 characters");
  const root = signingKeys(random(SEED_LENGTH));
  const space = spaceOf(root.public);
  const { sign, box, recovery } = publicIdentity(identityOf(self.seed, space), space, self.recovery);
  const founder = {
    sign: bytesToHex(sign),
    box: bytesToHex(box),
    recovery: bytesToHex(recovery),
  };
  const witnesses = [bytesToHex(witnessKeys(self.seed, space).public)];
  const body: Found = { op: "found", name, founder, policy: {}, witnesses, hour };
  return { root, space, operation: writeOperation(space, root, [], body) };
}

/**
 * A personal invitation. `seed` (32 bytes) goes into the link and nowhere else.
 * `expires` is the first hour in which it can be redeemed no more; 0 = no end.
 */
export function invite(
  random: Random,
  { space, heads, hour }: Moment,
  author: KeyPair,
  terms: { readonly role: Role; readonly expires: number },
): { readonly seed: Uint8Array; readonly operation: Uint8Array } {
  const seed = random(SEED_LENGTH);
  const invitation = signingKeys(seed);
  const { role, expires } = terms;
  const key = bytesToHex(invitation.public);
  const proof = bytesToHex(signAs(invitation, "invite", space, author.public));
  const body: Invite = { op: "invite", key, role, expires, uses: 1, proof, hour };
  return { seed, operation: writeOperation(space, author, heads.slice(0, PARENTS_LIMIT), body) };
}

/** Redeems an invitation for `self`; `seed` is the link's. Works while the inviter is offline. */
export function redeem({ space, heads, hour }: Moment, self: Self, seed: Uint8Array): Uint8Array {
  const invitation = signingKeys(seed);
  const identity = identityOf(self.seed, space);
  const { box, recovery } = publicIdentity(identity, space, self.recovery);
  const author = identity.sign;
  const body: Redeem = {
    op: "redeem",
    key: bytesToHex(invitation.public),
    box: bytesToHex(box),
    recovery: bytesToHex(recovery),
    proof: bytesToHex(signAs(invitation, "redeem", space, author.public)),
    hour,
  };
  return writeOperation(space, author, heads.slice(0, PARENTS_LIMIT), body);
}

/**
 * Acknowledges redeems (hashes, see `unacknowledged`) by naming them as parents, as many as there is room for beside
 * the deepest head. What does not fit is unacknowledged still, and the next one names it.
 */
export function acknowledge({ space, heads, hour }: Moment, author: KeyPair, redeems: readonly string[]): Uint8Array {
  const parents = new Set([...heads.slice(0, 1), ...redeems.slice(0, PARENTS_LIMIT - 1), ...heads]);
  const body: Seen = { op: "seen", hour };
  return writeOperation(space, author, [...parents].slice(0, PARENTS_LIMIT), body);
}
