import type { Role } from "./body.ts";
import type { Decided } from "./decide.ts";
import { type Entry, group } from "./log.ts";
import { isOpen } from "./standing.ts";

export interface Member {
  readonly role: Role;
  /** X25519 public key, hex. */
  readonly box: string;
  /** Recovery mark, hex. */
  readonly recovery: string;
  /** Ed25519 public key that signs space records, hex. */
  readonly operator: string;
  /** Identity of the inviter, hex; absent for the founder. */
  readonly invitedBy?: string;
  /** Identity whose place they took, hex. */
  readonly replaces?: string;
  /** Whether the card showed that this is the same person; else a beheerder said so. */
  readonly isByCard?: boolean;
  /** Debit limit in FitKnip; absent where nobody set one. */
  readonly limit?: number;
  /** Seniority: 0 for the founder, and always more than the inviter's. */
  readonly depth: number;
  /** Hour in which the operation that added them was written, by its author's clock. */
  readonly hour: number;
}

/** Somebody who was a member. */
export interface Former {
  readonly why: "removed" | "left" | "replaced";
  /** Identity of who did it, hex: oneself, one's new identity, or a beheerder. */
  readonly by: string;
  readonly role: Role;
  readonly hour: number;
  /**
   * Hashes of the operations with the locks on their lanes: what is not locked there counts nothing. Absent for who
   * left, until a rotation follows.
   */
  readonly locks?: readonly string[];
}

export interface Invitation {
  readonly key: string;
  readonly role: Role;
  /** X25519 public key, hex. */
  readonly box: string;
  /** Identity of the inviter, hex. */
  readonly by: string;
  /** Identity that comes back by it, hex. */
  readonly replaces?: string;
  /** First hour in which it can be redeemed no more; 0 = no end. */
  readonly expires: number;
  readonly uses: number;
  /** How often it can still be redeemed. */
  readonly left: number;
  /** Withdrawn, its inviter gone, or, when open, followed by a rotation. */
  readonly isEnded: boolean;
  readonly hour: number;
}

/** What beheerders said that changes nobody's place: debit limits, the list of witnesses, lanes to purge. */
export interface Said {
  readonly limits: ReadonlyMap<string, number>;
  readonly witnesses: readonly string[] | undefined;
  readonly purges: readonly string[];
}

/** From what counts, in log order: the last word holds; a lane is purged by two. */
export function saidByBeheerders(counted: readonly Entry[], { standing, admission }: Decided): Said {
  const limits = new Map<string, number>();
  const purging = new Map<string, string[]>();
  let witnesses: readonly string[] | undefined;
  for (const entry of counted) {
    const { author, body } = entry.operation;
    const person = admission.people.get(author);
    if (person === undefined || standing.roleOf(author, person.role, entry) !== "beheerder") continue;
    if (body.op === "limit") limits.set(body.who, body.limit);
    else if (body.op === "witnesses") witnesses = body.witnesses;
    else if (body.op === "purge") for (const lane of body.lanes) group(purging, lane, author);
  }
  const purges = [...purging].filter(([, authors]) => new Set(authors).size > 1).map(([lane]) => lane);
  return { limits, witnesses, purges: purges.sort() };
}

export function membersOf({ standing, admission }: Decided, limits: Said["limits"]): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const [identity, { since, replaces, ...person }] of admission.people) {
    if (standing.strikes.has(identity)) continue;
    const limit = limitOf(identity);
    const came = replaces === undefined ? {} : { replaces, isByCard: since.operation.body.op === "replace" };
    const role = standing.roleOf(identity, person.role);
    members.set(identity, { ...person, ...came, role, ...(limit !== undefined && { limit }) });
  }
  return members;

  /** A new identity keeps the old one's limit. */
  function limitOf(identity: string): number | undefined {
    const before = admission.people.get(identity)?.replaces;
    return limits.get(identity) ?? (before === undefined ? undefined : limitOf(before));
  }
}

/** Who took somebody's place with their card: identity → the first identity of that person. */
export function personsOf({ admission }: Decided): Map<string, string> {
  const persons = new Map<string, string>();
  for (const [identity, { since, replaces }] of admission.people) {
    if (replaces === undefined || since.operation.body.op !== "replace") continue;
    persons.set(identity, persons.get(replaces) ?? replaces);
  }
  return persons;
}

const WHY = { leave: "left", replace: "replaced", rotate: "removed" } as const;

export function formerOf({ standing, admission }: Decided): Map<string, Former> {
  const former = new Map<string, Former>();
  for (const [identity, person] of admission.people) {
    const strike = standing.strikes.get(identity);
    if (strike === undefined) continue;
    const { operation, body } = strike;
    const why = WHY[body.op as keyof typeof WHY];
    const role: Role = standing.roleOf(identity, person.role, strike);
    const locking = standing.strikesOn(identity).find((act) => act.body.op !== "leave")?.body;
    const locks = locking !== undefined && "parts" in locking ? { locks: locking.parts } : {};
    former.set(identity, { why, by: operation.author, role, hour: body.hour, ...locks });
  }
  return former;
}

export function invitationsOf({ standing, admission }: Decided): Map<string, Invitation> {
  const invitations = new Map<string, Invitation>();
  for (const [name, { invite, left }] of admission.invitations) {
    const { key, role, box, expires, uses, replaces, hour } = invite.body;
    const by = invite.operation.author;
    const isEnded = standing.isEnded(invite);
    const back = replaces === undefined ? {} : { replaces };
    invitations.set(name, { key, role, box, by, ...back, expires, uses, left, isEnded, hour });
  }
  return invitations;
}

/** Why a rotation is due: somebody put out holds every epoch's secret; or somebody left, or an open invitation ended. */
export function dueOf(
  epoch: string | undefined,
  { standing, admission }: Decided,
): "removed" | "left" | "ended" | undefined {
  if (epoch === undefined) return "removed";
  const hasLeft = standing.acts.some((act) => act.body.op === "leave" && !standing.isFollowed(act));
  if (hasLeft) return "left";
  const hasEnded = [...admission.invitations.values()].some(
    ({ invite, left }) =>
      isOpen(invite.body) && (left === 0 || standing.isEnded(invite)) && !standing.isFollowed(invite),
  );
  return hasEnded ? "ended" : undefined;
}
