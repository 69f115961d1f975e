import { type EnvelopeId, type EpochId, integer, type LaneKey, type SpaceId } from "@wijkkit/envelope";
import { Cursor, join } from "./cursor.ts";
import { DENY_CODES, type DenyCode } from "./deny.ts";
import { LIMIT } from "./limits.ts";

export const VERSION = 1;

/** That the sender knows an epoch's gate key. `signature` has 64 bytes, see `helloMessage`. */
export interface Proof {
  readonly epoch: EpochId;
  readonly signature: Uint8Array;
}

/** A place in a lane. */
export interface Place {
  readonly lane: LaneKey;
  readonly seq: number;
}

/** What a list says of a lane. */
export interface Listed extends Place {
  readonly id: EnvelopeId;
}

export type Frame =
  | { type: "hello"; version: number; space: SpaceId; challenge: Uint8Array }
  | { type: "prove"; proofs: readonly Proof[] }
  | { type: "recon"; mode: number; body: Uint8Array }
  | { type: "want"; ask: number; places: readonly Place[] }
  | { type: "give"; ask: number; more: boolean; envelopes: readonly Uint8Array[] }
  | { type: "new"; envelopes: readonly Uint8Array[] }
  | { type: "have"; places: readonly Place[] }
  | { type: "deny"; code: DenyCode }
  | { type: "record"; bytes: Uint8Array }
  | { type: "alive" };

const TYPES = ["hello", "prove", "recon", "want", "give", "new", "have", "deny", "record", "alive"] as const;

const SIZE = { space: 20, epoch: 8, key: 32, signature: 64, challenge: 32 } as const;

/** The bytes of a frame. Throws when they would be no frame: that is the caller's mistake. */
export function encode(frame: Frame): Uint8Array<ArrayBuffer> {
  const bytes = join(integer(TYPES.indexOf(frame.type) + 1, 1), ...body(frame));
  if (bytes.length > LIMIT.frame) throw new RangeError(`a ${frame.type} frame of ${bytes.length} bytes`);
  return bytes;
}

function body(frame: Frame): (Uint8Array | string)[] {
  switch (frame.type) {
    case "hello":
      return [integer(frame.version, 1), frame.space, frame.challenge];
    case "prove":
      return [integer(frame.proofs.length, 1), ...frame.proofs.flatMap(({ epoch, signature }) => [epoch, signature])];
    case "recon":
      return [integer(frame.mode, 1), frame.body];
    case "want":
      return [integer(frame.ask, 4), ...places(frame.places)];
    case "give":
      return [integer(frame.ask, 4), integer(frame.more ? 1 : 0, 1), ...envelopes(frame.envelopes)];
    case "new":
      return envelopes(frame.envelopes);
    case "have":
      return places(frame.places);
    case "deny":
      return [integer(DENY_CODES.indexOf(frame.code) + 1, 1)];
    case "record":
      return [frame.bytes];
    case "alive":
      return [];
  }
}

const places = (list: readonly Place[]) => list.flatMap(({ lane, seq }) => [lane, integer(seq, 4)]);
const envelopes = (list: readonly Uint8Array[]) => list.flatMap((bytes) => [integer(bytes.length, 4), bytes]);

/**
 * Reads a frame. Its arrays are views on `bytes`. Never throws.
 *
 * @returns "unknown" for a type or version of another time, to be skipped; undefined for what is no frame
 */
export function decode(bytes: Uint8Array): Frame | "unknown" | undefined {
  if (bytes.length === 0 || bytes.length > LIMIT.frame) return undefined;
  const cursor = new Cursor(bytes);
  const type = TYPES[cursor.integer(1) - 1];
  if (type === undefined) return "unknown";
  const frame = READ[type](cursor);
  return cursor.short || cursor.left > 0 ? undefined : frame;
}

const READ: { readonly [Type in Frame["type"]]: (cursor: Cursor) => Frame | "unknown" | undefined } = {
  hello(cursor) {
    const version = cursor.integer(1);
    if (version !== VERSION) {
      cursor.take(cursor.left);
      return { type: "hello", version, space: "" as SpaceId, challenge: new Uint8Array(0) };
    }
    return { type: "hello", version, space: cursor.hex(SIZE.space) as SpaceId, challenge: cursor.take(SIZE.challenge) };
  },
  prove(cursor) {
    const proofs: Proof[] = [];
    const count = cursor.integer(1);
    if (count > LIMIT.proofs) return undefined;
    for (let n = 0; n < count; n++) {
      proofs.push({ epoch: cursor.hex(SIZE.epoch) as EpochId, signature: cursor.take(SIZE.signature) });
    }
    return { type: "prove", proofs };
  },
  recon: (cursor) => ({ type: "recon", mode: cursor.integer(1), body: cursor.take(cursor.left) }),
  want(cursor) {
    const ask = cursor.integer(4);
    const list = readPlaces(cursor, LIMIT.wants);
    return list && { type: "want", ask, places: list };
  },
  give(cursor) {
    const ask = cursor.integer(4);
    const more = cursor.integer(1);
    const list = readEnvelopes(cursor);
    return list && more <= 1 ? { type: "give", ask, more: more === 1, envelopes: list } : undefined;
  },
  new(cursor) {
    const list = readEnvelopes(cursor);
    return list && list.length > 0 ? { type: "new", envelopes: list } : undefined;
  },
  have(cursor) {
    const list = readPlaces(cursor, LIMIT.haves);
    return list && { type: "have", places: list };
  },
  deny(cursor) {
    return { type: "deny", code: DENY_CODES[cursor.integer(1) - 1] ?? "other" };
  },
  record: (cursor) => ({ type: "record", bytes: cursor.take(cursor.left) }),
  alive: () => ({ type: "alive" }),
};

function readPlaces(cursor: Cursor, most: number): Place[] | undefined {
  const count = cursor.left / (SIZE.key + 4);
  if (!Number.isInteger(count) || count < 1 || count > most) return undefined;
  return Array.from({ length: count }, () => ({ lane: cursor.hex(SIZE.key) as LaneKey, seq: cursor.integer(4) }));
}

function readEnvelopes(cursor: Cursor): Uint8Array[] | undefined {
  const list: Uint8Array[] = [];
  let total = 0;
  while (cursor.left > 0) {
    const envelope = cursor.take(cursor.integer(4));
    total += envelope.length;
    if (cursor.short || envelope.length === 0 || total > LIMIT.give) return undefined;
    list.push(envelope);
  }
  return list;
}
