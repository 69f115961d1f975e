import type { LaneKey } from "@wijkkit/envelope";
import type { Kept } from "../protocol.ts";

/** A place in a lane: what is confirmed up to `seq` holds everything before it. */
export interface Place {
  readonly lane: LaneKey;
  readonly seq: number;
}

/**
 * Who confirmed holding this device's own words. Neighbours are counted by their connections of now, so one
 * that comes back counts once; the highest count seen stays, because what was durable there is not unsaid.
 */
export class Receipts {
  /** Records that changed here and are in no envelope yet, by ref. */
  readonly #unsaved = new Set<string>();
  readonly #places = new Map<string, Place>();
  readonly #confirmed = new Map<object, { readonly isRelay: boolean; readonly lanes: Map<LaneKey, number> }>();
  readonly #most = new Map<string, number>();
  readonly #relayed = new Map<LaneKey, number>();
  #loaded: Place | undefined;

  /** Where own words stand that were in the store at the start. */
  loaded(place: Place | undefined): void {
    this.#loaded = place;
  }

  /** These records have words that are not durable here yet. */
  unsaved(refs: Iterable<string>): void {
    for (const ref of refs) this.#unsaved.add(ref);
  }

  /** The record is durable on this device, at this place. */
  carried(ref: string, place: Place): void {
    this.#unsaved.delete(ref);
    this.#places.set(ref, place);
    this.#most.delete(ref);
  }

  /** A peer holds a lane durably up to and with `seq`. */
  receipt(peer: object, isRelay: boolean, { lane, seq }: Place): void {
    const { lanes } = this.#confirmed.get(peer) ?? { lanes: new Map<LaneKey, number>() };
    lanes.set(lane, Math.max(seq, lanes.get(lane) ?? -1));
    this.#confirmed.set(peer, { isRelay, lanes });
    if (isRelay) this.#relayed.set(lane, Math.max(seq, this.#relayed.get(lane) ?? -1));
  }

  gone(peer: object): void {
    this.#confirmed.delete(peer);
  }

  /** Where a record is known to be. Of others' words only that this device has them. */
  kept(ref: string, mine: boolean): Kept {
    if (this.#unsaved.has(ref)) return { device: false, neighbours: 0, relay: false };
    const place = mine ? (this.#places.get(ref) ?? this.#loaded) : undefined;
    if (!place) return { device: true, neighbours: 0, relay: false };
    const holds = ({ lanes }: { lanes: Map<LaneKey, number> }) => (lanes.get(place.lane) ?? -1) >= place.seq;
    const now = [...this.#confirmed.values()].filter((peer) => !peer.isRelay && holds(peer)).length;
    const neighbours = Math.max(now, this.#most.get(ref) ?? 0);
    this.#most.set(ref, neighbours);
    return { device: true, neighbours, relay: (this.#relayed.get(place.lane) ?? -1) >= place.seq };
  }
}
