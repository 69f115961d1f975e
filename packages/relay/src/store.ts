import type { DatabaseSync } from "node:sqlite";
import {
  type Envelope,
  type EnvelopeId,
  type EpochId,
  ERASE_SEQ,
  type LaneKey,
  type LaneState,
  type SpaceId,
} from "@wijkkit/envelope";
import { type Head, type Lane, type LanePlan, plan, type Store, StoreError, stateOf } from "@wijkkit/sync";
import { storeError } from "./errors.ts";
import { openDatabase } from "./schema.ts";
import { statements } from "./statements.ts";

/** Quotas of a store that strangers fill. */
export interface Quotas {
  /** Bytes of envelopes and records of one space. */
  readonly spaceBytes?: number;
  /** Spaces of which anything is held. */
  readonly spaces?: number;
  /** Bytes of all spaces together. */
  readonly bytes?: number;
}

type Row = Record<string, unknown>;

const toLane = (row: Row): Lane => ({
  lane: row.lane as LaneKey,
  epoch: row.epoch as EpochId,
  seq: Number(row.seq),
  id: row.id as EnvelopeId,
  hour: Number(row.hour),
  expires: Number(row.expires),
  base: Number(row.base),
  building: row.building === null ? undefined : Number(row.building),
  erased: row.erased === 1,
});

const bytesOf = (row: Row): Uint8Array => row.bytes as Uint8Array;

const total = (parts: readonly { readonly length: number }[]): number =>
  parts.reduce((sum, { length }) => sum + length, 0);

/**
 * A store in one SQLite file.
 *
 * @param path the file, or `:memory:`
 * @throws StoreError `blocked` or `failed` when the file cannot be opened
 */
export function sqliteStore(path: string, quotas: Quotas = {}): Store {
  try {
    return storeOn(openDatabase(path), quotas);
  } catch (cause) {
    throw storeError(cause);
  }
}

/** The same on a database that `openDatabase` opened; the store closes it. */
export function storeOn(database: DatabaseSync, quotas: Quotas = {}): Store {
  return new SqliteStore(database, quotas);
}

