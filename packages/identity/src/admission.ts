import { byAcknowledgement } from "./acknowledgement.ts";
import type { Invite, Role } from "./body.ts";
import { type Entry, inLogOrder } from "./log.ts";
import { type EntryOf, invitationName, type Sorted } from "./sorted.ts";
import { isOpen, type Standing } from "./standing.ts";

/** How often an open invitation can be redeemed at most. */
export const OPEN_USES_LIMIT = 1000;

/** Somebody who came in, whether or not they still are. */
export interface Person {
  /** As they came in. */
  readonly role: Role;
  readonly box: string;
  readonly recovery: string;
  readonly operator: string;
  readonly invitedBy?: string;
  readonly depth: number;
  readonly hour: number;
  /** The identity whose place they took. */
  readonly replaces?: string;
  /** The operation that added them. */
  readonly since: Entry;
}

export interface Opened {
  readonly invite: EntryOf<Invite>;
  /** How often it can still be redeemed. */
  readonly left: number;
}

/** Everyone who ever came in under these acts. */
export interface Admission {
  readonly people: ReadonlyMap<string, Person>;
  /** By the name of an invitation. */
  readonly invitations: ReadonlyMap<string, Opened>;
  readonly counted: ReadonlySet<string>;
}

/** Whether a member in role `role` may invite into role `invited`; `isVoorkamer`: the space is one. */
export function mayInvite(role: Role, invited: Role, isVoorkamer = false): boolean {
  if (role === "beheerder") return true;
  const invites = role === "moderator" || role === "professional" || (role === "kiosk" && isVoorkamer);
  return invites && (invited === "resident" || invited === "guest");
}

/** Lets people in by generations: the founder, then whom the newest invited, until nobody comes. */
export function admit(sorted: Sorted, standing: Standing): Admission {
  const admission = new Admitting(sorted, standing);
  const { founding } = sorted;
  if (founding !== undefined) {
    const { sign, ...keys } = founding.body.founder;
    const { hour } = founding.body;
    let newest = admission.add(sign, { role: "beheerder", ...keys, depth: 0, hour, since: founding });
    while (newest.length > 0) newest = admission.admit(admission.open(newest));
  }
  return admission;
}

class Admitting implements Admission {
  readonly people = new Map<string, Person>();
  readonly invitations = new Map<string, Opened>();
  readonly counted = new Set<string>();
  readonly #sorted: Sorted;
  readonly #standing: Standing;
  readonly #isVoorkamer: boolean;
  readonly #replaced = new Set<string>();

  constructor(sorted: Sorted, standing: Standing) {
    this.#sorted = sorted;
    this.#standing = standing;
    this.#isVoorkamer = sorted.founding?.body.kind === "voorkamer";
  }

  /** Lets somebody in, and whoever took their place since. Returns the identities. */
  add(identity: string, person: Person): string[] {
    this.people.set(identity, person);
    if (person.replaces !== undefined) this.#replaced.add(person.replaces);
    this.counted.add(person.since.operation.hash);
    const replacement = this.#standing.replacements.get(identity);
    const next = replacement?.operation.author;
    if (replacement === undefined || next === undefined || this.people.has(next)) return [identity];
    const { box, recovery, operator, hour } = replacement.body;
    const role = this.#standing.roleOf(identity, person.role, replacement);
    const inherited = { ...person, role, box, recovery, operator, hour, replaces: identity, since: replacement };
    return [identity, ...this.add(next, inherited)];
  }

  /** Lets the invitations by the newest count; returns their names. */
  open(newest: readonly string[]): string[] {
    const invites = newest.flatMap((author) => this.#sorted.invites.get(author) ?? []).sort(inLogOrder);
    const opened: string[] = [];
    for (const invite of invites) {
      const { operation, body } = invite;
      const name = invitationName(body.key, operation.author);
      if (this.invitations.has(name) || !this.#mayOpen(invite)) continue;
      this.invitations.set(name, { invite, left: body.uses });
      this.counted.add(operation.hash);
      opened.push(name);
    }
    return opened;
  }

  /** Lets the redeems of these invitations count, acknowledged ones first, as far as they go; returns who came in. */
  admit(opened: readonly string[]): string[] {
    const redeems = opened.flatMap((name) => this.#sorted.redeems.get(name) ?? []);
    const naming = (hash: string) => (this.#sorted.naming.get(hash) ?? []).filter((one) => this.#standing.counts(one));
    const admitted: string[] = [];
    for (const redeem of byAcknowledgement(redeems, naming, this.people)) {
      const { operation, body, depth } = redeem;
      const name = invitationName(body.key, body.by);
      const { invite, left } = this.invitations.get(name) ?? {};
      if (invite === undefined || left === undefined || left === 0) continue;
      if (this.people.has(operation.author) || !this.#standing.counts(redeem)) continue;
      const { role, expires, replaces } = invite.body;
      if ((expires !== 0 && body.hour >= expires) || this.#standing.isOver(invite, redeem)) continue;
      this.invitations.set(name, { invite, left: left - 1 });
      const invitedBy = invite.operation.author;
      const { box, recovery, operator, hour } = body;
      const seniority = Math.max(depth, (this.people.get(invitedBy)?.depth ?? 0) + 1);
      const person = { role, box, recovery, operator, invitedBy, depth: seniority, hour, since: redeem };
      const isBack = replaces !== undefined && this.#canComeBack(replaces);
      admitted.push(...this.add(operation.author, isBack ? { ...person, replaces } : person));
    }
    return admitted;
  }

  /** Whether somebody was in and is out, and nobody took their place yet. */
  #canComeBack(who: string): boolean {
    return this.people.has(who) && this.#standing.strikes.has(who) && !this.#replaced.has(who);
  }

  #mayOpen(invite: EntryOf<Invite>): boolean {
    const { operation, body } = invite;
    const inviter = this.people.get(operation.author);
    if (inviter === undefined || !this.#standing.counts(invite)) return false;
    const role = this.#standing.roleOf(operation.author, inviter.role, invite);
    if (body.replaces !== undefined && (role !== "beheerder" || isOpen(body))) return false;
    if (!mayInvite(role, body.role, this.#isVoorkamer)) return false;
    if (!isOpen(body)) return true;
    const isForMany = body.role === "resident" || body.role === "guest";
    return this.#isVoorkamer && isForMany && body.uses <= OPEN_USES_LIMIT && body.expires !== 0;
  }
}
