import { bytesToHex } from "@noble/hashes/utils.js";
import type { ChangeRole, Found, Invite, Leave, Limit, Purge, Redeem, Replace, Role, Withdraw } from "./body.ts";
import { invitationBox, type KeyPair, type Random, SEED_LENGTH, signingKeys } from "./keys.ts";
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

/** What founds a space. */
export interface Foundation {
  /** 1 to 60 characters. */
  readonly name: string;
  readonly kind?: "wijk" | "voorkamer";
  /** Ed25519, made for this space alone. */
  readonly root: KeyPair;
  /** Id of its first epoch, hex. */
  readonly epoch: string;
}

/** Founds a space with `self` as its first member and witness. Throws when `isName(name)` is false. */
export function found({ name, kind, root, epoch }: Foundation, self: Self, hour: number): Founding {
  if (!isName(name)) throw new RangeError("the name of a space has 1 to 60 characters");
  const space = spaceOf(root.public);
  const founder = { sign: bytesToHex(identityOf(self.seed, space).sign.public), ...keysOf(self, space) };
  const witnesses = [bytesToHex(witnessKeys(self.seed, space).public)];
  const kindOf = kind === undefined ? {} : { kind };
  const body: Found = { op: "found", name, ...kindOf, epoch, founder, policy: {}, witnesses, hour };
  return { root, space, operation: writeOperation(space, root, [], body) };
}

function keysOf(self: Self, space: Uint8Array): { box: string; recovery: string; operator: string } {
  const { box, recovery, operator } = publicIdentity(identityOf(self.seed, space), space, self.recovery);
  return { box: bytesToHex(box), recovery: bytesToHex(recovery), operator: bytesToHex(operator) };
}

/** What an invitation offers. */
export interface Terms {
  readonly role: Role;
  /** The first hour in which it can be redeemed no more; 0 = no end, for a personal one only. */
  readonly expires: number;
  /** More than one, in a voorkamer: an open invitation. Default: 1. */
  readonly uses?: number;
  /** Identity of a former member who comes back by it, hex. */
  readonly replaces?: string;
}

/** An invitation. `seed` (32 bytes) goes into the link and nowhere else. */
export function invite(
  random: Random,
  moment: Moment,
  author: KeyPair,
  terms: Terms,
): { readonly seed: Uint8Array; readonly operation: Uint8Array } {
  const { space, hour } = moment;
  const seed = random(SEED_LENGTH);
  const invitation = signingKeys(seed);
  const { role, expires, uses = 1, replaces } = terms;
  const key = bytesToHex(invitation.public);
  const box = bytesToHex(invitationBox(seed, space).public);
  const proof = bytesToHex(signAs(invitation, "invite", space, author.public));
  const back = replaces === undefined ? {} : { replaces };
  const body: Invite = { op: "invite", key, box, role, expires, uses, ...back, proof, hour };
  return { seed, operation: write(moment, author, body) };
}

/**
 * Redeems an invitation for `self`. Works while the inviter is offline.
 *
 * @param link its seed (32 bytes) and the first 8 bytes of the inviter's identity
 */
export function redeem(
  moment: Moment,
  self: Self,
  link: { readonly invitation: Uint8Array; readonly inviter: Uint8Array },
): Uint8Array {
  const { space, hour } = moment;
  const invitation = signingKeys(link.invitation);
  const author = identityOf(self.seed, space).sign;
  const body: Redeem = {
    op: "redeem",
    key: bytesToHex(invitation.public),
    by: bytesToHex(link.inviter),
    ...keysOf(self, space),
    proof: bytesToHex(signAs(invitation, "redeem", space, author.public)),
    hour,
  };
  return write(moment, author, body);
}

/** Ends an invitation by its public key and its inviter, hex. */
export function withdraw(moment: Moment, author: KeyPair, { key, by }: Pick<Withdraw, "key" | "by">): Uint8Array {
  const body: Withdraw = { op: "withdraw", key, by: by.slice(0, 16), hour: moment.hour };
  return write(moment, author, body);
}

export function changeRole(moment: Moment, author: KeyPair, who: string, role: Role): Uint8Array {
  const body: ChangeRole = { op: "role", who, role, hour: moment.hour };
  return write(moment, author, body);
}

/** The debit limit of a member, in FitKnip. */
export function setLimit(moment: Moment, author: KeyPair, who: string, limit: number): Uint8Array {
  const body: Limit = { op: "limit", who, limit, hour: moment.hour };
  return write(moment, author, body);
}

export function leave(moment: Moment, author: KeyPair): Uint8Array {
  const body: Leave = { op: "leave", hour: moment.hour };
  return write(moment, author, body);
}

/** Names lanes (hex) that the law forbids to keep; they are purged once a second beheerder names them. */
export function purge(moment: Moment, author: KeyPair, lanes: readonly string[]): Uint8Array {
  const body: Purge = { op: "purge", lanes: [...lanes], hour: moment.hour };
  return write(moment, author, body);
}

/**
 * Takes over from the identity `who` (hex) with the card's recovery keys.
 *
 * @param parts hashes of operations by `self` with the locks on the old identity's lanes
 */
export function replace(
  moment: Moment,
  self: Self,
  recovery: KeyPair,
  who: string,
  parts: readonly string[],
): Uint8Array {
  const { space, hour } = moment;
  const author = identityOf(self.seed, space).sign;
  const proof = bytesToHex(signAs(recovery, "replace", space, author.public));
  const key = bytesToHex(recovery.public);
  const body: Replace = { op: "replace", who, ...keysOf(self, space), key, proof, parts: [...parts], hour };
  return write(moment, author, body);
}

function write({ space, heads }: Moment, author: KeyPair, body: object): Uint8Array {
  return writeOperation(space, author, heads.slice(0, PARENTS_LIMIT), body);
}
