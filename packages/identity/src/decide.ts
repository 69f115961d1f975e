import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { type Admission, admit, type Person } from "./admission.ts";
import type { Ancestry } from "./ancestry.ts";
import { briefOf, type Entry } from "./log.ts";
import { recoveryMark } from "./person.ts";
import { type Act, invitationName, type Sorted } from "./sorted.ts";
import { hitsOf, isOpen, Standing } from "./standing.ts";

export interface Decided {
  readonly standing: Standing;
  readonly admission: Admission;
}

/**
 * Which acts stand. One after the other, always the first of those whose author may do it as things stand by then;
 * see MB30 and on. An act whose author turns out never to have come in is void, and all is decided again without it.
 */
export function decide(sorted: Sorted, ancestry: Ancestry, space: string): Decided {
  const spoilt = new Set<Act>();
  for (;;) {
    const decision = new Decision(sorted, ancestry, space, spoilt);
    const bad = decision.run();
    if (bad === undefined) return decision;
    spoilt.add(bad);
  }
}

class Decision implements Decided {
  readonly standing: Standing;
  admission: Admission;
  readonly #sorted: Sorted;
  readonly #ancestry: Ancestry;
  readonly #space: string;
  #open: Act[];

  constructor(sorted: Sorted, ancestry: Ancestry, space: string, spoilt: ReadonlySet<Act>) {
    this.#sorted = sorted;
    this.#ancestry = ancestry;
    this.#space = space;
    this.#open = sorted.acts.filter((act) => !spoilt.has(act));
    this.standing = new Standing(ancestry);
    this.admission = admit(sorted, this.standing);
  }

