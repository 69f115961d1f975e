import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import type { Moment } from "./acts.ts";
import { toBase64url } from "./base64url.ts";
import type { Part, Rotate } from "./body.ts";
import type { KeyPair } from "./keys.ts";
import { PARENTS_LIMIT, writeOperation } from "./operation.ts";
import { type Lock, NAME } from "./part.ts";

/** An epoch's secret sealed to one recipient: 48 bytes. */
export interface SealedSecret {
  /** X25519 public key of the recipient, hex. */
  readonly box: string;
  readonly sealed: Uint8Array;
}

/** What one part holds: with its base64url and the rest of it below an operation's 16 KiB. */
const ENTRIES_PER_PART = 200;
const LOCKS_PER_PART = 160;

/** What an operation leaves to its parts: written before it, each after the one before. */
export interface Parts {
  readonly operations: readonly Uint8Array[];
  /** Their hashes, for the operation that follows to name. */
  readonly hashes: readonly string[];
  /** Where that operation is to be written: after the last part. */
  readonly moment: Moment;
}

/** Writes sealed secrets and locks into as few operations as hold them. */
export function writeParts(
  moment: Moment,
  author: KeyPair,
  secrets: readonly SealedSecret[],
  locks: readonly Lock[],
): Parts {
  const operations: Uint8Array[] = [];
  const hashes: string[] = [];
  let { heads } = moment;
  const add = (entries: Uint8Array, locked: Uint8Array) => {
    const { space, hour } = moment;
    const body: Part = { op: "part", entries: toBase64url(entries), locks: toBase64url(locked), hour };
    const bytes = writeOperation(space, author, heads.slice(0, PARENTS_LIMIT), body);
    const hash = bytesToHex(sha512(bytes).subarray(0, 32));
    operations.push(bytes);
    hashes.push(hash);
    heads = [hash];
  };
  const none = new Uint8Array(0);
  for (const some of chunks(secrets, ENTRIES_PER_PART)) {
    add(concatBytes(...some.flatMap(({ box, sealed }) => [hexToBytes(box).subarray(0, NAME), sealed])), none);
  }
  for (const some of chunks(locks, LOCKS_PER_PART)) add(none, concatBytes(...some.map(lockBytes)));
  return { operations, hashes, moment: { ...moment, heads } };
}

/** A rotation after its parts: the one operation by which people go and a new epoch comes. */
export function rotate(moment: Moment, author: KeyPair, fields: Omit<Rotate, "op" | "hour">): Uint8Array {
  const body: Rotate = { op: "rotate", ...fields, hour: moment.hour };
  return writeOperation(moment.space, author, moment.heads.slice(0, PARENTS_LIMIT), body);
}

function lockBytes({ lane, seq, id }: Lock): Uint8Array {
  const place = new Uint8Array(4);
  new DataView(place.buffer).setUint32(0, seq);
  return concatBytes(hexToBytes(lane), place, hexToBytes(id));
}

function* chunks<Item>(items: readonly Item[], size: number): Iterable<readonly Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}
