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
    const tables = await this.#opened();
    try {
      return await work(tables);
    } catch (error) {
      if (nameOf(error) !== "InvalidStateError" || this.#gone) throw mapped(error);
    }
    // The connection closed under us: nothing was begun, so it is safe to ask again on a new one.
    this.#tables = undefined;
    const again = await this.#opened();
    return work(again).catch((error: unknown) => {
      throw mapped(error);
    });
  }

  async close(): Promise<void> {
    this.#gone = true;
    const tables = await this.#tables?.catch(() => undefined);
    tables?.close();
  }

  async #opened(): Promise<Tables> {
    if (this.#gone) throw new StoreError("blocked");
    const opening = this.#tables ?? this.#open();
    this.#tables = opening;
    try {
      return await opening;
    } catch (error) {
      this.#tables = undefined;
      throw error;
    }
  }

  async #open(): Promise<Tables> {
    let refuse: (error: StoreError) => void = () => {};
    const inTheWay = new Promise<never>((_, reject) => {
      refuse = reject;
    });
    const opening = (async () =>
      openDB<Schema>(this.#name, VERSION, {
        upgrade,
        blocked: () => refuse(new StoreError("blocked")),
        blocking: () => void this.close(),
        terminated: () => {
          this.#tables = undefined;
        },
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
