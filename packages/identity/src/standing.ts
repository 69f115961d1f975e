import type { Ancestry } from "./ancestry.ts";
import type { ChangeRole, Invite, Replace, Role, Rotate, Withdraw } from "./body.ts";
import { type Entry, group } from "./log.ts";
import { type Act, type EntryOf, invitationName } from "./sorted.ts";

/** Whom an act puts out, whether or not they are in. */
export function hitsOf({ operation, body }: Act): readonly string[] {
  if (body.op === "rotate") return body.removes;
  if (body.op === "leave") return [operation.author];
  return body.op === "replace" ? [body.who] : [];
}

/** The acts that stand, in the order in which they were decided, and what they leave of the rest of a log. */
export class Standing {
  readonly acts: Act[] = [];
  readonly rotations: EntryOf<Rotate>[] = [];
  /** By the identity that was replaced. */
  readonly replacements = new Map<string, EntryOf<Replace>>();
  /** The act that put somebody out. */
  readonly strikes = new Map<string, Act>();
  readonly #ancestry: Ancestry;
  readonly #struck = new Map<string, Act[]>();
  readonly #roles = new Map<string, EntryOf<ChangeRole>[]>();
  readonly #withdrawals = new Map<string, EntryOf<Withdraw>[]>();

  constructor(ancestry: Ancestry) {
    this.#ancestry = ancestry;
  }

  add(act: Act): void {
    const { body } = act;
    this.acts.push(act);
    for (const who of hitsOf(act)) {
      if (!this.strikes.has(who)) this.strikes.set(who, act);
      group(this.#struck, who, act);
    }
    if (body.op === "rotate") this.rotations.push({ ...act, body });
    if (body.op === "role") group(this.#roles, body.who, { ...act, body });
    if (body.op === "withdraw") group(this.#withdrawals, invitationName(body.key, body.by), { ...act, body });
    if (body.op === "replace") this.replacements.set(body.who, { ...act, body });
  }

  /** Every act that puts somebody out, the one that did so first. */
  strikesOn(who: string): readonly Act[] {
    return this.#struck.get(who) ?? [];
  }

  /** Whether its author was not put out, or not before it: whoever put them out had seen it. */
  counts(entry: Entry): boolean {
    const strike = this.strikes.get(entry.operation.author);
    return strike === undefined || isSame(strike, entry) || this.#ancestry.follows(strike, entry);
  }

  /** The role of somebody who came in as `base`: now, or for an operation of theirs. */
  roleOf(who: string, base: Role, at?: Entry): Role {
    const changes = this.#roles.get(who) ?? [];
    const isBefore = (change: Entry) => at === undefined || !(isSame(change, at) || this.#ancestry.follows(change, at));
    return changes.findLast(isBefore)?.body.role ?? base;
  }

  /** Whether an invitation had ended before it was redeemed, as far as acts end one. */
  isOver(invite: EntryOf<Invite>, redeem: Entry): boolean {
    const { author } = invite.operation;
    const strike = this.strikes.get(author);
    const ends: readonly Entry[] = [
      ...(strike === undefined ? [] : [strike]),
      ...(this.#withdrawals.get(invitationName(invite.body.key, author)) ?? []),
      ...(isOpen(invite.body) ? this.rotations.filter((one) => this.#ancestry.follows(one, invite)) : []),
    ];
    return ends.some((end) => !this.#ancestry.follows(end, redeem));
  }

  /** Whether an invitation was ended by an act; one that was used up ended by itself. */
  isEnded(invite: EntryOf<Invite>): boolean {
    const { author } = invite.operation;
    const isWithdrawn = this.#withdrawals.has(invitationName(invite.body.key, author));
    return isWithdrawn || this.strikes.has(author) || (isOpen(invite.body) && this.isFollowed(invite));
  }

  /** Whether a rotation follows. */
  isFollowed(entry: Entry): boolean {
    return this.rotations.some((one) => this.#ancestry.follows(one, entry));
  }
}

/** An invitation for many, as on a poster. */
export function isOpen({ uses }: Invite): boolean {
  return uses > 1;
}

export function isSame(a: Entry, b: Entry): boolean {
  return a.operation.hash === b.operation.hash;
}
