import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { byAcknowledgement, type Naming, namingOf, withoutAcknowledgement } from "./acknowledgement.ts";
import type { Found, Invite, Redeem, Role } from "./body.ts";
import { type Entry, group, headsOf, inLogOrder, logOf } from "./log.ts";
import type { Operation } from "./operation.ts";
import { spaceOf } from "./person.ts";

export interface Member {
  readonly role: Role;
  /** X25519 public key, hex. */
  readonly box: string;
  /** Recovery mark, hex. */
  readonly recovery: string;
  /** Identity of the inviter, hex; absent for the founder. */
  readonly invitedBy?: string;
  /** Seniority: 0 for the founder, and always more than the inviter's. */
  readonly depth: number;
  /** Hour in which the operation that added them was written, by its author's clock. */
  readonly hour: number;
}

export interface Invitation {
  readonly role: Role;
  /** Identity of the inviter, hex. */
  readonly by: string;
  /** First hour in which it can be redeemed no more; 0 = no end. */
  readonly expires: number;
  /** How often it can still be redeemed. */
  readonly left: number;
  readonly hour: number;
}

/** What a log of operations comes to. Maps are in the order in which members and invitations came to count. */
export interface Membership {
  readonly name?: string;
  /** Root public key, hex; absent while no founding is held. */
  readonly root?: string;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly witnesses: readonly string[];
  /** By identity, hex. */
  readonly members: ReadonlyMap<string, Member>;
  /** By invitation public key, hex. */
  readonly invitations: ReadonlyMap<string, Invitation>;
  /** Hashes for the next operation to name as parents, the deepest first. */
  readonly heads: readonly string[];
  /** Redeems that count and that their inviter has not acknowledged: hash → identity of the inviter. */
  readonly unacknowledged: ReadonlyMap<string, string>;
}

/** Whether a member in role `role` may invite into role `invited`. */
export function mayInvite(role: Role, invited: Role): boolean {
  if (role === "beheerder") return true;
  const invites = role === "moderator" || role === "professional";
  return invites && (invited === "resident" || invited === "guest");
}

type EntryOf<Body> = Entry & { readonly body: Body };

/**
 * The membership of a space (20 bytes), from operations that `readOperation` accepted.
 * Pure: the order and the number of times in which they come make no difference.
 */
export function reduce(operations: Iterable<Operation>, space: Uint8Array): Membership {
  const log = logOf(operations);
  const acts = sortActs(log);
  const here = bytesToHex(space);
  const founding = acts.founds.find(
    ({ operation: { author, parents } }) => parents.length === 0 && bytesToHex(spaceOf(hexToBytes(author))) === here,
  );
  const members = new Map<string, Member>();
  const invitations = new Map<string, Invitation>();
  const counted = new Set<string>();
  if (founding !== undefined) {
    counted.add(founding.operation.hash);
    const { sign, box, recovery } = founding.body.founder;
    members.set(sign, { role: "beheerder", box, recovery, depth: 0, hour: founding.body.hour });
    for (let newest = [sign]; newest.length > 0; ) {
      const opened = openInvitations(newest, acts, members, invitations, counted);
      newest = admit(opened, acts, members, invitations, counted);
    }
  }
  for (const { operation } of log) {
    const { op } = operation.body;
    if ((op === "unknown" || op === "seen") && members.has(operation.author)) counted.add(operation.hash);
  }
  return {
    ...(founding && { name: founding.body.name, root: founding.operation.author }),
    policy: founding?.body.policy ?? {},
    witnesses: founding?.body.witnesses ?? [],
    members,
    invitations,
    heads: headsOf(log, counted),
    unacknowledged: withoutAcknowledgement(log, counted, acts.naming, members),
  };
}

interface Acts {
  readonly founds: EntryOf<Found>[];
  /** By author. */
  readonly invites: Map<string, EntryOf<Invite>[]>;
  /** By invitation key. */
  readonly redeems: Map<string, EntryOf<Redeem>[]>;
  readonly naming: Naming;
}

function sortActs(log: readonly Entry[]): Acts {
  const acts: Acts = { founds: [], invites: new Map(), redeems: new Map(), naming: namingOf(log) };
  for (const entry of log) {
    const { author, body } = entry.operation;
    if (body.op === "found") acts.founds.push({ ...entry, body });
    else if (body.op === "invite") group(acts.invites, author, { ...entry, body });
    else if (body.op === "redeem") group(acts.redeems, body.key, { ...entry, body });
  }
  return acts;
}

/** Lets the invitations by the newest members count; returns their keys. */
function openInvitations(
  newest: readonly string[],
  acts: Acts,
  members: ReadonlyMap<string, Member>,
  invitations: Map<string, Invitation>,
  counted: Set<string>,
): string[] {
  const invites = newest.flatMap((author) => acts.invites.get(author) ?? []).sort(inLogOrder);
  const opened: string[] = [];
  for (const { operation, body } of invites) {
    const inviter = members.get(operation.author);
    if (inviter === undefined || !mayInvite(inviter.role, body.role)) continue;
    if (body.uses !== 1 || invitations.has(body.key)) continue;
    const { role, expires, uses: left, hour } = body;
    invitations.set(body.key, { role, by: operation.author, expires, left, hour });
    counted.add(operation.hash);
    opened.push(body.key);
  }
  return opened;
}

/** Lets the redeems of these invitations count, acknowledged ones first, as far as they go; returns who came in. */
function admit(
  opened: readonly string[],
  acts: Acts,
  members: Map<string, Member>,
  invitations: Map<string, Invitation>,
  counted: Set<string>,
): string[] {
  const redeems = opened.flatMap((key) => acts.redeems.get(key) ?? []);
  const admitted: string[] = [];
  for (const { operation, body, depth } of byAcknowledgement(redeems, acts.naming, members, invitations)) {
    const invitation = invitations.get(body.key);
    if (invitation === undefined || invitation.left === 0 || members.has(operation.author)) continue;
    if (invitation.expires !== 0 && body.hour >= invitation.expires) continue;
    const { role, by: invitedBy } = invitation;
    const seniority = Math.max(depth, (members.get(invitedBy)?.depth ?? 0) + 1);
    const { box, recovery, hour } = body;
    members.set(operation.author, { role, box, recovery, invitedBy, depth: seniority, hour });
    invitations.set(body.key, { ...invitation, left: invitation.left - 1 });
    counted.add(operation.hash);
    admitted.push(operation.author);
  }
  return admitted;
}
