import { LIMIT } from "./limits.ts";
import type { Content, Id, Scan, Struct } from "./scan.ts";

/** Where structs stand beside each other: a Y.Text, or one key of a Y.Map. */
interface List {
  readonly kind: "record" | "field" | "words" | "gone";
  count: number;
}

/** A struct in its place. `list` is undefined until it is known, null while it is being looked for. */
interface Placed {
  readonly struct: Struct;
  /** Its first clock that was new here, and its next. */
  readonly from: number;
  readonly to: number;
  /** The one before it of the same client. */
  readonly previous: Placed | undefined;
  list: List | null | undefined;
  /** Lists under a Y.Map, by key, or the one of a Y.Text, under "". */
  under?: Map<string, List>;
}

/** The root that holds a feed's records. */
export const ROOT = "records";

const FITS: Record<List["kind"], readonly Content[]> = {
  record: ["map", "deleted"],
  field: ["value", "text", "deleted"],
  words: ["words", "deleted"],
  gone: ["map", "value", "text", "words", "deleted", "gone"],
};
const GONE: List = { kind: "gone", count: 0 };

/**
 * Follows the shape of a feed beside its Y.Doc: records under one root, fields under records, words
 * under texts, and nothing else. Yjs gets to see an update only after this has found it `ready`,
 * so that it neither throws, nor waits, nor walks a list that is too long.
 */
export class Shape {
  readonly #clients = new Map<number, Placed[]>();
  readonly #records = new Map<string, List>();
  #pieces = 0;
  #work = 0;

  /** `waiting` changes nothing; after `broken` the shape is of no use any more. */
  take(update: Scan): "ready" | "waiting" | "broken" {
    const after = (client: number) => Math.max(this.#next(client), update.spans.get(client)?.to ?? 0);
    for (const [client, { from }] of update.spans) if (from > this.#next(client)) return "waiting";
    for (const { client, clock, length } of update.deletes) if (clock + length > after(client)) return "waiting";
    const fresh: Struct[] = [];
    for (const struct of update.structs) {
      const next = this.#next(struct.client);
      if (struct.clock + struct.length > next) fresh.push(struct);
      // Yjs looks for what a struct builds on even where it holds the struct already, or a part of it.
      const held = struct.clock < next ? (client: number) => this.#next(client) : after;
      if (dependencies(struct).some(({ client, clock }) => clock >= held(client))) return "waiting";
    }
    this.#pieces += fresh.length + update.deletes.length;
    if (this.#pieces > LIMIT.pieces) return "broken";
    return this.#place(fresh) && this.#records.size <= LIMIT.records ? "ready" : "broken";
  }

  #next(client: number): number {
    return this.#clients.get(client)?.at(-1)?.to ?? 0;
  }

  #place(fresh: readonly Struct[]): boolean {
    const overlaps = new Map<Placed, Placed>();
    const placed = fresh.map((struct) => {
      const own = this.#clients.get(struct.client) ?? [];
      const last = own.at(-1);
      const from = Math.max(struct.clock, last?.to ?? 0);
      const one: Placed = { struct, from, to: struct.clock + struct.length, previous: last, list: undefined };
      if (last !== undefined && from > struct.clock) overlaps.set(one, last);
      own.push(one);
      this.#clients.set(struct.client, own);
      return one;
    });
    if (!placed.every((one) => one.list !== undefined || this.#resolve(one))) return false;
    // The part of a struct that is new goes to the right of the last one: that must be its own list.
    for (const [one, last] of overlaps) if (one.list !== GONE && one.list !== last.list) return false;
    return true;
  }

  /** Finds the list of a struct, those of what it depends on first. False when there is none. */
  #resolve(first: Placed): boolean {
    const path = [first];
    first.list = null;
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const needed = dependencies(top.struct).map((id) => this.#at(id));
      const before = top.previous === undefined ? needed : [top.previous, ...needed];
      const open = before.find((one) => one.list === undefined || one.list === null);
      if (open?.list === null) return false;
      if (open !== undefined) {
        open.list = null;
        path.push(open);
        continue;
      }
      const list = this.#listOf(top.struct, needed);
      if (list === undefined || !FITS[list.kind].includes(top.struct.content)) return false;
      if (list !== GONE) {
        this.#work += 2 * list.count + 1;
        list.count += 1;
      }
      if (this.#work > LIMIT.work) return false;
      top.list = list;
      path.pop();
    }
    return true;
  }

  #listOf({ content, parent, sub }: Struct, needed: readonly Placed[]): List | undefined {
    if (content === "gone") return GONE;
    if (typeof parent === "string") {
      return parent === ROOT && sub !== undefined ? child(this.#records, sub, "record") : undefined;
    }
    const [one, other] = needed;
    if (one === undefined || needed.some(({ list }) => list === GONE)) return GONE;
    if (parent === undefined)
      return other === undefined || other.list === one.list ? (one.list ?? undefined) : undefined;
    if (one.struct.content === "deleted") return GONE;
    one.under ??= new Map();
    if (one.struct.content === "map" && sub !== undefined) return child(one.under, sub, "field");
    return one.struct.content === "text" && sub === undefined ? child(one.under, "", "words") : undefined;
  }

  /** The struct that holds a unit, which is there. */
  #at({ client, clock }: Id): Placed {
    const all = this.#clients.get(client) ?? [];
    let low = 0;
    for (let high = all.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((all[middle]?.from ?? 0) <= clock) low = middle;
      else high = middle - 1;
    }
    const found = all[low];
    if (found === undefined) throw new Error("a struct that was checked to be there");
    return found;
  }
}

function dependencies({ left, right, parent }: Struct): Id[] {
  const ids: Id[] = [];
  if (left !== undefined) ids.push(left);
  if (right !== undefined) ids.push(right);
  if (typeof parent === "object") ids.push(parent);
  return ids;
}

function child(lists: Map<string, List>, key: string, kind: List["kind"]): List {
  const known = lists.get(key);
  if (known !== undefined) return known;
  const list: List = { kind, count: 0 };
  lists.set(key, list);
  return list;
}
