import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { type Body, readBody } from "./body.ts";
import type { KeyPair } from "./keys.ts";
import { labelled, signAs } from "./label.ts";

export const OPERATION_LIMIT = 16_384;
export const PARENTS_LIMIT = 16;

const KEY = 32;
const SIGNATURE = 64;
const SHORTEST = KEY + 1 + 4 + SIGNATURE;
const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Whether an Ed25519 signature holds; the same answer on every device. */
export type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>;

export interface Operation {
  /** First 32 bytes of SHA-512 of the bytes, in hex. */
  readonly hash: string;
  /** The author's public key, in hex. */
  readonly author: string;
  /** Hashes of those the author had seen. */
  readonly parents: readonly string[];
  readonly body: Body;
  /** As signed; whoever it concerns keeps and republishes them. */
  readonly bytes: Uint8Array;
}

export type OperationRefusal = "truncated" | "oversized" | "parents" | "length" | "body" | "signature" | "proof";

/**
 * The bytes of a signed operation. `parents` are hashes in hex.
 * Throws where they would pass a limit.
 */
export function writeOperation(
  space: Uint8Array,
  author: KeyPair,
  parents: readonly string[],
  body: object,
): Uint8Array {
  if (parents.length > PARENTS_LIMIT) throw new RangeError("an operation has at most 16 parents");
  if (parents.some((hash) => hash.length !== 2 * KEY)) throw new RangeError("a hash has 32 bytes");
  const json = utf8ToBytes(JSON.stringify(body));
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, json.length);
  const before = concatBytes(author.public, Uint8Array.of(parents.length), ...parents.map(hexToBytes), length, json);
  const bytes = concatBytes(before, signAs(author, "operation", space, before));
  if (bytes.length > OPERATION_LIMIT) throw new RangeError("an operation has at most 16 KiB");
  return bytes;
}

/** Reads and verifies an operation of a space. A body of a later version comes back as `unknown`. */
export async function readOperation(
  space: Uint8Array,
  bytes: Uint8Array,
  verify: Verify,
): Promise<{ operation: Operation } | { reason: OperationRefusal }> {
  const laidOut = readLayout(bytes);
  if ("reason" in laidOut) return laidOut;
  const { operation } = laidOut;
  const author = bytes.subarray(0, KEY);
  const end = bytes.length - SIGNATURE;
  const signed = labelled("operation", space, bytes.subarray(0, end));
  if (!(await verify(author, signed, bytes.subarray(end)))) return { reason: "signature" };
  const { body } = operation;
  if (body.op === "invite" || body.op === "redeem" || body.op === "replace") {
    const proven = labelled(body.op, space, author);
    const holds = await verify(hexToBytes(body.key), proven, hexToBytes(body.proof));
    if (!holds) return { reason: "proof" };
  }
  return laidOut;
}

function readLayout(bytes: Uint8Array): { operation: Operation } | { reason: OperationRefusal } {
  if (bytes.length > OPERATION_LIMIT) return { reason: "oversized" };
  if (bytes.length < SHORTEST) return { reason: "truncated" };
  const count = bytes[KEY] ?? 0;
  if (count > PARENTS_LIMIT) return { reason: "parents" };
  const start = SHORTEST - SIGNATURE + count * KEY;
  const end = bytes.length - SIGNATURE;
  if (start > end) return { reason: "truncated" };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(start - 4);
  if (start + length !== end) return { reason: start + length > end ? "truncated" : "length" };
  const body = readText(bytes.subarray(start, end));
  if (body === undefined) return { reason: "body" };
  const parents = Array.from({ length: count }, (_, n) => {
    const at = KEY + 1 + n * KEY;
    return bytesToHex(bytes.subarray(at, at + KEY));
  });
  const author = bytesToHex(bytes.subarray(0, KEY));
  return { operation: { hash: operationHash(bytes), author, parents, body, bytes } };
}

function readText(bytes: Uint8Array): Body | undefined {
  try {
    return readBody(text.decode(bytes));
  } catch {
    return undefined;
  }
}

function operationHash(bytes: Uint8Array): string {
  return bytesToHex(sha512(bytes).subarray(0, 32));
}
