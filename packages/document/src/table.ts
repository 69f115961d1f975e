import { type FeedRecord, sameRecord } from "./record.ts";

type Listener = (refs: ReadonlySet<string>) => void;
type Index = Map<string, Map<string, FeedRecord>>;

/**
 * All records that count in a space, found by kind, by parent and by owner. It is told an owner's
 * records whenever their feed changed, works out what differs, and tells that.
 */
export class RecordTable {
  readonly #byOwner: Index = new Map();
  readonly #byKind: Index = new Map();
  readonly #byParent: Index = new Map();
  /** By id, which may be used by several owners, and then by ref. */
  readonly #byId: Index = new Map();
  readonly #all = new Map<string, FeedRecord>();
  readonly #listeners = new Set<Listener>();

  /** Makes these the only records of an owner. Returns the refs of what came, changed or went. */
  apply(owner: string, records: readonly FeedRecord[]): ReadonlySet<string> {
    const changed = new Set<string>();
    const gone = new Map(this.#byOwner.get(owner));
    for (const record of records) {
      if (record.owner !== owner) throw new TypeError("a record of another owner");
      gone.delete(record.ref);
      const held = this.#all.get(record.ref);
      if (held !== undefined && (held.owner !== owner || sameRecord(held, record))) continue;
      if (held !== undefined) this.#drop(held);
      this.#add(record);
      changed.add(record.ref);
    }
    for (const record of gone.values()) {
      this.#drop(record);
      changed.add(record.ref);
    }
    if (changed.size > 0) for (const listener of this.#listeners) listener(changed);
    return changed;
  }

  get(ref: string): FeedRecord | undefined {
    return this.#all.get(ref);
  }

  byKind(kind: string): Iterable<FeedRecord> {
    return this.#byKind.get(kind)?.values() ?? [];
  }

  /** Records whose field `parent` is this ref. */
  byParent(ref: string): Iterable<FeedRecord> {
    return this.#byParent.get(ref)?.values() ?? [];
  }

  byOwner(owner: string): Iterable<FeedRecord> {
    return this.#byOwner.get(owner)?.values() ?? [];
  }

  /** Records of this id; more than one only when somebody copied an id. */
  byId(id: string): Iterable<FeedRecord> {
    return this.#byId.get(id)?.values() ?? [];
  }

  get size(): number {
    return this.#all.size;
  }

  /** Calls `listener` with the refs of what came, changed or went; returns how to stop that. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #add(record: FeedRecord): void {
    this.#all.set(record.ref, record);
    for (const [index, key] of this.#places(record)) {
      const group = index.get(key) ?? new Map<string, FeedRecord>();
      group.set(record.ref, record);
      index.set(key, group);
    }
  }

  #drop(record: FeedRecord): void {
    this.#all.delete(record.ref);
    for (const [index, key] of this.#places(record)) {
      const group = index.get(key);
      group?.delete(record.ref);
      if (group?.size === 0) index.delete(key);
    }
  }

  #places(record: FeedRecord): [Index, string][] {
    const { parent } = record.fields;
    const places: [Index, string][] = [
      [this.#byOwner, record.owner],
      [this.#byKind, record.kind],
      [this.#byId, record.id],
    ];
    if (typeof parent === "string") places.push([this.#byParent, parent]);
    return places;
  }
}
