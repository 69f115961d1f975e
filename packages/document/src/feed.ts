import * as Y from "yjs";
import { splice, wellFormed } from "./edit.ts";
import { WRITE } from "./limits.ts";
import { plain, readRecords } from "./read.ts";
import { type FeedRecord, isFieldName, isRecordId, readRecord, type Value } from "./record.ts";
import { ROOT } from "./shape.ts";
import { shift } from "./shift.ts";

/** Why a feed does not take a change. */
export type FeedProblem = "too-long" | "too-many" | "missing";

export interface NewRecord {
  readonly id: string;
  readonly kind: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly fields?: Readonly<Record<string, Value>>;
  /** Fields that can be edited by several devices at once. */
  readonly texts?: Readonly<Record<string, string>>;
}

/** The latest time there is. */
const ALWAYS = Number.MAX_SAFE_INTEGER;

/**
 * The one feed a person writes in: a Y.Doc, and what was changed in it that no envelope holds yet.
 * Methods answer why a change is not taken, and then nothing has changed. A name that is none throws.
 */
export class Feed {
  /** The first identity of its person, hex. */
  owner: string;
  #client: number;
  #doc: Y.Doc;
  #pending: Uint8Array[] = [];
  /** Own structs below this clock are in envelopes. */
  #settled: number;
  /** Whether what is pending can go out as a whole state only: other lanes' structs are in it. */
  #isWhole = false;
  /** How often pending changes were settled or got other clocks. */
  #moves = 0;
  /** Upper bound of the encoded state, in bytes. */
  #size: number;

  constructor(owner: string, client: number, doc: Y.Doc = emptyDoc()) {
    this.owner = owner;
    this.#client = client;
    this.#doc = doc;
    this.#settled = Y.getState(doc.store, client);
    this.#size = Y.encodeStateAsUpdate(doc).length;
    this.#listen();
  }

  /** All changes within `change` become one update. */
  transact<T>(change: () => T): T {
    return this.#doc.transact(change);
  }

