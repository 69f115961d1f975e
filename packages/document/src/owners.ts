import type { LaneKey } from "@wijkkit/envelope";
import { type Former, type Lock, locksIn, type Membership, type Part, personOf } from "@wijkkit/identity";
import type { Holdings, Locks } from "./holdings.ts";
import type { LaneContent } from "./read.ts";

type Known = Pick<Membership, "members" | "former" | "persons">;

const NOBODY: Known = { members: new Map(), former: new Map(), persons: new Map() };

/** Whose feed is made of which lanes: a person's, of all identities they had, the past ones as far as they were locked. */
export class Owners {
  readonly #holdings: Holdings;
  readonly #log: { readonly part: (hash: string) => Part | undefined };
  #known = NOBODY;
  /** All identities of who had more than one, by the first. */
  #identities = new Map<string, string[]>();
  readonly #locks = new Map<string, { readonly by: string; readonly locks: Locks }>();

  constructor(holdings: Holdings, log: { readonly part: (hash: string) => Part | undefined }) {
    this.#holdings = holdings;
    this.#log = log;
  }

  /** Takes up a membership; returns the identities whose feed may be another by it. */
  update(known: Known): string[] {
    const before = this.#known;
    this.#known = known;
    this.#identities = new Map();
    for (const [identity, first] of known.persons) {
      this.#identities.set(first, [...(this.#identities.get(first) ?? [first]), identity]);
    }
    const moved = new Set<string>();
    for (const identity of [...before.members.keys(), ...known.members.keys()]) {
      if (before.members.has(identity) !== known.members.has(identity)) moved.add(identity);
    }
    for (const identity of [...before.former.keys(), ...known.former.keys()]) {
      if (nameOf(before.former.get(identity)) !== nameOf(known.former.get(identity))) moved.add(identity);
    }
    for (const identity of [...before.persons.keys(), ...known.persons.keys()]) {
      if (personOf(before, identity) !== personOf(known, identity)) moved.add(identity);
    }
    return [...moved].filter((identity) => this.#holdings.has(identity) || known.persons.has(identity));
  }

  identitiesOf(person: string): readonly string[] {
    return this.#identities.get(person) ?? [person];
  }

  /** Lanes of a person's feed that are held, whichever device wrote them. */
  lanes(person: string): LaneKey[] {
    return this.identitiesOf(person).flatMap((one) => this.#holdings.feedLanes(one).map(([lane]) => lane));
  }

  /** Lets go of a lane for good; the next settling shows it. */
  drop(lane: LaneKey): void {
    this.#holdings.erase(lane);
  }

  /** Where each lane of these identities' feeds ends now, for a rotation to lock. */
  ends(identities: readonly string[]): Lock[] {
    const lanes = identities.flatMap((identity) => this.#holdings.feedLanes(identity));
    return lanes.map(([lane, held]) => ({ lane, seq: held.head, id: held.idAt(held.head) ?? "" }));
  }

  feed(person: string): LaneContent[] {
    return this.#holdings.feed(this.identitiesOf(person), (identity) => this.#locksOf(identity));
  }

  /** Where the lanes of somebody who is out end; undefined where they do not. */
  #locksOf(identity: string): Locks | undefined {
    const former = this.#known.former.get(identity);
    if (former?.locks === undefined) return undefined;
    const by = nameOf(former);
    const held = this.#locks.get(identity);
    if (held?.by === by) return held.locks;
    const parts = former.locks.flatMap((hash) => this.#log.part(hash) ?? []);
    const locks = new Map(parts.flatMap(locksIn).map((lock) => [lock.lane, lock]));
    this.#locks.set(identity, { by, locks });
    return locks;
  }
}

/** Tells apart what makes a difference to the lanes of somebody who is out. */
function nameOf(former: Former | undefined): string {
  return former === undefined ? "" : `out ${former.locks?.join() ?? "unlocked"}`;
}