class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #quotas: Required<Quotas>;
  readonly #sql: ReturnType<typeof statements>;
  #open = true;

  constructor(database: DatabaseSync, { spaceBytes, spaces, bytes }: Quotas) {
    this.#database = database;
    const none = Number.POSITIVE_INFINITY;
    this.#quotas = { spaceBytes: spaceBytes ?? none, spaces: spaces ?? none, bytes: bytes ?? none };
    this.#sql = statements(database);
  }

  async heads(space: SpaceId): Promise<Head[]> {
    return this.#read(() =>
      this.#sql.lanes.all(space).map((row) => {
        const { lane, epoch, seq, id, hour, expires } = toLane(row);
        return { lane, epoch, seq, id, hour, expires };
      }),
    );
  }

  async lane(space: SpaceId, lane: LaneKey): Promise<LaneState | undefined> {
    const row = this.#read(() => this.#sql.lane.get(space, lane));
    if (!row) return undefined;
    const idAt = (seq: number) =>
      this.#read(() => this.#sql.idAt.get(Number(row.number), seq)?.id as EnvelopeId | undefined);
    return stateOf(toLane(row), idAt);
  }

  async read(space: SpaceId, lane: LaneKey, from: number, maxBytes: number): Promise<Uint8Array[]> {
    return this.#read(() => {
      const read: Uint8Array[] = [];
      let left = maxBytes;
      for (const row of this.#sql.envelopes.iterate(space, lane, from)) {
        left -= bytesOf(row).length;
        if (left < 0) break;
        read.push(bytesOf(row));
      }
      return read;
    });
  }

  async append(space: SpaceId, envelopes: readonly Envelope[]): Promise<void> {
    if (envelopes.length === 0) return;
    this.#write(() => {
      const number = this.#space(space);
      const keys = new Set(envelopes.map(({ lane }) => lane));
      const held = new Map<LaneKey, Lane>();
      for (const key of keys) {
        const row = this.#sql.lane.get(space, key);
        if (row) held.set(key, toLane(row));
      }
      const plans = plan(held, envelopes);
      if (!plans) throw new StoreError("conflict");
      const grown = plans.reduce((sum, one) => sum + this.#apply(number, one), 0);
      this.#grow(number, grown);
    });
    if (envelopes.some(({ isErase }) => isErase)) this.#forget();
  }

  async drop(space: SpaceId, lane: LaneKey): Promise<void> {
    this.#write(() => {
      const row = this.#sql.lane.get(space, lane);
      if (!row) return;
      const number = Number(row.number);
      const bytes = Number(this.#sql.sizeBelow.get(number, ERASE_SEQ + 1)?.bytes ?? 0);
      this.#sql.dropLane.run(number);
      this.#grow(Number(this.#sql.space.get(space)?.number), -bytes);
    });
    this.#forget();
  }

  async records(space: SpaceId): Promise<Uint8Array[]> {
    return this.#read(() => this.#sql.records.all(space).map(bytesOf));
  }

  async putRecord(space: SpaceId, bytes: Uint8Array): Promise<void> {
    this.#write(() => {
      const number = this.#space(space);
      if (this.#sql.hasRecord.get(number, bytes)) return;
      this.#sql.putRecord.run(number, bytes);
      this.#grow(number, bytes.length);
    });
  }

  async spaces(): Promise<SpaceId[]> {
    return this.#read(() => this.#sql.spaces.all().map((row) => row.space as SpaceId));
  }

  async size(space?: SpaceId): Promise<number> {
    const row = this.#read(() => (space === undefined ? this.#sql.size.get() : this.#sql.sizeOf.get(space)));
    return Number(row?.bytes ?? 0);
  }

  async remove(space: SpaceId): Promise<void> {
    this.#write(() => this.#sql.removeSpace.run(space));
    this.#forget();
  }

  async close(): Promise<void> {
    if (this.#open) this.#database.close();
    this.#open = false;
  }

  /** The row of a space; a new one where the quota has room. */
  #space(space: SpaceId): number {
    const held = this.#sql.space.get(space);
    if (held) return Number(held.number);
    if (Number(this.#sql.countSpaces.get()?.count) >= this.#quotas.spaces) throw new StoreError("full");
    return Number(this.#sql.putSpace.run(space).lastInsertRowid);
  }

  /** Writes one lane; answers by how many bytes it grew. */
  #apply(space: number, { lane, dropBelow, puts }: LanePlan): number {
    const { lane: key, epoch, seq, id, hour, expires, base, building, erased } = lane;
    const fields = [epoch, seq, id, hour, expires, base, building ?? null, erased ? 1 : 0];
    const number = Number(this.#sql.putLane.get(space, key, ...fields)?.number);
    let grown = total(puts.map(({ bytes }) => bytes));
    if (dropBelow !== undefined) {
      grown -= Number(this.#sql.sizeBelow.get(number, dropBelow)?.bytes ?? 0);
      this.#sql.dropBelow.run(number, dropBelow);
    }
    for (const put of puts) this.#sql.putEnvelope.run(number, put.seq, put.id, put.bytes);
    return grown;
  }

  /** Counts bytes; what makes a space or the whole smaller is always taken. */
  #grow(space: number, bytes: number): void {
    const held = Number(this.#sql.grow.get(bytes, space)?.bytes);
    if (bytes <= 0) return;
    if (held > this.#quotas.spaceBytes) throw new StoreError("full");
    if (Number(this.#sql.size.get()?.bytes) > this.#quotas.bytes) throw new StoreError("full");
  }

  /** Empties the write-ahead log, where pages lie that are zeroed in the file itself. */
  #forget(): void {
    this.#read(() => this.#database.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
  }

  #read<T>(work: () => T): T {
    if (!this.#open) throw new StoreError("blocked");
    try {
      return work();
    } catch (cause) {
      throw storeError(cause);
    }
  }

  #write(work: () => void): void {
    this.#read(() => {
      this.#database.exec("BEGIN IMMEDIATE");
      try {
        work();
        this.#database.exec("COMMIT");
      } catch (cause) {
        if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
        throw cause;
      }
    });
  }
}
