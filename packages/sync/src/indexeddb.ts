import type { Envelope, LaneKey, SpaceId } from "@wijkkit/envelope";
import type { IDBPTransaction } from "idb";
import { Database, type Schema } from "./database.ts";
import { headOf, type Lane, type LanePlan, plan, stateOf } from "./lane.ts";
import { type Store, StoreError } from "./store.ts";

type Name = "envelopes" | "lanes" | "records" | "spaces";
type Writing<Names extends Name[]> = IDBPTransaction<Schema, Names, "readwrite">;

/** Envelopes fetched with one request. */
const AT_ONCE = 8;

/** Every envelope of a lane with seq in [from, below). */
const part = (space: SpaceId, lane: LaneKey, from: number, below = Number.POSITIVE_INFINITY) =>
  IDBKeyRange.bound([space, lane, from], [space, lane, below], false, true);

/** Every key that begins with a space: an array sorts after any string. */
const under = (space: SpaceId) => IDBKeyRange.bound([space], [space, []]);

/**
 * The device's store: one IndexedDB database, in a page or a worker. Opened at the first use; an append is
 * on disk (strict durability) before it resolves. Rejects with `StoreError` and nothing else.
 */
export function indexedDbStore(name: string): Store {
  return new IndexedDbStore(new Database(name));
}

class IndexedDbStore implements Store {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  heads(space: SpaceId) {
    return this.#database.use(async (tables) => (await tables.getAll("lanes", under(space))).map(headOf));
  }

  lane(space: SpaceId, key: LaneKey) {
    return this.#database.use(async (tables) => {
      const lane = await tables.get("lanes", [space, key]);
      const idAt = (seq: number) =>
        this.#database.use(async (again) => (await again.get("envelopes", [space, key, seq]))?.id);
      return lane && stateOf(lane, idAt);
    });
  }

  read(space: SpaceId, lane: LaneKey, from: number, maxBytes: number) {
    return this.#database.use(async (tables) => {
      const read: Uint8Array[] = [];
      let left = maxBytes;
      for (let at = from; ; ) {
        const range = part(space, lane, at);
        const some = await tables.getAll("envelopes", range, AT_ONCE);
        for (const { bytes } of some) {
          left -= bytes.length;
          if (left < 0) return read;
          read.push(bytes);
        }
        if (some.length < AT_ONCE) return read;
        const last = (await tables.getAllKeys("envelopes", range, AT_ONCE)).at(-1);
        if (last === undefined) return read;
        at = last[2] + 1;
      }
    });
  }

  async append(space: SpaceId, envelopes: readonly Envelope[]) {
    if (envelopes.length === 0) return;
    await this.#write(["envelopes", "lanes", "spaces"], async (transaction) => {
      const lanes = transaction.objectStore("lanes");
      const keys = [...new Set(envelopes.map(({ lane }) => lane))];
      const found = await Promise.all(keys.map((key) => lanes.get([space, key])));
      const plans = plan(
        new Map(found.flatMap((lane): [LaneKey, Lane][] => (lane ? [[lane.lane, lane]] : []))),
        envelopes,
      );
      if (plans === undefined) throw new StoreError("conflict");
      const written = await Promise.all(plans.map((one) => writeLane(transaction, space, one)));
      await grow(
        transaction,
        space,
        written.reduce((sum, bytes) => sum + bytes, 0),
      );
    });
  }

  drop(space: SpaceId, lane: LaneKey) {
    return this.#write(["envelopes", "lanes", "spaces"], async (transaction) => {
      const envelopes = transaction.objectStore("envelopes");
      const range = part(space, lane, 0);
      const dropped = await envelopes.getAll(range);
      if (dropped.length > 0) await envelopes.delete(range);
      await transaction.objectStore("lanes").delete([space, lane]);
      const bytes = dropped.reduce((sum, one) => sum + one.bytes.length, 0);
      if (bytes > 0) await grow(transaction, space, -bytes);
    });
  }

  records(space: SpaceId) {
    return this.#database.use(async (tables) =>
      (await tables.getAllFromIndex("records", "space", space)).map(({ bytes }) => bytes),
    );
  }

  putRecord(space: SpaceId, bytes: Uint8Array) {
    return this.#write(["records", "spaces"], async (transaction) => {
      const records = transaction.objectStore("records");
      const held = await records.index("space").getAll(space);
      if (held.some((one) => indexedDB.cmp(one.bytes, bytes) === 0)) return;
      await records.add({ space, bytes: bytes.slice() });
      await grow(transaction, space, bytes.length);
    });
  }

  spaces() {
    return this.#database.use((tables) => tables.getAllKeys("spaces"));
  }

  size(space?: SpaceId) {
    return this.#database.use(async (tables) =>
      (await tables.getAll("spaces", space)).reduce((sum, bytes) => sum + bytes, 0),
    );
  }

  remove(space: SpaceId) {
    return this.#write(["envelopes", "lanes", "records", "spaces"], async (transaction) => {
      const records = transaction.objectStore("records");
      const keys = await records.index("space").getAllKeys(space);
      await Promise.all([
        transaction.objectStore("envelopes").delete(under(space)),
        transaction.objectStore("lanes").delete(under(space)),
        transaction.objectStore("spaces").delete(space),
        ...keys.map((key) => records.delete(key)),
      ]);
    });
  }

  close() {
    return this.#database.close();
  }

  /** All that `work` writes, or none of it; on disk when this resolves. */
  #write<Names extends Name[]>(names: Names, work: (transaction: Writing<Names>) => Promise<void>): Promise<void> {
    return this.#database.use(async (tables) => {
      const transaction = tables.transaction(names, "readwrite", { durability: "strict" });
      const done = transaction.done;
      done.catch(() => {}); // the error that counts is the first, thrown below
      try {
        await work(transaction);
      } catch (error) {
        abort(transaction);
        throw error;
      }
      await done;
    });
  }
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // it aborted by itself
  }
}

/** Writes one lane's part of an append; returns by how many bytes the space grew. */
async function writeLane(
  transaction: Writing<["envelopes", "lanes", "spaces"]>,
  space: SpaceId,
  { lane, dropBelow, puts }: LanePlan,
): Promise<number> {
  const envelopes = transaction.objectStore("envelopes");
  const range = part(space, lane.lane, 0, dropBelow);
  const dropped = dropBelow === undefined ? [] : await envelopes.getAll(range);
  let grown = -dropped.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const writes: Promise<unknown>[] = [transaction.objectStore("lanes").put(lane, [space, lane.lane])];
  if (dropped.length > 0) writes.push(envelopes.delete(range));
  for (const { seq, id, bytes } of puts) {
    grown += bytes.length;
    // Sliced, as cloning a view clones the whole buffer it looks into.
    writes.push(envelopes.put({ id, bytes: bytes.slice() }, [space, lane.lane, seq]));
  }
  await Promise.all(writes);
  return grown;
}

async function grow(transaction: Writing<Name[]>, space: SpaceId, bytes: number): Promise<void> {
  const spaces = transaction.objectStore("spaces");
  await spaces.put(((await spaces.get(space)) ?? 0) + bytes, space);
}
