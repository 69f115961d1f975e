import type { LaneKey } from "@wijkkit/envelope";
import { KIND } from "./kinds.ts";
import { type Added, Lane, type Piece } from "./lane.ts";
import { LIMIT } from "./limits.ts";
import { Park, type Parked, RANK } from "./park.ts";
import type { LaneContent } from "./read.ts";

/** Where lanes end: the seq and id up to which each counts. */
export type Locks = ReadonlyMap<string, { readonly seq: number; readonly id: string }>;

/** What counts of a lane. Undefined when it is not locked, or when what is held is not what was locked. */
function contentOf(lane: LaneKey, held: Lane, locks: Locks | undefined): LaneContent | undefined {
  const payloads = held.payloads();
  if (locks === undefined) return { lane, hour: held.hour, payloads };
  const lock = locks.get(lane);
  if (lock === undefined || held.idAt(lock.seq) !== lock.id || lock.seq > held.head) return undefined;
  return { lane, hour: held.hourUntil(lock.seq), payloads: payloads.filter(({ end }) => end <= lock.seq) };
}

/** The lanes of a space in memory, and which feeds they make. */
export class Holdings {
  readonly #lanes = new Map<LaneKey, Lane>();
  readonly #erased = new Set<LaneKey>();
  /** Lanes by the identity that their BASE names. */
  readonly #lanesOf = new Map<string, Set<LaneKey>>();
  /** The other way round, as last looked at. */
  readonly #ownerOf = new Map<LaneKey, string>();
  readonly #park = new Park();
  readonly #changed = new Set<string>();
  /** Lanes of no known owner that came or changed. */
  readonly #unweighed = new Set<LaneKey>();

  lane(key: LaneKey): Lane | undefined {
    return this.#lanes.get(key);
  }

  isErased(key: LaneKey): boolean {
    return this.#erased.has(key);
  }

  add(key: LaneKey, piece: Piece): Added {
    const lane = this.#lanes.get(key) ?? new Lane();
    this.#lanes.set(key, lane);
    const added = lane.add(piece);
    if (added === "added") this.#place(key, lane);
    if (added === "full") {
      this.#letGo(key);
      this.#park.miss(key);
    }
    return added;
  }

  /** The lane is over: nothing of it counts or is taken again. */
  erase(key: LaneKey): void {
    this.#erased.add(key);
    this.#letGo(key);
  }

  has(identity: string): boolean {
    return this.#lanesOf.has(identity);
  }

  /**
   * What the feed of a person is made of, whatever identities they wrote it under: the lanes written to last, of
   * equals the lowest keys. `locks`: of an identity, where its lanes end; what is not locked there counts nothing.
   */
  feed(identities: readonly string[], locks: (identity: string) => Locks | undefined = () => undefined): LaneContent[] {
    const contents = identities.flatMap((identity) => {
      const locked = locks(identity);
      return this.feedLanes(identity).flatMap(([lane, held]) => contentOf(lane, held, locked) ?? []);
    });
    const newest = contents.sort((a, b) => (a.hour === b.hour ? (a.lane < b.lane ? -1 : 1) : b.hour - a.hour));
    return newest.slice(0, LIMIT.lanes);
  }

  /** The newest hour in an owner's feed; 0 when there is none. */
  hour(identity: string): number {
    return this.feedLanes(identity).reduce((hour, [, lane]) => Math.max(hour, lane.hour), 0);
  }

  /** Identities whose feeds have changed since this was last asked. */
  changed(): string[] {
    const identities = [...this.#changed];
    this.#changed.clear();
    return identities;
  }

  /**
   * Counts lanes whose owner is not known yet. To be called once all that came together is in: a lane that is
   * whole by then, and counts, waits for nothing.
   */
  weigh(isMember: (identity: string) => boolean): void {
    for (const key of this.#unweighed) {
      const lane = this.#lanes.get(key);
      if (lane === undefined || lane.claim !== undefined) continue;
      const isMembers = lane.begun !== undefined && isMember(lane.begun.identity);
      this.#weigh(key, lane, lane.base < 0 ? undefined : "certificate", isMembers);
    }
    this.#unweighed.clear();
  }

  /** Says of an owner whether they are a member, and so what waits and what does not. */
  settle(identity: string, isMember: boolean): void {
    for (const key of [...(this.#lanesOf.get(identity) ?? [])]) {
      const lane = this.#lanes.get(key);
      if (lane !== undefined) this.#weigh(key, lane, isMember ? undefined : "member", isMember);
    }
  }

  get parked(): Parked {
    return this.#park.counts;
  }

  missed(): LaneKey[] {
    return this.#park.missed();
  }

  /** The lanes of an owner's feed that are held. */
  feedLanes(identity: string): [LaneKey, Lane][] {
    return [...(this.#lanesOf.get(identity) ?? [])].flatMap((key): [LaneKey, Lane][] => {
      const lane = this.#lanes.get(key);
      return lane?.claim?.kind === KIND.feed ? [[key, lane]] : [];
    });
  }

  /** Puts a lane with the owner that its BASE names, and takes it from the one it was with. */
  #place(key: LaneKey, lane: Lane): void {
    const owner = lane.claim?.identity;
    if (this.#ownerOf.get(key) !== owner) this.#remove(key);
    if (owner === undefined) {
      this.#unweighed.add(key);
      return;
    }
    this.#ownerOf.set(key, owner);
    this.#lanesOf.set(owner, (this.#lanesOf.get(owner) ?? new Set()).add(key));
    this.#changed.add(owner);
  }

  #weigh(key: LaneKey, lane: Lane, waiting: "member" | "certificate" | undefined, isMembers: boolean): void {
    const why = waiting ?? (lane.waits ? "prev" : undefined);
    const holdsOperations = (lane.claim ?? lane.begun)?.kind === KIND.membership;
    const rank = isMembers ? RANK.member : holdsOperations ? RANK.operations : RANK.other;
    for (const gone of this.#park.set(key, why && { ...lane.held, waiting: why, rank })) {
      this.#letGo(gone);
      this.#park.miss(gone);
    }
  }

  #letGo(key: LaneKey): void {
    this.#remove(key);
    this.#lanes.delete(key);
    this.#park.set(key, undefined);
  }

  #remove(key: LaneKey): void {
    const owner = this.#ownerOf.get(key);
    if (owner === undefined) return;
    this.#ownerOf.delete(key);
    this.#lanesOf.get(owner)?.delete(key);
    this.#changed.add(owner);
  }
}
