import { equalBytes } from "./bytes.ts";
import type { Verify } from "./ed25519.ts";
import { type EpochId, epochId, type LaneKey, type SpaceId, spaceId } from "./ids.ts";
import { LIMIT, SIZE } from "./limits.ts";
import { parseRecord, recordMessage, type SpaceRecord } from "./record.ts";
import { ACCEPTED, KNOWN, parked, refused, type Verdict } from "./verdict.ts";

interface Space {
  records: SpaceRecord[];
  gates: Map<EpochId, Uint8Array>;
  closings: Map<EpochId, Set<LaneKey>>;
  purges: Set<LaneKey>;
  /** The record whose operators and kiosks are those of the space. */
  newest: SpaceRecord;
  /** Of its records together. */
  bytes: number;
}

/** How much is kept of one space. */
export interface SpaceBounds {
  readonly records: number;
  /** Of its records together. */
  readonly bytes: number;
}

/** What a replica knows of spaces from their records, which add up (SR8). Knows no person. */
export class KnownSpaces {
  readonly #spaces = new Map<SpaceId, Space>();
  readonly #bounds: SpaceBounds;

  constructor(bounds: SpaceBounds = { records: LIMIT.recordsPerSpace, bytes: LIMIT.recordBytesPerSpace }) {
    this.#bounds = bounds;
  }

  /** Takes a record in. Parked `operator`: its signer is no operator of an earlier record held here. */
  async accept(bytes: Uint8Array, verify: Verify): Promise<Verdict> {
    const parsed = parseRecord(Uint8Array.from(bytes));
    if ("reason" in parsed) return refused(parsed.reason);
    const { record } = parsed;
    const message = recordMessage(record.bytes.subarray(0, -SIZE.signature));
    if (this.#holds(record)) return KNOWN;
    if (!(await verify(record.signer, message, record.signature))) return refused("signature");
    if (this.#holds(record)) return KNOWN; // it came in by another way meanwhile
    const id = spaceId(record.root);
    const space = this.#spaces.get(id);
    if (!equalBytes(record.signer, record.root) && !space?.records.some(appoints(record))) {
      return parked("operator");
    }
    if (!this.#hasRoom(space, record)) return refused("full");
    const grown = space ?? empty(record);
    add(grown, record);
    this.#spaces.set(id, grown);
    return ACCEPTED;
  }

  has(space: SpaceId): boolean {
    return this.#spaces.has(space);
  }

  /** Every space of which a record is held. */
  ids(): SpaceId[] {
    return [...this.#spaces.keys()];
  }

  /** The gate public key of an epoch. */
  gateOf(space: SpaceId, epoch: EpochId): Uint8Array | undefined {
    return this.#spaces.get(space)?.gates.get(epoch);
  }

  /** The epochs of a space, by the order in which their gate keys became known. */
  epochs(space: SpaceId): EpochId[] {
    return [...(this.#spaces.get(space)?.gates.keys() ?? [])];
  }

  /** The lanes that a closed epoch still takes in; undefined while it is open. */
  closed(space: SpaceId, epoch: EpochId): ReadonlySet<LaneKey> | undefined {
    return this.#spaces.get(space)?.closings.get(epoch);
  }

  /** Whether every replica must drop this lane. */
  purged(space: SpaceId, lane: LaneKey): boolean {
    return this.#spaces.get(space)?.purges.has(lane) ?? false;
  }

  /** Every lane that every replica must drop. */
  purges(space: SpaceId): ReadonlySet<LaneKey> {
    return this.#spaces.get(space)?.purges ?? new Set();
  }

  /** The public keys of the space's kiosk servers. */
  kiosks(space: SpaceId): Uint8Array[] {
    return this.#spaces.get(space)?.newest.kiosks ?? [];
  }

  /** Every record of the space that holds, in the order in which they came. */
  records(space: SpaceId): Uint8Array[] {
    return this.#spaces.get(space)?.records.map((record) => record.bytes) ?? [];
  }

  #hasRoom(space: Space | undefined, { bytes }: SpaceRecord): boolean {
    if (space === undefined) return this.#spaces.size < LIMIT.spaces && bytes.length <= this.#bounds.bytes;
    return space.records.length < this.#bounds.records && space.bytes + bytes.length <= this.#bounds.bytes;
  }

  #holds(record: SpaceRecord): boolean {
    const held = this.#spaces.get(spaceId(record.root))?.records ?? [];
    return held.some(({ bytes }) => equalBytes(bytes, record.bytes));
  }
}

/** Whether a record held makes the signer of another an operator before that. */
function appoints(later: SpaceRecord): (earlier: SpaceRecord) => boolean {
  return ({ revision, operators }) =>
    revision < later.revision && operators.some((operator) => equalBytes(operator, later.signer));
}

const empty = (first: SpaceRecord): Space => ({
  records: [],
  gates: new Map(),
  closings: new Map(),
  purges: new Set(),
  newest: first,
  bytes: 0,
});

/** In place: what a space holds already is not gone through again. */
function add(space: Space, record: SpaceRecord): void {
  space.records.push(record);
  space.bytes += record.bytes.length;
  if (record.revision > space.newest.revision) space.newest = record;
  for (const gate of record.gates) space.gates.set(epochId(gate), gate);
  for (const { epoch, lanes } of record.closings) {
    const open = space.closings.get(epoch) ?? new Set();
    for (const lane of lanes) open.add(lane);
    space.closings.set(epoch, open);
  }
  for (const lane of record.purges) space.purges.add(lane);
}