  records(latest = ALWAYS): FeedRecord[] {
    return readRecords(this.#doc, this.owner, latest);
  }

  get(id: string): FeedRecord | undefined {
    const map = this.#map(id);
    return map && readRecord(this.owner, id, plain(map), ALWAYS);
  }

  /** Adds a record. Where one of that id is held already, nothing changes. */
  create({ id, kind, at, fields = {}, texts = {} }: NewRecord): FeedProblem | undefined {
    if (!isRecordId(id)) throw new TypeError("an id has 1 to 128 letters, digits or _ : . -");
    if (this.#map(id) !== undefined) return undefined;
    const problem = this.#room([...Object.values(fields), ...Object.values(texts)], true);
    if (problem !== undefined) return problem;
    const entries: [string, Value | Y.Text][] = [
      ...Object.entries(fields).map(([name, value]): [string, Value] => [named(name), tidy(value)]),
      ...Object.entries(texts).map(([name, text]): [string, Y.Text] => [named(name), new Y.Text(wellFormed(text))]),
    ];
    this.#doc.getMap(ROOT).set(id, new Y.Map([["kind", kind], ["at", at], ...entries]));
    return undefined;
  }

  /** Sets fields that are no texts, as far as they differ. */
  set(id: string, fields: Readonly<Record<string, Value>>): FeedProblem | undefined {
    const map = this.#map(id);
    if (map === undefined) return "missing";
    const problem = this.#room(Object.values(fields), false);
    if (problem !== undefined) return problem;
    this.transact(() => {
      for (const [name, value] of Object.entries(fields)) {
        if (map.get(named(name)) !== tidy(value)) map.set(name, tidy(value));
      }
      this.#renewIfWorn(id, map);
    });
    return undefined;
  }

  /** Makes a text say `text`, touching only what differs, so that edits on two devices merge. `at`: now, in ms. */
  edit(id: string, name: string, text: string, at: number): FeedProblem | undefined {
    const map = this.#map(id);
    const held = map?.get(named(name));
    if (map === undefined || !(held instanceof Y.Text)) return "missing";
    const problem = this.#room([text], false);
    if (problem !== undefined) return problem;
    const change = splice(held.toString(), wellFormed(text));
    if (change === undefined) return undefined;
    this.transact(() => {
      held.delete(change.at, change.removed);
      held.insert(change.at, change.inserted);
      map.set("edited", at);
      this.#renewIfWorn(id, map);
    });
    return undefined;
  }

  remove(id: string): void {
    this.#doc.getMap(ROOT).delete(id);
  }

  /** The whole state, as one update. */
  state(): Uint8Array {
    const update = Y.encodeStateAsUpdate(this.#doc);
    this.#size = update.length;
    return update;
  }

  /**
   * What changed since the last envelope, as one update, and how to say that it is in one now. That
   * answers false, and does nothing, once something else was settled or a `rebase` moved the change.
   */
  pending(): { readonly update: Uint8Array; readonly isWhole: boolean; readonly settle: () => boolean } | undefined {
    if (this.#pending.length === 0) return undefined;
    const { length } = this.#pending;
    const moves = this.#moves;
    const clock = Y.getState(this.#doc.store, this.#client);
    const settle = () => {
      if (moves !== this.#moves) return false;
      this.#moves += 1;
      this.#pending.splice(0, length);
      this.#settled = clock;
      this.#isWhole = false;
      return true;
    };
    return { update: Y.mergeUpdates(this.#pending), isWhole: this.#isWhole, settle };
  }

  /**
   * Puts what is pending on top of another document: the owner's envelopes as they are now. Where
   * these hold own structs that are not from here, another tab wrote them, and ours come after.
   */
  rebase(doc: Y.Doc): void {
    const from = this.#settled;
    this.#settled = Y.getState(doc.store, this.#client);
    const by = this.#settled - from;
    if (by !== 0) {
      this.#pending = this.#pending.map((update) => shift(update, this.#client, from, by));
      this.#moves += 1;
    }
    for (const update of this.#pending) Y.applyUpdate(doc, update);
    this.#doc.destroy();
    this.#doc = doc;
    this.#size = Y.encodeStateAsUpdate(doc).length;
    this.#listen();
  }

  /**
   * Goes on as another lane's client, on top of what the owner's lanes hold now. What was pending is so still, and
   * is to go out in a whole state.
   */
  move(client: number, doc: Y.Doc): void {
    const rest = Y.encodeStateAsUpdate(this.#doc, Y.encodeStateVector(doc));
    this.#isWhole = this.#pending.length > 0;
    this.#pending = this.#isWhole ? [rest] : [];
    this.#client = client;
    this.#settled = Y.getState(doc.store, client);
    this.#moves += 1;
    Y.applyUpdate(doc, rest);
    this.#doc.destroy();
    this.#doc = doc;
    this.#size = Y.encodeStateAsUpdate(doc).length;
    this.#listen();
  }

  #listen(): void {
    this.#doc.clientID = this.#client;
    this.#doc.getMap(ROOT);
    this.#doc.on("update", (update) => {
      this.#pending.push(update);
      this.#size += update.length;
    });
  }

  #map(id: string): Y.Map<unknown> | undefined {
    const map = this.#doc.getMap(ROOT).get(id);
    return map instanceof Y.Map ? map : undefined;
  }

  #room(values: readonly Value[], isNew: boolean): FeedProblem | undefined {
    const texts = values.filter((value) => typeof value === "string");
    if (texts.some((text) => text.length > WRITE.text)) return "too-long";
    const bytes = texts.reduce((sum, text) => sum + 3 * text.length, 256);
    if (this.#size + bytes > WRITE.feed && this.state().length + bytes > WRITE.feed) return "too-many";
    if (isNew && this.#doc.getMap(ROOT)._map.size >= WRITE.records) return "too-many";
    let structs = 0;
    for (const list of this.#doc.store.clients.values()) structs += list.length;
    if (structs > WRITE.pieces) return "too-many";
    this.#size += bytes;
    return undefined;
  }

  /** Writes a record anew once it went through so much that its past weighs more than it does. */
  #renewIfWorn(id: string, map: Y.Map<unknown>): void {
    if (longestList(map) <= WRITE.list) return;
    const entries = [...map.entries()].map(([name, value]): [string, unknown] => [
      name,
      value instanceof Y.Text ? new Y.Text(value.toString()) : value,
    ]);
    this.#doc.getMap(ROOT).set(id, new Y.Map(entries));
  }
}

function emptyDoc(): Y.Doc {
  const doc = new Y.Doc({ guid: "" });
  doc.getMap(ROOT);
  return doc;
}

/** The most structs that one field of a record, or a text in it, is made of, past ones included. */
function longestList(map: Y.Map<unknown>): number {
  let longest = 0;
  for (const field of map._map.values()) {
    let past = 0;
    for (let item: Y.Item | null = field; item !== null; item = item.left) past += 1;
    let words = 0;
    const { type } = field.content as Partial<Y.ContentType>;
    for (let item = type?._start ?? null; item !== null; item = item.right) words += 1;
    longest = Math.max(longest, past, words);
  }
  return longest;
}

function named(name: string): string {
  if (!isFieldName(name)) throw new TypeError("a field has a name of 1 to 32 letters and digits");
  return name;
}

function tidy(value: Value): Value {
  return typeof value === "string" ? wellFormed(value) : value;
}
