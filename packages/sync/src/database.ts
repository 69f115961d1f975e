import type { EnvelopeId, LaneKey, SpaceId } from "@wijkkit/envelope";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Lane } from "./lane.ts";
import { StoreError, type StoreErrorCode } from "./store.ts";

const VERSION = 1;

/** Keys of `records` count up, so that records come back in the order they were put. */
export interface Schema extends DBSchema {
  envelopes: { key: [SpaceId, LaneKey, number]; value: { id: EnvelopeId; bytes: Uint8Array } };
  lanes: { key: [SpaceId, LaneKey]; value: Lane };
  records: { key: number; value: { space: SpaceId; bytes: Uint8Array }; indexes: { space: SpaceId } };
  /** Bytes held of each space. */
  spaces: { key: SpaceId; value: number };
}

export type Tables = IDBPDatabase<Schema>;

function upgrade(tables: Tables): void {
  tables.createObjectStore("envelopes");
  tables.createObjectStore("lanes");
  tables.createObjectStore("records", { autoIncrement: true }).createIndex("space", "space");
  tables.createObjectStore("spaces");
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** The error of an open database as a `StoreError`; one is passed on as it is. */
export function mapped(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const codes: Record<string, StoreErrorCode> = {
    QuotaExceededError: "full",
    InvalidStateError: "blocked",
    SecurityError: "blocked",
  };
  return new StoreError(codes[nameOf(error)] ?? "failed", error);
}

/**
 * One IndexedDB database, opened when first needed, and again when the browser ended the connection. It
 * gives way when another tab deletes the database or brings a newer schema: from then on it is `blocked`.
 */
export class Database {
  readonly #name: string;
  #tables: Promise<Tables> | undefined;
  #gone = false;

  constructor(name: string) {
    this.#name = name;
  }

  /** Runs work on the database. @throws StoreError, whatever went wrong. */
  async use<Result>(work: (tables: Tables) => Promise<Result>): Promise<Result> {
    const opening = this.#opening();
    try {
      return await work(await opening);
    } catch (error) {
      if (nameOf(error) !== "InvalidStateError" || this.#gone) throw mapped(error);
    }
    // The connection closed under us: nothing was begun, so it is safe to ask again on a new one.
    this.#drop(opening);
    try {
      return await work(await this.#opening());
    } catch (error) {
      throw mapped(error);
    }
  }

  async close(): Promise<void> {
    this.#gone = true;
    const tables = await this.#tables?.catch(() => undefined);
    tables?.close();
  }

  /** The connection, made when there is none; one that cannot be made is tried anew next time. */
  #opening(): Promise<Tables> {
    if (this.#gone) return Promise.reject(new StoreError("blocked"));
    if (this.#tables) return this.#tables;
    const opening: Promise<Tables> = this.#open(() => this.#drop(opening));
    this.#tables = opening;
    opening.catch(() => this.#drop(opening));
    return opening;
  }

  /** Forgets a connection, unless another took its place: that one must be there to be closed. */
  #drop(opening: Promise<Tables>): void {
    if (this.#tables === opening) this.#tables = undefined;
  }

  async #open(ended: () => void): Promise<Tables> {
    let refuse: (error: StoreError) => void = () => {};
    const inTheWay = new Promise<never>((_, reject) => {
      refuse = reject;
    });
    const opening = (async () =>
      openDB<Schema>(this.#name, VERSION, {
        upgrade,
        blocked: () => refuse(new StoreError("blocked")),
        blocking: (_version, _newer, { target }) => {
          (target as IDBDatabase).close();
          void this.close();
        },
        terminated: ended,
      }))();
    try {
      return await Promise.race([opening, inTheWay]);
    } catch (error) {
      void opening.then((late) => late.close()).catch(() => {});
      if (error instanceof StoreError) throw error;
      throw new StoreError(nameOf(error) === "QuotaExceededError" ? "full" : "blocked", error);
    }
  }
}
