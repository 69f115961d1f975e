import type { Envelope, EnvelopeId, LaneKey, SpaceId } from "@wijkkit/envelope";
import { headOf, type Lane, type LanePlan, plan, stateOf } from "./lane.ts";
import { type Store, StoreError } from "./store.ts";

interface Held {
  lane: Lane;
  readonly log: Map<number, { id: EnvelopeId; bytes: Uint8Array }>;
}

class Space {
  readonly lanes = new Map<LaneKey, Held>();
  readonly records: Uint8Array[] = [];
  bytes = 0;

  drop(key: LaneKey): void {
    for (const { bytes } of this.lanes.get(key)?.log.values() ?? []) this.bytes -= bytes.length;
    this.lanes.delete(key);
  }

  write({ lane, dropBelow, puts }: LanePlan): void {
    const held: Held = this.lanes.get(lane.lane) ?? { lane, log: new Map() };
    held.lane = lane;
    for (const [seq, { bytes }] of held.log) {
      if (seq >= (dropBelow ?? 0)) continue;
      held.log.delete(seq);
      this.bytes -= bytes.length;
    }
    for (const { seq, id, bytes } of puts) {
      held.log.set(seq, { id, bytes: bytes.slice() });
      this.bytes += bytes.length;
    }
    this.lanes.set(lane.lane, held);
  }
}

/**
 * A store in memory, for tests and for devices that keep nothing.
 *
 * @param room bytes it takes before an append is refused as `full`
 */
export function memoryStore({ room = Number.POSITIVE_INFINITY }: { readonly room?: number } = {}): Store {
  return new MemoryStore(room);
}

class MemoryStore implements Store {
  readonly #room: number;
  #spaces: Map<SpaceId, Space> | undefined = new Map();

  constructor(room: number) {
    this.#room = room;
  }

  get #open(): Map<SpaceId, Space> {
    if (this.#spaces === undefined) throw new StoreError("blocked");
    return this.#spaces;
  }

  async heads(space: SpaceId) {
    return [...(this.#open.get(space)?.lanes.values() ?? [])].map(({ lane }) => headOf(lane));
  }

  async lane(space: SpaceId, key: LaneKey) {
    const held = this.#open.get(space)?.lanes.get(key);
    return held && stateOf(held.lane, (seq) => held.log.get(seq)?.id);
  }

  async read(space: SpaceId, key: LaneKey, from: number, maxBytes: number) {
    const held = this.#open.get(space)?.lanes.get(key);
    const read: Uint8Array[] = [];
    let left = maxBytes;
    for (const [seq, { bytes }] of held?.log ?? []) {
      if (seq < from) continue;
      left -= bytes.length;
      if (left < 0) break;
      read.push(bytes.slice());
    }
    return read;
  }

  async append(space: SpaceId, envelopes: readonly Envelope[]) {
    const held = this.#open.get(space) ?? new Space();
    const lanes = new Map(
      [...new Set(envelopes.map(({ lane }) => lane))]
        .flatMap((key) => held.lanes.get(key) ?? [])
        .map(({ lane }) => [lane.lane, lane]),
    );
    const plans = plan(lanes, envelopes);
    if (plans === undefined) throw new StoreError("conflict");
    this.#make(envelopes.reduce((sum, { bytes }) => sum + bytes.length, 0));
    for (const one of plans) held.write(one);
    if (envelopes.length > 0) this.#open.set(space, held);
  }

  async drop(space: SpaceId, key: LaneKey) {
    this.#open.get(space)?.drop(key);
  }

  async records(space: SpaceId) {
    return (this.#open.get(space)?.records ?? []).map((bytes) => bytes.slice());
  }

  async putRecord(space: SpaceId, bytes: Uint8Array) {
    const held = this.#open.get(space) ?? new Space();
    if (held.records.some((one) => one.length === bytes.length && one.every((byte, n) => byte === bytes[n]))) return;
    this.#make(bytes.length);
    held.records.push(bytes.slice());
    held.bytes += bytes.length;
    this.#open.set(space, held);
  }

  async spaces() {
    return [...this.#open.keys()];
  }

  async size(space?: SpaceId) {
    if (space !== undefined) return this.#open.get(space)?.bytes ?? 0;
    return [...this.#open.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async remove(space: SpaceId) {
    this.#open.delete(space);
  }

  async close() {
    this.#spaces = undefined;
  }

  #make(bytes: number): void {
    const used = [...this.#open.values()].reduce((sum, space) => sum + space.bytes, 0);
    if (used + bytes > this.#room) throw new StoreError("full");
  }
}
