import { LIMIT } from "./limits.ts";
import { VarReader } from "./varint.ts";

/** Where a Yjs struct or one of its units is. */
export interface Id {
  readonly client: number;
  readonly clock: number;
}

/** `gone` is Yjs's GC; `words` a run of text; `text` and `map` begin a Y.Text and a Y.Map. */
export type Content = "gone" | "deleted" | "words" | "value" | "text" | "map";

export interface Struct extends Id {
  readonly length: number;
  readonly content: Content;
  readonly left: Id | undefined;
  readonly right: Id | undefined;
  /** Absent where it follows from `left` or `right`. A string names a root. */
  readonly parent: string | Id | undefined;
  readonly sub: string | undefined;
}

export interface Range extends Id {
  readonly length: number;
}

/** What a Yjs update (version 1) says, without its words. */
export interface Scan {
  readonly structs: readonly Struct[];
  readonly deletes: readonly Range[];
  /** First and next clock of each client that has structs. */
  readonly spans: ReadonlyMap<number, { readonly from: number; readonly to: number }>;
}

const CONTENT: readonly (Content | undefined)[] = [
  ...(["gone", "deleted", undefined, undefined, "words", undefined, undefined] as const),
  ...(["map", "value"] as const),
];
const LEFT = 128;
const RIGHT = 64;
const SUB = 32;
const TYPE = { 1: "map", 2: "text" } as const;

/**
 * Reads an update before Yjs sees it, in time linear in its bytes; undefined for anything that no
 * feed holds, or that Yjs would not read the same way. It lets through less than Yjs does: one
 * clock run a client, no gaps, deletes sorted, nothing built on what the same client wrote later,
 * nothing in a value but a number, a boolean or a text.
 */
export function scan(update: Uint8Array): Scan | undefined {
  const reader = new VarReader(update);
  const structs: Struct[] = [];
  const spans = new Map<number, { from: number; to: number }>();
  for (let clients = reader.uint(LIMIT.clients); clients > 0 && !reader.bad; clients -= 1) {
    const count = reader.uint(LIMIT.pieces - structs.length);
    const client = reader.uint(Number.MAX_SAFE_INTEGER);
    const from = reader.uint(LIMIT.clock);
    if (count === 0 || spans.has(client)) return undefined;
    let to = from;
    for (let n = 0; n < count && !reader.bad; n += 1) {
      const struct = readStruct(reader, client, to);
      if (struct === undefined || buildsOnLater(struct)) return undefined;
      structs.push(struct);
      to += struct.length;
    }
    spans.set(client, { from, to });
  }
  const deletes = readDeletes(reader, LIMIT.pieces - structs.length);
  return deletes === undefined || reader.bad || !reader.atEnd ? undefined : { structs, deletes, spans };
}

function readStruct(reader: VarReader, client: number, clock: number): Struct | undefined {
  const info = reader.u8();
  const kind = CONTENT[info & 31];
  if (kind === undefined || (kind === "gone" && info !== 0)) return undefined;
  const left = info & LEFT ? readId(reader) : undefined;
  const right = info & RIGHT ? readId(reader) : undefined;
  let parent: string | Id | undefined;
  let sub: string | undefined;
  if (kind !== "gone" && left === undefined && right === undefined) {
    parent = reader.uint(1) === 1 ? reader.text(LIMIT.text) : readId(reader);
    if (info & SUB) sub = reader.text(LIMIT.text);
  }
  let content: Content = kind;
  let length = 1;
  if (kind === "gone" || kind === "deleted") length = reader.uint(LIMIT.clock - clock);
  else if (kind === "words") length = reader.text(LIMIT.document).length;
  else if (kind === "value") readValue(reader);
  else content = TYPE[reader.uint(2) as 1 | 2] ?? reader.fail();
  return reader.bad || length === 0 ? undefined : { client, clock, length, content, left, right, parent, sub };
}

/** Whether a struct names a place that its own client had not written yet. */
function buildsOnLater({ client, clock, left, right, parent }: Struct): boolean {
  const later = (id: Id | undefined) => id !== undefined && id.client === client && id.clock >= clock;
  return later(left) || later(right) || (typeof parent === "object" && later(parent));
}

function readId(reader: VarReader): Id {
  return { client: reader.uint(Number.MAX_SAFE_INTEGER), clock: reader.uint(LIMIT.clock) };
}

/** One value, as lib0's `any`: 125 integer, 124 and 123 floats, 121 and 120 booleans, 119 text. */
function readValue(reader: VarReader): void {
  if (reader.uint(1) !== 1) reader.fail();
  const type = reader.u8();
  if (type === 125) readInteger(reader);
  else if (type === 124) reader.skip(4);
  else if (type === 123) reader.skip(8);
  else if (type === 119) reader.text(LIMIT.text);
  else if (type !== 121 && type !== 120) reader.fail();
}

function readInteger(reader: VarReader): void {
  let byte = reader.u8();
  for (let value = byte & 63, factor = 64; byte >= 128 && !reader.bad; factor *= 128) {
    byte = reader.u8();
    value += (byte & 127) * factor;
    if (value > Number.MAX_SAFE_INTEGER || factor > 2 ** 53) reader.fail();
  }
}

function readDeletes(reader: VarReader, most: number): Range[] | undefined {
  const deletes: Range[] = [];
  const seen = new Set<number>();
  for (let clients = reader.uint(LIMIT.clients); clients > 0 && !reader.bad; clients -= 1) {
    const client = reader.uint(Number.MAX_SAFE_INTEGER);
    if (seen.has(client)) return undefined;
    seen.add(client);
    let free = 0;
    for (let count = reader.uint(most - deletes.length); count > 0 && !reader.bad; count -= 1) {
      const clock = reader.uint(LIMIT.clock);
      const length = reader.uint(LIMIT.clock);
      if (clock < free || length === 0) return undefined;
      free = clock + length;
      deletes.push({ client, clock, length });
    }
  }
  return deletes;
}
