import { ERASE_SEQ, type LaneKey } from "@wijkkit/envelope";
import type { Confirmed, Kept } from "../protocol.ts";

/**
 * Who confirmed holding this device's own words, all of which stand in one lane. Neighbours are counted by their
 * connections of now; of those of before it is only known that there was one, as the same one may come back.
 */
export class Receipts {
  #lane: LaneKey;
  /** Who confirmed having dropped what was erased, by lane. */
  readonly #erased = new Map<LaneKey, { relay: boolean; readonly neighbours: Set<object> }>();
  /** Records that changed here and are in no envelope yet, by ref. */
  readonly #unsaved = new Set<string>();
  /** The seq of the envelope that carries a record's newest words. */
  readonly #places = new Map<string, number>();
  /** Up to where each neighbour of now holds the lane. */
  readonly #neighbours = new Map<object, number>();
  /** Up to where any neighbour ever held the lane. */
  #once = -1;
  #relay = -1;
  #loaded: number | undefined;

  constructor(lane: LaneKey) {
    this.#lane = lane;
  }

  /** Own words stand in another lane from here on. */
  moved(lane: LaneKey): void {
    if (lane === this.#lane) return;
    this.#lane = lane;
    this.#places.clear();
    this.#neighbours.clear();
    this.#once = -1;
    this.#relay = -1;
    this.#loaded = undefined;
  }

  /** These lanes were ended: it is told who says so too. */
  erasing(lanes: Iterable<LaneKey>): void {
    for (const lane of lanes) this.#erased.set(lane, { relay: false, neighbours: new Set() });
  }

  get erased(): Confirmed[] {
    return [...this.#erased.values()].map(({ relay, neighbours }) => ({ relay, neighbours: neighbours.size }));
  }

  /** Up to where the lane was in the store at the start; undefined when nothing was. */
  loaded(seq: number | undefined): void {
    this.#loaded = seq;
  }

  /** These records have words that are not durable here yet. */
  unsaved(refs: Iterable<string>): void {
    for (const ref of refs) this.#unsaved.add(ref);
  }

  /** The record is durable on this device, in this envelope of the lane. */
  carried(ref: string, seq: number): void {
    this.#unsaved.delete(ref);
    this.#places.set(ref, seq);
  }

  /** A peer holds a lane durably up to and with `seq`. Returns whether that says anything about own words. */
  receipt(peer: object, isRelay: boolean, { lane, seq }: { lane: LaneKey; seq: number }): boolean {
    const ended = seq === ERASE_SEQ ? this.#erased.get(lane) : undefined;
    if (ended !== undefined) {
      if (isRelay) ended.relay = true;
      else ended.neighbours.add(peer);
      return true;
    }
    if (lane !== this.#lane) return false;
    if (isRelay) this.#relay = Math.max(seq, this.#relay);
    else {
      this.#neighbours.set(peer, Math.max(seq, this.#neighbours.get(peer) ?? -1));
      this.#once = Math.max(seq, this.#once);
    }
    return true;
  }

  gone(peer: object): void {
    this.#neighbours.delete(peer);
  }

  /** Where a record is known to be. Of others' words only that this device has them. */
  kept(ref: string, mine: boolean): Kept {
    if (this.#unsaved.has(ref)) return { device: false, neighbours: 0, relay: false };
    const place = mine ? (this.#places.get(ref) ?? this.#loaded) : undefined;
    if (place === undefined) return { device: true, neighbours: 0, relay: false };
    const now = [...this.#neighbours.values()].filter((seq) => seq >= place).length;
    const neighbours = Math.max(now, this.#once >= place ? 1 : 0);
    return { device: true, neighbours, relay: this.#relay >= place };
  }
}