  /** Returns an act that stood and must not. */
  run(): Act | undefined {
    for (let next = this.#next(); next.length > 0; next = this.#next()) {
      // Two of one round may be about one person: what the first leaves no room for is not taken up again.
      for (const act of next) if (this.#mayAct(act)) this.#stand(act);
      const taken = new Set(next);
      this.#open = this.#open.filter((act) => !taken.has(act));
      this.admission = admit(this.#sorted, this.standing);
    }
    return this.standing.acts.find((act) => !this.#couldAct(act));
  }

  #stand(act: Act): void {
    this.standing.add(act);
    if (act.body.op === "replace") this.admission = admit(this.#sorted, this.standing);
  }

  /** The acts to decide next: all that change nothing, before any that does; else the first in rank. */
  #next(): Act[] {
    const able = this.#open.filter((act) => this.#mayAct(act));
    const contested = new Set(able.filter((act) => this.#changesThePast(act)));
    const follows = (later: Act, earlier: Act) => this.#ancestry.follows(later, earlier);
    // Where anything is contested, an act that another does not know is no calm one: somebody may have made it up.
    const isInLine = (act: Act) =>
      able.every((other) => other === act || follows(other, act) || (!contested.has(other) && follows(act, other)));
    const calm = able.filter((act) => !contested.has(act) && (contested.size === 0 || isInLine(act)));
    if (calm.length > 0) return this.#inOrder(calm, able);
    return this.#inOrder(able, able).slice(0, 1);
  }

  /** Each after those that it follows, else by rank. */
  #inOrder(acts: readonly Act[], able: readonly Act[]): Act[] {
    const ranks = new Map(acts.map((act) => [act, this.#rank(act, able)]));
    const left = new Set([...acts].sort((a, b) => compare(ranks.get(a) ?? [], ranks.get(b) ?? [])));
    const ordered: Act[] = [];
    while (left.size > 0) {
      for (const act of left) {
        if (this.#followsOne(act, left)) continue;
        left.delete(act);
        ordered.push(act);
        break;
      }
    }
    return ordered;
  }

  #followsOne(act: Act, others: ReadonlySet<Act>): boolean {
    for (const other of others) if (this.#ancestry.follows(act, other)) return true;
    return false;
  }

  /** Lowest first: acts on others, not backdated, confirmed by many, by the most senior; then the hash. */
  #rank(act: Act, able: readonly Act[]): (number | string)[] {
    const { author, hash } = act.operation;
    const isOwn = act.body.op === "leave" || act.body.op === "replace";
    const isBackdated = (one: Act) => this.#rivalsOf(one, able).some((rival) => this.#hides(one, rival));
    const rivals = this.#rivalsOf(act, able).filter((rival) => !isBackdated(rival));
    const confirming = this.#confirming(act, rivals);
    const { depth } = this.#person(author) ?? { depth: 0 };
    return [Number(isOwn), Number(isBackdated(act)), -confirming, depth, hash];
  }

  /** Of the acts that may stand, those that bear upon the author of another and do not follow it. */
  #rivalsOf(act: Act, able: readonly Act[]): Act[] {
    const isAgainst = (other: Act) => other !== act && targetsOf(other).includes(act.operation.author);
    return able.filter((other) => isAgainst(other) && !this.#ancestry.follows(other, act));
  }

  /** Whether a rival had seen something by the author of `act` that this one does not follow. */
  #hides(act: Act, rival: Act): boolean {
    const own = this.#sorted.byAuthor.get(act.operation.author) ?? [];
    return own.some(
      (one) =>
        one.operation.hash !== act.operation.hash &&
        this.#ancestry.follows(rival, one) &&
        !this.#ancestry.follows(act, one),
    );
  }

  /** How many other beheerders, whom each rival knew, wrote anything that follows. */
  #confirming(act: Act, rivals: readonly Act[]): number {
    const parties = [act.operation.author, ...targetsOf(act)];
    const others = new Set<string>();
    for (const later of this.#ancestry.after(act)) {
      const { author } = later.operation;
      const person = this.#person(author);
      if (person === undefined || others.has(author) || parties.includes(author)) continue;
      if (!this.#isBeheerder(later, person)) continue;
      if (rivals.every((rival) => this.#ancestry.follows(rival, person.since))) others.add(author);
    }
    return others.size;
  }

  /** Whether, as things stand, its author may do this and it does something. */
  #mayAct(act: Act): boolean {
    const { body, operation } = act;
    if (body.op === "replace") return this.#mayReplace(body.who, body.key, operation.author);
    const person = this.#person(operation.author);
    if (person === undefined || !this.standing.counts(act)) return false;
    if (body.op === "leave") return this.#isIn(operation.author);
    if (body.op === "withdraw" && body.by === briefOf(operation.author)) return true;
    if (!this.#isBeheerder(act, person)) return false;
    return body.op !== "role" || this.#isIn(body.who);
  }

  #mayReplace(who: string, key: string, author: string): boolean {
    const { recovery } = this.#person(who) ?? {};
    if (!this.#isIn(who) || this.#person(author) !== undefined) return false;
    return recovery === bytesToHex(recoveryMark(hexToBytes(this.#space), hexToBytes(key)));
  }

  /** Whether its author did come in, in the role it takes, after all is decided. */
  #couldAct(act: Act): boolean {
    const { body, operation } = act;
    if (body.op === "replace") return this.#person(body.who) !== undefined;
    const person = this.#person(operation.author);
    if (person === undefined) return false;
    const isFree = body.op === "leave" || (body.op === "withdraw" && body.by === briefOf(operation.author));
    return isFree || this.standing.roleOf(operation.author, person.role, act) === "beheerder";
  }

  #isBeheerder(entry: Entry, { role }: Person): boolean {
    return this.standing.counts(entry) && this.standing.roleOf(entry.operation.author, role, entry) === "beheerder";
  }

  #person(identity: string): Person | undefined {
    return this.admission.people.get(identity);
  }

  #isIn(identity: string): boolean {
    return this.#person(identity) !== undefined && !this.standing.strikes.has(identity);
  }

  /** Whether anything is held that counts without this act, and that its author had not seen. */
  #changesThePast(act: Act): boolean {
    const unseen = (entry: Entry) => entry.operation.hash !== act.operation.hash && !this.#ancestry.follows(act, entry);
    const { byAuthor, guests, redeems } = this.#sorted;
    if (targetsOf(act).some((who) => byAuthor.get(who)?.some(unseen))) return true;
    if (hitsOf(act).some((who) => guests.get(briefOf(who))?.some(unseen))) return true;
    const { body } = act;
    if (body.op === "withdraw") return redeems.get(invitationName(body.key, body.by))?.some(unseen) ?? false;
    if (body.op !== "rotate") return false;
    const open = [...this.admission.invitations].filter(([, { invite }]) => isOpen(invite.body));
    return open.some(([name]) => redeems.get(name)?.some(unseen));
  }
}

/** Whose operations an act bears upon. */
function targetsOf(act: Act): readonly string[] {
  return act.body.op === "role" ? [act.body.who] : hitsOf(act);
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [n, one] of a.entries()) {
    const other = b[n] as number | string;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}
