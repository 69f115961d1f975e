import type { Envelope, EnvelopeId, EpochId, LaneKey, LaneState, SpaceId } from "@wijkkit/envelope";

/** What two replicas compare: the newest envelope held of a lane. `hour` is that envelope's; `expires` the lane's. */
export interface Head {
  readonly lane: LaneKey;
  readonly epoch: EpochId;
  readonly seq: number;
  readonly id: EnvelopeId;
  readonly hour: number;
  readonly expires: number;
}

/**
 * full: no room left. blocked: the browser or the disk lets nobody in. conflict: the lane's head is not what
 * the envelopes follow, another writer was there. failed: anything else. After each of them nothing was written.
 */
export type StoreErrorCode = "full" | "blocked" | "conflict" | "failed";

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, cause?: unknown) {
    super(`store: ${code}`, { cause });
    this.name = "StoreError";
    this.code = code;
  }
}

/**
 * Sealed envelopes by lane, and space records. Judges nothing: hand it accepted envelopes only.
 * Every method rejects with `StoreError`, and resolves only when what it wrote is durable.
 */
export interface Store {
  heads(space: SpaceId): Promise<Head[]>;
  lane(space: SpaceId, lane: LaneKey): Promise<LaneState | undefined>;
  /** Envelopes of a lane from `from` or its base on, in order, at most `maxBytes` together, never part of one. */
  read(space: SpaceId, lane: LaneKey, from: number, maxBytes: number): Promise<Uint8Array[]>;
  /**
   * All of them or none, in the order given; each must extend its lane as `extend` says, compared inside the
   * transaction. A completed BASE drops what lies below it, an ERASE all but itself.
   */
  append(space: SpaceId, envelopes: readonly Envelope[]): Promise<void>;
  /** Forgets a lane wholly, its ERASE as well; of one that is not held nothing. */
  drop(space: SpaceId, lane: LaneKey): Promise<void>;
  /** Space records in the order they were put. */
  records(space: SpaceId): Promise<Uint8Array[]>;
  /** Keeps a record; one that is held already is not kept twice. */
  putRecord(space: SpaceId, bytes: Uint8Array): Promise<void>;
  /** Spaces of which anything is held. */
  spaces(): Promise<SpaceId[]>;
  /** Bytes of envelopes and records, of one space or of all. */
  size(space?: SpaceId): Promise<number>;
  /** Forgets a space wholly. */
  remove(space: SpaceId): Promise<void>;
  /** Idempotent; afterwards every other method rejects with `blocked`. */
  close(): Promise<void>;
}
