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
}

/** Counts what waits, lane by lane, and remembers which lanes there was no room for. */
export class Park {
  readonly #entries = new Map<LaneKey, Entry>();
  readonly #missed = new Set<LaneKey>();
  #pieces = 0;
  #bytes = 0;

  /** Counts a lane that waits, or no longer does. False when that is more than there is room for. */
  set(lane: LaneKey, entry: Entry | undefined): boolean {
    const before = this.#entries.get(lane);
    this.#pieces -= before?.pieces ?? 0;
    this.#bytes -= before?.bytes ?? 0;
    this.#entries.delete(lane);
    if (entry === undefined) return true;
    if (this.#pieces + entry.pieces > LIMIT.parked || this.#bytes + entry.bytes > LIMIT.parkedBytes) return false;
    this.#entries.set(lane, entry);
    this.#pieces += entry.pieces;
    this.#bytes += entry.bytes;
    return true;
  }

  has(lane: LaneKey): boolean {
    return this.#entries.has(lane);
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
    for (const entry of this.#entries.values()) waiting[entry.waiting] += 1;
    return { envelopes: this.#pieces, bytes: this.#bytes, waiting, missed: this.#missed.size };
  }
}
