import type { LaneKey } from "@wijkkit/envelope";
import { LIMIT } from "./limits.ts";

/** What is in memory and counts nothing yet. */
export interface Parked {
  readonly envelopes: number;
  readonly bytes: number;
  /**
   * Lanes, by what they wait for: a BASE or what lies between, a certificate that holds for a kind that is
   * known here, or that their owner becomes a member.
   */
  readonly waiting: { readonly [why in Why]: number };
  /** Lanes that were let go for want of room: see `SpaceDocuments.missed`. */
  readonly missed: number;
}

type Why = "prev" | "certificate" | "member";

interface Entry {
  readonly pieces: number;
  readonly bytes: number;
  readonly waiting: Why;
  readonly rank: Rank;
}

/** Who goes last when room is needed: a member's lanes; then others that operations may be in; then the rest. */
export const RANK = { other: 0, operations: 1, member: 2 } as const;
type Rank = (typeof RANK)[keyof typeof RANK];

/** Counts what waits, lane by lane, and remembers which lanes there was no room for. */
export class Park {
  /** By rank, each in the order in which they came. */
  readonly #entries: readonly Map<LaneKey, Entry>[] = Object.values(RANK).map(() => new Map());
  readonly #missed = new Set<LaneKey>();
  #pieces = 0;
  #bytes = 0;

  /**
   * Counts a lane that waits, or no longer does. Returns the lanes that are to make room: of the lowest
   * rank, the oldest first; the lane itself where only higher ones are left.
   */
  set(lane: LaneKey, entry: Entry | undefined): LaneKey[] {
    this.#drop(lane);
    if (entry === undefined) return [];
    const gone: LaneKey[] = [];
    while (this.#pieces + entry.pieces > LIMIT.parked || this.#bytes + entry.bytes > LIMIT.parkedBytes) {
      const oldest = this.#lowest(entry.rank);
      if (oldest === undefined) return [...gone, lane];
      this.#drop(oldest);
      gone.push(oldest);
    }
    this.#entries[entry.rank]?.set(lane, entry);
    this.#pieces += entry.pieces;
    this.#bytes += entry.bytes;
    return gone;
  }

  miss(lane: LaneKey): void {
    const [oldest] = this.#missed;
    if (this.#missed.size >= LIMIT.missed && oldest !== undefined) this.#missed.delete(oldest);
    this.#missed.add(lane);
  }

  /** The lanes that were let go since this was last asked. */
  missed(): LaneKey[] {
    const lanes = [...this.#missed];
    this.#missed.clear();
    return lanes;
  }

  get counts(): Parked {
    const waiting = { prev: 0, certificate: 0, member: 0 };
    for (const entries of this.#entries) for (const entry of entries.values()) waiting[entry.waiting] += 1;
    return { envelopes: this.#pieces, bytes: this.#bytes, waiting, missed: this.#missed.size };
  }

  #drop(lane: LaneKey): void {
    for (const entries of this.#entries) {
      const entry = entries.get(lane);
      if (entry === undefined) continue;
      entries.delete(lane);
      this.#pieces -= entry.pieces;
      this.#bytes -= entry.bytes;
    }
  }

  #lowest(most: Rank): LaneKey | undefined {
    for (const entries of this.#entries.slice(0, most + 1)) for (const lane of entries.keys()) return lane;
    return undefined;
  }
}
