import type { SpaceId } from "@wijkkit/envelope";
import { LIMIT } from "./limits.ts";
import { replay } from "./replay.ts";
import type { Outcome, Replica } from "./replica.ts";
import { namedSpace } from "./space-of.ts";

/**
 * A bundle is a file of space records and envelopes, for a stick or the share sheet: `"wijkkit bundle 1\n"`, then
 * ×( kind:u8 length:u32 item ), kind 1 a record, 2 an envelope. Everything in it is sealed or public.
 */
const MAGIC = new TextEncoder().encode("wijkkit bundle 1\n");
const KIND = { record: 1, envelope: 2 } as const;
const HEAD = 5;
/** Longest item, in bytes. */
const ITEM = LIMIT.frame;
/** Envelopes taken in at once. */
const AT_ONCE = 256;

/** What taking in a bundle came to. */
export interface Taken {
  /** Envelopes that are newly held, that were held before, that wait for something, and that were refused. */
  readonly accepted: number;
  readonly known: number;
  readonly waiting: number;
  readonly refused: number;
  /** Whether it ends in the middle, or in what is no bundle: the whole file brings the rest. */
  readonly isCut: boolean;
}

export interface TakeOptions {
  /** Told how many bytes were read. */
  readonly progress?: (bytes: number) => void;
  /** Whether envelopes of a space are wanted; others count as refused. Default: all are. */
  readonly wants?: (space: SpaceId) => boolean;
}

interface Item {
  readonly kind: number;
  readonly bytes: Uint8Array;
}

/** All that a replica holds of some spaces: records first, lanes whole and in order. @throws StoreError */
export async function* writeBundle(
  replica: Replica,
  spaces: readonly SpaceId[],
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  yield MAGIC.slice();
  for (const space of spaces) {
    const view = await replica.open(space);
    for (const bytes of view.records()) yield item(KIND.record, bytes);
    for await (const some of replay(replica, space)) for (const bytes of some) yield item(KIND.envelope, bytes);
  }
}

/**
 * Takes in a bundle as if a neighbour brought it: each item is judged, what is held already stays as it is, and what
 * came before a cut is kept.
 *
 * @returns undefined for what is no bundle
 * @throws StoreError; what was taken in before stays
 */
export async function takeBundle(
  replica: Replica,
  chunks: AsyncIterable<Uint8Array>,
  { progress = () => {}, wants = () => true }: TakeOptions = {},
): Promise<Taken | undefined> {
  const counts = { accepted: 0, known: 0, waiting: 0, refused: 0 };
  const source = {};
  let waiting: Uint8Array[] = [];
  const flush = async () => {
    const some = waiting;
    waiting = [];
    for (const outcome of await replica.acceptMany(some, source)) counts[outcomeOf(outcome)] += 1;
  };
  let isCut = true;
  for await (const { items, read, end } of itemsOf(chunks)) {
    if (end === "none") return undefined;
    for (const { kind, bytes } of items) {
      if (kind === KIND.record) await replica.acceptRecord(bytes, source);
      else if (kind === KIND.envelope && wants(namedSpace(bytes))) waiting.push(bytes);
      else counts.refused += 1;
      if (waiting.length >= AT_ONCE) await flush();
    }
    if (end !== undefined) isCut = end === "cut";
    progress(read);
  }
  await flush();
  return { ...counts, isCut };
}

function outcomeOf(outcome: Outcome): "accepted" | "known" | "waiting" | "refused" {
  if (outcome.verdict === "parked") return "waiting";
  // A copy from before a snapshot, or of what was erased, brings nothing new.
  if (outcome.verdict === "refused")
    return outcome.reason === "superseded" || outcome.reason === "erased" ? "known" : "refused";
  return outcome.known ? "known" : "accepted";
}

/** Items as they come in; with the last ones how the file ended. */
async function* itemsOf(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ items: Item[]; read: number; end?: "whole" | "cut" | "none" }, void, void> {
  let [held, read, isOpen]: [Uint8Array, number, boolean] = [new Uint8Array(0), 0, false];
  for await (const chunk of chunks) {
    held = joined(held, chunk);
    read += chunk.length;
    if (!isOpen) {
      if (!isStart(held)) {
        yield { items: [], read, end: "none" };
        return;
      }
      if (held.length < MAGIC.length) continue;
      isOpen = true;
      held = held.subarray(MAGIC.length);
    }
    const taken = take(held);
    if (taken === undefined) {
      yield { items: [], read, end: "cut" };
      return;
    }
    held = taken.rest;
    yield { items: taken.items, read };
  }
  yield { items: [], read, end: isOpen ? (held.length === 0 ? "whole" : "cut") : "none" };
}

const isStart = (bytes: Uint8Array) => MAGIC.subarray(0, bytes.length).every((byte, n) => byte === bytes[n]);

/** The whole items at the beginning; undefined where one is longer than any. */
function take(bytes: Uint8Array): { items: Item[]; rest: Uint8Array } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: Item[] = [];
  let at = 0;
  while (at + HEAD <= bytes.length) {
    const length = view.getUint32(at + 1);
    if (length > ITEM) return undefined;
    if (at + HEAD + length > bytes.length) break;
    items.push({ kind: bytes[at] ?? 0, bytes: bytes.slice(at + HEAD, at + HEAD + length) });
    at += HEAD + length;
  }
  return { items, rest: bytes.slice(at) };
}

function item(kind: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(HEAD + bytes.length);
  whole[0] = kind;
  new DataView(whole.buffer).setUint32(1, bytes.length);
  whole.set(bytes, HEAD);
  return whole;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  if (one.length === 0) return other;
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
